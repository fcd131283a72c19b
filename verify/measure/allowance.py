"""Which envelope a case has: by its slopes, by what each datum moves it, or by its condition number alone."""

from typing import Any

from flint import arb

from verify.arithmetic.mpfr import BINARY64
from verify.measure.budget import Budget
from verify.measure.distance import HALF, Distance, power_of_two, unit_roundoff
from verify.measure.envelope import is_infinite, known, of_moves, of_norms
from verify.measure.measurand import Case
from verify.measure.number import allowed
from verify.measure.point import for_truth, real_arguments


def finite(ball: arb | None) -> arb | None:
    return ball if ball is not None and ball.is_finite() else None


def moves(case: Case) -> Any:
    """What half an ulp of each datum moves the truth, entry by entry; None where that is not known."""
    moved = case.measurand.moved
    return None if moved is None else case.once("moved", lambda: moved(*case.data))


def envelope(case: Case, budget: Budget, kappa: arb | None, moved: Any) -> arb | None:
    """In ulps of a number, in units of 2u of the norm of an array."""
    measurand = case.measurand
    if measurand.moved is not None:
        return None if moved is None else of_moves(budget, moved)
    if not budget.of_number:
        return None if kappa is None else of_norms(kappa)
    if measurand.gradient is None:
        return None if kappa is None else _from_kappa(budget, kappa)
    numbers, _ = real_arguments(for_truth(case.data))
    formats = measurand.formats or (BINARY64,) * len(numbers)
    return allowed(case, budget.truth, numbers, formats)


def _from_kappa(budget: Budget, kappa: arb) -> arb | None:
    """The envelope of a number of which only kappa is known.

    Half an ulp of a datum is between u/2 and u of its size, so the data cost between kappa u/2 and kappa u of
    |y|: the ball holds both.
    """
    if is_infinite(kappa):
        return kappa
    most = kappa * Distance.of(budget.truth, budget.truth, budget.format).ulps * unit_roundoff(budget.format)
    return known(most.union(most / 2).max(HALF))


def relative_envelope(budget: Budget, allowance: arb | None) -> arb | None:
    """The envelope over the size of the truth, to stand beside the other errors."""
    if allowance is None:
        return None
    if not budget.of_number:
        return allowance * power_of_two(1 - budget.format.bits)
    if not allowance.is_finite():
        return allowance
    distance = Distance.of(budget.truth, budget.truth, budget.format)
    return finite(allowance / distance.ulps)
