"""What data good to half an ulp cost: the condition number and the envelope, and which errors are inherent.

    kappa = sum |x_i df/dx_i| / |f|
    envelope = max(1/2, sum |df/dx_i| ulp(x_i)/2 / ulp(f)) ulps

An infinite one is a value, the exact ball +inf: f is zero there and its change is not, or a derivative is
infinite. What is not known is None. Integers among the inputs are not rounded and cost nothing.
"""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from flint import acb, arb, arb_series

from verify.arithmetic.mpfr import BINARY64, Format
from verify.arithmetic.precision import Unsettled, accurate, refine, upper
from verify.arithmetic.series import variable
from verify.measure.budget import Budget, entries, largest, norm
from verify.measure.distance import HALF, power_of_two, ulp_exponents

INFINITE = arb.pos_inf()


def is_infinite(ball: arb) -> bool:
    """Certainly +infinity. A ball of infinite radius or NaN is not: it is unknown."""
    return bool(ball.is_exact() and not ball.is_finite() and ball > 0)


def known(ball: arb | None) -> arb | None:
    """A finite ball or +infinity; None for what is unknown."""
    return ball if ball is not None and (ball.is_finite() or is_infinite(ball)) else None


def by_series(function: Callable[..., Any]) -> Callable[..., list[arb]]:
    """Partial derivatives of a function of balls, each by a power series of length 2."""

    def gradient(*x: Any) -> list[arb]:
        return [function(*(variable(v) if k == i else v for k, v in enumerate(x)))[1] for i in range(len(x))]

    return gradient


def differentiated(function: Callable[..., arb]) -> Callable[..., list[arb]]:
    """The gradient of a function of balls that someone wrote, by power series; Unsettled where it takes none.

    The series of f(x_i + t) is enclosed to the first order by the same operations that enclose f, so its
    second coefficient is a ball around the derivative. What balls allow and series do not (comparisons, abs,
    a method without a series) raises TypeError or AttributeError and is never taken for a slope. A difference
    of values would prove nothing: no bound of the second derivative of a function of balls is known.
    """

    def slope(x: Sequence[arb], i: int) -> arb:
        found = function(*(variable(v) if k == i else v for k, v in enumerate(x)))
        return found[1] if isinstance(found, arb_series) else arb(0) if isinstance(found, arb) else arb.nan()

    def gradient(*x: arb) -> list[arb]:
        try:
            return [slope(x, i) for i in range(len(x))]
        except (TypeError, AttributeError, NotImplementedError) as why:
            raise Unsettled(f"the truth is not differentiated: {why}") from why

    return gradient


def change(gradient: Sequence[arb], steps: Sequence[arb]) -> arb:
    """sum |df/dx_i| step_i. A step of zero costs nothing, an infinite derivative everything."""
    total = arb(0)
    for slope, step in zip(gradient, steps, strict=True):
        if step.is_zero():
            continue
        if not slope.is_finite() and is_infinite(abs(slope)):
            # inf + NaN is NaN in balls; the terms are >= 0, so one that is infinite decides.
            return INFINITE
        total = total + abs(slope) * step
    return total


def condition_number(x: Sequence[arb], gradient: Sequence[arb], value: arb | acb) -> arb:
    """kappa: the relative change of f for one unit of relative change in each input.

    Infinite where f is exactly zero and a change of the inputs certainly moves it; NaN for 0/0.
    """
    moved = change(gradient, [abs(v) for v in x])
    if is_infinite(moved) or (value.is_zero() and moved > 0):
        return INFINITE
    return moved / abs(value)


def conditions(evaluate: Callable[[], dict[str, arb]]) -> dict[str, arb]:
    """Condition numbers by norm, evaluated until each is infinite, known to 2^-30 of itself or, where truly
    zero, certainly below 2^-60. Those that do not settle are left out."""
    accurate_enough = accurate(30, arb(2) ** -60)

    def settled(kappas: dict[str, arb]) -> bool:
        return all(is_infinite(k) or accurate_enough(k) for k in kappas.values())

    with contextlib.suppress(Unsettled):
        at_once = evaluate()  # the precision in force is mostly enough
        if settled(at_once):
            return at_once
    found = refine([None], lambda _: evaluate(), settled)[0].value or {}
    return {norm: kappa for norm, kappa in found.items() if known(kappa) is not None}


def half_ulps(x: Sequence[arb], formats: Sequence[Format | None]) -> list[arb]:
    """ulp(x_i)/2 in the format of each input, zero for an integer; the larger where x_i is not exact."""
    return [
        arb(0) if format is None else power_of_two(ulp_exponents(v, format)[1] - 1)
        for v, format in zip(x, formats, strict=True)
    ]


def envelope(
    gradient: Sequence[arb], halves: Sequence[arb], truth: arb | acb, format: Format = BINARY64
) -> arb:
    """The envelope in ulps as a ball; NaN where the derivatives say nothing.

    Where it is open which ulp is the truth's, the ball holds the envelopes of both.
    """
    moved = change(gradient, halves)
    if not moved.is_finite():
        return INFINITE if is_infinite(moved) else arb.nan()
    small, large = ulp_exponents(truth, format)
    costs = moved * power_of_two(-large)
    if small != large:
        costs = costs.union(moved * power_of_two(-small))
    return costs.max(least(truth))


def least(truth: arb | acb) -> arb:
    """The envelope is never less: rounding to nearest costs half an ulp. Of a complex number it costs that in
    each part, each of which has an ulp of at most that of |y|: sqrt(1/2) in all."""
    return HALF if isinstance(truth, arb) else HALF.sqrt()


def of_norms(kappa: arb) -> arb:
    """The envelope of an array: max(1/2, kappa/2) in units of 2u of its norm.

    Of each entry half an ulp is at most u times its size, and so in norm: data good to half an ulp move
    the result by at most kappa u of its norm. Componentwise with the componentwise kappa.
    """
    return kappa if is_infinite(kappa) else (kappa / 2).max(HALF)


def extent(moved: Any) -> arb:
    """The norm of what data move at most: infinite where one entry is."""
    return INFINITE if any(map(is_infinite, entries(moved))) else norm(moved)


def of_moves(budget: Budget, moved: Any) -> arb | None:
    """The envelope where it is known what half an ulp of each datum moves each entry: of a number in its
    ulps, of an array in units of 2u of its norm."""
    if isinstance(budget.truth, np.ndarray):
        size, change = budget.size, extent(moved)
        if size.is_zero():
            return INFINITE if change > 0 else HALF
        if is_infinite(change):
            return INFINITE
        return known((change / size * power_of_two(budget.format.bits - 1)).max(HALF))
    return known(_in_ulps(moved, budget.truth, budget.format))


def _in_ulps(moved: arb, truth: Any, format: Format) -> arb:
    """max(1/2, what a number moves in its ulps). A ball over both where it is open which ulp is the
    truth's."""
    if is_infinite(moved):
        return INFINITE
    small, large = ulp_exponents(truth, format)
    costs = moved * power_of_two(-large)
    return (costs if small == large else costs.union(moved * power_of_two(-small))).max(HALF)


def entrywise_multiple(budget: Budget, moved: Any) -> arb:
    """How many times its own envelope the error of an entry is, the largest; NaN where one is not known."""
    if moved.shape != budget.truth.shape:
        return arb.nan()
    if any(not truth.is_zero() and truth.contains(0) for truth in budget.truth.flat):
        return arb.nan()
    shares = []
    for distance, truth, change in zip(budget.distances, budget.truth.flat, moved.flat, strict=True):
        allowed = _in_ulps(change, truth, budget.format)
        shares.append(arb(0) if is_infinite(allowed) else distance.ulps / allowed)
    return largest(shares)


def inherent_entrywise(multiple: arb | None) -> bool | None:
    """Is every entry within its envelope? None where that is not certain."""
    if multiple is None or not multiple.is_finite():
        return None
    return True if multiple <= 1 else False if multiple > 1 else None


def inherent(error: arb, allowed: arb | None) -> bool | None:
    """Is an error (in ulps, or in units of 2u) within the envelope? None where that is not certain."""
    if error <= HALF:  # the envelope is never less, known or not
        return True
    if allowed is None:
        return None
    if error <= allowed:
        return True
    return False if error > allowed else None


def multiple(error: arb, allowed: arb | None) -> float | None:
    """How many times the envelope an error is, from above; None where the envelope is not known."""
    if allowed is None:
        return None
    # What is known only within bounds enters by its lower end, and that is never less than 1/2.
    return 0.0 if is_infinite(allowed) else upper(error / allowed.lower().max(HALF))


def in_units(budget: Budget) -> arb:
    """The error in the unit of its envelope: ulps of a number, 2u of the norm of an array."""
    if budget.of_number:
        return budget.ulps
    return abs(budget.relative(budget.total)) * power_of_two(budget.format.bits - 1)
