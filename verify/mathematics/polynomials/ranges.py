"""Where the values of an expression lie over an interval that may be huge, by its ends.

A ball around [e^64, e^1000] is as wide as its upper end, and its lower end is lost in the radius. Here the
two ends are carried apart. An end that is not known is an infinity: nothing is claimed of that side.
"""

from collections.abc import Callable

from flint import arb

from verify.arithmetic.precision import Unsettled, no
from verify.language.expressions import Undefined, compiled
from verify.language.functions import FUNCTIONS
from verify.language.nodes import Call, Node, Number, Variable, text

Ends = tuple[arb, arb]
Range = Callable[[Ends], Ends]

INF = arb("inf")
ENOUGH = arb(2) ** 20  # of an argument larger than that flint may make no number

# Monotone on the whole of their domains, each of which is an interval.
INCREASING = {
    "sqrt", "cbrt", "exp", "exp2", "exp10", "expm1", "log", "log2", "log10", "log1p", "atan", "asin",
    "sinh", "tanh", "asinh", "acosh", "atanh", "erf", "logit", "expit", "ndtr",
}  # fmt: skip
DECREASING = {"acos", "erfc", "rsqrt"}
# Increasing from here on: the minimum of Gamma on x > 0 lies at 1.4616..., that of x! one below.
INCREASING_FROM = {"gamma": arb(1.5), "lgamma": arb(1.5), "factorial": arb(0.5), "cosh": arb(0)}
# So fast that an end beyond ENOUGH bounds as well as infinity does: f(x) >= f(ENOUGH) for x >= ENOUGH.
FAST = {"exp", "exp2", "exp10", "expm1", "sinh", "cosh", "gamma", "factorial"}
LEAST = {"exp": arb(0), "exp2": arb(0), "exp10": arb(0), "expm1": arb(-1)}  # below all their values


def ranging(node: Node, variable: str) -> Range:
    """The ends of the values of an expression over the ends of its one variable.

    Undefined where it certainly has no value at any of these inputs, Unsettled where it may have none at
    some.
    """
    if isinstance(node, Number):
        number = arb(node.value)
        return lambda x: (number, number)
    if isinstance(node, Variable):
        return lambda x: x
    inner = [ranging(a, variable) for a in node.arguments]
    names = [f"_{k}" for k in range(len(inner))]
    whole = compiled(Call(node.name, tuple(map(Variable, names))))

    def ends(x: Ends) -> Ends:
        given = [f(x) for f in inner]
        if node.name in ("+", "-", "neg"):
            return _linear(node.name, given)
        if len(given) == 1 and (found := _monotone(node, given[0])) is not None:
            return found
        if node.name == "^" and given[0][0] > 0 and given[1][0].is_exact() and given[1][0] == given[1][1]:
            return _power(whole, *given)
        value = whole({n: low.union(high) for n, (low, high) in zip(names, given, strict=True)})
        return _below(value), _above(value)

    return ends


def _power(whole: Callable[[dict[str, arb]], arb], x: Ends, y: Ends) -> Ends:
    """x^y is monotone in x > 0: increasing for y >= 0, else decreasing."""
    low, high = (whole({"_0": end, "_1": y[0]}) for end in x)
    return (_below(low), _above(high)) if y[0] >= 0 else (_below(high), _above(low))


def _linear(name: str, given: list[Ends]) -> Ends:
    if name == "neg":
        ((low, high),) = given
        return -high, -low
    (a, b), (c, d) = given
    return (_below(a + c), _above(b + d)) if name == "+" else (_below(a - d), _above(b - c))


def _monotone(node: Call, x: Ends) -> Ends | None:
    """By the ends of the argument, where the function is known to be monotone between them."""
    name, (low, high) = node.name, x
    if name == "cosh" and high <= 0:  # even
        low, high = -high, -low
    start = INCREASING_FROM.get(name)
    rises = name in INCREASING or (start is not None and low >= start)
    if not (rises or name in DECREASING):
        return None
    domain = FUNCTIONS[name].domain
    if domain is not None and not (domain(low) and domain(high)):
        if no(domain(low.union(high))):
            raise Undefined(f"{text(node)} is not defined")
        raise Unsettled(f"cannot decide whether {text(node)} is defined")
    first, last = (low, high) if rises else (high, low)
    return _below(_at(name, first, up=False)), _above(_at(name, last, up=True))


def _at(name: str, x: arb, up: bool) -> arb:
    """The function at an end, or at one beyond it that bounds it from the same side."""
    if name in FAST and not abs(x) <= ENOUGH:
        if x > 0:
            return INF if up else FUNCTIONS[name].ball(ENOUGH)
        return FUNCTIONS[name].ball(-ENOUGH) if up else LEAST.get(name, -INF)
    return FUNCTIONS[name].ball(x) if x.is_finite() else arb.nan()


def _below(ball: arb) -> arb:
    low = ball.lower()
    return -INF if low.is_nan() else low


def _above(ball: arb) -> arb:
    high = ball.upper()
    return INF if high.is_nan() else high
