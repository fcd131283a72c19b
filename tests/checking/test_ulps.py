"""Ulps and the envelope, against rationals."""

import math
from fractions import Fraction

import mpmath
import pytest
from checking.asked import LIMITS, at, made
from exactly import ulp

from verify.checking.gate import Gate
from verify.checking.judging.tally import Tally
from verify.checking.one_input.sample import assess
from verify.checking.result import Result
from verify.checking.sampling.drawing import draw
from verify.checking.subjects.subject import subject

# --- ulps ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "opinion", "domain"),
    [
        ("exp", mpmath.exp, "x=-745:709"),
        ("sin", mpmath.sin, "x=-1e22:1e22"),
        ("lgamma", lambda x: mpmath.log(abs(mpmath.gamma(x))), "x=0.01:150"),
        ("atan", mpmath.atan, "x=-1e300:1e300"),
        ("erfc", mpmath.erfc, "x=-5:27"),
    ],
)
def test_ulps_of_the_c_library_are_those_that_mpmath_finds(function, opinion, domain):
    what = subject(f"math:{function}", f"{function}(x)", [domain])
    where = draw(what, 60, 1)[::3]
    with mpmath.workprec(1500):
        for sample in assess(what, where, LIMITS):
            (x,) = sample.where
            truth = as_rational(opinion(mpmath.mpf(x)))
            found = abs(truth - Fraction(getattr(math, function)(x))) / ulp(truth)
            assert (
                Fraction(sample.at_least) - Fraction(1, 2**100)
                <= found
                <= Fraction(sample.ulps) + Fraction(1, 2**100)
            )
            assert sample.ulps - sample.at_least <= 2.0**-9 * max(1.0, sample.ulps)


def as_rational(x) -> Fraction:
    sign, mantissa, exponent, _ = x._mpf_
    return (-1) ** sign * Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


@pytest.mark.parametrize("x", [0.0, 5e-324, -1e-310, 0.1, 1.0, -3.5, 1e150, 1.5e-162])
def test_ulps_are_exact_where_the_truth_is_rational(x):
    def body(x):
        return x * x * 1.0000001

    sample = at(body, "x^2", x)
    truth = Fraction(x) ** 2
    off = abs(Fraction(body(x)) - truth) / ulp(truth)
    assert Fraction(sample.at_least) <= off <= Fraction(sample.ulps)
    assert sample.ulps - sample.at_least <= 2.0**-9 * max(1.0, sample.ulps)
    assert sample.relative >= (float(off * ulp(truth) / truth) * (1 - 1e-12) if truth else 0)


def test_a_correctly_rounded_function_never_exceeds_half_an_ulp():
    what = subject("math:sqrt", "sqrt(x)", ["x=0:1e308"])
    # Beside 1 the distances are 1/2 - 2^-54 ulp and the like.
    samples = assess(what, [*draw(what, 300, 2), (math.nextafter(1, 0),), (1 + 2.0**-52,)], LIMITS)
    assert max(s.ulps for s in samples) <= 0.5
    assert Gate(max_ulps=0.5).passed(Result(what, Tally.of(samples)))


@pytest.mark.parametrize("x", [1e-8, 1e-15, 1e-100, 1e-300])
def test_the_ulp_beside_a_power_of_two_is_that_of_the_truth(x):
    """cosh is above 1 and cos below it by x^2/2 only: a distance is so many ulps, or twice as many."""
    away = 1 + 3 * 2.0**-52
    above, below = at(lambda x: away, "cosh(x)", x), at(lambda x: away, "cos(x)", x)
    off = x * x / 2 * 2.0**52
    assert above.at_least <= 3 - off <= above.ulps <= 3.001
    assert below.at_least <= 2 * (3 + off) <= below.ulps <= 6.001 + 2 * off


def test_a_truth_that_may_be_a_power_of_two_has_the_wider_bounds():
    sample = at(lambda x: 1 + 3 * 2.0**-52, "sin(x)^2 + cos(x)^2", 0.7)
    assert 3 <= sample.ulps <= 6.001
    assert 2.999 <= sample.at_least <= 3


def test_several_variables_in_the_order_of_the_function():
    sample = at(math.atan2, "atan2(x, y)", 1.0, -2.0)
    assert sample.ulps < 1
    assert at(lambda x, y: x - 2 * y, "x - 2*y", 5.0, 1.0).ulps == 0
    assert at(lambda x, y: x - 2 * y, "y - 2*x", 5.0, 1.0).ulps > 1


# --- the envelope ----------------------------------------------------------------------------------------


def test_the_envelope_is_what_data_good_to_half_an_ulp_cost():
    # log at x = 1 + 2^-20: f' = 1/x and ulp(x) = 2^-52; log x = 2^-20 (1 - 2^-21 + ...), so its ulp is 2^-73.
    x = 1 + 2.0**-20
    sample = at(lambda x: math.log(x) * (1 + 2.0**-34), "log(x)", x)
    assert sample.ulps / (2.0**-53 / x / 2.0**-73) == pytest.approx(sample.envelope, rel=1e-6)
    # Where data cost less an ideal algorithm is good to half an ulp.
    sample = at(lambda x: math.sqrt(x) * (1 + 2.0**-40), "sqrt(x)", 2.0)
    assert sample.envelope == pytest.approx(2 * sample.ulps)


@pytest.mark.parametrize(("truth", "x"), [("abs(x)", 0.0), ("sinc(x)", 0.0)])
def test_at_a_kink_or_an_edge_the_gate_takes_half_an_ulp(truth, x):
    right = at(lambda x: float(truth == "sinc(x)"), truth, x)
    assert right.multiple == 0.0
    off = at(lambda x: float(truth == "sinc(x)") + 2.0**-52, truth, x)
    assert off.multiple == pytest.approx(2 * off.ulps)


@pytest.mark.parametrize("truth", ["x^2 - 1", "sin(pi*x)/pi*2"])
def test_at_a_zero_of_the_truth_the_envelope_is_what_data_cost(truth):
    """|f'| ulp(x)/2 = 2 * 2^-53. A zero that balls do not find counts too."""
    sample = at(lambda x: 2.0**-60, truth, 1.0)
    assert sample.envelope == pytest.approx(2.0**-60 / 2.0**-52, rel=1e-6)
    assert at(lambda x: 1e-17, "x - x", 1.0).envelope > 1e300


def test_a_gradient_that_is_unknown_gives_no_envelope():
    sample = at(lambda x: math.pi**2 / 6, "zeta(x)", 2.0)
    assert sample.envelope is None
    what = made(math.exp, "zeta(x)", "x=2:3")
    assert Gate(max_envelope=1).passed(Result(what, Tally.of([sample]))), "it is at least half an ulp"
    off = at(lambda x: 1.0, "zeta(x)", 2.0)
    assert not Gate(max_envelope=1e9).passed(Result(what, Tally.of([off])))
