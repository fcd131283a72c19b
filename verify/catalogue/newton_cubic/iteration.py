"""Newton's iteration for a cubic."""

from verify.arithmetic.kinds import Arithmetic, Number


def cubic(R: Arithmetic[Number], p: Number, q: Number, x0: Number, steps: int) -> Number:
    x = x0
    for _ in range(steps):
        x = x - (x * x * x - p * x - q) / (3 * x * x - p)
    return x
