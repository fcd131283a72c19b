"""What verify.check, verify.blame and verify.survey return: rows as in the JSON, and views of them."""

import importlib
import io
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from verify.checking.blame_text import page_of, print_blame, text_console
from verify.checking.gate import Gate
from verify.core.errors import BadInput
from verify.core.numbers import bound_text
from verify.interface import html
from verify.interface.array_text import print_answer
from verify.interface.check_text import print_survey_row
from verify.interface.gate_text import limit_text
from verify.records import plain
from verify.records.plain import Row
from verify.report import answers

WIDTH = 120
FRAMES = ("pandas", "polars")


class Answer(ABC):
    """One answer: what it prints, the JSON that the command prints, a data frame, a table for notebooks."""

    @property
    @abstractmethod
    def document(self) -> Row:
        """The JSON document, as data."""

    @abstractmethod
    def records(self) -> list[Row]:
        """The lines of the data frame: plain values alone."""

    @abstractmethod
    def _print(self, out: Console) -> None: ...

    def to_json(self) -> str:
        """The document that the command prints with --json."""
        return plain.to_json(self.document)

    def to_frame(self, library: str | None = None) -> Any:
        """A data frame of pandas or polars, whichever is named, or installed. BadInput where neither is."""
        for name in FRAMES if library is None else (library,):
            if name not in FRAMES:
                raise BadInput(f"{name!r} is not a kind of frame; name pandas or polars")
            try:
                return importlib.import_module(name).DataFrame(self.records())
            except ImportError:
                continue
        wanted = library or "pandas or polars"
        raise BadInput(f"to_frame needs {wanted}, which is not installed; records() gives the same as a list")

    def __str__(self) -> str:
        written = io.StringIO()
        self._print(text_console(written, WIDTH))
        return written.getvalue().rstrip()

    @abstractmethod
    def _page(self) -> answers.Answer: ...

    def _repr_html_(self) -> str:
        return html.fragment(self._page(), str(self))


class Results(Answer):
    """An answer of several rows."""

    rows: Sequence[Row]

    @property
    def document(self) -> Row:
        return {"results": list(self.rows)}

    def records(self) -> list[Row]:
        return [_flat(row) for row in self.rows]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


@dataclass(frozen=True, repr=False)
class Checks(Results):
    """What a check found: one row, or of a file of cores one for each core, under the names of the JSON.

    `passed`: every gate was certainly reached; without a gate, something was certified and nothing is amiss.
    `drawn`: of each row what a notebook shows beside its fields.
    """

    rows: Sequence[Row]
    gate: Gate
    drawn: Sequence[Row] = ()

    @property
    def row(self) -> Row:
        """The only row. BadInput where there are several."""
        if len(self.rows) != 1:
            raise BadInput(f"there are {len(self.rows)} results; take them from rows")
        return self.rows[0]

    @property
    def passed(self) -> bool:
        return all(row["passed"] for row in self.rows)

    def _print(self, out: Console) -> None:
        for row in self.rows:
            print_answer(row, self.gate, out)

    def _page(self) -> answers.Answer:
        from verify.interface.formula import formula  # here: what is not shown as a page does not pay for it

        shown = [*self.drawn, *[{}] * len(self.rows)]
        formulas = [formula(row, each.get("formula")) for row, each in zip(self.rows, shown, strict=False)]
        pictures = [each.get("along") for each in shown]
        return answers.checks(self.rows, pictures, limit_text(self.gate), formulas)

    def __repr__(self) -> str:
        return _short("check", self.rows)


@dataclass(frozen=True, repr=False)
class Survey(Results):
    """The functions of a library, a row each, in the order of its table."""

    library: str
    rows: Sequence[Row]

    def _print(self, out: Console) -> None:
        for row in self.rows:
            print_survey_row(row, out)

    def _page(self) -> answers.Answer:
        return html.survey(self.library, self.records())

    def __repr__(self) -> str:
        return _short(f"survey of {self.library}", self.rows)


@dataclass(frozen=True, repr=False)
class Blame(Answer):
    """Which lines lost the digits at one input; the frame has a line for each guilty line of the source."""

    row: Row

    @property
    def document(self) -> Row:
        return self.row

    @property
    def guilty(self) -> list[Row]:
        return list(self.row["guilty"])

    def records(self) -> list[Row]:
        names = ("file", "line", "makes", "magnifies", "share", "cancelled_bits", "local_ulps")
        return [
            {name: line[name] for name in names}
            | {name: "; ".join(line[name]) for name in ("codes", "within", "hints")}
            for line in self.guilty
        ]

    def _print(self, out: Console) -> None:
        print_blame(self.row, out)

    def _page(self) -> answers.Answer:
        return page_of(self.row)

    def __repr__(self) -> str:
        off = self.row["total_ulps"]
        size = "not known" if off is None else f"at most {bound_text(off)} ulps"
        return f"<verify blame: {self.row['target']}, error {size}, {len(self.guilty)} guilty lines>"


def _flat(row: Row) -> Row:
    """One line of a frame: what speaks for the whole, and the worst input."""
    worst, every = row["worst"] or row["worst_failure"] or {}, row.get("exhaustive") or {}
    return {
        "target": row["target"],
        "truth": row["truth"],
        "format": row["format"],
        "points": row["points"],
        "max_ulps": row["ulps"]["max"],
        "p99_ulps": row["ulps"]["p99"],
        "median_ulps": row["ulps"]["median"],
        "found": row["found"],
        "envelope": row["envelope"],
        "proved_bound": row["proved_bound"],
        "failed": row["failed"],
        "undecided": row["undecided"],
        "outside_domain": row["outside_domain"],
        "worst_at": ", ".join(f"{name}={x}" for name, x in worst.get("inputs", {}).items()),
        "computed": worst.get("computed"),
        "digits": worst.get("digits"),
        "cause": worst.get("cause"),
        "correctly_rounded": every.get("correctly_rounded"),
        "faithful": every.get("faithful"),
        "passed": row["passed"],
        "command": row["command"],
    }


def _short(what: str, rows: Sequence[Row]) -> str:
    if len(rows) != 1:
        return f"<verify {what}: {len(rows)} functions>"
    row = rows[0]
    most = row["ulps"]["max"]
    size = (
        "nothing certified"
        if most is None
        else f"at most {bound_text(most)} ulps at {row['points']} inputs tried"
    )
    passed = "passed" if row["passed"] else "not passed"
    return f"<verify {what}: {row['target']} against {row['truth']}, {size}, {passed}>"
