"""verify check with --array: a function of arrays against a formula over arrays."""

import re
import sys
from contextlib import redirect_stdout
from typing import Any, NoReturn

import click

from verify.checking import target
from verify.checking.arrays.check import ArraySubject, judge
from verify.checking.arrays.data import data_of
from verify.checking.arrays.results import ordered
from verify.checking.arrays.rows import lost, row
from verify.checking.arrays.truth import truths
from verify.checking.result import Gate
from verify.cli import check_array_text
from verify.cli.options import values_of
from verify.core import formats
from verify.core.errors import BadInput
from verify.measure.limits import Limits, time_limit
from verify.records import plain
from verify.records.plain import Row
from verify.runs import guard
from verify.runs.parcel import Lost

# What a function of arrays does not have: inputs that are drawn, or searched.
OF_NUMBERS = ("domain", "given", "at", "search", "core", "exhaustive")


def check_arrays(name: str, gate: Gate, limits: Limits, options: dict[str, Any]) -> list[Row]:
    """The rows of a target with its arrays, one for each of its results."""
    if refused := [f"--{option}" for option in OF_NUMBERS if options[option]]:
        raise BadInput(f"--array gives the inputs themselves; leave out {', '.join(refused)}")
    if options["truth"] is None:
        raise BadInput(f"no truth is given for {name}; write for example --truth 'solve(A, b)'")
    subjects = subjects_of(
        name,
        options["truth"],
        values_of("--array", options["array"]),
        options["fix"],
        options["format"],
        limits,
    )
    answer = guard.once(lambda: [row(found, gate) for found in judge(subjects, limits)], limits)
    return lost(subjects, answer.why) if isinstance(answer, Lost) else answer


def subjects_of(
    name: str, truth: str, specs: dict[str, str], fix: tuple[str, ...], format: str, limits: Limits
) -> list[ArraySubject]:
    scalar = formats.named(format)
    given, fixed = data_of(specs, scalar), target.parse_fixed(fix)
    with redirect_stdout(sys.stderr), time_limit(limits.seconds):
        whole = target.load(name)
        data = ordered(name, whole, given)
        place = re.fullmatch(r".*\[(\d+)\]", name)
        found = truths(truth, [d.name for d in data], int(place[1]) if place else None)
    return [ArraySubject(name + at, whole, data, of, scalar, at, fixed) for at, of in found]


def finish(rows: list[Row], gate: Gate, as_json: bool) -> NoReturn:
    """Print what was found, and exit."""
    if as_json:
        click.echo(plain.to_json({"results": rows}), nl=False)
    else:
        for found in rows:
            check_array_text.print_array_check(found, gate)
    sys.exit(0 if all(found["passed"] for found in rows) else 1)
