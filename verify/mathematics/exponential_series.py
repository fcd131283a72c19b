"""Why the exponential series of a matrix converges, and to what: the equations that the proof rests on."""

import math
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from verify.mathematics.linear import array

# With a = ||A|| the terms have ||A^n/n!|| <= a^n/n!, and from n = 2a on each of these bounds is at most half
# the one before: the series converges absolutely for every A. So does that of X(t) = sum of (tA)^n/n!, for
# every t, and it may be differentiated term by term: X' = AX with X(0) = I, if (n+1) C_(n+1) = A C_n for the
# printed terms C_n = A^n/n!. That equation has one solution, exp(tA).
p_, q_, r_, s_, n_, a_ = fmpq_mpoly_ctx.get(("p", "q", "r", "s", "n", "a"), Ordering.lex).gens()


def halved() -> list[tuple[Any, Any]]:
    # a/(n+1) <= 1/2 at n = 2a + k: n + 1 - 2a = k + 1 > 0 for every k >= 0, k written as n here.
    return [((2 * a_ + n_ + 1) - 2 * a_, n_ + 1)]


def differentiated() -> list[tuple[Any, Any]]:
    # (n+1)/(n+1)! = 1/n! by (n+1)! = (n+1) n!, and A^(n+1) = A A^n; to be sure, for four letters as A.
    A = array([p_, q_, r_, s_], (2, 2))

    def printed(n: int) -> Any:
        power = array([1 + 0 * p_, 0 * p_, 0 * p_, 1 + 0 * p_], (2, 2))
        for _ in range(n):
            power = power @ A
        return power * fmpq(1, math.factorial(n))

    start = zip(printed(0).flat, (1 + 0 * p_, 0 * p_, 0 * p_, 1 + 0 * p_), strict=True)  # X(0) = I
    steps = [((n + 1) * printed(n + 1), A @ printed(n)) for n in range(8)]
    return [*start, *(pair for left, right in steps for pair in zip(left.flat, right.flat, strict=True))]
