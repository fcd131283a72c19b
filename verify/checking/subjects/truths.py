"""Truths as functions of balls: of a formula, and of a function that someone wrote; with their gradients."""

from collections.abc import Callable
from typing import Any

from flint import arb

from verify.arithmetic.guarded import watched
from verify.arithmetic.precision import Hopeless, Unsettled
from verify.checking.subjects import target
from verify.language import expressions, rationals
from verify.language.nodes import Node
from verify.measure.envelope import differentiated

LEAST = 32  # bits: of a value that balls know less well it is asked whether it is rational


def over_target(
    truth: str | Callable[..., Any],
) -> tuple[Callable[..., arb], Callable[..., list[arb]] | None]:
    """A target over balls, with its gradient by power series."""
    own = truth if callable(truth) else target.load(truth)
    return over_balls(own), differentiated(own)


def over_balls(truth: Callable[..., Any]) -> Callable[..., arb]:
    """A function of balls that someone wrote: a result that is not a ball encloses nothing."""

    watched_truth = watched(truth)

    def value(*x: arb) -> arb:
        found = watched_truth(*x)
        if not isinstance(found, arb):
            raise Hopeless(f"the truth returned a {type(found).__name__}, not a ball (flint.arb)")
        return found

    return value


def in_balls(
    node: Node, variables: tuple[str, ...]
) -> tuple[Callable[..., arb], Callable[..., list[arb]] | None]:
    """An expression as a function of balls, with its gradient where the table knows one. What no balls settle
    at exact numbers, a zero or a jump, is taken from rationals where the expression is of such."""

    evaluation = expressions.compiled(node)
    rational = rationals.is_rational(node)

    def value(*x: arb) -> arb:
        values = dict(zip(variables, x, strict=True))
        if not (rational and all(v.is_exact() and v.is_finite() for v in x)):
            return evaluation(values)
        try:
            found = evaluation(values)
        except Unsettled:
            found = arb.nan()
        if found.rel_accuracy_bits() >= LEAST:
            return found
        known = rationals.value(node, {name: v.fmpq() for name, v in values.items()})
        return evaluation(values) if known is None else arb(known)

    slopes = [expressions.derivative(node, name) for name in variables]
    known = [expressions.compiled(s) for s in slopes if s is not None]
    if len(known) < len(slopes):
        return value, None

    def gradient(*x: arb) -> list[arb]:
        values = dict(zip(variables, x, strict=True))
        return [slope(values) for slope in known]

    return value, gradient
