"""Ball arithmetic (FLINT's arb) at the precision in force: every result contains the exact one."""

from typing import Any

from flint import arb


class Ball:
    """Balls; a body run here encloses what the algorithm gives in exact arithmetic."""

    name = "ball"

    def __call__(self, value: Any) -> arb:
        return arb(value)

    def pi(self) -> arb:
        return arb.pi()

    def sqrt(self, x: arb) -> arb:
        return x.sqrt()

    def exp(self, x: arb) -> arb:
        return x.exp()

    def expm1(self, x: arb) -> arb:
        return x.expm1()

    def log(self, x: arb) -> arb:
        return x.log()

    def log1p(self, x: arb) -> arb:
        return x.log1p()

    def sin(self, x: arb) -> arb:
        return x.sin()

    def cos(self, x: arb) -> arb:
        return x.cos()

    def tan(self, x: arb) -> arb:
        return x.tan()

    def atan(self, x: arb) -> arb:
        return x.atan()

    def pivot(self, column: Any) -> int:
        # The order of the pivots does not change what elimination gives in exact arithmetic, so any
        # entry that is certainly not zero will do; where none is, the division that follows gives an
        # infinite ball and the caller raises the precision.
        lower = [x.abs_lower() for x in column]
        return max(range(len(lower)), key=lambda i: lower[i])
