"""What the report knows of a record: problems, algorithms, points, their sizes as logarithms.

Balls may lie beyond float64's range, so a size is kept as log10 of the largest magnitude in its ball.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

Row = Mapping[str, Any]

CAUSES = ("none", "data", "truncation", "rounding", "algorithm", "range", "undecided")
VERDICTS = ("CONFIRMED", "REFUTED", "UNDECIDED")
SIZES = (
    "forward_error",
    "algorithm_error",
    "rounding_error",
    "truncation_error",
    "data_error",
    "backward_error",
    "condition_number",
    "envelope",
    "inherent_error",
    "forward_error_componentwise",
)
ZERO = -math.inf
INFINITE = "inf"
_NUMBER = r"[+-]?(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?"
_BALL = re.compile(rf"\[{_NUMBER} \+/- {_NUMBER}\]")


class BadRecord(ValueError):
    """The record cannot be rendered; the message says what was wrong and what would be right."""


def log_size(text: Any) -> float | None:
    """log10 of the largest magnitude in a ball, -inf for an exact zero, inf for the value inf; None for
    no ball."""
    if text is None:
        return None
    if text == INFINITE:
        return math.inf
    if not isinstance(text, str):
        raise BadRecord(f"{text!r} is not a ball; write [m +/- r]")
    return _log_of(text)


@lru_cache(2**14)  # most envelopes are 1/2, many errors 0, and a condition number stands in many rows
def _log_of(ball: str) -> float:
    match = _BALL.fullmatch(ball)
    if match is None:
        raise BadRecord(f"{ball!r} is not a ball; write [m +/- r]")
    middle, radius = _log(match[1], match[2]), _log(match[3], match[4])
    large, small = max(middle, radius), min(middle, radius)
    # |y| <= |m| + r for every y of the ball.
    return large if small == ZERO else large + math.log10(1 + 10.0 ** (small - large))


def plain_value(text: Any) -> float | None:
    """The midpoint of a ball, with its sign; None for no ball."""
    if text == INFINITE or log_size(text) is None:
        return None
    middle = float(text.removeprefix("[").split(" ")[0])
    return middle if math.isfinite(middle) else None


def is_linear(detail: str) -> bool:
    """Orders are small numbers of either sign; of all else the size matters."""
    return detail == "order" or detail.endswith("_order")


def _log(digits: str, exponent: str | None) -> float:
    value = float(digits)
    return math.log10(value) + int(exponent or 0) if value else ZERO


def called(values: Mapping[str, Any], problem: Mapping[str, Any]) -> dict[str, Any]:
    """Values of parameters, of numbered things (data sets) their names."""
    found = dict(values)
    for p in problem.get("parameters", []):
        place = int(found.get(p.get("name"), 0)) - p.get("low", 0)
        if 0 <= place < len(names := p.get("names", [])):
            found[p["name"]] = names[place]
    return found


@dataclass(frozen=True, eq=False)
class Point:
    """A measurement with its sizes as logarithms."""

    row: Row
    axis: float
    sizes: Mapping[str, float | None]
    details: Mapping[str, float | None]  # logarithms, but for those that `is_linear` names

    @property
    def cause(self) -> str:
        return str(self.row["cause"])

    @property
    def called(self) -> Mapping[str, Any]:
        """The integer parameters; the numbers of data sets by their names."""
        found: Mapping[str, Any] = self.row.get("called", self.row["parameters"])
        return found

    @property
    def total(self) -> float | None:
        return self.sizes["forward_error"]

    @property
    def severity(self) -> tuple[float, float]:
        """For ordering from good to bad: ulps, then forward error; no number or no bound is worst."""
        ulps, total = self.row["ulps"], self.total
        return (math.inf if ulps is None else ulps, math.inf if total is None else total)


@dataclass(frozen=True, eq=False)
class Algorithm:
    """What the record says of an algorithm, and its measurements."""

    declared: Row
    points: tuple[Point, ...]

    @property
    def name(self) -> str:
        return str(self.declared["name"])

    @cached_property
    def parameters(self) -> dict[str, tuple[int, ...]]:
        """The values measured of each parameter of its own."""
        names = [p["name"] for p in self.declared["parameters"]]
        return {n: tuple(sorted({p.row["parameters"][n] for p in self.points})) for n in names}

    @cached_property
    def shown(self) -> dict[str, int]:
        """The declared value to show, or the measured one nearest to it."""
        wanted = {p["name"]: p["shown"] for p in self.declared["parameters"]}
        return {
            name: min(values, key=lambda v, w=wanted[name]: (abs(v - w), v))  # type: ignore[misc]
            for name, values in self.parameters.items()
            if values
        }

    def setting(self, point: Point) -> tuple[int, ...]:
        return tuple(point.row["parameters"][name] for name in self.parameters)

    def is_shown(self, point: Point) -> bool:
        return all(point.row["parameters"][name] == value for name, value in self.shown.items())

    @cached_property
    def shown_points(self) -> list[Point]:
        return [p for p in self.points if self.is_shown(p)]


@dataclass(frozen=True, eq=False)
class Problem:
    """What the record says of a problem, with its algorithms and claims."""

    declared: Row
    algorithms: tuple[Algorithm, ...]
    claims: tuple[Row, ...] = field(default=())
    ladders: tuple[Row, ...] = field(default=())

    @property
    def name(self) -> str:
        return str(self.declared["name"])

    @property
    def points(self) -> list[Point]:
        return [p for a in self.algorithms for p in a.points]

    @property
    def measured(self) -> tuple[Algorithm, ...]:
        return tuple(a for a in self.algorithms if a.points)

    @cached_property
    def has_arrays(self) -> bool:
        return any(isinstance(p.row["computed"], list) for p in self.points)
