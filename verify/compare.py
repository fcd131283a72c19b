"""Two records, or two results of checks: what got better, what got worse.

Where both measured the same input, that input decides; a result is worse when it is certified further
off, or is no number any more. Where they share no input, the distributions are compared.
"""

import json
import math
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verify.model import BadInput
from verify.summary import Row, distribution, severity

# Ulps are upper bounds, known to 2^-27 ulp or 2^-20 of themselves: less than that is no change.
SLACK = 2.0**-19


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
    """What a file says: ulps by name and input, distributions by name, verdicts by claim."""

    points: Mapping[str, Mapping[str, float]]
    ulps: Mapping[str, Row]
    verdicts: Mapping[str, str]


def read(path: Path) -> Side:
    """A record.json, or what check or survey printed with --json. BadInput for anything else."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path} is not JSON: {error}") from error
    try:
        if "results" in document:
            return _of_checks(document["results"])
        return _of_record(document)
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{path} is neither a record nor the result of a check ({error!r})") from error


def _of_record(document: Mapping[str, Any]) -> Side:
    points: dict[str, dict[str, float]] = {}
    for row in document["measurements"]:
        name = f"{row['problem']} {row['algorithm']}"
        points.setdefault(name, {})[_place(row)] = severity(row)
    ulps = {f"{row['problem']} {row['algorithm']}": row["ulps"] for row in document["summary"]}
    return Side(points, ulps, {row["id"]: row["verdict"] for row in document["claims"]})


def _of_checks(results: list[Row]) -> Side:
    points = {
        row["target"]: {_place(row["worst"]): severity(row["worst"])} for row in results if row["worst"]
    }
    verdicts = {f"gate of {row['target']}": "passed" if row["passed"] else "failed" for row in results}
    return Side(points, {row["target"]: row["ulps"] for row in results}, verdicts)


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
        changes += _at_inputs(name, old, new, shared) if shared else _distributions(name, old, new)
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


def _above(x: float, y: float) -> bool:
    return x > y + SLACK * max(1.0, y) if math.isfinite(y) else False


def _distributions(name: str, old: Side, new: Side) -> list[Change]:
    """No shared input: maximum, 99th percentile and median beside each other."""
    changes = []
    for key in distribution([]):
        before, after = (
            math.inf if side.ulps[name][key] is None else side.ulps[name][key] for side in (old, new)
        )
        if _above(after, before) or _above(before, after):
            says = f"{key} of ulps (other inputs)"
            changes.append(Change(name, says, _size(before), _size(after), _above(after, before)))
    return changes


def _size(ulps: float) -> str:
    return "no number" if math.isinf(ulps) else f"{ulps:.4g}"
