"""Find every problem with its algorithms and claims: the catalogue, installed packages, a user's file.

There is no registry: a module is imported, and whatever stands at its top level (alone or in a list or
tuple) is declared. A family of the catalogue is a package: its modules together. An installed package adds
its own through an entry point of the group `verify.catalogue` that names a module.
"""

import difflib
import functools
import hashlib
import importlib
import importlib.util
import os
import pkgutil
import re
import sys
import traceback
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import verify.catalogue
from verify.core.claim import Claim
from verify.core.errors import BadInput
from verify.core.model import Algorithm, Problem

GROUP = "verify.catalogue"
NAME = re.compile(r"\w[\w.+-]*", re.ASCII)  # names become names of files and pages
# The name comes first in a declaration; a search for what begins with letters is ten times as fast.
BUILT = re.compile(r'Problem\(\s*name=f"([^"]*)"')
COMPUTED = re.compile(r"Problem\(\s*name=\w+[,.]")
HOLE = re.compile(r"\{[^}]*\}")
MOST_NAMES = 6
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
    """known[name], or BadInput with the nearest names."""
    if name in known:
        return known[name]
    alike = [x for x in known if name.lower() in x.lower()]
    near = alike or difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    there_are = (
        f"there are {', '.join(sorted(known)[:MOST_NAMES])}{', ...' if len(known) > MOST_NAMES else ''}"
    )
    hint = (
        f"did you mean {', '.join(near[:MOST_NAMES])}?" if near else there_are if known else "there is none"
    )
    raise BadInput(f"there is no {kind} named {name!r}; {hint}")


def families() -> list[str]:
    """The families of the catalogue: a package each."""
    return [
        f"{GROUP}.{module.name}" for module in pkgutil.iter_modules(verify.catalogue.__path__) if module.ispkg
    ]


def origins() -> list[str]:
    """The families of the catalogue, and the modules of installed packages."""
    from importlib.metadata import entry_points  # slow to load; who names a problem seldom gets here

    own = families()
    return own + sorted({point.value for point in entry_points(group=GROUP)} - set(own))


def likely(name: str) -> Iterator[str]:
    """The families that may declare a problem of that name, the likeliest by its source first."""
    sources = {family: _source(family) for family in families()}
    literally = [family for family, source in sources.items() if f'name="{name}"' in source]
    yield from literally
    said = [(_likeness(name, sources[family]), family) for family in sources if family not in literally]
    yield from (family for likeness, family in sorted(said, key=lambda f: -f[0]) if likeness)


@functools.cache
def _source(family: str) -> str:
    folder = Path(verify.catalogue.__path__[0]) / family.rpartition(".")[2]
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))


def _likeness(name: str, source: str) -> int:
    """How likely the source declares the name otherwise: as an f-string (f"series_{...}"), or computed."""
    built = [text for text in BUILT.findall(source) if re.fullmatch(HOLE.sub(".+", text), name)]
    literal = max((len(HOLE.sub("", text)) for text in built), default=0)
    return literal or 2 * (f'"{name}"' in source) or int(bool(COMPUTED.search(source)))


def modules_of(origin: str) -> list[ModuleType]:
    """The module of an origin, and the modules inside it if it is a package."""
    module = module_at(origin)
    inner = [m.name for m in pkgutil.iter_modules(getattr(module, "__path__", []))]
    return [module, *(module_at(f"{origin}.{name}") for name in inner)]


def module_at(origin: str) -> ModuleType:
    """The module of that name, or the file of that path. BadInput where it cannot be loaded."""
    return loaded(origin, Path(origin).resolve())


@functools.cache  # by full path: in another folder the same words name another file
def loaded(origin: str, path: Path) -> ModuleType:
    try:
        if not origin.endswith(".py"):
            return importlib.import_module(origin)
        if not path.is_file():
            raise BadInput(f"there is no file {origin}")
        name = f"verify_file_{hashlib.sha256(os.fsencode(path)).hexdigest()[:12]}"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None, "a .py file has a loader"
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        if str(path.parent) not in sys.path:  # its neighbours can be imported, after installed packages
            sys.path.append(str(path.parent))
        spec.loader.exec_module(module)
        return module
    except BadInput:
        raise
    except SyntaxError as error:
        raise BadInput(f"{error.filename or origin}, line {error.lineno}: {error.msg}") from error
    except (Exception, SystemExit) as error:  # anything a user's file raises on import
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"line {frame.lineno}" if frame.filename.endswith(Path(origin).name) else frame.filename
        raise BadInput(f"{origin} cannot be loaded: {place}: {type(error).__name__}: {error}") from error


def entries_of(origin: str) -> list[Entry]:
    """What one module or package declares, one entry per problem. BadInput where it declares nothing."""
    declared = [x for module in modules_of(origin) for x in _declared(vars(module).values())]
    problems: dict[str, Problem] = {}
    for problem in (x if isinstance(x, Problem) else x.problem for x in declared):
        _keep(problems, problem.name, problem, origin)
    if not problems:
        raise BadInput(f"{origin} declares no Problem, Algorithm or Claim at its top level")
    return [
        Entry(
            problem,
            _fresh({}, [x for x in declared if isinstance(x, Algorithm) and x.problem is problem], origin),
            _fresh({}, [x for x in declared if isinstance(x, Claim) and x.problem is problem], origin),
            origin,
        )
        for problem in problems.values()
    ]


def entry(origin: str, problem: str) -> Entry:
    """What one module declares about one problem."""
    return _by_name(origin, Path(origin).resolve())[problem]


@functools.cache  # a run asks for each of its tasks
def _by_name(origin: str, path: Path) -> dict[str, Entry]:
    return {e.problem.name: e for e in entries_of(origin)}


def _declared(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, Problem | Algorithm | Claim):
            yield value
        elif isinstance(value, list | tuple):
            yield from _declared(value)


def _fresh(known: dict[str, Any], found: Iterable[Any], origin: str) -> tuple[Any, ...]:
    """Those of the algorithms or claims found that are not in `known` yet; they are added to it."""
    new = {}
    for x in found:
        name = x.id if isinstance(x, Claim) else x.name
        if name not in known:
            new[name] = x
        _keep(known, name, x, origin)
    return tuple(new.values())


def _keep(known: dict[str, Any], name: str, declared: Any, origin: str) -> None:
    """known[name] = declared. BadInput if the name is taken or cannot name a file."""
    if known.setdefault(name, declared) is not declared:
        raise BadInput(f"{origin} declares {name} twice; give each its own name")
    if not NAME.fullmatch(name):
        raise BadInput(f"{origin} declares {name!r}; a name has letters, digits, _ . + and -")


def everything() -> list[Entry]:
    """Everything installed; problems of the source list come first, in its order."""
    found = _together([entry for origin in origins() for entry in entries_of(origin)])
    return sorted(found, key=lambda e: (not e.problem.systems, e.problem.systems))


def select(names: Sequence[str]) -> list[Entry]:
    """The entries of problems by name and of files by path; without names, everything installed."""
    if not names:
        return everything()
    chosen: list[Entry] = []
    for name in dict.fromkeys(names):
        if name.endswith(".py"):
            chosen += entries_of(name)
        else:
            chosen.append(problem_named(name))
    return _together(chosen)


def problem_named(name: str) -> Entry:
    """The entry of one problem; only catalogue families that may declare it are loaded."""
    for family in likely(name):
        for entry in entries_of(family):
            if entry.problem.name == name:
                return entry
    return named(name, {e.problem.name: e for e in everything()}, "problem")


def _together(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, if every name means one thing in all of them, without repetitions."""
    problems: dict[str, Problem] = {}
    algorithms: dict[str, dict[str, Any]] = defaultdict(dict)
    claims: dict[str, dict[str, Any]] = defaultdict(dict)
    apart = []
    for e in entries:
        name = e.problem.name
        is_new = name not in problems
        _keep(problems, name, e.problem, e.origin)
        ways = _fresh(algorithms[name], e.algorithms, e.origin)
        said = _fresh(claims[name], e.claims, e.origin)
        if is_new or ways or said:
            apart.append(Entry(e.problem, ways, said, e.origin))
    return apart
