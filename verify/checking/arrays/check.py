"""A function of arrays held against a formula: one measurement of each of its results, as rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from verify.arithmetic.precision import START_BITS, Hopeless, current_bits, precision, refine
from verify.checking.arrays.data import Datum
from verify.checking.arrays.results import NoNumbers, Numbers, Returned, called, result
from verify.checking.arrays.truth import Truth
from verify.core.errors import BadInput
from verify.core.formats import Scalar
from verify.core.model import Measurement
from verify.language.expressions import Undefined
from verify.mathematics.arrays.operation import Moves, of_complex, relative, size
from verify.measure.budget import as_ball, entries, largest, norm
from verify.measure.envelope import extent, known
from verify.measure.limits import Limits, guarded
from verify.measure.measurand import Case, Measurand
from verify.measure.measurement import measurements

MOST_BITS = 1024  # to which condition numbers are pursued


@dataclass(frozen=True)
class ArraySubject:
    """A function, its arrays in the order of its arguments, and what is true of one of its results.

    place: [k] of the result among several; scalar: the format that arrays come in
    """

    name: str
    function: Callable[..., Any]
    data: tuple[Datum, ...]
    truth: Truth
    scalar: Scalar
    place: str = ""
    fixed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """What was found of one result.

    outside   why the truth has no value for these arrays, which is proved; None where it has one
    unsteady  what shows that the function is not deterministic
    remarks   sentences about the data that are proved
    """

    subject: ArraySubject
    returned: Returned
    measurement: Measurement
    outside: str | None = None
    unsteady: str | None = None
    remarks: tuple[str, ...] = ()

    @property
    def scalar(self) -> Scalar:
        """The format of the result, where there is one; else of the arrays."""
        return self.returned.scalar if isinstance(self.returned, Numbers) else self.subject.scalar


class _Watched:
    """The truth of a subject, which remembers why it has no value: what it raises ends the evaluation."""

    def __init__(self, truth: Truth, like: Any) -> None:
        self.truth, self.like = truth, like
        self.undefined: str | None = None
        self.refused: BadInput | None = None

    def __call__(self, *arrays: Any) -> Any:
        try:
            return self.truth.value(*arrays, **({"like": self.like} if self.truth.nearest else {}))
        except Undefined as why:
            self.undefined = str(why)
            raise Hopeless(str(why)) from why
        except BadInput as why:
            self.refused = why
            raise Hopeless(str(why)) from why


class _Moves:
    """How data move a truth, found once for the data at each precision."""

    def __init__(self, truth: Truth, data: Sequence[Datum], like: Any) -> None:
        self.truth, self.data, self.like = truth, data, like
        self.known: dict[int, Moves] = {}

    def moves(self) -> Moves:
        bits = current_bits()
        if bits not in self.known:
            assert self.truth.moved is not None
            self.known[bits] = self.truth.moved(*(d.exact for d in self.data), like=self.like)
        return self.known[bits]

    def by_half_ulps(self, *_: Any) -> Any:
        """With more bits where those in force do not do."""
        steps = [d.half_ulps for d in self.data]

        def settled(moved: Any) -> bool:
            return all(known(entry) is not None for entry in entries(moved))

        found = refine([None], lambda _: self.moves()(steps), settled, MOST_BITS, current_bits())[0]
        if found.value is None:
            raise Hopeless(found.reason)
        # Both parts of a complex number move by themselves, each along one direction.
        if not any(np.iscomplexobj(d.given) for d in self.data):
            return found.value
        return np.vectorize(of_complex, otypes=[object])(found.value)[()]

    def by_their_size(self) -> Any:
        return self.moves()([size(d.exact) for d in self.data])


def judge(subjects: Sequence[ArraySubject], limits: Limits) -> list[Judged]:
    """Every result of one call of the function. BadInput where the arrays do not fit the truth."""
    first = subjects[0]
    value, raised = called(first.function, first.data, first.fixed, limits)
    again, _ = (None, None) if raised else called(first.function, first.data, first.fixed, limits)
    found, empty = [], []
    for what in subjects:
        try:
            found.append(_judged(what, value, raised, again, limits))
        except BadInput as why:  # a result that these arrays do not have, as numpy's lstsq returns
            if len(subjects) == 1 or not _is_empty(result(value, what.place)):
                raise
            empty.append(f"the result {what.place} is empty and is not judged: {why}")
    return [replace(one, remarks=(*one.remarks, *empty)) for one in found]


def _is_empty(returned: Returned) -> bool:
    return isinstance(returned, Numbers) and np.size(returned.value) == 0


def _judged(what: ArraySubject, value: Any, raised: str | None, again: Any, limits: Limits) -> Judged:
    returned = NoNumbers(raised) if raised else result(value, what.place)
    truth = _Watched(what.truth, _value(returned))
    at = _case(what, returned, truth)
    measured = measurements([at], limits)[0]
    if truth.refused is not None:
        raise truth.refused
    if truth.undefined is not None:
        return Judged(what, returned, measured, outside=truth.undefined)
    unsteady = (
        None
        if raised or _same(returned, result(again, what.place))
        else ("the function is not deterministic: a second call returned other numbers")
    )
    with precision(max(measured.bits, START_BITS)):
        return Judged(what, returned, measured, None, unsteady, _remarks(what, limits))


def _value(returned: Returned) -> Any:
    """As floats: it tells which of several right answers is meant, and is no matter of proof."""
    return returned.near if isinstance(returned, Numbers) else None


def _same(x: Returned, y: Returned) -> bool:
    if isinstance(x, Numbers) and isinstance(y, Numbers):
        exact = np.asarray(x.value).dtype == object  # rationals, of which none is NaN
        return x.scalar == y.scalar and np.array_equal(x.value, y.value, equal_nan=not exact)
    return x == y


def _remarks(what: ArraySubject, limits: Limits) -> tuple[str, ...]:
    if what.truth.remarks is None:
        return ()
    try:
        with guarded(limits.seconds):
            return tuple(what.truth.remarks(*(d.exact for d in what.data)))
    except (Hopeless, ArithmeticError) as why:
        return (f"nothing more is said of the data: {why}",)


def _finite(evaluate: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Condition numbers at the precision in force, or at a higher one where that is inconclusive."""

    def settled(kappas: dict[str, Any]) -> bool:
        return all(known(kappa) is not None for kappa in kappas.values())

    found = refine([None], lambda _: evaluate(), settled, MOST_BITS, start=current_bits())[0].value or {}
    return {name: kappa for name, kappa in found.items() if known(kappa) is not None}


def _case(what: ArraySubject, returned: Returned, truth: _Watched) -> Case:
    of, data = what.truth, tuple(d.exact for d in what.data)
    moves = _Moves(of, what.data, _value(returned))

    def kappas() -> dict[str, Any]:
        found = {} if of.conditions is None else {f"of_{k}": v for k, v in of.conditions(*data).items()}
        if of.moved is None:
            return found
        change, y = moves.by_their_size(), as_ball(truth(*data))
        found["inf"] = relative(extent(change), norm(y))
        if isinstance(y, np.ndarray) and y.shape == np.shape(change):
            pairs = zip(entries(change), entries(y), strict=True)
            found["componentwise"] = largest([relative(c, abs(v)) for c, v in pairs])
        return found

    return Case(
        Measurand(
            problem=of.says,
            algorithm=what.name,
            truth=truth,
            backward=of.backward,
            moved=None if of.moved is None else moves.by_half_ulps,
            entrywise=of.entrywise,
            zeros_open=True,
            figures=of.figures,
            format=(returned.scalar if isinstance(returned, Numbers) else what.scalar).format,
        ),
        inputs={},
        parameters={},
        data=data,
        rounded=tuple(d.rounded for d in what.data)
        if any(d.exact is not d.rounded for d in what.data)
        else data,
        floats=tuple(d.given for d in what.data),
        computed=returned.value if isinstance(returned, Numbers) else np.nan,
        raised=returned.why if isinstance(returned, NoNumbers) else None,
        conditions=lambda: _finite(kappas),
    )
