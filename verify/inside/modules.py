"""Private, instrumented copies of the modules that a function reaches; the originals are never touched.

What a module of the program imports is copied too, as far as it is Python with source: packages of all
kinds, and of the standard library those that compute. Everything else (compiled modules, the rest of the
standard library, this package) is shared with the rest of the process.
"""

import builtins
import functools
import importlib
import importlib.machinery
import importlib.util
import sys
from collections import ChainMap
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from verify.inside.dispatch import set_orders
from verify.inside.dispatch.edges import Caller
from verify.inside.dispatch.operators import Operators
from verify.inside.dispatch.other_operators import contains
from verify.inside.dispatch.stores import owner_of
from verify.inside.ndarrays.numpy_calls import Arrays
from verify.inside.source.instrument import Instrumented, of_file
from verify.inside.source.syntax import ENTRY
from verify.inside.values.followed import PACKAGE, Recorder
from verify.inside.values.literals import Literals

COMPUTING = {"statistics", "fractions", "colorsys", "numbers"}  # of the standard library
UNROLLED = "verify.arithmetic.unrolled"  # written to be followed, as nothing else of this package is
# What makes documents of its callers as they are imported computes nothing, and takes longer than the rest.
DOCUMENTING = {"scipy._lib._docscrape", "scipy._lib.doccer", "scipy._lib._array_api_docs_tables"}
SHARED = {
    "numpy",
    "flint",
    "gmpy2",
    "mpmath",
    "sympy",
    "verify",
    "pytest",
    "_pytest",
    "hypothesis",
    "click",
    "torch",
    "jax",
    "pandas",
}


@functools.cache
def _spec(
    name: str, where: tuple[str, ...] | None, _: tuple[str, ...]
) -> importlib.machinery.ModuleSpec | None:
    """Where a module's source is; looked for once as long as the search path stays."""
    return importlib.machinery.PathFinder.find_spec(name, None if where is None else list(where))


def is_shared(name: str) -> bool:
    """A module that is never copied."""
    if name == UNROLLED:
        return False
    if name in DOCUMENTING:
        return True
    top = name.partition(".")[0]
    return top in SHARED or (top in sys.stdlib_module_names and top not in COMPUTING)


class System(ModuleType):
    """sys as private modules see it: `sys.modules[__name__]` is the copy that asks."""

    def __init__(self, private: dict[str, ModuleType]) -> None:
        super().__init__("sys")
        vars(self)["modules"] = ChainMap(private, sys.modules)

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)

    def _getframe(self, depth: int = 0) -> FrameType:
        """Of the program's frames alone: those of this package are not there for it."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if not frame.f_code.co_filename.startswith(PACKAGE):
                if not depth:
                    return frame
                depth -= 1
            frame = frame.f_back
        raise ValueError("call stack is not deep enough")

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(sys, name, value)


class Modules:
    """The private modules of one run, by name."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.private: dict[str, ModuleType] = {}
        self.system = System(self.private)
        self.objects: dict[int, tuple[Any, Any]] = {}  # by id: an object that was given, and its copy
        self.spaces: dict[int, dict[str, Any]] = {}  # by id: names of a notebook, as far as they are copied
        recorder.make_arrays = lambda: Arrays(recorder)
        recorder.instrumented = self.copy_of
        self.operators = Operators(recorder)
        self.caller = Caller(recorder)
        self.caller.handlers[id(importlib.import_module)] = self._import_module
        self.literals = Literals(recorder)
        self.entry: dict[str, Any] = {
            f"{ENTRY}call": self.caller.__call__,
            f"{ENTRY}literal": self.literals,
            f"{ENTRY}imaginary": recorder.complexes.imaginary,
            f"{ENTRY}slice": slice,
            f"{ENTRY}text": recorder.text,
            f"{ENTRY}owner": owner_of(recorder),
            f"{ENTRY}set": self.caller.sets,
            f"{ENTRY}contains": contains(recorder),
            f"{ENTRY}written": lambda: recorder.tape.escapes,
        }
        self.builtins = {**vars(builtins), "__import__": self._import}

    def of_path(self, path: Path, name: str) -> ModuleType:
        """A file by itself, or a module by its name."""
        if name not in self.private:
            spec = importlib.util.spec_from_file_location(name, path)
            assert spec is not None
            self._execute(name, spec)
        return self.private[name]

    def copy_of(self, function: Any) -> Any:
        """The instrumented copy of a function of a shared module, such as numpy's own; itself if none."""
        name = function.__globals__["__name__"]  # numpy names another module as its functions' own
        if name not in self.private:
            known = sys.modules.get(name)
            spec = None if known is None else known.__spec__
            if spec is None or not (spec.origin or "").endswith(".py"):  # whoever loads it: pytest, perhaps
                return function
            self._execute(name, spec)
        found = getattr(self.private[name], function.__qualname__, function)
        return getattr(found, "_implementation", found)

    def namespace(self, code: Instrumented, module: dict[str, Any]) -> dict[str, Any]:
        """A namespace that instrumented code can run in."""
        self.recorder.sites |= code.sites
        self.literals.says |= code.literals
        module |= self.entry
        for name in code.asks - self.entry.keys():
            module[name] = self.operators[name.removeprefix(ENTRY)]
        if code.names & set_orders.NAMES:
            self.builtins |= {kind.__name__: self.caller.set_classes[kind] for kind in set_orders.SETS}
        module["__builtins__"] = self.builtins
        return module

    def _execute(self, name: str, spec: importlib.machinery.ModuleSpec) -> None:
        module = importlib.util.module_from_spec(spec)
        assert spec.origin is not None
        code = of_file(spec.origin)
        self.private[name] = module
        # What a module decides while it is imported, no input has a part in: it is as it is.
        tape = self.recorder.tape
        decided, escapes = len(tape.decisions), tape.escapes
        known = tape.outside.keys() | tape.leaks.keys()
        self.recorder.importing += 1
        try:
            exec(code.code, self.namespace(code, vars(module)))
            tape.decisions.cut(decided)
            tape.escapes = escapes
        except BaseException:
            self.private.pop(name, None)
            raise
        finally:
            self.recorder.importing -= 1
            tape.on_import |= (tape.outside.keys() | tape.leaks.keys()) - known

    # --- import ---------------------------------------------------------------------------------------

    def _import_module(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if len(x) == 1 and not named and not x[0].startswith("."):
            return self.load(x[0])
        return NotImplemented

    def _import(
        self, name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0
    ) -> ModuleType:
        """What the import statement of an instrumented module calls."""
        if level:
            package = globals.get("__package__") or globals["__name__"].rpartition(".")[0]
            name = importlib.util.resolve_name("." * level + name, package)
        module = self.load(name)
        if not fromlist:
            return module if level else self.load(name.partition(".")[0])
        names = list(getattr(module, "__all__", ())) if "*" in fromlist else fromlist
        for part in names:
            if not hasattr(module, part) and hasattr(module, "__path__"):
                try:
                    self.load(f"{name}.{part}")
                except ModuleNotFoundError as error:
                    if error.name != f"{name}.{part}":
                        raise
        return module

    def load(self, name: str) -> ModuleType:
        """A module by its full name: the private copy where there is to be one."""
        if name in self.private:
            return self.private[name]
        if name == "sys":
            return self.system
        parent, _, last = name.rpartition(".")
        if parent:
            self.load(parent)
        if name in self.private:  # the parent has imported it
            return self.private[name]
        spec = self._to_be_copied(name, parent)
        if spec is None:
            module = importlib.import_module(name)
        else:
            self._execute(name, spec)
            module = self.private[name]
        if parent and parent in self.private:
            setattr(self.private[parent], last, module)
        return module

    def _to_be_copied(self, name: str, parent: str) -> importlib.machinery.ModuleSpec | None:
        if is_shared(name):
            return None
        if parent and parent not in self.private:
            return None
        where = list(self.private[parent].__path__) if parent else None
        spec = _spec(name, None if where is None else tuple(where), tuple(sys.path))
        if spec is None or not isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            return None
        return spec
