"""Options that several commands take, and the bar that they show."""

import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from verify.arithmetic.precision import MAX_BITS
from verify.core.errors import BadInput
from verify.measure.limits import MEMORY, SECONDS, Limits

OUT = Path("verify-out")


def together(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several options as one decorator."""

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
JOBS = click.option("--jobs", type=click.IntRange(min=1), help="Processes.  [default: one a core]")
EVALUATING = together(
    click.option("--max-bits", type=int, default=MAX_BITS, show_default=True, help="Precision limit."),
    click.option(
        "--timeout",
        type=float,
        default=SECONDS,
        show_default=True,
        help="Seconds for one evaluation or claim; then UNDECIDED.",
    ),
    click.option(
        "--memory", type=float, default=MEMORY, show_default=True, help="GiB of memory that it may take."
    ),
)
LIMITING = together(
    JOBS,
    EVALUATING,
    click.option("--executor", metavar="dask://HOST:PORT", help="Run the tasks on a dask cluster."),
)


def limits_of(options: Mapping[str, Any]) -> Limits:
    return Limits(options["max_bits"], options["timeout"], options["memory"])


def values_of(option: str, pairs: Sequence[str]) -> dict[str, str]:
    """NAME=VALUE pairs as a mapping. BadInput for what is malformed or given twice."""
    where = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals and value):
            raise BadInput(f"{option} {pair!r} is not NAME=VALUE; write {option} x=0.1")
        if name in where:
            raise BadInput(f"{option} gives {name} twice; give it once")
        where[name] = value
    return where


def command_line() -> str:
    """The command as it was typed."""
    return shlex.join(["verify", *sys.argv[1:]])


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
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
