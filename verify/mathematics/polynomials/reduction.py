"""Circular functions at arguments of any size, reduced exactly by integers.

Within a binade x = m 2^e with an integer |m| < 2^24, and with beta = 2^e/(2 pi) mod 1 the angle of x is
m beta turns, up to whole ones. beta is known to any number of bits, however large e is, and is split so that
its products with m are exact. For sinpi and cospi beta = 2^e/2 mod 1, which is exact.
"""

import math
from collections.abc import Iterator
from functools import cache

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.float64 import nearest
from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import precision
from verify.mathematics.polynomials.pieces import Floats, Reduced

BITS = 24  # of m
WORK = 512  # bits for 2^e/(2 pi) with e <= 104: its radius is below 2^-400
DEGREE = 9  # of sin(2 pi s)/s in s^2
# |s| <= 1/4 + 2^-6 + 2^-30: theta = 2 pi |s| <= 1.67, where sin(theta)/theta >= 0.59 and
# sinh(theta)/sin(theta) <= 2.6. With u = 2^-53, what `_sine` makes of s^ is off from sin(2 pi s^) at most
#   gamma_28 * 2.6  < 74 u  Horner's gamma_18; v = s^2 is rounded, k u in the term of v^k; the coefficients, u
#   theta^20/21! / 0.59  < 9 u  the first term left out of an alternating series with falling terms
#   u  the last product
# together less than 90 u; it leaves the rest of 128 u for the error of s^.
SINE = 2.0**-46
FACTOR = {"sin": 1, "cos": 1, "sinpi": 1, "cospi": 1, "tan": 3, "cot": 3, "sec": 3, "csc": 3, "sinc": 3}


def reduced(function: str, low: float, high: float, format: Format) -> Iterator[Reduced]:
    """The floats of the format from low to high, of one sign and 1 <= |x|, binade by binade."""
    assert format.bits <= BITS
    assert min(abs(low), abs(high)) >= 1
    place, last = format.ordinal(low), format.ordinal(high)
    while place <= last:
        x = format.from_ordinal(place)
        binade = math.frexp(x)[1] - 1
        # The last one of this binade on the way up: the one before 2^(k+1), or -2^k.
        size = math.ldexp(1.0, binade if x < 0 else binade + 1)
        end = min(last, format.ordinal(size) - 1 if x > 0 else format.ordinal(-size))
        parts, relative = _of_binade(function, binade)
        yield Reduced(x, format.from_ordinal(end), function, parts, relative)
        place = end + 1


@cache
def _of_binade(function: str, binade: int) -> tuple[tuple[float, float, float], float]:
    """The parts of beta 2^-e for 2^k <= |x| < 2^(k+1), and the relative bound of the function there."""
    e = binade - BITS + 1
    beta = fmpq(2) ** (e - 1) if function.endswith("pi") else _turn(e)
    beta = _fraction(beta)
    b1 = _multiple(beta, 29)
    b2 = _multiple(beta - b1, 54)
    rest = beta - b1 - b2
    sine = SINE
    if not function.endswith("pi"):
        # s* = h + m rest exactly; s^ = fl(h + fl(m fl(rest))), |rest| <= 2^-55: |s^ - s*| <= u |s^| + 2^-83,
        # and |theta d(log sin)/d theta| <= 1 for theta <= 1.67: a relative error of s^ comes out no larger.
        sine += 1.01 * 2.0**-83 / _least(_fraction(4 * beta))
    assert sine < 2 * SINE  # no float of 24 bits comes so near to a multiple of pi/2
    # Of quotients: (1 + a)/(1 - a) (1 + u) - 1 < 3 a for u <= a/100, a <= 1/100.
    b = (nearest(b1), nearest(b2), nearest(rest))
    return (math.ldexp(b[0], -e), math.ldexp(b[1], -e), math.ldexp(b[2], -e)), sine * FACTOR[function]


@cache
def _turn(e: int) -> fmpq:
    """2^e/(2 pi) mod 1, to 2^-400: both beta and its use below have room for that."""
    with precision(WORK):
        ball = arb(2) ** e / (2 * arb.pi())
        assert ball.rad() < arb(2) ** -400
        mantissa, exponent = ball.mid().man_exp()
        return fmpq(int(mantissa)) * fmpq(2) ** int(exponent)


def _fraction(x: fmpq) -> fmpq:
    """x up to an integer, in [-1/2, 1/2]."""
    return x - (x + fmpq(1, 2)).floor()


def _multiple(x: fmpq, bits: int) -> fmpq:
    """The multiple of 2^-bits nearest to x."""
    unit = fmpq(2) ** bits
    return fmpq((x * unit + fmpq(1, 2)).floor()) / unit


def _least(alpha: fmpq, count: int = 2**BITS) -> float:
    """At most the distance in turns of any x = m 2^e from a multiple of pi/2, for alpha = 4 beta mod 1.

    |m alpha - n| over 0 < m < count and all n is least at the last convergent of alpha whose denominator is
    below count (Lagrange's best approximations of the second kind). A zero of the function lies at a multiple
    of 1/4 turn, and the distance of m beta from those is a quarter of that of 4 m beta from the integers.
    """
    (p0, q0), (p1, q1), rest = (0, 1), (1, 0), alpha
    while True:
        whole = rest.floor()
        p, q = int(whole) * p1 + p0, int(whole) * q1 + q0
        if q >= count:
            break
        (p0, q0), (p1, q1), rest = (p1, q1), (p, q), 1 / (rest - whole)
    # 2^-300: what alpha itself is uncertain by, times m, and far more. Rounding to nearest costs 2^-53 of it.
    return nearest((abs(q1 * alpha - p1) - fmpq(2) ** -300) / 4) * (1 - 2.0**-50)


def evaluate_reduced(piece: Reduced, x: Floats) -> Floats:
    """The function at floats of the piece."""
    match piece.function:
        case "sin" | "sinpi":
            return _sine(piece.parts, x, 0.0)
        case "cos" | "cospi":
            return _sine(piece.parts, x, 0.25)
        case "tan":
            return _sine(piece.parts, x, 0.0) / _sine(piece.parts, x, 0.25)
        case "cot":
            return _sine(piece.parts, x, 0.25) / _sine(piece.parts, x, 0.0)
        case "sec":
            return 1 / _sine(piece.parts, x, 0.25)
        case "csc":
            return 1 / _sine(piece.parts, x, 0.0)
        case "sinc":
            return _sine(piece.parts, x, 0.0) / x
    raise ValueError(piece.function)


def _sine(parts: tuple[float, float, float], x: Floats, shift: float) -> Floats:
    """sin(2 pi (m beta + shift)), shift a multiple of 2^-29 of at most 1/4.

    x b_i 2^-e = m b_i. m b1 is a multiple of 2^-29 of at most 2^23 (|b1| <= 1/2): exact, and so is the sum
    with the shift. n/2 is subtracted from it exactly, leaving |s| <= 1/4. m b2 is a multiple of 2^-54 of at
    most 2^-6 (|b2| <= 2^-30): its sum with s, below 1/2, is exact. The third part, at most 2^-31, is rounded,
    and so is the last sum.
    """
    s = x * parts[0]
    if shift:
        s += shift
    n = np.rint(2 * s)
    work = n * 0.5
    s -= work
    # (-1)^n = 1 - 2 (n - 2 floor(n/2)): all of it exact, for |n| <= 2^24 + 1
    np.floor(work, out=work)
    work *= -2
    n += work
    n *= -2
    n += 1
    np.multiply(x, parts[1], out=work)
    s += work
    np.multiply(x, parts[2], out=work)
    s += work
    n *= s
    np.multiply(s, s, out=s)
    work.fill(_coefficients()[-1])
    for c in _coefficients()[-2::-1]:
        work *= s
        work += c
    work *= n
    return work


@cache
def _coefficients() -> tuple[float, ...]:
    """(-1)^k (2 pi)^(2k+1)/(2k+1)!, to the nearest float64."""
    with precision(WORK):
        turn = 2 * arb.pi()
        return tuple(
            float((-1) ** k * turn ** (2 * k + 1) / math.factorial(2 * k + 1)) for k in range(DEGREE + 1)
        )
