"""What the methods leave out: bounds of |F - f|."""

from collections.abc import Callable
from typing import Any

from flint import arb

from verify.arithmetic.ball import Ball


def residual_bound(body: Callable[..., Any]) -> Callable[..., Any]:
    def bound(M: arb, e: arb, steps: int) -> Any:
        # f(x) - f(E) = f'(xi) (x - E) and f' >= 1 - e > 0 (mean value theorem): |x - E| <= |f(x)|/(1 - e).
        x = body(Ball(), M, e, steps)
        return abs(x - e * x.sin() - M) / (1 - e)

    return bound
