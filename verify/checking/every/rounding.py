"""Is a result the number of its format that is nearest to the truth, or one of the two beside it? Asked where
bounds of the error do not tell: of ties, and of truths that lie ever so near to a number or half-way."""

from collections.abc import Callable

from flint import arb, fmpq

from verify.arithmetic.float64 import exact
from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import decide
from verify.checking.one_input.samples import Judged
from verify.checking.subjects.subject import Subject
from verify.language import rationals
from verify.measure.distance import EDGE_BITS

Side = Callable[[fmpq], int | None]  # of the truth: above a number (1), below it (-1), that number (0)


def is_nearest(what: Subject, sample: Judged) -> bool:
    """Certainly? In a tie the even one is."""
    if sample.ulps < 0.5 or sample.at_least > 0.5:
        return sample.ulps < 0.5
    below, here, above = _numbers(sample.computed, what.format)
    even = what.format.ordinal(sample.computed) % 2 == 0

    def question(side: Side) -> bool | None:
        low, high = side((below + here) / 2), side((here + above) / 2)
        if low is None or high is None:
            return None
        return (low > 0 or (low == 0 and even)) and (high < 0 or (high == 0 and even))

    return _certainly(what, sample, question)


def is_neighbour(what: Subject, sample: Judged) -> bool:
    """Does the truth certainly lie between the numbers on either side of the result? A truth that is an ulp
    off has none that is beside it: beyond the largest number."""
    if sample.at_least > 1:
        return False
    below, _, above = _numbers(sample.computed, what.format)

    def question(side: Side) -> bool | None:
        low, high = side(below), side(above)
        return None if low is None or high is None else low > 0 and high < 0

    return _certainly(what, sample, question)


def _numbers(y: float, format: Format) -> tuple[fmpq, fmpq, fmpq]:
    """y between its neighbours; beyond the largest number the one that would be next."""
    place = format.ordinal(y)

    def at(k: int) -> fmpq:
        if abs(k) <= format.ordinal(format.largest):
            return exact(format.from_ordinal(k))
        return fmpq(2) ** (format.emax + 1) * (1 if k > 0 else -1)

    return at(place - 1), at(place), at(place + 1)


def _certainly(what: Subject, sample: Judged, question: Callable[[Side], bool | None]) -> bool:
    values = dict(zip(what.names, map(exact, sample.where), strict=True))
    assert what.expression is not None
    known = rationals.value(what.expression, values)
    if known is not None:
        return bool(question(lambda number: (known > number) - (known < number)))
    # So many bits tell what lies beside a number for any float64 that is near to it.
    found = decide(lambda: question(_side(what.truth(*map(arb, values.values())))), EDGE_BITS)
    return found.done and bool(found.value)


def _side(truth: arb) -> Side:
    def side(number: fmpq) -> int | None:
        off = truth - number
        return 1 if off > 0 else -1 if off < 0 else 0 if off.is_zero() else None

    return side
