"""Secant slopes of functions: f(a) - f(A) = sum s_i (a_i - A_i), an identity and no linearisation.

a are the floats, A their exact counterparts. The operands are exchanged one after the other,

    f(a) - f(A) = sum_i [f(A_1 .. A_(i-1), a_i, a_(i+1) .. a_n) - f(A_1 .. A_i, a_(i+1) .. a_n)],

so that s_i is the i-th bracket over a_i - A_i. Where that ball contains 0, the mean value theorem gives
s_i in df/dx_i over the hull of a_i and A_i.
"""

from collections.abc import Sequence

from flint import arb

from verify.arithmetic.precision import Hopeless
from verify.inside.run.replay import Replay
from verify.inside.run.tape import Function


def value(function: Function, x: Sequence[arb]) -> arb:
    """f(x); NaN where it is undefined or cannot be enclosed."""
    try:
        return function.ball(*x)
    except (Hopeless, ArithmeticError, ValueError):
        return arb.nan()


def derivative(function: Function, k: int, x: Sequence[arb]) -> arb:
    """df/dx_k at balls; NaN where it is not known."""
    if function.secants is not None:
        return function.secants(x, x)[k]
    slope = function.derivatives[k] if k < len(function.derivatives) else None
    if slope is None:
        return arb.nan()
    try:
        return slope(*x)
    except (Hopeless, ArithmeticError, ValueError):
        return arb.nan()


def secants(
    function: Function, floats: Sequence[arb], balls: Sequence[arb], at_floats: arb, at_balls: arb
) -> list[arb]:
    """The slopes s_i. `at_floats` = f(a), `at_balls` = f(A)."""
    found = []
    before = at_floats
    mixed = list(floats)
    for k, (a, exact) in enumerate(zip(floats, balls, strict=True)):
        if a is exact:  # no error to pass on
            found.append(arb(0))
            continue
        hull = [*mixed[:k], a.union(exact), *mixed[k + 1 :]]
        mixed[k] = exact
        after = at_balls if k == len(floats) - 1 else value(function, mixed)
        found.append(_slope(before - after, a - exact, function, k, hull))
        before = after
    return found


def _slope(rise: arb, run: arb, function: Function, k: int, hull: Sequence[arb]) -> arb:
    secant = rise / run
    if secant.is_finite() and secant.rel_accuracy_bits() >= 30:
        return secant
    tangent = derivative(function, k, hull)
    if not secant.is_finite() or tangent.rad() < secant.rad():
        return tangent if tangent.is_finite() else secant
    return secant


def slopes_at(found: Replay, place: int) -> list[arb]:
    """The secant slopes of a function on the tape."""
    function, operands = found.tape.function(place), found.tape.operands(place)
    floats = [found.float_of(k) for k in operands]
    balls = [a if found.exact[k] else found.ball(k) for k, a in zip(operands, floats, strict=True)]
    if function.secants is not None:
        return function.secants(floats, balls)
    return secants(function, floats, balls, value(function, floats), found.ball(place))
