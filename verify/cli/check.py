"""verify check: a function of one's own against a formula."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, redirect_stdout
from pathlib import Path
from typing import Any, NoReturn

import click

from verify.checking import result, saved, search
from verify.checking.subject import Subject, subject
from verify.cli import check_text
from verify.cli.check_arrays import check_arrays, finish
from verify.cli.check_every import every
from verify.cli.options import (
    AS_JSON,
    FORMAT,
    LIMITING,
    TOTAL,
    command_line,
    limits_of,
    progress,
    until,
    values_of,
)
from verify.core.errors import BadInput
from verify.measure.limits import Limits, time_limit
from verify.records import plain
from verify.records.files import require_regular, write_text
from verify.records.plain import Row
from verify.runs import executors
from verify.runs.guard import Guard
from verify.runs.parcel import Lost


@click.command("check")
@click.argument("name", metavar="TARGET|FILE.fpcore", required=False)
@click.option("--results", metavar="FILE.npy", help="Judge results that were saved, instead of a target.")
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
@click.option("--at", multiple=True, metavar="x=VALUE", help="Only this input, rounded to the format.")
@click.option(
    "--points", type=click.IntRange(min=1), default=4000, show_default=True, help="Number of inputs."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the random inputs.")
@click.option("--search", is_flag=True, help="Search for the worst case; prove a bound if possible.")
@click.option(
    "--budget",
    default="20000",
    show_default=True,
    help="Limit of the search: evaluations, or seconds as 10s.",
)
@click.option("--exhaustive", is_flag=True, help="Judge every input that the format has in the domain.")
@click.option(
    "--resume", is_flag=True, help="With --exhaustive: go on with what an earlier run that was ended found."
)
@click.option("--max-ulps", type=float, help="Gate: exit 1 unless the error is certified to be at most this.")
@click.option("--max-envelope", type=float, help="Gate: the same, in multiples of the envelope.")
@LIMITING
@TOTAL
@click.option("--out", type=Path, metavar="FILE|FOLDER", help="Write the results there, as they are found.")
@AS_JSON
def check_command(name: str | None, as_json: bool, **options: Any) -> None:
    """Check a function of your own against a formula."""
    limits, end = limits_of(options), until(options["total"])
    gate = result.Gate(_limit("--max-ulps", options), _limit("--max-envelope", options))
    if options["results"] is not None or name is None:
        _saved(name, gate, limits, options, as_json)
    _refuse_apart(options)
    if options["array"]:
        rows = check_arrays(name, gate, limits, options)
        with Written(options["out"]) as written:
            written.rows += rows
        finish(rows, gate, as_json)
    if options["exhaustive"]:
        every(name, gate, limits, options, as_json)
    at = values_of("--at", options["at"])
    budget = search.Budget.parse(options["budget"])
    with (
        redirect_stdout(sys.stderr),
        time_limit(limits.seconds),
    ):  # what a file prints is not part of the answer
        whats = _subjects(name, options)

    def judge(what: Subject, tell: Callable[[int, int], None]) -> Row:
        pace = result.Pace(end, tell)
        if pace.is_over():
            found = result.unjudged(what, f"not begun within --total {options['total']:g}")
        elif options["search"] and not at:
            found = search.search(what, budget, options["seed"], limits, pace)
        else:
            found = result.check(what, options["points"], options["seed"], limits, at, pace)
        return result.row(found, gate, result.reproduction(found))

    rows = []
    with Written(options["out"]) as written:
        for row in _judged(whats, judge, limits, options["jobs"] or executors.cores()):
            rows.append(row)
            written.add(row)
            if not as_json:
                check_text.print_check(row, gate)
    if as_json:
        click.echo(plain.to_json({"results": rows}), nl=False)
    sys.exit(0 if all(row["passed"] for row in rows) else 1)


def _refuse_apart(options: dict[str, Any]) -> None:
    if not options["exhaustive"] and (lonely := [f"--{n}" for n in ("resume", "executor") if options[n]]):
        raise BadInput(f"{' and '.join(lonely)}: only with --exhaustive, whose parts are shared out and kept")


Judge = Callable[[Subject, Callable[[int, int], None]], Row]


def _judged(whats: Sequence[Subject], judge: Judge, limits: Limits, jobs: int) -> Iterator[Row]:
    """The rows of subjects as they are found, in their order; several at once where there are several."""
    if len(whats) == 1 or jobs == 1:
        for what in whats:
            with progress(1) as meter:
                meter.begun(what.name)
                row = judge(what, meter.reached)
            yield row
        return
    guard: Guard[int, Row] = Guard(
        lambda k: judge(whats[k], lambda done, of: None),
        limits,
        jobs,
        begun=lambda k: meter.begun(whats[k].name),
    )
    with progress(len(whats)) as meter, guard:
        for what, answer in zip(whats, guard.answers(range(len(whats))), strict=True):
            meter.done(what.name)
            if isinstance(answer, Lost):
                yield result.row(result.unjudged(what, answer.why), result.Gate(), "")
            else:
                yield answer


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


# What results that were saved do not have: a function, or a domain of their own.
OF_FUNCTIONS = ("domain", "given", "fix", "at", "search", "core", "exhaustive")


def _saved(
    name: str | None, gate: result.Gate, limits: Limits, options: dict[str, Any], as_json: bool
) -> NoReturn:
    """Judge results that were saved, print what was found, and exit."""
    if options["results"] is None:
        raise BadInput("nothing is given to check; write a TARGET such as math:exp, or --results y.npy")
    if name is not None:
        raise BadInput(f"{name} and --results are both given; leave one out")
    if refused := [f"--{option}" for option in OF_FUNCTIONS if options[option]]:
        raise BadInput(f"--results judges what was saved; leave out {', '.join(refused)}")
    if options["truth"] is None:
        raise BadInput("no truth is given for --results; write for example --truth 'exp(x)'")
    arrays, end = values_of("--array", options["array"]), until(options["total"])
    with Written(options["out"]) as written, progress(1) as meter:
        pace = result.Pace(end, meter.reached)
        found = saved.judge_saved(
            options["results"], arrays, options["truth"], options["format"], limits, pace
        )
        row = result.row(found, gate, command_line())
        written.add(row)
    if as_json:
        click.echo(plain.to_json({"results": [row]}), nl=False)
    else:
        check_text.print_check(row, gate)
    sys.exit(0 if row["passed"] else 1)


def _limit(name: str, options: dict[str, Any]) -> float | None:
    value: float | None = options[name.lstrip("-").replace("-", "_")]
    if value is not None and not value > 0:
        raise BadInput(f"{name} must be positive, got {value:g}")
    return value


def _subjects(name: str, options: dict[str, Any]) -> list[Subject]:
    if name.endswith(".fpcore"):
        from verify.fpcore.files import subjects

        given = options["truth"] or options["domain"] or options["given"] or options["fix"]
        if given or options["format"] != "float64":
            raise BadInput(
                f"{name} says itself what is true, where and in which format: :spec, :pre and :precision; "
                "leave the options out"
            )
        return list(subjects(Path(name), options["core"]))
    if options["truth"] is None:
        raise BadInput(f"no truth is given for {name}; write for example --truth 'exp(x) - 1'")
    return [
        subject(
            name, options["truth"], options["domain"], options["given"], options["fix"], options["format"]
        )
    ]
