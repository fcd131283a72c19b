"""verify blame: which source lines lost the digits."""

import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import click

from verify.arithmetic.precision import MAX_BITS
from verify.checking import target as targets
from verify.checking.array_files import array_of
from verify.checking.blame import blamed, blamed_subject, bound
from verify.checking.blame_text import print_blame, write_page
from verify.checking.inputs import given
from verify.checking.subject import Subject, float_of
from verify.cli.options import AS_JSON, values_of
from verify.cli.printing import console
from verify.core.errors import BadInput
from verify.measure.limits import SECONDS, Limits
from verify.records import plain
from verify.records.plain import Row
from verify.runs import guard
from verify.runs.parcel import Lost


@click.command("blame")
@click.argument("name", metavar="TARGET|FILE.fpcore")
@click.option("--core", help="The core of a file, or the entry of its tensor.")
@click.option(
    "--at", multiple=True, metavar="x=VALUE", help="An input: a number, or a list such as [1, 2.5]."
)
@click.option(
    "--array", "arrays", multiple=True, metavar="A=FILE", help="An array: .npy, .npz, .csv or .mtx."
)
@click.option("--truth", help="A formula, or a function of balls; separates truncation from rounding.")
@click.option("--html", type=Path, help="Write a page: the source, shaded, and the chain back to the inputs.")
@click.option("--max-bits", type=int, default=MAX_BITS, show_default=True, help="Precision limit in bits.")
@click.option("--timeout", type=float, help=f"Time limit in seconds.  [default: {SECONDS:g}]")
@AS_JSON
def blame_command(
    name: str,
    core: str | None,
    at: tuple[str, ...],
    arrays: tuple[str, ...],
    truth: str | None,
    html: Path | None,
    max_bits: int,
    timeout: float | None,
    as_json: bool,
) -> None:
    """Name the source lines that lost the digits at one input. For an FPCore these are its expressions."""
    limits = Limits(max_bits, **({} if timeout is None else {"seconds": timeout}))
    typed = values_of("--at", at)
    if name.endswith(".fpcore"):
        if truth is not None:
            raise BadInput(f"{name} says itself what is true, by :spec; leave --truth out")
        what = _core(name, core, arrays)

        def ask() -> Row:
            return blamed_subject(what, given(what, typed), max_bits)

    else:
        if core is not None:
            raise BadInput(f"--core names a core of FILE.fpcore, and {name} is none; leave it out")
        inputs = {key: _value(key, text) for key, text in typed.items()}
        inputs |= _arrays(arrays, inputs)

        def ask() -> Row:
            return _blamed(name, inputs, truth, max_bits)

    # A program of someone's: it may not end, or take the process with it.
    row = guard.once(ask, limits)
    if isinstance(row, Lost):
        raise BadInput(f"{name}: {row.why}; give other inputs, or more with --timeout")
    if html is not None:
        write_page(html, row)
    if as_json:
        click.echo(plain.to_json(row), nl=False)
    else:
        print_blame(row, console())
    sys.exit(0 if row["exact"] is not None else 1)


def _arrays(pairs: Sequence[str], others: Mapping[str, Any]) -> dict[str, Any]:
    """The arrays in the files that are named."""
    files = values_of("--array", pairs)
    if twice := sorted(others.keys() & files.keys()):
        raise BadInput(f"{twice[0]} is given by --at and by --array; give it once")
    return {key: array_of(f"--array {key}", file) for key, file in files.items()}


def _core(file: str, core: str | None, arrays: Sequence[str]) -> Subject:
    """The one core of a file that is meant."""
    from verify.fpcore.files import subjects

    if arrays:
        raise BadInput(f"{file} takes numbers; leave --array out")
    found = list(subjects(Path(file), core))
    if len(found) > 1:
        option = "one entry" if core is not None else "one"
        raise BadInput(f"name {option} of {file} with --core; there are {', '.join(w.name for w in found)}")
    return found[0]


def _blamed(name: str, inputs: Mapping[str, Any], truth: str | None, max_bits: int) -> Row:
    match = re.fullmatch(r"(.*?)((?:\[\d+\])*)", name)
    assert match is not None
    with redirect_stdout(sys.stderr):  # what a function prints is not part of the answer
        function, given = bound(match[1], targets.load(match[1]), inputs)
        return blamed(match[1], function, given, match[2], truth, max_bits)


def _value(key: str, text: str) -> Any:
    """An int where it is written as one, a list in brackets, else the float64 nearest to the number."""
    text = text.strip()
    if text.startswith("["):
        if not text.endswith("]"):
            raise BadInput(f"--at {key}={text} is not a list; write {key}=[1, 2.5]")
        return [_value(key, part) for part in _parts(text[1:-1]) if part.strip()]
    if re.fullmatch(r"[+-]?\d+", text):
        return int(text)
    return float_of(text)


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
