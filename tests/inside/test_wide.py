"""Wide tapes, in error balls of floats: against exact rationals, and against balls of many bits."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq
from inside import wide_programs

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow
from verify.inside.run import levels
from verify.inside.run.adjoint import Sweep
from verify.inside.run.levels import groups
from verify.inside.run.local import local_errors
from verify.inside.run.tape import LEAF
from verify.inside.run.wide import BITS, ErrorBalls, wide_replay
from verify.inside.run.wide_sweep import WideSweep

RANDOM = np.random.default_rng(9)
X, Y = RANDOM.standard_normal(2000), RANDOM.standard_normal(2000)
CASES = {
    "variance": [100 + X],
    "softmax_entropy": [X],
    "distances": [X, Y],
    "polynomial": [X],
}


def trace_of(name):
    return follow(getattr(wide_programs, name), CASES[name])


@pytest.mark.parametrize("name", ["variance", "distances", "polynomial"])
def test_the_exact_value_is_that_of_rationals(name):
    trace = trace_of(name)
    found = account(trace)
    assert isinstance(found.found.balls, ErrorBalls)
    assert (found.reason, found.branches) == (None, ())
    exact = wide_programs.in_rationals(name, *CASES[name])
    with precision(400):
        assert found.exact.contains(fmpq(exact.numerator, exact.denominator))
        off = Fraction(trace.computed()) - exact
        assert found.error.contains(fmpq(off.numerator, off.denominator))


@pytest.mark.parametrize("name", CASES)
def test_it_says_what_balls_of_many_bits_say(name):
    trace = trace_of(name)
    parts, local = groups(trace.tape), local_errors(trace.tape)
    with precision(BITS):
        wide = wide_replay(trace.tape, local, parts)
        swept = WideSweep(wide, local, {trace.place(): arb(1)}, parts)
    with precision(512):
        found = trace.replay()
        sweep = Sweep(found, local, {trace.place(): arb(1)})
        assert list(wide.exact) == list(found.exact)
        for place in range(len(trace.tape)):
            assert wide.at(place).contains(found.at(place).mid())
            if not found.exact[place]:
                assert wide.error(place).rel_accuracy_bits() > 20 or wide.error(place).overlaps(arb(0))
        assert swept.by_site.keys() == sweep.by_site.keys()
        for site, part in swept.by_site.items():
            assert part.overlaps(sweep.by_site[site])
            assert part.rel_accuracy_bits() > 15
        assert swept.total().contains(found.error(trace.place()).mid())
        for place in range(0, len(trace.tape), 7):
            g, other = swept.adjoint(place), sweep.adjoint(place)
            assert (g is None) == (other is None)
            assert g is None or g.overlaps(other)


def test_levels_depend_on_lower_ones_only():
    for name in CASES:
        tape = trace_of(name).tape
        made = {k for k in range(len(tape)) if tape.operation(k) == LEAF}
        for group in groups(tape):
            members = group.places.tolist()
            assert {tape.operation(k) for k in members} == {group.operation}
            assert all(set(tape.operands(k)) <= made for k in members if group.operation != LEAF)
            made |= set(members)
        assert len(made) == len(tape)


def test_a_planted_fault_in_one_level_is_seen(monkeypatch):
    from verify.inside.run import error_balls

    right = error_balls.products
    monkeypatch.setattr(error_balls, "products", lambda a, one, b, two, local: right(a, two, b, one, local))
    trace = trace_of("polynomial")
    exact = wide_programs.in_rationals("polynomial", *CASES["polynomial"])
    with precision(BITS):
        wide = wide_replay(trace.tape, trace.local, groups(trace.tape))
        assert not wide.at(trace.place()).contains(fmpq(exact.numerator, exact.denominator))


def test_a_narrow_tape_has_no_levels():
    def steps():
        total = 0.1
        for k in range(3000):
            total = total * 0.5 + k
        return total

    assert groups(follow(steps, []).tape) is None


def test_a_narrow_tape_has_no_levels_whatever_came_last():
    def steps():
        total = 0.1
        for k in range(3000):
            total = total * 0.5 + k
        return total, 0.5 + 0.1

    assert groups(follow(steps, []).tape) is None


def test_a_tape_of_wide_levels_with_a_long_chain_has_none():
    def steps():
        total = sum([k * 0.1 for k in range(2000)])
        for k in range(40):
            total = total * 0.5 + k
        return total

    tape = follow(steps, []).tape
    assert groups(tape) is None
    assert not levels._Levels(tape).complete(len(tape))


def test_what_is_not_followed_is_lost():
    def through(x):
        return np.sum(np.fft.fft(x).real * x + x * 0.1)

    found = account(follow(through, [X]))
    assert found.exact is None
    assert "not followed" in found.reason


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1e100, 1e151])
def test_at_the_ends_of_the_format_it_is_right_or_says_nothing(scale):
    def product(x):
        return np.sum(x * x * 0.7 - x / 3)

    x = scale * np.abs(X)
    trace = follow(product, [x])
    found = account(trace)
    exact = sum(
        (Fraction(float(v)) ** 2 * Fraction(7, 10) - Fraction(float(v)) / 3 for v in x), start=Fraction(0)
    )
    with precision(3000):
        if found.exact is not None:
            assert found.exact.contains(fmpq(exact.numerator, exact.denominator))
