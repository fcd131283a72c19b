"""A judge of the declared faults, by other means than balls and tapes: the program is run again and again.

What each operation of the plain run is off by on its own operands is noted. Then the run is repeated with one
line's slips alone, with all but these, and with one line healed: so a line's part in the error is found.
"""

import ast
import builtins
import functools
import importlib.util
import operator
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import gmpy2
from gmpy2 import mpfr
from inside.shadow_modules import Math, Numpy, Statistics
from inside.shadow_numbers import BITS, Number, Run, Slip, apply

PROGRAMS = Path(__file__).parent / "programs"
KINDS = ("makes", "magnifies", "branch", "innocent")
SAID = re.compile(rf"#\s*((?:{'|'.join(KINDS)})(?:,\s*(?:{'|'.join(KINDS)}))*)\b")


def declared(path: Path) -> dict[str, set[int]]:
    """The lines a program declares, by kind: what stands in a comment at the end of each."""
    lines: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if said := SAID.search(line):
            for kind in said[1].split(","):
                lines[kind.strip()].add(number)
    return lines


def plain(path: Path) -> ModuleType:
    """The program as Python runs it."""
    spec = importlib.util.spec_from_file_location(f"faulty_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Literals(ast.NodeTransformer):
    """0.1 in the text is the decimal that it was typed as, and 1 / 3 of two integers is a third."""

    def __init__(self, source: str) -> None:
        self.lines = source.splitlines()

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if not isinstance(node.value, float):
            return node
        typed = self.lines[node.lineno - 1].encode()[node.col_offset : node.end_col_offset].decode()
        call = ast.Call(ast.Name("typed_", ast.Load()), [ast.Constant(typed)], [])
        return ast.fix_missing_locations(ast.copy_location(call, node))

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        call = ast.Call(ast.Name("divided_", ast.Load()), [node.left, node.right], [])
        return ast.fix_missing_locations(ast.copy_location(call, node))


def shadowed(run: Run, path: Path, entry: str) -> Any:
    """The program's function as a part of the run, ready to be called."""
    source = path.read_text(encoding="utf-8")
    stand_ins = {"math": Math(run), "numpy": Numpy(run), "statistics": Statistics(run)}

    def imported(name: str, *rest: Any) -> Any:
        return stand_ins.get(name) or __import__(name, *rest)

    def typed(text: str) -> Number:
        value = mpfr(gmpy2.mpq(text))
        return run.made(value, value, float(text))

    def divided(a: Any, b: Any) -> Any:
        if not (isinstance(a, int) and isinstance(b, int)):
            return a / b
        value = mpfr(gmpy2.mpq(a, b))
        return run.made(value, value, a / b)

    known = {
        "divided_": divided,
        **vars(builtins),
        "__import__": imported,
        "typed_": typed,
        "float": lambda v: v if isinstance(v, Number) else run.value(float(v)),
        "sum": functools.partial(total, run),
    }
    tree = Literals(source).visit(ast.parse(source))
    names = {"__builtins__": known, "__name__": path.stem}
    exec(compile(tree, str(path), "exec"), names)
    return names[entry]


def total(run: Run, values: Any, start: Any = 0) -> Any:
    """The builtin sum; from Python 3.12 on it compensates, so that its result is rounded once."""
    values = list(values)
    if sys.version_info >= (3, 12) and any(isinstance(v, Number) for v in values):
        return apply(run, "fsum", start, *values)
    return functools.reduce(operator.add, values, start)


def experiment(
    path: Path,
    entry: str,
    inputs: dict[str, Any],
    exact: Callable[[int], bool],
    slips: Sequence[Slip] = (),
    healed: int = 0,
) -> tuple[Run, Any]:
    """Run with these lines exact; the result carries h and x."""
    with gmpy2.context(gmpy2.context(), precision=BITS):
        run = Run(path, exact, slips, healed)
        function = shadowed(run, path, entry)
        result = function(**{name: run.value(v) for name, v in inputs.items()})
        return run, result if isinstance(result, Number) else run.value(float(result))
