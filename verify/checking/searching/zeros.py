"""Inputs beside the zeros of a function of one variable: there a small error is many ulps of what is left."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from verify.arithmetic.mpfr import Format
from verify.checking.judging.judge import Judge
from verify.checking.one_input.samples import Sample
from verify.checking.subjects.subject import Where
from verify.core import numbers

MOST = 64  # zeros
BESIDE = range(-32, 33)  # floats: a result's sign may be wrong for as many


@dataclass
class _Bracket:
    """Two inputs, at which the results have different signs; `sign`: of the one at `low`."""

    low: float
    high: float
    sign: float

    def middle(self, format: Format) -> float | None:
        """The float half way, counted in floats; None where none lies between."""
        low, high = numbers.ordinal(self.low, format), numbers.ordinal(self.high, format)
        return numbers.from_ordinal((low + high) // 2, format) if high - low > 1 else None


def beside_zeros(judge: Judge, samples: Sequence[Sample], is_over: Callable[[], bool]) -> list[Where]:
    """Floats about each change of sign between neighbours among the samples, found by halving in floats."""
    what, brackets = judge.what, _brackets(samples)
    format = what.domain[0].format
    while not is_over() and (wide := [(b, x) for b in brackets if (x := b.middle(format)) is not None]):
        asked = [(x,) for _, x in wide if (x,) in what]
        found = {s.where[0]: s.computed for s in judge.samples(asked)}
        for bracket, x in wide:
            value = found.get(x)
            if not isinstance(value, float) or math.isnan(value):
                bracket.high = bracket.low  # no zero is looked for where there is no number
            elif math.copysign(1, value) == bracket.sign:
                bracket.low = x
            else:
                bracket.high = x
    return [(x,) for b in brackets for x in numbers.neighbours(b.low, BESIDE, format)]


def _brackets(samples: Sequence[Sample]) -> list[_Bracket]:
    values = sorted((s.where[0], s.computed) for s in samples if _is_number(s.computed))
    found = []
    for (low, first), (high, second) in pairwise(values):
        if (first < 0) != (second < 0):
            found.append(_Bracket(low, high, math.copysign(1, first)))
    return found[:: len(found) // MOST + 1]


def _is_number(value: object) -> bool:
    return isinstance(value, float) and math.isfinite(value) and value != 0
