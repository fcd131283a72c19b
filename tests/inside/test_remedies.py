"""The table of remedies: every row fires, in any order, and is an identity that mpmath cannot falsify."""

import ast
import functools
import itertools
import math
import random
import re
from fractions import Fraction

import mpmath
import pytest
from mpmath import mp, mpf

from verify.inside.hinting.hints import propose
from verify.inside.hinting.patterns import factors, multiplied, pattern, substituted, summed, terms
from verify.inside.hinting.remedies import TABLE, Remedy

VALUES = {"x": 0.3, "y": 0.7, "z": 0.45, "data": [0.5, 0.25, 0.75, 0.125]}
LETTERS = {"a": "x", "b": "y", "c": "z", "s": "data"}
ROWS = [pytest.param(row, id=f"{k}-{row.name}") for k, row in enumerate(TABLE)]


def turned(node: ast.expr) -> ast.expr:
    """Every sum and product in the opposite order."""
    if len(parts := terms(node)) > 1:
        return summed([(sign, turned(part)) for sign, part in reversed(parts)])
    if len(parts := factors(node)) > 1:
        return multiplied([(exponent, turned(part)) for exponent, part in reversed(parts)])
    if isinstance(node, ast.Call):
        return ast.Call(node.func, [turned(a) for a in node.args], [])
    return node


def written(row, order=lambda node: node) -> str:
    names = {letter: ast.Name(name, ast.Load()) for letter, name in LETTERS.items()} | {
        "pi": pattern("math.pi")
    }
    return ast.unparse(order(substituted(pattern(row.before), names)))


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("order", [lambda node: node, turned], ids=["as-written", "turned"])
def test_every_row_fires(row, order):
    assert row.name in {hint.name for hint in propose(written(row, order), VALUES)}


MEANINGS = {
    **{name: getattr(mp, name) for name in dir(mp) if not name.startswith("_")},
    "minus": lambda a, b: a - b,
    "fsum": sum,
    "sum": sum,
    "max": max,
    "abs": abs,
    "len": len,
    "fmean": lambda s: sum(s) / len(s),
    "lgamma": mp.loggamma,
    "radians": lambda a: a * mp.pi / 180,
    "pvariance": lambda s: sum((v - sum(s) / len(s)) ** 2 for v in s) / len(s),
    "hypot": lambda *v: mp.sqrt(sum(u * u for u in v)),
    "log2": lambda a: mp.log(a, 2),
    "fmod": lambda a, b: a - b * (mp.floor(a / b) if a > 0 else mp.ceil(a / b)),
}


@functools.cache
def typed(text):
    thirds = re.sub(r"(?<![\w.])(\d+(\.\d+)?)", r"mpf('\1')", text)  # 1/3 is a third
    return compile(thirds, text, "eval")


def by_mpmath(text, letters):
    """The value of a side of a row; None where it is no real number."""
    try:
        value = eval(typed(text), MEANINGS | letters)
    except (ZeroDivisionError, ValueError, OverflowError):
        return None
    return None if isinstance(value, mpmath.mpc) else value


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_an_identity(row):
    """At random rationals that its hypothesis allows, by mpmath at 60 digits: a false row differs."""
    chance, tried = random.Random(row.before), 0
    with mp.workdps(60):
        for scale in [1, 5, 1000] * 40:
            drawn = [mpf(chance.randint(-999, 999)) / chance.randint(1, 999) * scale / 5 for _ in range(6)]
            letters = dict(zip("abc", drawn, strict=False)) | {"s": drawn}
            if row.holds and not by_mpmath(row.holds, letters):
                continue
            before, after = by_mpmath(row.before, letters), by_mpmath(row.after, letters)
            if before is None or after is None:
                continue
            size = abs(before) + 1 + max(map(abs, drawn)) ** 3
            assert abs(before - after) <= mpf(10) ** -30 * size, letters
            tried += 1
    assert tried >= 10


def test_there_are_many_rows():
    assert len({row.name for row in TABLE}) >= 40


# --- rows that are identities of rational functions, proved -------------------------------------------------

# What the letters stand for so that every root is rational: sqrt(p*p) is p for positive p. Where one is in
# exponentials alone, the exponential of its unit is p, whatever it is: exp(a) is p, exp(-a) is 1/p.
RATIONAL = {
    "difference of squares": {},
    "complement of a square": {},
    "difference of cubes": {},
    "square of a difference": {},
    "difference of reciprocals": {},
    "quotient near one": {},
    "difference of roots": {"a": "p*p", "b": "q*q"},
    "root of a product": {"a": "p*p", "b": "q*q"},
    "root near one": {"a": "p*p - 1"},
    "root near a number": {"b": "p*p - a*a"},
    "reciprocal root near one": {"a": "1 - p*p"},
    "the other root by Vieta": {"c": "(b*b - p*p)/(4*a)"},
    "logistic function": {"a": "1"},
    "tail of the logistic function": {"a": "1"},
    "hyperbolic sine": {"a": "1"},
    "hyperbolic versine": {"a": "2"},
    "tail of the hyperbolic tangent": {"a": "1"},
}
HYPERBOLIC = {
    "sinh": "(exp(x) - exp(-x))/2",
    "cosh": "(exp(x) + exp(-x))/2",
    "tanh": "(exp(x) - exp(-x))/(exp(x) + exp(-x))",
    "minus": "x - y",
}
PROVED = [param for param in ROWS if param.values[0].name in RATIONAL]


class Expanded(ast.NodeTransformer):
    """Hyperbolic functions by their definition, minus(a, b) as a difference."""

    def visit_Call(self, node):
        self.generic_visit(node)
        if (name := node.func.id) not in HYPERBOLIC:
            return node
        return substituted(pattern(HYPERBOLIC[name]), dict(zip("xy", node.args, strict=False)))


def degrees(node):
    """Bounds of the degrees of numerator and denominator, in all variables together."""
    match node:
        case ast.Constant():
            return 0, 0
        case ast.Name():
            return 1, 0
        case ast.UnaryOp(operand=operand):
            return degrees(operand)
        case ast.Call(func=ast.Name(id="sqrt"), args=[square]):
            return degrees(square)  # of a square: the root has half of it
        case ast.Call(func=ast.Name(id="exp"), args=[multiple]):
            k = int(eval(ast.unparse(multiple)))
            return (k, 0) if k > 0 else (0, -k)
    (n, d), (m, e) = degrees(node.left), (0, 0) if isinstance(node.op, ast.Pow) else degrees(node.right)
    match node.op:
        case ast.Add() | ast.Sub():
            return max(n + e, m + d), d + e
        case ast.Mult():
            return n + m, d + e
        case ast.Div():
            return n + e, d + m
    return n * node.right.value, d * node.right.value


def rational_root(square):
    root = Fraction(math.isqrt(square.numerator), math.isqrt(square.denominator))
    assert root * root == square
    return root


def typed_as_fractions(node):
    return re.sub(r"(?<![\w.])(\d+)", r"Fraction(\1)", ast.unparse(node))


@pytest.mark.parametrize("row", PROVED)
def test_a_rational_row_is_proved(row):
    """A polynomial of degree N in each variable that vanishes on a grid of N + 1 values each is zero (Alon's
    combinatorial Nullstellensatz). Here: the numerator of the difference of both sides."""
    letters = {letter: pattern(text) for letter, text in RATIONAL[row.name].items()}
    sides = [Expanded().visit(substituted(pattern(side), letters)) for side in (row.before, row.after)]
    (n, d), (m, e) = map(degrees, sides)
    count = max(n + e, m + d) + 1
    names = {node.id for side in sides for node in ast.walk(side) if isinstance(node, ast.Name)} - {
        "sqrt",
        "exp",
    }
    variables = sorted(names | ({"p"} if letters.get("a") and "p" not in names else set()))
    before, after = (compile(typed_as_fractions(side), row.name, "eval") for side in sides)
    # Distinct positive values for each variable, far apart: no denominator of the table vanishes there.
    grids = [[Fraction(1 + 7 * k + 100 * i, 3) for k in range(count)] for i in range(len(variables))]
    for values in itertools.product(*grids):
        known = {"Fraction": Fraction, "sqrt": rational_root, **dict(zip(variables, values, strict=True))}
        known["exp"] = lambda k, known=known: known["p"] ** int(k)
        assert eval(before, known) == eval(after, known)


def test_a_false_rational_row_is_not_proved():
    false = Remedy("difference of squares", "a*a - b*b", "(a - b)*(a - b)", "")
    with pytest.raises(AssertionError):
        test_a_rational_row_is_proved(false)
