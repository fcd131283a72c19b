"""Programs drawn at random, followed, against the same text on Fractions."""

import importlib.util
import math
import re
from fractions import Fraction
from random import Random

import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.core.errors import BadInput
from verify.inside.account import account
from verify.inside.follow import follow

PROGRAMS = 60
NAMES = ("x", "y", "a", "b", "c")


def expression(draw: Random, depth: int) -> str:
    if depth == 0:
        return draw.choice([*NAMES, *NAMES, "0.1", "0.25", "1.7", "3", "2", "10.0"])
    left, right = expression(draw, depth - 1), expression(draw, draw.randrange(depth))
    return draw.choice(
        [
            f"({left} + {right})",
            f"({left} - {right})",
            f"({left} * {right})",
            f"({left} / {right})",
            f"-{left}",
            f"abs({left})",
            f"max({left}, {right})",
            f"min({left}, {right})",
            f"({left}) ** 2",
            f"({left} % 3)",
            f"({left} // 0.5 + 0.5)",  # of Fractions an int, and two of those divide to a float
            f"round({left}, 2)",
            f"sum([{left}, {right}, {left}])",
            f"({left} if {left} < {right} else {right} * 2)",
            f"(lambda t: t * {right})({left})",
        ]
    )


def program(draw: Random) -> str:
    lines = ["def f(x, y):", "    a, b, c = x, y, 1.5", f"    for k in range({draw.randrange(1, 5)}):"]
    for name in ("a", "b", "c"):
        lines.append(f"        {name} {draw.choice(['=', '+=', '-=', '*='])} {expression(draw, 2)}")
    lines += [
        f"        if {expression(draw, 1)} > {expression(draw, 1)}:",
        f"            a = {expression(draw, 1)}",
    ]
    lines.append(f"    return a + b * {expression(draw, 2)}")
    return "\n".join(lines) + "\n"


def on_fractions(text: str):
    """The same with every number a Fraction: a literal is the decimal that was typed."""
    exact = re.sub(r"(?<![\w.])(\d+\.?\d*)(?![\w.])", r"Fraction('\1')", text)
    exact = re.sub(r"range\(Fraction\('(\d+)'\)\)", r"range(\1)", exact)
    exact = re.sub(r"\*\* Fraction\('2'\)", "** 2", exact)
    exact = re.sub(r", Fraction\('2'\)\)(?=[^\]]*)", lambda m: m[0], exact)
    space: dict = {"Fraction": Fraction, "round": lambda v, n: round(v, int(n))}
    exec(exact, space)
    return space["f"]


def loaded(text: str, path):
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.f


@pytest.mark.parametrize("seed", range(PROGRAMS))
def test_the_exact_value_is_that_on_fractions(seed, tmp_path):
    draw = Random(seed)
    text = program(draw)
    x, y = draw.uniform(-3, 3), draw.uniform(0.1, 30)
    f = loaded(text, tmp_path / f"drawn_{seed}.py")
    try:
        f(x, y)
    except ArithmeticError:  # of the program itself
        with pytest.raises(BadInput, match="raised"):
            follow(f, [x, y])
        return
    trace = follow(f, [x, y])
    found = account(trace, max_bits=1024)
    if not found.certified:
        return
    truth = Fraction(on_fractions(text)(Fraction(x), Fraction(y)))
    with precision(4000):
        assert found.exact.overlaps(arb(fmpq(truth.numerator, truth.denominator))), text
    shares = found.shares()
    if shares and found.turned is None and math.isfinite(trace.computed()):
        assert found.unattributed().contains(0) or abs(found.unattributed()) < 1e-9, text


def test_most_are_certified(tmp_path):
    count = 0
    for seed in range(20):
        draw = Random(1000 + seed)
        f = loaded(program(draw), tmp_path / f"drawn_{seed}.py")
        try:
            count += account(follow(f, [draw.uniform(-3, 3), draw.uniform(0.1, 30)]), max_bits=512).certified
        except BadInput:
            count += 1
    assert count >= 15
