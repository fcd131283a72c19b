"""The whole budget of one case: evaluated afresh at each precision until its figures are certified."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from flint import acb, arb

from verify.arithmetic.precision import (
    Hopeless,
    Settled,
    Unsettled,
    current_bits,
    lower,
    precision,
    refine,
    upper,
)
from verify.core.model import Measurement
from verify.measure.allowance import envelope, finite, moves, relative_envelope
from verify.measure.backward import Here, backward_error
from verify.measure.budget import Breakdown, Budget, as_ball, entries, largest
from verify.measure.distance import Distance, power_of_two
from verify.measure.envelope import (
    entrywise_multiple,
    in_units,
    inherent,
    inherent_entrywise,
    known,
)
from verify.measure.limits import Limits, guarded
from verify.measure.measurand import Case
from verify.measure.point import for_truth, real_arguments
from verify.measure.run import finite_or_zero, is_finite

MOST_DIGITS = 17  # no float64 needs more decimal digits to be told from its neighbours
T = TypeVar("T")


def measurements(cases: Sequence[Case], limits: Limits) -> list[Measurement]:
    """The whole budget of each case, in order."""

    def evaluate(case: Case) -> Budget:
        with guarded(limits.seconds):
            return budget_of(case)

    settled = refine(cases, evaluate, Budget.settled, limits.max_bits)
    return [_measurement(case, found, limits) for case, found in zip(cases, settled, strict=True)]


def budget_of(case: Case) -> Budget:
    """The budget at the precision in force. Unsettled where the truth is not finite."""
    if case.computed is None:
        raise Hopeless(case.raised)
    measurand, computed = case.measurand, finite_or_zero(case.computed)
    truth = case.truth()
    if not all(y.is_finite() for y in entries(truth)):
        raise Unsettled(
            f"the truth is not finite in balls of {current_bits()} bits (a pole, or outside the domain)"
        )
    if is_finite(case.computed):
        _fits("result", computed, truth)
    at_rounded = case.truth_rounded()
    exact, breakdown = None, None
    if measurand.exact is not None:
        try:
            exact = case.course()
            _fits("result in balls", exact, truth)
        except Breakdown as why:
            breakdown = str(why)
    balls = as_ball(computed)
    zeros_open = measurand.zeros_open
    return Budget.of(balls, exact, at_rounded, truth, measurand.format, breakdown, zeros_open)


def _fits(what: str, value: Any, truth: Any) -> None:
    """Hopeless where numpy would stretch one to the shape of the other."""
    if np.shape(value) != np.shape(truth):
        raise Hopeless(f"the {what} has the shape {np.shape(value)}, the truth {np.shape(truth)}")


def _measurement(case: Case, found: Settled, limits: Limits) -> Measurement:
    identity = identity_of(case, case.raised or found.reason, found.bits)
    if found.value is None:
        return Measurement(**identity)
    with precision(found.bits):
        return Measurement(**{**identity, **_figures(case, found, limits.seconds)})


def identity_of(case: Case, reason: str, bits: int) -> dict[str, Any]:
    """What a measurement says before anything is certified."""
    return {
        "problem": case.measurand.problem,
        "algorithm": case.measurand.algorithm,
        "inputs": case.inputs,
        "parameters": case.parameters,
        "axis": case.axis,
        "computed": math.nan if case.computed is None else case.computed,
        "bits": bits,
        "reason": reason,
    }


def _figures(case: Case, found: Settled, seconds: float | None) -> dict[str, Any]:
    """The fields of a Measurement that are certified; `seconds` limits each that is sought apart."""
    budget: Budget = found.value
    if not budget.adds_up():
        at = {**case.inputs, **case.parameters}
        raise AssertionError(
            f"{case.measurand.algorithm} at {at}: the parts of the error do not add up to the total, so one "
            "of the enclosures is wrong"
        )
    reasons = [case.raised or found.reason, budget.breakdown]

    def sought(what: str, evaluate: Callable[[], T], otherwise: T) -> T:
        """What stands beside the budget: where it fails it is left out, and the rest stands."""
        try:
            with guarded(seconds):
                return evaluate()
        except (Unsettled, Hopeless) as why:
            reasons.append(f"no {what}: {why}")
            return otherwise

    kappas: dict[str, arb] = sought("condition number", case.conditions, {})
    kappa = known(kappas.get("inf"))
    details = {f"condition_number_{name}": ball for name, ball in kappas.items() if name != "inf"}
    diagnostics: dict[str, arb] = sought("diagnostics", lambda: _diagnostics(case), {})
    moved = sought("envelope", lambda: moves(case), None)
    allowance = sought("envelope", lambda: envelope(case, budget, kappa, moved), None)
    broken = sought("truncation bound", lambda: _beyond_bound(case, budget), "")
    certified = {
        "truth": budget.truth,
        "truncation_error": finite(budget.relative(budget.truncation)),
        "data_error": finite(budget.relative(budget.data)),
        "condition_number": kappa,
        "envelope": allowance,
        "inherent_error": relative_envelope(budget, allowance),
        "broken": broken,
        "digits": 0.0,
        "cause": "range",
        "inherent": False,
    }
    if not budget.of_number:
        certified["data_error_componentwise"] = finite(budget.componentwise(budget.data))
    if is_finite(case.computed):
        etas: dict[str, arb] = sought("backward error", lambda: _backward(case, budget), {})
        certified |= _of_result(case, found, allowance)
        details |= _of_parts(budget)
        certified["backward_error"] = finite(etas.pop("backward_error", None))
        details |= etas
        if moved is not None and isinstance(budget.truth, np.ndarray):
            details["envelope_multiple_componentwise"] = entrywise_multiple(budget, moved)
        # Of a norm of zero any change is infinitely many units: its entries are each held against ulp(0).
        by_entries = case.measurand.entrywise or (not budget.of_number and budget.size.is_zero())
        if by_entries and found.done and isinstance(budget.truth, np.ndarray):
            certified["inherent"] = inherent_entrywise(details.get("envelope_multiple_componentwise"))
    return certified | {
        "details": details | diagnostics,
        "reason": "; ".join(filter(None, [broken, *reasons])),
    }


def _of_result(case: Case, found: Settled, allowance: arb | None) -> dict[str, Any]:
    """What is certified of a finite result; its cause and whether it is inherent only where all settled."""
    budget: Budget = found.value
    forward = abs(budget.relative(budget.total))
    cause = budget.cause() if found.done else "undecided"
    if cause in ("rounding", "algorithm") and _left_the_range(case, budget):
        cause = "range"
    certified = {
        "forward_error": finite(forward),
        "algorithm_error": finite(budget.relative(budget.algorithm)),
        "rounding_error": finite(budget.relative(budget.rounding)),
        "ulps": upper(budget.ulps) if budget.ulps.is_finite() else None,
        "digits": digits(forward),
        "cause": cause,
        "inherent": inherent(in_units(budget), allowance) if found.done else None,
    }
    if not budget.of_number:
        certified["forward_error_componentwise"] = finite(budget.componentwise(budget.total))
    return certified


def _of_parts(budget: Budget) -> dict[str, arb]:
    """The ulps of the real and of the imaginary part, each in its own."""
    if not isinstance(budget.truth, acb):
        return {}
    total, truth = budget.total, budget.truth
    pairs = {"ulps_real": (total.real, truth.real), "ulps_imag": (total.imag, truth.imag)}
    found = {name: Distance.of(*pair, budget.format).ulps for name, pair in pairs.items()}
    return {name: ulps for name, ulps in found.items() if ulps.is_finite()}


def _beyond_bound(case: Case, budget: Budget) -> str:
    """What is said where |F - f| certainly exceeds the declared bound of the truncation error."""
    declared = case.measurand.bound
    if declared is None or budget.truncation is None:
        return ""
    bound, distance = declared(*case.balls()), largest([abs(x) for x in entries(budget.truncation)])
    if distance > bound:
        return f"|F - f| = {distance.str(5)} exceeds the declared truncation bound {bound.str(5)}"
    return ""


def digits(forward: arb) -> float:
    """Correct significant digits, -log10 of the relative error, rounded down and within 0..17."""
    worst = abs(forward).upper()
    if not worst.is_finite():
        return 0.0
    if worst.is_zero():
        return float(MOST_DIGITS)
    return min(max(lower(-worst.log() / arb(10).log()), 0.0), float(MOST_DIGITS))


def _backward(case: Case, budget: Budget) -> dict[str, arb]:
    measurand = case.measurand
    if measurand.backward is not None:
        etas = measurand.backward(*case.rounded, case.computed)
        return dict(zip(("backward_error", "backward_error_componentwise"), etas, strict=True))
    if measurand.gradient is None or not isinstance(budget.truth, arb):
        return {}
    numbers, of_numbers = real_arguments(for_truth(case.rounded))
    function, gradient = of_numbers(measurand.truth), of_numbers(measurand.gradient)
    try:
        here = Here(case.truth_rounded(), case.gradient_rounded())
        eta = backward_error(numbers, here, function, gradient, as_ball(case.computed), measurand.monotone)
    except (Hopeless, ArithmeticError, ValueError):  # a box reaches beyond where the truth is defined
        return {}
    return {} if eta is None else {"backward_error": eta}


def _diagnostics(case: Case) -> dict[str, arb]:
    found: dict[str, arb] = {}
    if case.measurand.figures is not None and case.computed is not None and is_finite(case.computed):
        found |= case.measurand.figures(*case.rounded, case.computed)
    if not case.measurand.diagnostics:
        return found
    return found | {name: figure(*case.balls()) for name, figure in case.measurand.diagnostics.items()}


def _left_the_range(case: Case, budget: Budget) -> bool:
    """Is the result zero or subnormal because of an overflow or underflow on the way?

    The hardware flags tell that there was one. A body is run again in as many bits without bounds on the
    exponent: where rounding still dominates there, the underflow was harmless. A library may clear the flags:
    where nothing followed tells another reason, a zero or subnormal result for a normal truth within 2^bits
    of the least normal number has left the range.
    """
    format, measurand = budget.format, case.measurand
    normal = power_of_two(1 - format.emax)
    if isinstance(case.computed, np.ndarray) or not abs(as_ball(case.computed)) < normal:
        return False
    if measurand.flagged is None or not measurand.flagged(*case.floats):
        near = normal <= abs(budget.truth) and abs(budget.truth) < normal * power_of_two(format.bits)
        return not budget.is_split and bool(near)
    if measurand.unbounded is None:
        return True
    unbounded = measurand.unbounded(*case.rounded)
    if unbounded is None:
        return False
    shift = unbounded - as_ball(case.computed)
    moved = {name: getattr(budget, name) + shift for name in ("total", "rounding", "algorithm")}
    return replace(budget, **moved).cause() != "rounding"
