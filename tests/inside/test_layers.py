"""Counterparts and adjoints a level at a time: what one number after another gives, and exact rationals."""

import math

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow
from verify.inside.run import layers
from verify.inside.run.adjoint import Sweep
from verify.inside.run.layers import LayeredSweep, layered_replay
from verify.inside.run.levels import are_wide, groups
from verify.inside.run.replay import replay

ROWS = np.random.default_rng(3).standard_normal((17, 17)).tolist()
MANY = np.random.default_rng(4).uniform(0.5, 2, 150).tolist()


def elimination(rows):
    n = len(rows)
    for k in range(n):
        for i in range(k + 1, n):
            factor = rows[i][k] / rows[k][k]
            for j in range(k, n):
                rows[i][j] -= factor * rows[k][j]
    return rows[n - 1][n - 1]


def of_all_kinds(xs):
    """Each operation, several uses of one number, exact results among others, data used twice."""
    a = [x * 0.1 - xs[0] for x in xs]
    b = [-abs(v) / x + 2.0 * x for v, x in zip(a, xs, strict=True)]
    c = [math.sqrt(abs(v)) * v - (x - 0.5) * (x + x) for v, x in zip(b, xs, strict=True)]
    d = [u * v + w * w for u, v, w in zip(a, b, c, strict=True)]
    return sum(d) * 0.1 - max(d[0], d[1]) + (d[2] - d[2]) + d[3] / c[3]


def not_followed_in_one(xs):
    xs[3] = float.fromhex(xs[3].hex())
    return of_all_kinds(xs)


def same(one, two):
    if one is None or two is None:
        return one is two
    return (one.mid() == two.mid() and one.rad() == two.rad()) or not (one.is_finite() or two.is_finite())


PROGRAMS = [(elimination, ROWS), (of_all_kinds, MANY), (not_followed_in_one, MANY)]


@pytest.mark.parametrize(("function", "x"), PROGRAMS, ids=lambda v: getattr(v, "__name__", ""))
def test_it_is_what_one_number_after_another_gives(function, x):
    trace = follow(function, [x])
    parts = groups(trace.tape)
    assert not are_wide(parts)
    with precision(256):
        found, other = layered_replay(trace.tape, trace.local, parts), replay(trace.tape, trace.local)
        assert found.exact == other.exact
        for place in range(len(trace.tape)):
            assert same(found.at(place), other.at(place))
        if other.at(trace.place()) is None:
            return
        weights = {trace.place(): arb(1)}
        swept = LayeredSweep(found, trace.local, weights, parts)
        sweep = Sweep(other, trace.local, weights)
        assert swept.by_site.keys() == sweep.by_site.keys()
        for site, part in swept.by_site.items():
            assert part.overlaps(sweep.by_site[site])
            assert part.rel_accuracy_bits() > 40 or part == sweep.by_site[site] == 0
        for place in range(len(trace.tape)):
            g, one = swept.adjoint(place), sweep.adjoint(place)
            assert (g is None) == (one is None)
            assert g is None or g.overlaps(one)


def test_the_error_and_its_parts_are_those_of_rationals():
    found = account(follow(elimination, [ROWS]))
    assert isinstance(found.swept, LayeredSweep)
    exact = elimination([[fmpq(*x.as_integer_ratio()) for x in row] for row in ROWS])
    with precision(600):
        assert found.exact.contains(exact)
        assert found.swept.total().contains(arb(found.trace.computed()) - exact)
    assert found.unattributed().contains(0)
    assert found.unattributed().rad() < 2.0**-40


def test_a_planted_fault_in_one_rule_is_seen(monkeypatch):
    trace = follow(elimination, [ROWS])
    exact = elimination([[fmpq(*x.as_integer_ratio()) for x in row] for row in ROWS])
    wrong = layers.RULES | {layers.SUB: np.add}
    monkeypatch.setattr(layers, "RULES", wrong)
    with precision(256):
        assert not trace.replay().at(trace.place()).contains(exact)


def test_a_part_that_comes_twice_is_added_once_for_each(monkeypatch):
    """A factor is used in a whole row: without its duplicates the parts do not add up to the error."""
    right = LayeredSweep._add

    def first_only(self, places, parts):
        places, which = np.unique(places, return_index=True)
        right(self, places, parts[which])

    monkeypatch.setattr(LayeredSweep, "_add", first_only)
    found = account(follow(elimination, [ROWS]), max_bits=256)
    assert not found.swept.total().contains(found.error.mid())
