"""The forms a claim takes. Each returns a check: called at rising precision until its Outcome is certain.

A printed figure is right when the true value lies within half a unit of its last digit. A law over a
range is proved by an exact identity or by subdivision in balls; sampling proves nothing, so `each` is
for finite sets that the reading declares.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from flint import arb, fmpq

from verify.arithmetic.precision import current_bits, every, less, negated, no
from verify.core.claim import Outcome
from verify.core.errors import BadInput
from verify.core.literals import rational

T = TypeVar("T")
Check = Callable[[], Outcome]
INEXACT = ("arb", "acb", "float", "complex")


def last_unit(figure: str) -> fmpq:
    """One unit of the last printed digit: 1/100 for 3.14, 1/1000 for 8e-3."""
    match = re.fullmatch(r"[+-]?\d+(?:\.(\d*))?(?:[eE]([+-]?\d+))?", figure)
    if match is None:
        raise BadInput(f"{figure!r} is not a printed decimal figure")
    return fmpq(10) ** (int(match[2] or 0) - len(match[1] or ""))


def printed(figure: str, value: Callable[[], Any]) -> Check:
    """The figure as printed against the true value: |value - figure| <= half a unit of its last digit."""
    unit = last_unit(figure)

    def check() -> Outcome:
        found = value()
        true, off = arb(found), _units_off(found, rational(figure), unit)
        holds = True if 2 * off <= 1 else False if 2 * off > 1 else None
        return Outcome(
            holds,
            f"the true value is {true.str(20)}; the printed {figure} is "
            f"{_count_text(arb(off))} units of its last digit away",
            true,
            figure,
        )

    return check


def _units_off(value: Any, figure: fmpq, unit: fmpq) -> Any:
    """|value - figure| in units of its last digit, so that exactly half a unit can be shown."""
    if isinstance(value, fmpq):
        return abs(value - figure) / unit
    # The figure is an integer of units, and unit.q or unit.p is 1: only the division can round.
    return abs(arb(value) * int(unit.q) / int(unit.p) - int((figure / unit).p))


def _count_text(off: arb) -> str:
    """How many; of a ball that cannot be distinguished from zero the power of ten that it lies below."""
    if off.is_zero() or not off.is_finite() or not off.contains(0):
        return str(off.str(3, radius=False))
    digits = abs(off).upper().log() / arb(10).log()
    return f"less than 1e{math.floor(float(digits.upper()) + 1e-9) + 1}"


def each(cases: Iterable[tuple[str, Callable[[], bool | None]]], summary: str, at_least: int = 1) -> Check:
    """Every case of a finite declared set holds; the first that certainly fails refutes."""
    cases = list(cases)
    if len(cases) < at_least:
        raise ValueError("a claim over no cases says nothing")

    def check() -> Outcome:
        answers = [(label, holds()) for label, holds in cases]
        failed = [label for label, answer in answers if no(answer)]
        still_open = [label for label, answer in answers if answer is None]
        holds = every([answer for _, answer in answers])
        if failed:
            more = f" (and {len(failed) - 1} more of {len(cases)})" if len(failed) > 1 else ""
            return Outcome(holds, f"it fails {failed[0]}{more}")
        if still_open:
            return Outcome(holds, f"open {still_open[0]}")
        return Outcome(holds, summary)

    return check


def at_each(
    items: Iterable[T], holds: Callable[[T], bool | None], label: Callable[[T], str], summary: str
) -> Check:
    """`each` for one question asked of every item of a finite declared set."""
    return each([(label(item), partial(holds, item)) for item in items], summary)


def exists(cases: Iterable[tuple[str, Callable[[], bool | None]]], otherwise: str) -> Check:
    """At least one case of a finite declared set holds; it is refuted when every one certainly fails."""
    cases = list(cases)
    if not cases:
        raise ValueError("a claim over no cases says nothing")

    def check() -> Outcome:
        answers = [(label, holds()) for label, holds in cases]
        found = [label for label, answer in answers if answer]
        if found:
            return Outcome(True, f"it holds {found[0]} ({len(found)} of {len(cases)} cases)")
        still_open = [label for label, answer in answers if answer is None]
        return Outcome(None, f"open {still_open[0]}") if still_open else Outcome(False, otherwise)

    return check


def identity(pairs: Callable[[], Sequence[tuple[Any, Any]]], says: str) -> Check:
    """Exact equality of rationals, or of polynomials or matrices over them: pair by pair."""

    def check() -> Outcome:
        compared = list(pairs())
        if not compared:
            raise ValueError("a claim over no equations says nothing")
        for left, right in compared:
            if any(type(x).__name__.startswith(INEXACT) for x in (left, right)):
                raise TypeError("balls and floats that differ may still not compare as different")
            if left != right:
                return Outcome(False, f"{says} fails: {left} is not {right}")
        return Outcome(True, f"{says}: an exact identity over the rationals, {len(compared)} equations")

    return check


def on_interval(
    low: fmpq,
    high: fmpq,
    holds: Callable[[arb], bool | None],
    says: str,
    most_pieces: int = 100_000,
) -> Check:
    """A law for every real of [low, high], by bisection in balls until each piece is proved.

    `holds` answers for a whole ball: True only if the law holds at each of its points, False only if
    it fails at each. A midpoint where it fails refutes the law. Where a law holds with equality no ball
    shows it: a piece of 2^-bits of the range is left open.
    """
    if low > high:
        raise ValueError(f"[{low}, {high}] is empty: a law over it says nothing")

    def check() -> Outcome:
        pieces, proved = [(low, high, 0)], 0
        least = (high - low) * fmpq(2) ** -current_bits()
        depths: Counter[int] = Counter()
        while pieces:
            left, right, depth = pieces.pop()
            middle = (left + right) / 2
            answer = holds(arb(middle, (right - left) / 2))
            if answer:
                proved += 1
                depths[depth] += 1
                continue
            if no(answer) or no(holds(arb(middle))):
                return Outcome(False, f"{says} fails at {_shown(middle)}")
            if right - left <= least or proved + len(pieces) > most_pieces:
                return Outcome(None, f"{says}: undecided near {_shown(middle)} after {proved} pieces")
            pieces += [(left, middle, depth + 1), (middle, right, depth + 1)]
        by_depth = tuple(depths[k] for k in range(max(depths) + 1))
        told = f"{says}: proved for every real of [{low}, {high}] on {proved} balls"
        return Outcome(True, told, pieces=by_depth)

    return check


def _shown(x: fmpq) -> str:
    return str(x) if len(str(x)) <= 40 else arb(x).str(10, radius=False)


def between(low: str, value: arb, high: str) -> bool | None:
    """low < value < high for two decimals."""
    return every([less(rational(low), value), less(value, rational(high))])


def both(*checks: Check) -> Check:
    """All the checks hold; their evidence is given one after the other."""

    def check() -> Outcome:
        outcomes = [c() for c in checks]
        for outcome in outcomes:
            if no(outcome.holds):
                return outcome
        evidence = "; ".join(o.evidence for o in outcomes)
        return Outcome(every([o.holds for o in outcomes]), evidence, outcomes[-1].ball)

    return check


def above(bound: int | fmpq, value: Callable[[], arb], says: str) -> Check:
    """value > bound, with the value told."""

    def check() -> Outcome:
        found = value()
        return Outcome(
            less(bound, found),
            f"{says} is {found.str(5)}; the bound is {arb(bound).str(3, radius=False)}",
            found,
        )

    return check


def at_most(bound: int | fmpq, value: Callable[[], arb], says: str) -> Check:
    """value <= bound, with the value told."""

    def check() -> Outcome:
        found = above(bound, value, says)()
        return Outcome(negated(found.holds), found.evidence, found.ball)

    return check


def disproved(opposite: Check) -> Check:
    """REFUTED where the opposite is proved; else open."""

    def check() -> Outcome:
        found = opposite()
        return Outcome(False if found.holds else None, found.evidence, found.ball)

    return check


def told(check: Check, more: str) -> Check:
    """The same outcome, with `more` told beside its evidence."""

    def checked() -> Outcome:
        found = check()
        return replace(found, evidence=f"{found.evidence}; {more}")

    return checked
