"""A subject in a guarded process: its samples, first looks at it, the whole budget of one input."""

import math
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import precision
from verify.checking.judging.refused import refused
from verify.checking.judging.screening import Seen, Window, screen
from verify.checking.many.assess import assess_many, known_of_many
from verify.checking.one_input.preview import preview
from verify.checking.one_input.sample import assess, judged
from verify.checking.one_input.samples import Failed, Sample, Undecided, sizes
from verify.checking.subjects import calls
from verify.checking.subjects.case import case, measurand
from verify.checking.subjects.subject import Subject, Where
from verify.core.model import Measurement
from verify.measure.limits import Limits, time_limit
from verify.measure.measurement import measurements
from verify.records.plain import Row
from verify.runs.parcel import Lost
from verify.runs.workers import Guard

BATCH = 512
LOOK_BITS = 96
Request = tuple[Callable[..., Any], tuple[Any, ...]]
UNSETTLED = math.inf, math.inf  # a first look that says nothing: it takes a closer one


@dataclass(frozen=True)
class Measured:
    """The budget of one input; the lines to blame and the decisions that exact arithmetic takes otherwise,
    or why the function was not followed there."""

    measurement: Measurement
    guilty: Sequence[Row] = ()
    branches: Sequence[Row] = ()
    not_followed: str | None = None


class Judge(AbstractContextManager["Judge"]):
    """Everything that calls the function, its truth or its conditions, in one process that is replaced when
    it dies. An input at which that happens is reported as such, and the others go on."""

    def __init__(self, what: Subject, limits: Limits) -> None:
        self.what, self.limits = what, limits
        self.guard: Guard[Request, Any] = Guard(self._do, limits, batch=BATCH, several=self._do_several)

    def _do(self, request: Request) -> Any:
        function, given = request
        return function(self.what, self.limits, *given)

    def _do_several(self, requests: list[Request]) -> list[Any] | None:
        functions = {function for function, _ in requests}
        together = TOGETHER.get(functions.pop()) if len(functions) == 1 else None
        return together and together(self.what, [where for _, (where,) in requests], self.limits)

    def __exit__(self, *_: Any) -> None:
        self.guard.close()

    def ask(self, function: Callable[..., Any], *given: Any) -> Any:
        """function(subject, limits, *given), a function of a module; or Lost."""
        (answer,) = self._answers(function, [given])
        return answer

    def _answers(self, function: Callable[..., Any], items: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
        return self.guard.answers((function, item) for item in items)

    def samples(self, where: Sequence[Where]) -> Iterator[Sample]:
        """The samples of inputs, in their order but for those at which the function ends its process."""
        return (sample for _, sample in self.placed(where))

    def samples_of_many(self, where: Sequence[Where]) -> Iterator[Sample]:
        """The same in arrays, where that is certain: how near their bounds are depends on what is asked
        together."""
        return (sample for _, sample in self.placed(where, _sample_of_many))

    def placed(
        self, where: Sequence[Where], one: Callable[..., Sample] | None = None
    ) -> Iterator[tuple[int, Sample]]:
        """The samples, each with the place of its input."""
        ended: dict[int, tuple[Where, str]] = {}
        for k, answer in enumerate(self._answers(one or _sample, [(w,) for w in where])):
            if isinstance(answer, Lost) and answer.by_function:
                ended[k] = where[k], answer.why
            else:
                yield k, _or_undecided(where[k], answer)
        # Whether the truth is a number there (then it is a failure) is asked without calling it again.
        for k, answer in zip(ended, self._answers(_ended, [*ended.values()]), strict=True):
            yield k, _or_undecided(where[k], answer)

    def previews(self, where: Sequence[Where]) -> Iterator[tuple[float, float]]:
        for answer in self._answers(_preview, [(w,) for w in where]):
            yield UNSETTLED if isinstance(answer, Lost) else answer

    def screened(self, windows: Sequence[Window]) -> Iterator[Seen | Lost]:
        return self._answers(screen, [(w,) for w in windows])

    def measured(self, sample: Sample | None, following: bool = True) -> Measured | None:
        """The whole budget of one input, the function followed there if it can be (and `following`); what is
        known without a budget where that is lost."""
        if sample is None:
            return None
        # What following makes of a function may not end, or crash: then it is measured as it is.
        answers = (
            self.ask(_measured, sample, with_following)
            for with_following in dict.fromkeys((following, False))
        )
        lost = []
        for answer in answers:
            if not isinstance(answer, Lost):
                return answer  # type: ignore[no-any-return]
            lost.append(answer.why)
        bare = Measurement(
            problem=self.what.says,
            algorithm=self.what.name,
            inputs=dict(zip(self.what.names, map(exact, sample.where), strict=True)),
            parameters={},
            axis=None,
            computed=sample.computed,
            bits=0,
            reason="; ".join(filter(None, (_raised(sample), lost[-1]))),
        )
        return Measured(bare)

    def remarks(self, samples: Sequence[Sample]) -> Sequence[str]:
        """What the subject says of its samples, and what the function changed around itself."""
        said = self.ask(_remarks, samples) if self.what.remarks else ()
        told = (f"no remarks: {said.why}",) if isinstance(said, Lost) else said
        return (*told, *self.guard.remarks)

    def unsteady(self, sample: Sample) -> str | None:
        """What two more calls returned, where they did not return the same."""
        answer = self.ask(_again, sample.where)
        if isinstance(answer, Lost) or all(_same(sample.computed, y) for y in answer):
            return None
        other = next(y for y in answer if not _same(sample.computed, y))
        at = ", ".join(f"{r.name}={x.hex()}" for r, x in zip(self.what.domain, sample.where, strict=True))
        return f"the function is not deterministic: at {at} it returned {sample.computed!r}, then {other!r}"


def measured(
    what: Subject, sample: Sample, limits: Limits, known: Callable[..., Any] | None = None
) -> Measurement:
    """The whole budget of one input."""
    raised = _raised(sample)
    at = case(measurand(what, known), what.names, sample.where, sample.computed, raised)
    m = measurements([at], limits)[0]
    if m.cause == "range" and raised is not None and not calls.is_refused_by_arithmetic(raised):
        return replace(m, cause="undecided", inherent=None)  # the program failed, no number left the range
    return m


def _raised(sample: Sample) -> str | None:
    return sample.raised if isinstance(sample, Failed) else None


def _or_undecided(where: Where, answer: Sample | Lost) -> Sample:
    return Undecided(where, math.nan, answer.why) if isinstance(answer, Lost) else answer


# --- in the guarded process ---------------------------------------------------------------------------


def _sample(what: Subject, limits: Limits, where: Where) -> Sample:
    return assess(what, [where], limits)[0]


def _sample_of_many(what: Subject, limits: Limits, where: Where) -> Sample:
    """Where it is asked alone."""
    return _sample(what, limits, where)


def _ended(what: Subject, limits: Limits, where: Where, why: str) -> Sample:
    return judged(what, [(where, (math.nan, why))], limits)[0]


def _preview(what: Subject, limits: Limits, where: Where) -> tuple[float, float]:
    with precision(LOOK_BITS):
        return preview(what, where, limits)


def _previews(what: Subject, where: Sequence[Where], limits: Limits) -> list[tuple[float, float]]:
    """In arrays, as far as these decide."""
    found = known_of_many(what, where, limits)
    known: Sequence[Sample | None] = [None] * len(where) if found is None else found[0]
    with precision(LOOK_BITS):
        return [
            preview(what, w, limits) if s is None else sizes(s) for w, s in zip(where, known, strict=True)
        ]


TOGETHER: dict[Callable[..., Any], Callable[..., list[Any]]] = {
    _sample: assess,
    _sample_of_many: assess_many,
    _preview: _previews,
}


def _measured(what: Subject, limits: Limits, sample: Sample, with_following: bool) -> Measured:
    if not with_following:
        return Measured(measured(what, sample, limits))
    if why := refused(what, sample):
        return Measured(measured(what, sample, limits), not_followed=why)
    # Seventy modules see inside; a check of a compiled function needs none of them.
    from verify.checking.judging.follow import NotFollowed, followed

    match followed(what, sample, limits):
        case NotFollowed(why):
            return Measured(measured(what, sample, limits), not_followed=why)
        case found:
            measurement = measured(what, sample, limits, found.exact)
            return Measured(measurement, found.guilty(), found.branches(), found.remark)


def _remarks(what: Subject, limits: Limits, samples: Sequence[Sample]) -> Sequence[str]:
    return () if what.remarks is None else tuple(what.remarks(samples, limits))


def _again(what: Subject, limits: Limits, where: Where) -> list[Any]:
    with time_limit(limits.seconds):
        return [
            calls.call(what.function, what.arguments(where), what.typed, what.is_complex)[0] for _ in range(2)
        ]


def _same(x: Any, y: Any) -> bool:
    """Bit for bit, but a NaN is a NaN."""
    if isinstance(x, complex) and isinstance(y, complex):
        return _same(x.real, y.real) and _same(x.imag, y.imag)
    return struct.pack("d", x) == struct.pack("d", y) or (math.isnan(x) and math.isnan(y))
