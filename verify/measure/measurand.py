"""What a result is held against: the measurand, which says what the truth, F and the formats are, and the
case, one result at one input. Problems with their algorithms, functions of one's own and cores of FPCore are
adapted to it, and measured in one place."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.guarded import watched, watched_body
from verify.arithmetic.mpfr import BINARY64, Format, Mpfr, as_rational
from verify.arithmetic.once import Once
from verify.core.model import Algorithm, Bound, Finite
from verify.measure.budget import as_ball
from verify.measure.point import AT_ROUNDED, Point, for_truth
from verify.measure.run import run_ball, run_float64, run_mpfr

Truth = Callable[..., Any]
Formats = tuple[Format | None, ...]
UNBOUNDED = Format("binary64 without bounds on the exponent", 53, 2**24)


@dataclass(frozen=True)
class Measurand:
    """Everything about a result that does not depend on the input.

    truth        f: (*data) -> balls at the precision in force; numbers arrive as balls, arrays as rationals
    exact        F: (*rounded data) -> balls, the algorithm in exact arithmetic. None: not known, and then
                 rounding and truncation are not told apart. The truth never stands in for it.
    course       what F is known by: where several algorithms have the same, it is evaluated once
    bound        (*rounded data as balls) -> proven upper bound of |F - f|. None: none is declared.
    gradient     (*data) -> partial derivatives of the truth by its numbers
    backward     (*rounded data, computed) -> (normwise, componentwise) backward error, for arrays
    moved        (*data) -> what each entry of the truth moves at most, to first order, where every datum
    moves
                 by half an ulp; for arrays of data
    entrywise    the entries of an array have each its own envelope; else all have that of the norm
    zeros_open   whether an entry of an array is zero, or only far below the others, may be left open
    figures      (*rounded data, computed) -> further figures of the result by name
    monotone     the truth is strictly monotone in each number
    diagnostics  further figures by name: (*rounded data as balls) -> ball
    format       of the result: its ulps are counted
    formats      of the inputs; None for an integer
    signed       the zeros among the inputs have a sign that counts
    flagged      (*floats) -> did the hardware flag an overflow or underflow? None where that cannot be seen
    unbounded    (*rounded data) -> the result without bounds on the exponent; None where there is no body
    """

    problem: str
    algorithm: str
    truth: Truth
    exact: Truth | None = None
    course: Hashable = None
    bound: Callable[..., arb] | None = None
    gradient: Callable[..., Sequence[arb]] | None = None
    backward: Callable[..., tuple[arb, arb]] | None = None
    moved: Callable[..., Any] | None = None
    entrywise: bool = False
    zeros_open: bool = False
    figures: Callable[..., Mapping[str, arb]] | None = None
    monotone: bool = False
    diagnostics: Mapping[str, Callable[..., arb]] = field(default_factory=dict)
    format: Format = BINARY64
    formats: Formats = ()
    signed: bool = False
    flagged: Callable[..., bool] | None = None
    unbounded: Callable[..., arb | None] | None = None


@dataclass(frozen=True)
class Case:
    """One result: where, what the algorithm received, and what came out.

    computed    NaN stands for what arithmetic refused, None for any other failure; `raised` says which
    conditions  () -> condition numbers by norm, "inf" the one reported; empty where not known
    once        what was evaluated here before, at each precision; shared by all results at the same data
    """

    measurand: Measurand
    inputs: Mapping[str, Any]
    parameters: Mapping[str, int]
    data: tuple[Any, ...]
    rounded: tuple[Any, ...]
    floats: tuple[Any, ...]
    computed: Any
    raised: str | None = None
    axis: float | None = None
    conditions: Callable[[], dict[str, arb]] = dict
    once: Once = field(default_factory=Once, compare=False, repr=False)

    def truth(self) -> Any:
        """f at the data, in balls at the precision in force."""
        return self.once("truth", lambda: as_ball(self.measurand.truth(*for_truth(self.data))))

    def truth_rounded(self) -> Any:
        """f at the rounded data; the very same object where nothing was rounded."""
        if self.is_exact:
            return self.truth()
        truth = self.measurand.truth
        return self.once(AT_ROUNDED, lambda: as_ball(truth(*for_truth(self.rounded))))

    def course(self) -> Any:
        """F at the rounded data; it has to be known."""
        exact = self.measurand.exact
        assert exact is not None
        return self.once(("F", self.measurand.course), lambda: as_ball(exact(*self.rounded)))

    def balls(self) -> tuple[Any, ...]:
        """The rounded data, which are exact, as balls; integers as they are."""
        return self.once(
            "balls", lambda: tuple([x if isinstance(x, int) else as_ball(x) for x in self.rounded])
        )

    def gradient(self) -> Sequence[arb]:
        """The gradient at the data; there has to be one."""
        return self.once("gradient", lambda: self._slopes(self.data))

    def gradient_rounded(self) -> Sequence[arb]:
        if self.is_exact:
            return self.gradient()
        return self.once("gradient at the rounded data", lambda: self._slopes(self.rounded))

    def _slopes(self, data: tuple[Any, ...]) -> Sequence[arb]:
        assert self.measurand.gradient is not None
        return self.measurand.gradient(*for_truth(data))

    @cached_property
    def is_exact(self) -> bool:
        """Nothing was rounded: no data error."""
        pairs = zip(self.data, self.rounded, strict=True)
        return all(np.all(x == y) for x, y in pairs)


def of_algorithm(algorithm: Algorithm, parameters: Mapping[str, int], format: Format = BINARY64) -> Measurand:
    """An algorithm of the catalogue, with its parameters."""
    problem, sensitivity = algorithm.problem, algorithm.problem.sensitivity
    chosen = tuple(parameters.items())
    named = algorithm.diagnostics.items()
    return Measurand(
        problem=problem.name,
        algorithm=algorithm.name,
        truth=problem.truth,
        exact=partial(_exact, algorithm, parameters) if algorithm.has_exact_course else None,
        course=(algorithm.ball or algorithm.body, chosen),
        bound=_bound(algorithm, parameters),
        gradient=None if sensitivity.gradient is None else watched(sensitivity.gradient),
        backward=sensitivity.backward,
        moved=sensitivity.moved,
        monotone=sensitivity.monotone,
        diagnostics={name: partial(watched_body(function, chosen), **parameters) for name, function in named},
        format=format,
        flagged=partial(_flagged, algorithm, parameters),
        unbounded=None if algorithm.body is None else partial(_unbounded, algorithm, parameters),
    )


def at_point(
    measurand: Measurand,
    where: Point,
    parameters: Mapping[str, int],
    computed: Any,
    raised: str | None = None,
) -> Case:
    """The result of a catalogue's algorithm with its parameters at a point."""
    return Case(
        measurand,
        where.inputs,
        {**where.parameters, **parameters},
        where.data,
        where.rounded,
        where.floats,
        computed,
        raised,
        where.axis,
        lambda: where.conditions,
        where.once,
    )


def _bound(algorithm: Algorithm, parameters: Mapping[str, int]) -> Callable[..., arb] | None:
    match algorithm.truncation:
        case Finite():
            return lambda *data: arb(0)
        case Bound(function):
            return partial(function, **parameters)
    return None


def _exact(algorithm: Algorithm, parameters: Mapping[str, int], *data: Any) -> Any:
    return run_ball(algorithm, data, parameters)


def _flagged(algorithm: Algorithm, parameters: Mapping[str, int], *floats: Any) -> bool:
    try:
        run_float64(algorithm, floats, parameters, flags="raise")
    except FloatingPointError:
        return True
    return False


def _unbounded(algorithm: Algorithm, parameters: Mapping[str, int], *rounded: Any) -> arb | None:
    found = as_rational(run_mpfr(algorithm, Mpfr(UNBOUNDED), rounded, parameters))
    return None if found is None else arb(found)
