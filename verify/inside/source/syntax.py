"""Pieces of syntax trees that rewritten code is made of."""

import ast

ENTRY = "_verify_inside_"  # what names of the dispatcher begin with, and those of no program
BINARY = {
    ast.Add: ("add", "+"),
    ast.Sub: ("sub", "-"),
    ast.Mult: ("mul", "*"),
    ast.Div: ("truediv", "/"),
    ast.FloorDiv: ("floordiv", "//"),
    ast.Mod: ("mod", "%"),
    ast.Pow: ("pow", "**"),
    ast.MatMult: ("matmul", "@"),
}
UNARY = {ast.USub: ("neg", "-"), ast.UAdd: ("pos", "+")}
COMPARED = {
    ast.Lt: ("lt", "<"),
    ast.LtE: ("le", "<="),
    ast.Gt: ("gt", ">"),
    ast.GtE: ("ge", ">="),
    ast.Eq: ("eq", "=="),
    ast.NotEq: ("ne", "!="),
}


def named(name: str, context: ast.expr_context | None = None) -> ast.Name:
    return ast.Name(name, context or ast.Load())


def stored(name: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([named(name, ast.Store())], value)


def copied(node: ast.expr) -> ast.expr:
    """A name or constant that is visited twice; anything else once, and as it is."""
    if isinstance(node, ast.Name):
        return ast.copy_location(named(node.id), node)
    if isinstance(node, ast.Constant):
        return ast.copy_location(ast.Constant(node.value, node.kind), node)
    return node


def index(node: ast.expr) -> ast.expr:
    """An index as an expression: slices are written as calls."""
    if isinstance(node, ast.Slice):
        ends = [end or ast.Constant(None) for end in (node.lower, node.upper, node.step)]
        return ast.Call(named(f"{ENTRY}slice"), ends, [])
    if isinstance(node, ast.Tuple):
        return ast.Tuple([index(part) for part in node.elts], ast.Load())
    return node
