"""The float side of FPCore: against numpy bit for bit, and against rounding done in rationals."""

import math
import struct
from fractions import Fraction
from math import isqrt

import mpmath
import numpy as np
import pytest
from fpcore.evaluated import rational, rounded, run
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.arithmetic.mpfr import FORMATS
from verify.fpcore.contexts import ROUNDINGS

DOUBLES = st.floats(width=64, allow_nan=False, allow_infinity=False)


SINGLES = st.floats(width=32, allow_nan=False, allow_infinity=False)


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
