"""verify survey: every function of a library."""

import sys
import time
from pathlib import Path
from typing import Any

import click

from verify.checking import survey
from verify.checking.survey_page import page
from verify.cli.answers import AS_PAGE
from verify.cli.findings import SARIF, tell, writable
from verify.cli.options import AS_JSON, FORMAT, OUT, TOTAL, command_line, progress
from verify.interface.check_text import print_survey_row
from verify.interface.findings import of_survey
from verify.interface.pace import until
from verify.interface.printing import console
from verify.interface.survey import BITS, BUDGET, SECONDS, Question
from verify.interface.survey import rows as rows_of
from verify.measure.limits import MEMORY, Limits
from verify.records import plain
from verify.records.files import write_text
from verify.records.plain import Row
from verify.report.survey import paragraphs, survey_page


@click.command("survey")
@click.argument("library")
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    default=BUDGET,
    show_default=True,
    help="Evaluations for each function; beyond 20000, functions of one variable that have a power series "
    "are screened.",
)
@FORMAT
@click.option("--only", multiple=True, metavar="NAME", help="This function alone; may be repeated.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the random inputs.")
@click.option("--jobs", type=click.IntRange(min=1), help="Number of processes.  [default: one per core]")
@click.option("--timeout", type=float, default=SECONDS, show_default=True, help="Seconds for each function.")
@click.option(
    "--memory", type=float, default=MEMORY, show_default=True, help="GiB of memory for each function."
)
@TOTAL
@click.option("--max-bits", type=int, default=BITS, show_default=True, help="Precision limit in bits.")
@click.option("--out", type=Path, default=OUT, show_default=True, help="Folder for the page.")
@click.option("--resume", is_flag=True, help="Continue an earlier survey.")
@AS_PAGE
@SARIF
@AS_JSON
def survey_command(
    library: str,
    out: Path,
    resume: bool,
    html: Path | None,
    sarif: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Check every function of math, cmath, numpy (numpy.linalg, numpy.fft), scipy.special, torch or jax."""
    writable(sarif)
    limits = Limits(options["max_bits"], options["timeout"], options["memory"])
    given = {key: options[key] for key in ("budget", "seed", "jobs", "total", "format", "only")}
    asked, end = Question(library, limits=limits, folder=out, resume=resume, **given), until(options["total"])
    found: dict[survey.Line, Row] = {}
    for line, row in rows_of(asked, progress):
        found[line] = row
        if not as_json:
            print_survey_row(row, console())
    rows = [found[line] for line in asked.lines()]
    tell(of_survey(rows), sarif)
    suffix = "" if options["format"] == "float64" else f"-{options['format']}"
    path = out / f"survey-{library}{suffix}.md"
    text = page(library, rows, command_line())
    write_text(path, text)
    write_text(path.with_suffix(".json"), plain.to_json({"results": rows}))
    if html is not None:
        write_text(html, survey_page(library, rows, paragraphs(text), command_line()))
    if as_json:
        click.echo(plain.to_json({"results": rows}), nl=False)
    else:
        click.echo(f"report: {path}")
    sys.exit(1 if time.monotonic() > end else 0)
