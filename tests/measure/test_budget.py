"""The ulp at every binade edge, the budget and its parts, cause, inherent error, norms, condition numbers."""

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
from verify.measure.budget import Budget, as_ball, by_series, condition_number, inherent, largest, norm, ulp


def ball(y):
    return arb(as_fmpq(y))


def is_exactly(got: arb, value: Fraction) -> bool:
    return bool(got.is_exact()) and dyadic(got) == value


def vector(*numbers):
    made = np.empty(len(numbers), dtype=object)
    made[:] = [arb(x) for x in numbers]
    return made


# --- ulp -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [1, -1])
def test_ulp_at_every_binade_edge(sign):
    for e in range(-1074, 1024):
        edge = math.ldexp(1.0, e)
        for y in (math.nextafter(edge, 0), edge, math.nextafter(edge, math.inf)):
            assert is_exactly(ulp(sign * arb(y)), Fraction(math.ulp(y))), y.hex()
            assert Fraction(math.ulp(y)) == exactly.ulp(Fraction(y))


def test_ulp_just_off_every_binade_edge():
    """The truth is a real number: it may lie far closer to an edge than any float64 does."""
    with precision(256):
        for e in range(-1076, 1026):
            for off in (Fraction(-1, 2**200), Fraction(0), Fraction(1, 2**200)):
                y = Fraction(2) ** e * (1 + off)
                assert is_exactly(ulp(ball(y)), exactly.ulp(y)), (e, off)


def test_ulp_among_the_subnormals():
    for n in [*range(40), *(2**k + d for k in range(6, 53) for d in (-1, 0, 1))]:
        assert is_exactly(ulp(arb(n * 5e-324)), Fraction(5e-324)), n
    assert is_exactly(ulp(arb(2) ** -5000), Fraction(5e-324))


@given(x=st.floats(allow_nan=False, allow_infinity=False))
def test_ulp_of_a_float_is_pythons(x):
    assert is_exactly(ulp(arb(x)), Fraction(math.ulp(x)))


@given(p=st.integers(-(10**30), 10**30), q=st.integers(1, 10**30), power=st.integers(-1200, 1100))
def test_ulp_of_a_rational(p, q, power):
    y = Fraction(p, q) * Fraction(2) ** power
    with precision(400):
        got = ulp(ball(y))
    assert contains(got, exactly.ulp(y))


@given(
    m=st.integers(-(2**60), 2**60),
    r=st.integers(1, 2**60),
    power=st.integers(-1140, 960),
    t=st.fractions(-1, 1),
)
def test_ulp_of_a_ball_contains_that_of_every_point(m, r, power, t):
    scale = Fraction(2) ** power
    with precision(200):
        got = ulp(arb(as_fmpq(m * scale), as_fmpq(r * scale)))
        assert contains(got, exactly.ulp((m + t * r) * scale))


@pytest.mark.parametrize("y", [arb.nan(), arb.pos_inf(), arb(0, math.inf)])
def test_ulp_wants_a_finite_value(y):
    with pytest.raises(ValueError, match="not finite"):
        ulp(y)


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
    budget = Budget(total=arb(3), rounding=arb(1), truncation=arb(1), data=arb(0.5), truth=arb(1))
    assert not budget.adds_up()
    halves = vector(1, 1)
    assert not Budget(vector(2, 2.5), halves, 0 * halves, halves, halves).adds_up()
    lost = vector(2, arb.nan())  # a ball that is not finite contradicts nothing
    assert Budget(lost, halves, 0 * halves, halves, halves).adds_up()
    assert not Budget(vector(1, arb.nan()), halves, 0 * halves, halves, halves).adds_up()


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
    assert right.componentwise().is_zero()
    wrong = Budget.of(arb(5e-324), arb(0), arb(0), arb(0))
    assert wrong.ulps == 1
    assert not wrong.relative(wrong.total).is_finite()


def test_ulps_of_an_array_are_those_of_its_worst_entry():
    truth = vector(1, 1024, 3)
    budget = Budget.of(truth + vector(0, arb(2) ** -40, -(arb(2) ** -50)), truth, truth, truth)
    assert budget.ulps == arb(2) ** 2
    assert budget.relative(budget.total) == arb(2) ** -50
    assert budget.componentwise() == arb(2) ** -50


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


def test_a_breakdown_leaves_the_total_and_the_data():
    budget = Budget.without_algorithm(arb(2), arb(1.5), arb(1), "no pivot")
    assert budget.adds_up()
    assert budget.parts() == {"data": 0.5}
    assert budget.cause() == "undecided"
    assert budget.relative(budget.total) == 1
    assert not budget.relative(budget.rounding).is_finite()


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


# --- inherent errors -----------------------------------------------------------------------------------


def budget_of(ulps):
    with precision(200):
        y = 1 + ulps * arb(2) ** -52
        return Budget.of(y, y, arb(1), arb(1))


@pytest.mark.parametrize(
    ("ulps", "kappa", "answer"),
    [
        (arb(0.5), arb(0), True),
        (arb(0.5) + arb(2) ** -30, arb(0), False),
        (arb(50), arb(100), True),
        (arb(51), arb(100), False),
        (arb(51), arb(100, 5), None),
        (arb(51), None, None),
        (arb(0.5), None, True),
        (arb(0.5), arb.nan(), True),
        (arb(51), arb.nan(), None),
        (arb(51), arb(0, math.inf), None),
    ],
)
def test_inherent_is_half_an_ulp_or_half_the_condition_number(ulps, kappa, answer):
    assert inherent(budget_of(ulps), kappa) is answer


@pytest.mark.parametrize(("size", "answer"), [(1, True), (99, True), (101, False)])
def test_inherent_for_arrays_is_normwise(size, answer):
    truth = vector(1, 1000)
    computed = truth + vector(1000 * size * arb(2) ** -53, 0)
    assert inherent(Budget.of(computed, truth, truth, truth), arb(100)) is answer


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


# --- condition numbers ---------------------------------------------------------------------------------


@given(x=st.fractions("1/1000", 1000))
def test_condition_numbers_in_closed_form(x):
    with precision(200):
        v = ball(x)
        for f, kappa in (
            (lambda t: t**3, arb(3)),
            (lambda t: t.sqrt(), arb(0.5)),
            (lambda t: t.exp(), v),
            (lambda t: 1 / t, arb(1)),
        ):
            found = condition_number([v], by_series(f)(v), f(v))
            assert found.overlaps(kappa)
            assert found.rel_accuracy_bits() > 150


@given(a=st.fractions(1, 100), b=st.fractions(1, 100))
def test_the_condition_number_of_a_difference(a, b):
    assume(a != b)
    with precision(200):
        x = [ball(a), ball(b)]
        found = condition_number(x, by_series(lambda s, t: s - t)(*x), x[0] - x[1])
        assert contains(found, (a + b) / abs(a - b))


def test_partial_derivatives_over_wide_balls_contain_those_of_points():
    gradient = by_series(lambda a, b: a.exp() * b * b)
    wide = gradient(arb(1, 0.5), arb(2, 0.5))
    for a in (0.5, 1, 1.5):
        for b in (1.5, 2, 2.5):
            here = gradient(arb(a), arb(b))
            assert all(w.overlaps(h) for w, h in zip(wide, here, strict=True))
            assert wide[0].contains(here[0].mid())
