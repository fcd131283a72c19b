"""Operations of FPCore as functions on a tape: over the reals, with their derivatives."""

from functools import cache

from flint import arb

from verify.arithmetic.precision import Hopeless
from verify.fpcore import real
from verify.inside.dispatch.functions import EXTREMES, hypot, known, linear
from verify.inside.run.tape import ABS, ADD, DIV, MUL, NEG, SUB, Function
from verify.language.functions import FUNCTIONS

BASIC = {("+", 2): ADD, ("-", 2): SUB, ("*", 2): MUL, ("/", 2): DIV, ("-", 1): NEG, ("fabs", 1): ABS}
# An operation that rounds to an integer, and how; `nearbyint` as its context says.
ROUND = {"floor": "floor", "ceil": "ceil", "trunc": "trunc", "round": "away", "nearbyint": ""}


def _power(x: arb, y: arb) -> arb:
    ball, domain = real.BALLS["pow"]
    try:
        return ball(x, y) if domain is None or domain(x, y) else arb.nan()
    except (Hopeless, ArithmeticError, ValueError):
        return arb.nan()


def _step(difference: arb) -> arb:
    """The slope of max(d, 0); at a kink it lies in [0, 1]."""
    return arb(1) if difference > 0 else arb(0) if difference < 0 else arb(0.5, 0.5)


POWER = Function("pow", _power, (lambda x, y: y * _power(x, y - 1), lambda x, y: x.log() * _power(x, y)))
POSITIVE_DIFFERENCE = Function(
    "fdim", lambda x, y: (x - y).max(arb(0)), (lambda x, y: _step(x - y), lambda x, y: -_step(x - y))
)
OWN = {
    "pow": POWER,
    "fdim": POSITIVE_DIFFERENCE,
    "fmax": EXTREMES["max"],
    "fmin": EXTREMES["min"],
    "hypot": hypot(2),
    "cast": linear("cast", 1),
}


@cache
def function(name: str) -> Function:
    """A numeric operation by the standard's name."""
    ours = real.NAMES.get(name, name)
    return OWN[name] if name in OWN or ours not in FUNCTIONS else known(ours)


def copied_sign(negative: bool) -> Function:
    """|x|, or -|x|."""
    sign = -1 if negative else 1
    return Function("copysign", lambda x: sign * abs(x), (lambda x: sign * x.sgn(),))
