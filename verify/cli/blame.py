"""verify blame: which source lines lost the digits."""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from verify.arithmetic.mpfr import BINARY64
from verify.arithmetic.precision import MAX_BITS
from verify.checking.arrays.data import data_of
from verify.checking.blame import followed_format
from verify.checking.blame_text import page_of, print_blame
from verify.checking.subjects.subject import float_of
from verify.cli.answers import write_answer
from verify.cli.findings import SARIF, tell, writable
from verify.cli.options import AS_JSON, values_of
from verify.core.errors import BadInput
from verify.core.formats import Scalar
from verify.interface.blame import Question
from verify.interface.blame import row as row_of
from verify.interface.findings import of_blame
from verify.interface.printing import console
from verify.measure.limits import SECONDS, Limits
from verify.records import plain


@click.command("blame")
@click.argument("name", metavar="TARGET|FILE.fpcore")
@click.option("--core", help="Only this core of the file, or this entry of its tensor.")
@click.option(
    "--at",
    multiple=True,
    metavar="x=VALUE",
    help="An input: a number such as 0.1 or 1+2j, or a list such as [1, 2.5].",
)
@click.option(
    "--array",
    "arrays",
    multiple=True,
    metavar="A=FILE|FAMILY(...)",
    help="An array: .npy, .npz, .csv, .mtx, or a family.",
)
@click.option(
    "--format",
    "format",
    default="float64",
    show_default=True,
    help="Format of the inputs: float64, float32, float16 or complex128.",
)
@click.option("--truth", help="A formula, or a function of balls; separates truncation from rounding.")
@click.option("--html", type=Path, help="Write a page: the source, shaded, and the chain back to the inputs.")
@click.option("--max-bits", type=int, default=MAX_BITS, show_default=True, help="Precision limit in bits.")
@click.option("--timeout", type=float, help=f"Time limit in seconds.  [default: {SECONDS:g}]")
@SARIF
@AS_JSON
def blame_command(
    name: str,
    core: str | None,
    at: tuple[str, ...],
    arrays: tuple[str, ...],
    format: str,
    truth: str | None,
    html: Path | None,
    max_bits: int,
    timeout: float | None,
    sarif: Path | None,
    as_json: bool,
) -> None:
    """Name the source lines that lost the digits at one input. For an FPCore these are its expressions."""
    writable(sarif)
    limits = Limits(max_bits, **({} if timeout is None else {"seconds": timeout}))
    typed = values_of("--at", at)
    inputs: dict[str, Any] = dict(typed)
    if not name.endswith(".fpcore"):
        scalar = followed_format(format)
        inputs = {key: _value(key, text, scalar) for key, text in typed.items()}
        inputs |= _arrays(arrays, inputs, scalar)
    elif format != "float64":
        raise BadInput(f"{name} says itself in which format it computes, by :precision; leave --format out")
    elif arrays:
        raise BadInput(f"{name} takes numbers; leave --array out")
    row = row_of(Question(name, inputs, truth=truth, core=core, limits=limits))
    write_answer(html, lambda: page_of(row))
    tell(of_blame(row), sarif)
    if as_json:
        click.echo(plain.to_json(row), nl=False)
    else:
        print_blame(row, console())
    sys.exit(0 if row["exact"] is not None else 1)


def _arrays(pairs: Sequence[str], others: Mapping[str, Any], scalar: Scalar) -> dict[str, Any]:
    """The arrays that are named: files and families."""
    files = values_of("--array", pairs)
    if twice := sorted(others.keys() & files.keys()):
        raise BadInput(f"{twice[0]} is given by --at and by --array; give it once")
    return {d.name: d.given for d in data_of(files, scalar)}


def _value(key: str, text: str, scalar: Scalar) -> Any:
    """An int where it is written as one, a list in brackets, a complex number where it ends in j, else the
    number of the format nearest to it.
    """
    text = text.strip()
    if text.startswith("["):
        if not text.endswith("]"):
            raise BadInput(f"--at {key}={text} is not a list; write {key}=[1, 2.5]")
        return [_value(key, part, scalar) for part in _parts(text[1:-1]) if part.strip()]
    if re.fullmatch(r"[+-]?\d+", text):
        return int(text)
    if text.rstrip(")").endswith(("j", "J")):
        try:
            return complex(text.replace(" ", ""))
        except ValueError:
            raise BadInput(f"--at {key}={text} is not a complex number; write {key}=1+2j") from None
    found = float_of(text, scalar.format)
    return found if scalar.format is BINARY64 else scalar(found)


def _parts(text: str) -> list[str]:
    """Split at the commas that stand in no bracket."""
    parts, depth = [""], 0
    for c in text:
        depth += (c in "[(") - (c in "])")
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return parts
