"""The float side of FPCore: against numpy bit for bit, and against rounding done in rationals."""

import math
import struct
from fractions import Fraction
from math import isqrt

import gmpy2
import mpmath
import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.arithmetic.mpfr import FORMATS, Format, Wide
from verify.fpcore.contexts import ROUNDINGS, Context
from verify.fpcore.evaluate import Evaluator
from verify.fpcore.machine import Machine, as_result
from verify.fpcore.parser import parse

DOUBLES = st.floats(width=64, allow_nan=False, allow_infinity=False)
SINGLES = st.floats(width=32, allow_nan=False, allow_infinity=False)


def run(body: str, *x: float, arguments: str | None = None, properties: str = "") -> float:
    """The float side of one core, given floats."""
    names = arguments if arguments is not None else " ".join("xyz"[: len(x)])
    cores = parse(f"(FPCore ({names}) {properties} {body})")
    context = Context().updated(cores[0].properties)
    program = Evaluator({}, Machine()).program(cores[0], cores[0].body, context)
    return as_result(program(*(gmpy2.mpfr(v) for v in x)))


def same(ours: float, theirs: float) -> bool:
    """Bit for bit, any NaN being one."""
    if math.isnan(theirs):
        return math.isnan(ours)
    return struct.pack("<d", float(ours)) == struct.pack("<d", float(theirs))


BINARY = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "fmod": np.fmod}
UNARY = {"sqrt": np.sqrt, "floor": np.floor, "ceil": np.ceil, "trunc": np.trunc, "fabs": np.fabs}


@pytest.mark.parametrize("name", BINARY)
@settings(max_examples=25)
@given(DOUBLES, DOUBLES)
def test_double_operations_are_numpys(name: str, x: float, y: float) -> None:
    with np.errstate(all="ignore"):
        assert same(run(f"({name} x y)", x, y), float(BINARY[name](np.float64(x), np.float64(y))))


@pytest.mark.parametrize("name", BINARY)
@settings(max_examples=25)
@given(SINGLES, SINGLES)
def test_single_operations_are_numpys(name: str, x: float, y: float) -> None:
    with np.errstate(all="ignore"):
        theirs = float(BINARY[name](np.float32(x), np.float32(y)))
    assert same(run(f"({name} x y)", x, y, properties=":precision binary32"), theirs)


@pytest.mark.parametrize("name", UNARY)
@settings(max_examples=20)
@given(DOUBLES)
def test_unary_operations_are_numpys(name: str, x: float) -> None:
    with np.errstate(all="ignore"):
        assert same(run(f"({name} x)", x), float(UNARY[name](np.float64(x))))


@settings(max_examples=25)
@given(DOUBLES, DOUBLES)
def test_remainder_copysign_and_extremes_are_the_c_librarys(x: float, y: float) -> None:
    if y != 0:
        assert same(run("(remainder x y)", x, y), math.remainder(x, y))
    assert same(run("(copysign x y)", x, y), math.copysign(x, y))
    assert same(run("(fmax x y)", x, y), float(np.fmax(x, y))) or x == y
    assert same(run("(fmin x y)", x, y), float(np.fmin(x, y))) or x == y


# --- rounding in rationals ------------------------------------------------------------------------------


def rounded(exact: Fraction, format: Format, mode: str) -> float:
    """The number of the format that a rounding direction asks for; IEEE 754, sections 4.3 and 7.4."""
    if exact == 0:
        return 0.0
    size, negative = abs(exact), exact < 0
    exponent = size.numerator.bit_length() - size.denominator.bit_length()
    exponent -= size < Fraction(2) ** exponent
    unit = Fraction(2) ** max(exponent - format.bits + 1, 2 - format.emax - format.bits)
    whole, rest = divmod(size / unit, 1)
    up = {
        "nearestEven": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1),
        "nearestAway": rest >= Fraction(1, 2),
        "toPositive": rest > 0 and not negative,
        "toNegative": rest > 0 and negative,
        "toZero": False,
    }[mode]
    result = (whole + up) * unit
    largest = (2 - Fraction(2) ** (1 - format.bits)) * 2**format.emax
    if result > largest:
        to_infinity = {"toPositive": not negative, "toNegative": negative, "toZero": False}.get(mode, True)
        if not to_infinity:
            result = largest
        elif mode in ("nearestEven", "nearestAway") or result > largest:
            return -math.inf if negative else math.inf
    return float(-result if negative else result)


def rational(value: mpmath.mpf) -> Fraction:
    sign, mantissa, exponent, _ = value._mpf_
    return (-1) ** sign * int(mantissa) * Fraction(2) ** exponent


SMALL = ("binary16", "bfloat16", "binary32")
EXACT = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y if y else None,
}


@pytest.mark.parametrize("mode", ROUNDINGS)
@pytest.mark.parametrize("format", SMALL)
@settings(max_examples=25)
@given(SINGLES, SINGLES, st.sampled_from(sorted(EXACT)))
def test_every_direction_rounds_the_exact_result(
    format: str, mode: str, x: float, y: float, name: str
) -> None:
    x, y = (rounded(Fraction(v), FORMATS[format], "toZero") for v in (x, y))
    exact = EXACT[name](Fraction(x), Fraction(y))
    if exact is None:
        return
    ours = run(f"({name} x y)", x, y, properties=f":precision {format} :round {mode}")
    assert ours == rounded(exact, FORMATS[format], mode)


@pytest.mark.parametrize("mode", ROUNDINGS)
@settings(max_examples=25)
@given(SINGLES, SINGLES, SINGLES)
def test_fma_rounds_once(mode: str, x: float, y: float, z: float) -> None:
    exact = Fraction(x) * Fraction(y) + Fraction(z)
    ours = run("(fma x y z)", x, y, z, properties=f":precision binary32 :round {mode}")
    assert ours == rounded(exact, FORMATS["binary32"], mode)


@pytest.mark.parametrize("mode", ROUNDINGS)
def test_literals_and_ties_in_binary16(mode: str) -> None:
    half = FORMATS["binary16"]
    for text in ("1/3", "2049", "2051", "-2049", "65519", "65520", "-65520", "1e9", "1e-9", "3e-8", "-3e-8"):
        ours = run(text, properties=f":precision binary16 :round {mode}")
        assert ours == rounded(Fraction(text), half, mode), text
    for ulps in ("1/2", "3/2", "5/2", "1/4", "3/4", "-1/2", "-5/2"):
        exact = Fraction(ulps) * Fraction(2) ** -24  # in units of the least subnormal
        ours = run(str(exact), properties=f":precision binary16 :round {mode}")
        assert ours == rounded(exact, half, mode), ulps


@pytest.mark.parametrize("mode", ROUNDINGS)
@settings(max_examples=20)
@given(st.floats(width=32, min_value=0, max_value=2.0**127))
def test_square_roots_by_integers(mode: str, x: float) -> None:
    # 60 extra bits of the root, and a last one that says whether it is exact, decide every rounding.
    q = Fraction(x)
    scaled = q.numerator * q.denominator << 240
    root = isqrt(scaled)
    sticky = Fraction(2 * root + (root * root != scaled), 2)
    exact = sticky / (q.denominator << 120)
    ours = run("(sqrt x)", x, properties=f":precision binary32 :round {mode}")
    assert ours == rounded(exact, FORMATS["binary32"], mode)


FUNCTIONS = {
    **{f: getattr(mpmath, f) for f in ("exp", "expm1", "sin", "cos", "tan", "atan", "sinh", "cosh", "tanh")},
    **{
        f: getattr(mpmath, f)
        for f in ("asinh", "erf", "erfc", "cbrt", "log1p", "log", "log10", "asin", "acos")
    },
    "exp2": lambda x: mpmath.mpf(2) ** x,
    "log2": lambda x: mpmath.log(x, 2),
    "tgamma": mpmath.gamma,
    "lgamma": lambda x: mpmath.log(abs(mpmath.gamma(x))),
    "atanh": mpmath.atanh,
    "acosh": lambda x: mpmath.acosh(x),
}
POINTS = (0.0999755859375, 0.34375, 0.75, 1.3349609375, 2.80078125, 9.9609375, 6.103515625e-05)


@pytest.mark.parametrize("mode", ["nearestEven", "nearestAway", "toPositive", "toNegative"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_are_correctly_rounded(name: str, mode: str) -> None:
    for x in POINTS:
        if (name in ("asin", "acos", "atanh") and x > 1) or (name == "acosh" and x < 1):
            continue
        with mpmath.workdps(60):
            value = FUNCTIONS[name](mpmath.mpf(x))
        exact = rational(value)
        ours = run(f"({name} x)", x, properties=f":precision binary16 :round {mode}")
        assert ours == rounded(exact, FORMATS["binary16"], mode), (x, exact)


def test_functions_of_two_arguments() -> None:
    with mpmath.workdps(60):
        cases = {
            "(pow x y)": mpmath.mpf(1.5) ** mpmath.mpf(2.75),
            "(hypot x y)": mpmath.hypot(1.5, 2.75),
            "(atan2 x y)": mpmath.atan2(1.5, 2.75),
        }
    for body, value in cases.items():
        exact = rational(value)
        assert run(body, 1.5, 2.75) == rounded(exact, FORMATS["binary64"], "nearestEven")
    assert [run("(fdim x y)", *p) for p in ((3, 1), (1, 3))] == [2, 0]


def test_rounding_to_integers() -> None:
    table = {
        "floor": (2, -3, 2, 3),
        "ceil": (3, -2, 3, 4),
        "trunc": (2, -2, 2, 3),
        "round": (3, -3, 2, 4),
        "nearbyint": (2, -2, 2, 4),
    }
    for name, found in table.items():
        assert tuple(run(f"({name} x)", x) for x in (2.5, -2.5, 2.25, 3.5)) == found
    assert [run("(nearbyint x)", 2.5, properties=f":round {m}") for m in ROUNDINGS] == [2, 3, 3, 2, 2]


# --- contexts -------------------------------------------------------------------------------------------


def test_annotations_change_the_context_within() -> None:
    x, y = 1.0, 2.0**-30
    assert run("(+ x y)", x, y) == 1 + 2.0**-30
    assert run("(! :precision binary32 (+ x y))", x, y) == 1
    assert run("(! :round toPositive :precision binary32 (+ x y))", x, y) == 1 + 2.0**-23
    assert run("(- (! :round toPositive (+ x y)) (! :round toNegative (+ x y)))", 1.0, 2.0**-60) == 2.0**-52
    # An annotation rounds nothing by itself, cast does.
    third = 0.1
    assert run("(! :precision binary32 x)", third) == third
    assert run("(! :precision binary32 (cast x))", third) == float(np.float32(third))
    inner = "(let ([y (! :precision binary32 (- x 1))]) (+ y 1))"
    assert run(inner, third) == float(np.float64(np.float32(third - 1)) + 1)


def test_arguments_are_rounded_to_their_own_context() -> None:
    assert run("x", 0.1, arguments="(! :precision binary32 x)") == float(np.float32(0.1))
    assert run("x", 0.1, properties=":precision binary16") == float(np.float16(0.1))


def test_wide_formats_keep_what_float64_does_not_hold() -> None:
    third = run("(/ x 3)", 1.0, properties=":precision binary128")
    assert isinstance(third, Wide)
    assert third == 1 / 3
    assert abs(third.exact - fmpq(1, 3)) < fmpq(1, 2**114)
    assert run("(- (+ x y) x)", 1.0, 2.0**-63, properties=":precision binary80") == 2.0**-63
    assert run("(- (+ x y) x)", 1.0, 2.0**-64, properties=":precision binary80") == 0
    assert (
        Context().updated(parse("(FPCore () :precision (float 8 32) 1)")[0].properties).format
        == (FORMATS["binary32"])
    )


def test_real_and_integer_contexts_do_not_round() -> None:
    assert run("(! :precision real (- (+ x 1e-30) x))", 1.0) == 1e-30
    assert run("(ref (array 1 2 3) (! :precision integer (- 3 1)))") == 3
    assert run("(ref (array 1 2 3) (# (- 3 1)))") == 3


def test_special_values() -> None:
    assert run("(/ 1 x)", 0.0) == math.inf
    assert run("INFINITY") == math.inf
    assert math.isnan(run("(- INFINITY INFINITY)"))
    assert math.isnan(run("(sqrt x)", -1.0))
    assert run("(isnan NAN)") == run("(isinf (- INFINITY))") == run("(signbit (- INFINITY))") == 1
    assert [run("(isnormal x)", v) for v in (1.0, 2.0**-1022, 2.0**-1023, 0.0)] == [1, 1, 0, 0]
    assert run("(isnormal x)", 2.0**-127, properties=":precision binary32") == 0
    assert run("(fmax NAN 1)") == run("(fmin 1 NAN)") == 1
    assert run("(== NAN NAN)") == 0
    assert run("(!= NAN NAN)") == 1


def test_constants_are_the_nearest_floats() -> None:
    mpmath_constants = {
        "E": "e", "LOG2E": "1/log(2)", "LOG10E": "1/log(10)", "LN2": "log(2)", "LN10": "log(10)",
        "PI": "pi", "PI_2": "pi/2", "PI_4": "pi/4", "M_1_PI": "1/pi", "M_2_PI": "2/pi",
        "M_2_SQRTPI": "2/sqrt(pi)", "SQRT2": "sqrt(2)", "SQRT1_2": "sqrt(mpf(1)/2)",
    }  # fmt: skip
    for name, text in mpmath_constants.items():
        with mpmath.workdps(60):
            value = +eval(text, {n: getattr(mpmath, n) for n in ("e", "pi", "log", "sqrt", "mpf")})
        exact = rational(value)
        for format in ("binary16", "binary64"):
            for mode in ROUNDINGS:
                ours = run(name, properties=f":precision {format} :round {mode}")
                assert ours == rounded(exact, FORMATS[format], mode), (name, format, mode)


def test_what_the_global_context_would_have_spoiled() -> None:
    # 1/3 in binary128, within half an ulp: 2^-115.
    found = run("(copysign (/ 1 x) x)", 3.0, properties=":precision binary128")
    assert isinstance(found, Wide)
    assert 0 < abs(found.exact - fmpq(1, 3)) < fmpq(1, 2**115)
    # An underflow keeps its sign in every direction.
    for mode in ROUNDINGS:
        small = run("(copysign 1 (* x (* x x)))", -7e-4, properties=f":precision binary16 :round {mode}")
        assert small == -1
