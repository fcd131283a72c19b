"""An expression as a program on arrays of balls: each part that occurs in it once, however often it is
written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from verify.arithmetic.precision import Hopeless, precision
from verify.language.expressions import compiled
from verify.language.nodes import Call, Node, Number, Variable, parts_of, text, variables_of
from verify.mathematics.doubled.balls import PARTS, Balls, exact, power, widened
from verify.mathematics.doubled.functions import BITS, RULES, of_ball, raised

OPERATIONS = 16  # of which a function of the table is made, at most, each with its own rounding of the bound


class NoRule(Exception):
    """A function in the expression has no rule here, or there are too many."""


@dataclass(frozen=True)
class Step:
    """What is done with the results of earlier steps."""

    rule: Callable[..., Balls]
    given: tuple[int, ...]


@dataclass(frozen=True)
class Program:
    """The variables come first among the values, then each step adds one; `results` are asked for."""

    variables: tuple[str, ...]
    steps: tuple[Step, ...]
    results: tuple[int, ...]

    def __call__(self, *x: Any) -> list[Balls]:
        """At floats, an array for each variable; where an error is not finite nothing is known."""
        values = [exact(v) for v in x]
        with np.errstate(all="ignore"):
            for step in self.steps:
                values.append(step.rule(*[values[k] for k in step.given]))
            return [widened(values[k]) for k in self.results]


def program(nodes: Sequence[Node], variables: tuple[str, ...]) -> Program:
    """NoRule where a part of an expression has none."""
    places: dict[Node, int] = {Variable(name): k for k, name in enumerate(variables)}
    steps: list[Step] = []
    for node in nodes:
        for part in parts_of(node):
            if part not in places:
                found = _step(part, places)
                if found is not None:
                    places[part] = len(variables) + len(steps)
                    steps.append(found)
    if len(steps) * OPERATIONS > PARTS:
        raise NoRule(f"more than {PARTS // OPERATIONS} operations")
    return Program(variables, tuple(steps), tuple(places[node] for node in nodes))


def _step(part: Node, places: dict[Node, int]) -> Step | None:
    if not variables_of(part):
        value = constant_of(part)
        if value is None:
            raise NoRule(f"{text(part)} is not known")
        return Step(lambda: value, ())
    if not (isinstance(part, Call) and all(a in places for a in part.arguments)):
        raise NoRule(f"{text(part)} is not one of the inputs, or uses something else")
    given = tuple(places[a] for a in part.arguments)
    if part.name == "^":
        return _power(part, given)
    if part.name not in RULES:
        raise NoRule(f"{text(part)} has no rule")
    return Step(RULES[part.name], given)


@lru_cache(maxsize=1024)
def constant_of(part: Node) -> Balls | None:
    """Of a part without variables; None where it has no value, or none that is known."""
    try:
        with precision(BITS):
            return of_ball(compiled(part)({}))
    except (ArithmeticError, Hopeless):
        return None


def _power(part: Call, given: tuple[int, ...]) -> Step:
    exponent, sign = part.arguments[1], 1
    if isinstance(exponent, Call) and exponent.name == "neg":
        exponent, sign = exponent.arguments[0], -1
    if isinstance(exponent, Number) and exponent.value.q == 1 and 0 < abs(exponent.value.p) <= 64:
        n = sign * int(exponent.value.p)
        return Step(lambda a: power(a, n), given[:1])
    return Step(raised, given)
