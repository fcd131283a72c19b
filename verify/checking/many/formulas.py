"""A truth and its slopes as programs on arrays, and in balls of flint without the questions of each call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flint import arb

from verify.arithmetic.precision import Hopeless, OutOfTime
from verify.language.elementary import power
from verify.language.expressions import compiled, derivative, evaluate
from verify.language.functions import CONSTANTS, FUNCTIONS
from verify.language.nodes import Call, Node, Variable, folded, parts_of
from verify.mathematics.doubled.program import NoRule, Program, program

Evaluation = Callable[..., arb]
OPERATORS = ("+", "-", "*", "/")
# Of these flint's ball is not finite wherever the ball of the argument is not wholly within the domain.
NARROW = frozenset(
    ("sqrt", "rsqrt", "log", "log2", "log10", "log1p", "logit", "asin", "acos", "acosh", "atanh", "coth",
    "csch",
     "cot", "csc")
)  # fmt: skip
MOST_LINES = 4000


@lru_cache(maxsize=64)
def value_program(node: Node, variables: tuple[str, ...]) -> Program | None:
    return _program([node], variables)


@lru_cache(maxsize=64)
def slopes_program(node: Node, variables: tuple[str, ...]) -> Program | None:
    """The partial derivatives; None where one has no formula."""
    slopes = [derivative(node, name) for name in variables]
    return _program([s for s in slopes if s is not None], variables) if None not in slopes else None


def _program(nodes: Sequence[Node], variables: tuple[str, ...]) -> Program | None:
    try:
        return program(nodes, variables)
    except NoRule:
        return None


@dataclass(frozen=True)
class Quick:
    """An expression in flint's balls, without questions: finite only where every ball on the way lies
    within its domain. The constants in it are balls of the precision that it was last prepared for."""

    function: Evaluation
    scope: dict[str, Any]
    constants: tuple[tuple[str, Node], ...]

    def prepared(self) -> Evaluation:
        """For the precision in force."""
        for name, node in self.constants:
            self.scope[name] = evaluate(node, {})
        return self.function


@lru_cache(maxsize=64)
def quick(node: Node, variables: tuple[str, ...]) -> Quick:
    """One for all that ask, so that each prepares it anew."""
    return own(node, variables)


def own(node: Node, variables: tuple[str, ...]) -> Quick:
    """Each part has a line and is evaluated once wherever it stands: derivatives repeat their parts. Where it
    is not known of a function in it that it tells what lies outside its domain, that is asked."""
    scope: dict[str, Any] = {"_power": _telling(power)}
    constants: dict[Node, str] = {}
    lines: dict[str, str] = {}  # what each computes, and its name

    def join(part: Node, given: list[str]) -> str:
        if isinstance(part, Variable):
            return f"x_{variables.index(part.name)}"
        if all(name.startswith("c_") for name in given):
            return constants.setdefault(part, f"c_{len(constants)}")
        assert isinstance(part, Call)
        return lines.setdefault(_written(part, given, scope), f"t_{len(lines)}")

    if not all(map(_is_plain, parts_of(node))):
        return Quick(_asking(node, variables), {}, ())
    last = folded(node, join)
    if len(lines) > MOST_LINES:
        return Quick(_asking(node, variables), {}, ())
    names = ", ".join(f"x_{k}" for k in range(len(variables)))
    body = "".join(f"    {name} = {written}\n" for written, name in lines.items())
    exec(f"def whole({names}):\n{body}    return {last}", scope)  # of names that are made here alone
    used = {name: part for part, name in constants.items() if name in body or name == last}
    return Quick(scope["whole"], scope, tuple(used.items()))


def _written(part: Call, given: list[str], scope: dict[str, Any]) -> str:
    """An operation on names, in Python; the functions that it calls are put into the scope."""
    if part.name == "neg":
        return f"-{given[0]}"
    if part.name == "^":
        return f"_power({', '.join(given)})"
    if part.name in OPERATORS:
        return f" {part.name} ".join(given)
    ball = FUNCTIONS[part.name].ball
    scope[f"f_{part.name}"] = ball if len(given) == 1 and _tells(ball) else _telling(ball)
    return f"f_{part.name}({', '.join(given)})"


def _tells(ball: Evaluation) -> bool:
    """Is what it makes of no number no number?"""
    try:
        return not ball(arb.nan()).is_finite()
    except Exception:
        return True


def _telling(ball: Evaluation) -> Evaluation:
    """No number where an argument is none: arb has nan^0 = 1, and a Hermite polynomial of degree 0 is 1."""

    def told(*x: arb) -> arb:
        for v in x:
            if not v.is_finite():
                return arb.nan()
        return ball(*x)

    return told


def _asking(node: Node, variables: tuple[str, ...]) -> Evaluation:
    evaluation = compiled(node)

    def asked(*x: arb) -> arb:
        try:
            return evaluation(dict(zip(variables, x, strict=True)))
        except OutOfTime:
            raise
        except (ArithmeticError, Hopeless):  # not defined there, or not known
            return arb.nan()

    return asked


def _is_plain(part: Node) -> bool:
    if not isinstance(part, Call) or part.name in (*OPERATORS, "neg", "^", *CONSTANTS):
        return True
    function = FUNCTIONS.get(part.name)
    return function is not None and (function.domain is None or part.name in NARROW)
