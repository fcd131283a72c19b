"""verify check --exhaustive, printed."""

import sys
from contextlib import redirect_stdout
from typing import Any, NoReturn

import click

from verify.checking.every.outcome import exhaustive
from verify.checking.every.tasks import Asked
from verify.checking.result import Gate
from verify.cli import check_text
from verify.cli.options import OUT, progress, until
from verify.cli.printing import console
from verify.core.errors import BadInput
from verify.core.numbers import bound_text
from verify.measure.limits import Limits
from verify.records import plain
from verify.records.plain import Row
from verify.runs import executors

# What a check of samples is asked, and one of every input is not.
APART = ("core", "fix", "given", "at", "search", "out")


def every(name: str, gate: Gate, limits: Limits, options: dict[str, Any], as_json: bool) -> NoReturn:
    """Judge every input, print what was found, and exit."""
    if refused := [f"--{option}" for option in APART if options[option]]:
        raise BadInput(f"--exhaustive judges every input of a formula; leave out {', '.join(refused)}")
    if options["truth"] is None:
        raise BadInput(f"no truth is given for {name}; write for example --truth 'exp(x)'")
    executors.refused(options["executor"])
    asked = Asked(name, options["truth"], tuple(options["domain"]), options["format"], limits)
    with redirect_stdout(sys.stderr), progress(1) as meter:
        meter.begun(name)
        row = exhaustive(
            asked,
            gate,
            options["jobs"] or executors.cores(),
            options["executor"],
            OUT / "every",
            options["resume"],
            until(options["total"]),
            meter.reached,
        )
    if as_json:
        click.echo(plain.to_json({"results": [row]}), nl=False)
    else:
        check_text.print_check(row, gate)
        _print_every(row["exhaustive"])
    sys.exit(0 if row["passed"] else 1)


def _print_every(found: Row) -> None:
    out = console()
    judged = found["inputs"] - found["outside"] - found["undecided"]
    if found["max_ulps"] is not None:
        low, high = found["max_ulps"]["low"], found["max_ulps"]["high"]
        ((name, place),) = found["at"].items()
        size = f"{bound_text(low, 6, up=False)} to {bound_text(high, 6)} ulps"
        at = f"{name} = {float.fromhex(place)!r} ({place})"
        out.print(
            f"  every input: the largest error is {size}, at {at}",
            soft_wrap=True,
        )
    out.print(
        f"  {found['inputs']:,} inputs, {judged:,} with a finite truth: {found['correctly_rounded']:,} "
        f"correctly rounded, {found['faithful']:,} within one ulp, {found['failed']:,} failed; "
        f"{found['pieces']:,} pieces, {found['seconds']:.1f} s",
        soft_wrap=True,
    )
