"""The values and slopes of integrate(f, x, a, b) and root(f, x, near).

An integral is FLINT's certified one over a finite interval. It demands that the integrand is analytic where
its error is bounded in the complex plane, so that there every function of the variable has to be one that is
enclosed there with its branch cuts; a ball that meets a cut or a pole encloses nothing, and the interval is
halved.

A root is that which Newton's iteration from `near` finds, in a ball X where an interval Newton step proves
that there is one, and only one: m - f(m)/f'(X) lies within X.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flint import acb, arb

from verify.arithmetic.precision import Hopeless, Unsettled, current_bits
from verify.core.errors import BadInput
from verify.language.bound import free
from verify.language.cuts import NEGATIVE, Side, one_sided
from verify.language.domains import whole
from verify.language.nodes import Call, Node, Variable, substituted, text
from verify.language.plane_rows import PLANE

STEPS = 64  # of Newton's iteration
CALLS = 20_000  # of an integrand, after which an integral is left as it is
Values = Mapping[str, arb]
Compiled = Callable[[Node], Callable[[Values], arb]]
Derivative = Callable[[Node, str], Node | None]
In = Callable[[Values, acb], Any]
NOTHING = acb("nan", "nan")
NO_SIDES: dict[str, Side] = {"real": lambda: 0, "imag": lambda: 0}


def compiled(node: Call, of: Compiled, slope_of: Derivative) -> Callable[[Values], arb]:
    """As `expressions.compiled`; `of` compiles what stands in the formula."""
    return _integral(node, of) if node.name == "integrate" else _root(node, of, slope_of)


def derivative(node: Call, by: str, of: Derivative) -> Node | None:
    """Leibniz's rule, and the implicit function theorem."""
    f, x = node.arguments[0], node.arguments[1]
    assert isinstance(x, Variable)
    inside = of(f, by)
    if inside is None:
        return None
    if node.name == "root":
        slope, here = of(f, x.name), {x.name: node}
        if slope is None:
            return None
        return Call("neg", (Call("/", (substituted(inside, here), substituted(slope, here))),))
    total: Node = Call("integrate", (inside, *node.arguments[1:]))
    for end, sign in zip(node.arguments[2:], ("neg", ""), strict=True):
        moved = of(end, by)
        if moved is None:
            return None
        edge: Node = Call("*", (substituted(f, {x.name: end}), moved))
        total = Call("+", (total, Call("neg", (edge,)) if sign else edge))
    return total


# --- integrals ------------------------------------------------------------------------------------------


def _integral(node: Call, of: Compiled) -> Callable[[Values], arb]:
    f, x, low, high = node.arguments
    assert isinstance(x, Variable)
    inside, ends = in_plane(f, x.name, of), (of(low), of(high))

    def value(values: Values) -> arb:
        def integrand(z: acb, _: bool) -> acb:
            try:
                return acb(inside(values, z))
            except (ArithmeticError, Hopeless, ValueError):  # a cut, a pole, or nothing that is enclosed
                return NOTHING

        a, b = (end(values) for end in ends)
        found = acb.integral(integrand, acb(a), acb(b), eval_limit=CALLS).real
        if not found.is_finite():
            raise Unsettled(f"{text(node)} is not enclosed at {current_bits()} bits")
        return found

    return value


def in_plane(node: Node, name: str, of: Compiled) -> In:
    """A formula at a complex ball of one variable: analytic wherever it is finite. BadInput where a function
    of the variable is none that is known to be analytic."""
    if name not in free(node):
        real = of(node)
        return lambda values, z: real(values)
    if isinstance(node, Variable):
        return lambda values, z: z
    assert isinstance(node, Call)
    parts = [in_plane(part, name, of) for part in node.arguments]
    if node.name in OPERATORS:
        operator = OPERATORS[node.name]
        return lambda values, z: operator(*(part(values, z) for part in parts))
    if node.name not in PLANE:
        where = f"{text(node)} is not known to be analytic in {name}"
        raise BadInput(f"{where}; cut the integral where it has a kink")
    known, called = PLANE[node.name], node.name

    def function(values: Values, z: acb) -> acb:
        given = [part(values, z) for part in parts]
        typed = [v if k < known.real else acb(v) for k, v in enumerate(given)]
        if known.domain is not None and not known.domain(*typed):
            return NOTHING
        return known.value(called, given, NO_SIDES)

    return function


def _quotient(x: Any, y: Any) -> Any:
    return NOTHING if y.contains(0) else x / y


def _power(x: Any, y: Any) -> Any:
    """A product for a whole y, else exp(y log x) with the cut of the logarithm."""
    if isinstance(y, arb) and whole(y):
        n = int(y.fmpz())
        return NOTHING if n < 0 and x.contains(0) else acb(x) ** n
    return (y * one_sided(acb.log, (NEGATIVE,), acb(x), NO_SIDES)).exp()


OPERATORS: Mapping[str, Callable[..., Any]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": _quotient,
    "^": _power,
    "neg": lambda x: -x,
}


# --- roots ----------------------------------------------------------------------------------------------


def _root(node: Call, of: Compiled, derived: Derivative) -> Callable[[Values], arb]:
    f, x, near = node.arguments
    assert isinstance(x, Variable)
    slope_of = derived(f, x.name)
    if slope_of is None:
        raise BadInput(f"the derivative of {text(f)} is not known, so its root cannot be proved")
    value, slope, start = (of(part) for part in (f, slope_of, near))

    def root(values: Values) -> arb:
        point = start(values).mid()
        for _ in range(STEPS):
            here = {**values, x.name: point}
            step = value(here) / slope(here)
            if not step.is_finite():
                raise Unsettled(f"{text(node)}: Newton's iteration met a zero slope")
            point = (point - step).mid()
            if abs(step) <= abs(point) * arb(2) ** (8 - current_bits()) or abs(step).mid() == 0:
                break
        for bits in (current_bits() - 16, current_bits() // 2, current_bits() // 4, 12):
            around = point + arb(0, (abs(point) + arb(2) ** -current_bits()) * arb(2) ** -bits)
            newton = point - value({**values, x.name: point}) / slope({**values, x.name: around})
            if newton.is_finite() and around.contains_interior(newton):
                return newton
        raise Unsettled(f"{text(node)}: no root is proved near {point.str(8, radius=False)}")

    return root
