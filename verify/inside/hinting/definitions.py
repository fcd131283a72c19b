"""What names stand for in a function: the formulas of assignments that nothing overrides."""

import ast
from collections import Counter

from verify.inside.hinting.patterns import MODULES, called, substituted
from verify.inside.hinting.templates import typed, written


def definitions(function: ast.FunctionDef, source: str) -> dict[str, str]:
    """The names that are assigned once, outside of loops and branches, a formula of names that do not change.

    Such a name may be replaced by its formula anywhere below: every name in it has one value as long as the
    function runs. Names of other scopes are left alone, for they can change.
    """
    bindings = _bindings(function)
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    steady = {a.arg for a in arguments if bindings[a.arg] == 1}
    formulas: dict[str, ast.expr] = {}
    for statement in function.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if bindings[name] == 1:
                if _is_formula(value, steady):
                    formulas[name] = substituted(typed(value, source), formulas)
                steady.add(name)
    return {name: written(value) for name, value in formulas.items()}


def _bindings(function: ast.FunctionDef) -> Counter[str]:
    """How often each name is bound, in nested functions too; twice what is declared of another scope."""
    counts: Counter[str] = Counter()
    for node in ast.walk(function):
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                counts[name] += 1
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                counts.update(names + names)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                counts[name] += 1
            case ast.alias(name=name, asname=other):
                counts[other or name] += 1
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
            ):
                counts[name] += 1
    return counts


def _is_formula(node: ast.expr, steady: set[str]) -> bool:
    match node:
        case ast.Constant(value=int() | float()):
            return True
        case ast.Name(id=name):
            return name in steady
        case ast.Attribute(value=ast.Name(id=module), attr="pi" | "e"):
            return module in MODULES
        case ast.BinOp(left=left, right=right):
            return _is_formula(left, steady) and _is_formula(right, steady)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _is_formula(operand, steady)
        case ast.Call() if called(node):
            return all(_is_formula(a, steady) for a in node.args)
    return False
