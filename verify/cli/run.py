"""verify run, verify claims: measure and judge."""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from verify.cli import entry_text, run_text
from verify.cli.options import AS_JSON, LIMITING, OUT, command_line, limits_of, progress, values_of
from verify.cli.report import rendered
from verify.core.errors import BadInput
from verify.measure.ladder import ROUNDOFF
from verify.measure.limits import Limits
from verify.records import plain, provenance, read, record, table
from verify.records.plain import Row
from verify.records.summary import faults
from verify.records.theory import theory_row
from verify.runs import discover, executors, perform, plan, workers
from verify.runs.cache import Cache, opened
from verify.runs.parcel import Lost
from verify.runs.tasks import Judging, Task


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME|FILE.py]...")
@click.option(
    "--points", type=click.IntRange(min=1), help="Points for each problem.  [default: the problem's own]"
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the random points.")
@click.option("--algorithm", "only", multiple=True, help="Only this algorithm; may be repeated.")
@click.option("--at", multiple=True, metavar="NAME=VALUE", help="One input or parameter; may be repeated.")
@LIMITING
@click.option("--out", type=Path, default=OUT, show_default=True, help="Folder for record and report.")
@click.option("--resume", is_flag=True, help="Use the answers of an earlier run that still apply.")
@click.option("--fresh", is_flag=True, help="Prove every claim again, even if the code has not changed.")
@AS_JSON
def run(names: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Measure and judge; write the record and the report."""
    entries = discover.select(names)
    document, rows, pages = _run(entries, options)
    if as_json:
        click.echo(plain.to_json({**document, "rows": rows} if rows else document), nl=False)
    else:
        run_text.print_run(document, rows, pages)
    wrong = [*faults(document["summary"]), *run_text.broken_laws(document["laws"])]
    sys.exit(0 if run_text.as_declared(document["claims"]) and not wrong else 1)


def _run(entries: Sequence[discover.Entry], options: dict[str, Any]) -> tuple[Row, list[Row], list[Path]]:
    """The record, the measurements of a run at one place, and the pages."""
    limits = limits_of(options)
    where = values_of("--at", options["at"])
    tasks = _planned(
        lambda: plan.plan(entries, limits, options["points"], options["seed"], options["only"], where), limits
    )
    out: Path = options["out"]
    path = out / record.MEASUREMENTS
    found = _found(tasks, options, path)
    following = plan.blaming(entries, record.worst(path), limits)
    cache = opened(path.parent / "cache")
    blamed = [row for _, rows in _carried_out(following, options, cache) for row in rows]
    document = record.document(
        provenance.of_run(command_line(), options["seed"], limits.max_bits),
        entry_text.problem_rows(entries),
        found["claims"],
        found["ladders"],
        path,
        found["laws"],
        blamed,
        [theory_row(ROUNDOFF)],
    )
    written = read.Record(document, path, is_ours=True)
    record.write(out, document)
    pages = rendered(written, out, each=partial(executors.spread, options["jobs"]))
    return document, [*written.rows()] if where else [], pages


def _found(tasks: Sequence[Task], options: dict[str, Any], path: Path) -> dict[str, list[Row]]:
    """Claims, ladders and laws in the order of the tasks; the measurements go to their file as they come."""
    places = {task: place for place, task in enumerate(tasks)}
    found: dict[str, dict[int, list[Row]]] = {"claims": {}, "ladders": {}, "laws": {}}
    executors.refused(options["executor"])
    cache = opened(path.parent / "cache")
    if options["fresh"] or not options["resume"]:
        cache.forget(spare="" if options["fresh"] else "claims")
    with table.ordered(path) as add:
        for task, rows in _carried_out(tasks, options, cache):
            if task.kind == "measurements":
                add(places[task], rows)
            else:
                found[task.kind][places[task]] = rows
    return {kind: [row for _, rows in sorted(parts.items()) for row in rows] for kind, parts in found.items()}


def _planned(ask: Callable[[], list[Task]], limits: Limits) -> list[Task]:
    """The tasks. Points are drawn by what a file declares, which may not return."""
    tasks = workers.once(ask, limits)
    if isinstance(tasks, Lost):
        raise BadInput(f"the points cannot be drawn: {tasks.why}")
    return tasks


def _carried_out(
    tasks: Sequence[Task], options: dict[str, Any], cache: Cache | None
) -> Iterator[tuple[Task, list[Row]]]:
    """Each task with its rows as it ends, with a bar that shows how many have."""
    jobs = options["jobs"] or executors.cores()
    with progress(len(tasks)) as meter:
        address = options["executor"]
        for task, rows in perform.carry_out(tasks, jobs, address, cache, lambda t: meter.begun(_named(t))):
            meter.done(_named(task))
            yield task, rows


def _named(task: Task) -> str:
    return task.claim if isinstance(task, Judging) else task.problem


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME|FILE.py]...")
@LIMITING
@AS_JSON
def claims(names: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Print every claim with its reading, verdict and evidence."""
    limits = limits_of(options)
    tasks = [task for e in discover.select(names) for task in plan.judging(e, limits)]
    answers = dict(_carried_out(tasks, options, None))
    rows = [row for task in tasks for row in answers[task]]
    if as_json:
        click.echo(plain.to_json({"claims": rows}), nl=False)
    else:
        run_text.print_claims(rows)
    sys.exit(0 if run_text.as_declared(rows) else 1)
