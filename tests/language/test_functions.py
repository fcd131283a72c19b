"""Every row of the table: its value by mpmath, its derivatives by differences, its domain at the edges."""

import math
from random import Random

import mpmath
import pytest
from flint import arb
from mpmath import mp

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import Unsettled, precision
from verify.language import grammar
from verify.language.domains import within
from verify.language.elementary import power
from verify.language.expressions import Undefined, evaluate
from verify.language.functions import CONSTANTS, FUNCTIONS, TABLE
from verify.language.grammar import parse
from verify.trust import opinions
from verify.trust.opinions import OPINIONS

DIGITS = 60
AGREE = 1e-45


def drawn(name, each=4, boxes=None):
    """Points of the boxes of a row, the same every time."""
    return opinions.drawn(Random(name), OPINIONS[name][1] if boxes is None else boxes, each)


def balls(where):
    return [arb(exact(v)) for v in where]


def value_of(name, where, bits=500):
    with precision(bits):
        return FUNCTIONS[name].ball(*balls(where))


def test_there_is_an_opinion_on_every_row():
    assert set(OPINIONS) == set(FUNCTIONS)
    assert len(TABLE) == len(FUNCTIONS), "a name stands twice"


@pytest.mark.parametrize("name", OPINIONS)
def test_values_are_those_of_mpmath(name):
    opinion = OPINIONS[name][0]
    for where in drawn(name):
        ball = value_of(name, where)
        with mp.workdps(DIGITS):
            given = mpmath.mpf(opinion(*map(mp.mpf, where)))
            with precision(500):
                distance = abs(ball - arb(str(given)))
                assert ball.is_finite(), where
                assert distance <= abs(ball) * AGREE + arb(10) ** -300, (name, where, ball, given)


@pytest.mark.parametrize("name", OPINIONS)
def test_where_there_is_a_value_the_function_is_defined(name):
    domain = FUNCTIONS[name].domain
    for where in drawn(name):
        with precision(200):
            assert domain is None or domain(*balls(where)) is True, where


@pytest.mark.parametrize("name", OPINIONS)
def test_the_ball_of_a_wide_input_contains_the_values_in_it(name):
    """And what is wide is open or defined, never certainly undefined."""
    function = FUNCTIONS[name]
    for where in drawn(name, 2):
        with precision(200):
            radius = [abs(v) * arb(2) ** -30 for v in balls(where)]
            wide = [arb(v, r) for v, r in zip(balls(where), radius, strict=True)]
            outer = function.ball(*wide)
            for shift in (-0.9, 0.3):
                inner = function.ball(*(v + r * shift for v, r in zip(balls(where), radius, strict=True)))
                if outer.is_finite() and inner.is_finite():
                    assert outer.overlaps(inner), where
            if function.domain is not None:
                assert function.domain(*wide) is not False, where


@pytest.mark.parametrize("n", [2, 4, 10])
def test_an_even_power_of_what_is_wide_is_not_negative(n):
    with precision(100):
        for low, high in ((-3, 5), (-1, 1), (-1e-3, 8), (0, 7)):
            ball = power(arb(low).union(arb(high)), arb(n))
            assert ball.lower() >= -ball.upper() * arb(2) ** -28  # a radius has 30 bits
            for k in range(20):
                assert ball.contains(arb(low + (high - low) * k / 19) ** n)
        assert power(arb(0, 1), arb(3)).contains(-1)


@pytest.mark.parametrize(
    ("slope", "where"),
    [
        ("atan2", (0.0, -2.0)),
        ("atan2", (-0.0, -1e300)),
        ("floor", (2.0,)),
        ("abs", (0.0,)),
        ("max", (1.0, 1.0)),
    ],
)
def test_where_a_function_jumps_or_bends_it_has_no_slope(slope, where):
    function = FUNCTIONS[slope]
    rule = parse(function.derivatives[0], function.arguments)
    with precision(100), pytest.raises(ArithmeticError):
        evaluate(rule, dict(zip(function.arguments, balls(where), strict=True)))


DERIVATIVES = [
    (f.name, k)
    for f in TABLE
    for k, rule in enumerate(f.derivatives)
    if rule is not None and f.name != "sign"
]


@pytest.mark.parametrize(("name", "k"), DERIVATIVES)
def test_derivatives_are_those_of_central_differences(name, k):
    function = FUNCTIONS[name]
    rule = parse(function.derivatives[k], function.arguments)
    compared = 0
    with precision(900):
        h = arb(2) ** -200
        # What is drawn from a few numbers lies on kinks and cuts.
        for where in drawn(name, 3, [box for box in OPINIONS[name][1] if len(box[k]) == 2]):
            x = balls(where)
            moved = [[v + (s * h if i == k else 0) for i, v in enumerate(x)] for s in (1, -1)]
            if function.domain is not None and not all(function.domain(*m) for m in moved):
                continue  # at the edge
            ours = evaluate(rule, dict(zip(function.arguments, x, strict=True)))
            above, below = (function.ball(*m) for m in moved)
            difference = (above - below) / (2 * h)
            if not difference.is_finite():
                continue
            # The error of the difference is h^2 f'''/6.
            assert abs(ours - difference) <= abs(difference) * 1e-40 + abs(above) * 1e-40 + 1e-300, (
                name, where, ours, difference,
            )  # fmt: skip
            compared += 1
    assert compared, "no point was compared"


# --- domains ------------------------------------------------------------------------------------------

INSIDE = [
    "sqrt(0)", "cbrt(0)", "cbrt(-8)", "log(5e-324)", "acosh(1)", "asin(1)", "asin(-1)", "acos(1)",
    "atan2(0, -1)", "gamma(-0.5)", "lgamma(-2.5)", "rgamma(-3)", "rgamma(0)", "0^0", "0^0.5", "(-2)^3",
    "(-2)^(-3)", "2^0.5", "0^2", "(-1e300)^2", "atanh(0x1.fffffffffffffp-1)", "besselj(0.5, 0)",
    "besselj(2, -3)", "besseli(0, 0)", "besselj(-2, -1.5)", "gammainc(0.5, 0)", "gammaincc(0.5, 0)",
    "betainc(2, 3, 0)", "betainc(2, 3, 1)", "dilog(1)", "polylog(1.5, 1)", "polylog(2, 0)", "ellipe(1)",
    "zeta(0)", "zeta(-2)", "legendre(3, -1)", "legendre(0.5, 3)", "chebyt(5, -2)", "jacobi(3, 1, 1, -2)",
    "rising(-3, 2)", "binomial(5, 7)", "li(0.5)", "tanpi(0.25)", "logit(5e-324)", "lambertw(-0.3678794)",
    "expint(1, 5e-324)", "agm(0, 2)", "fmod(0, 3)", "polygamma(0, 2)", "beta(-0.5, 0.5)",
    "hyp2f1(1, 1, 2, -1e10)", "elliprc(0, 2)",
]  # fmt: skip
OUTSIDE = [
    "sqrt(-5e-324)", "rsqrt(0)", "log(0)", "log(-1)", "log1p(-1)", "acosh(0x1.fffffffffffffp-1)",
    "acosh(-2)", "asin(0x1.0000000000001p0)", "acos(-2)", "atanh(1)", "atanh(-1)", "atan2(0, 0)",
    "gamma(0)", "gamma(-1)", "gamma(-100)", "lgamma(0)", "lgamma(-7)", "digamma(-2)", "factorial(-1)",
    "polygamma(-1, 2)", "polygamma(0.5, 2)", "polygamma(1, -3)", "beta(-2, 0.5)", "0^(-1)", "0^(-0.5)",
    "(-2)^0.5", "(-8)^(1/3)", "1/0", "besselj(0.5, -1)", "besselj(-0.5, 0)", "bessely(0, 0)",
    "besselk(1, -1)", "besseli(0.5, -1)", "zeta(1)", "hurwitz(2, 0)", "hurwitz(1, 2)", "gammainc(0, 0)",
    "gammainc(0.5, -1)", "betainc(0, 1, 0.5)", "betainc(1, 1, 1.5)", "dilog(1.5)", "polylog(1, 1)",
    "polylog(0.5, 1)", "ellipk(1)", "ellipe(1.5)", "legendre(0.5, -1)", "chebyu(0.5, -2)",
    "rising(-3.5, 1.5)", "rising(2, -2)", "binomial(-1, 0.5)", "li(1)", "li(-1)", "ei(0)", "e1(0)", "ci(0)",
    "chi(-1)", "tanpi(0.5)", "tanpi(-1.5)", "cot(0)", "csc(0)", "coth(0)", "csch(0)", "logit(0)",
    "logit(1)", "lambertw(-0.5)", "lambertwm1(0)", "lambertwm1(-0.5)", "erfinv(1)", "erfcinv(0)",
    "erfcinv(2)", "expint(1, 0)", "fmod(1, 0)", "agm(-1, 2)", "hyp0f1(0, 1)", "hyp1f1(1, -1, 2)",
    "hyp2f1(1, 1, 2, 1)", "hyperu(1, 1, 0)", "ellipf(2, 1)", "ellippi(1, 0)", "elliprc(1, 0)",
]  # fmt: skip
# About a place on the edge nothing is certain.
STRADDLING = {
    "sqrt(x)": 0, "rsqrt(x)": 0, "log(x)": 0, "log1p(x)": -1, "acosh(x)": 1, "asin(x)": 1, "asin(x) ": -1,
    "atanh(x)": 1, "gamma(x)": -2, "lgamma(x)": 0, "digamma(x)": -3, "1/x": 0, "x^0.5": 0, "x^(-2)": 0,
    "(-2)^x": 3, "(-2)^x ": 0.5, "besselj(x, -1)": 1, "besselj(0.5, x)": 0, "bessely(0, x)": 0,
    "zeta(x)": 1, "tanpi(x)": 0.5, "cot(x)": 0, "logit(x)": 1, "li(x)": 1, "polylog(x, 1)": 1,
    "dilog(x)": 1, "ellipk(x)": 1, "legendre(x, -1)": 2, "legendre(0.5, x)": -1, "rising(x, 0.5)": -0.5,
    "binomial(x, 0.5)": -1, "erfinv(x)": 1, "fmod(1, x)": 0, "hyp2f1(1, 1, 2, x)": 1, "polygamma(x, 2)": 1,
    "gammainc(0.5, x)": 0, "atan2(x, x)": 0,
}  # fmt: skip


def defined(text, bits=200, **values):
    """True, False or None, as an evaluation finds it."""
    with precision(bits):
        try:
            assert evaluate(parse(text, tuple(values)), values).is_finite(), text
        except Undefined:
            return False
        except Unsettled:
            return None
        return True


@pytest.mark.parametrize("text", INSIDE)
def test_inside_the_domain_there_is_a_finite_value(text):
    assert defined(text) is True


@pytest.mark.parametrize("text", OUTSIDE)
def test_outside_the_domain_there_is_none(text):
    assert defined(text) is False


@pytest.mark.parametrize("text", STRADDLING)
def test_a_ball_over_an_edge_leaves_it_open(text):
    place = STRADDLING[text]
    wide = arb(place, arb(2) ** -20)
    if text.startswith("(-2)^x ") and text.endswith(" "):  # no integer in the ball: certainly undefined
        assert defined(text, x=wide) is False
    else:
        assert defined(text, x=wide) is None


def test_a_domain_may_be_closed_or_open():
    for x, closed, inside in (
        (0, True, True),
        (0, False, False),
        (1, True, True),
        (1, False, False),
        (2, True, False),
    ):
        assert within(0, 1, closed)(arb(x)) is inside


@pytest.mark.parametrize("name", CONSTANTS)
def test_constants_are_those_of_mpmath(name):
    with precision(300), mp.workdps(DIGITS):
        given = {"pi": mp.pi, "e": mp.e, "euler": mp.euler, "catalan": mp.catalan}[name]
        assert abs(CONSTANTS[name]() - arb(str(+given))) < arb(10) ** -55
        assert evaluate(parse(name), {}).overlaps(CONSTANTS[name]())


def test_conventions_are_those_said():
    """Where names differ between books: by values that tell them apart."""
    for text, value in {
        "sinc(1)": math.sin(1),  # not sin(pi x)/(pi x)
        "hermite(2, 1)": 2.0,  # 4x^2 - 2, the physicists'
        "ellipk(0.5)": 1.8540746773013719,  # parameter m, not modulus k
        "gammainc(1, 2)": 1 - math.exp(-2),  # regularised
        "dilog(0.5)": 0.5822405264650125,  # Li_2(x), not Li_2(1 - x)
        "betainc(1, 2, 0.25)": 0.4375,  # 1 - (1 - x)^2
        "fresnels(1)": 0.43825914739035476,  # sin(pi t^2/2)
        "lgamma(-0.5)": math.lgamma(-0.5),  # of the absolute value
        "trunc(-2.5)": -2.0,
        "fmod(-7, 3)": -1.0,  # the sign of x
        "expit(0)": 0.5,
        "ndtr(0)": 0.5,
    }.items():
        with precision(200):
            found = float(evaluate(grammar.parse(text), {}).mid())
            assert found == pytest.approx(value, rel=1e-14), text
