"""Formulas with a variable of their own: integrate(f, x, a, b) and root(f, x, near)."""

from typing import Any

from verify.core.errors import BadInput
from verify.language.nodes import Node, Number, Variable

BINDERS = {"integrate": (4, ("f", "x", "a", "b")), "root": (3, ("f", "x", "near"))}


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
        raise BadInput(f"{min(outside)} is used outside the integral or root whose variable it is")
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
