"""The command line. Results go to standard output, progress to standard error and only on a terminal.

Exit codes: 0 done and as expected; 1 a verdict changed or a certified value did; 2 bad usage or input.
"""

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from verify import __version__
from verify.arithmetic.precision import MAX_BITS
from verify.check import result, search, survey
from verify.check.subject import Subject, subject
from verify.cli import printing, scaffold
from verify.core.errors import BadInput
from verify.language.functions import CONSTANTS, TABLE
from verify.measure.limits import Limits
from verify.records import compare, provenance, read, references, write
from verify.records.files import write_text
from verify.records.write import Row
from verify.runs import cache, discover, plan, workers

OUT = Path("verify-out")
REFERENCES = Path("references")


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.version_option(__version__, prog_name="verify")
@click.pass_context
def cli(context: click.Context) -> None:
    """Certify how many digits of float64 computations are right, and why the others are wrong."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def together(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several options as one decorator."""

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
limiting = together(
    click.option("--jobs", type=click.IntRange(min=1), help="Processes.  [default: one a core]"),
    click.option("--max-bits", type=int, default=MAX_BITS, show_default=True, help="Precision limit."),
    click.option("--timeout", type=float, help="Seconds for one evaluation or claim; then UNDECIDED."),
    click.option("--executor", metavar="dask://HOST:PORT", help="Run the tasks on a dask cluster."),
)


@cli.command("list")
@as_json
def list_command(as_json: bool) -> None:
    """Problems, algorithms, claims and sources."""
    entries = discover.everything()
    if as_json:
        click.echo(write.to_json(printing.catalogue_row(entries)), nl=False)
    else:
        printing.print_list(entries)


@cli.command()
@click.argument("problem")
@click.option("--record", "path", type=Path, default=OUT / "record.json", show_default=True)
@as_json
def show(problem: str, path: Path, as_json: bool) -> None:
    """One declaration, and the last record of it."""
    (entry,) = discover.select([problem])[:1]
    last = printing.last_record(path, entry.problem.name)
    if as_json:
        click.echo(write.to_json({**printing.entry_row(entry), "last_record": last}), nl=False)
    else:
        printing.print_entry(entry, last, path)


@cli.command()
@click.argument("names", nargs=-1, metavar="[NAME|FILE.py]...")
@click.option("--points", type=click.IntRange(min=1), help="Points a problem.  [default: the problem's own]")
@click.option("--seed", type=int, default=0, show_default=True, help="Where the points are drawn from.")
@click.option("--algorithm", "only", multiple=True, help="Only this algorithm; may be repeated.")
@click.option("--at", multiple=True, metavar="NAME=VALUE", help="One input or parameter; may be repeated.")
@limiting
@click.option("--out", type=Path, default=OUT, show_default=True, help="Folder of the record and report.")
@click.option("--resume", is_flag=True, help="Use what an earlier run with the same content has done.")
@click.option("--fresh", is_flag=True, help="Prove every claim again, also those proved by the same code.")
@as_json
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
    where = _where(options["at"])
    tasks = plan.plan(entries, limits, options["points"], options["seed"], options["only"], where)
    out: Path = options["out"]
    answers = _carry_out(tasks, options, out / "kept")
    # The report is drawn when all is measured: nothing is half written.
    found: dict[str, list[Row]] = {"measurements": [], "claims": [], "ladders": []}
    for task, answer in zip(tasks, answers, strict=True):
        found[task.kind] += answer
    document = write.document(
        provenance.of_run(_command(), options["seed"], limits.max_bits),
        printing.problem_rows(entries),
        **found,
    )
    write_text(out / "record.json", write.to_json(document))
    write.write_parquet(out / "measurements.parquet", found["measurements"])
    return document, _rendered(document, out)


def _rendered(document: Row, out: Path) -> list[Path]:
    from verify.report import BadRecord, render  # altair takes half a second to import

    try:
        return render(document, out)
    except BadRecord as error:
        raise BadInput(str(error)) from error


def _carry_out(tasks: Sequence[plan.Task], options: dict[str, Any], folder: Path | None) -> list[list[Row]]:
    jobs = options["jobs"] or workers.cores()
    alone = len(tasks) < 2 and options["executor"] is None
    with (
        workers.executor(1 if alone else jobs, options["executor"]) as pool,
        _progress(len(tasks)) as done,
    ):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            if options["fresh"] or not options["resume"]:
                cache.forget(folder, spare="" if options["fresh"] else "claims")
        return plan.carry_out(tasks, pool, folder, lambda task: done(task.claim or task.problem))


def _where(pairs: Sequence[str]) -> dict[str, str]:
    where = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals and value):
            raise BadInput(f"--at {pair!r} is not NAME=VALUE; write --at x=0.1")
        if name in where:
            raise BadInput(f"--at gives {name} twice; give it once")
        where[name] = value
    return where


def _command() -> str:
    return shlex.join(["verify", *sys.argv[1:]])


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """A bar on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        line = bar.add_task("starting", total=total)

        def done(name: str) -> None:
            bar.update(line, advance=1, description=name)

        yield done


@cli.command()
@click.argument("names", nargs=-1, metavar="[NAME|FILE.py]...")
@limiting
@as_json
def claims(names: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Every claim with its reading, verdict and evidence."""
    limits = Limits(options["max_bits"], options["timeout"])
    tasks = [task for e in discover.select(names) for task in plan.judging(e, limits)]
    rows = [row for rows in _carry_out(tasks, options, None) for row in rows]
    if as_json:
        click.echo(write.to_json({"claims": rows}), nl=False)
    else:
        printing.print_claims(rows)
    sys.exit(0 if printing.as_declared(rows) else 1)


@cli.command()
@click.argument("names", nargs=-1, metavar="[NAME|FILE.py]...")
@click.option("--check", is_flag=True, help="Prove the stored values again; exit 1 on any change.")
@click.option("--dir", "folder", type=Path, default=REFERENCES, show_default=True)
@click.option("--max-bits", type=int, default=MAX_BITS, show_default=True, help="Precision limit.")
def certify(names: tuple[str, ...], check: bool, folder: Path, max_bits: int) -> None:
    """Write references/, or check it."""
    Limits(max_bits)
    problems = [e.problem for e in discover.select(names) if e.problem.references]
    if not problems:
        raise BadInput("none of these problems declares reference points; give one that does")
    if not check:
        for problem in problems:
            path, doubtful = references.write(problem, folder, max_bits)
            told = f", {doubtful} doubtful: mpmath does not agree" if doubtful else ""
            click.echo(f"wrote {path}{told}")
        return
    faults = [fault for problem in problems for fault in references.check(problem, folder, max_bits)]
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(problems)} files checked, {len(faults)} faults")
    sys.exit(1 if faults else 0)


@cli.command()
@click.argument("path", metavar="RECORD", type=Path)
@click.option("--out", type=Path, help="Folder of the report.  [default: where the record lies]")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 1 where a page's verdicts are not the record's."
)
def report(path: Path, out: Path | None, check: bool) -> None:
    """Render a record; measures nothing."""
    if check:
        from verify.report import stale

        faults = stale(read.record(path), out or path.parent)
        for fault in faults:
            click.echo(fault)
        click.echo(f"{len(faults)} stale verdicts")
        sys.exit(1 if faults else 0)
    for page in _rendered(read.record(path), out or path.parent):
        if page.suffix != ".svg":
            click.echo(f"wrote {page}")


@cli.command("check")
@click.argument("name", metavar="TARGET|FILE.fpcore")
@click.option("--truth", help="A formula (see verify functions), or a target over balls.")
@click.option("--core", help="Only this core of a file, or this entry of its tensor.")
@click.option("--domain", multiple=True, metavar="x=LO:HI", help="One a variable, in the function's order.")
@click.option("--given", multiple=True, metavar="CONDITION", help="A precondition such as 'x < y'.")
@click.option("--at", multiple=True, metavar="x=VALUE", help="Only this input (the float64 nearest to it).")
@click.option("--points", type=click.IntRange(min=1), default=4000, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--search", is_flag=True, help="Search for the worst case; bound it where that can be proved.")
@click.option("--budget", default="20000", show_default=True, help="Of a search: evaluations, or 10s.")
@click.option("--max-ulps", type=float, help="Gate: exit 1 unless certainly at most so many ulps.")
@click.option("--max-envelope", type=float, help="Gate: in multiples of max(1/2, kappa/2) ulps.")
@click.option("--max-bits", type=int, default=MAX_BITS, show_default=True, help="Precision limit.")
@click.option("--timeout", type=float, help="Seconds for one evaluation; then UNDECIDED.")
@as_json
def check_command(name: str, as_json: bool, **options: Any) -> None:
    """A function of one's own against a formula."""
    limits = Limits(options["max_bits"], options["timeout"])
    gate = result.Gate(_limit("--max-ulps", options), _limit("--max-envelope", options))
    at = _where(options["at"])
    budget = search.Budget.parse(options["budget"])
    results = []
    with redirect_stdout(sys.stderr):  # what a function prints is no part of the answer
        for what in _subjects(name, options):
            if options["search"] and not at:
                results.append(search.search(what, budget, options["seed"], limits))
            else:
                results.append(result.check(what, options["points"], options["seed"], limits, at))
    rows = [result.row(r, gate, result.reproduction(r)) for r in results]
    if as_json:
        click.echo(write.to_json({"results": rows}), nl=False)
    else:
        printing.print_checks(rows)
    sys.exit(0 if all(row["passed"] for row in rows) else 1)


def _limit(name: str, options: dict[str, Any]) -> float | None:
    value: float | None = options[name.lstrip("-").replace("-", "_")]
    if value is not None and not value > 0:
        raise BadInput(f"{name} {value} is no limit; give a positive number")
    return value


def _subjects(name: str, options: dict[str, Any]) -> list[Subject]:
    if name.endswith(".fpcore"):
        from verify.fpcore import subjects

        if options["truth"] or options["domain"] or options["given"]:
            raise BadInput(
                f"{name} says itself what is true and where: :spec and :pre; leave the options out"
            )
        return subjects(Path(name), options["core"])
    if options["truth"] is None:
        raise BadInput(f"no truth is given for {name}; write --truth 'exp(x) - 1', say")
    return [subject(name, options["truth"], options["domain"], options["given"])]


@cli.command("compare")
@click.argument("old", type=Path)
@click.argument("new", type=Path)
@as_json
def compare_command(old: Path, new: Path, as_json: bool) -> None:
    """What got better, what got worse; exit 1 on worse."""
    changes = compare.compare(compare.read(old), compare.read(new))
    if as_json:
        click.echo(write.to_json({"changes": [asdict(c) for c in changes]}), nl=False)
    else:
        printing.print_changes(changes)
    sys.exit(1 if any(c.worse for c in changes) else 0)


@cli.command("survey")
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
@as_json
def survey_command(library: str, out: Path, resume: bool, as_json: bool, **options: Any) -> None:
    """Every function of math, numpy or scipy.special that can be judged."""
    Limits(options["max_bits"], options["timeout"])
    table = survey.lines(library, options["budget"], options["seed"], options["max_bits"])
    folder = out / f"kept-{library}"
    if not resume:
        cache.forget(folder)
    jobs = options["jobs"] or workers.cores()
    with _progress(len(table)) as done:
        rows = survey.survey(table, folder, jobs, options["timeout"], lambda line: done(line.target))
    path = out / f"survey-{library}.md"
    write_text(path, survey.page(library, rows, _command()))
    write_text(path.with_suffix(".json"), write.to_json({"results": rows}))
    if as_json:
        click.echo(write.to_json({"results": rows}), nl=False)
    else:
        printing.print_survey(rows)
        click.echo(f"report: {path}")


@cli.command()
@click.argument("problem")
def new(problem: str) -> None:
    """A catalogue file with blanks, in the current directory."""
    click.echo(f"wrote {scaffold.write(problem, Path.cwd())}; verify run {problem}.py runs it")


@cli.command("functions")
def functions_command() -> None:
    """The functions and constants of the truth language."""
    click.echo("numbers, variables, + - * / ^, comparisons with and, or, not")
    click.echo("constants: " + ", ".join(CONSTANTS))
    for function in TABLE:
        click.echo(f"{function.name}({', '.join(function.arguments)})")


def main() -> None:
    """The console script: one line on standard error and exit 2 for what is wrong with the input."""
    try:
        code = cli.main(prog_name="verify", standalone_mode=False)
    except BadInput as error:
        _fail(str(error))
    except click.UsageError as error:
        hint = f"; see {error.ctx.command_path} --help" if error.ctx is not None else ""
        _fail(error.format_message().rstrip(".").replace("\n", " ") + hint)
    except click.Abort:
        _fail("interrupted; what was done is kept, --resume goes on from it", 130)
    except OSError as error:
        _fail(f"{error.filename or 'output'}: {error.strerror}; give a path that can be written")
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str, code: int = 2) -> None:
    click.echo(f"verify: {' '.join(message.split())}", err=True)
    sys.exit(code)
