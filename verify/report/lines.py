"""Source lines of algorithms: where most cancels, and which are to blame where rounding is worst."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from verify.records.shares import is_many, share_text
from verify.report import text
from verify.report.plot import clipped
from verify.report.rows import Algorithm, called

MOST = 24  # characters of a value in a table
FEW = 3  # expressions of a line that are shown


UNKNOWN = "not known"


def cancelled_row(
    algorithm: Algorithm, summary: Mapping[str, Any], problem: Mapping[str, Any]
) -> dict[str, Any] | None:
    """An algorithm in one line: the most that cancels, on which line, where, and the digits left there."""
    points = [p for p in algorithm.shown_points if p.row.get("cancelled_in_all") is not None]
    if not points:
        return _seen_row(summary.get("blamed"), problem)
    most = max(points, key=lambda p: (p.row["cancelled_in_all"], -(p.row["digits"] or 0)))
    if not most.row["cancelled_in_all"]:
        return {"in_all": 0, "bits": 0, "line": "", "axis": "–", "digits": "–", "cause": ""}
    return {
        "in_all": most.row["cancelled_in_all"],
        "bits": most.row["cancelled_bits"],
        "line": most.row.get("cancelled_at") or "",
        "axis": text.axis_value(most.axis) if most.axis == most.axis else "–",
        "digits": text.downward(most.row["digits"]),
        "cause": most.cause,
    }


def _seen_row(found: Mapping[str, Any] | None, problem: Mapping[str, Any]) -> dict[str, Any] | None:
    """Of an algorithm that was not watched along its sweep: what was seen where it was followed."""
    if found is None:
        return None
    row = {"in_all": UNKNOWN, "bits": UNKNOWN, "axis": _place(found, problem), "digits": "–", "cause": ""}
    if "cancelled_bits" not in found:
        return row | {"line": found["not_followed"] or "more operations than are watched"}
    inside = f"not known: what {', '.join(found['routines'])} cancels inside" if found["routines"] else ""
    parts = filter(None, (found["cancelled_at"], inside))
    return row | {"bits": text.upward(found["cancelled_bits"]), "line": "; ".join(parts)}


def _place(found: Mapping[str, Any], problem: Mapping[str, Any]) -> str:
    """Where an algorithm was followed."""
    part = [f"entry {found['part']}"] if found["part"] else []
    values = called(found["place"], problem)
    return ", ".join(
        [f"{name} = {clipped(text.typed(str(value)), MOST)}" for name, value in values.items()] + part
    )


def blamed_row(summary: Mapping[str, Any], problem: Mapping[str, Any]) -> dict[str, Any] | None:
    """The lines to blame where an algorithm's rounding is worst; or why there are none."""
    found = summary.get("blamed")
    if found is None:
        return None
    why = found["not_followed"]
    if why is None and not found["guilty"]:
        why = "nothing is to blame: rounding makes at most 2 ulps"
    ulps = found["rounding_ulps"]
    return {
        "place": _place(found, problem),
        "ulps": "–" if ulps is None else text.upward(ulps),
        "lines": [guilty_line(line) for line in found["guilty"]],
        "why": why or "",
    }


def guilty_line(line: Mapping[str, Any]) -> dict[str, str]:
    """A line in one row: where, what stands there, what it does."""
    parts = []
    if line["makes"]:
        rest = ", most of which cancels" if is_many(line["share"] or 0) else ""
        parts.append(f"makes {share_text(line['share'], 'the error')}{rest}")
    if line["magnifies"]:
        bits = line["cancelled_bits"]
        cancels = f", cancels {bits if isinstance(bits, str) else text.upward(bits)} bits" if bits else ""
        parts.append(f"magnifies it{cancels}")
    codes = [*dict.fromkeys(line["codes"])]
    more = f"; and {len(codes) - FEW} more" if len(codes) > FEW else ""
    code = "; ".join(codes[:FEW]) + more
    return {
        "at": f"{PurePath(line['file']).name}, line {line['line']}",
        "code": code,
        "does": "; ".join(parts),
    }
