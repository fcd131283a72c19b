"""Measure, sweep, judge: float64 beside balls, every part of the error certified."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from verify.arithmetic.mpfr import BINARY64, Format
from verify.arithmetic.precision import refine
from verify.core.claim import CONFIRMED, REFUTED, UNDECIDED, Claim, Outcome, Verdict
from verify.core.errors import BadInput
from verify.core.model import Algorithm, Measurement
from verify.measure.cancellation import cancelled_bits
from verify.measure.limits import Limits, guarded
from verify.measure.measurand import at_point, of_algorithm
from verify.measure.measurement import measurements
from verify.measure.point import Point, applies, chosen, parameter_sets, point
from verify.measure.run import computed_at
from verify.measure.steps import Cancelled


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
    measurand = of_algorithm(algorithm, parameters, format)
    cases = [at_point(measurand, p, parameters, *result) for p, result in zip(where, computed, strict=True)]
    return measurements(cases, limits)


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
        found = measure_group(algorithm, inside, parameters, limits)
        lost = cancelled_bits(algorithm, inside, parameters)
        yield from (m if c is None else _with(m, c) for m, c in zip(found, lost, strict=True))


def _with(m: Measurement, lost: Cancelled) -> Measurement:
    return replace(m, cancelled_bits=lost.bits, cancelled_in_all=lost.in_all, cancelled_at=lost.code)


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
    return Verdict(claim, verdict, outcome.evidence, found.bits, outcome.ball, outcome.figure, outcome.pieces)


def undecided(claim: Claim, why: str, bits: int = 0) -> Verdict:
    return Verdict(claim, UNDECIDED, why, bits)
