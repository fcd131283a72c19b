"""The arithmetics against exact rationals: every operation of every format is the nearest one."""

import math
import operator
from fractions import Fraction

import numpy as np
import pytest
from exactly import as_fmpq, contains, dyadic, rounded
from flint import arb, fmpq
from hypothesis import assume, example, given
from hypothesis import strategies as st

from verify.arithmetic.arrays import mapped
from verify.arithmetic.ball import Ball
from verify.arithmetic.float64 import Float64, exact, nearest
from verify.arithmetic.mpfr import FORMATS, Mpfr
from verify.arithmetic.precision import precision

OPERATIONS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
formats = pytest.mark.parametrize("format", FORMATS.values(), ids=lambda f: f.name)


def defined(y: Fraction) -> list[str]:
    """The operations that have a value with y on the right."""
    return [sign for sign in OPERATIONS if not (sign == "/" and y == 0)]


def square_root(value: Fraction, bits: int, emax: int) -> Fraction | float:
    """The nearest number to the root of a number of the format.

    With x = n 4^k and n of at least 2 bits + 4 bits, floor(sqrt n) has more than bits + 1; the root is no
    tie, so half a unit beyond that floor rounds as the root does, unless the floor is the root.
    """
    k = (value.numerator.bit_length() - value.denominator.bit_length()) // 2 - bits - 2
    n = value / Fraction(4) ** k
    floor = math.isqrt(math.floor(n))
    return rounded((floor if floor**2 == n else floor + Fraction(1, 2)) * Fraction(2) ** k, bits, emax)


def numbers(bits: int, emax: int) -> st.SearchStrategy[Fraction]:
    """Numbers of a format: any mantissa at any exponent, subnormals and the ends of the range among them."""
    lowest = 1 - emax - bits + 1
    exponents = st.one_of(
        st.integers(lowest, emax - bits + 1),
        st.integers(lowest, lowest + 3),
        st.integers(-bits, 2),
        st.just(emax - bits + 1),
    )
    mantissas = st.one_of(st.integers(-(2**bits) + 1, 2**bits - 1), st.integers(-4, 4))
    return st.builds(lambda m, e: m * Fraction(2) ** e, mantissas, exponents)


def of_format(x: object) -> Fraction | float:
    """The rational a finite MPFR number or float is, or an infinity."""
    if x in (math.inf, -math.inf):
        return float(x)
    return Fraction(*map(int, x.as_integer_ratio()))


# --- MPFR in each format -------------------------------------------------------------------------------


@formats
@given(data=st.data())
def test_mpfr_rounds_each_operation_once(format, data):
    x, y = (data.draw(numbers(format.bits, format.emax)) for _ in "xy")
    R = Mpfr(format)
    with R.rounding():
        a, b = R(as_fmpq(x)), R(as_fmpq(y))
        assert (of_format(a), of_format(b)) == (x, y)
        got = {sign: of_format(OPERATIONS[sign](a, b)) for sign in defined(y)}
        root = of_format(R.sqrt(abs(a)))
    for sign, result in got.items():
        assert result == rounded(OPERATIONS[sign](x, y), format.bits, format.emax), sign
    assert root == square_root(abs(x), format.bits, format.emax)


@formats
@given(data=st.data())
def test_mpfr_rounds_rationals_once(format, data):
    p = data.draw(st.integers(-(10**40), 10**40))
    q = data.draw(st.integers(1, 10**40))
    power = data.draw(st.integers(-format.emax - 2 * format.bits, format.emax))
    value = Fraction(p, q) * Fraction(2) ** power
    R = Mpfr(format)
    with R.rounding():
        got = R(as_fmpq(value))
    assert of_format(got) == rounded(value, format.bits, format.emax)


@formats
def test_edges_of_a_format(format):
    R = Mpfr(format)
    least = fmpq(2) ** (2 - format.emax - format.bits)
    most = fmpq(2) ** (format.emax + 1) - fmpq(2) ** (format.emax + 1 - format.bits)
    with R.rounding():
        assert R(least) > 0
        assert R(least) / 2 == 0, "half the least subnormal is a tie with zero, the even one"
        assert R(least) * 3 / 2 == 2 * R(least)
        assert R(most) + R(most) == math.inf
        assert R(most) < math.inf


def test_rounding_leaves_the_context_alone():
    import gmpy2

    before = gmpy2.get_context().precision
    with Mpfr(FORMATS["binary16"]).rounding():
        assert gmpy2.get_context().precision == 11
    assert gmpy2.get_context().precision == before


# --- binary64 through numpy ----------------------------------------------------------------------------

doubles = numbers(53, 1023)


@given(x=doubles, y=doubles)
def test_float64_rounds_each_operation_once(x, y):
    R = Float64()
    for sign in defined(y):
        with np.errstate(all="ignore"):
            got = OPERATIONS[sign](R(as_fmpq(x)), R(as_fmpq(y)))
        assert of_format(got) == rounded(OPERATIONS[sign](x, y), 53, 1023), sign
    assert of_format(R.sqrt(R(as_fmpq(abs(x))))) == square_root(abs(x), 53, 1023)


@given(xs=st.lists(st.floats(0.1, 10), min_size=1, max_size=9))
def test_one_call_serves_numbers_and_arrays(xs):
    R = Float64()
    for function in (R.sqrt, R.exp, R.log, R.sin, R.atan):
        assert [float(y) for y in function(np.array(xs))] == pytest.approx(
            [float(function(x)) for x in xs], rel=1e-15, abs=1e-15
        )


@given(
    p=st.integers(-(10**60), 10**60),
    q=st.integers(1, 10**60),
    power=st.integers(-1200, 1100),
)
@example(p=1, q=1, power=-1075)  # a tie between zero and the least subnormal
@example(p=3, q=1, power=-1075)
@example(p=2**53 + 1, q=1, power=0)  # a tie
@example(p=2**53 + 3, q=1, power=0)
@example(p=2**54 - 1, q=1, power=970)  # a tie between the largest number and what lies beyond
@example(p=2**55 - 3, q=1, power=969)
@example(p=2**53 - 1, q=1, power=-1075)  # a tie at the edge of the subnormals
def test_nearest_is_nearest(p, q, power):
    value = Fraction(p, q) * Fraction(2) ** power
    assert of_format(nearest(as_fmpq(value))) == rounded(value, 53, 1023)


@given(x=doubles.filter(lambda x: x > 0))
def test_nearest_breaks_ties_to_even(x):
    low = float(x)
    assume(low < math.nextafter(math.inf, 0))
    tie = (Fraction(low) + Fraction(math.nextafter(low, math.inf))) / 2
    got = nearest(as_fmpq(tie))
    unit = Fraction(math.ulp(low))
    assert Fraction(got) / unit % 2 == 0 or got == 2 * low
    assert abs(Fraction(got) - tie) == unit / 2


@given(x=st.floats(allow_nan=False, allow_infinity=False))
def test_exact_goes_round(x):
    assert nearest(exact(x)) == x
    assert Fraction(int(exact(x).p), int(exact(x).q)) == Fraction(x)


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf])
def test_exact_refuses_what_is_no_number(x):
    with pytest.raises(ValueError, match="real line"):
        exact(x)


def test_huge_integers_overflow_quietly():
    assert Float64()(10**400) == math.inf
    assert Float64()(-(10**400)) == -math.inf


# --- balls ---------------------------------------------------------------------------------------------


@given(x=doubles, y=doubles, bits=st.integers(64, 300))
def test_balls_contain_the_result(x, y, bits):
    R = Ball()
    with precision(bits):
        for sign in defined(y):
            got = OPERATIONS[sign](R(as_fmpq(x)), R(as_fmpq(y)))
            assert contains(got, OPERATIONS[sign](x, y)), sign
            assert got.rel_accuracy_bits() > bits - 60 or sign in "+-", sign
        root = R.sqrt(R(as_fmpq(abs(x))))
        low, high = dyadic(root.lower()), dyadic(root.upper())
    assert max(low, 0) ** 2 <= abs(x) <= high**2


def test_the_ball_pivot_is_certainly_not_zero():
    column = [arb(0, 1), arb("1e-30"), arb(5, 4.999), arb.nan()]
    assert Ball().pivot(column) in (1, 2)


def test_pivots_are_the_largest():
    R = Mpfr(FORMATS["binary32"])
    with R.rounding():
        assert R.pivot([R(1), R(-7), R(3)]) == 1
    assert Float64().pivot(np.array([1.0, -7.0, 3.0])) == 1


@pytest.mark.parametrize("shape", [(0,), (1,), (3,), (2, 3)])
def test_mapped_keeps_the_shape(shape):
    array = np.arange(math.prod(shape), dtype=float).reshape(shape)
    got = mapped(lambda x: fmpq(int(x)), array)
    assert got.shape == shape
    assert got.dtype == object
    assert [int(x.p) for x in got.flat] == [int(x) for x in array.flat]
