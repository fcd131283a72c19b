"""What is assumed of a library's functions in a proof: math.exp<=0.52ulp, or exp<=1ulp of a core's operation.

A figure that is assumed is not proved here: the proof says what it rests on. For a short format it can be the
result of an exhaustive check.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import CellType, CodeType, FunctionType, ModuleType
from typing import Any

from flint import fmpq

from verify.checking.subjects import target
from verify.checking.subjects.target import Named, Part
from verify.checking.subjects.traced import Traced, called
from verify.core.errors import BadInput
from verify.core.literals import rational
from verify.language import grammar
from verify.language.functions import FUNCTIONS
from verify.language.libraries import TABLES
from verify.language.nodes import Call, Variable

WRITTEN = re.compile(r"\s*(?:([\w.]+)[.:])?(\w+)\s*<=\s*([0-9.]+(?:e[+-]?\d+)?)\s*ulps?\s*")
MOST = 2**16  # ulps: of more, nothing could be said of overflow in a format of few bits


@dataclass(frozen=True)
class Assumption:
    """Results of the function, called `name` in the truth language, are within so many ulps of the truth."""

    says: str
    name: str
    ulps: fmpq
    function: Callable[..., Any] | None


def parsed(options: Sequence[str]) -> tuple[Assumption, ...]:
    """BadInput where one is malformed, or its function is none that the truth language has."""
    return tuple(map(_parsed, options))


def _parsed(option: str) -> Assumption:
    match = WRITTEN.fullmatch(option)
    if match is None:
        raise BadInput(f"--assume {option!r} is not FUNCTION<=NUMBERulp; write --assume 'math.exp<=0.52ulp'")
    module, word, size = match.groups()
    ulps = rational(size)
    if not 0 < ulps <= MOST:
        raise BadInput(f"--assume {option!r}: give more than 0 and at most {MOST} ulps")
    if module is None:
        if word not in FUNCTIONS:
            raise BadInput(
                f"--assume {option!r}: {word} is not a function of the formula language; "
                "verify functions lists them"
            )
        return Assumption(f"{word}<={size}ulp", word, ulps, None)
    name = _name_of(module, word)
    if name is None:
        raise BadInput(f"--assume {option!r}: what {module}.{word} computes is not known, as math.exp is")
    return Assumption(f"{module}.{word}<={size}ulp", name, ulps, target.load(f"{module}:{word}"))


def _name_of(module: str, word: str) -> str | None:
    """The function of the truth language that a library's is, argument by argument."""
    for line in TABLES.get(module, "").splitlines():
        name, _, rest = (part.strip() for part in line.partition("|"))
        if name == word:
            node = grammar.parse(rest.partition("|")[0].strip(), ("x", "y", "z", "n"))
            alone = isinstance(node, Call) and all(isinstance(a, Variable) for a in node.arguments)
            named = isinstance(node, Call) and (node.name in FUNCTIONS or node.name == "^")
            return node.name if isinstance(node, Call) and alone and named else None
    return None


def ulps_of(assumed: Sequence[Assumption]) -> dict[str, fmpq]:
    """By name; where several functions have one name, the largest."""
    found: dict[str, fmpq] = {}
    for one in assumed:
        found[one.name] = max(one.ulps, found.get(one.name, one.ulps))
    return found


def told(assumed: Sequence[Assumption]) -> str:
    return f"; assumed: {', '.join(a.says for a in assumed)}" if assumed else ""


# --- functions that are traced through ------------------------------------------------------------------


def traceable(function: Any, assumed: Sequence[Assumption], roots: Sequence[Callable[..., Any]] = ()) -> Any:
    """The same function, calling in place of those assumed, and of the square roots among `roots`, what makes
    calls of numbers that trace it.

    The function is one that `straight` knows to be plain: what it finds outside itself does not change, so
    that a copy finds the same.
    """
    known: dict[int, Any] = {id(root): partial(_root, root) for root in roots}
    known |= {id(a.function): _call(a) for a in assumed if a.function is not None}
    return _replaced(function, known, {}) if known else function


def _call(assumption: Assumption) -> Callable[..., Any]:
    def call(*x: Any) -> Any:
        if any(isinstance(v, Traced) for v in x):
            return called(assumption.name, x)
        assert assumption.function is not None
        return assumption.function(*x)

    return call


def _root(root: Callable[..., Any], x: Any) -> Any:
    return x.sqrt() if isinstance(x, Traced) else root(x)


class _Module:
    """A module whose assumed functions are replaced."""

    def __init__(self, module: ModuleType, known: Mapping[int, Any]) -> None:
        self.module, self.known = module, known

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.module, name)
        return self.known.get(id(value), value)


def _replaced(value: Any, known: Mapping[int, Any], done: dict[int, Any]) -> Any:
    if id(value) in known:
        return known[id(value)]
    if id(value) in done:
        return done[id(value)]
    if isinstance(value, ModuleType):
        return _Module(value, known)
    if type(value) is tuple:
        return tuple(_replaced(v, known, done) for v in value)
    if isinstance(value, Part | Named):
        return replace(value, function=_replaced(value.function, known, done))
    if isinstance(value, partial):
        return partial(_replaced(value.func, known, done), *value.args, **value.keywords)
    return _copied(value, known, done) if type(value) is FunctionType else value


def _copied(function: FunctionType, known: Mapping[int, Any], done: dict[int, Any]) -> FunctionType:
    cells = tuple(CellType() for _ in function.__closure__ or ())
    own = dict(function.__globals__)
    copy = FunctionType(function.__code__, own, function.__name__, None, cells or None)
    done[id(function)] = copy  # before what it refers to, itself perhaps
    copy.__defaults__ = _replaced(function.__defaults__ or (), known, done) or None
    keywords = function.__kwdefaults__ or {}
    copy.__kwdefaults__ = {name: _replaced(v, known, done) for name, v in keywords.items()} or None
    for cell, old in zip(cells, function.__closure__ or (), strict=True):
        cell.cell_contents = _replaced(old.cell_contents, known, done)
    for name in _names(function.__code__) & own.keys():
        own[name] = _replaced(own[name], known, done)
    return copy


def _names(code: CodeType) -> set[str]:
    inner = (_names(c) for c in code.co_consts if isinstance(c, CodeType))
    return set(code.co_names).union(*inner)
