"""The table of remedies: every row fires, in any order, and is an identity that mpmath cannot falsify."""

import ast
import random
import re

import mpmath
import pytest
from mpmath import mp, mpf

from verify.inside.hints import propose
from verify.inside.patterns import factors, multiplied, pattern, substituted, summed, terms
from verify.inside.remedies import TABLE

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


def by_mpmath(text, letters):
    """The value of a side of a row; None where it is no real number."""
    names = {name: getattr(mp, name) for name in dir(mp) if not name.startswith("_")} | letters
    names |= {"minus": lambda a, b: a - b, "fsum": sum, "sum": sum, "max": max, "abs": abs, "len": len}
    names |= {"fmean": lambda s: sum(s) / len(s), "lgamma": mp.loggamma, "radians": lambda a: a * mp.pi / 180}
    names |= {"pvariance": lambda s: sum((v - sum(s) / len(s)) ** 2 for v in s) / len(s)}
    names |= {"hypot": lambda *v: mp.sqrt(sum(u * u for u in v)), "log2": lambda a: mp.log(a, 2)}
    names |= {"fmod": lambda a, b: a - b * (mp.floor(a / b) if a > 0 else mp.ceil(a / b))}
    typed = re.sub(r"(?<![\w.])(\d+(\.\d+)?)", r"mpf('\1')", text)  # 1/3 is a third
    try:
        value = eval(typed, names)
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
