"""F(fl x) of followed bodies against the same body on Fractions."""

import bisect
import collections
import contextlib
import functools
import heapq
import itertools
import math
import operator
import statistics
from dataclasses import dataclass
from fractions import Fraction

import pytest
from flint import arb, fmpq
from inside.followed_on_rationals import variance

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow


def exp_minus(x):
    total = term = x / x
    for k in range(1, 60):
        term = term * -x / k
        total += term
    return total


def muller(a, b):
    for _ in range(20):
        a, b = b, 108 - (815 - 1500 / a) / b
    return b


def logistic(x):
    for _ in range(12):
        x = 4 * x * (1 - x)
    return x


def rump(a, b):
    return (1335 * b**6) / 4 + a**2 * (11 * a**2 * b**2 - b**6 - 121 * b**4 - 2) + 11 * b**8 / 2 + a / (2 * b)


def horner(x):
    value = 0 * x
    for c in (1, -7, 21, -35, 35, -21, 7, -1):
        value = value * x + c
    return value


def elimination(entries):
    rows = [list(row) for row in entries]
    n = len(rows)
    for k in range(n):
        for i in range(k + 1, n):
            factor = rows[i][k] / rows[k][k]
            for j in range(k, n):
                rows[i][j] -= factor * rows[k][j]
    return functools.reduce(operator.mul, [rows[k][k] for k in range(n)])


def continued(x):
    def step(k):
        return x if k == 9 else 1 + x / step(k + 1)

    return step(1)


class Complex:
    def __init__(self, re, im=0):
        self.re, self.im = re, im

    def __add__(self, other):
        return Complex(self.re + other.re, self.im + other.im)

    def __mul__(self, other):
        return Complex(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)

    @property
    def size(self):
        return self.re * self.re + self.im * self.im


def mandelbrot(x, y):
    c = z = Complex(x, y)
    for _ in range(6):
        z = z * z + c
    return z.size


def doubled(function):
    @functools.wraps(function)
    def inner(*x, **named):
        return 2 * function(*x, **named)

    return inner


@doubled
def decorated(x, *, y=3):
    return x / y - x


def least(x):
    best = 3 * 10**9 * x
    for v in (x / 3, x / 7):
        best = min(best, v)
    return best


def by_heap(x):
    heap = [x / 3, x / 5, x]
    heapq.heapify(heap)
    return heapq.heappop(heap) + bisect.bisect([x / 9, x, 2 * x], x / 3)


def sent(x):
    def sums():
        total = 0 * x
        while True:
            total = total + (yield total) / 3

    running = sums()
    next(running)
    return running.send(x) + running.send(x * x)


def generated(x):
    def powers(p=1):
        while True:
            yield p
            p = p * x

    total = 0
    for p in itertools.islice(powers(), 12):
        total += p
    return total


@dataclass
class Sums:
    total: object
    parts: dict

    def add(self, x):
        self.total += x
        self.parts["all"] = self.parts.get("all", 0) + x * x
        return self


def with_objects(x):
    sums = Sums(0, {})
    with contextlib.suppress(KeyError):
        for k in range(1, 8):
            sums.add(x / k)
        sums.parts["none"] += 1
    return sums.parts["all"] - sums.total * sums.total


def with_containers(x):
    grid = [[x / (i + j + 1) for j in range(3)] for i in range(3)]
    grid[1][2] -= x
    grid[0][0], grid[2][2] = grid[2][2], grid[0][0]
    flat = [v for row in grid for v in row]
    queue = collections.deque(flat)
    queue.rotate(2)
    table = {k: v for k, v in enumerate(queue) if k >= 0}
    return sum(map(operator.mul, table.values(), reversed(flat))) + max(flat) - min(flat)


def raised_and_caught(x):
    try:
        return x / (x - x)
    except ZeroDivisionError:
        return x / 3


def partials(x):
    third = functools.partial(operator.mul, Fraction(1, 1) * 1 if isinstance(x, Fraction) else 1)
    return third(x) / 7


def chained(x):
    return x / 3 if 0 <= x < 1 else x / 5


def divided(x, y):
    return x // y + x % y / 3 + divmod(x, y)[1]


def rounds(x):
    return x * round(x) + x * int(x) / 3 + x * math.floor(x) / 7 + x * math.ceil(x) / 11


def powers(x):
    return x**3 - x**-2 + x * 5**2


def library(xs):
    return statistics.variance(xs)


def summed(xs):
    return (math.fsum(xs) if type(xs[0]) is float else sum(xs)) / 3


def sizes(x, y):
    return abs(x - y) + max(x, y / 3) - min(x, 7 * y)


RATIONAL = [
    (variance, [[1e8, 1e8 + 1, 1e8 + 2.5]]),
    (exp_minus, [20.5]),
    (muller, [4.0, 4.25]),
    (logistic, [0.3]),
    (rump, [77617.0, 33096.0]),
    (horner, [1.0009765625001]),
    (elimination, [[[1.1, 0.3, 0.7], [0.2, 0.9, 0.4], [0.6, 0.5, 1.3]]]),
    (continued, [0.7]),
    (mandelbrot, [-0.4, 0.6]),
    (decorated, [0.1]),
    (generated, [0.9]),
    (least, [0.9]),
    (by_heap, [0.9]),
    (sent, [0.9]),
    (with_objects, [0.1]),
    (with_containers, [0.1]),
    (raised_and_caught, [0.1]),
    (partials, [0.1]),
    (chained, [0.3]),
    (divided, [7.3, 0.7]),
    (rounds, [2.7]),
    (powers, [1.1]),
    (library, [[1e8, 1e8 + 1.5, 1e8 + 7]]),
    (summed, [[1e8, 0.1, -1e8]]),
    (sizes, [0.1, 0.7]),
]


def exactly(value):
    return Fraction(value) if isinstance(value, float) else [exactly(v) for v in value]


@pytest.mark.parametrize(("function", "inputs"), RATIONAL, ids=lambda v: getattr(v, "__name__", ""))
def test_the_exact_value_is_that_of_the_body_on_rationals(function, inputs):
    trace = follow(function, inputs)
    assert trace.computed() == function(*inputs)
    truth = Fraction(function(*map(exactly, inputs)))
    found = account(trace)
    assert found.certified, found
    with precision(2000):
        ball = found.exact
        assert ball.overlaps(arb(fmpq(truth.numerator, truth.denominator)))
        assert ball.rel_accuracy_bits() > 60
    shares = found.shares()
    if shares:
        assert abs(found.unattributed()) < 1e-9
    else:
        assert Fraction(trace.computed()) == truth
