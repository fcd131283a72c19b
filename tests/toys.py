"""Small problems made on the spot."""

from collections.abc import Callable
from typing import Any

from verify.core.model import Algorithm, Axis, Claim, Input, Outcome, Problem, Source
from verify.measure.budget import by_series

SOURCE = Source("Nobody", 2024, "A note", "section 1")


def problem(name: str = "toy", truth: Callable[..., Any] = lambda x: x, **more: Any) -> Problem:
    """A problem of the one input x, unless `more` says otherwise."""
    declared: dict[str, Any] = {
        "title": "A toy",
        "formula": "y = ...",
        "source": SOURCE,
        "route": "none of its own",
        "axis": Axis("x", lambda x, **_: x),
        "points": lambda count, random: [{"x": k} for k in range(1, count + 1)],
        "count": 3,
        "inputs": (Input("x"),),
        "gradient": by_series(truth),
    }
    return Problem(name=name, truth=truth, **{**declared, **more})


def algorithm(of: Problem, body: Callable[..., Any] | None = None, **more: Any) -> Algorithm:
    return Algorithm(name=more.pop("name", "way"), problem=of, says="a way", source=SOURCE, body=body, **more)


def simple(truth: Callable[..., Any], body: Callable[..., Any], **more: Any) -> Algorithm:
    """An algorithm for the problem of computing `truth`."""
    return algorithm(problem(truth=truth, **more), body)


def claim(check: Callable[[], Outcome], declared: str = "CONFIRMED", id: str = "T-1") -> Claim:
    return Claim(id, problem(), "law", "says", "reading", SOURCE, declared, check)


# A catalogue file; CHECK stands for what its first claim does.
FILE = """
import os, time
from flint import arb, fmpq
from verify.measure.budget import by_series
from verify.core.model import *

SOURCE = Source("Nobody", 2024, "A note")
def truth(x): return x.sqrt()

problem = Problem(
    name="roots", title="Roots", formula="sqrt(x)", source=SOURCE, truth=truth, route="arb",
    axis=Axis("x", lambda x: x), count=100, gradient=by_series(truth), inputs=(Input("x", fmpq(0)),),
    points=lambda count, random: [{"x": fmpq(random.randint(1, 10**6), 1000)} for _ in range(count)],
)

def newton(R, x, steps):
    y = x
    for _ in range(steps):
        y = (y + x / y) / 2
    return y

STEPS = Parameter("steps", 1, 20, (2, 5), shown=5)
WAYS = (
    Algorithm("newton", problem, "Newton", SOURCE, body=newton, parameters=(STEPS,)),
    Algorithm("library", problem, "sqrt", SOURCE, body=lambda R, x: R.sqrt(x)),
)

def check():
    CHECK
    return Outcome(True, "seen")

CLAIMS = (
    Claim("R-1", problem, "law", "says", "reading", SOURCE, CONFIRMED, check),
    Claim("R-2", problem, "law", "says", "reading", SOURCE, REFUTED, lambda: Outcome(False, "no", arb(2))),
)
"""
