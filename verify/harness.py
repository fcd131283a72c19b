"""Measure, sweep, judge: float64 beside balls, every part of the error certified."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from flint import arb

from verify import enclose, errors, points
from verify.arithmetic import BINARY64, Ball, Format
from verify.backward import backward_error
from verify.enclose import Hopeless, Settled, Unsettled, precision, refine
from verify.errors import Breakdown, Budget, as_ball
from verify.execute import computed_at, finite_or_zero, is_finite, run_ball, run_float64
from verify.limits import Limits, time_limit
from verify.model import (
    CONFIRMED,
    REFUTED,
    UNDECIDED,
    Algorithm,
    BadInput,
    Claim,
    Measurement,
    Outcome,
    Verdict,
)
from verify.points import Point, for_truth

MOST_DIGITS = 17  # no float64 needs more decimal digits to be told from its neighbours


def _budget(
    algorithm: Algorithm, where: Point, parameters: Mapping[str, int], computed: Any, format: Format
) -> Budget:
    """The whole budget, evaluated anew at the precision in force."""
    truth = where.problem.truth(*for_truth(where.data))
    at_rounded = truth if where.is_exact else where.problem.truth(*for_truth(where.rounded))
    try:
        in_balls = run_ball(algorithm, where.rounded, parameters)
    except Breakdown as why:
        return Budget.without_algorithm(as_ball(computed), at_rounded, truth, str(why), format)
    return Budget.of(as_ball(computed), in_balls, at_rounded, truth, format)


@contextmanager
def _failures_told() -> Iterator[None]:
    """What a truth or a body raises ends this evaluation, not the run: UNDECIDED with its reason."""
    try:
        yield
    except (Unsettled, Hopeless):
        raise
    except Exception as error:
        raise Hopeless(f"the evaluation in balls raised {type(error).__name__}: {error}") from error


def measure_group(
    algorithm: Algorithm,
    where: Sequence[Point],
    parameters: Mapping[str, int],
    limits: Limits,
    computed: Sequence[tuple[Any, str]] | None = None,
    format: Format = BINARY64,
) -> list[Measurement]:
    """One algorithm with one set of parameters at many points.

    `computed`, with what was raised in its place, where the results are known; `format`: theirs.
    """
    computed = computed_at(algorithm, where, parameters) if computed is None else computed

    def evaluate(item: tuple[Point, tuple[Any, str]]) -> Budget:
        with time_limit(limits.seconds), _failures_told():
            return _budget(algorithm, item[0], parameters, finite_or_zero(item[1][0]), format)

    items = list(zip(where, computed, strict=True))
    settled = refine(items, evaluate, Budget.settled, limits.max_bits)
    return [
        _measurement(algorithm, item[0], parameters, item[1], found)
        for item, found in zip(items, settled, strict=True)
    ]


def _measurement(
    algorithm: Algorithm,
    where: Point,
    parameters: Mapping[str, int],
    computed: tuple[Any, str],
    found: Settled,
) -> Measurement:
    value, raised = computed
    identity = _identity(algorithm, where, parameters, value, raised or found.reason, found.bits)
    if found.value is None:
        return Measurement(**identity)
    with precision(found.bits):
        return Measurement(**{**identity, **_figures(algorithm, where, parameters, value, found)})


def _identity(
    algorithm: Algorithm,
    where: Point,
    parameters: Mapping[str, int],
    computed: Any,
    reason: str,
    bits: int,
) -> dict[str, Any]:
    """What a measurement says before anything is certified."""
    return {
        "problem": where.problem.name,
        "algorithm": algorithm.name,
        "inputs": where.inputs,
        "parameters": {**where.parameters, **parameters},
        "axis": where.axis,
        "computed": computed,
        "bits": bits,
        "reason": reason,
    }


def unmeasured(
    algorithm: Algorithm, where: Sequence[Point], fixed: Mapping[str, Any], why: str
) -> list[Measurement]:
    """What stands in a record for measurements that could not be made at all."""
    return [
        Measurement(**_identity(algorithm, p, parameters, math.nan, why, 0))
        for parameters in points.parameter_sets(algorithm, fixed)
        for p in where
        if points.applies(algorithm, p, parameters)
    ]


def _figures(
    algorithm: Algorithm, where: Point, parameters: Mapping[str, int], computed: Any, found: Settled
) -> dict[str, Any]:
    """The certified figures, at the precision at which the budget settled."""
    budget: Budget = found.value
    if not budget.adds_up():
        raise AssertionError(
            f"{algorithm.name} at {dict(where.inputs)} {dict(where.parameters)}: the parts of the error do "
            "not add up to the total, so one of the enclosures is wrong"
        )
    kappa = where.conditions.get("inf")
    details = {f"condition_number_{k}": v for k, v in where.conditions.items() if k != "inf"}
    if algorithm.diagnostics:
        details |= _diagnostics(algorithm, where, parameters)
    figures: dict[str, Any] = {
        "truth": budget.truth,
        "truncation_error": _finite(budget.relative(budget.truncation)),
        "data_error": _finite(budget.relative(budget.data)),
        "condition_number": kappa,
        "details": details,
    }
    if budget.breakdown:
        figures["reason"] = budget.breakdown
    if not is_finite(computed):
        return figures | {"digits": 0.0, "cause": "range", "inherent": False}
    backward = _backward(where, budget, computed)
    if len(backward) > 1:
        details["backward_error_componentwise"] = backward[1]
    forward = budget.relative(budget.total)
    cause = budget.cause() if found.done else "undecided"
    if cause == "rounding" and _left_the_range(algorithm, where, parameters, computed):
        cause = "range"
    if not isinstance(budget.truth, arb):
        figures["forward_error_componentwise"] = _finite(budget.componentwise())
    return figures | {
        "forward_error": _finite(forward),
        "rounding_error": _finite(budget.relative(budget.rounding)),
        "backward_error": backward[0] if backward else None,
        "ulps": enclose.upper(budget.ulps) if budget.ulps.is_finite() else None,
        "digits": digits(forward),
        "cause": cause,
        "inherent": errors.inherent(budget, kappa) if found.done else None,
    }


def _finite(ball: arb) -> arb | None:
    return ball if ball.is_finite() else None


def digits(forward: arb) -> float:
    """Correct significant digits, -log10 of the relative error, rounded down and within 0..17."""
    worst = abs(forward).upper()
    if not worst.is_finite():
        return 0.0
    if worst.is_zero():
        return float(MOST_DIGITS)
    return min(max(enclose.lower(-worst.log() / arb(10).log()), 0.0), float(MOST_DIGITS))


def _backward(where: Point, budget: Budget, computed: Any) -> tuple[arb, ...]:
    problem = where.problem
    if problem.backward is not None:
        return problem.backward(*where.rounded, computed)
    if problem.gradient is None or not isinstance(budget.truth, arb):
        return ()
    numbers, of_numbers = points.real_arguments(for_truth(where.rounded))
    function, gradient = of_numbers(problem.truth), of_numbers(problem.gradient)
    try:
        eta = backward_error(numbers, function, gradient, as_ball(computed), problem.monotone)
    except (Unsettled, ArithmeticError):  # a box reaches beyond where the truth is defined
        return ()
    return () if eta is None else (eta,)


def _diagnostics(algorithm: Algorithm, where: Point, parameters: Mapping[str, int]) -> dict[str, arb]:
    balls = tuple(x if isinstance(x, int) else as_ball(x) for x in where.rounded)
    return {name: measure(Ball(), *balls, **parameters) for name, measure in algorithm.diagnostics.items()}


def _left_the_range(algorithm: Algorithm, where: Point, parameters: Mapping[str, int], computed: Any) -> bool:
    """Is the result zero or subnormal, and did the hardware flag an overflow or underflow on the way?"""
    if isinstance(computed, np.ndarray) or abs(computed) >= 2.0**-1022:
        return False
    try:
        run_float64(algorithm, where.floats, parameters, flags="raise")
    except FloatingPointError:
        return True
    return False


def sweep(
    algorithm: Algorithm,
    where: Sequence[Point],
    limits: Limits,
    fixed: Mapping[str, Any] | None = None,
) -> Iterator[Measurement]:
    """An algorithm, with every set of its parameters, at every point where it is defined.

    `fixed` gives parameters one value in place of those swept.
    """
    for parameters in points.parameter_sets(algorithm, fixed or {}):
        inside = [p for p in where if points.applies(algorithm, p, parameters)]
        yield from measure_group(algorithm, inside, parameters, limits)


def measure(algorithm: Algorithm, limits: Limits | None = None, /, **values: Any) -> Measurement:
    """One measurement: inputs and parameters by name, exact (decimals and p/q as strings).

    BadInput where the problem or the algorithm is not defined there.
    """
    problem = algorithm.problem
    known = {i.name for i in problem.inputs} | {p.name for p in (*problem.parameters, *algorithm.parameters)}
    if unknown := sorted(set(values) - known):
        raise BadInput(f"{algorithm.name} takes {', '.join(sorted(known))}, not {', '.join(unknown)}")
    where = points.point(problem, values, values)
    parameters = points.chosen(algorithm.name, algorithm.parameters, values)
    if not points.applies(algorithm, where, parameters):
        raise BadInput(f"{algorithm.name} is not defined at {_text(values)}: {algorithm.says}")
    return measure_group(algorithm, [where], parameters, limits or Limits())[0]


def _text(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items())


def judge(claim: Claim, limits: Limits) -> Verdict:
    """Call the claim's check at rising precision until it is certain; else UNDECIDED with the reason."""

    def check(_: None) -> Outcome:
        with time_limit(limits.seconds), _failures_told():
            return claim.check()

    found = refine([None], check, lambda o: o.holds is not None, limits.max_bits)[0]
    outcome: Outcome | None = found.value
    if not found.done or outcome is None:
        evidence = f"{found.reason}; {outcome.evidence}" if outcome else found.reason
        return undecided(claim, evidence, found.bits)
    verdict = CONFIRMED if outcome.holds else REFUTED
    return Verdict(claim, verdict, outcome.evidence, found.bits, outcome.ball)


def undecided(claim: Claim, why: str, bits: int = 0) -> Verdict:
    return Verdict(claim, UNDECIDED, why, bits)
