"""Measurements judged by exact rationals and by mpmath."""

import dataclasses
from fractions import Fraction

import exactly
import mpmath
import numpy as np
import toys
from exactly import as_fmpq, contains
from flint import arb
from hypothesis import assume, given
from hypothesis import strategies as st
from measure.problems import LOW, column

from verify.arithmetic.precision import precision
from verify.measure.harness import measure

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
