"""Balls of the functions of the truth language beside the opinions of mpmath and MPFR, at random inputs."""

import math
from random import Random
from typing import Any

import gmpy2
import mpmath
from flint import arb, fmpq
from gmpy2 import mpfr
from mpmath import mp

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import OutOfTime, precision
from verify.language.functions import FUNCTIONS
from verify.measure.limits import time_limit
from verify.trust.opinions import OPINIONS, ROUNDED, Side
from verify.trust.parts import Found

DIGITS = (60, 120, 240)  # mpmath proves nothing: where it disagrees, more digits are computed
BITS = (64, 400)
PATIENCE = 20.0  # seconds for one opinion
Where = tuple[float, ...]


def by_mpmath(name: str, seed: int, count: int) -> Found:
    """Does the ball meet what mpmath makes of the same function?"""
    random = Random(f"{name} {seed}")
    opinion, boxes = OPINIONS[name]
    answers = []
    for k in range(count):
        where = tuple(_drawn(random, side, k) for side in boxes[k % len(boxes)])
        ball, bits = _ball(name, where, random)
        answers.append(_beside_mpmath(name, where, ball, bits, opinion))
    return Found.of(f"{name} by mpmath", answers)


def by_mpfr(name: str, seed: int, count: int) -> Found:
    """Does the ball meet the interval of all that rounds to what MPFR returns?"""
    random = Random(f"{name} {seed} rounded")
    boxes = OPINIONS[name][1]
    answers = []
    for k in range(count):
        where = tuple(_drawn(random, side, k) for side in boxes[k % len(boxes)])
        ball, bits = _ball(name, where, random)
        context = gmpy2.context(precision=bits, emax=2**40, emin=-(2**40))
        given = getattr(context, ROUNDED[name])(*(mpfr(x, 53, context=context) for x in where))
        answers.append(_beside_mpfr(name, where, ball, bits, given))
    return Found.of(f"{name} by MPFR", answers)


def _drawn(random: Random, side: Side, k: int) -> float:
    """One of a few numbers, or drawn from an interval: uniformly, or with any magnitude in it."""
    if len(side) > 2:
        return float(side[k % len(side)])
    low, high = map(float, side)
    if random.random() < 0.5:
        return random.uniform(low, high)
    end = random.choice([x for x in (low, high) if x])
    least = min(abs(low), abs(high)) if low > 0 or high < 0 else abs(end) * 2.0**-60
    size = least * (abs(end) / least) ** random.random()
    return min(max(math.copysign(size, end), low), high)


def _ball(name: str, where: Where, random: Random) -> tuple[arb, int]:
    bits = random.randint(*BITS)
    with precision(bits):
        return FUNCTIONS[name].ball(*(arb(exact(x)) for x in where)), bits


def _beside_mpmath(name: str, where: Where, ball: arb, bits: int, opinion: Any) -> str | None:
    if not ball.is_finite():
        return None  # arb claims nothing
    for digits in DIGITS:
        try:
            with time_limit(PATIENCE), mp.workdps(digits):
                given = str(mpmath.mpf(opinion(*map(mp.mpf, where))))
        except (ArithmeticError, ValueError, TypeError, NotImplementedError, OutOfTime, mp.NoConvergence):
            return None
        if given in ("nan", "inf", "+inf", "-inf"):
            return None
        with precision(8 * digits):
            near = arb(given)
            # A quarter of its digits is what it may lose.
            off = abs(near) * arb(10) ** (-3 * digits // 4) + arb(10) ** -300
            if ball.overlaps(near + arb(0, off)):
                return ""
    return f"{_call(name, where)} at {bits} bits is {ball.str(40)}; by mpmath {given[:60]}"


def _beside_mpfr(name: str, where: Where, ball: arb, bits: int, given: Any) -> str | None:
    if not ball.is_finite() or not gmpy2.is_finite(given):
        return None
    mantissa, exponent = given.as_mantissa_exp()
    with precision(bits + 64):
        middle = arb(fmpq(int(mantissa))) * arb(2) ** int(exponent)
        # To nearest: the value lies within half a unit of the last of its bits.
        half = arb(2) ** (int(gmpy2.get_exp(given)) - bits - 1) if given else arb(2) ** -(2**39)
        if ball.overlaps(middle + arb(0, half)):
            return ""
    return f"{_call(name, where)} at {bits} bits is {ball.str(40)}; by MPFR {given:.40g}"


def _call(name: str, where: Where) -> str:
    return f"{name}({', '.join(x.hex() for x in where)})"
