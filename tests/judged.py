"""Formulas of the truth language judged by mpmath, by another route or in closed form."""

from collections.abc import Callable
from typing import Any

import mpmath
from flint import arb
from mpmath import mp

from verify.arithmetic.precision import precision
from verify.language.expressions import evaluate
from verify.language.grammar import parse

BITS = 400


def value(formula: str, bits: int = BITS) -> arb:
    with precision(bits):
        return evaluate(parse(formula, ()), {})


def agrees(formula: str, opinion: Callable[[], Any], digits: int = 40) -> bool:
    """Is the ball finite, and within 10^-digits of the opinion, relatively (absolutely where that is 0)?"""
    ball = value(formula)
    with mp.workdps(60):
        given = mpmath.mpf(opinion())
        with precision(BITS):
            near = arb(mpmath.nstr(given, 55))
            allowed = arb(10) ** -digits * (1 if given == 0 else abs(near))
            assert ball.is_finite(), (formula, ball)
            assert abs(ball - near) <= allowed, (formula, ball, given)
    return True


def principal_value(f: Callable[[Any], Any], low: Any, pole: Any, high: Any) -> Any:
    """The principal value of an integral with one simple pole, folded about it; good to some 25 digits."""
    half = min(pole - low, high - pole)
    # Gauss' points keep away from the pole, where f(p + t) + f(p - t) cancels.
    folded = mp.quad(lambda t: f(pole + t) + f(pole - t), [0, half], method="gauss-legendre")
    left = mp.quad(f, [low, pole - half]) if pole - half > low else mp.mpf(0)
    return folded + left + (mp.quad(f, [pole + half, high]) if high > pole + half else mp.mpf(0))
