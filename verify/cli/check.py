"""verify check: a function of one's own against a formula."""

import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from verify.checking.gate import Gate
from verify.checking.subjects.target import parse_fixed
from verify.cli.answers import AS_PAGE, write_answer
from verify.cli.findings import SARIF, tell, writable
from verify.cli.options import (
    AS_JSON,
    FORMAT,
    LIMITING,
    OUT,
    TOTAL,
    command_line,
    limits_of,
    progress,
    values_of,
)
from verify.interface.array_text import print_answer
from verify.interface.check import drawn, maps
from verify.interface.check import rows as rows_of
from verify.interface.findings import of_checks
from verify.interface.gate_text import limit_text
from verify.interface.printing import console
from verify.interface.question import BUDGET, POINTS, Question
from verify.records import plain
from verify.records.files import require_regular, write_text
from verify.records.plain import Row
from verify.report.answers import Answer, checks
from verify.runs import executors


@click.command("check")
@click.argument("name", metavar="TARGET|FILE.fpcore", required=False)
@click.option("--results", metavar="FILE.npy", help="Judge saved results instead of a target.")
@click.option(
    "--array",
    multiple=True,
    metavar="A=FILE|FAMILY(...)",
    help="An argument that is an array: a file (.npy .npz .csv .mtx), or a family such as 'hilbert(10)'.",
)
@click.option("--truth", help="A formula (see verify functions), or a function of balls.")
@click.option("--core", help="Only this core of the file, or this entry of its tensor.")
@click.option(
    "--domain", multiple=True, metavar="x=LO:HI", help="The domain of one variable; repeat it for each."
)
@click.option("--fix", multiple=True, metavar="NAME=VALUE", help="A keyword argument; may be repeated.")
@click.option("--given", multiple=True, metavar="CONDITION", help="A precondition such as 'x < y'.")
@FORMAT
@click.option(
    "--at",
    multiple=True,
    metavar="x=VALUE",
    help="This input alone; no domain is needed.",
)
@click.option(
    "--points", type=click.IntRange(min=1), default=POINTS, show_default=True, help="Number of inputs."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the random inputs.")
@click.option("--search", is_flag=True, help="Search for the worst case; prove a bound if possible.")
@click.option(
    "--budget",
    default=BUDGET,
    show_default=True,
    help="Limit of the search: a number of evaluations, or a time such as 10s.",
)
@click.option("--no-seeds", is_flag=True, help="Search without inputs that are known to be hard.")
@click.option(
    "--assume",
    multiple=True,
    metavar="FUNCTION<=NUMBERulp",
    help="With --search: take this bound for granted, as in math.exp<=0.52ulp; may be repeated.",
)
@click.option("--exhaustive", is_flag=True, help="Judge every input that the format has in the domain.")
@click.option("--resume", is_flag=True, help="With --exhaustive: continue an earlier run that was stopped.")
@click.option("--max-ulps", type=float, help="Gate: exit 1 unless the error is certified to be at most this.")
@click.option("--max-envelope", type=float, help="Gate: the same, in multiples of the envelope.")
@LIMITING
@TOTAL
@click.option("--out", type=Path, metavar="FILE|FOLDER", help="Write the results there as they are found.")
@click.option("--rows", type=Path, metavar="FILE.parquet", help="Write every judged input to this file.")
@SARIF
@AS_PAGE
@AS_JSON
def check_command(
    name: str | None, as_json: bool, sarif: Path | None, html: Path | None, **options: Any
) -> None:
    """Check a function of your own against a formula."""
    writable(sarif)
    asked = _asked(name, options)
    asked = replace(asked, draws=html is not None)
    rows, shown = [], []
    with Written(options["out"]) as written:
        for row in rows_of(asked, progress):
            shown += drawn([row])
            rows.append(row)
            written.add(row)
            if not as_json:
                print_answer(row, asked.gate, console())
    if as_json:
        click.echo(plain.to_json({"results": rows}), nl=False)
    tell(of_checks(rows), sarif)
    write_answer(html, lambda: _page(asked, rows, shown))
    sys.exit(0 if all(row["passed"] for row in rows) else 1)


def _page(asked: Question, rows: Sequence[Row], shown: Sequence[Row]) -> Answer:
    from verify.interface.formula import formula  # here: an answer without a page does not pay for it

    planes = maps(asked, rows) or [None] * len(rows)
    pictures = [each.get("along") or plane for each, plane in zip(shown, planes, strict=True)]
    formulas = [formula(row, each.get("formula")) for row, each in zip(rows, shown, strict=True)]
    return checks(rows, pictures, limit_text(asked.gate), formulas)


def _asked(name: str | None, options: dict[str, Any]) -> Question:
    """The options as a question."""
    texts = {
        key: options[key] for key in ("truth", "core", "format", "budget", "results", "total", "executor")
    }
    flags = {key: options[key] for key in ("points", "seed", "search", "exhaustive", "resume")}
    return Question(
        name,
        domain=options["domain"],
        given=options["given"],
        assume=options["assume"],
        fixed=parse_fixed(options["fix"]),
        at=values_of("--at", options["at"]),
        arrays=values_of("--array", options["array"]),
        gate=Gate(options["max_ulps"], options["max_envelope"]),
        limits=limits_of(options),
        rows=options["rows"],
        folder=OUT / "every",
        jobs=options["jobs"] or executors.cores(),
        seeds=not options["no_seeds"],
        command=command_line() if options["results"] is not None else None,
        **texts,
        **flags,
    )


class Written(AbstractContextManager["Written"]):
    """The rows found so far in a file, written again as they come: whole, and at most once a second."""

    def __init__(self, path: Path | None) -> None:
        self.path = path / "check.json" if path is not None and path.is_dir() else path
        if self.path is not None:
            require_regular(self.path)  # before anything is judged
        self.rows: list[Row] = []
        self.since = 0.0

    def add(self, row: Row) -> None:
        self.rows.append(row)
        if time.monotonic() - self.since > 1:
            self._write()

    def _write(self) -> None:
        if self.path is not None:
            write_text(self.path, plain.to_json({"results": self.rows}))
            self.since = time.monotonic()

    def __exit__(self, *_: Any) -> None:
        self._write()
