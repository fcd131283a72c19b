"""Cores over the reals."""

from fractions import Fraction
from typing import Any

from exactly import as_fmpq
from flint import arb

from verify.fpcore.contexts import REAL, Context
from verify.fpcore.core_parser import parse
from verify.fpcore.evaluate import Evaluator
from verify.fpcore.reader import NOWHERE
from verify.fpcore.real import Real, enclosed


def value(text: str, *x: Any) -> Any:
    """The value over the reals of the last core of a text; an expression is a core of x, y and z."""
    if not text.startswith("(FPCore"):
        text = f"(FPCore ({' '.join('xyz'[: len(x)])}) {text})"
    cores = parse(text)
    known = {c.identifier: c for c in cores if c.identifier}
    program = Evaluator(known, Real()).program(cores[-1], cores[-1].body, Context(REAL))
    return program(*(as_fmpq(v) if isinstance(v, int | float | Fraction) else v for v in x))


def ball(text: str, *x: Any) -> arb:
    return enclosed(value(text, *x), NOWHERE)
