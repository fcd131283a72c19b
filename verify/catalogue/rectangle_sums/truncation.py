"""What the rules leave out: bounds of |F - f|, by those of |f'| and |f''| over [a, b]."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flint import arb


def about_an_end(slope: Callable[[Any, Any], Any], a: arb, b: arb, cells: int) -> Any:
    # f(x) - f(x_k) = f'(xi)(x - x_k), integrated over a cell from its end: at most h^2/2 max|f'| each.
    # There are n cells and nh = b - a.
    return (b - a) ** 2 / (2 * arb(cells)) * slope(a, b)


def about_the_middle(curvature: Callable[[Any, Any], Any], a: arb, b: arb, cells: int) -> Any:
    # f(x) - f(x_k) - f'(x_k)(x - x_k) = f''(xi)(x - x_k)^2/2, and the linear term integrates to 0: at
    # most h^3/24 max|f''| each.
    return abs(b - a) ** 3 / (24 * arb(cells) ** 2) * curvature(a, b)


def bound_of(
    rule: str, slope: Callable[[Any, Any], Any], curvature: Callable[[Any, Any], Any] | None
) -> Callable[..., Any] | None:
    """None for the midpoint rule of a linear integrand, which leaves nothing out."""
    if rule != "midpoint":
        return partial(about_an_end, slope)
    return None if curvature is None else partial(about_the_middle, curvature)
