"""What there is to find fault with in a check, a blame or a survey, each with its place in a source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verify.records.guilty import branch_text, size_text, verdict
from verify.records.plain import Row

FAR = 4.0  # envelopes: a function of a library beyond it loses digits that its inputs had
SEVERITY = ("error", "warning", "note")
RULES = {
    "gate": "The requested accuracy is not certified at every input.",
    "makes": "This line makes rounding error that the result suffers from.",
    "magnifies": "This line magnifies the error of what it is given.",
    "branch": "Exact arithmetic takes another path here, or it is not settled which.",
    "envelope": "The function is far less accurate than data good to half an ulp allow.",
    "failed": "There is no finite result where the true value is a number.",
    "open": "The accuracy could not be judged.",
}


@dataclass(frozen=True)
class Place:
    """Where in a source, counted from 1. The column is None where the whole line is meant."""

    file: str
    line: int
    column: int | None = None


@dataclass(frozen=True)
class Finding:
    """One fault, and where it is in a source, if that is known; code: what stands there."""

    rule: str
    level: str
    message: str
    place: Place | None = None
    code: str = ""


def of_checks(rows: Sequence[Row]) -> list[Finding]:
    """Gates that were not passed, at the lines that are to blame for it."""
    found = []
    for row in rows:
        if not row["passed"]:
            lines = [*_lines(row, "error", f"{_asked(row)}: ")]
            found += lines or [Finding("gate", "error", _asked(row), _source(row["target"]))]
    return ordered(found)


def of_blame(row: Row) -> list[Finding]:
    """The guilty lines, and the branches that exact arithmetic takes otherwise."""
    at = ", ".join(f"{name}={x}" for name, x in row["inputs"].items())
    return ordered([*_lines(row, "warning", f"{row['target']} at {at}: ")])


def of_survey(rows: Sequence[Row]) -> list[Finding]:
    """Functions far beyond the envelope, without a number where there is one, or not judged."""
    found = []
    for row in rows:
        if row["failed"]:
            found.append(
                Finding("failed", "error", f"{_asked(row)}; {row['failed']} inputs without a number")
            )
        elif (row["envelope"] or 0) > FAR:
            size = size_text(row["envelope"])
            found.append(Finding("envelope", "warning", f"{_asked(row)}; up to {size} times the envelope"))
        elif not row["points"]:
            found.append(Finding("open", "note", f"{row['target']}: {': '.join(row['notes'][:2])}"))
    return ordered(found)


def ordered(found: Sequence[Finding]) -> list[Finding]:
    """Errors first; where several are to be left out, they are the least."""
    return sorted(found, key=lambda f: SEVERITY.index(f.level))


def _lines(row: Row, level: str, before: str) -> Iterator[Finding]:
    for branch in row.get("branches", ()):
        yield Finding(
            "branch",
            level,
            before + branch_text(branch),
            _place(branch),
            branch["code"],
        )
    for line in row.get("guilty", ()):
        hints = "".join(f"; hint: {hint}" for hint in line.get("hints", ()))
        rule = "makes" if line["makes"] else "magnifies"
        # Columns are counted from 0 in a row, and from 1 in what reads this.
        column = None if line["column"] is None else line["column"] + 1
        yield Finding(
            rule, level, before + verdict(line) + hints, _place(line, column), "; ".join(line["codes"])
        )


def _place(row: Row, column: int | None = None) -> Place | None:
    """Of a line; None for what is in no source, as a value that is returned."""
    return Place(row["file"], row["line"], column) if row["file"] else None


def _asked(row: Row) -> str:
    """What was judged, how far it is off, and where."""
    worst = row["worst"] or row["worst_failure"]
    most = row["ulps"]["max"]
    size = "nothing is certified" if most is None else f"off by up to {size_text(most)} ulps"
    at = "" if worst is None else " at " + ", ".join(f"{k}={v}" for k, v in worst["inputs"].items())
    return f"{row['target']} against {row['truth']}: {size}{at}"


def _source(target: str) -> Place | None:
    """The start of the file that a target names, where it names one; which line is not known."""
    file, _, name = target.rpartition(":")
    return Place(file, 1) if file.endswith((".py", ".fpcore")) and name else None
