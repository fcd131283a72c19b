"""verify check: a function of one's own against a formula."""

import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import click

from verify.check import result, search
from verify.check.subject import Subject, subject
from verify.cli import printing
from verify.cli.options import AS_JSON, EVALUATING, limits_of, values_of
from verify.core.errors import BadInput
from verify.records import plain


@click.command("check")
@click.argument("name", metavar="TARGET|FILE.fpcore")
@click.option("--truth", help="A formula (see verify functions), or a target over balls.")
@click.option("--core", help="Only this core of a file, or this entry of its tensor.")
@click.option(
    "--domain", multiple=True, metavar="x=LO:HI", help="One a variable, named as its arguments are."
)
@click.option("--fix", multiple=True, metavar="NAME=VALUE", help="A keyword argument; may be repeated.")
@click.option("--given", multiple=True, metavar="CONDITION", help="A precondition such as 'x < y'.")
@click.option("--at", multiple=True, metavar="x=VALUE", help="Only this input (the float64 nearest to it).")
@click.option("--points", type=click.IntRange(min=1), default=4000, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--search", is_flag=True, help="Search for the worst case; bound it where that can be proved.")
@click.option("--budget", default="20000", show_default=True, help="Of a search: evaluations, or 10s.")
@click.option("--max-ulps", type=float, help="Gate: exit 1 unless certainly at most so many ulps.")
@click.option("--max-envelope", type=float, help="Gate: in multiples of max(1/2, kappa/2) ulps.")
@EVALUATING
@AS_JSON
def check_command(name: str, as_json: bool, **options: Any) -> None:
    """A function of one's own against a formula."""
    limits = limits_of(options)
    gate = result.Gate(_limit("--max-ulps", options), _limit("--max-envelope", options))
    at = values_of("--at", options["at"])
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
        click.echo(plain.to_json({"results": rows}), nl=False)
    else:
        printing.print_checks(rows)
    sys.exit(0 if all(row["passed"] for row in rows) else 1)


def _limit(name: str, options: dict[str, Any]) -> float | None:
    value: float | None = options[name.lstrip("-").replace("-", "_")]
    if value is not None and not value > 0:
        raise BadInput(f"{name} {value} is no limit; give a positive number")
    return value


def _subjects(name: str, options: dict[str, Any]) -> Iterable[Subject]:
    if name.endswith(".fpcore"):
        from verify.fpcore import subjects

        if options["truth"] or options["domain"] or options["given"] or options["fix"]:
            raise BadInput(
                f"{name} says itself what is true and where: :spec and :pre; leave the options out"
            )
        return subjects(Path(name), options["core"])
    if options["truth"] is None:
        raise BadInput(f"no truth is given for {name}; write --truth 'exp(x) - 1', say")
    return [subject(name, options["truth"], options["domain"], options["given"], options["fix"])]
