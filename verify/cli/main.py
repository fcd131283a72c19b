"""The command line. Results go to standard output, progress to standard error and only on a terminal.

Exit codes: 0 done and as expected; 1 a limit was not met, a verdict changed, or nothing could be certified;
2 bad usage or input.
"""

import contextlib
import gc
import importlib
import sys
from collections.abc import Iterator
from typing import NamedTuple

import click

from verify import __version__
from verify.cli.streams import refuse_nothing
from verify.cli.supervise import supervised
from verify.core import text
from verify.core.errors import BadInput, Stopped

MOST_SAID = 4000  # characters of a line on standard error


class Place(NamedTuple):
    """Where a command is, and its line in the list of all: the list imports none of them."""

    module: str
    name: str
    says: str


COMMANDS = {
    "list": Place("catalogue", "list_command", "List problems, algorithms, claims and sources."),
    "show": Place("catalogue", "show", "Show one problem, and the last record of it."),
    "run": Place("run", "run", "Measure and judge; write the record and the report."),
    "claims": Place("run", "claims", "Print every claim with its reading, verdict and evidence."),
    "check": Place("check", "check_command", "Check a function of your own against a formula."),
    "blame": Place("blame", "blame_command", "Name the source lines that lost the digits at one input."),
    "survey": Place(
        "survey",
        "survey_command",
        "Check every function of math, cmath, numpy (numpy.linalg, numpy.fft), scipy.special, torch or jax.",
    ),
    "certify": Place("certify", "certify", "Write the reference values in references/, or prove them again."),
    "report": Place("report", "report", "Render a record as a report; nothing is measured."),
    "compare": Place(
        "report", "compare_command", "Show what got better and what got worse; exit 1 on worse."
    ),
    "new": Place(
        "catalogue", "new", "Write a catalogue file with blanks to fill in, in the current directory."
    ),
    "selftest": Place("selftest", "selftest_command", "Ask whether certificates made here can be believed."),
    "functions": Place(
        "functions", "functions_command", "List the functions and constants of the formula language."
    ),
}


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """What is imported stays: looking through it for garbage takes a twentieth of the starting time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class Commands(click.Group):
    """A command is imported only when it is used."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        place = COMMANDS[name]
        with _uncollected():
            module = importlib.import_module(f"verify.cli.{place.module}")
        command: click.Command = getattr(module, place.name)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.says) for name, place in COMMANDS.items()])


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.version_option(__version__, prog_name="verify")
@click.pass_context
def cli(context: click.Context) -> None:
    """Certify how many digits of float64 computations are right, and why the others are wrong."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """The console script."""
    refuse_nothing()
    supervised(answer)


def answer() -> None:
    """One command: one line on standard error and exit 2 for what is wrong with the input."""
    try:
        code = cli.main(prog_name="verify", standalone_mode=False)
    except BadInput as error:
        _fail(str(error))
    except click.UsageError as error:
        hint = f"; see {error.ctx.command_path} --help" if error.ctx is not None else ""
        _fail(error.format_message().rstrip(".").replace("\n", " ") + hint)
    except click.Abort:
        _fail("interrupted; what was done is kept, --resume goes on from it", 130)
    except Stopped as error:
        _fail(f"{error}, --resume goes on from it", 1)
    except OSError as error:
        _fail(f"{error.filename or 'output'}: {error.strerror}; give a path that can be written")
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str, code: int = 2) -> None:
    """One line: what foreign code said in it is shown escaped, and not acted on by the terminal."""
    click.echo(f"verify: {text.shown(' '.join(message.split()), MOST_SAID)}", err=True)
    sys.exit(code)
