"""Straight-line formulas in flint's balls and nothing else, which is enough at most inputs.

What stays open there, or may be undefined, is left to the evaluation that decides equalities, too.
"""

import itertools
import operator
from collections.abc import Callable, Mapping, Sequence

from flint import arb

from verify.arithmetic.precision import current_bits, every, negated, precision, some
from verify.checking.many.formulas import own
from verify.fpcore.straight import formula
from verify.fpcore.syntax import Apply, Core, Expression
from verify.language.expressions import derivative
from verify.language.nodes import Node

Decision = Callable[..., bool | None]
ACCURATE, ROUGH = 64, 8  # bits: with fewer, what is exact may tell more
FURTHER = (384, 1536)  # more bits than those in force: sqrt(x + 1) - sqrt(x) at 1e300 needs 1100
BITS = 128  # of constants in conditions: each is a ball, which holds at any precision
# For all numbers of two balls the one holds, or for all the other.
OPPOSITE: Mapping[str, tuple[Callable[[arb, arb], bool], Callable[[arb, arb], bool]]] = {
    "<": (operator.lt, operator.ge),
    "<=": (operator.le, operator.gt),
    ">": (operator.gt, operator.le),
    ">=": (operator.ge, operator.lt),
}
JOINED: Mapping[str, Callable[[Sequence[bool | None]], bool | None]] = {
    "and": every,
    "or": some,
    "not": lambda parts: negated(parts[0]),
}


class NoAnswer(Exception):
    """Something on the way may be undefined."""


class Plain:
    """A formula with its constants at the precision in force."""

    def __init__(self, node: Node, names: tuple[str, ...]) -> None:
        self.quick, self.bits = own(node, names), 0

    def __call__(self, *x: arb) -> arb:
        """Finite only where every ball on the way lies within its domain."""
        if current_bits() != self.bits:
            self.quick.prepared()
            self.bits = current_bits()
        return self.quick.function(*x)


def value(node: Node, names: tuple[str, ...]) -> Callable[..., arb | None]:
    """(*balls) -> what encloses the formula at one input closely, or None."""
    plain = Plain(node, names)

    def enclosed(*x: arb) -> arb | None:
        found = _closely([plain], x, ACCURATE) if all(v.is_exact() for v in x) else None
        return found[0] if found else None

    return enclosed


def _closely(plain: Sequence[Plain], x: Sequence[arb], accurate: int) -> list[arb] | None:
    """Enclosures at one input to the given number of bits, or None; for a box more bits gain nothing."""
    start = current_bits()
    further = [more for more in FURTHER if more > start] if all(v.is_exact() for v in x) else []
    for bits in (start, *further):
        with precision(bits):
            found = [part(*x) for part in plain]
        if all(v.is_finite() and v.rel_accuracy_bits() >= accurate for v in found):
            return found
    return None


def gradient(node: Node, names: tuple[str, ...]) -> Callable[..., list[arb] | None] | None:
    """(*balls) -> the partial derivatives at one input, or None; None where one has no formula."""
    slopes = [derivative(node, name) for name in names]
    plain = [Plain(slope, names) for slope in slopes if slope is not None]
    if len(plain) < len(slopes):
        return None

    return lambda *x: _closely(plain, x, ROUGH)


def decided(core: Core, condition: Expression, thorough: Decision) -> Decision:
    """A condition, asked thoroughly where that may tell more."""
    quickly = decision(core, condition)
    if quickly is None:
        return thorough

    def decide(*x: arb) -> bool | None:
        try:
            found = quickly(*x)
        except NoAnswer:
            return thorough(*x)
        # Of a box more is not to be known; of one input it is: are two numbers equal?
        return thorough(*x) if found is None and all(v.is_exact() for v in x) else found

    return decide


def decision(core: Core, condition: Expression) -> Decision | None:
    """(*balls) -> does it hold for all numbers of them (True), for none (False), or is that open (None)?

    None where the condition is more than comparisons of formulas. NoAnswer where one of them may be
    undefined, though another would be enough: that is not for here to say.
    """
    if any(a.properties for a in core.arguments):  # an argument of a context of its own may be rounded
        return None
    match condition:
        case Apply(name, parts) if name in JOINED:
            return _joined(JOINED[name], [decision(core, p) for p in parts])
        case Apply(name, parts) if name in OPPOSITE:
            return _joined(every, [_compared(core, name, *pair) for pair in itertools.pairwise(parts)])
    return None


def _joined(
    join: Callable[[Sequence[bool | None]], bool | None], parts: Sequence[Decision | None]
) -> Decision | None:
    known = [part for part in parts if part is not None]
    return None if len(known) < len(parts) else lambda *x: join([part(*x) for part in known])


def _compared(core: Core, name: str, left: Expression, right: Expression) -> Decision | None:
    nodes = formula(core, left), formula(core, right)
    if nodes[0] is None or nodes[1] is None:
        return None
    names = tuple(a.name for a in core.arguments)
    with precision(BITS):
        one, other = (own(node, names).prepared() for node in nodes if node is not None)
    holds, fails = OPPOSITE[name]

    def decide(*x: arb) -> bool | None:
        a, b = one(*x), other(*x)
        if not (a.is_finite() and b.is_finite()):
            raise NoAnswer
        return True if holds(a, b) else False if fails(a, b) else None

    return decide
