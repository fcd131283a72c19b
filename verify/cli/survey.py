"""verify survey: every function of a library."""

from pathlib import Path
from typing import Any

import click

from verify.check import survey
from verify.cli import printing
from verify.cli.options import AS_JSON, OUT, command_line, progress
from verify.measure.limits import Limits
from verify.records import plain
from verify.records.files import write_text
from verify.runs import cache, workers


@click.command("survey")
@click.argument("library")
@click.option(
    "--budget", type=click.IntRange(min=1), default=20_000, show_default=True, help="Evaluations each."
)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes.  [default: one a core]")
@click.option("--timeout", type=float, default=300, show_default=True, help="Seconds a function.")
@click.option("--max-bits", type=int, default=4096, show_default=True, help="Precision limit.")
@click.option("--out", type=Path, default=OUT, show_default=True, help="Folder of the page.")
@click.option("--resume", is_flag=True, help="Go on from what an earlier survey has done.")
@AS_JSON
def survey_command(library: str, out: Path, resume: bool, as_json: bool, **options: Any) -> None:
    """Every function of math, numpy or scipy.special that can be judged."""
    Limits(options["max_bits"], options["timeout"])
    table = survey.lines(library, options["budget"], options["seed"], options["max_bits"])
    kept = cache.opened(out / f"kept-{library}")
    if not resume:
        kept.forget()
    jobs = options["jobs"] or workers.cores()
    with progress(len(table)) as done:
        rows = survey.survey(table, kept, jobs, options["timeout"], lambda line: done(line.target))
    path = out / f"survey-{library}.md"
    write_text(path, survey.page(library, rows, command_line()))
    write_text(path.with_suffix(".json"), plain.to_json({"results": rows}))
    if as_json:
        click.echo(plain.to_json({"results": rows}), nl=False)
    else:
        printing.print_survey(rows)
        click.echo(f"report: {path}")
