"""Hypothesis strategies for numerical code: floats by the float, and data of a chosen condition number."""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from numbers import Real

import numpy as np
from flint import arb, fmpq
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis import target as steer

from verify.arithmetic.arrays import mapped
from verify.arithmetic.float64 import exact
from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import accurate, refine
from verify.core import formats, numbers
from verify.core.errors import BadInput
from verify.mathematics import linear


def floats_in(low: float, high: float, format: str = "float64") -> st.SearchStrategy[float]:
    """Floats of [low, high] and of the format (of longdouble those that are float64 too): edges and their
    neighbours, short numbers, and any float, each as likely as another. A failing input shrinks to an edge, a
    small integer or a short binary fraction if it can."""
    if not -math.inf < low <= high < math.inf:
        raise BadInput(f"floats_in needs two finite numbers in order, got {low!r} and {high!r}")
    of = formats.drawn(format)
    first, last = (numbers.ordinal(end, of) for end in (low, high))
    if numbers.from_ordinal(first, of) < low:
        first += 1
    if first > last:
        raise BadInput(f"there is no {format} from {low!r} to {high!r}")
    edges = [numbers.from_ordinal(p, of) for p in (first, first + 1, last - 1, last) if first <= p <= last]
    simple = [x for x in (0.0, 1.0, -1.0, 2.0, 0.5, -0.5, 10.0) if low <= x <= high]
    choices: list[st.SearchStrategy[float]] = [st.sampled_from([*simple, *dict.fromkeys(edges)])]
    most = min(2.0**of.bits, of.largest)
    whole = (math.ceil(max(low, -most)), math.floor(min(high, most)))
    if whole[0] <= whole[1]:
        choices.append(st.integers(*whole).map(float))
        choices.append(_short(low, high).map(of.nearest).filter(lambda x: low <= x <= high))
    choices.append(st.integers(first, last).map(lambda place: numbers.from_ordinal(place, of)))
    return st.one_of(choices)


def complex_in(low: complex, high: complex, format: str = "complex128") -> st.SearchStrategy[complex]:
    """Complex numbers of the rectangle with these corners, parts as of floats_in, zeros of both signs."""
    scalar = formats.named(format)
    if scalar.complex is None:
        raise BadInput(f"{format} is not a format of complex numbers; write complex128 or complex64")
    of = formats.name_of(scalar.format)
    sides = (floats_in(a, b, of) for a, b in ((low.real, high.real), (low.imag, high.imag)))
    return st.builds(complex, *(st.builds(_signed, side, st.booleans()) for side in sides))


def _signed(x: float, negative: bool) -> float:
    return -0.0 if negative and x == 0 else x


def _short(low: float, high: float) -> st.SearchStrategy[float]:
    """k/64 within the range."""
    ends = math.ceil(max(low, -(2.0**40)) * 64), math.floor(min(high, 2.0**40) * 64)
    return st.integers(*ends).map(lambda k: k / 64) if ends[0] <= ends[1] else st.nothing()


def balls_around(x: float, radius: float) -> st.SearchStrategy[arb]:
    """Balls that contain x, their radius at most the one given but for rounding."""
    if not (math.isfinite(x) and 0 <= radius < math.inf):
        raise BadInput(
            f"balls_around needs a finite number and a radius of at least 0, got {x!r}, {radius!r}"
        )

    def ball(shares: tuple[float, float]) -> arb:
        wide = exact(radius) * exact(shares[0])
        return arb(exact(x) + wide * exact(shares[1]), arb(wide))

    # The midpoint lies within the radius of x, so x is in the ball.
    return st.tuples(st.floats(0, 1), st.floats(-1, 1)).map(ball)


def _most(of: Format) -> float:
    """Two closing floats of p bits leave 2^-2p of a sum, and what that is asked to be; 1e30 of float64."""
    return float(f"{2.0 ** (2 * of.bits - 6):.0e}")


def _most_of_matrices(of: Format) -> float:
    """Entries are rounded, which moves the least singular value by some 2^-p of the largest: 1e15."""
    return float(f"{2.0 ** (of.bits - 3):.0e}")


def _asked(condition: float, most: float) -> float:
    """The condition number asked for, where there can be such data."""
    if isinstance(condition, Real) and 1 <= condition <= most:
        return float(condition)
    raise BadInput(f"condition= has to be a number from 1 to {most:g} here, got {condition!r}")


def _at_least(least: int, **size: int) -> int:
    ((name, value),) = size.items()
    if isinstance(value, int) and value >= least:
        return value
    raise BadInput(f"{name}= has to be an integer of at least {least} here, got {value!r}")


@dataclass(frozen=True)
class Sum:
    """Terms with their sum and its condition number sum |t_i| / |sum t_i|, both exact."""

    terms: tuple[float, ...]
    value: Fraction
    condition: Fraction


@dataclass(frozen=True)
class DotProduct:
    """Vectors with their dot product and its condition number 2 |x|.|y| / |x.y|, both exact."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    value: Fraction
    condition: Fraction


@dataclass(frozen=True)
class Polynomial:
    """Coefficients from the constant on, a point, the value there and its condition number
    sum |a_i x^i| / |p(x)|, both exact."""

    coefficients: tuple[float, ...]
    x: float
    value: Fraction
    condition: Fraction


@dataclass(frozen=True)
class Matrix:
    """A matrix with its condition number in the infinity norm as a ball."""

    entries: np.ndarray
    condition: arb


def sums(condition: float, most: int = 20, format: str = "float64") -> st.SearchStrategy[Sum]:
    """Sums whose condition number lies within a factor 4 of the one asked for."""
    of = formats.drawn(format)
    return _sums(_asked(condition, _most(of)), _at_least(4, most=most), of)


@st.composite
def _sums(draw: st.DrawFn, condition: float, most: int, of: Format) -> Sum:
    free = draw(st.lists(_unit(of), min_size=2, max_size=most - 2))
    terms = _cancelled(free, condition, of)
    order = draw(st.permutations(terms))
    value = sum(map(Fraction, order), Fraction(0))
    return Sum(tuple(order), value, sum(abs(Fraction(t)) for t in order) / abs(value))


def dot_products(condition: float, most: int = 20, format: str = "float64") -> st.SearchStrategy[DotProduct]:
    """Dot products whose condition number lies within a factor 8 of the one asked for."""
    of = formats.drawn(format)
    return _dot_products(_asked(condition, _most(of)), _at_least(4, most=most), of)


@st.composite
def _dot_products(draw: st.DrawFn, condition: float, most: int, of: Format) -> DotProduct:
    x = draw(st.lists(_unit(of), min_size=2, max_size=most - 2))
    y = draw(st.lists(_unit(of), min_size=len(x), max_size=len(x)))
    products = [Fraction(a) * Fraction(b) for a, b in zip(x, y, strict=True)]
    extra = _closing(products, condition / 2, of)
    x, y = [*x, *extra], [*y, *([1.0] * len(extra))]
    products += [Fraction(t) for t in extra]
    value = sum(products, Fraction(0))
    return DotProduct(tuple(x), tuple(y), value, 2 * sum(map(abs, products)) / abs(value))


def polynomials(condition: float, degree: int = 8, format: str = "float64") -> st.SearchStrategy[Polynomial]:
    """Polynomials at a short point, condition number within a factor 8 of the one asked for."""
    of = formats.drawn(format)
    return _polynomials(_asked(condition, _most(of)), _at_least(1, degree=degree), of)


@st.composite
def _polynomials(draw: st.DrawFn, condition: float, degree: int, of: Format) -> Polynomial:
    x = draw(st.integers(-128, 128)) / 64 or 1.0
    upper = draw(st.lists(_unit(of), min_size=degree, max_size=degree))
    powers = [Fraction(a) * Fraction(x) ** (i + 2) for i, a in enumerate(upper)]
    # The constant and the linear coefficient take the place of two closing terms.
    closing = _closing(powers, condition, of)
    linear_part = of.rounded(_rational(Fraction(closing[0]) / Fraction(x)))
    constant = _remaining([*powers, Fraction(linear_part) * Fraction(x)], condition, of)
    coefficients = (constant, linear_part, *upper)
    parts = [Fraction(a) * Fraction(x) ** i for i, a in enumerate(coefficients)]
    value = sum(parts, Fraction(0))
    reached = sum(map(abs, parts)) / abs(value)
    # Divided by a small x, what closes the sum may be subnormal and be rounded by more than a unit roundoff.
    assume(condition / 8 <= reached <= 8 * condition)
    return Polynomial(coefficients, x, value, reached)


def matrices(condition: float, most: int = 6, format: str = "float64") -> st.SearchStrategy[Matrix]:
    """Square matrices, condition number near the one asked for: two random rotations about geometrically
    spread singular values. What it really is, is certified."""
    of = formats.drawn(format)
    return _matrices(_asked(condition, _most_of_matrices(of)), _at_least(2, most=most), of)


@st.composite
def _matrices(draw: st.DrawFn, condition: float, most: int, of: Format) -> Matrix:
    n = draw(st.integers(2, most))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    u, v = (np.linalg.qr(random.standard_normal((n, n)))[0] for _ in range(2))
    # The infinity norm's condition number exceeds the 2-norm's by up to n.
    values = np.geomspace(1, 1 / max(condition / n, 1), n)
    a = np.vectorize(of.nearest)(u * values @ v)
    data = mapped(lambda entry: exact(float(entry)), a)

    def kappa(_: None) -> arb:
        return linear.norm_inf(data) * linear.norm_inf(linear.exact_inverse(data))

    return Matrix(a, refine([None], kappa, accurate(30))[0].value)


def steer_towards_error(ulps: float | None) -> None:
    """Tell hypothesis to look for larger errors: to be called within a test with what was certified. An
    infinite one counts as the largest float."""
    if ulps is not None and ulps > 0:
        steer(math.log2(min(ulps, sys.float_info.max)), label="log2 of ulps")


# --- cancellation to order ----------------------------------------------------------------------------


def _unit(of: Format) -> st.SearchStrategy[float]:
    """Numbers of the format, of both signs, between 2^-10 and 1 in size."""
    most = 2 ** min(30, of.bits)
    size = st.integers(1, most).map(lambda k: k / most)
    return st.tuples(size.map(lambda s: max(s, 2.0**-10)), st.sampled_from((1.0, -1.0))).map(math.prod)


def _cancelled(terms: Sequence[float], condition: float, of: Format) -> list[float]:
    return [*terms, *_closing([Fraction(t) for t in terms], condition, of)]


def _closing(parts: Sequence[Fraction], condition: float, of: Format) -> list[float]:
    """Two floats that bring the sum of the parts down to (sum |parts|)/condition or so.

    The first takes away all but 2^-p of the sum; the second leaves what is asked for.
    """
    total = sum(parts, Fraction(0))
    first = of.rounded(_rational(-total))
    return [first, _remaining([*parts, Fraction(first)], condition, of)]


def _remaining(parts: Sequence[Fraction], condition: float, of: Format) -> float:
    """The float that leaves sum |parts| / condition of the sum of the parts."""
    wanted = max(sum(map(abs, parts)), Fraction(1, 2**60)) / Fraction(condition)
    last = of.rounded(_rational(wanted - sum(parts, Fraction(0))))
    left = sum(parts, Fraction(0)) + Fraction(last)
    return last if left else numbers.neighbours(last, (1,), of)[0]


def _rational(x: Fraction) -> fmpq:
    return fmpq(x.numerator, x.denominator)
