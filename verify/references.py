"""Certified reference values: write them, and prove again what is written.

A value is a ball found by the problem's own route, confirmed by a second route in balls and by mpmath
by a third. A file holds data only: values, bits, routes, versions, and a hash over the values.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import mpmath
from flint import arb, fmpq

from verify import points, record
from verify.enclose import MAX_BITS, accurate, precision, refine
from verify.errors import entries
from verify.files import write_text
from verify.model import BadInput, Problem
from verify.points import Point, for_truth
from verify.record import Row, ball_text, parse_ball

SCHEMA = "verify-references/1"
DIGITS = 50
ENOUGH = accurate(180, arb(2) ** -400)  # 180 bits are 54 digits


def _found(route: Callable[[], Any], max_bits: int) -> tuple[Any, int]:
    """A route's value to 54 digits and the bits it took. BadInput where it does not settle."""
    found = refine([None], lambda _: route(), lambda v: all(map(ENOUGH, entries(v))), max_bits, 256)[0]
    if not found.done:
        raise BadInput(f"a reference value does not settle within {max_bits} bits: {found.reason}")
    return found.value, found.bits


def _routes(where: Point) -> Iterator[tuple[str, Any, Any, Any]]:
    """(name, certified route, second route, mpmath's opinion) of everything certified at a point."""
    problem, data = where.problem, where.data
    yield (
        "truth",
        lambda: problem.truth(*for_truth(data)),
        problem.second and (lambda: problem.second(*for_truth(data))),  # type: ignore[misc]
        problem.opinion and (lambda mp: problem.opinion(mp, *_for_mpmath(mp, data))),  # type: ignore[misc]
    )
    given = {**where.inputs, **where.parameters}
    for q in problem.quantities:
        yield (
            q.name,
            lambda q=q: q.value(**given),
            q.second and (lambda q=q: q.second(**given)),
            q.opinion and (lambda mp, q=q: q.opinion(mp, **given)),
        )


def _for_mpmath(mp: Any, data: tuple[Any, ...]) -> list[Any]:
    return [mp.mpf(int(x.p)) / int(x.q) if isinstance(x, fmpq) else x for x in data]


def _opinion(route: Callable[[Any], Any] | None, value: Any) -> Row | None:
    """What mpmath says at DIGITS + 15 digits, and whether it agrees with the ball to DIGITS."""
    if route is None:
        return None
    mp = mpmath.mp.clone()
    mp.dps = DIGITS + 15
    said = route(mp)
    numbers = [mp.mpf(x) for x in (said if hasattr(said, "__len__") else [said])]
    texts = [mp.nstr(x, DIGITS, strip_zeros=False) for x in numbers]
    with precision(4 * DIGITS):
        near = [
            abs(arb(mp.nstr(x, DIGITS + 10)) - ball) <= abs(ball) * arb(10) ** (1 - DIGITS) + arb(10) ** -100
            for x, ball in zip(numbers, entries(value), strict=True)
        ]
    agrees = bool(near) and all(near)
    return {"value": texts if hasattr(said, "__len__") else texts[0], "agrees": agrees}


def _text(value: Any) -> Any:
    texts = [ball_text(ball, DIGITS) for ball in entries(value)]
    return texts[0] if isinstance(value, arb) else texts


def certified(problem: Problem, given: Mapping[str, Any], max_bits: int = MAX_BITS) -> list[Row]:
    """The reference rows of one point. BadInput where two routes contradict each other."""
    where = points.point(problem, given, given)
    rows = []
    for name, route, second, opinion in _routes(where):
        value, bits = _found(route, max_bits)
        row: Row = {
            "inputs": {key: record.number_text(x) for key, x in where.inputs.items()},
            "parameters": dict(where.parameters),
            "quantity": name,
            "value": _text(value),
            "bits": bits,
        }
        if second is not None:
            other, other_bits = _found(second, max_bits)
            if not all(x.overlaps(y) for x, y in zip(entries(value), entries(other), strict=True)):
                raise BadInput(f"two routes to {problem.name} {name} at {dict(given)} contradict each other")
            row["second_bits"] = other_bits
        row["mpmath"] = _opinion(opinion, value)
        row["doubtful"] = row["mpmath"] is not None and not row["mpmath"]["agrees"]
        rows.append(row)
    return rows


def document(problem: Problem, max_bits: int = MAX_BITS) -> Row:
    """Everything certified of one problem, as it stands in its file."""
    values = [row for given in problem.references for row in certified(problem, given, max_bits)]
    versions = record.provenance("verify certify", 0, max_bits)
    kept = ("verify", "python_flint", "flint", "mpmath", "gmpy2", "mpfr")
    return {
        "schema": SCHEMA,
        "problem": problem.name,
        "formula": problem.formula,
        "route": problem.route,
        "second_route": problem.second_route,
        "mpmath_route": problem.opinion_route,
        "quantities": {q.name: q.says for q in problem.quantities},
        "versions": {key: versions[key] for key in kept},
        "values": values,
        "sha256": _hash(values),
    }


def _hash(values: list[Row]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def write(problem: Problem, folder: Path, max_bits: int = MAX_BITS) -> tuple[Path, int]:
    """The file written, and how many of its values mpmath does not agree with."""
    path = folder / f"{problem.name}.json"
    found = document(problem, max_bits)
    write_text(path, record.to_json(found))
    return path, sum(row["doubtful"] for row in found["values"])


def check(problem: Problem, folder: Path, max_bits: int = MAX_BITS) -> list[str]:
    """What does not hold of a problem's file, a line each: every value is proved again."""
    path = folder / f"{problem.name}.json"
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        values = stored["values"]
        if stored["sha256"] != _hash(values):
            return [f"{path}: the values are not those that were hashed; write them anew with verify certify"]
    except OSError:
        return [f"{path} does not exist; write it with verify certify {problem.name}"]
    except (ValueError, KeyError, TypeError) as error:
        return [f"{path} is malformed ({error!r}); write it anew with verify certify {problem.name}"]
    proved = document(problem, max_bits)["values"]
    if [_label(row) for row in proved] != [_label(row) for row in values]:
        return [f"{path} does not hold the points that {problem.name} declares; write it anew"]
    return [
        f"{path}: {problem.name} {_label(new)}: {why}"
        for old, new in zip(values, proved, strict=True)
        if (why := _change(old, new))
    ]


def _label(row: Row) -> str:
    given = {**row["inputs"], **row["parameters"]}
    return " ".join([row["quantity"], *(f"{key}={value}" for key, value in given.items())])


def _change(old: Row, new: Row) -> str:
    """In what a value proved again differs from what is stored; empty where it does not."""
    for stored, proved in zip(_balls(old["value"]), _balls(new["value"]), strict=True):
        if not stored.overlaps(proved):
            return f"stored {old['value']}, proved {new['value']}"
    if new["doubtful"]:
        return f"mpmath does not agree: {new['mpmath']['value']}"
    return ""


def _balls(value: str | list[str]) -> list[arb]:
    return [parse_ball(text) for text in (value if isinstance(value, list) else [value])]
