"""Find every problem with its algorithms and claims: the catalogue, installed packages, a user's file.

There is no registry: a module is read, and what it holds at its top level (alone or in a list or
tuple) is what it declares. A package adds its own by an entry point of the group `verify.catalogue`
that names a module.
"""

import difflib
import functools
import hashlib
import importlib
import importlib.util
import pkgutil
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import verify.catalogue
from verify.model import Algorithm, BadInput, Claim, Problem

GROUP = "verify.catalogue"
T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """A problem, what is declared about it, and where it was found (a module name or a file)."""

    problem: Problem
    algorithms: tuple[Algorithm, ...]
    claims: tuple[Claim, ...]
    origin: str

    def algorithm(self, name: str) -> Algorithm:
        return named(name, {a.name: a for a in self.algorithms}, f"algorithm of {self.problem.name}")

    def claim(self, id: str) -> Claim:
        return named(id, {c.id: c for c in self.claims}, f"claim of {self.problem.name}")


def named(name: str, known: Mapping[str, T], kind: str) -> T:
    """known[name]; BadInput that lists the near names where there is none."""
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5) or sorted(known)
    raise BadInput(f"there is no {kind} named {name!r}; did you mean {', '.join(near)}?")


def origins() -> list[str]:
    """The modules of the catalogue and of installed packages."""
    own = [f"{GROUP}.{module.name}" for module in pkgutil.iter_modules(verify.catalogue.__path__)]
    return own + sorted({point.value for point in entry_points(group=GROUP)} - set(own))


@functools.cache
def module_at(origin: str) -> ModuleType:
    """The module of that name, or the file of that path. BadInput where it cannot be loaded."""
    try:
        if not origin.endswith(".py"):
            return importlib.import_module(origin)
        path = Path(origin).resolve()
        if not path.is_file():
            raise BadInput(f"there is no file {origin}")
        name = f"verify_file_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None, "a .py file has a loader"
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module
    except BadInput:
        raise
    except SyntaxError as error:
        raise BadInput(f"{origin}, line {error.lineno}: {error.msg}") from error
    except Exception as error:  # whatever a user's file raises while it is read
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"line {frame.lineno}" if frame.filename.endswith(Path(origin).name) else frame.filename
        raise BadInput(f"{origin} cannot be loaded: {place}: {type(error).__name__}: {error}") from error


def entries_of(origin: str) -> list[Entry]:
    """What one module declares, a problem each. BadInput where it declares nothing."""
    declared = list(_declared(vars(module_at(origin)).values()))
    problems = {x.name: x for x in declared if isinstance(x, Problem)}
    for x in declared:
        if isinstance(x, Algorithm | Claim):
            problems.setdefault(x.problem.name, x.problem)
    if not problems:
        raise BadInput(f"{origin} declares no Problem, Algorithm or Claim at its top level")
    return [
        Entry(
            problem,
            _distinct(origin, [x for x in declared if isinstance(x, Algorithm)], problem),
            _distinct(origin, [x for x in declared if isinstance(x, Claim)], problem),
            origin,
        )
        for problem in problems.values()
    ]


def _declared(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, Problem | Algorithm | Claim):
            yield value
        elif isinstance(value, list | tuple):
            yield from _declared(value)


def _distinct(origin: str, found: Sequence[Any], problem: Problem) -> tuple[Any, ...]:
    """Those that belong to the problem, each once; BadInput where two share a name."""
    kept: dict[str, Any] = {}
    for x in found:
        if x.problem.name != problem.name:
            continue
        key = x.id if isinstance(x, Claim) else x.name
        if kept.setdefault(key, x) is not x:
            raise BadInput(f"{origin} declares {key} twice; give each its own name")
    return tuple(kept.values())


def everything() -> list[Entry]:
    return [entry for origin in origins() for entry in entries_of(origin)]


def select(names: Sequence[str]) -> list[Entry]:
    """The entries of problems by name and of files by path; all that is installed for no names."""
    if not names:
        return everything()
    chosen: list[Entry] = []
    for name in names:
        if name.endswith(".py"):
            chosen += entries_of(name)
        else:
            chosen.append(named(name, {e.problem.name: e for e in everything()}, "problem"))
    return chosen
