"""Roots of equations: an enclosure that proves them, and the order at which a method approaches them."""

from collections.abc import Callable, Sequence
from typing import Any

from flint import arb


def certified_root(f: Callable[[Any], Any], slope: Callable[[Any], Any], x: Any) -> Any:
    """The zero of f in the ball x, which it proves to be there and to be the only one.

    Interval Newton (R. E. Moore, Interval Analysis, 1966, section 7.2): with N = m - f(m)/f'(x), m in x,
    every zero of f in x lies in N; N within x proves one, f' without a zero on x that there is no other.
    NaN where that is not shown.
    """
    proved = False
    for _ in range(300):
        m, width = x.mid(), x.rad()
        value, over = f(m), slope(x)
        newton = m - value / over
        if newton.is_finite():
            if not x.overlaps(newton):
                return arb.nan()
            proved = proved or x.contains_interior(newton)
            x = x.intersection(newton)
        if x.rad() < width / 2:
            continue
        if not (over > 0 or over < 0) or value.contains(0):
            break
        # f is monotone on x: the sign at m says on which side the zero is, if there is one.
        left = (value > 0) == (over > 0)
        x = x.intersection(m.union(x.lower() if left else x.upper()))
    return x if proved else arb.nan()


def order_of(errors: Sequence[Any]) -> Any:
    """ln(e_(n+1)/e_n) / ln(e_n/e_(n-1)), the measured order; of three errors."""
    first, second, third = (abs(e) for e in errors)
    return (third / second).log() / (second / first).log()
