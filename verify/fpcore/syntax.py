"""FPCore 2.0 as a tree: cores, their arguments and properties, expressions with their scopes checked.

What does not follow the grammar is BadInput with its place: the file is not FPCore. What follows it but is
not known here (an operation of another version or tool) is noted in `Core.unsupported`, and the core is
not judged.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from flint import fmpq

from verify.fpcore.reader import NOWHERE, Datum, Place

NUMERIC = {
    **dict.fromkeys(("+", "*", "/", "pow", "hypot", "atan2", "fmod", "remainder"), (2, 2)),
    **dict.fromkeys(("fmax", "fmin", "fdim", "copysign"), (2, 2)),
    **dict.fromkeys(("fabs", "exp", "exp2", "expm1", "log", "log10", "log2", "log1p"), (1, 1)),
    **dict.fromkeys(("sqrt", "cbrt", "sin", "cos", "tan", "asin", "acos", "atan"), (1, 1)),
    **dict.fromkeys(("sinh", "cosh", "tanh", "asinh", "acosh", "atanh"), (1, 1)),
    **dict.fromkeys(("erf", "erfc", "tgamma", "lgamma"), (1, 1)),
    **dict.fromkeys(("ceil", "floor", "trunc", "round", "nearbyint", "cast"), (1, 1)),
    "-": (1, 2),
    "fma": (3, 3),
}
COMPARISONS = ("<", ">", "<=", ">=", "==", "!=")
TESTS = {
    **dict.fromkeys((*COMPARISONS, "and", "or"), (1, math.inf)),
    **dict.fromkeys(("not", "isfinite", "isinf", "isnan", "isnormal", "signbit"), (1, 1)),
}
TENSORS = {"dim": (1, 1), "size": (2, 2), "ref": (2, math.inf)}
OPERATIONS: dict[str, tuple[float, float]] = {**NUMERIC, **TESTS, **TENSORS}
CONSTANTS = (
    *("E", "LOG2E", "LOG10E", "LN2", "LN10", "PI", "PI_2", "PI_4", "M_1_PI", "M_2_PI", "M_2_SQRTPI"),
    *("SQRT2", "SQRT1_2", "INFINITY", "NAN", "TRUE", "FALSE"),
)


@dataclass(frozen=True)
class Literal:
    value: fmpq
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Constant:
    name: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Variable:
    name: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Apply:
    """An operation of the standard, `cast`, or a core of the same file by its identifier."""

    name: str
    arguments: tuple["Expression", ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class If:
    test: "Expression"
    yes: "Expression"
    no: "Expression"
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Let:
    bindings: tuple[tuple[str, "Expression"], ...]
    body: "Expression"
    sequential: bool
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Updated:
    """A variable of a loop: its name, initial value and update."""

    name: str
    initial: "Expression"
    update: "Expression"


@dataclass(frozen=True)
class While:
    test: "Expression"
    variables: tuple[Updated, ...]
    body: "Expression"
    sequential: bool
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class For:
    """`for` and `for*`; `tensor` and `tensor*` where the body's value at every step is an entry."""

    indices: tuple[tuple[str, "Expression"], ...]
    variables: tuple[Updated, ...]
    body: "Expression"
    sequential: bool
    tensor: bool
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Array:
    items: tuple["Expression", ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Annotated:
    properties: Mapping[str, Datum]
    body: "Expression"
    place: Place = field(default=NOWHERE, compare=False)


Expression = Literal | Constant | Variable | Apply | If | Let | While | For | Array | Annotated


@dataclass(frozen=True)
class Argument:
    """A free variable; a tensor where it has dimensions, each an integer or a name that it binds."""

    name: str
    dimensions: tuple[str | int, ...] = ()
    properties: Mapping[str, Datum] = field(default_factory=dict)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Core:
    """One FPCore: `body`, whose text is `text`, over its arguments; `pre` and `spec` are the properties of
    these names, parsed."""

    identifier: str
    arguments: tuple[Argument, ...]
    properties: Mapping[str, Datum]
    body: Expression
    pre: Expression | None
    spec: Expression | None
    place: Place
    text: str
    unsupported: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def children(node: Expression) -> tuple[Expression, ...]:
    """The expressions directly within one."""
    match node:
        case Apply(arguments=inner) | Array(items=inner):
            return inner
        case If():
            return node.test, node.yes, node.no
        case Let():
            return *(value for _, value in node.bindings), node.body
        case While():
            return node.test, *_updates(node.variables), node.body
        case For():
            return *(size for _, size in node.indices), *_updates(node.variables), node.body
        case Annotated():
            return (node.body,)
    return ()


def _updates(variables: tuple[Updated, ...]) -> tuple[Expression, ...]:
    return tuple(e for v in variables for e in (v.initial, v.update))


def needed(node: Let) -> list[tuple[str, Expression]]:
    """The bindings that the body reads, itself or by others: one that nothing reads has no part in the value,
    and may have none of its own."""
    read, found = _names(node.body), []
    for name, value in reversed(node.bindings):
        if name in read:
            found.append((name, value))
            read |= _names(value) if node.sequential else set()
    return found[::-1]


def _names(node: Expression) -> set[str]:
    return {e.name for e in everywhere(node) if isinstance(e, Variable)}


def everywhere(node: Expression) -> list[Expression]:
    """The expression and all within it."""
    found, waiting = [], [node]
    while waiting:
        here = waiting.pop()
        found.append(here)
        waiting.extend(children(here))
    return found
