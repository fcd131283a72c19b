"""Small problems made on the spot."""

from collections.abc import Callable
from typing import Any

from verify.errors import by_series
from verify.model import Algorithm, Axis, Claim, Input, Outcome, Problem, Source

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
