"""Conditions of the truth language in three values, read once and asked often."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from flint import arb

from verify.arithmetic.precision import every, less, negated, some
from verify.core.errors import BadInput
from verify.language.expressions import compiled
from verify.language.nodes import Call, Node, text

Question = Callable[[Mapping[str, arb]], bool | None]


Read = Callable[[Node], Callable[[Any], arb]]  # of an operand, its value at values


@lru_cache(maxsize=256)
def question(node: Node, read: Read = compiled) -> Question:
    """Does the condition hold for all numbers in these balls (True), for none (False), or is it open?

    Undefined where an operand certainly has no value, Unsettled where more bits must tell. BadInput where the
    node is not a condition.
    """
    if isinstance(node, Call):
        match node.name:
            case "and":
                conjuncts = [question(a, read) for a in node.arguments]
                return lambda values: every([ask(values) for ask in conjuncts])
            case "or":
                return _any_of([question(a, read) for a in node.arguments])
            case "not":
                inner = question(node.arguments[0], read)
                return lambda values: negated(inner(values))
            case "<" | "<=" | ">" | ">=" | "==" | "!=" as symbol:
                left, right = map(read, node.arguments)
                compare = RELATIONS[symbol]
                return lambda values: compare(left(values), right(values))
    raise BadInput(f"{text(node)} is not a condition; write a comparison such as x < 1")


def holds(node: Node, values: Mapping[str, arb]) -> bool | None:
    """A condition at values, in three values."""
    return question(node)(values)


def _any_of(disjuncts: list[Question]) -> Question:
    """One that is certain is enough: what follows it may be undefined (x == 0 or 1/x > 2)."""

    def ask(values: Mapping[str, arb]) -> bool | None:
        answers: list[bool | None] = []
        for disjunct in disjuncts:
            answers.append(disjunct(values))
            if answers[-1]:
                break
        return some(answers)

    return ask


def _differ(x: arb, y: arb) -> bool | None:
    difference = x - y
    if difference.is_zero():
        return False
    return None if difference.contains(0) else True


RELATIONS: dict[str, Callable[[arb, arb], bool | None]] = {
    "<": less,
    ">": lambda x, y: less(y, x),
    "<=": lambda x, y: negated(less(y, x)),
    ">=": lambda x, y: negated(less(x, y)),
    "==": lambda x, y: negated(_differ(x, y)),
    "!=": _differ,
}
