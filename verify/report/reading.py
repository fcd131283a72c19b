"""A record read and checked: plain data in, problems with their algorithms and points out."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from verify.report.rows import (
    CAUSES,
    SIZES,
    VERDICTS,
    Algorithm,
    BadRecord,
    Point,
    Problem,
    Row,
    called,
    is_linear,
    log_size,
    plain_value,
)
from verify.report.text import input_texts

_NAME = re.compile(r"\w[\w.+-]*", re.ASCII)


def read(document: Row, rows: Sequence[Row]) -> list[Problem]:
    """The problems of a record, in its order, with measurements of it. BadRecord where one is malformed."""
    try:
        return _read(document, rows)
    except (KeyError, TypeError, AttributeError) as error:
        raise BadRecord(f"the record is malformed: {error!r}; give a record.json of `verify run`") from error


def _read(document: Row, rows: Sequence[Row]) -> list[Problem]:
    points: dict[str, list[Point]] = {}
    for row in rows:
        points.setdefault(str(row.get("problem")), []).append(_point(row))
    claims = [_claim(row) for row in _rows(document, "claims")]
    declared = {str(_get(row, "name", str, "a problem")): row for row in _rows(document, "problems", [])}
    for name in [*points, *(c["problem"] for c in claims)]:
        declared.setdefault(name, {"name": name})
    ladders = [_ladder(row) for row in _rows(document, "ladders", [])]
    shared = _rows(document, "theory", [])
    return [_problem(row, points.get(name, ()), claims, ladders, shared) for name, row in declared.items()]


def _problem(
    row: Row, points: Sequence[Point], claims: list[Row], ladders: list[Row], shared: Sequence[Row]
) -> Problem:
    name = row["name"]
    if not _NAME.fullmatch(name) or name == "report":
        raise BadRecord(f"{name!r} cannot name a page; a problem's name has letters, digits, _ . + and -")
    mine = [_called(p, row) for p in points]
    blank = {"title": name, "formula": "", "source": "", "truth": "", "family": "", "lesson": ""}
    blank |= {"inputs": [], "parameters": []}
    algorithms = {a["name"]: a for a in row.get("algorithms", [])}
    ways: dict[str, list[Point]] = {}
    for point in mine:
        ways.setdefault(point.row["algorithm"], []).append(point)
    for way in ways:
        algorithms.setdefault(way, {"name": way})
    measured = tuple(_algorithm(a, ways.get(name, ())) for name, a in algorithms.items())
    own = {a.name: set(a.parameters) for a in measured}
    return Problem(
        declared={
            **blank,
            **row,
            "theory": [*row.get("theory", []), *shared],
            "axis": {"title": "", "log": False, **row.get("axis", {})},
        },
        algorithms=measured,
        claims=tuple(c for c in claims if c["problem"] == name),
        ladders=tuple(_placed(x, own.get(x["algorithm"], set())) for x in ladders if x["problem"] == name),
    )


def _called(point: Point, problem: Row) -> Point:
    """The point, with the names of the numbered things (data sets) that its parameters stand for."""
    named = called(point.row["parameters"], problem)
    same = named == point.row["parameters"]
    return point if same else replace(point, row={**point.row, "called": named})


def _placed(row: Row, own: set[str]) -> Row:
    """A ladder with where it stands: inputs and the problem's parameters, as decimals."""
    given = {k: v for k, v in row["parameters"].items() if k not in own}
    inputs = {k: input_texts(k, v)[0].partition(" = ")[2] for k, v in row["inputs"].items()}
    return {**row, "place": {**inputs, **given}}


def _ladder(row: Row) -> Row:
    where = f"a ladder of {row.get('problem')}"
    for key in ("problem", "algorithm"):
        _get(row, key, str, where)
    for key in ("inputs", "parameters", "reaching"):
        _get(row, key, Mapping, where)
    rungs = [
        {
            "format": _get(rung, "format", str, where),
            "bits": _get(rung, "bits", int, where),
            "size": log_size(rung.get("error")),
        }
        for rung in _rows(row, "rungs")
    ]
    return {"floor": None, "slope": None, "takes_over": None, **row, "rungs": rungs}


def _algorithm(row: Row, points: Sequence[Point]) -> Algorithm:
    blank = {"says": "", "source": "", "parameters": [], "theorem": "", "truncation": "", "grid": False}
    found = Algorithm({**blank, **row}, tuple(points))
    for parameter in found.declared["parameters"]:
        if not _NAME.fullmatch(str(parameter.get("name"))) or not isinstance(parameter.get("shown"), int):
            raise BadRecord(
                f"{dict(parameter)!r} of {row['name']} is not a parameter; give its name and shown"
            )
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
        details={
            name: plain_value(ball) if is_linear(name) else log_size(ball)
            for name, ball in row.get("details", {}).items()
        },
    )


def _claim(row: Row) -> Row:
    blank = dict.fromkeys(("kind", "says", "reading", "source", "evidence", "reach"), "")
    for key in ("id", "problem", "standing"):
        _get(row, key, str, "a claim")
    if not isinstance(row.get("principal"), bool):
        raise BadRecord(f"principal is {row.get('principal')!r} in claim {row['id']}")
    if row.get("verdict") not in VERDICTS:
        raise BadRecord(f"verdict is {row.get('verdict')!r} in claim {row['id']}")
    return {**blank, "bits": None, "declared": None, **row}
