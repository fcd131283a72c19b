"""The largest part that passes through a site: floats leave out only what is certainly not the largest."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow
from verify.inside.run import passed
from verify.inside.run.contributions import numbered
from verify.inside.run.passed import largest_parts
from verify.inside.run.tape import ADD, LEAF, SUB

ROWS = np.random.default_rng(5).standard_normal((14, 14)).tolist()


def elimination(rows):
    n = len(rows)
    for k in range(n):
        for i in range(k + 1, n):
            factor = rows[i][k] / rows[k][k]
            for j in range(k, n):
                rows[i][j] -= factor * rows[k][j]
    return rows[n - 1][n - 1]


def recurrence(n):
    x, y = 11 / 2.0, 61 / 11.0
    for _ in range(n):
        x, y = y, 111.0 - (1130.0 - 3000.0 / x) / y
    return y


def tiny(n):
    """Adjoints and errors far outside of what floats can multiply."""
    x, s = 1e-290, 0.1
    for k in range(1, n):
        x = x / 3.0 + x * 0.7
        s = s + (x * 1e150) * (x * 1e150) - s / (k + 0.1)
    return s * 1e-200


def _all(trace):
    places = [k for k in range(len(trace.tape)) if trace.tape.operation(k) in (ADD, SUB)]
    return [trace.tape.site(k) for k in places], places


@pytest.mark.parametrize(("function", "x"), [(elimination, ROWS), (recurrence, 90), (tiny, 60)])
def test_what_is_left_out_is_not_the_largest(monkeypatch, function, x):
    a = account(follow(function, [x]))
    sites, places = _all(a.trace)
    with precision(a.bits):
        told = largest_parts(a.swept, a.error, sites, places)
        monkeypatch.setattr(passed, "FEW", len(places) + 1)
        assert told == largest_parts(a.swept, a.error, sites, places)
    assert len(places) >= 64
    assert max(told.values()) > 0


def _carried(tape, exact, k):
    a, b = (Fraction(tape.values[i]) - exact[i] for i in tape.operands(k))
    return max(abs(a), abs(b), abs(a + b if tape.operation(k) == ADD else a - b))


def test_they_are_what_rationals_give():
    """|g| max(|E_i|, |E_j|, |E_i +- E_j|), with counterparts and adjoints of the elimination in rationals."""
    a = account(follow(elimination, [[row[:9] for row in ROWS[:9]]]))
    tape, sites = a.trace.tape, _all(a.trace)
    exact = {}
    for k, v in enumerate(tape.values):
        operands = tape.operands(k)
        ways = {1: Fraction.__add__, 2: Fraction.__sub__, 3: Fraction.__mul__, 4: Fraction.__truediv__}
        way = ways.get(tape.operation(k))
        exact[k] = way(*(exact[i] for i in operands)) if way else Fraction(v)
    g = dict.fromkeys(exact, Fraction(0))
    g[a.place] = Fraction(1)
    for k in reversed(range(len(tape))):
        if tape.operation(k) == LEAF:
            continue
        i, j = tape.operands(k)
        over = Fraction(tape.values[j]) if tape.operation(k) == 4 else None
        one, two = {
            1: (Fraction(1), Fraction(1)),
            2: (Fraction(1), Fraction(-1)),
            3: (exact[j], Fraction(tape.values[i])),
            4: (over and 1 / over, over and -exact[k] / over),
        }[tape.operation(k)]
        g[i] += g[k] * one
        g[j] += g[k] * two
    error = Fraction(tape.values[a.place]) - exact[a.place]
    with precision(a.bits):
        told = largest_parts(a.swept, a.error, *sites)
        for site in set(sites[0]):
            mine = [k for s, k in zip(*sites, strict=True) if s == site]
            sizes = [abs(g[k] / error) * _carried(tape, exact, k) for k in mine]
            true = arb(fmpq(max(sizes).numerator, max(sizes).denominator))
            assert arb(told.get(site, 0.0)) >= true * (1 - arb(2) ** -60)
            assert arb(told.get(site, 0.0)) <= true * (1 + arb(2) ** -40)


@pytest.mark.parametrize("spread", [1, 5, 10**6])
def test_sites_are_numbered_as_by_sorting(spread):
    sites = np.random.default_rng(6).integers(0, 40, 500) * spread + 7
    names, which = numbered(sites)
    by_sorting, of_each = np.unique(sites, return_inverse=True)
    assert (names == by_sorting).all()
    assert (which == of_each).all()
