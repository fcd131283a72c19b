"""The record of a run: what was found, hashed, in JSON, and every measurement in a Parquet file beside it."""

from collections.abc import Sequence
from pathlib import Path

from verify.records import plain, shapes, table
from verify.records.files import write_text
from verify.records.plain import Row
from verify.records.summary import Tally, Way, headline, summary, with_blame

RECORD, MEASUREMENTS = "record.json", "measurements.parquet"
SUMMED = ("problem", "algorithm", "inputs", "parameters", "computed", "ulps", "cause", "broken", "reason")


def document(
    provenance: Row,
    problems: list[Row],
    claims: list[Row],
    ladders: list[Row],
    measurements: Path,
    laws: Sequence[Row] = (),
    blamed: Sequence[Row] = (),
    theory: Sequence[Row] = (),
) -> Row:
    """What the record says; the measurements lie in a file that is written already.

    theory: the laws of theory that every problem has
    """
    content = {
        "schema": shapes.RECORD,
        "provenance": provenance,
        "theory": [*theory],
        "problems": problems,
        "summary": with_blame(summary(table.rows(measurements, *SUMMED)), blamed),
        "headline": headline(claims),
        "claims": claims,
        "laws": [*laws],
        "ladders": ladders,
        "measurements": {
            "file": measurements.name,
            "rows": table.count(measurements),
            "sha256": table.fingerprint(measurements),
        },
    }
    return plain.sealed(plain.readable(content))


def worst(measurements: Path) -> list[Row]:
    """Where each algorithm is worst, under the names of a summary: by its rounding where that dominates
    anywhere, for this is what lines are to blame for; else by its whole error, where that is finite.
    """
    rounded: dict[Way, Tally] = {}
    finite: dict[Way, Tally] = {}
    for row in table.rows(measurements, *SUMMED):
        for tallies, holds in ((rounded, row["cause"] == "rounding"), (finite, row["ulps"] is not None)):
            if holds:
                tallies.setdefault((row["problem"], row["algorithm"]), Tally()).add(row)
    return [
        {"problem": problem, "algorithm": algorithm, "worst": tally.worst}
        for (problem, algorithm), tally in {**finite, **rounded}.items()
    ]


def write(folder: Path, content: Row) -> Path:
    """The record as a file beside its measurements."""
    path = folder / RECORD
    write_text(path, plain.to_lines(content))
    return path
