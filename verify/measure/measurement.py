"""The certified figures of one measurement, at the precision at which its budget settled."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

import gmpy2
import numpy as np
from flint import arb, fmpq

from verify.arithmetic import Ball, Format, Mpfr
from verify.arithmetic.precision import Hopeless, Settled, Unsettled, lower, upper
from verify.core.model import Algorithm
from verify.measure.backward import backward_error
from verify.measure.budget import Budget, as_ball, inherent
from verify.measure.limits import guarded
from verify.measure.point import Point, for_truth, real_arguments
from verify.measure.run import is_finite, run_float64, run_mpfr

MOST_DIGITS = 17  # no float64 needs more decimal digits to be told from its neighbours
UNBOUNDED = Format("binary64 without bounds on the exponent", 53, 2**24)
T = TypeVar("T")


class Run(NamedTuple):
    """An algorithm with its parameters at one point, and what came out: a result, or why there is none."""

    algorithm: Algorithm
    where: Point
    parameters: Mapping[str, int]
    computed: Any
    raised: str = ""


def figures(run: Run, found: Settled, seconds: float | None) -> dict[str, Any]:
    """The fields of a Measurement that are certified; `seconds` limits each that is sought apart."""
    budget: Budget = found.value
    if not budget.adds_up():
        at = {**run.where.inputs, **run.where.parameters, **run.parameters}
        raise AssertionError(
            f"{run.algorithm.name} at {at}: the parts of the error do not add up to the total, so one of the "
            "enclosures is wrong"
        )
    reasons = [run.raised or found.reason, budget.breakdown]

    def sought(what: str, evaluate: Callable[[], T], otherwise: T) -> T:
        """What stands beside the budget: where it fails it is left out, and the rest stands."""
        try:
            with guarded(seconds):
                return evaluate()
        except (Unsettled, Hopeless) as why:
            reasons.append(f"no {what}: {why}")
            return otherwise

    kappas: dict[str, arb] = sought("condition number", lambda: run.where.conditions, {})
    details = {f"condition_number_{name}": ball for name, ball in kappas.items() if name != "inf"}
    diagnostics: dict[str, arb] = sought("diagnostics", lambda: _diagnostics(run), {})
    certified = {
        "truth": budget.truth,
        "truncation_error": _finite(budget.relative(budget.truncation)),
        "data_error": _finite(budget.relative(budget.data)),
        "condition_number": _finite(kappas.get("inf")),
        "digits": 0.0,
        "cause": "range",
        "inherent": False,
    }
    if is_finite(run.computed):
        etas: dict[str, arb] = sought("backward error", lambda: _backward(run, budget), {})
        certified |= _of_result(run, found, kappas.get("inf"))
        certified["backward_error"] = _finite(etas.pop("backward_error", None))
        details |= etas
    return certified | {"details": details | diagnostics, "reason": "; ".join(filter(None, reasons))}


def _of_result(run: Run, found: Settled, kappa: arb | None) -> dict[str, Any]:
    """What is certified of a finite result; its cause and whether it is inherent only where all settled."""
    budget: Budget = found.value
    forward = abs(budget.relative(budget.total))
    cause = budget.cause() if found.done else "undecided"
    if cause == "rounding" and _left_the_range(run, budget):
        cause = "range"
    certified = {
        "forward_error": _finite(forward),
        "rounding_error": _finite(budget.relative(budget.rounding)),
        "ulps": upper(budget.ulps) if budget.ulps.is_finite() else None,
        "digits": digits(forward),
        "cause": cause,
        "inherent": inherent(budget, kappa) if found.done else None,
    }
    if not isinstance(budget.truth, arb):
        certified["forward_error_componentwise"] = _finite(budget.componentwise())
    return certified


def _finite(ball: arb | None) -> arb | None:
    return ball if ball is not None and ball.is_finite() else None


def digits(forward: arb) -> float:
    """Correct significant digits, -log10 of the relative error, rounded down and within 0..17."""
    worst = abs(forward).upper()
    if not worst.is_finite():
        return 0.0
    if worst.is_zero():
        return float(MOST_DIGITS)
    return min(max(lower(-worst.log() / arb(10).log()), 0.0), float(MOST_DIGITS))


def _backward(run: Run, budget: Budget) -> dict[str, arb]:
    problem = run.where.problem
    if problem.sensitivity.backward is not None:
        etas = problem.sensitivity.backward(*run.where.rounded, run.computed)
        return dict(zip(("backward_error", "backward_error_componentwise"), etas, strict=True))
    if problem.sensitivity.gradient is None or not isinstance(budget.truth, arb):
        return {}
    numbers, of_numbers = real_arguments(for_truth(run.where.rounded))
    function, gradient = of_numbers(problem.truth), of_numbers(problem.sensitivity.gradient)
    try:
        eta = backward_error(numbers, function, gradient, as_ball(run.computed), problem.sensitivity.monotone)
    except (Unsettled, ArithmeticError, ValueError):  # a box reaches beyond where the truth is defined
        return {}
    return {} if eta is None else {"backward_error": eta}


def _diagnostics(run: Run) -> dict[str, arb]:
    balls = tuple(x if isinstance(x, int) else as_ball(x) for x in run.where.rounded)
    named = run.algorithm.diagnostics.items()
    return {name: measure(Ball(), *balls, **run.parameters) for name, measure in named}


def _left_the_range(run: Run, budget: Budget) -> bool:
    """Is the result zero or subnormal because of an overflow or underflow on the way?

    The hardware flags tell that there was one. A body is run again in as many bits without bounds on the
    exponent: where rounding still dominates there, the underflow was harmless.
    """
    if isinstance(run.computed, np.ndarray) or abs(run.computed) >= 2.0**-1022:
        return False
    try:
        run_float64(run.algorithm, run.where.floats, run.parameters, flags="raise")
        return False
    except FloatingPointError:
        if run.algorithm.body is None:
            return True
    unbounded = run_mpfr(run.algorithm, Mpfr(UNBOUNDED), run.where.rounded, run.parameters)
    if not gmpy2.is_finite(unbounded):
        return False
    shift = arb(fmpq(*map(int, unbounded.as_integer_ratio()))) - as_ball(run.computed)
    moved = replace(budget, total=budget.total + shift, rounding=budget.rounding + shift)
    return moved.cause() != "rounding"
