"""Measurements judged by exact rationals and mpmath; what cannot be certified is said not to be."""

import dataclasses
import math
import time
from fractions import Fraction

import exactly
import mpmath
import numpy as np
import pytest
import toys
from exactly import as_fmpq, contains
from flint import arb, fmpq
from hypothesis import assume, given
from hypothesis import strategies as st

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import precision
from verify.core.claim import CONFIRMED, REFUTED, UNDECIDED, Outcome
from verify.core.errors import BadInput
from verify.core.model import Axis, Bound, Finite, Parameter, Unknown
from verify.measure.budget import Breakdown
from verify.measure.harness import judge, measure, sweep
from verify.measure.limits import Limits
from verify.measure.point import point, sweep_points
from verify.records import plain, write

LOW = Limits(max_bits=1024)


# --- rational functions: every figure is a rational ------------------------------------------------------

# f(x, y) = x^2 - y^2 computed as (x x) - (y y); the algorithm truncates by dropping a term e
DROPPED = Fraction(1, 10**13)


def difference(R, x, y):
    return x * x - y * y + R(1) / 10**13


SQUARES = toys.simple(
    lambda x, y: x * x - y * y,
    difference,
    inputs=(toys.problem().inputs[0], dataclasses.replace(toys.problem().inputs[0], name="y")),
)
decimals = st.builds(lambda m, e: Fraction(m, 10**e), st.integers(-(10**6), 10**6), st.integers(0, 6))


@given(x=decimals, y=decimals)
def test_every_figure_against_exact_rationals(x, y):
    f = x**2 - y**2
    assume(f != 0)
    m = measure(SQUARES, LOW, x=as_fmpq(x), y=as_fmpq(y))
    a, b = float(x), float(y)  # correctly rounded
    computed = Fraction(a * a - b * b + 1 / 10**13)
    at_rounded = Fraction(a) ** 2 - Fraction(b) ** 2
    parts = {
        "rounding_error": computed - at_rounded - DROPPED,
        "truncation_error": DROPPED,
        "data_error": at_rounded - f,
    }
    assert Fraction(m.computed) == computed
    for name, part in parts.items():
        assert contains(getattr(m, name), part / abs(f)), name
    relative = abs(computed - f) / abs(f)
    assert contains(m.forward_error, relative)
    ulps = abs(computed - f) / exactly.ulp(f)
    assert ulps <= Fraction(m.ulps) <= ulps * (1 + Fraction(1, 2**19)) + Fraction(1, 2**26)
    assert relative == 0 or m.digits <= -mpmath.log10(mpmath.mpf(relative.numerator) / relative.denominator)
    assert contains(m.condition_number, 2 * (x**2 + y**2) / abs(f))
    moved = abs(x) * exactly.ulp(x) + abs(y) * exactly.ulp(y)  # sum |df/dx_i| ulp(x_i)/2
    envelope = max(Fraction(1, 2), moved / exactly.ulp(f))
    assert contains(m.envelope, envelope)
    assert contains(m.inherent_error, envelope * exactly.ulp(f) / abs(f))
    assert m.inherent is (ulps <= envelope) or m.inherent is None
    assert contains(m.algorithm_error, (computed - at_rounded) / abs(f))
    sizes = {name.removesuffix("_error"): abs(part) for name, part in parts.items()}
    if m.cause == "none":
        assert ulps <= 2
    elif m.cause != "undecided":
        assert ulps > 2
        assert sizes[m.cause] == max(sizes.values())
    assert m.cause != "undecided" or len(set(sizes.values())) < 3


@given(x=decimals, y=decimals)
def test_the_backward_error_explains_the_result_exactly(x, y):
    """Every input moves by eta in its favourable direction: x^2 (1 + s eta)^2 - y^2 (1 - s eta)^2 is y^."""
    m = measure(SQUARES, LOW, x=as_fmpq(x), y=as_fmpq(y))
    if m.backward_error is None:
        return
    a, b, target = Fraction(float(x)) ** 2, Fraction(float(y)) ** 2, Fraction(m.computed)
    low, high = (exactly.dyadic(end) for end in (m.backward_error.lower(), m.backward_error.upper()))
    sign = 1 if target > a - b else -1

    def left(eta):
        return sign * (target - a * (1 + sign * eta) ** 2 + b * (1 - sign * eta) ** 2)

    assert left(max(low, 0)) >= 0 >= left(high)


def test_each_cause_by_an_example():
    integers = measure(
        toys.simple(lambda x: x * x - (x - 1) ** 2, lambda R, x: x * x - (x - 1) * (x - 1)), LOW, x=94906267
    )
    assert integers.data_error == integers.truncation_error == 0
    assert (integers.cause, integers.inherent) == ("rounding", False), "94906267^2 has 54 bits"
    decimal = measure(toys.simple(lambda x: x - 1, lambda R, x: x - 1), LOW, x="1.0000000000001")
    assert (decimal.cause, decimal.rounding_error) == ("data", 0)
    dropped = measure(toys.simple(lambda x: x + x**9, lambda R, x: x), LOW, x="0.5")
    assert (dropped.cause, dropped.rounding_error) == ("truncation", 0)
    lost = measure(toys.simple(lambda x: x**0 + 0, lambda R, x: x * x, gradient=None), LOW, x="1e-170")
    assert (lost.computed, lost.cause) == (0, "truncation"), "that x x underflows as well is no cause"
    assert measure(toys.simple(lambda x: x, lambda R, x: x), LOW, x="0.1").cause == "none"


def test_backward_errors_are_found():
    """fl(exp 1) = exp(1 + eta) with eta = log fl(exp 1) - 1; a vector has none of this kind."""
    m = measure(toys.simple(lambda t: t.exp(), lambda R, t: R.exp(t)), LOW, x=1)
    with precision(200):
        assert m.backward_error.overlaps(abs(arb(m.computed).log() - 1))
    assert m.backward_error.rel_accuracy_bits() >= 19
    assert measure(toys.simple(lambda t: t, lambda R, t: t), LOW, x=1).backward_error == 0
    pair = toys.problem(truth=lambda t: column(t, t), data=lambda x: (x,))
    way = toys.algorithm(pair, float64=lambda x: np.array([x, x]), ball=lambda x: column(x, x))
    assert measure(way, LOW, x=1).backward_error is None


# --- transcendental truths against mpmath ----------------------------------------------------------------


@given(x=decimals.filter(lambda x: abs(x) < 700))
def test_the_exponential_against_mpmath(x):
    way = toys.simple(lambda t: t.exp(), lambda R, t: R.exp(t))
    m = measure(way, LOW, x=as_fmpq(x))
    with mpmath.workdps(60):
        true = mpmath.exp(mpmath.mpf(x.numerator) / x.denominator)
        relative = abs(mpmath.mpf(m.computed) - true) / true
        assert (
            abs(mpmath.mpf(m.forward_error.mid().str(50, radius=False)) - relative) < 1e-9 * relative + 1e-24
        )
        unit = mpmath.mpf(2) ** (max(mpmath.floor(mpmath.log(true, 2)), -1022) - 52)
        ulps = abs(mpmath.mpf(m.computed) - true) / unit
        assert ulps <= m.ulps <= ulps * (1 + 1e-5) + 1e-7
        assert m.digits <= -mpmath.log10(relative) <= m.digits + 1e-6 or m.digits == 17


def test_a_truth_that_is_subnormal():
    way = toys.simple(lambda t: t.exp(), lambda R, t: R.exp(t))
    m = measure(way, LOW, x="-740.3")
    true = mpmath.mp.clone()
    true.dps = 40
    y = true.exp(true.mpf("-740.3"))
    ulps = abs(true.mpf(m.computed) - y) * true.mpf(2) ** 1074
    assert ulps <= m.ulps <= ulps * (1 + 1e-5)
    assert 2 < m.digits < 3, "a subnormal holds few digits, however right it is"


# --- truths of zero, at edges, out of range --------------------------------------------------------------


def test_a_truth_of_zero_met_and_missed():
    met = measure(toys.simple(lambda x: x - 1, lambda R, x: x - 1), LOW, x=1)
    assert (met.ulps, met.digits, met.cause, met.inherent) == (0, 17, "none", True)
    assert met.condition_number == arb.pos_inf()
    assert met.envelope == arb(2) ** (-53 + 1074), "half an ulp of 1 in ulps of 0"
    missed = measure(toys.simple(lambda x: x - 1, lambda R, x: x - 1 + R(2) ** -60), LOW, x=1)
    assert missed.ulps == 2.0**1014
    assert (missed.digits, missed.forward_error, missed.cause) == (0, None, "truncation")
    plain.to_json(write.measurement_row(missed))


def test_a_false_zero_is_undecided_never_wrong():
    way = toys.simple(lambda x: x.sqrt() ** 2 - 2, lambda R, x: R.sqrt(x) * R.sqrt(x) - 2, gradient=None)
    m = measure(way, LOW, x=2)
    assert m.cause == "undecided"
    assert m.inherent is None
    assert "too wide" in m.reason
    assert m.bits == 1024
    tenth = measure(toys.simple(lambda x: x * 10 - 1, lambda R, x: x * 10 - 1), LOW, x="1/10")
    assert tenth.cause == "undecided"


@pytest.mark.parametrize(("off", "ulps"), [(1, 2.0**-8), (-1, 2.0**-7)])
def test_a_truth_just_off_a_binade_edge(off, ulps):
    way = toys.simple(lambda x: x + off * arb(2) ** -60, lambda R, x: x)
    assert measure(way, LOW, x=1).ulps == ulps


@pytest.mark.parametrize("x", [0, -1])
def test_a_pole_is_no_failure_of_float64(x):
    m = measure(toys.simple(lambda t: t.log(), lambda R, t: R.log(t)), LOW, x=x)
    assert (m.cause, m.truth, m.digits, m.inherent) == ("undecided", None, None, None)
    assert "the truth is not finite" in m.reason


@pytest.mark.parametrize(
    ("truth", "body", "x", "computed"),
    [
        (lambda x: x.exp(), lambda R, x: R.exp(x), "1000", math.inf),
        (lambda x: (x * x).sqrt(), lambda R, x: R.sqrt(x * x), "1e200", math.inf),
        (lambda x: (x * x).sqrt(), lambda R, x: R.sqrt(x * x), "1e-170", 0.0),
        (lambda x: x, lambda R, x: x * x * x / (x * x), "1e200", math.nan),
        (lambda x: x.exp().exp(), lambda R, x: R.exp(R.exp(x)), "40", math.inf),
    ],
)
def test_a_result_lost_to_the_range(truth, body, x, computed):
    m = measure(toys.simple(truth, body), LOW, x=x)
    assert m.computed == computed or (math.isnan(m.computed) and math.isnan(computed))
    assert (m.cause, m.digits, m.inherent) == ("range", 0, False)
    assert m.condition_number is not None


def test_a_harmless_underflow_is_no_cause():
    """x is lost when 1 is added; that x x underflows as well changes nothing."""
    way = toys.simple(lambda x: x + x * x, lambda R, x: ((1 + x) - 1) + x * x)
    m = measure(way, LOW, x="1e-170")
    assert (m.computed, m.cause, m.inherent) == (0, "rounding", False)
    library = toys.algorithm(way.problem, float64=lambda x: x * x * 1e-300, ball=lambda x: x)
    assert measure(library, LOW, x="1e-170").cause == "range", "no body to run again: the flags decide"


def test_an_input_that_rounds_to_zero():
    m = measure(toys.simple(lambda x: 1 / x, lambda R, x: 1 / x), LOW, x="1e-400")
    assert m.computed == math.inf
    assert m.data_error is None
    assert contains(m.condition_number, 1)


# --- what declarations return and raise --------------------------------------------------------------------


@pytest.mark.parametrize("third", [fmpq(1, 4), 0.25, arb(0.25)])
def test_a_truth_may_be_any_exact_number(third):
    m = measure(toys.simple(lambda x: third, lambda R, x: R(1) / 4, gradient=None), LOW, x=1)
    assert (m.ulps, m.cause) == (0, "none")


def raises(*_, **__):
    raise KeyError("lost")


def test_what_a_truth_or_a_ball_raises_is_told():
    for way in (
        toys.simple(raises, lambda R, x: x),
        toys.algorithm(toys.problem(), float64=lambda x: x, ball=raises),
    ):
        m = measure(way, LOW, x=1)
        assert m.cause == "undecided"
        assert m.reason.startswith("the evaluation in balls raised KeyError: 'lost' (test_harness.py, line ")
        assert m.computed == 1


def test_what_stands_beside_the_budget_may_fail_alone():
    way = toys.algorithm(
        toys.problem(gradient=raises), lambda R, x: x + R(1) / 3, diagnostics={"growth": raises}
    )
    m = measure(way, LOW, x=1)
    assert m.cause == "truncation"
    assert m.condition_number is None
    assert m.backward_error is None
    assert "no condition number: " in m.reason
    assert "no diagnostics: " in m.reason


def test_a_breakdown_is_an_outcome():
    def ball(x):
        raise Breakdown("the pivot is zero")

    m = measure(toys.algorithm(toys.problem(), float64=lambda x: 2 * x, ball=ball), LOW, x=1)
    assert (m.reason, m.cause, m.rounding_error) == ("the pivot is zero", "algorithm", None)
    assert contains(m.forward_error, 1)
    assert contains(m.algorithm_error, 1)


def alone(x):
    """A routine that takes one float at a time, and raises where it likes."""
    if x == 2:
        raise OverflowError("math range error")
    return math.sqrt(x)


def test_a_routine_that_takes_no_arrays():
    way = toys.algorithm(toys.problem(truth=lambda x: x.sqrt()), float64=alone, ball=lambda x: x.sqrt())
    where = sweep_points(way.problem, 3, 0)
    one, two, three = sweep(way, where, LOW)
    assert (one.computed, three.computed) == (1.0, math.sqrt(3))
    assert math.isnan(two.computed)
    assert (two.cause, two.reason) == ("range", "float64 raised OverflowError: math range error")


@pytest.mark.parametrize(
    ("float64", "said"),
    [
        (lambda x: x + 1e-3j, "complex"),  # its real part is another number
        (raises, "KeyError: 'lost'"),
        (lambda x: "1", "TypeError: the result is str"),
        (lambda x: None, "TypeError: the result is NoneType"),
    ],
)
def test_a_routine_that_fails_for_no_reason_of_arithmetic(float64, said):
    m = measure(toys.algorithm(toys.problem(), float64=float64, ball=lambda x: x), LOW, x=1)
    assert math.isnan(m.computed)
    assert said in m.reason
    assert (m.cause, m.inherent) == ("undecided", None)


def test_a_routine_that_does_not_end():
    way = toys.algorithm(toys.problem(), float64=lambda x: slow(x), ball=lambda x: x)
    m = measure(way, Limits(seconds=0.2), x=1)
    assert (m.cause, m.reason) == (
        "undecided",
        "float64 raised OutOfTime: the time limit of 0.2 s was reached",
    )


def column(*entries):
    made = np.empty(len(entries), dtype=object)
    made[:] = entries
    return made


def test_arrays_of_two_shapes_are_not_compared():
    of = toys.problem(truth=lambda x: column(arb(1), arb(2)), gradient=None, data=lambda x: (x,))
    for wrong in (np.ones(3), np.ones((2, 1)), np.ones((1, 2)), 1.0):
        for float64, ball in ((wrong, of.truth(1)), (np.array([1.0, 2.0]), wrong)):
            way = toys.algorithm(of, float64=lambda x, y=float64: y, ball=lambda x, y=ball: y)
            m = measure(way, LOW, x=1)
            assert m.cause == "undecided"
            assert "shape" in m.reason


def test_a_ball_side_that_returns_plain_numbers():
    for half in (1, 0.5, np.float64(0.5), fmpq(1, 2)):
        way = toys.algorithm(
            toys.problem(truth=lambda x: arb(0.5), gradient=None),
            float64=lambda x: 0.5,
            ball=lambda x, h=half: h,
        )
        assert measure(way, LOW, x=1).cause == "none"


def test_a_vector_is_judged_normwise_and_by_entry():
    true = column(fmpq(1000), fmpq(1, 3))
    of = toys.problem(
        truth=lambda x: true, gradient=None, data=lambda x: (true,), axis=Axis("n", lambda x: 2)
    )
    computed = np.array([1000.0, 1 / 3 + 2**-40])
    m = measure(toys.algorithm(of, float64=lambda v: computed, ball=lambda v: v), LOW, x=1)
    off = Fraction(computed[1]) - Fraction(1, 3)
    assert contains(m.forward_error, off / 1000)
    assert contains(m.forward_error_componentwise, 3 * off)
    assert m.ulps >= off / Fraction(2) ** -54 >= Fraction(m.ulps) * (1 - Fraction(1, 2**18))


def test_a_routine_that_overwrites_its_data_harms_nobody():
    third = column(fmpq(1, 3), fmpq(2, 3))
    of = toys.problem(truth=lambda v: v[0] + v[1], gradient=None, data=lambda x: (third,))

    def overwriting(v):
        v[0] += v[1]
        return v[0]

    ways = [toys.algorithm(of, float64=overwriting, ball=lambda v: v[0] + v[1], name=name) for name in "ab"]
    where = sweep_points(of, 1, 0)
    one, two = (next(sweep(way, where, LOW)) for way in ways)
    assert one.computed == two.computed == 1.0
    assert contains(one.truth, 1)
    assert contains(two.data_error, Fraction(1 / 3) + Fraction(2 / 3) - 1)


def test_a_truth_that_overwrites_its_data_is_told():
    def truth(v):
        v[0] = v[1]
        return arb(v[0])

    of = toys.problem(truth=truth, gradient=None, data=lambda x: (column(fmpq(1), fmpq(2)),))
    m = measure(toys.algorithm(of, float64=lambda v: v[0], ball=lambda v: v[0]), LOW, x=1)
    assert m.cause == "undecided"
    assert "read-only" in m.reason


def test_conditions_and_backward_errors_that_are_infinite():
    of = toys.problem(
        gradient=None,
        condition=lambda x: {"inf": arb.pos_inf(), "1": arb(3)},
        backward=lambda x, computed: (arb.pos_inf(), arb(2)),
    )
    m = measure(toys.algorithm(of, lambda R, x: x), LOW, x=1)
    assert m.condition_number == arb.pos_inf()
    assert m.backward_error is None
    assert (m.details["condition_number_1"], m.details["backward_error_componentwise"]) == (3, 2)
    assert measure(toys.algorithm(of, lambda R, x: x), LOW, x=1).details.keys() == m.details.keys()


# --- limits, names, sweeps ---------------------------------------------------------------------------------


def slow(x):
    time.sleep(1)
    return x


@pytest.mark.parametrize("where", ["truth", "gradient", "ball"])
def test_the_time_limit_leaves_the_reason(where):
    of = toys.problem(
        truth=slow if where == "truth" else lambda x: x,
        gradient=(lambda x: [slow(x)]) if where == "gradient" else None,
    )
    way = toys.algorithm(of, float64=lambda x: x, ball=slow if where == "ball" else lambda x: x)
    m = measure(way, Limits(seconds=0.4), x=1)
    assert "time limit of 0.4 s" in m.reason
    assert (m.cause == "undecided") is (where != "gradient")


@pytest.mark.parametrize("seconds", [0, -1, math.nan, math.inf, 1e300])
def test_a_time_limit_that_is_none(seconds):
    with pytest.raises(BadInput, match="time limit"):
        Limits(seconds=seconds)


@pytest.mark.parametrize("bits", [63, 10, 0, -5])
def test_a_precision_limit_that_is_too_low(bits):
    with pytest.raises(BadInput, match="too low"):
        Limits(max_bits=bits)


def test_the_precision_limit_is_kept():
    m = measure(toys.simple(lambda x: (x + arb(2) ** -900) - x, lambda R, x: x), Limits(max_bits=64), x="1/3")
    assert m.bits == 64
    assert m.cause == "undecided"


def test_names_and_places_that_do_not_fit():
    way = toys.algorithm(
        toys.problem(),
        lambda R, x, n: x,
        parameters=(Parameter("n", 1, 9, (1, 2), 2),),
        applies=lambda x, n: n < 5,
    )
    assert measure(way, x=1).parameters == {"n": 2}
    for values, said in (
        ({"x": 1, "y": 2}, "takes n, x, not y"),
        ({"x": 1, "n": 7}, "not defined at x=1, n=7"),
        ({"x": 1, "n": 10}, "integer in 1..9"),
        ({"n": 1}, "needs the input x"),
    ):
        with pytest.raises(BadInput, match=said):
            measure(way, **values)


def test_a_sweep_takes_every_set_of_parameters_where_it_is_defined():
    way = toys.algorithm(
        toys.problem(),
        lambda R, x, n: x / n,
        parameters=(Parameter("n", 1, 9, (1, 2, 7), 2),),
        applies=lambda x, n: n < 5 or x > 2,
    )
    where = sweep_points(way.problem, 3, 0)
    at = [(int(m.inputs["x"].p), m.parameters["n"]) for m in sweep(way, where, LOW)]
    assert at == [(1, 1), (2, 1), (3, 1), (1, 2), (2, 2), (3, 2), (3, 7)]
    assert [m.parameters["n"] for m in sweep(way, where, LOW, {"n": "7"})] == [7]


def test_a_point_alone_and_in_a_sweep_measures_the_same():
    way = toys.simple(lambda t: t.sin(), lambda R, t: R.sin(t))
    where = sweep_points(way.problem, 40, 0)
    for p, m in zip(where, sweep(way, where, LOW), strict=True):
        (alone,) = sweep(way, [p], LOW)
        assert write.measurement_row(alone) == write.measurement_row(m)
        # One measurement by itself is all of that but for the watched run.
        one = measure(way, LOW, x=m.inputs["x"])
        assert write.measurement_row(
            dataclasses.replace(m, cancelled_bits=None, cancelled_in_all=None, cancelled_at=None)
        ) == write.measurement_row(one)


def test_a_sweep_tells_what_cancels():
    way = toys.simple(lambda t: t * 0 + 1, lambda R, t: (t + 1) - t)
    (m,) = sweep(way, [point(way.problem, {"x": 1023}, {})], LOW)
    assert m.cancelled_bits == 10  # 1024 - 1023 = 1: exponents 11 and 1
    assert m.cancelled_at.endswith("(t + 1) - t)")
    row = write.measurement_row(m)
    assert (row["cancelled_bits"], write.measurement(row).cancelled_at) == (10, m.cancelled_at)


# --- verdicts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holds", "verdict"), [(True, CONFIRMED), (False, REFUTED), (None, UNDECIDED)], ids=str
)
def test_verdicts(holds, verdict):
    found = judge(toys.claim(lambda: Outcome(holds, "seen")), LOW)
    assert (found.verdict, found.as_declared) == (verdict, verdict == CONFIRMED)
    assert "seen" in found.evidence


def test_a_claim_is_asked_at_rising_precision():
    def check():
        near = arb(2).sqrt() ** 2
        return Outcome(None if near.rad() > arb(2) ** -600 else True, "narrow enough", near)

    found = judge(toys.claim(check), LOW)
    assert (found.verdict, found.bits) == (CONFIRMED, 1024)
    assert judge(toys.claim(check), Limits(max_bits=512)).verdict == UNDECIDED


@pytest.mark.parametrize(
    ("check", "said"),
    [(raises, "KeyError"), (lambda: True, "no Outcome"), (lambda: slow(None), "time limit")],
)
def test_a_check_that_fails_leaves_its_reason(check, said):
    found = judge(toys.claim(check), Limits(max_bits=128, seconds=0.4))
    assert found.verdict == UNDECIDED
    assert said in found.evidence


def test_the_precision_is_as_it_was():
    with precision(99):
        measure(toys.simple(lambda x: x.exp(), lambda R, x: R.exp(x)), LOW, x="1/3")
        assert arb(fmpq(1, 3)).rel_accuracy_bits() < 105
        assert exact(0.5) == fmpq(1, 2)


# --- what a run itself refuses -------------------------------------------------------------------------


def test_a_body_that_turns_a_ball_into_a_float_certifies_nothing():
    way = toys.simple(lambda x: x.cos(), lambda R, x: math.cos(x) if np.ndim(x) == 0 else np.cos(x))
    for x in (1, 2, 3, 4):
        m = measure(way, LOW, x=x)
        assert (m.cause, m.truncation_error) == ("undecided", None)
        assert "a ball became a float at " in m.reason
        assert "test_harness.py, line " in m.reason


def test_a_truth_that_does_so_is_refused_too():
    m = measure(toys.simple(lambda x: arb(math.cos(x)), lambda R, x: R.cos(x), gradient=None), LOW, x=1)
    assert (m.cause, m.truth) == ("undecided", None)
    assert "a ball became a float at " in m.reason


@pytest.mark.parametrize(("bound", "broken"), [("1e-6", True), ("1e-2", False), ("nan", False)])
def test_a_truncation_error_beyond_its_bound_is_told(bound, broken):
    """F - f = 1/1000 exactly. A bound that is NaN refutes nothing."""
    body = lambda R, x: x + R(1) / 1000  # noqa: E731
    way = toys.algorithm(toys.problem(), body, truncation=Bound(lambda x: arb(bound), "none"))
    m = measure(way, LOW, x=1)
    assert bool(m.broken) is broken
    assert m.broken in m.reason


def test_a_finite_algorithm_has_no_truncation_error():
    body = lambda R, x: x + R(1) / 1000  # noqa: E731
    assert measure(toys.algorithm(toys.problem(), body, truncation=Finite()), LOW, x=1).broken
    assert not measure(toys.algorithm(toys.problem(), body, truncation=Unknown()), LOW, x=1).broken
    assert not measure(toys.algorithm(toys.problem(), lambda R, x: x, truncation=Finite()), LOW, x=1).broken
