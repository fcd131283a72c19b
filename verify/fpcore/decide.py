"""Questions that a real number has to answer: how two compare, which integer one rounds to.

Exact rationals always answer. A ball that leaves the answer open raises Unsettled.
"""

import itertools
from collections.abc import Sequence
from typing import Any

from flint import arb, fmpq, fmpz

from verify.arithmetic.precision import Unsettled, less
from verify.fpcore import extended
from verify.fpcore.algebraic import equal, kept
from verify.fpcore.reader import Place

Value = fmpq | arb | float  # a float: an infinity or NaN, as the constants of these names are
HALF = fmpq(1, 2)
NEARBY = {"toPositive": "ceil", "toNegative": "floor", "toZero": "trunc", "nearestAway": "round"}


def integer(name: str, x: Any, rounding: str, place: Place) -> fmpz:
    """x rounded to an integer: floor, ceil, trunc, round (halves away), nearbyint (as :round says)."""
    match NEARBY.get(rounding, "even") if name == "nearbyint" else name:
        case "floor":
            return _floor(x, place)
        case "ceil":
            return -_floor(kept("neg", (x,), -x), place)
        case "trunc":
            return _signed(_floor(kept("fabs", (x,), abs(x)), place), x, place)
        case "round":
            size = kept("fabs", (x,), abs(x))
            return _signed(_floor(kept("+", (size, HALF), size + HALF), place), x, place)
    n = _floor(kept("+", (x, HALF), x + HALF), place)
    tie = x + HALF == fmpq(n) if isinstance(x, fmpq) else (x + HALF).contains_integer()
    if tie and isinstance(x, arb) and not (x + HALF).is_exact():
        raise Unsettled(f"{place}: cannot decide whether it is half an integer")
    return n - 1 if tie and n % 2 == 1 else n


def _signed(size: fmpz, x: Any, place: Place) -> fmpz:
    return -size if size != 0 and test("<", (x, fmpq(0)), place) else size


def _floor(x: Any, place: Place) -> fmpz:
    n: fmpz | None = x.floor() if isinstance(x, fmpq) else x.floor().unique_fmpz()
    if n is None and (near := (x + HALF).floor().unique_fmpz()) is not None and equal(x, fmpq(near)):
        n = near
    if n is None:
        raise Unsettled(f"{place}: cannot decide which integer it rounds to")
    return n


def test(name: str, x: Sequence[Value], place: Place) -> bool:
    """Comparisons hold for all ordered pairs of arguments; real numbers are finite, and normal unless 0."""
    if name in ("isfinite", "isinf", "isnan", "isnormal", "signbit"):
        return _classified(name, x[0], place)
    pairs = (
        [(a, b) for k, a in enumerate(x) for b in x[k + 1 :]] if name == "!=" else list(itertools.pairwise(x))
    )
    unsettled = False
    for a, b in pairs:
        holds = _compared(name, a, b)
        if holds is False:
            return False
        unsettled = unsettled or holds is None
    if unsettled:
        raise Unsettled(f"{place}: cannot decide whether the two sides of {name} are exactly equal")
    return True


def _classified(name: str, x: Value, place: Place) -> bool:
    if isinstance(x, float):
        return extended.classified(name, x)
    match name:
        case "isfinite":
            return True
        case "isnormal":
            return test("!=", (x, fmpq(0)), place)
        case "signbit":
            return test("<", (x, fmpq(0)), place)
    return False


def _compared(name: str, a: Value, b: Value) -> bool | None:
    if isinstance(a, float) or isinstance(b, float):
        return extended.compared(name, a, b)
    below: bool | None
    above: bool | None
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        below, above = bool(a < b), bool(b < a)
    else:
        below, above = less(a, b), less(b, a)
        if below is above is None and equal(a, b):
            below = above = False
    match name:
        case "<":
            return below
        case ">":
            return above
        case "<=":
            return _not(above)
        case ">=":
            return _not(below)
    # Equal numbers are neither above nor below each other, different ones are one of the two.
    differ = True if below or above else False if below is False and above is False else None
    return differ if name == "!=" else _not(differ)


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
