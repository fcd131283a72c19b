"""Inputs as they are typed, domains, and sweeps that a seed determines."""

import dataclasses
import math
from fractions import Fraction
from itertools import pairwise
from random import Random

import numpy as np
import pytest
import toys
from exactly import as_fmpq, as_fraction, rounded
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from verify.arithmetic.precision import Unsettled, current_bits
from verify.core.errors import BadInput
from verify.core.literals import rational
from verify.core.model import Axis, Input, Parameter
from verify.mathematics.sampling import log_strata, strata
from verify.measure.point import applies, parameter_sets, point, sweep_points


@given(value=st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_is_the_rational_it_was_typed_as(value):
    if abs(value.as_tuple().exponent) < 3900:
        assert as_fraction(rational(str(value))) == Fraction(value)


@given(x=st.floats(allow_nan=False, allow_infinity=False))
def test_a_hex_literal_and_a_float_are_the_double(x):
    assert as_fraction(rational(x.hex())) == as_fraction(rational(x)) == Fraction(x)
    assert as_fraction(rational(repr(x))) == Fraction(repr(x)), "the text is a decimal, not the double"


@given(p=st.integers(), q=st.integers(1))
def test_quotients_and_integers(p, q):
    assert as_fraction(rational(f"{p}/{q}")) == Fraction(p, q)
    assert as_fraction(rational(str(p))) == as_fraction(rational(p)) == p
    assert rational(rational(f"{p}/{q}")) == fmpq(p, q)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Fraction(1, 10)),
        (" -.5 ", Fraction(-1, 2)),
        ("+5.", Fraction(5)),
        ("+1/3", Fraction(1, 3)),
        ("1E-3", Fraction(1, 1000)),
        ("2.50e+2", Fraction(250)),
        ("-0", Fraction(0)),
        ("0x.8", Fraction(1, 2)),
        ("-0X1.8p-3", Fraction(-3, 16)),
        ("7" * 4000, Fraction(7 * (10**4000 - 1), 9)),
        ("1/" + "3" * 3999 + "0", Fraction(3, 10 * (10**3999 - 1))),
        ("1e-3999", Fraction(1, 10**3999)),
    ],
    ids=lambda x: str(x)[:12] if isinstance(x, str) else "",
)
def test_forms_of_numbers(text, value):
    assert as_fraction(rational(text)) == value


JUNK = (
    "nan inf -infinity x 1,5 1_0 1/0 1/-2 1//2 1/2/3 . + 1e e5 --1 0x 0x. 0x1..8 0x1p 1p3 ١ 1e99999 1e-99999 "
    "0x1p99999 1+2 sqrt(2)"
)
BEYOND = [
    "",
    " ",
    "1e" + "9" * 5000,
    "0." + "1" * 6000,
    "1" * 4001,
    "1/" + "1" * 4001,
    "y" * 10000,
    None,
    math.nan,
    math.inf,
    -math.inf,
]


@pytest.mark.parametrize("junk", JUNK.split() + BEYOND, ids=lambda x: str(x)[:12])
def test_what_is_no_finite_number(junk):
    with pytest.raises(BadInput) as caught:
        rational(junk)
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


# --- points --------------------------------------------------------------------------------------------

HALF_OPEN = Input("x", fmpq(0), fmpq(5), above=True)
PROBLEM = toys.problem(inputs=(HALF_OPEN,), parameters=(Parameter("n", 1, 9, (1, 2), 2),))


@pytest.mark.parametrize("x", ["0", "-1", "5.0000000000000000000000000000001", "-1e-400"])
def test_a_value_outside_the_domain(x):
    with pytest.raises(BadInput, match=r"outside the domain of toy: x is in \(0, 5\]"):
        point(PROBLEM, {"x": x}, {})


@pytest.mark.parametrize("x", ["5", "1e-400", "1/3"])
def test_a_value_inside_the_domain(x):
    assert point(PROBLEM, {"x": x}, {}).inputs == {"x": rational(x)}


def test_an_input_that_is_missing_or_too_large():
    with pytest.raises(BadInput, match="needs the input x in"):
        point(PROBLEM, {}, {})
    for x in ("1e400", "-1e309", str(2**1024 - 2**970)):
        with pytest.raises(BadInput, match="too large for float64"):
            point(toys.problem(), {"x": x}, {})
    assert point(toys.problem(), {"x": str(2**1024 - 2**970 - 1)}, {})


@pytest.mark.parametrize("n", ["0", "10", "1.5", "1/3", "nan", "two", "1" * 9000])
def test_a_parameter_that_does_not_fit(n):
    with pytest.raises(BadInput):
        point(PROBLEM, {"x": 1}, {"n": n})


def test_a_parameter_declared_wrongly_is_told():
    wrong = dataclasses.replace(PROBLEM, parameters=(Parameter("n", 1, 9, (1,), shown=99),))
    with pytest.raises(BadInput, match=r"n=99 does not fit toy: n is an integer in 1\.\.9"):
        point(wrong, {"x": 1}, {})


def test_parameters_default_to_the_one_shown():
    assert point(PROBLEM, {"x": 1}, {}).parameters == {"n": 2}
    for n in (1, 7, 9):
        assert point(PROBLEM, {"x": 1}, {"n": str(n)}).parameters == {"n": n}
    way = toys.algorithm(PROBLEM)
    assert applies(way, point(PROBLEM, {"x": 1}, {}), {}), "everywhere, unless it says where"


@given(x=st.fractions(-(10**6), 10**6))
def test_floats_are_the_data_correctly_rounded(x):
    where = point(toys.problem(), {"x": as_fmpq(x)}, {})
    assert Fraction(where.floats[0]) == rounded(x)
    assert as_fraction(where.rounded[0]) == rounded(x)
    assert where.is_exact == (rounded(x) == x)


def test_structured_data_is_rounded_entry_by_entry():
    def data(x):
        made = np.empty((2, 2), dtype=object)
        made[...] = [[x, x / 3], [x / 5, fmpq(0)]]
        return made, 7

    where = point(toys.problem(data=data), {"x": "1"}, {})
    matrix, n = where.floats
    assert matrix.tolist() == [[1, 1 / 3], [1 / 5, 0]]
    assert n == 7
    assert not where.is_exact
    assert not where.is_scalar


@pytest.mark.parametrize("data", [(0.5,), ([fmpq(1)],), (np.array([0.1]),), (arb(1),), ("1",)])
def test_data_that_are_not_exact_are_refused(data):
    with pytest.raises(BadInput, match=r"give fmpq"):
        point(toys.problem(data=lambda x: data), {"x": 1}, {})


def test_integers_among_the_data_are_exact():
    (matrix, n) = point(toys.problem(data=lambda x: (np.array([[1, 2]]), 3)), {"x": 1}, {}).data
    assert (matrix[0, 1], n) == (fmpq(2), 3)


def test_an_axis_that_has_no_value_there():
    of = {"1/x": lambda x: 1 / x, "log": lambda x: math.log(x), "x": lambda x: x}
    axes = {name: point(toys.problem(axis=Axis(name, f)), {"x": 0}, {}).axis for name, f in of.items()}
    assert math.isnan(axes["1/x"])
    assert math.isnan(axes["log"])
    assert axes["x"] == 0


# --- condition numbers ---------------------------------------------------------------------------------


@given(x=st.fractions("1/100", 100))
def test_the_condition_number_is_that_at_the_data_as_given(x):
    where = point(toys.problem(truth=lambda t: t.exp()), {"x": as_fmpq(x)}, {})
    kappa = where.conditions["inf"]
    assert kappa.overlaps(arb(as_fmpq(x)))
    assert kappa.rel_accuracy_bits() >= 30


def test_a_condition_number_that_takes_more_bits():
    def gradient(x):
        if current_bits() < 500:
            raise Unsettled("more bits")
        return [arb(3)]

    assert point(toys.problem(gradient=gradient), {"x": 1}, {}).conditions["inf"] == 3


def test_no_condition_number_is_declared():
    assert point(toys.problem(gradient=None), {"x": 1}, {}).conditions == {}


# --- sweeps --------------------------------------------------------------------------------------------


def drawn(count, random):
    return [{"x": fmpq(random.randint(0, 10**9), 10**9)} for _ in range(count)]


def test_a_sweep_is_determined_by_its_seed():
    problem = toys.problem(points=drawn)
    once, again, other = (sweep_points(problem, 20, seed) for seed in (1, 1, 2))
    assert [p.inputs for p in once] == [p.inputs for p in again]
    assert [p.inputs for p in once] != [p.inputs for p in other]
    assert len(sweep_points(problem, None, 0)) == problem.sweep.count


def test_problems_draw_apart_from_each_other():
    one, two = (sweep_points(toys.problem(name, points=drawn), 20, 1) for name in ("one", "two"))
    assert [p.inputs for p in one] != [p.inputs for p in two]


@pytest.mark.parametrize("bad", [lambda c, r: 1 / 0, lambda c, r: None, lambda c, r: [{}], list])
def test_points_that_cannot_be_drawn(bad):
    with pytest.raises(BadInput, match="toy"):
        sweep_points(toys.problem(points=bad), 5, 0)


def test_parameters_are_swept_unless_fixed():
    terms, order = Parameter("terms", 1, 9, (1, 5), 5), Parameter("order", 0, 3, (0, 2, 3), 2)
    way = toys.algorithm(toys.problem(), parameters=(terms, order))
    assert len(list(parameter_sets(way, {}))) == 6
    assert list(parameter_sets(way, {"terms": "7"})) == [{"terms": 7, "order": k} for k in (0, 2, 3)]
    with pytest.raises(BadInput, match="terms=0 does not fit way"):
        list(parameter_sets(way, {"terms": "0"}))


@given(count=st.integers(1, 60), low=st.integers(-50, 50), width=st.integers(1, 500), seed=st.integers(0, 9))
def test_strata_reach_the_ends_and_leave_no_gap(count, low, width, seed):
    got = strata(count, low, low + width, 3, Random(seed))
    assert got == sorted(set(got))
    assert len(got) <= count
    assert all(low <= x <= low + width for x in got)
    if count >= 2:
        assert (got[0], got[-1]) == (low, low + width)
        gaps = [b - a for a, b in pairwise(got)]
        assert max(gaps) <= fmpq(2 * width, max(count - 2, 1)) + fmpq(1, 500)


@given(count=st.integers(2, 60), low=st.integers(-300, 0), width=st.integers(1, 300), seed=st.integers(0, 9))
def test_log_strata_reach_the_ends(count, low, width, seed):
    got = log_strata(count, low, low + width, Random(seed))
    assert (got[0], got[-1]) == (fmpq(10) ** low, fmpq(10) ** (low + width))
    assert got == sorted(set(got))
    assert len(got) <= count
