"""Measure, sweep, judge: float64 beside balls, every part of the error certified."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from verify.arithmetic import BINARY64, Format
from verify.arithmetic.precision import Hopeless, Settled, Unsettled, current_bits, precision, refine
from verify.core.claim import CONFIRMED, REFUTED, UNDECIDED, Claim, Outcome, Verdict
from verify.core.errors import BadInput
from verify.core.model import Algorithm, Measurement
from verify.measure.budget import Breakdown, Budget, as_ball, entries
from verify.measure.limits import Limits, guarded
from verify.measure.measurement import Run, figures
from verify.measure.point import Point, applies, chosen, for_truth, parameter_sets, point
from verify.measure.run import computed_at, finite_or_zero, is_finite, run_ball


def _budget(run: Run, format: Format) -> Budget:
    """The whole budget, evaluated anew at the precision in force. Unsettled where the truth is not finite."""
    if run.computed is None:
        raise Hopeless(run.raised)
    where, computed = run.where, finite_or_zero(run.computed)
    truth = as_ball(where.problem.truth(*for_truth(where.data)))
    if not all(y.is_finite() for y in entries(truth)):
        raise Unsettled(
            f"the truth is no finite number in balls of {current_bits()} bits (a pole, or outside its domain)"
        )
    if is_finite(run.computed):
        _fits("result", computed, truth)
    at_rounded = truth if where.is_exact else as_ball(where.problem.truth(*for_truth(where.rounded)))
    try:
        in_balls = as_ball(run_ball(run.algorithm, where.rounded, run.parameters))
    except Breakdown as why:
        return Budget.without_algorithm(as_ball(computed), at_rounded, truth, str(why), format)
    _fits("result in balls", in_balls, truth)
    return Budget.of(as_ball(computed), in_balls, at_rounded, truth, format)


def _fits(what: str, value: Any, truth: Any) -> None:
    """Hopeless where numpy would stretch one to the shape of the other."""
    if np.shape(value) != np.shape(truth):
        raise Hopeless(f"the {what} has the shape {np.shape(value)}, the truth {np.shape(truth)}")


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
    computed = computed_at(algorithm, where, parameters, limits.seconds) if computed is None else computed
    runs = [Run(algorithm, p, parameters, *result) for p, result in zip(where, computed, strict=True)]

    def evaluate(run: Run) -> Budget:
        with guarded(limits.seconds):
            return _budget(run, format)

    settled = refine(runs, evaluate, Budget.settled, limits.max_bits)
    return [_measurement(run, found, limits) for run, found in zip(runs, settled, strict=True)]


def _measurement(run: Run, found: Settled, limits: Limits) -> Measurement:
    identity = _identity(run, run.raised or found.reason, found.bits)
    if found.value is None:
        return Measurement(**identity)
    with precision(found.bits):
        return Measurement(**{**identity, **figures(run, found, limits.seconds)})


def _identity(run: Run, reason: str, bits: int) -> dict[str, Any]:
    """What a measurement says before anything is certified."""
    where = run.where
    return {
        "problem": where.problem.name,
        "algorithm": run.algorithm.name,
        "inputs": where.inputs,
        "parameters": {**where.parameters, **run.parameters},
        "axis": where.axis,
        "computed": math.nan if run.computed is None else run.computed,
        "bits": bits,
        "reason": reason,
    }


def unmeasured(
    algorithm: Algorithm, where: Sequence[Point], fixed: Mapping[str, Any], why: str
) -> list[Measurement]:
    """What stands in a record for measurements that could not be made at all."""
    return [
        Measurement(**_identity(Run(algorithm, p, parameters, math.nan), why, 0))
        for parameters in parameter_sets(algorithm, fixed)
        for p in where
        if applies(algorithm, p, parameters)
    ]


def sweep(
    algorithm: Algorithm,
    where: Sequence[Point],
    limits: Limits,
    fixed: Mapping[str, Any] | None = None,
) -> Iterator[Measurement]:
    """An algorithm, with every set of its parameters, at every point where it is defined.

    `fixed` gives parameters one value in place of those swept.
    """
    for parameters in parameter_sets(algorithm, fixed or {}):
        inside = [p for p in where if applies(algorithm, p, parameters)]
        yield from measure_group(algorithm, inside, parameters, limits)


def measure(algorithm: Algorithm, limits: Limits | None = None, /, **values: Any) -> Measurement:
    """One measurement: inputs and parameters by name, exact (decimals and p/q as strings).

    BadInput where the problem or the algorithm is not defined there.
    """
    problem = algorithm.problem
    known = {i.name for i in problem.inputs} | {p.name for p in (*problem.parameters, *algorithm.parameters)}
    if unknown := sorted(set(values) - known):
        raise BadInput(f"{algorithm.name} takes {', '.join(sorted(known))}, not {', '.join(unknown)}")
    where = point(problem, values, values)
    parameters = chosen(algorithm.name, algorithm.parameters, values)
    if not applies(algorithm, where, parameters):
        raise BadInput(f"{algorithm.name} is not defined at {_text(values)}: {algorithm.says}")
    return measure_group(algorithm, [where], parameters, limits or Limits())[0]


def _text(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items())


def judge(claim: Claim, limits: Limits) -> Verdict:
    """Call the claim's check at rising precision until it is certain; else UNDECIDED with the reason."""

    def check(_: None) -> Outcome:
        with guarded(limits.seconds):
            outcome = claim.check()
            if not isinstance(outcome, Outcome):
                raise TypeError(f"the check of {claim.id} returned {outcome!r}, no Outcome")
            return outcome

    found = refine([None], check, lambda o: o.holds is not None, limits.max_bits)[0]
    outcome: Outcome | None = found.value
    if not found.done or outcome is None:
        evidence = f"{found.reason}; {outcome.evidence}" if outcome else found.reason
        return undecided(claim, evidence, found.bits)
    verdict = CONFIRMED if outcome.holds else REFUTED
    return Verdict(claim, verdict, outcome.evidence, found.bits, outcome.ball)


def undecided(claim: Claim, why: str, bits: int = 0) -> Verdict:
    return Verdict(claim, UNDECIDED, why, bits)
