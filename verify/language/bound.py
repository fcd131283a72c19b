"""integrate(f, x, a, b) and root(f, x, near): formulas with a variable of their own.

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
from verify.language.nodes import Call, Node, Number, Variable, substituted, text

BINDERS = {"integrate": (4, ("f", "x", "a", "b")), "root": (3, ("f", "x", "near"))}
STEPS = 64  # of Newton's iteration
CALLS = 20_000  # of an integrand, after which an integral is left as it is
Values = Mapping[str, arb]


def names_in(tree: Any) -> frozenset[str]:
    """The variables that a parsed text binds: second arguments of its integrals and roots."""
    found = set()
    for part in tree.iter_subtrees():
        if part.data == "call" and str(part.children[0]) in BINDERS and len(part.children) > 2:
            second = part.children[2]
            if getattr(second, "data", "") != "name":
                raise BadInput(f"{part.children[0]} takes a variable as its second argument, such as t")
            found.add(str(second.children[0]))
    return frozenset(found)


def checked(node: Node, bound: frozenset[str], variables: tuple[str, ...] | None) -> Node:
    """The node. BadInput where a bound variable is one of the formula's own, or stands outside."""
    if twice := bound & set(variables or ()):
        raise BadInput(f"{min(twice)} is a variable of the function; name the one of the integral otherwise")
    if outside := bound & free(node):
        raise BadInput(f"{min(outside)} stands outside of what it is the variable of")
    return node


def free(node: Node) -> frozenset[str]:
    """The variables of a formula, without those that are bound in it."""
    if isinstance(node, Variable):
        return frozenset((node.name,))
    if isinstance(node, Number):
        return frozenset()
    inner = [free(part) for part in node.arguments]
    if node.name in BINDERS:
        return (inner[0] - inner[1]).union(*inner[2:])
    return frozenset().union(*inner)


def compiled(node: Call) -> Callable[[Values], arb]:
    return _integral(node) if node.name == "integrate" else _root(node)


def derivative(node: Call, by: str) -> Node | None:
    """Leibniz's rule, and the implicit function theorem."""
    from verify.language import expressions

    f, x = node.arguments[0], node.arguments[1]
    assert isinstance(x, Variable)
    inside = expressions.derivative(f, by)
    if inside is None:
        return None
    if node.name == "root":
        slope = expressions.derivative(f, x.name)
        if slope is None:
            return None
        here = {x.name: node}
        return Call("neg", (Call("/", (substituted(inside, here), substituted(slope, here))),))
    total: Node = Call("integrate", (inside, *node.arguments[1:]))
    for end, sign in zip(node.arguments[2:], ("neg", ""), strict=True):
        moved = expressions.derivative(end, by)
        if moved is None:
            return None
        edge: Node = Call("*", (substituted(f, {x.name: end}), moved))
        total = Call("+", (total, Call("neg", (edge,)) if sign else edge))
    return total


# --- integrals ------------------------------------------------------------------------------------------


def _integral(node: Call) -> Callable[[Values], arb]:
    from verify.language import expressions, plane

    f, x, low, high = node.arguments
    assert isinstance(x, Variable)
    _require_analytic(f, x.name)
    ends = expressions.compiled(low), expressions.compiled(high)
    names = free(f) - {x.name}

    def value(values: Values) -> arb:
        of = plane.Plane(())
        constants = {name: of.constant(arb(values[name])) for name in names}

        def integrand(z: acb, _: bool) -> acb:
            try:
                return acb(of.jet(f, {**constants, x.name: of.constant(acb(z))}).value)
            except (ArithmeticError, Hopeless, ValueError):  # a cut, a pole, or nothing that can be enclosed
                return acb("nan", "nan")

        a, b = (end(values) for end in ends)
        found = acb.integral(integrand, acb(a), acb(b), eval_limit=CALLS).real
        if not found.is_finite():
            raise Unsettled(f"{text(node)} is not enclosed at {current_bits()} bits")
        return found

    return value


def _require_analytic(node: Node, name: str) -> None:
    """BadInput where a function of the variable is none that is known to be analytic."""
    from verify.language.plane import OPERATORS
    from verify.language.plane_rows import PLANE

    if not isinstance(node, Call) or name not in free(node):
        return
    if node.name not in OPERATORS and node.name not in PLANE:
        raise BadInput(
            f"{text(node)} is not known to be analytic in {name}; cut the integral where it has a kink"
        )
    for part in node.arguments:
        _require_analytic(part, name)


# --- roots ----------------------------------------------------------------------------------------------


def _root(node: Call) -> Callable[[Values], arb]:
    from verify.language import expressions

    f, x, near = node.arguments
    assert isinstance(x, Variable)
    slope_of = expressions.derivative(f, x.name)
    if slope_of is None:
        raise BadInput(f"{text(f)} has no derivative that is known, by which its root could be proved")
    value, slope, start = (expressions.compiled(part) for part in (f, slope_of, near))

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
