"""Compiled functions of numpy and SciPy by what they compute: the truth language's tables, read once.

A function is known by being the library's very object; one of the same name that someone else made is not.
"""

import sys
from collections.abc import Callable
from functools import cache
from typing import Any

from flint import arb

from verify.arithmetic.precision import Hopeless, Unsettled
from verify.inside.dispatch import functions
from verify.inside.run.tape import Function
from verify.language import expressions, grammar
from verify.language.functions import FUNCTIONS
from verify.language.libraries import TABLES
from verify.language.nodes import Call, Node, Variable

LIBRARIES = ("numpy", "scipy.special")
# Steps: where they jump is a decision, which no function of the tape may make in silence.
STEPS = {"floor", "ceil", "trunc", "fmod", "remainder", "sign"}
# SciPy's and the language's function are the same wherever they are defined, not on the table's domain alone.
EVERYWHERE = {"gamma", "erf", "erfc", "expit", "logit", "gammaln", "psi"}

# SciPy's functions in Python hand these on to ufuncs of other names.
HANDED_ON = {"_zeta": "zeta"}

Inside = Callable[[arb], bool]


def truth_of(ufunc: Any, output: int = 0) -> Function | None:
    """What a compiled function computes in one of its outputs; None where no table says."""
    name: str = ufunc.__name__
    outputs: int = ufunc.nout
    for library in LIBRARIES:
        if getattr(sys.modules.get(library), name, None) is ufunc:
            return of_library(library, name if outputs == 1 else f"{name}[{output}]")
    return _handed_on(name) if is_scipys_own(ufunc) else None


def is_scipys_own(ufunc: Any) -> bool:
    """Is it one of the ufuncs that scipy.special keeps for itself?"""
    return getattr(sys.modules.get("scipy.special._ufuncs"), ufunc.__name__, None) is ufunc


def _handed_on(name: str) -> Function | None:
    if name == "_riemann_zeta":
        return functions.known("zeta")
    return of_library("scipy.special", HANDED_ON[name]) if name in HANDED_ON else None


@cache
def of_library(library: str, name: str) -> Function | None:
    row = _rows(library).get(name)
    if row is None:
        return None
    formula, domain = row
    arguments = tuple(domain)
    node = grammar.parse(formula, arguments)
    if _called(node) & STEPS:
        return None
    everywhere = library == "numpy" or name in EVERYWHERE
    if everywhere and isinstance(node, Call) and node.name in FUNCTIONS and _plain(node, arguments):
        return functions.known(node.name)
    inside = [_always if everywhere else _within(text) for text in domain.values()]
    return _formula(name, node, arguments, inside)


@cache
def _rows(library: str) -> dict[str, tuple[str, dict[str, str]]]:
    """By name: the formula, and the domain of each argument in the order of the call."""
    found = {}
    for line in TABLES[library].strip().splitlines():
        name, formula, domain = (part.strip() for part in line.split("|"))
        found[name] = formula, dict(part.split("=") for part in domain.split())
    return found


def _called(node: Node) -> set[str]:
    if not isinstance(node, Call):
        return set()
    return {node.name}.union(*map(_called, node.arguments))


def _plain(node: Call, arguments: tuple[str, ...]) -> bool:
    return node.arguments == tuple(map(Variable, arguments))


def _always(x: arb) -> bool:
    return True


def _within(text: str) -> Inside:
    """Is a ball certainly within `low:high`, or one of the integers of `0..5,50..50` and between?

    The formula is what the library computes there; beyond, the library may continue it in another way.
    """
    integers = ".." in text
    ends = [float(end) for part in text.split(",") for end in part.split(".." if integers else ":")]
    low, high = arb(min(ends)), arb(max(ends))
    if integers:
        return lambda x: bool(x.is_exact() and x.is_integer() and low <= x <= high)
    gaps = [tuple(map(float, part.split(":"))) for part in text.split(",")]
    return lambda x: any(bool(arb(a) <= x <= arb(b)) for a, b in gaps)


def _formula(name: str, node: Node, arguments: tuple[str, ...], inside: list[Inside]) -> Function:
    def evaluated(part: Node) -> Callable[..., arb]:
        evaluation = expressions.compiled(part)

        def ball(*x: arb) -> arb:
            if not all(is_inside(v) for is_inside, v in zip(inside, x, strict=True)):
                return arb.nan()
            try:
                return evaluation(dict(zip(arguments, x, strict=True)))
            except (Hopeless, Unsettled, ArithmeticError, ValueError):
                return arb.nan()

        return ball

    slopes = [expressions.derivative(node, argument) for argument in arguments]
    return Function(name, evaluated(node), tuple(None if s is None else evaluated(s) for s in slopes))
