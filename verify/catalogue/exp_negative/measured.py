"""The three ways at x = 1/10, 2/10, ..., 50 with the text's number of terms, measured."""

from functools import cache

from flint import arb, fmpq

from verify.arithmetic.precision import every, less
from verify.catalogue.exp_negative.methods import ALGORITHMS
from verify.catalogue.exp_negative.problem import problem
from verify.core.model import Measurement
from verify.measure.harness import sweep
from verify.measure.limits import Limits
from verify.measure.point import point

BY_NAME = {a.name: a for a in ALGORITHMS}
TEXT_TERMS = 101  # the text sums n = 0..100


@cache
def on_tenths(name: str) -> dict[fmpq, Measurement]:
    """The algorithm at x = 1/10, 2/10, ..., 50 with the text's number of terms."""
    tenths = [point(problem, {"x": fmpq(k, 10)}, {}) for k in range(1, 501)]
    swept = sweep(BY_NAME[name], tenths, Limits(), {"terms": TEXT_TERMS})
    return {m.inputs["x"]: m for m in swept}


def forward(m: Measurement) -> arb:
    return arb.pos_inf() if m.forward_error is None else abs(m.forward_error)


def no_worse(x: fmpq, name: str, others: tuple[str, ...]) -> bool | None:
    """At x: is |y^ - y| of `name` at most that of each of the others?"""
    mine = on_tenths(name)[x]
    answers = []
    for other in (on_tenths(o)[x] for o in others):
        same = mine.computed == other.computed
        answers.append(True if same else less(forward(mine), forward(other)))
    return every(answers)


def at_x(x: fmpq) -> str:
    return f"at x = {float_text(x)}"


def float_text(x: fmpq) -> str:
    return f"{int(x.p) / int(x.q):g}"


def tenths(low: str, high: str) -> list[fmpq]:
    return [fmpq(k, 10) for k in range(int(float(low) * 10), int(float(high) * 10) + 1)]


SET = "x = 0.1, 0.2, ..., 50 with n = 0..100"


def above(m: Measurement, level: fmpq) -> bool | None:
    return less(level, forward(m))
