"""A user's function against a formula: certified ulps at many inputs, the worst one with its budget."""

import math
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from flint import arb

from verify.arithmetic import exact, nearest
from verify.check import target
from verify.check.drawing import beside, draw, told, valid_share
from verify.check.sample import assess
from verify.check.subject import Sample, Subject, Where
from verify.core.errors import BadInput
from verify.core.literals import rational
from verify.core.model import Measurement
from verify.measure.limits import Limits
from verify.measure.measurand import Case, Measurand
from verify.measure.measurement import measurements
from verify.measure.point import for_truth
from verify.measure.run import as_numpy
from verify.measure.sensitivity import condition_number, conditions
from verify.records import write
from verify.records.plain import Row
from verify.records.summary import distribution


@dataclass(frozen=True)
class Result:
    """The samples of one subject, the worst of the finite results and of the failures (no finite number where
    the truth is one) as full measurements, and a proved bound where there is one."""

    subject: Subject
    samples: Sequence[Sample]
    worst: Measurement | None
    worst_failure: Measurement | None = None
    proved_bound: float | None = None
    notes: Sequence[str] = field(default_factory=tuple)


def measurand(what: Subject) -> Measurand:
    """What results of the subject are held against."""
    ball = what.ball

    def flagged(*floats: float) -> bool:
        # numpy's floats in place of Python's: their operations tell what the hardware flagged.
        try:
            with np.errstate(over="raise", under="raise", divide="raise", invalid="ignore"):
                what.function(*map(as_numpy, what.arguments(floats)))
        except FloatingPointError:
            return True
        except Exception:  # it was called before, and what it raised is told
            return False
        return False

    return Measurand(
        problem=what.says,
        algorithm=what.name,
        truth=what.truth,
        exact=None if ball is None else lambda *x: ball(*for_truth(x)),
        gradient=what.gradient,
        format=what.format,
        formats=what.formats,
        flagged=flagged,
    )


def measured(what: Subject, sample: Sample, limits: Limits) -> Measurement:
    """The whole budget of one input."""
    data = tuple(map(exact, sample.where))
    names = [r.name for r in what.domain]

    def kappa() -> dict[str, arb]:
        if what.gradient is None:
            return {}
        x = for_truth(data)
        return {"inf": condition_number(x, what.gradient(*x), what.truth(*x))}

    case = Case(
        measurand(what),
        inputs=dict(zip(names, data, strict=True)),
        parameters={},
        data=data,
        rounded=data,
        floats=sample.where,
        computed=sample.computed,
        raised=sample.raised,
        axis=sample.where[0] if sample.where else 0.0,
        conditions=lambda: conditions(kappa),
    )
    return measurements([case], limits)[0]


def check(
    what: Subject, count: int, seed: int, limits: Limits, at: Mapping[str, str] | None = None
) -> Result:
    """Sample, assess, look beside what is remarkable, and measure the worst."""
    if what.unsupported:
        return unjudged(what)
    if at:
        where = [_given(what, at)]
        samples = assess(what, where, limits)
    else:
        where = draw(what, count, seed)
        samples = assess(what, where, limits)
        samples += assess(what, beside(what, samples, max(count // 8, 16)), limits)
    return finished(what, samples, limits)


def unjudged(what: Subject) -> Result:
    """Nothing can be said, and why: no sample, and no gate that it passes."""
    return Result(what, (), None, notes=(what.unsupported,))


def finished(what: Subject, samples: list[Sample], limits: Limits) -> Result:
    """The result of all the samples that a check or a search took."""
    worst = max((s for s in samples if s.ulps is not None), key=lambda s: s.severity, default=None)
    failure = next((s for s in samples if s.failed), None)
    remarks = () if what.remarks is None else what.remarks(samples, limits)
    return Result(
        what,
        samples,
        None if worst is None else measured(what, worst, limits),
        None if failure is None else measured(what, failure, limits),
        notes=(*told(what, samples), *remarks),
    )


def _given(what: Subject, at: Mapping[str, str]) -> Where:
    names = [r.name for r in what.domain]
    if set(at) != set(names):
        raise BadInput(f"--at gives {', '.join(at)}; it has to give {', '.join(names)}")
    typed = tuple(_as_float(at[name]) for name in names)
    where = what.fitted(typed)
    for r, x, y in zip(what.domain, where, typed, strict=True):
        if r.whole and x != y:
            raise BadInput(f"--at {r.name}={at[r.name]} is no integer, as --domain {r.name} asks for")
        if x not in r:
            raise BadInput(f"--at {r.name}={at[r.name]} is outside --domain {r.name}")
    return where


def _as_float(text: str) -> float:
    """The float64 nearest to a number as typed: that is what the function is given."""
    return nearest(rational(text))


# --- gates and rows -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gate:
    """What a check has to reach: certified ulps, multiples of the condition envelope."""

    max_ulps: float | None = None
    max_envelope: float | None = None

    def passed(self, result: Result) -> bool:
        """Certainly reached at every input that counts. What is undecided is not certain, and where nothing
        is certified nothing passes, also without a limit."""
        counted = [s for s in result.samples if not s.outside]
        if result.subject.unsupported or all(s.ulps is None for s in counted):
            return False
        if self.max_ulps is None and self.max_envelope is None:
            return True
        if any(s.failed or s.undecided for s in counted):
            return False
        return all(self._reached(s) for s in counted)

    def _reached(self, sample: Sample) -> bool:
        ulps = self.max_ulps is None or (sample.ulps is not None and sample.ulps <= self.max_ulps)
        return ulps and (self.max_envelope is None or sample.multiple <= self.max_envelope)


def row(result: Result, gate: Gate, command: str) -> Row:
    """A result under the contract's names."""
    failure = result.worst_failure
    counted = [s for s in result.samples if not s.outside]
    ulps = sorted(s.ulps for s in counted if s.ulps is not None)
    reasons = (result.subject.unsupported, *(s.undecided for s in counted))
    envelopes = [s.envelope for s in counted if s.envelope is not None]
    outside = Counter(s.outside for s in result.samples if s.outside)
    failures = Counter(s.raised or f"returned {s.computed}" for s in counted if s.failed)
    return {
        "target": result.subject.name,
        "truth": result.subject.says,
        "domain": {
            r.name: [[low.hex(), high.hex()] for low, high in r.pieces] for r in result.subject.domain
        },
        "points": len(counted),
        "worst": None if result.worst is None else write.measurement_row(result.worst),
        "worst_failure": None if failure is None else write.measurement_row(failure),
        "ulps": {key: _number(value) for key, value in distribution(ulps).items()},
        "found": max((s.at_least for s in counted if s.at_least is not None), default=None),
        "envelope": _number(max(envelopes, default=None)),
        "proved_bound": result.proved_bound,
        "failed": sum(s.failed for s in counted),
        "failed_reasons": dict(failures.most_common(5)),
        "undecided": sum(bool(s.undecided) for s in counted) + bool(result.subject.unsupported),
        "undecided_reasons": sorted({r for r in reasons if r})[:5],
        "outside_domain": sum(outside.values()),
        "outside_reasons": dict(outside.most_common(5)),
        "valid_share": valid_share(result.samples),
        "notes": list(result.notes),
        "passed": gate.passed(result),
        "command": command,
    }


def _number(bound: float | None) -> float | None:
    """A bound as JSON has it: none where it is beyond float64."""
    return bound if bound is None or math.isfinite(bound) else None


def reproduction(result: Result) -> str:
    """The command that measures the worst input again; the worst failure where there is nothing else."""
    at = result.worst or result.worst_failure
    if at is None:
        return ""
    what = result.subject
    if what.file:
        words = ["verify", "check", what.file, "--core", what.name]
    else:
        words = ["verify", "check", what.name, "--truth", what.says]
        for r in what.domain:
            words += ["--domain", r.text()]
        for option in target.fixed_text(what.fixed):
            words += ["--fix", option]
    for name, x in at.inputs.items():
        words += ["--at", f"{name}={write.number_text(x)}"]
    return shlex.join(words)
