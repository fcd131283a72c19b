"""Two records, or two results of checks: what got better, what got worse.

Where two records measured the same input, that input decides; a result is worse when it is certified
further off, or is not a number any more. Where they share no input, and for checks, which keep their worst
input only, the distributions are compared, and how many results are not numbers or stay undecided.
"""

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from verify.records import plain, schema
from verify.records import read as records
from verify.records.plain import Row
from verify.records.read import Record
from verify.records.summary import distribution, severity

# Less than that, in ulps or of themselves, is no change: measurements are known to 2^-27 ulp or 2^-20 of
# themselves, the samples of a check to 2^-10 ulp.
SLACK = 2.0**-19
SLACK_OF_CHECKS = 2.0**-9
WANTED = "a record.json of `verify run`, or what `verify check --json` printed"


@dataclass(frozen=True)
class Change:
    """One difference: what, where, before and after, and whether it is for the worse."""

    name: str
    says: str
    before: str
    after: str
    worse: bool


@dataclass(frozen=True)
class Side:
    """What a file says: by name the ulps of each input, their distribution (None: beyond float64, or no
    number at all) and where the worst is, and counts of results that are not numbers or undecided; verdicts
    by claim."""

    points: Mapping[str, Mapping[str, float]]
    ulps: Mapping[str, Mapping[str, float | None]]
    worst: Mapping[str, str]
    counts: Mapping[str, Mapping[str, int]]
    verdicts: Mapping[str, str]
    slack: float = SLACK


def read(path: Path) -> Side:
    """A record.json, or what check or survey printed with --json. BadInput for anything else."""
    document = plain.read(path, WANTED)
    if isinstance(document, dict) and "results" in document:
        return _of_checks(schema.checked("results", document["results"], str(path), WANTED))
    return _of_record(records.record(path))


def _of_record(record: Record) -> Side:
    points: dict[str, dict[str, float]] = {}
    for row in record.rows("problem", "algorithm", "inputs", "parameters", "ulps"):
        points.setdefault(_name(row), {})[_place(row)] = severity(row)
    summary = {_name(row): row for row in record.document["summary"]}
    return Side(
        points,
        {name: _ulps(row) for name, row in summary.items()},
        {name: _place(row["worst"]) for name, row in summary.items()},
        {name: _counts(row["not_finite"], row["undecided"]) for name, row in summary.items()},
        {row["id"]: row["verdict"] for row in record.document["claims"]},
    )


def _of_checks(results: list[Row]) -> Side:
    rows = _named(results)
    return Side(
        {},
        {name: _ulps(row) for name, row in rows.items()},
        {name: _place(row["worst"]) for name, row in rows.items() if row["worst"]},
        {name: _counts(row.get("failed", 0), row["undecided"]) for name, row in rows.items()},
        {f"gate of {name}": "passed" if row["passed"] else "failed" for name, row in rows.items()},
        SLACK_OF_CHECKS,
    )


def _named(results: list[Row]) -> dict[str, Row]:
    """Each by a name of its own: a survey has a function at several arrays, and a file may have two cores of
    one name, distinguished by their order."""
    found: dict[str, Row] = {}
    for row in results:
        specs = [f"{name}={given['spec']}" for name, given in (row.get("arrays") or {}).items()]
        name = ", ".join([row["target"], *specs])
        same = sum(other == name or other.startswith(f"{name} #") for other in found)
        found[f"{name} #{same + 1}" if same else name] = row
    return found


def _name(row: Row) -> str:
    return f"{row['problem']} {row['algorithm']}"


def _ulps(row: Row) -> dict[str, float | None]:
    values = {key: row["ulps"][key] for key in distribution([])}
    return {key: None if value is None else float(value) for key, value in values.items()}


def _counts(no_number: int, undecided: int) -> dict[str, int]:
    return {"results that are not numbers": no_number, "undecided inputs": undecided}


def _place(row: Row) -> str:
    return ", ".join(f"{k}={v}" for k, v in {**row["inputs"], **row["parameters"]}.items())


def compare(old: Side, new: Side) -> list[Change]:
    """Every difference, the worse first."""
    changes = [*_verdicts(old, new)]
    for name in sorted(old.ulps.keys() | new.ulps.keys()):
        if name not in new.ulps or name not in old.ulps:
            gone = name not in new.ulps
            changes.append(Change(name, "measured", "yes" if gone else "no", "no" if gone else "yes", gone))
            continue
        shared = old.points.get(name, {}).keys() & new.points.get(name, {}).keys()
        if shared:
            changes += _at_inputs(name, old, new, shared)
        else:
            changes += [*_distributions(name, old, new), *_numbers(name, old, new)]
    return sorted(changes, key=lambda c: not c.worse)


def _verdicts(old: Side, new: Side) -> list[Change]:
    """A verdict that changed is for the worse, unless a gate that failed now passes."""
    changes = []
    for name in sorted(old.verdicts.keys() | new.verdicts.keys()):
        before, after = old.verdicts.get(name, "none"), new.verdicts.get(name, "none")
        if before != after:
            better = before in ("none", "failed", "UNDECIDED") and after != "failed"
            changes.append(Change(name, "verdict", before, after, not better))
    return changes


def _at_inputs(name: str, old: Side, new: Side, both: Set[str]) -> list[Change]:
    """The input that got worst and the one that got better most, of those measured in both."""
    before, after = old.points.get(name, {}), new.points.get(name, {})
    worse = [p for p in both if _above(after[p], before[p])]
    better = [p for p in both if _above(before[p], after[p])]
    changes = []
    for places, is_worse in ((worse, True), (better, False)):
        if places:
            place = max(places, key=lambda p: (after if is_worse else before)[p])
            says = f"ulps at {place} ({len(places)} of {len(both)} shared inputs)"
            changes.append(Change(name, says, _size(before[place]), _size(after[place]), is_worse))
    return changes


def _above(x: float, y: float, slack: float = SLACK) -> bool:
    return x > y + slack * max(1.0, y) if math.isfinite(y) else False


def _distributions(name: str, old: Side, new: Side) -> list[Change]:
    """Maximum, 99th percentile and median side by side."""
    changes = []
    slack = max(old.slack, new.slack)
    for key in distribution([]):
        sizes = [side.ulps[name][key] for side in (old, new)]
        before, after = (math.inf if size is None else size for size in sizes)
        if _above(after, before, slack) or _above(before, after, slack):
            at = f", now at {new.worst[name]}" if key == "max" and name in new.worst else ""
            worse = _above(after, before, slack)
            changes.append(Change(name, f"{key} of ulps{at}", _size(before), _size(after), worse))
    return changes


def _numbers(name: str, old: Side, new: Side) -> list[Change]:
    """How many results are not numbers, how many inputs undecided."""
    pairs = [(says, old.counts[name][says], n) for says, n in new.counts[name].items()]
    return [Change(name, says, str(a), str(b), b > a) for says, a, b in pairs if a != b]


def _size(ulps: float) -> str:
    return "no number" if math.isinf(ulps) else f"{ulps:.4g}"
