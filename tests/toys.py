"""Small problems made on the spot."""

import dataclasses
from collections.abc import Callable
from typing import Any

from verify.claims.declare import Claims
from verify.core.claim import Claim, Outcome, Reach
from verify.core.model import Algorithm, Axis, Input, Problem, Route, Sensitivity, Source, Sweep
from verify.measure.envelope import by_series

SOURCE = Source("Nobody", 2024, "A note", "section 1")


def problem(name: str = "toy", truth: Callable[..., Any] = lambda x: x, **more: Any) -> Problem:
    """A problem of the one input x, unless `more` says otherwise (fields of its groups among them)."""
    sweep = {
        "axis": Axis("x", lambda x, **_: x),
        "points": lambda count, random: [{"x": k} for k in range(1, count + 1)],
        "count": 3,
    }
    sensitivity = {"gradient": by_series(truth), "monotone": False, "condition": None, "backward": None}
    declared: dict[str, Any] = {"title": "A toy", "formula": "y = ...", "inputs": (Input("x"),)}
    for field, value in more.items():
        if field in ("second", "opinion"):
            value = Route(value, "another route")
        next(group for group in (sweep, sensitivity, declared) if field in group or group is declared)[
            field
        ] = value
    return Problem(
        name=name,
        source=SOURCE,
        truth=Route(truth, "none of its own"),
        sweep=Sweep(**sweep),
        sensitivity=Sensitivity(**sensitivity),
        **declared,
    )


def algorithm(of: Problem, body: Callable[..., Any] | None = None, **more: Any) -> Algorithm:
    return Algorithm(name=more.pop("name", "way"), problem=of, says="a way", source=SOURCE, body=body, **more)


def simple(truth: Callable[..., Any], body: Callable[..., Any], **more: Any) -> Algorithm:
    """An algorithm for the problem of computing `truth`."""
    return algorithm(problem(truth=truth, **more), body)


def claim(check: Callable[[], Outcome], declared: str = "CONFIRMED", id: str = "T-1") -> Claim:
    made = Claims(problem(), SOURCE, id)
    return made.law(says="says", reading="reading", check=check, declared=declared, reach=Reach.EXAMPLE)


# A catalogue file; CHECK stands for what its first claim does.
FILE = """
import os, time
from flint import arb, fmpq
from verify.measure.envelope import by_series
from verify.claims.declare import Claims
from verify.core.claim import REFUTED, Outcome, Reach
from verify.core.model import *

SOURCE = Source("Nobody", 2024, "A note")
def truth(x): return x.sqrt()

def points(count, random): return [{"x": fmpq(random.randint(1, 10**6), 1000)} for _ in range(count)]

problem = Problem(
    name="roots", title="Roots", formula="sqrt(x)", source=SOURCE, truth=Route(truth, "arb"),
    sweep=Sweep(axis=Axis("x", lambda x: x), points=points, count=100), inputs=(Input("x", fmpq(0)),),
    sensitivity=Sensitivity(gradient=by_series(truth)),
)

def newton(R, x, steps):
    y = x
    for _ in range(steps):
        y = (y + x / y) / 2
    return y

STEPS = Parameter("steps", 1, 20, (2, 5), shown=5)
WAYS = (
    Algorithm(
        name="newton", problem=problem, says="Newton", source=SOURCE, body=newton, parameters=(STEPS,)
    ),
    Algorithm(
        name="library", problem=problem, says="sqrt", source=SOURCE, body=lambda R, x: R.sqrt(x),
        truncation=Finite(),
    ),
)

def check():
    CHECK
    return Outcome(True, "seen")

R = Claims(problem, SOURCE, "R-")
SAID = {"says": "says", "reading": "reading", "reach": Reach.EXAMPLE}
CLAIMS = (
    R.law("1", check=check, **SAID),
    R.law("2", check=lambda: Outcome(False, "no", arb(2)), declared=REFUTED, **SAID),
)
"""


def with_body(algorithm: Algorithm, body: Callable[..., Any]) -> Algorithm:
    """The algorithm with another body: how a fault is planted."""
    return dataclasses.replace(algorithm, body=body)
