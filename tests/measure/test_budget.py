"""The budget and its parts, cause, norms."""

import math
from fractions import Fraction

import exactly
import numpy as np
import pytest
from exactly import as_fmpq, contains, dyadic
from flint import arb, fmpq
from hypothesis import assume, given
from hypothesis import strategies as st

from verify.arithmetic.precision import precision
from verify.measure.budget import Budget, as_ball, largest, norm


def ball(y):
    return arb(as_fmpq(y))


def is_exactly(got: arb, value: Fraction) -> bool:
    return bool(got.is_exact()) and dyadic(got) == value


def vector(*numbers):
    made = np.empty(len(numbers), dtype=object)
    made[:] = [arb(x) for x in numbers]
    return made


# --- the budget ----------------------------------------------------------------------------------------

fractions = st.fractions(-100, 100)


@given(y=fractions, F=fractions, f_rounded=fractions, f=fractions)
def test_the_parts_add_up_to_the_total(y, F, f_rounded, f):
    budget = Budget.of(*map(ball, (y, F, f_rounded, f)))
    assert budget.adds_up()
    for part, value in (("rounding", y - F), ("truncation", F - f_rounded), ("data", f_rounded - f)):
        assert contains(budget.parts()[part], value)
    assert contains(budget.total, y - f)


def test_parts_that_contradict_the_total_are_seen():
    split = {"rounding": arb(1), "truncation": arb(1)}
    assert not Budget(total=arb(3), algorithm=arb(2), data=arb(0.5), truth=arb(1), **split).adds_up()
    assert not Budget(total=arb(3), algorithm=arb(1), data=arb(1), truth=arb(1), **split).adds_up()
    assert Budget(total=arb(3), algorithm=arb(2), data=arb(1), truth=arb(1), **split).adds_up()
    halves = vector(1, 1)
    assert not Budget(vector(2, 2.5), halves, halves, halves).adds_up()
    lost = vector(2, arb.nan())  # a ball that is not finite contradicts nothing
    assert Budget(lost, halves, halves, halves).adds_up()
    assert not Budget(vector(1, arb.nan()), halves, halves, halves).adds_up()


@given(y=fractions, f=fractions)
def test_ulps_and_relative_error_of_a_number(y, f):
    assume(f != 0)
    with precision(200):
        budget = Budget.of(ball(y), ball(y), ball(f), ball(f))
        off = abs(y - f)
        assert contains(budget.ulps, off / exactly.ulp(f))
        assert contains(budget.relative(budget.total), (y - f) / abs(f))


def test_a_truth_of_zero():
    right = Budget.of(arb(0), arb(0), arb(0), arb(0))
    assert right.settled()
    assert right.cause() == "none"
    assert right.relative(right.total).is_zero()
    assert right.componentwise(right.total).is_zero()
    wrong = Budget.of(arb(5e-324), arb(0), arb(0), arb(0))
    assert wrong.ulps == 1
    assert not wrong.relative(wrong.total).is_finite()


def test_ulps_of_an_array_are_those_of_its_worst_entry():
    truth = vector(1, 1024, 3)
    budget = Budget.of(truth + vector(0, arb(2) ** -40, -(arb(2) ** -50)), truth, truth, truth)
    assert budget.ulps == arb(2) ** 2
    assert budget.relative(budget.total) == arb(2) ** -50
    assert budget.componentwise(budget.total) == arb(2) ** -50


@pytest.mark.parametrize(
    ("rounding", "truncation", "data", "cause"),
    [
        (0, 0, 0, "none"),
        (1, 1, 0, "none"),
        (9, 1, -3, "rounding"),
        (2, -9, 3, "truncation"),
        (0, 1, 9, "data"),
        (arb(9, 1), 8.5, 0, "undecided"),
    ],
)
def test_the_cause_is_the_part_that_dominates(rounding, truncation, data, cause):
    unit = arb(2) ** -52  # one ulp of the truth, 1
    f = arb(1)
    with precision(200):
        at_rounded = f + data * unit
        algorithm = at_rounded + truncation * unit
        assert Budget.of(algorithm + rounding * unit, algorithm, at_rounded, f).cause() == cause


def test_two_ulps_are_no_cause_and_more_are():
    unit = arb(2) ** -52
    with precision(200):
        for ulps, cause in ((2, "none"), (arb(2) + arb(2) ** -20, "rounding")):
            assert Budget.of(1 + ulps * unit, arb(1), arb(1), arb(1)).cause() == cause


@pytest.mark.parametrize(("y", "cause"), [(2, "algorithm"), (1.0001, "data"), (1.25, "undecided")])
def test_without_F_there_is_one_figure_for_the_algorithm(y, cause):
    """f(fl x) = 1.125, f = 1: the data cost 0.125, the algorithm y - 1.125."""
    budget = Budget.of(arb(y), None, arb(1.125), arb(1), breakdown="no pivot")
    assert budget.adds_up()
    assert not budget.is_split
    assert budget.parts() == {"data": 0.125, "algorithm": arb(y) - 1.125}
    assert budget.relative(budget.total) == arb(y) - 1
    assert not budget.relative(budget.rounding).is_finite()
    if cause == "undecided":  # |1.25 - 1.125| = |1.125 - 1|: none dominates the other certainly
        budget = Budget.of(arb(y, 0.01), None, arb(1.125), arb(1))
    assert budget.cause() == cause


def test_settled_means_that_every_part_is_known():
    f, wide = arb(1), arb(1, arb(2) ** -70)
    assert Budget.of(f, f, f, f).settled()
    assert not Budget.of(f, f, f, wide).settled()
    assert not Budget.of(f, wide, f, f).settled()
    assert not Budget.of(arb(2), wide, f, f).settled()  # truncation: zero, known to 2^-70 only
    with precision(200):
        assert Budget.of(arb(2), arb(1, arb(2) ** -90), f, f).settled()
    assert not Budget.of(f, f, f, arb(0, arb(2) ** -900)).settled()
    for lost in (arb.nan(), arb.pos_inf(), arb(0, math.inf)):
        assert not Budget.of(f, f, f, lost).settled()
        assert not Budget.of(f, lost, f, f).settled()


def test_an_array_is_settled_when_each_entry_is():
    """An entry far below the norm has ulps of its own: they are not known until it is."""
    tiny = arb(2) ** -400
    computed = vector(1, 2 * tiny)
    for entry in (arb(tiny, arb(2) ** -300), arb(tiny, tiny / 4)):
        truth = vector(1, entry)
        assert not Budget.of(computed, truth, truth, truth).settled()
    truth = vector(1, tiny)
    budget = Budget.of(computed, truth, truth, truth)
    assert budget.settled()
    assert budget.ulps == arb(2) ** 52
    zero = vector(1, 0)
    assert Budget.of(zero, zero, zero, zero).settled()


# --- norms ---------------------------------------------------------------------------------------------

small = st.integers(-1000, 1000)


@given(x=st.lists(small, min_size=1, max_size=6))
def test_the_norm_of_a_vector_is_its_largest_magnitude(x):
    assert norm(vector(*x)) == max(map(abs, x))
    assert largest([arb(v) for v in x]) == max(x)


@given(rows=st.integers(1, 4), columns=st.integers(1, 4), data=st.data())
def test_the_norm_of_a_matrix_is_its_largest_row_sum(rows, columns, data):
    M = np.array([[data.draw(small) for _ in range(columns)] for _ in range(rows)])
    assert norm(as_ball(M)) == max(sum(abs(int(x)) for x in row) for row in M)


@given(centres=st.lists(small, min_size=1, max_size=5), radius=st.integers(0, 50), t=st.data())
def test_norms_of_balls_contain_those_of_their_points(centres, radius, t):
    wide = np.array([arb(c, radius) for c in centres] + [None], dtype=object)[:-1]
    inside = [c + t.draw(st.integers(-radius, radius)) for c in centres]
    assert norm(wide).contains(arb(max(map(abs, inside))))


def test_the_largest_of_something_unknown_is_unknown():
    assert not largest([arb(1), arb.nan(), arb(2)]).is_finite()


def test_balls_of_exact_numbers():
    assert as_ball(0.1) == arb(0.1)
    assert as_ball(np.array([1, 2])).dtype == object
    assert as_ball(np.array([0.1], dtype=np.float64))[0] == arb(0.1)
    assert as_ball(np.array([fmpq(1, 3)], dtype=object))[0].contains(fmpq(1, 3))
