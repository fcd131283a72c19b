"""verify run, verify claims: measure and judge."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from verify.cli import printing
from verify.cli.options import AS_JSON, LIMITING, OUT, command_line, progress, values_of
from verify.cli.report import rendered
from verify.measure.limits import Limits
from verify.records import provenance, write
from verify.records.files import write_text
from verify.records.write import Row
from verify.runs import cache, discover, plan, workers


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME|FILE.py]...")
@click.option("--points", type=click.IntRange(min=1), help="Points a problem.  [default: the problem's own]")
@click.option("--seed", type=int, default=0, show_default=True, help="Where the points are drawn from.")
@click.option("--algorithm", "only", multiple=True, help="Only this algorithm; may be repeated.")
@click.option("--at", multiple=True, metavar="NAME=VALUE", help="One input or parameter; may be repeated.")
@LIMITING
@click.option("--out", type=Path, default=OUT, show_default=True, help="Folder of the record and report.")
@click.option("--resume", is_flag=True, help="Use what an earlier run with the same content has done.")
@click.option("--fresh", is_flag=True, help="Prove every claim again, also those proved by the same code.")
@AS_JSON
def run(names: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Measure and judge; write the record and the report."""
    entries = discover.select(names)
    document, pages = _run(entries, options, as_json)
    if as_json:
        click.echo(write.to_json(document), nl=False)
    else:
        printing.print_run(document, pages)
    sys.exit(0 if printing.as_declared(document["claims"]) else 1)


def _run(entries: Sequence[discover.Entry], options: dict[str, Any], quiet: bool) -> tuple[Row, list[Path]]:
    limits = Limits(options["max_bits"], options["timeout"])
    where = values_of("--at", options["at"])
    tasks = plan.plan(entries, limits, options["points"], options["seed"], options["only"], where)
    out: Path = options["out"]
    answers = carry_out(tasks, options, out / "kept")
    # The report is drawn when all is measured: nothing is half written.
    found: dict[str, list[Row]] = {"measurements": [], "claims": [], "ladders": []}
    for task, answer in zip(tasks, answers, strict=True):
        found[task.kind] += answer
    document = write.document(
        provenance.of_run(command_line(), options["seed"], limits.max_bits),
        printing.problem_rows(entries),
        **found,
    )
    write_text(out / "record.json", write.to_json(document))
    write.write_parquet(out / "measurements.parquet", found["measurements"])
    return document, rendered(document, out)


def carry_out(tasks: Sequence[plan.Task], options: dict[str, Any], folder: Path | None) -> list[list[Row]]:
    jobs = options["jobs"] or workers.cores()
    alone = len(tasks) < 2 and options["executor"] is None
    with (
        workers.executor(1 if alone else jobs, options["executor"]) as pool,
        progress(len(tasks)) as done,
    ):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            if options["fresh"] or not options["resume"]:
                cache.forget(folder, spare="" if options["fresh"] else "claims")
        return plan.carry_out(tasks, pool, folder, lambda task: done(task.claim or task.problem))


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME|FILE.py]...")
@LIMITING
@AS_JSON
def claims(names: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Every claim with its reading, verdict and evidence."""
    limits = Limits(options["max_bits"], options["timeout"])
    tasks = [task for e in discover.select(names) for task in plan.judging(e, limits)]
    rows = [row for rows in carry_out(tasks, options, None) for row in rows]
    if as_json:
        click.echo(write.to_json({"claims": rows}), nl=False)
    else:
        printing.print_claims(rows)
    sys.exit(0 if printing.as_declared(rows) else 1)
