"""Power series of balls with the methods that balls have, so that a function of balls takes them.

flint's arb_series has some methods under the names of arb's that are functions of the class with the variable
elsewhere: `x.beta_lower(a, b, 1)` is there the constant I_1(a, b), whatever x. Of a `Series` every method is
the ball's, and what is not known to be is refused.
"""

from collections.abc import Callable
from typing import Any

from flint import arb, arb_series

OPERATORS = {"__neg__", "__pos__"} | {
    f"__{side}{name}__" for side in ("", "r") for name in ("add", "sub", "mul", "truediv", "pow")
}
# Methods of one series without further arguments, the same as the ball's.
SAME = (
    "acos",
    "asin",
    "atan",
    "cos",
    "exp",
    "log",
    "sqrt",
    "gamma",
    "lgamma",
    "rgamma",
    "erf",
    "erfc",
    "erfi",
    "ei",
    "si",
    "ci",
    "shi",
    "chi",
    "li",
    "lambertw",
    "rsqrt",
    "tan",
    "sin",
    "sin_pi",
    "cos_pi",
    "cot_pi",
    "sin_cos",
    "sin_cos_pi",
    "airy_ai",
    "airy_bi",
    "fresnel_s",
    "fresnel_c",
    "zeta",
)
# The others in terms of these: identities between analytic functions.
DERIVED: dict[str, Callable[..., Any]] = {
    "expm1": lambda x: x.exp() - 1,
    "log1p": lambda x: (1 + x).log(),
    "sinh": lambda x: (x.exp() - (-x).exp()) / 2,
    "cosh": lambda x: (x.exp() + (-x).exp()) / 2,
    "tanh": lambda x: 1 - 2 / ((2 * x).exp() + 1),
    "asinh": lambda x: (x + (x * x + 1).sqrt()).log(),
    "atanh": lambda x: ((1 + x) / (1 - x)).log() / 2,
    "beta_lower": lambda x, a, b, regularized=0: arb_series.beta_lower(a, b, x, regularized),
    "gamma_lower": lambda x, s, regularized=0: arb_series.gamma_lower(s, x, regularized),
    "gamma_upper": lambda x, s, regularized=0: arb_series.gamma_upper(s, x, regularized),
}
SMALL = {"expm1", "log1p", "sinh", "tanh", "asinh", "atanh"}  # like x at zero
OF_SERIES = {"coeffs", "length", "prec", "repr", "str", "valuation", "inv", "derivative", "integral"}


class Series(arb_series):
    """A power series whose operations and methods give such series."""


def variable(x: arb) -> Series:
    """x + t, to the first order."""
    return Series([x, 1], 2)


def _as_series(value: Any) -> Any:
    if isinstance(value, arb_series):
        return Series(value)
    return tuple(map(_as_series, value)) if isinstance(value, tuple) else value


def _method(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda x, *more, **named: _as_series(function(x, *more, **named))


def _derived(name: str) -> Callable[..., Any]:
    """By the identity, but for the constant term: e^x - 1 and its like are small differences near zero, and
    the ball has a function of its own for them."""
    identity, ball = DERIVED[name], getattr(arb, name)

    def method(x: Series) -> Any:
        found = identity(x)
        return Series([ball(x[0]), *found.coeffs()[1:]], found.prec)

    return method


def _alone(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda x: _as_series(function(x))


def _refused(name: str) -> Callable[..., Any]:
    def method(x: Series, *more: Any, **named: Any) -> Any:
        raise AttributeError(f"no power series of {name} is known")

    return method


for _name in OPERATORS.intersection(vars(arb_series)):
    setattr(Series, _name, _method(getattr(arb_series, _name)))
for _name in vars(arb_series).keys() | vars(arb).keys():
    if _name in SAME:
        setattr(Series, _name, _alone(getattr(arb_series, _name)))
    elif _name in SMALL:
        setattr(Series, _name, _derived(_name))
    elif _name in DERIVED:
        setattr(Series, _name, _method(DERIVED[_name]))
    elif not _name.startswith("_") and _name not in OF_SERIES:
        setattr(Series, _name, _refused(_name))
