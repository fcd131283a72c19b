"""What the methods leave out: bounds of |F - f|."""

from typing import Any

from flint import arb


def exactly_off(c: Any, x0: Any, steps: int) -> Any:
    # x_(n+1) -+ s = (x_n -+ s)^2/(2 x_n), s = sqrt(c), so that (x_n - s)/(x_n + s) = q^N with N = 2^n and
    # q = (x_0 - s)/(x_0 + s): x_n - s = 2s q^N/(1 - q^N), exactly.
    s = c.sqrt()
    power = ((x0 - s) / (x0 + s)) ** (2**steps)
    return 2 * s * power / (1 - power)


def off_square_root(c: arb, x0: arb, steps: int) -> Any:
    return abs(exactly_off(c, x0, steps))
