"""Python expressions as formulas of the truth language, and as float64 computes them.

What is no operator or known function is a variable, named by its own text: x, self.mean, p[0]. A variable may
stand for a sequence of numbers, whose sums and comprehensions are written out term by term.
"""

import ast
import copy
import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import TypeVar

import numpy as np
from flint import fmpq

from verify.core.literals import rational
from verify.inside.hinting.patterns import called, substituted
from verify.language import nodes
from verify.language.functions import FUNCTIONS
from verify.language.nodes import ZERO, Call, Node, Number, Variable

T = TypeVar("T")
Value = float | Sequence[float]
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}
COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
RENAMED = {"fabs": "abs", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2"}
RENAMED |= {"maximum": "max", "minimum": "min", "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh"}
MODULES = {"math": math, "np": np, "numpy": np, "statistics": statistics}
BUILTINS = {"sum": sum, "len": len, "max": max, "min": min, "abs": abs, "pow": pow}
EACH = "each"  # the variable of a comprehension while it is read


class Unknown(ValueError):
    """The expression has a part that the truth language has no word for."""


# --- float64 -----------------------------------------------------------------------------------------------


class _Leaves(ast.NodeTransformer):
    """What has a value becomes a plain name: self.mean cannot be looked up outside its function."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values, self.names = values, dict[str, Value]()

    def visit(self, node: ast.AST) -> ast.AST:
        if not isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            return self.generic_visit(node)
        text = ast.unparse(node)
        if text in MODULES or text not in self.values:
            return self.generic_visit(node)
        name = f"leaf_{list(self.values).index(text)}"
        self.names[name] = self.values[text]
        return ast.Name(name, ast.Load())


def computed(code: ast.expr, values: Mapping[str, Value]) -> float:
    """What float64 makes of an expression of known values; NaN where it raises or is not a real number."""
    leaves = _Leaves(values)
    tree = ast.fix_missing_locations(ast.Expression(leaves.visit(copy.deepcopy(code))))  # type: ignore[arg-type]
    names = {**vars(math), **BUILTINS, **MODULES, **leaves.names, "__builtins__": {}}
    try:
        with np.errstate(all="ignore"):
            return float(eval(compile(tree, "<expression>", "eval"), names))
    except (ArithmeticError, ValueError, TypeError, NameError):
        return math.nan


# --- exact arithmetic --------------------------------------------------------------------------------------


@dataclass
class Translation:
    """Python to the truth language: lengths of the variables that are sequences, names of all met so far."""

    lengths: Mapping[str, int]
    names: dict[str, str] = field(default_factory=dict)

    def node(self, code: ast.expr) -> Node:
        """The formula. Unknown where a part of the code has no counterpart."""
        match code:
            case ast.Constant(value=int() | float()) if not isinstance(code.value, bool):
                return Number(rational(code.kind or str(code.value)))
            case ast.UnaryOp(op=ast.USub()):
                return Call("neg", (self.node(code.operand),))
            case ast.BinOp() if type(code.op) in OPERATORS:
                return Call(OPERATORS[type(code.op)], (self.node(code.left), self.node(code.right)))
            case ast.BoolOp(op=ast.And()):
                return Call("and", tuple(map(self.node, code.values)))
            case ast.Compare(ops=[single]) if type(single) in COMPARISONS:
                return Call(COMPARISONS[type(single)], (self.node(code.left), self.node(code.comparators[0])))
            case ast.Call():
                return self.call(called(code), code.args)
            case ast.Attribute(value=ast.Name(id=module), attr="pi" | "e") if module in MODULES:
                return Call(code.attr)
            case ast.Name() | ast.Attribute() | ast.Subscript():
                return self.variable(ast.unparse(code))
        raise Unknown(f"{ast.unparse(code)} is not an expression of the truth language")

    def variable(self, text: str) -> Node:
        if text in self.lengths:
            raise Unknown(f"{text} is a sequence and stands where a number is needed")
        return Variable(self.named(text))

    def named(self, text: str) -> str:
        return self.names.setdefault(text, f"v{len(self.names)}")

    def call(self, name: str, arguments: Sequence[ast.expr]) -> Node:
        if len(arguments) == 1 and name in SEQUENCES:
            return SEQUENCES[name](self.parts(arguments[0]))
        x = [self.node(a) for a in arguments]
        match RENAMED.get(name, name), len(x):
            case "radians", 1:
                return Call("/", (Call("*", (x[0], Call("pi"))), Number(fmpq(180))))
            case "degrees", 1:
                return Call("/", (Call("*", (x[0], Number(fmpq(180)))), Call("pi")))
            case "log", 2:
                return Call("/", (Call("log", (x[0],)), Call("log", (x[1],))))
            case "pow", 2:
                return Call("^", tuple(x))
            case known, count if known in FUNCTIONS and len(FUNCTIONS[known].arguments) == count:
                return Call(known, tuple(x))
        raise Unknown(f"the truth language knows no function {name} of {len(x)} numbers")

    def parts(self, code: ast.expr) -> list[Node]:
        """The numbers of a sequence, one by one."""
        code = code.value if isinstance(code, ast.Starred) else code
        text = ast.unparse(code)
        if text in self.lengths:
            return [Variable(f"{self.named(text)}_{k}") for k in range(self.lengths[text])]
        match code:
            case ast.GeneratorExp(generators=[loop]) | ast.ListComp(generators=[loop]) if not loop.ifs:
                if isinstance(loop.target, ast.Name):
                    body = self.node(substituted(code.elt, {loop.target.id: ast.Name(EACH, ast.Load())}))
                    each = self.names.pop(EACH, "")
                    return [nodes.substituted(body, {each: part}) for part in self.parts(loop.iter)]
        raise Unknown(f"{text} is not a sequence whose numbers are known")

    def values(self, given: Mapping[str, T | Sequence[T]]) -> dict[str, T]:
        """What is given to the variables, under the names that they have in the formulas."""
        found: dict[str, T] = {}
        for text, name in self.names.items():
            value = given[text]
            if isinstance(value, Sequence):
                found |= {f"{name}_{k}": v for k, v in enumerate(value)}
            else:
                found[name] = value
        return found


def added(parts: Sequence[Node]) -> Node:
    """A sum as a tree of little depth."""
    if len(parts) < 2:
        return parts[0] if parts else ZERO
    half = len(parts) // 2
    return Call("+", (added(parts[:half]), added(parts[half:])))


def _mean(parts: Sequence[Node]) -> Node:
    return Call("/", (added(parts), Number(fmpq(len(parts)))))


def _squares(parts: Sequence[Node]) -> Node:
    return added([Call("*", (part, part)) for part in parts])


def _variance(parts: Sequence[Node]) -> Node:
    mean = _mean(parts)
    return _mean([Call("^", (Call("-", (part, mean)), Number(fmpq(2)))) for part in parts])


def _extreme(name: str) -> Callable[[Sequence[Node]], Node]:
    return lambda parts: reduce(lambda x, y: Call(name, (x, y)), parts)


SEQUENCES: dict[str, Callable[[Sequence[Node]], Node]] = {
    "sum": added,
    "fsum": added,
    "fmean": _mean,
    "mean": _mean,
    "pvariance": _variance,
    "hypot": lambda parts: Call("sqrt", (_squares(parts),)),
    "len": lambda parts: Number(fmpq(len(parts))),
    "max": _extreme("max"),
    "min": _extreme("min"),
}
