"""The bounds of certified polynomials on this processor: values of pieces against balls at random floats."""

from random import Random
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.mpfr import BINARY64, FORMATS, Format
from verify.arithmetic.precision import precision
from verify.language.expressions import compiled
from verify.language.grammar import number
from verify.mathematics.polynomials.doubled import evaluate_doubled
from verify.mathematics.polynomials.evaluation import approximated
from verify.mathematics.polynomials.halving import pieces
from verify.mathematics.polynomials.pieces import Polynomial, Reduced
from verify.trust.parts import Found

SLACK = 2.0**-22
BITS = 256
EACH = 64  # inputs a piece
NARROW = FORMATS["binary32"]
# Formula, and where stretches of floats begin.
SUBJECTS = (
    ("exp(x)", (-80.0, 80.0)),
    ("log(x)", (1e-30, 1e30)),
    ("log1p(x)", (-0.9, 1e6)),
    ("sin(x)", (-1e30, 1e30)),
    ("cos(x)", (0.1, 3.0)),
    ("tan(x)", (1.0, 1e20)),
    ("atan(x)", (-100.0, 100.0)),
    ("tanh(x)", (0.01, 8.0)),
    ("sqrt(x)", (1e-30, 1e30)),
    ("gamma(x)", (1.5, 30.0)),
    ("erf(x)", (0.01, 3.0)),
    ("(exp(x) - 1)/x", (0.01, 10.0)),
)


def polynomials(formula: str, seed: int, count: int) -> list[Found]:
    """In float64 for float32's truths, and in double-double for float64's."""
    ends = dict(SUBJECTS)[formula]
    return [
        Found.of(f"bounds of {formula} for {name}", _answers(formula, ends, format, length, seed, count))
        for name, format, length in (("float32", NARROW, 2**16), ("float64", BINARY64, 2**20))
        if not (format is BINARY64 and max(map(abs, ends)) > 1e19)  # reduced arguments are float32's
    ]


def _answers(
    formula: str, ends: tuple[float, float], format: Format, length: int, seed: int, count: int
) -> list[str | None]:
    random, node = Random(f"{formula} {format.name} {seed}"), number(formula, ("x",))
    truth = compiled(node)
    answers: list[str | None] = []
    while len(answers) < count:
        first = random.randint(*map(format.ordinal, ends))
        low, high = format.from_ordinal(first), format.from_ordinal(first + length)
        for piece in pieces(node, "x", low, high, format, SLACK):
            if isinstance(piece, Polynomial | Reduced):
                answers += _beside_balls(formula, truth, piece, format, random)
            if len(answers) >= count:
                break
        else:
            answers.append(None)  # so that it ends where no stretch has a polynomial
    return answers


def _beside_balls(
    formula: str, truth: Any, piece: Polynomial | Reduced, format: Format, random: Random
) -> list[str | None]:
    places = sorted((format.ordinal(piece.low), format.ordinal(piece.high)))
    x = np.array([format.from_ordinal(p) for p in {*places, *(random.randint(*places) for _ in range(EACH))}])
    if isinstance(piece, Polynomial) and piece.low_parts:
        value, low = evaluate_doubled(piece, x)
        bound: Any = piece.bound
    else:
        (value, bound), low = approximated(piece, x), np.zeros_like(x)
    bounds = np.broadcast_to(bound, x.shape).tolist()
    answers: list[str | None] = []
    with precision(BITS):
        for v, high, rest, b in zip(x.tolist(), value.tolist(), low.tolist(), bounds, strict=True):
            off = abs(arb(high) + arb(rest) - truth({"x": arb(v)}))
            told = f"{formula} at {v.hex()} is {off.str(5)} off, where {b:.5g} is the bound"
            answers.append(told if off > b else "")
    return answers
