"""The six functions of bench/check.py as they would be typed, each beside its truth in the language of
truths, in flint's balls by hand, and over any module of functions (gmpy2, mpmath, mpmath's intervals)."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from flint import arb


def exp(x: float) -> float:
    return math.exp(x)


def expm1_over_x(x: float) -> float:
    return (math.exp(x) - 1) / x


def difference_of_roots(x: float) -> float:
    return math.sqrt(x + 1) - math.sqrt(x)


def versine_over_square(x: float) -> float:
    return (1 - math.cos(x)) / (x * x)


def exp_negative_by_terms(x: float) -> float:
    total = term = 1.0
    for k in range(1, 100):
        term = term * -x / k
        total += term
    return total


def exp_negative_in_balls(x: arb) -> arb:
    """The same terms in balls: what one encloses who knows no closed form of the sum."""
    total = term = arb(1)
    for k in range(1, 100):
        term = term * -x / k
        total += term
    return total


def quadratic_root(a: float, b: float, c: float) -> float:
    return (-b + math.sqrt(b * b - 4 * a * c)) / (2 * a)


class Case(NamedTuple):
    function: Callable[..., float]
    truth: str
    ball: Callable[..., arb]
    generic: Callable[..., Any]


CASES = {
    "e1": Case(exp, "exp(x)", lambda x: x.exp(), lambda R, x: R.exp(x)),
    "e2": Case(expm1_over_x, "(exp(x) - 1)/x", lambda x: (x.exp() - 1) / x, lambda R, x: (R.exp(x) - 1) / x),
    "e3": Case(
        difference_of_roots,
        "sqrt(x + 1) - sqrt(x)",
        lambda x: (x + 1).sqrt() - x.sqrt(),
        lambda R, x: R.sqrt(x + 1) - R.sqrt(x),
    ),
    "e4": Case(
        versine_over_square,
        "(1 - cos(x))/(x*x)",
        lambda x: (1 - x.cos()) / (x * x),
        lambda R, x: (1 - R.cos(x)) / (x * x),
    ),
    "e5": Case(exp_negative_by_terms, "exp(-x)", lambda x: (-x).exp(), lambda R, x: R.exp(-x)),
    "e6": Case(
        quadratic_root,
        "(-b + sqrt(b*b - 4*a*c))/(2*a)",
        lambda a, b, c: (-b + (b * b - 4 * a * c).sqrt()) / (2 * a),
        lambda R, a, b, c: (-b + R.sqrt(b * b - 4 * a * c)) / (2 * a),
    ),
}

# Beside the loop over the truth, one over what the function itself computes.
TERM_BY_TERM = {"e5": exp_negative_in_balls}
