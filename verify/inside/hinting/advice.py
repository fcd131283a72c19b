"""Remedies for the lines that magnify, by the table of hints.py: proved and measured at the inputs."""

import ast
import inspect
import math
import sys
import tokenize
from collections.abc import Callable, Sequence
from types import FrameType, FunctionType
from typing import Any

from flint import arb

from verify.inside.hinting.hints import Hint, Proof, propose, verified
from verify.inside.lines import Line

MOST_PROOFS = 3


def advice(function: Callable[..., Any], inputs: Sequence[Any], line: Line) -> list[Proof]:
    """Proved and measured remedies for what a line of this function computes; the best first."""
    plain = inspect.unwrap(function)
    if not isinstance(plain, FunctionType) or plain.__code__.co_filename != line.file:
        return []
    seen = values_at(function, inputs, line.file, line.line)
    parsed = _parsed(line.file)
    if seen is None or parsed is None:
        return []
    text, tree = parsed
    found: dict[str, Proof] = {}
    for code in _codes(text, tree, line.line):
        scope = {**plain.__globals__, **{k: v for k, v in seen.items() if callable(v)}}
        operands = {name: v for name, v in seen.items() if _is_value(v)}
        for hint in propose(code, operands, _definitions(text, tree, line.line), scope):
            proof = _proved(hint, operands)
            if proof is not None:
                found[proof.says] = proof
    return sorted(found.values(), key=lambda p: -p.digits_after)[:MOST_PROOFS]


def _proved(hint: Hint, operands: dict[str, Any]) -> Proof | None:
    """At the values at hand: the hypothesis of the row is decided there."""
    try:
        box = {k: [arb(x) for x in v] if isinstance(v, Sequence) else arb(v) for k, v in operands.items()}
        return verified(hint, box, operands)
    except (ArithmeticError, ValueError, TypeError):
        return None


def values_at(
    function: Callable[..., Any], inputs: Sequence[Any], file: str, line: int
) -> dict[str, Any] | None:
    """The local names as they are when the line runs last; None where it does not run."""
    seen: list[dict[str, Any]] = []

    def local(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line" and frame.f_lineno == line:
            seen[:] = [dict(frame.f_locals)]
        return local

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        return local if frame.f_code.co_filename == file else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function(*inputs)
    except Exception:
        return None
    finally:
        sys.settrace(before)
    return seen[0] if seen else None


def _is_value(x: Any) -> bool:
    if isinstance(x, bool):
        return False
    if isinstance(x, int | float):
        return math.isfinite(x)
    return (
        isinstance(x, list | tuple)
        and bool(x)
        and all(_is_value(v) and isinstance(v, int | float) for v in x)
    )


def _parsed(file: str) -> tuple[str, ast.Module] | None:
    try:
        with tokenize.open(file) as source:
            text = source.read()
        return text, ast.parse(text)
    except (OSError, SyntaxError, ValueError):
        return None


def _statements(tree: ast.AST, line: int) -> list[ast.stmt]:
    """The simple statements that stand on a line."""
    simple = (ast.Return, ast.Assign, ast.AugAssign, ast.Expr, ast.AnnAssign)
    return [
        n for n in ast.walk(tree) if isinstance(n, simple) and n.lineno <= line <= (n.end_lineno or n.lineno)
    ]


def _segment(text: str, node: ast.expr) -> str:
    """The code as it was typed: a literal is the decimal of the text."""
    return " ".join((ast.get_source_segment(text, node) or ast.unparse(node)).split())


def _codes(text: str, tree: ast.AST, line: int) -> list[str]:
    """The expressions of a line, and the entries of a tuple or list among them."""
    found = []
    for statement in _statements(tree, line):
        value = getattr(statement, "value", None)
        parts = (
            value.elts if isinstance(value, ast.Tuple | ast.List) else [value] if value is not None else []
        )
        found += [_segment(text, part) for part in parts]
    return found


def _definitions(text: str, tree: ast.AST, line: int) -> dict[str, str]:
    """What single assignments before the line, in its function, gave to names that are assigned only once."""
    functions = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.FunctionDef) and n.lineno <= line <= (n.end_lineno or n.lineno)
    ]
    if not functions:
        return {}
    body = functions[-1]
    stored = [n.id for n in ast.walk(body) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    given = {a.arg for a in body.args.args}
    return {
        s.targets[0].id: _segment(text, s.value)
        for s in body.body
        if isinstance(s, ast.Assign)
        and len(s.targets) == 1
        and isinstance(s.targets[0], ast.Name)
        and s.lineno < line
        and stored.count(s.targets[0].id) == 1
        and s.targets[0].id not in given
    }
