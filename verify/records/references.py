"""Certified reference values: write them, and prove again what is written.

A value is a ball found by the problem's own route, confirmed by a second route in balls and by mpmath
by a third. A file holds data only: values, bits, routes, versions, and a hash over the values.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import mpmath
from flint import arb, fmpq

from verify.arithmetic.precision import MAX_BITS, accurate, precision, refine
from verify.core.errors import BadInput
from verify.core.model import Problem
from verify.measure.budget import as_ball, entries
from verify.measure.limits import alive, guarded
from verify.measure.point import Point, for_truth, point
from verify.records import plain, provenance, schema
from verify.records import write as record
from verify.records.files import clear_parts, write_text
from verify.records.plain import Row
from verify.records.write import ball_text, parse_ball

SCHEMA = "verify-references/2"
DIGITS = 50
ENOUGH = accurate(180, arb(2) ** -400)  # 180 bits are 54 digits
STATED = accurate(155, arb(2) ** -390)  # what 50 decimal digits keep of that, whatever they are
DECLARED = ("schema", "problem", "formula", "route", "second_route", "mpmath_route", "quantities")


class Contradiction(BadInput):
    """Two routes to one value exclude each other: one of them is wrong."""


def _found(route: Callable[[], Any], max_bits: int) -> tuple[Any, int]:
    """A route's value to 54 digits and the bits it took. BadInput where it does not settle."""

    def evaluate(_: None) -> Any:
        alive()  # a limit of time is that of one evaluation
        with guarded(None):
            return as_ball(route())

    found = refine([None], evaluate, lambda v: all(map(ENOUGH, entries(v))), max_bits, 256)[0]
    if not found.done:
        raise BadInput(f"a reference value does not settle within {max_bits} bits: {found.reason}")
    return found.value, found.bits


def _routes(where: Point) -> Iterator[tuple[str, Any, Any, Any]]:
    """(name, certified route, second route, mpmath's opinion) of everything certified at a point."""
    problem, data = where.problem, where.data
    yield (
        "truth",
        lambda: problem.truth(*for_truth(data)),
        (second := problem.second) and (lambda: second(*for_truth(data))),
        (opinion := problem.opinion) and (lambda mp: opinion(mp, *_for_mpmath(mp, data))),
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
    alive()
    said = route(mp)
    several = hasattr(said, "__len__")
    texts = [mp.nstr(mp.mpf(x), DIGITS, strip_zeros=False) for x in (said if several else [said])]
    return {"value": texts if several else texts[0], "agrees": _agree(texts, entries(value), DIGITS - 1)}


def _agree(texts: list[str], balls: list[arb], digits: int) -> bool:
    """Do decimals agree with balls to the required digits each, or to 10^-100 where a ball holds zero?"""

    def near(x: arb, ball: arb) -> bool:
        off = abs(x - ball)
        return bool(off <= abs(ball) * arb(10) ** -digits or (ball.contains(0) and off < arb(10) ** -100))

    with precision(4 * DIGITS):
        return len(texts) == len(balls) > 0 and all(
            near(arb(t), b) for t, b in zip(texts, balls, strict=True)
        )


def _text(value: Any) -> Any:
    texts = [ball_text(ball, DIGITS) for ball in entries(value)]
    return texts[0] if isinstance(value, arb) else texts


def certified(problem: Problem, given: Mapping[str, Any], max_bits: int = MAX_BITS) -> list[Row]:
    """The reference rows of one point. Contradiction where two routes exclude each other."""
    where = point(problem, given, given)
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
            pairs = itertools.zip_longest(entries(value), entries(other), fillvalue=arb.nan())
            if not all(x.is_finite() and y.is_finite() and x.overlaps(y) for x, y in pairs):
                raise Contradiction(
                    f"two routes to {problem.name} {name} at {dict(given)} exclude each other"
                )
            row["second_bits"] = other_bits
        row["mpmath"] = _opinion(opinion, value)
        row["doubtful"] = row["mpmath"] is not None and not row["mpmath"]["agrees"]
        rows.append(row)
    return rows


def document(problem: Problem, max_bits: int = MAX_BITS) -> Row:
    """Everything certified of one problem, as it stands in its file."""
    values = [row for given in problem.references for row in certified(problem, given, max_bits)]
    content = {
        "schema": SCHEMA,
        "problem": problem.name,
        "formula": problem.formula,
        "route": problem.truth.says,
        "second_route": problem.second.says if problem.second else "",
        "mpmath_route": problem.opinion.says if problem.opinion else "",
        "quantities": {q.name: q.says for q in problem.quantities},
        "versions": provenance.versions(),
        "values": values,
    }
    return {**content, "sha256": chained(content)}


def chained(document: Row) -> str:
    """Hash over all of a file: of what stands beside the values, then with each value of that so far."""
    link = plain.digest({key: part for key, part in document.items() if key not in ("values", "sha256")})
    for row in document["values"]:
        link = plain.digest([link, row])
    return link


def write(problem: Problem, folder: Path, max_bits: int = MAX_BITS) -> tuple[Path, int]:
    """The file written, and how many of its values mpmath does not agree with."""
    path = folder / f"{problem.name}.json"
    found = document(problem, max_bits)
    write_text(path, plain.to_json(found))
    return path, sum(row["doubtful"] for row in found["values"])


def stored(path: Path, name: str) -> Row:
    """What a file says. BadInput where it is not as it was written."""
    anew = f"write it anew with verify certify {name}"
    content = plain.read(path, f"reference values; {anew}")
    said = content.get("schema") if isinstance(content, dict) else None
    if said != SCHEMA:
        raise BadInput(f"{path} is of another version (schema {str(said)[:40]!r}, not {SCHEMA}); {anew}")
    schema.checked("references", content, str(path), f"reference values; {anew}")
    if content["sha256"] != chained(content):
        raise BadInput(f"{path} was changed after it was written: its hash does not fit; {anew}")
    return dict(content)


def check(problem: Problem, folder: Path, max_bits: int = MAX_BITS) -> list[str]:
    """What does not hold of a problem's file, a line each: every value is proved again."""
    path = folder / f"{problem.name}.json"
    anew = f"write it anew with verify certify {problem.name}"
    try:
        content = stored(path, problem.name)
        proved = document(problem, max_bits)
    except Contradiction as error:
        return [f"{path}: {error}"]
    except BadInput as error:
        return [str(error)]
    if [*map(_label, proved["values"])] != [*map(_label, content["values"])]:
        return [f"{path} does not hold the points that {problem.name} declares; {anew}"]
    changed = [key for key in DECLARED if content[key] != proved[key]]
    faults = [f"{path}: the {key} is not the one that {problem.name} declares; {anew}" for key in changed]
    for old, new in zip(content["values"], proved["values"], strict=True):
        if why := _change(old, new):
            faults.append(f"{path}: {_label(old)}: {why}")
    return faults


def foreign(folder: Path, names: Iterable[str]) -> list[str]:
    """The files in a folder that belong to none of these problems, a line each."""
    clear_parts(folder)
    known = {f"{name}.json" for name in names}
    found = sorted(path for path in folder.iterdir() if path.name not in known) if folder.is_dir() else []
    return [f"{path} holds no reference values of a problem that is declared; remove it" for path in found]


def _label(row: Row) -> str:
    given = {**row["inputs"], **row["parameters"]}
    return " ".join([row["quantity"], *(f"{key}={value}" for key, value in given.items())])


def _change(old: Row, new: Row) -> str:
    """In what a value proved again differs from what is stored; empty where it does not."""
    stored, proved = _balls(old["value"]), _balls(new["value"])
    if len(stored) != len(proved) or not all(map(arb.overlaps, stored, proved)):
        return f"stored {old['value']}, proved {new['value']}"
    if not all(map(STATED, stored)):
        return f"the ball stored, {old['value']}, is wider than {DIGITS} digits"
    if new["doubtful"]:
        return f"mpmath does not agree: {new['mpmath']['value']}"
    if (old.get("mpmath") or {}).get("value") != (new["mpmath"] or {}).get("value"):
        return f"mpmath's opinion stored is {old.get('mpmath')}, found {new['mpmath']}"
    return ""


def _balls(value: str | list[str]) -> list[arb]:
    return [parse_ball(text) for text in (value if isinstance(value, list) else [value])]
