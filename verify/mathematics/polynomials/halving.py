"""A line of floats in pieces, each halved in the order of its floats until the truth is enclosed on it."""

import math
from collections.abc import Iterator
from dataclasses import replace

from flint import arb

from verify.arithmetic.float64 import exact, nearest
from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import Unsettled, precision, upper
from verify.language.expressions import Undefined
from verify.language.nodes import Call, Node, Number, Variable
from verify.mathematics.polynomials.cauchy import by_values
from verify.mathematics.polynomials.pieces import Balls, Modulo, Outside, Over, Piece, Polynomial
from verify.mathematics.polynomials.ranges import ranging
from verify.mathematics.polynomials.reduction import BITS as BITS_REDUCED
from verify.mathematics.polynomials.reduction import FACTOR, reduced
from verify.mathematics.polynomials.remainders import BITS as BITS_OF_INTEGERS
from verify.mathematics.polynomials.series import About, NoSeries, by_series, series_of
from verify.mathematics.polynomials.taylor import LEAST, UP, Goal, polynomial
from verify.measure.number import beyond

BITS = 128
TINY = 2.0**-900  # numbers, whose differences are scaled to 1 by a power of two that has to be a float
FEW = 64  # floats: an interval of no more is enclosed one by one, which costs as much as a polynomial
# A polynomial of a higher degree than this takes longer at many floats than two of half the width.
QUICK, MOST, MANY = 6, 8, 2**17


def pieces(
    node: Node, variable: str, low: float, high: float, format: Format, slack: float
) -> Iterator[Piece]:
    """Every float of the format from low to high, in order, in pieces without a gap or an overlap.

    node: an expression of this one variable; slack: how many ulps of the format a bound may reach.
    """
    first, last = format.ordinal(low), format.ordinal(high)
    if format.from_ordinal(first) < low:
        first += 1
    if (divisor := _divisor(node, format)) is not None:
        for a, b in ((first, min(last, -1)), (max(first, 0), min(last, 0)), (max(first, 1), last)):
            if a <= b:
                yield Modulo(format.from_ordinal(a), format.from_ordinal(b), divisor)
        return
    known = Knowledge(node, variable, Goal(format, slack))
    # From here on, and down from its opposite, a circular function of the variable itself is reduced.
    far = format.ordinal(1.0) if _reducible(node, format) else max(abs(first), abs(last)) + 1
    for a, b in ((first, -far), (1 - far, -1), (0, 0), (1, far - 1), (far, last)):
        a, b = max(a, first), min(b, last)
        if a > b:
            continue
        if abs(a) >= far:
            assert isinstance(node, Call)
            yield from reduced(node.name, format.from_ordinal(a), format.from_ordinal(b), format)
        else:
            yield from joined(_cut(known, a, b))


def _divisor(node: Node, format: Format) -> float | None:
    """c, where the expression is fmod(x, c) of short numbers."""
    match node:
        case Call("fmod", (Variable(), Number(value))) if format.bits <= BITS_OF_INTEGERS and value != 0:
            c = nearest(value)
            mantissa = math.frexp(c)[0] * 2.0**BITS_OF_INTEGERS
            return c if exact(c) == value and mantissa == int(mantissa) else None
    return None


def _reducible(node: Node, format: Format) -> bool:
    return (
        isinstance(node, Call)
        and node.name in FACTOR
        and isinstance(node.arguments[0], Variable)
        and format.bits <= BITS_REDUCED
    )


def _cut(known: "Knowledge", a: int, b: int) -> Iterator[Piece]:
    """The floats between two places, halved until something is known of each part."""
    place = known.goal.format.from_ordinal
    waiting = [(a, b)]
    while waiting:
        a, b = waiting.pop()
        with precision(BITS):
            found = known.of(place(a), place(b), b - a)
        if found is None and b - a < FEW:
            found = Balls(place(a), place(b))
        if found is not None:
            yield found
            continue
        middle = (a + b) // 2
        waiting += [(middle + 1, b), (a, middle)]


def containing(known: "Knowledge", first: int, last: int, x: int) -> Piece:
    """A piece with the float at place x, within the places from first to last: of these, halved, the first
    part about x of which something is known."""
    place = known.goal.format.from_ordinal
    while True:
        with precision(BITS):
            found = known.of(place(first), place(last), last - first)
        if found is None and last - first < FEW:
            found = Balls(place(first), place(last))
        if found is not None:
            return found
        middle = (first + last) // 2
        first, last = (first, middle) if x <= middle else (middle + 1, last)


def expansion(node: Node, variable: str, doubled: bool) -> About | None:
    """By power series where every function in the expression has one, else by values in the complex plane."""
    try:
        return by_series(series_of(node, variable))
    except NoSeries:
        return by_values(node, variable, doubled)


class Knowledge:
    """What is known of the truth between two floats, and whether a polynomial is."""

    def __init__(self, node: Node, variable: str, goal: Goal) -> None:
        self.goal, self.largest = goal, beyond(goal.format)
        self.reach = ranging(node, variable)
        self.about = expansion(node, variable, doubled=self.goal.doubled)

    def of(self, low: float, high: float, steps: int) -> Piece | None:
        """None: not enough, so halve. `steps`: from the one float to the other."""
        try:
            least, most = self.reach((arb(low), arb(high)))
        except Undefined:
            return Outside(low, high)
        except Unsettled:
            return None
        if least >= self.largest or most <= -self.largest:
            return Over(low, high, math.inf if least > 0 else -math.inf)
        if (found := self._constant(low, high, least, most)) is not None:
            return found
        if self.about is None:
            return None
        if max(abs(low), abs(high)) < TINY or self._is_tiny(max(abs(least), abs(most))):
            return Balls(low, high)  # no polynomial is so exact, however short the interval
        try:
            return polynomial(self.about, low, high, self.goal, QUICK if steps > MANY else MOST)
        except Unsettled:
            return None

    def _is_tiny(self, size: arb) -> bool:
        return bool(size < arb(2) ** -700) and self.goal.allowed(size) <= LEAST

    def _constant(self, low: float, high: float, least: arb, most: arb) -> Polynomial | None:
        """A number, where the truth hardly moves: where it rounds to zero or has reached its limit."""
        middle = ((least + most) / 2).mid()
        value = float(middle)
        parts = (float(middle - value),) if self.goal.doubled and math.isfinite(value) else ()
        bound = max(upper(abs(end - value - sum(map(arb, parts), arb(0)))) for end in (least, most)) * UP
        smallest = least if least > 0 else -most if most < 0 else arb(0)
        if not (math.isfinite(value) and bound <= self.goal.allowed(smallest)):
            return None
        return Polynomial(low, high, 0.0, 0.0, (value,), bound, parts)


def joined(found: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of which the same is known, in one."""
    before: Piece | None = None
    for piece in found:
        if before is not None and _same(before, piece):
            before = replace(before, high=piece.high)
            continue
        if before is not None:
            yield before
        before = piece
    if before is not None:
        yield before


def _same(a: Piece, b: Piece) -> bool:
    if isinstance(a, Over) and isinstance(b, Over):
        return a.infinity == b.infinity
    return type(a) is type(b) and not isinstance(a, Polynomial)
