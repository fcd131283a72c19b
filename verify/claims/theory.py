"""Laws of theory judged like any claim: in balls, against the quantity that they foretell."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.precision import Unsettled, every, less, negated
from verify.claims.declare import Claims
from verify.claims.forms import Check, at_each, on_interval
from verify.core.claim import Claim, Reach
from verify.core.literals import rational
from verify.core.theory import Difference, Quotient, Theory
from verify.language.theory import law_of

AROUND = 2  # terms to either side of where the law puts the least one
Value = Callable[[arb], Any]
Term = Callable[[int, arb], Any]


def near(theory: Theory, found: Any, law: arb) -> bool | None:
    """Is what was found as near to the law as is stated?"""
    match theory.near:
        case Difference(most):
            return negated(less(rational(most), abs(found - law)))
        case Quotient(low, high):
            quotient = found / law
            return every([negated(less(quotient, rational(low))), negated(less(rational(high), quotient))])


def claimed(theory: Theory, claims: Claims, check: Check, reach: Reach, over: str) -> Claim:
    """The claim that a law is; its id is that of the entry and a letter."""
    assert theory.claim.startswith(claims.prefix), theory.claim
    part = theory.claim.removeprefix(claims.prefix)
    reading = f"{over}, {theory.variable} from {theory.low} to {theory.high}: {theory.relation}"
    return claims.law(part, says=theory.says, reading=reading, check=check, reach=reach)


def everywhere(theory: Theory, value: Value) -> Check:
    """Every real of the law's range, by subdivision. `value` encloses the quantity over a ball."""
    law = law_of(theory)

    def holds(x: arb) -> bool | None:
        try:
            return near(theory, value(x), law(x))
        except Unsettled:  # whether the law is defined on so wide a ball
            return None

    return on_interval(rational(theory.low), rational(theory.high), holds, theory.relation)


def at_whole(theory: Theory, value: Callable[[int], Any]) -> Check:
    """Every whole number of the law's range."""
    law = law_of(theory)
    return at_each(
        range(int(theory.low), int(theory.high) + 1),
        lambda n: near(theory, value(n), law(arb(n))),
        lambda n: f"at {theory.variable} = {n}",
        f"{theory.relation}, {theory.variable} = {theory.low} to {theory.high}",
    )


def at_points(theory: Theory, points: Sequence[fmpq], value: Callable[[fmpq], Any]) -> Check:
    """A finite set of points."""
    law = law_of(theory)
    return at_each(
        points,
        lambda x: near(theory, value(x), law(arb(x))),
        lambda x: f"at {theory.variable} = {x}",
        f"{theory.relation} at all {len(points)} points",
    )


def extreme_term(theory: Theory, term: Term, index: Value, least: bool = True) -> Check:
    """The law of the least term (or the largest), `index` about where it stands: see `candidates`."""
    best = arb.min if least else arb.max

    def value(x: arb) -> Any:
        found = candidates(term, index, x, least)
        return reduce(best, [t for _, t in found]) if found else arb.nan()

    return everywhere(theory, value)


def place_of_least(theory: Theory, term: Term, index: Value) -> Check:
    """The law of the number of terms before the least one; over all that may be the least."""

    def value(x: arb) -> Any:
        found = candidates(term, index, x, True)
        whole = [arb(n) for n, t in found if all(not t > other for _, other in found)]
        return reduce(arb.union, whole) if whole else arb.nan()

    return everywhere(theory, value)


def candidates(term: Term, index: Value, x: arb, least: bool) -> list[tuple[int, Any]]:
    """Numbers and sizes of the terms among which the extreme one is, over a ball; none where that is open.

    Hypothesis: term(n+1)/term(n) is monotone in n, growing for a least term, falling for a largest. Then the
    terms fall (rise) up to the extreme one and rise (fall) behind it, so that a certain step towards it at
    either end of a window shows that no extreme one lies outside.
    """
    middle = index(x).mid()
    if not middle.is_finite():
        return []
    first = max(round(float(middle)) - AROUND, 0)
    window = [(n, term(n, x)) for n in range(first, first + 2 * AROUND + 1)]
    sizes = [t if least else -t for _, t in window]
    enters = first == 0 or sizes[0] > sizes[1]
    return window if enters and sizes[-1] > sizes[-2] else []


def of_stopping(pair: Sequence[Theory], claims: Claims, term: Term) -> tuple[Claim, Claim]:
    """The claims of where a divergent series is best stopped, from the sizes of its terms."""
    number_of, least = pair
    index, over = law_of(number_of), "for every real"
    return (
        claimed(number_of, claims, place_of_least(number_of, term, index), Reach.SUBDIVISION, over),
        claimed(least, claims, extreme_term(least, term, index), Reach.SUBDIVISION, over),
    )
