"""verify blame: which source lines lost the digits."""

import functools
import inspect
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import click
from flint import arb

from verify.arithmetic.precision import MAX_BITS, enclose
from verify.check import target as targets
from verify.check.subject import float_of, in_balls, over_balls
from verify.cli import blame_text
from verify.cli.options import AS_JSON, values_of
from verify.core.errors import BadInput
from verify.inside.account import account
from verify.inside.advice import advice
from verify.inside.blame import blame, lines
from verify.inside.follow import Trace, follow
from verify.language import expressions
from verify.measure.limits import SECONDS, Limits
from verify.records import blame as rows
from verify.records import plain
from verify.records.plain import Row
from verify.runs import guard
from verify.runs.child import Lost


@click.command("blame")
@click.argument("name", metavar="TARGET")
@click.option("--at", multiple=True, metavar="x=VALUE", help="An input: a number, or a list as [1, 2.5].")
@click.option("--truth", help="A formula, or a target over balls: tells truncation from rounding.")
@click.option("--html", type=Path, help="Write the file, shaded, and the chain back to the inputs.")
@click.option("--max-bits", type=int, default=MAX_BITS, show_default=True, help="Precision limit.")
@click.option("--timeout", type=float, help=f"Seconds allowed.  [default: {SECONDS:g}]")
@AS_JSON
def blame_command(
    name: str,
    at: tuple[str, ...],
    truth: str | None,
    html: Path | None,
    max_bits: int,
    timeout: float | None,
    as_json: bool,
) -> None:
    """Which source lines lost the digits, at one input."""
    limits = Limits(max_bits, **({} if timeout is None else {"seconds": timeout}))
    inputs = {key: _value(key, text) for key, text in values_of("--at", at).items()}
    # A program of someone's: it may not end, or take the process with it.
    row = guard.once(lambda: _blamed(name, inputs, truth, max_bits), limits)
    if isinstance(row, Lost):
        raise BadInput(f"{name}: {row.why}; give other inputs, or more with --timeout")
    if html is not None:
        blame_text.write_page(html, row)
    if as_json:
        click.echo(plain.to_json(row), nl=False)
    else:
        blame_text.print_blame(row)
    sys.exit(0 if row["exact"] is not None else 1)


def _blamed(name: str, inputs: Mapping[str, Any], truth: str | None, max_bits: int) -> Row:
    match = re.fullmatch(r"(.*?)((?:\[\d+\])*)", name)
    assert match is not None
    with redirect_stdout(sys.stderr):  # what a function prints is no part of the answer
        function, given = _bound(match[1], targets.load(match[1]), inputs)
        trace = follow(function, given, name=match[1])
        found = blame(account(trace, match[2] or _only(trace), max_bits))
        told = None if truth is None else _truth(truth, inputs, max_bits)
        row = rows.blame_row(name, inputs, found, told)
        for line, shown in zip(lines(found.guilty), row["guilty"], strict=True):
            proofs = advice(function, list(given.values()), line) if line.magnifies else []
            shown["hints"] = [p.says for p in proofs]
    return row


def _only(trace: Trace) -> str:
    """The result that is meant where none is named."""
    return "" if "" in trace.results else trace.one_of_several()


def _value(key: str, text: str) -> Any:
    """An int where it is written as one, a list in brackets, else the float64 nearest to the number."""
    text = text.strip()
    if text.startswith("["):
        if not text.endswith("]"):
            raise BadInput(f"--at {key}={text} is no list; write {key}=[1, 2.5]")
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


def _bound(
    name: str, function: Callable[..., Any], inputs: Mapping[str, Any]
) -> tuple[Callable[..., Any], dict[str, Any]]:
    """The function and its inputs in their order. BadInput where they do not fit."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # it does not say
        return function, dict(inputs)
    if not set(inputs) <= set(signature.parameters):
        targets.takes(name, function, (0.0,) * len(inputs))
        return function, dict(inputs)
    named = {
        k: x for k, x in inputs.items() if signature.parameters[k].kind is inspect.Parameter.KEYWORD_ONLY
    }
    order = {k: inputs[k] for k in signature.parameters if k in inputs and k not in named}
    try:
        signature.bind(*order.values(), **named)
    except TypeError as error:
        raise BadInput(f"{name}{signature}: {error}; give each with --at") from error
    if list(order) != list(signature.parameters)[: len(order)]:
        raise BadInput(f"{name}{signature}: give the arguments before {list(order)[-1]} too")
    return functools.partial(function, **named) if named else function, order


def _truth(text: str, inputs: Mapping[str, Any], max_bits: int) -> arb:
    """f(fl x). BadInput where it is not defined there, or not settled."""
    numbers = {key: x for key, x in inputs.items() if isinstance(x, float | int)}
    if ":" in text:
        value: Callable[..., arb] = over_balls(targets.load(text))
    else:
        value, _ = in_balls(expressions.number(text, tuple(numbers)), tuple(numbers))
    try:
        found = enclose(
            lambda: value(*map(arb, numbers.values())), bits=120, max_bits=max_bits, floor=arb(2) ** -1200
        )
    except expressions.Undefined as error:
        raise BadInput(f"--truth: {error} at these inputs") from error
    if not found.done:
        raise BadInput(f"--truth {text}: {found.reason}; raise --max-bits")
    ball: arb = found.value
    return ball
