"""What replaces a matched expression: templates filled in, differences simplified, decimals as typed."""

import ast
import copy
from typing import TypeVar

from verify.inside.hinting.patterns import Bound, Signed, Substitute, called, key, pattern, summed, terms

Tree = TypeVar("Tree", bound=ast.AST)


class _Instantiate(Substitute):
    """A template: minus(a, b) is a difference that is simplified."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        return difference(*node.args) if called(node) == "minus" else node


def instantiated(template: str, bound: Bound) -> ast.expr:
    result = _Instantiate(bound).visit(copy.deepcopy(pattern(template)))
    assert isinstance(result, ast.expr)
    return result


def replaced(tree: Tree, old: ast.expr, new: ast.expr) -> Tree:
    """A copy of the tree with one of its nodes, given itself, replaced."""
    if tree is old:
        return copy.deepcopy(new)  # type: ignore[return-value]
    result = copy.copy(tree)
    for name, value in ast.iter_fields(tree):
        if isinstance(value, ast.expr | ast.comprehension):
            setattr(result, name, replaced(value, old, new))
        elif isinstance(value, list):
            setattr(result, name, [replaced(v, old, new) if isinstance(v, ast.AST) else v for v in value])
    return result


def typed(code: ast.expr, source: str) -> ast.expr:
    """The same code, each decimal keeping the text that it was typed as in the source."""
    for node in ast.walk(code):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            node.kind = ast.get_source_segment(source, node)
    return code


class _Typed(ast.NodeTransformer):
    """Decimals as they were typed: a float's repr may be another decimal."""

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return ast.Name(node.kind, ast.Load()) if node.kind else node


def written(code: ast.expr) -> str:
    return ast.unparse(_Typed().visit(copy.deepcopy(code)))


def is_sum(template: str) -> bool:
    return len(terms(pattern(template))) > 1


def difference(a: ast.expr, b: ast.expr) -> ast.expr:
    """a - b with the terms that both have left out, and whole numbers taken together: (x + 1) - x is 1."""
    left: list[Signed] = []
    constant = 0
    for sign, term in terms(a) + [(-s, t) for s, t in terms(b)]:
        if isinstance(term, ast.Constant) and type(term.value) is int:
            constant += sign * term.value
        elif other := next((o for o in left if o[0] == -sign and key(o[1]) == key(term)), None):
            left.remove(other)
        else:
            left.append((sign, term))
    if constant:
        left.append((1 if constant > 0 else -1, ast.Constant(abs(constant))))
    return summed(left)
