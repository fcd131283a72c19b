"""Formulas that are one operation but for constants: a multiple of it, and what is added to that."""

from collections.abc import Callable, Mapping

from flint import arb

from verify.language.bound import free
from verify.language.nodes import Call, Node
from verify.mathematics.arrays import expressions
from verify.mathematics.arrays.operation import balls

_SIZES: Mapping[str, Callable[[arb, arb], arb]] = {
    "neg": lambda size, _: size,
    "+": lambda size, _: size,
    "-": lambda size, _: size,
    "*": lambda size, constant: size * abs(constant),
    "/": lambda size, constant: size / abs(constant),
}


def multiple_of(node: Node) -> tuple[arb, Node]:
    """(c, g) where the formula moves c times as far as g, c >= 0: it is +-c g + d with constant c and d."""
    size = arb(1)
    while isinstance(node, Call) and expressions.operation_of(node) is None and node.name in _SIZES:
        moving = [part for part in node.arguments if free(part)]
        if len(moving) != 1 or (node.name == "/" and moving[0] is not node.arguments[0]):
            break
        for part in node.arguments:
            if part is not moving[0]:
                size = _SIZES[node.name](size, balls(expressions.evaluate(part, {})).item())
        node = moving[0]
    return size, node
