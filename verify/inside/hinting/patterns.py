"""Expressions matched with wildcards, sums and products in any order.

A pattern is Python text: a single letter stands for any expression, the same letter for the same one. Sums
are compared as sets of signed terms and products as sets of factors, so that what matches is equal to the
pattern by the laws of commutativity and association: in exact arithmetic, not in float64.
"""

import ast
import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

Bound = Mapping[str, ast.expr]
Signed = tuple[int, ast.expr]  # a term with its sign, a factor with its exponent 1 or -1
Together = Callable[[Sequence[Signed]], ast.expr]
MODULES = ("math", "np", "numpy", "statistics")
LARGEST_POWER = 8  # x**3 is seen as x*x*x, x**100 as a power


@cache
def pattern(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def is_wildcard(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and len(node.id) == 1


def negated(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return node.operand
    return ast.UnaryOp(ast.USub(), node)


def called(node: ast.expr) -> str:
    """The bare name of the function that is called, with or without its module; empty for a method."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name), keywords=[]) if (
            module in MODULES
        ):
            return name
        case ast.Call(func=ast.Name(id=name), keywords=[]):
            return name
    return ""


# --- sums and products as sets -----------------------------------------------------------------------------


def terms(node: ast.expr) -> list[Signed]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        sign = 1 if isinstance(node.op, ast.Add) else -1
        return terms(node.left) + [(sign * s, t) for s, t in terms(node.right)]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return [(-s, t) for s, t in terms(node.operand)]
    return [_sign_taken_out(node)]


def _sign_taken_out(node: ast.expr) -> Signed:
    """(-a) * b as -(a * b)."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        sign, inner = _sign_taken_out(node.operand)
        return -sign, inner
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
        (s, left), (t, right) = _sign_taken_out(node.left), _sign_taken_out(node.right)
        if s < 0 or t < 0:
            return s * t, ast.BinOp(left, node.op, right)
    return 1, node


def factors(node: ast.expr) -> list[Signed]:
    if isinstance(node, ast.BinOp):
        match node.op:
            case ast.Mult():
                return factors(node.left) + factors(node.right)
            case ast.Div():
                return factors(node.left) + [(-e, f) for e, f in factors(node.right)]
            case ast.Pow() if whole := _small_power(node):
                return factors(node.left) * whole
    return [(1, node)]


def _small_power(node: ast.BinOp) -> int:
    exponent = node.right.value if isinstance(node.right, ast.Constant) else 0
    return exponent if isinstance(exponent, int) and 2 <= exponent <= LARGEST_POWER else 0


def summed(parts: Sequence[Signed]) -> ast.expr:
    """The sum of signed terms, a positive one first where there is one."""
    if not parts:
        return ast.Constant(0)
    (sign, first), *rest = sorted(parts, key=lambda part: -part[0])
    total = first if sign > 0 else negated(first)
    for sign, term in rest:
        total = ast.BinOp(total, ast.Add() if sign > 0 else ast.Sub(), term)
    return total


def multiplied(parts: Sequence[Signed]) -> ast.expr:
    above = [f for e, f in parts if e > 0] or [ast.Constant(1)]
    below = [f for e, f in parts if e < 0]
    product = above[0]
    for factor in above[1:]:
        product = ast.BinOp(product, ast.Mult(), factor)
    for divisor in below:
        product = ast.BinOp(product, ast.Div(), divisor)
    return product


def key(node: ast.expr) -> str:
    """The same text for expressions that are one but for order: x + y and y + x."""
    if len(parts := terms(node)) > 1 or parts[0][0] < 0:
        return "sum(" + " ".join(sorted(f"{s:+d} {key(t)}" for s, t in parts)) + ")"
    if len(parts := factors(node)) > 1:
        return "product(" + " ".join(sorted(f"{e:+d} {key(f)}" for e, f in parts)) + ")"
    if name := called(node):
        assert isinstance(node, ast.Call)
        return f"{name}({', '.join(map(key, node.args))})"
    return ast.unparse(node)


class Substitute(ast.NodeTransformer):
    def __init__(self, given: Mapping[str, ast.expr]) -> None:
        self.given = given

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copy.deepcopy(self.given.get(node.id, node))


def substituted(node: ast.expr, given: Mapping[str, ast.expr]) -> ast.expr:
    result = Substitute(given).visit(copy.deepcopy(node))
    assert isinstance(result, ast.expr)
    return result


# --- matching ----------------------------------------------------------------------------------------------


def matches(p: ast.expr, node: ast.expr, bound: Bound) -> Iterator[Bound]:
    """Every way in which the whole node is the pattern."""
    if is_wildcard(p):
        assert isinstance(p, ast.Name)
        yield from _bind(p.id, node, bound)
    elif len(wanted := terms(p)) > 1 or wanted[0][0] < 0:
        for found, _ in assignments(wanted, terms(node), bound, summed, whole=True):
            yield found
    elif len(wanted := factors(p)) > 1:
        for found, _ in assignments(wanted, factors(node), bound, multiplied, whole=True):
            yield found
    elif (parts := _alike(p, node)) is not None:
        yield from _each(*parts, bound)


Parts = tuple[Sequence[ast.expr], Sequence[ast.expr]]


def _alike(p: ast.expr, node: ast.expr) -> Parts | None:
    """The parts of the pattern and those of the node that have to match; None where they differ already."""
    match p, node:
        case ast.Constant(), ast.Constant() if p.value == node.value:
            return [], []
        case ast.BinOp(op=ast.Pow()), ast.BinOp(op=ast.Pow()):
            return [p.left, p.right], [node.left, node.right]
        case ast.Call(), ast.Call() if called(p) == called(node):
            return p.args, node.args
        case ast.GeneratorExp(), ast.GeneratorExp() | ast.ListComp():
            renamed = _each_renamed(node)
            return None if renamed is None else ([p.elt, p.generators[0].iter], renamed)
        case ast.Name(), ast.Name() if p.id == node.id:  # pi, each
            return [], []
        case ast.Name(), ast.Attribute(value=ast.Name(id=module)) if p.id == node.attr and module in MODULES:
            return [], []  # math.pi
    return None


def _bind(letter: str, node: ast.expr, bound: Bound) -> Iterator[Bound]:
    if letter not in bound:
        yield {**bound, letter: node}
    elif key(bound[letter]) == key(node):
        yield bound


def _each(patterns: Sequence[ast.expr], nodes: Sequence[ast.expr], bound: Bound) -> Iterator[Bound]:
    if len(patterns) != len(nodes):
        return
    if not patterns:
        yield bound
        return
    for found in matches(patterns[0], nodes[0], bound):
        yield from _each(patterns[1:], nodes[1:], found)


def _each_renamed(node: ast.GeneratorExp | ast.ListComp) -> list[ast.expr] | None:
    """The element, its variable named `each`, and what is run through; None where there is a filter."""
    loop = node.generators[0]
    if len(node.generators) > 1 or loop.ifs or not isinstance(loop.target, ast.Name):
        return None
    return [substituted(node.elt, {loop.target.id: ast.Name("each", ast.Load())}), loop.iter]


def assignments(
    wanted: Sequence[Signed], given: Sequence[Signed], bound: Bound, together: Together, whole: bool
) -> Iterator[tuple[Bound, list[Signed]]]:
    """Every way to find the wanted parts among the given ones, with what is left over (nothing if `whole`).

    A wildcard comes last and takes one part; the last that is still free takes all that is left.
    """
    ordered = sorted(wanted, key=lambda part: is_wildcard(part[1]))
    yield from _assigned(ordered, list(given), bound, together, whole)


def _assigned(
    wanted: Sequence[Signed], given: list[Signed], bound: Bound, together: Together, whole: bool
) -> Iterator[tuple[Bound, list[Signed]]]:
    if not wanted:
        if not (whole and given):
            yield bound, given
        return
    (sign, p), rest = wanted[0], wanted[1:]
    free = isinstance(p, ast.Name) and is_wildcard(p) and p.id not in bound
    if free and not rest and len(given) > 1:
        taken = together([(sign * s, part) for s, part in given])
        for found in matches(p, taken, bound):
            yield found, []
    for k, (s, part) in enumerate(given):
        if s != sign and not (free and together is summed):
            continue
        node = part if s == sign else negated(part)
        for found in matches(p, node, bound):
            yield from _assigned(rest, given[:k] + given[k + 1 :], found, together, whole)


def within(p: ast.expr, node: ast.expr) -> Iterator[tuple[Bound, int, list[Signed]]]:
    """Every way in which the pattern is the node or a part of its sum or product: what the letters are, the
    sign (a sum may be found negated) and the parts left over."""
    if len(wanted := terms(p)) > 1:
        for sign in (1, -1):
            turned = [(sign * s, t) for s, t in terms(node)]
            for bound, left in assignments(wanted, turned, {}, summed, whole=False):
                yield bound, sign, [(sign * s, t) for s, t in left]
    elif len(wanted := factors(p)) > 1:
        for bound, left in assignments(wanted, factors(node), {}, multiplied, whole=False):
            yield bound, 1, left
    else:
        for bound in matches(p, node, {}):
            yield bound, 1, []
