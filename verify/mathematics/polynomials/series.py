"""An expression of one variable as a power series of balls: its Taylor coefficients, or their range.

Over a ball X the coefficient t_k holds f^(k)(x)/k! for every x in X. Where all of them are finite the
function has these derivatives on the whole of X: each rule below is an identity between functions that are
analytic where the series of FLINT is finite. What is not smooth (a kink, a jump) has one away from there.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flint import arb

from verify.arithmetic.precision import Unsettled
from verify.arithmetic.series import Series
from verify.language.expressions import compiled
from verify.language.nodes import Node, Number, Variable, text, variables_of

BITS = (128, 256, 1024)  # the coefficients at the centre need more where they are small differences
TERMS = 10  # flint's own limit of the arithmetic of series
Rule = Callable[..., Any]
Of = Callable[[Series], Series]


class NoSeries(Exception):
    """A function in the expression has no series here."""


def _sign(x: Series) -> int:
    """Of all values of the function: it is what its range at every point of the ball is."""
    if x[0] > 0:
        return 1
    if x[0] < 0:
        return -1
    raise Unsettled("the argument may change its sign")


def _power(x: Any, n: int) -> Any:
    if n < 0:
        return 1 / _power(x, -n)
    found: Any = arb(1)
    while n:
        found, x, n = (found * x if n % 2 else found), (x * x if n > 1 else x), n // 2
    return found


def _cbrt(x: Series) -> Any:
    return (x.log() / 3).exp() if _sign(x) > 0 else -((-x).log() / 3).exp()


def _steps(name: str) -> Rule:
    """Constant between its jumps."""

    def rule(x: Series) -> Any:
        at = getattr(x[0], "floor" if name == "floor" else "ceil")
        value = at()
        if not value.is_exact():
            raise Unsettled("the argument may reach an integer")
        return value

    return rule


RULES: dict[str, Rule] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
    **{
        name: lambda x, name=name: getattr(x, name)()
        for name in (
            "sqrt", "rsqrt", "exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "atanh",
            "sinh", "cosh", "tanh", "expm1", "log1p", "gamma", "rgamma", "erf", "erfc", "erfi", "ei", "si",
            "ci", "shi", "chi", "li", "lambertw",
        )
    },
    # log(x + sqrt(x^2 + 1)) is a small difference for x < 0
    "asinh": lambda x: -(-x).asinh() if x[0] < 0 else x.asinh(),
    "cbrt": _cbrt,
    "abs": lambda x: x * _sign(x),
    "sign": lambda x: arb(_sign(x)),
    "floor": _steps("floor"),
    "ceil": _steps("ceil"),
    "exp2": lambda x: (x * arb(2).log()).exp(),
    "exp10": lambda x: (x * arb(10).log()).exp(),
    "log2": lambda x: x.log() / arb(2).log(),
    "log10": lambda x: x.log() / arb(10).log(),
    "logit": lambda x: (x / (1 - x)).log(),
    "expit": lambda x: 1 / (1 + (-x).exp()),
    "acosh": lambda x: (x + ((x - 1) * (x + 1)).sqrt()).log(),
    "sec": lambda x: 1 / x.cos(),
    "csc": lambda x: 1 / x.sin(),
    "cot": lambda x: 1 / x.tan(),
    "sech": lambda x: 1 / x.cosh(),
    "csch": lambda x: 1 / x.sinh(),
    "coth": lambda x: 1 / x.tanh(),
    "sinpi": lambda x: x.sin_pi(),
    "cospi": lambda x: x.cos_pi(),
    "tanpi": lambda x: x.sin_pi() / x.cos_pi(),
    "lgamma": lambda x: x.lgamma() if _sign(x) > 0 else _reflected(x),
    "factorial": lambda x: (x + 1).gamma(),
    "erfcx": lambda x: (x * x).exp() * x.erfc(),
    "dawson": lambda x: (-(x * x)).exp() * x.erfi() * (arb.pi().sqrt() / 2),
    "ndtr": lambda x: (-x * arb(0.5).sqrt()).erfc() / 2,
    "airyai": lambda x: x.airy_ai(),
    "airybi": lambda x: x.airy_bi(),
    "hypot": lambda x, y: (x * x + y * y).sqrt(),
    "fma": lambda x, y, z: x * y + z,
}  # fmt: skip


def _reflected(x: Series) -> Any:
    """ln |Gamma(x)| for x < 0: Gamma(x) Gamma(1 - x) = pi / sin(pi x)."""
    wave = x.sin_pi()
    if not isinstance(wave, Series):
        return arb.nan()
    return (arb.pi() / (wave * _sign(wave))).log() - (1 - x).lgamma()


def _raised(x: Any, y: Any, exponent: Node) -> Any:
    if isinstance(exponent, Number) and exponent.value.q == 1 and abs(exponent.value.p) <= 64:
        return _power(x, int(exponent.value.p))
    # x^y = e^(y log x) for x > 0; the logarithm of anything else is not finite.
    return (y * x.log()).exp()


def series_of(node: Node, variable: str) -> Of:
    """The expression as a function of the variable's own series. NoSeries where a function has none.

    The coefficients of what it returns may be NaN or infinite: then nothing is known.
    """
    if isinstance(node, Variable):
        return lambda x: x
    if isinstance(node, Number) or not variables_of(node):
        constant = compiled(node)
        return lambda x: _as_series(constant({}))
    inner = [series_of(a, variable) for a in node.arguments]
    if node.name == "^":
        exponent = node.arguments[1]
        return lambda x: _as_series(_raised(inner[0](x), inner[1](x), exponent))
    rule = RULES.get(node.name)
    if rule is None:
        raise NoSeries(f"{text(node)} has no power series here")
    return lambda x: _as_series(rule(*[f(x) for f in inner]))


def _as_series(value: Any) -> Series:
    return value if isinstance(value, Series) else Series([value], TERMS)


def coefficients(of: Of, x: arb) -> list[arb]:
    """t_0 ... t_9 about x; over all its points where it is a ball. Unsettled where one is not finite."""
    try:
        found = of(Series([x, 1], TERMS))
    except (ZeroDivisionError, ValueError) as why:
        raise Unsettled(f"no series: {why}") from why
    terms = [found[k] for k in range(TERMS)]
    # If flint knows fewer terms of a series, the others are unknown.
    if found.prec < TERMS or not all(t.is_finite() for t in terms):
        raise Unsettled("no finite series")
    return terms


@dataclass(frozen=True)
class Expanded:
    """Of a function about c its coefficients in y = (x - c) 2^s.

    over    bounds by their size: term d + 1 of the remainder after the terms 0 ... d, wherever |y| <= 1
    at      the coefficients themselves, at the precision in force
    bits    the precisions that are worth a trial
    """

    over: Sequence[arb]
    at: Callable[[], list[arb]]
    bits: Sequence[int]


About = Callable[[float, float, float, int], Expanded]  # of an interval (low, high), its centre c, and s


def by_series(of: Of) -> About:
    """Lagrange's remainder: t_(d+1)(X) y^(d+1), where x and c lie in X."""

    def about(low: float, high: float, centre: float, exponent: int) -> Expanded:
        def scaled(x: arb) -> list[arb]:
            """t_k 2^(-s k): exact but for rounding within the balls."""
            return [t * arb(2) ** (-exponent * k) for k, t in enumerate(coefficients(of, x))]

        return Expanded(scaled(arb(low).union(arb(high))), lambda: scaled(arb(centre)), BITS)

    return about
