"""Law 7: which functions a truth and a body call, in their own source, closures, partials and defaults."""

import ast
import dis
import functools
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from verify.core.model import Route

# Correctly rounded in every arithmetic and without a method of their own to get wrong.
ELEMENTARY = {"sqrt", "pi"}
# Lists, whole numbers of terms and the precision: they choose how a value is found and give none.
HOUSEKEEPING = {"append", "ceil", "log2", "precision", "workprec", "current_bits"}
Function = Callable[..., Any]


def calls(function: Function) -> set[str]:
    """Names of the functions and methods that a function calls, and those called by what it can reach.

    Reached is what stands in its source under a name that means a Python function: a global, a variable of an
    enclosing function, an argument bound by `partial`, a default. Functions passed on without being called
    there count as called.
    """
    found: set[str] = set()
    waiting, seen = [function], set()
    while waiting:
        whole = waiting.pop()
        f = _plain(whole)
        if id(whole) in seen:
            continue
        seen.add(id(whole))
        waiting += [*_held(whole), *_held(f)]
        if not inspect.isfunction(f):
            continue
        names = _names(f)
        for name, is_called, is_method in _mentioned(f):
            target: Any = None if is_method else names.get(name)
            if is_method and is_called:
                found.add(name)
            if _is_ours(target):
                found.add(name)
                waiting.append(target)
    return found - HOUSEKEEPING


def _plain(value: Any) -> Any:
    """What stands behind a route, a cache, a partial or a method."""
    while True:
        if isinstance(value, Route):
            value = value.function
        elif isinstance(value, functools.partial):
            value = value.func
        elif inspect.ismethod(value):
            value = value.__func__
        elif hasattr(value, "__wrapped__"):
            value = value.__wrapped__
        else:
            return value


def _held(value: Any) -> Iterator[Function]:
    """The functions that a function carries with it beside its source: bound, closed over, or defaults."""
    carried: list[Any] = []
    if isinstance(value, Route):
        carried = [value.function]
    elif isinstance(value, functools.partial):
        carried = [value.func, *value.args, *value.keywords.values()]
    elif inspect.isfunction(value):
        cells = [cell.cell_contents for cell in value.__closure__ or () if _filled(cell)]
        carried = [*cells, *(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values()]
    yield from (held for held in carried if _is_ours(held))


def _is_ours(value: Any) -> bool:
    return isinstance(value, functools.partial | Route) or inspect.isfunction(_plain(value))


def _filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def _names(function: Any) -> Mapping[str, Any]:
    closed = inspect.getclosurevars(function)
    return {**closed.globals, **closed.nonlocals}


def _mentioned(function: Any) -> Iterator[tuple[str, bool, bool]]:
    """(name, called?, a method or attribute?) in the function's source."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):  # no source, or a lambda in a line that is not one
        yield from _loaded(function)
        return
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id, id(node) in called, False
        elif isinstance(node, ast.Attribute):
            yield node.attr, id(node) in called, True


def _loaded(function: Any) -> Iterator[tuple[str, bool, bool]]:
    """The same from the compiled code: methods are loaded to be called, other names to be followed."""
    for step in dis.get_instructions(function):
        if step.opname == "LOAD_METHOD" or (step.opname == "LOAD_ATTR" and "NULL" in step.argrepr):
            yield str(step.argval), True, True
        elif step.opname in ("LOAD_GLOBAL", "LOAD_DEREF", "LOAD_NAME"):
            yield str(step.argval), True, False
