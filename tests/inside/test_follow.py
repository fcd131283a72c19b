"""F(fl x) of followed functions against the same computed by other means: the bodies on Fractions, mpmath."""

import bisect
import collections
import contextlib
import ctypes
import decimal
import fractions
import functools
import heapq
import itertools
import json
import math
import operator
import pickle
import random
import re
import statistics
import struct
import threading
import types
from array import array
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import mpmath
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.core.errors import BadInput
from verify.inside.account import account
from verify.inside.follow import NotFollowed, follow

# --- bodies that run on rationals too ---------------------------------------------------------------------


def variance(xs):
    n = len(xs)
    mean = sum(xs) / n
    return sum(x * x for x in xs) / n - mean * mean


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


# --- functions, with mpmath for a judge -------------------------------------------------------------------


def one_minus_cos(x):
    return (1 - math.cos(x)) / (x * x)


def softplus(x):
    return math.log1p(math.exp(x)) - max(x, 0)


def angles(x, y):
    return math.atan2(y, x) + math.hypot(x, y, 1) - math.copysign(math.pow(x, y), -y)


def literal(x):
    return x + 0.1 * 3


def constants(x):
    return math.sin(math.pi * x) / math.e


def roots(b):
    return (-b + math.sqrt(b * b - 4)) / 2


def mapped(x):
    return sum(map(math.sqrt, [x, x + 1, x + 2])) + functools.reduce(math.hypot, [x, 1.5, 2.5])


def turned(x):
    return math.degrees(math.radians(x) / 3) + math.log(x, 3) + math.log10(x)


def inverse(x):
    return (
        math.asin(math.tanh(x)) * math.cbrt(x)
        if hasattr(math, "cbrt")
        else math.asin(math.tanh(x)) * x ** (1 / 3)
    )


def split(x):
    mantissa, exponent = math.frexp(x / 3)
    fraction, whole = math.modf(x)
    return math.ldexp(mantissa, exponent + 1) + fraction + whole + math.fmod(x, 0.75) + math.remainder(x, 1.5)


def mp(x):
    return mpmath.mpf(x)


BY_MPMATH = [
    (one_minus_cos, [1e-8], lambda x: (1 - mpmath.cos(x)) / x**2),
    (softplus, [30.5], lambda x: mpmath.log1p(mpmath.exp(x)) - x),
    (angles, [0.3, 1.7], lambda x, y: mpmath.atan2(y, x) + mpmath.sqrt(x * x + y * y + 1) + x**y),
    (literal, [0.5], lambda x: x + mp(3) / 10),
    (constants, [0.25], lambda x: mpmath.sin(mpmath.pi * x) / mpmath.e),
    (roots, [1e8], lambda b: (-b + mpmath.sqrt(b * b - 4)) / 2),
    (
        mapped,
        [0.3],
        lambda x: (
            mpmath.sqrt(x)
            + mpmath.sqrt(x + 1)
            + mpmath.sqrt(x + 2)
            + mpmath.sqrt(x * x + mp("1.5") ** 2 + mp("2.5") ** 2)
        ),
    ),
    (turned, [77.7], lambda x: x / 3 + mpmath.log(x) / mpmath.log(3) + mpmath.log10(x)),
    (inverse, [0.7], lambda x: mpmath.asin(mpmath.tanh(x)) * mpmath.cbrt(x)),
    (split, [7.3], lambda x: 2 * x / 3 + x + (x - 9 * mp("0.75")) + (x - 5 * mp("1.5"))),
]


@pytest.mark.parametrize(("function", "inputs", "judge"), BY_MPMATH, ids=lambda v: getattr(v, "__name__", ""))
def test_the_exact_value_is_what_mpmath_finds(function, inputs, judge):
    found = account(follow(function, inputs))
    assert found.certified, found
    with mpmath.workdps(120), precision(600):
        truth = judge(*map(mp, inputs))
        assert found.exact.overlaps(arb(mpmath.nstr(truth, 110)) + arb(0, 1e-100))
        assert found.exact.rel_accuracy_bits() > 60


# --- what must not be certified, or only with the right value --------------------------------------------


def by_text(x):
    return float(f"{x / 3:.3f}") + 1


def by_json(x):
    return json.loads(json.dumps([x / 3]))[0] + 1


def by_array(x):
    return array("d", [x / 3])[0] * 2


def by_decimal(x):
    return float(Decimal(x / 3) * 3)


def by_fraction(x):
    return float(Fraction(x / 3) * 3)


def by_ratio(x):
    p, q = (x / 3).as_integer_ratio()
    return p / q


def by_text_in_a_branch(x):
    return 1.0 if str(x * 3) == "0.3" else 2.0


def by_a_key(x):
    return {0.3: 1.0}.get(0.1 * 3, 2.0) + x


def by_a_set(x):
    return float(len({0.1 * 3, 0.3})) + x


@functools.lru_cache
def _kept(x):
    return x * 2


def by_a_cache(x):
    return _kept(1e17 + x) - _kept(1e17)


def by_exec(x):
    space = {"x": x}
    exec("y = x * 0.1", space)
    return space["y"] + x


def by_hex(x):
    return float.fromhex((x / 3).hex())


def by_hash(x):
    return float(hash(x / 3) % 7)


def by_nextafter(x):
    return math.nextafter(x / 3, 1.0)


def by_length(x):
    return float(len(repr(x / 3)))


def by_pickle(x):
    return pickle.loads(pickle.dumps(x / 3)) + 1


def by_search(x):
    return float(re.search(r"\d+\.\d+", str(x / 3)).group()) + 1


def by_match(x):
    match x * 2:
        case 0.2:
            return 1.0
        case _:
            return 2.0


def by_weights(x):
    return random.Random(2).choices([1.0, 2.0], weights=[x / 3, 1 - x / 3])[0]


class Temperature(float):
    pass


def by_subclass(x):
    return Temperature(x / 3) + 1


def by_sort(x):
    return sorted([x * 3, 0.3, 0.1 + 0.2], key=float)[0]


def by_chance(x):
    return random.Random(1).random() + x / 3


def by_eval(x):
    return eval("x * 3 - 0.3")


SLIPPERY = [
    by_text,
    by_json,
    by_array,
    by_decimal,
    by_fraction,
    by_ratio,
    by_text_in_a_branch,
    by_a_key,
    by_a_set,
    by_exec,
    by_hex,
    by_hash,
    by_nextafter,
    by_eval,
    by_length,
    by_pickle,
    by_search,
    by_match,
    by_weights,
    by_subclass,
]


@pytest.mark.parametrize("function", SLIPPERY, ids=lambda f: f.__name__)
def test_a_number_that_slips_away_is_not_certified(function):
    trace = follow(function, [0.1])
    assert trace.computed() == function(0.1)
    assert not account(trace).certified


def test_a_cache_hit_that_exact_arithmetic_has_not_is_no_answer():
    found = account(follow(by_a_cache, [0.1]))
    assert found.trace.computed() == 0
    assert [b.exact for b in found.branches] == [False]
    with precision(found.bits):
        assert found.exact.overlaps(arb(2 * fmpq(*(0.1).as_integer_ratio())))


def test_a_key_function_is_followed():
    found = account(follow(exact_by_a_key, [0.12345]))
    assert found.trace.computed() == 6.25
    assert len(found.trace.tape.decisions) == 2
    assert found.exact == 6.25


def test_what_comes_from_outside_is_data():
    found = account(follow(by_chance, [0.3]))
    with precision(400):
        assert found.exact.overlaps(arb(random.Random(1).random()) + arb(0.3) / 3)
    assert found.certified


def test_a_tie_is_settled_by_rationals():
    def loop(dt):
        t, n = 0.0, 0
        while t < 1:
            t += dt / 10
            n += 1
        return float(n)

    found = account(follow(loop, [1.0]))
    assert found.trace.computed() == 11
    assert [b.exact for b in found.branches] == [False]
    assert found.exact == 10
    assert found.error == 1


# --- bad input ----------------------------------------------------------------------------------------------


def raises(x):
    return 1 / (x - x)


def returns_none(x):
    return None


def starts_a_thread(x):
    thread = threading.Thread(target=print)
    thread.start()
    thread.join()
    return x / 3


def starts_a_pool(x):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: x / 3).result()


COUNT = [0.0]


def changes_what_it_captures(x):
    COUNT[0] += 1.0
    return x + COUNT[0]


def test_bad_input_is_one_clear_line():
    with pytest.raises(BadInput, match=r"raises raised ZeroDivisionError: .*; give inputs"):
        follow(raises, [1.0])
    with pytest.raises(BadInput, match="returned None, no number"):
        follow(returns_none, [1.0])
    with pytest.raises(BadInput, match="has no source file"):
        follow(eval("lambda x: x"), [1.0])


def test_threads_are_not_followed():
    with pytest.raises(NotFollowed, match="threads"):
        follow(starts_a_thread, [0.1])
    found = account(follow(starts_a_pool, [0.1]))
    assert not found.certified
    assert "threads" in found.reason


def test_a_function_that_is_not_the_same_twice_is_not_certified():
    changes_what_it_captures(0.0)
    found = account(follow(changes_what_it_captures, [0.1]))
    assert not found.certified
    assert "run again" in found.reason


def test_an_infinity_begins_a_search():
    found = account(follow(from_infinity, [0.1]))
    assert found.certified
    assert not found.reason
    assert found.unattributed().contains(0)


def from_infinity(x):
    best = float("inf")
    for v in (x / 3, x / 7):
        best = min(best, v)
    return best


def test_a_closure_is_followed_with_what_it_holds():
    third = 1.0 / 3

    def inner(x):
        return third * x

    found = account(follow(inner, [3.0]))
    with precision(300):
        assert found.exact.overlaps(arb(third) * 3)
    assert found.certified


def test_the_original_is_untouched():
    before = variance.__code__
    follow(variance, [[1.0, 2.0]])
    assert variance.__code__ is before
    assert type(variance([1.0, 2.0])) is float
    assert fractions.Fraction is Fraction
    assert decimal.Decimal is Decimal


# --- exact numbers, but what is done with them is not followed ---------------------------------------------


def exact_by_text(x):
    return float(f"{x:.3f}")


def exact_by_percent(x):
    return float("%.3f" % x)  # noqa: UP031


def exact_by_decimal(x):
    return float(Decimal(x) / 3)


def exact_by_decimal_branch(x):
    return 1.0 if Decimal(x) / 3 * 3 == Decimal(x) else 2.0


def exact_by_json(x):
    return float(json.dumps(x)[:4])


def exact_by_array(x):
    return float(array("f", [x])[0])


def exact_by_bytes(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def exact_by_a_key(x):
    return min([x, 3.0, 6.25], key=math.sin)


def exact_by_a_callback(x):
    call = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(lambda t: t * x)
    return call(2)


def exact_by_formatting(x):
    return {f"{x * 3:.17g}": 1.0}.get("0.37034999999999996", 2.0)


def exact_by_object(x):
    box = types.SimpleNamespace(value=json.dumps([x])[1:5])
    return float(box.value)


@pytest.mark.parametrize(
    "function",
    [
        exact_by_text,
        exact_by_percent,
        exact_by_decimal,
        exact_by_decimal_branch,
        exact_by_json,
        exact_by_array,
        exact_by_bytes,
        exact_by_object,
        exact_by_a_callback,
        exact_by_formatting,
    ],
    ids=lambda f: f.__name__,
)
def test_an_exact_number_that_slips_away_is_not_certified(function):
    trace = follow(function, [0.12345])
    assert trace.computed() == function(0.12345)
    assert not account(trace).certified
