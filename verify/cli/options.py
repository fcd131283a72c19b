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
from verify.core.text import shown
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
JOBS = click.option(
    "--jobs", type=click.IntRange(min=1), help="Number of processes.  [default: one per core]"
)
FORMAT = click.option(
    "--format",
    default="float64",
    show_default=True,
    help="Format of inputs and results: float64, float32, float16, bfloat16, longdouble, complex128, "
    "complex64, float8_e5m2, float8_e4m3, float8_e3m4.",
)
EVALUATING = together(
    click.option(
        "--max-bits", type=int, default=MAX_BITS, show_default=True, help="Precision limit in bits."
    ),
    click.option(
        "--timeout",
        type=float,
        default=SECONDS,
        show_default=True,
        help="Time limit in seconds for one evaluation or claim.",
    ),
    click.option(
        "--memory", type=float, default=MEMORY, show_default=True, help="Memory limit of a process in GiB."
    ),
)
LIMITING = together(
    JOBS,
    EVALUATING,
    click.option("--executor", metavar="dask://HOST:PORT", help="Run on a dask cluster."),
)


def limits_of(options: Mapping[str, Any]) -> Limits:
    return Limits(options["max_bits"], options["timeout"], options["memory"])


def values_of(option: str, pairs: Sequence[str]) -> dict[str, str]:
    """NAME=VALUE pairs as a mapping. BadInput for what is malformed or given twice."""
    where = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals and value):
            example = "a.npy" if option == "--array" else "0.1"
            raise BadInput(f"{option} {pair!r} is not NAME=VALUE; write {option} x={example}")
        if name in where:
            raise BadInput(f"{option} gives {name} twice; give it once")
        where[name] = value
    return where


def command_line() -> str:
    """The command as it was typed."""
    return shlex.join(["verify", *sys.argv[1:]])


class Meter:
    """A bar on standard error where that is a terminal: what runs, and how much of it is done."""

    def __init__(self, bar: Any, total: int) -> None:
        self.bar, self.line = bar, bar.add_task("starting", total=total)
        self.running: dict[str, int] = {}

    def begun(self, name: str) -> None:
        self.running[name] = self.running.get(name, 0) + 1
        self._show()

    def done(self, name: str) -> None:
        if self.running.get(name, 0) > 1:
            self.running[name] -= 1
        else:
            self.running.pop(name, None)
        self.bar.update(self.line, advance=1)
        self._show(name)

    def reached(self, done: int, of: int) -> None:
        self.bar.update(self.line, completed=done, total=of or None)

    def _show(self, otherwise: str = "") -> None:
        names = ", ".join(list(self.running)[:3]) or otherwise
        self.bar.update(self.line, description=shown(names, 60))


@contextmanager
def progress(total: int) -> Iterator[Meter]:
    """A progress meter with the given number of steps."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    name = TextColumn("{task.description:24}", markup=False)
    with Progress(
        name,
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        redirect_stdout=False,
    ) as bar:
        yield Meter(bar, total)


TOTAL = click.option(
    "--total", type=float, metavar="SECONDS", help="Stop after this time with what there is, and exit 1."
)
