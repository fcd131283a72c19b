"""A record as the report reads it: checked, grouped by problem and algorithm, sizes as logarithms.

Balls may lie beyond float64's range, so a size is kept as log10 of the largest magnitude in its ball.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Row = Mapping[str, Any]

CAUSES = ("none", "data", "truncation", "rounding", "range", "undecided")
VERDICTS = ("CONFIRMED", "REFUTED", "UNDECIDED")
SIZES = (
    "forward_error",
    "rounding_error",
    "truncation_error",
    "data_error",
    "backward_error",
    "condition_number",
    "forward_error_componentwise",
)
ZERO = -math.inf
_NUMBER = r"[+-]?(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?"
_BALL = re.compile(rf"\[{_NUMBER} \+/- {_NUMBER}\]")
_NAME = re.compile(r"\w[\w.+-]*", re.ASCII)


class BadRecord(ValueError):
    """The record cannot be rendered; the message says what was wrong and what would be right."""


def log_size(text: Any) -> float | None:
    """log10 of the largest magnitude in a ball, -inf for an exact zero; None for no ball."""
    if text is None:
        return None
    match = _BALL.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise BadRecord(f"{text!r} is not a ball; write [m +/- r]")
    middle, radius = _log(match[1], match[2]), _log(match[3], match[4])
    large, small = max(middle, radius), min(middle, radius)
    # |y| <= |m| + r for every y of the ball.
    return large if small == ZERO else large + math.log10(1 + 10.0 ** (small - large))


def _log(digits: str, exponent: str | None) -> float:
    value = float(digits)
    return math.log10(value) + int(exponent or 0) if value else ZERO


@dataclass(frozen=True)
class Point:
    """A measurement with its sizes as logarithms."""

    row: Row
    axis: float
    sizes: Mapping[str, float | None]
    details: Mapping[str, float | None]

    @property
    def cause(self) -> str:
        return str(self.row["cause"])

    @property
    def total(self) -> float | None:
        return self.sizes["forward_error"]

    @property
    def severity(self) -> tuple[float, float]:
        """For ordering from good to bad: ulps, then forward error; no number or no bound is worst."""
        ulps, total = self.row["ulps"], self.total
        return (math.inf if ulps is None else ulps, math.inf if total is None else total)


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Problem:
    """What the record says of a problem, with its algorithms and claims."""

    declared: Row
    algorithms: tuple[Algorithm, ...]
    claims: tuple[Row, ...] = field(default=())

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


def read(document: Row) -> list[Problem]:
    """The problems of a record, in its order. BadRecord where it is malformed."""
    points = [_point(row) for row in _rows(document, "measurements")]
    claims = [_claim(row) for row in _rows(document, "claims")]
    declared = {str(_get(row, "name", str, "a problem")): row for row in _rows(document, "problems", [])}
    for name in [*(p.row["problem"] for p in points), *(c["problem"] for c in claims)]:
        declared.setdefault(name, {"name": name})
    return [_problem(row, points, claims) for row in declared.values()]


def _problem(row: Row, points: list[Point], claims: list[Row]) -> Problem:
    name = row["name"]
    if not _NAME.fullmatch(name) or name == "report":
        raise BadRecord(f"{name!r} cannot name a page; a problem's name has letters, digits, _ . + and -")
    mine = [p for p in points if p.row["problem"] == name]
    blank = {"title": name, "formula": "", "source": "", "truth": "", "inputs": [], "parameters": []}
    algorithms = {a["name"]: a for a in row.get("algorithms", [])}
    for point in mine:
        algorithms.setdefault(point.row["algorithm"], {"name": point.row["algorithm"]})
    return Problem(
        declared={**blank, "axis": {"title": "", "log": False}, **row},
        algorithms=tuple(_algorithm(a, mine) for a in algorithms.values()),
        claims=tuple(c for c in claims if c["problem"] == name),
    )


def _algorithm(row: Row, points: Iterable[Point]) -> Algorithm:
    blank = {"says": "", "source": "", "parameters": [], "theorem": "", "grid": False}
    found = Algorithm({**blank, **row}, tuple(p for p in points if p.row["algorithm"] == row["name"]))
    for parameter in found.declared["parameters"]:
        if not _NAME.fullmatch(str(parameter.get("name"))) or not isinstance(parameter.get("shown"), int):
            raise BadRecord(f"{dict(parameter)!r} of {row['name']} is no parameter; give its name and shown")
        for point in found.points:
            _get(point.row["parameters"], parameter["name"], int, f"the parameters of {row['name']}")
    return found


def _rows(document: Row, key: str, default: Any = None) -> list[Row]:
    value = document.get(key, default) if isinstance(document, Mapping) else None
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise BadRecord(f"the record's {key} are not a list of objects; give a record.json of `verify run`")
    return value


def _get(row: Row, key: str, kind: type | tuple[type, ...], where: str) -> Any:
    value = row.get(key)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise BadRecord(f"{key} is {value!r} in {where}; give a record.json of `verify run`")
    return value


def _point(row: Row) -> Point:
    where = f"a measurement of {row.get('problem')}"
    for key in ("problem", "algorithm"):
        _get(row, key, str, where)
    for key in ("inputs", "parameters"):
        _get(row, key, Mapping, where)
    for key in ("ulps", "digits", "axis"):
        _get(row, key, (int, float, type(None)), where)
    _get(row, "computed", (str, list), where)
    _get(row, "truth", (str, list, type(None)), where)
    if row.get("cause") not in CAUSES:
        raise BadRecord(f"cause is {row.get('cause')!r} in {where}; it is one of {', '.join(CAUSES)}")
    axis = row.get("axis")
    return Point(
        row={**dict.fromkeys(("ulps", "digits", "inherent", "bits", "truth")), **row},
        axis=math.nan if axis is None else float(axis),
        sizes={name: log_size(row.get(name)) for name in SIZES},
        details={name: log_size(ball) for name, ball in row.get("details", {}).items()},
    )


def _claim(row: Row) -> Row:
    blank = dict.fromkeys(("kind", "says", "reading", "source", "evidence"), "")
    for key in ("id", "problem"):
        _get(row, key, str, "a claim")
    if row.get("verdict") not in VERDICTS:
        raise BadRecord(f"verdict is {row.get('verdict')!r} in claim {row['id']}")
    return {**blank, "bits": None, "declared": None, **row}
