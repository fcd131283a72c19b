"""g(x) = remainder over x^n: its value, its slope and its bounds, function by function."""

import math
from collections.abc import Callable
from typing import Any

from flint import arb, fmpq

factorial = math.factorial


# --- g as a hypergeometric function; g' too on narrow balls, on wide ones by the integral form ----------
# g(x) = integral over [0, 1] of (1-t)^(n-1)/(n-1)! f^(n)(tx), so that g'(x) = f^(n+1)(xi)/(n+1)! with xi
# between 0 and x: the weight t (1-t)^(n-1)/(n-1)! is positive and integrates to 1/(n+1)!.
def hull(x: arb) -> arb:
    return x.union(arb(0))


def both_ends(n: int, d: arb) -> tuple[arb, arb]:
    return -d, d


def exp_g(n: int, x: arb) -> arb:
    return x.hypgeom_1f1(1, n + 1) / factorial(n)


def narrow(x: arb) -> bool:
    return bool(x.rad() < abs(x) / 2**20)


def exp_slope(n: int, x: arb) -> arb:
    if narrow(x):
        return x.hypgeom_1f1(2, n + 2) / factorial(n + 1)
    return hull(x).hypgeom_1f1(1, 1) / factorial(n + 1)  # 1F1(1; 1; xi) = e^xi > 0


def log_g(n: int, x: arb) -> arb:
    return (-x).hypgeom_2f1(1, n, n + 1) / n  # g is (-1)^(n-1) times that, and f^(n) has that sign


def log_slope(n: int, x: arb) -> arb:
    if narrow(x):
        return -((-x).hypgeom_2f1(2, n + 1, n + 2)) / (n + 1)
    # (1+xi)^-(n+1) is monotone: its ends, and no less than 0 however far apart they lie
    low, high = (1 / (1 + end) ** (n + 1) for end in (hull(x).lower(), hull(x).upper()))
    return -(low.union(high) / (n + 1)).nonnegative_part() if low > 0 else arb.nan()


def power_g(n: int, x: arb) -> arb:
    return abs(binomial_tail(n, x))


def binomial_tail(n: int, x: arb) -> arb:
    total = arb(0)
    for k in range(5, n - 1, -1):
        total = total * x + math.comb(5, k)
    return total


def power_slope(n: int, x: arb) -> arb:
    total = arb(0)
    for k in range(5, n, -1):
        total = total * x + (k - n) * math.comb(5, k)
    return total * binomial_tail(n, x).sgn()  # sgn is [-1, 1] where g may vanish


def first(parity: int, n: int) -> int:
    """The first m >= n with m of the parity: sin (1) and cos (0) have no other powers."""
    return n if n % 2 == parity else n + 1


def waves(m: int, w: arb, shift: int = 0) -> arb:
    """1F2(1; (m+1)/2, (m+2)/2; -w/4), or that with every parameter one higher: sums of m!/(m+2j)! (-w)^j."""
    p, q = arb(m + 1) / 2 + shift, arb(m + 2) / 2 + shift
    return (-w / 4).hypgeom([1 + shift], [p, q])


# |g| is even in x: a function of w = x^2, on [0, d^2], for m = n, and x times one for m = n + 1. The sign of
# f - P does not change on x > 0, since it is an iterated integral of 1 - cos >= 0.
def wave_box(parity: int, n: int, d: arb) -> tuple[arb, arb]:
    return arb(0), d if first(parity, n) > n else d * d


def wave_g(parity: int, n: int, t: arb) -> arb:
    m = first(parity, n)
    return (t * waves(m, t * t) if m > n else waves(m, t)) / factorial(m)


def wave_slope(parity: int, n: int, t: arb) -> arb:
    # d/dz 1F2(1; p, q; z) = 1F2(2; p+1, q+1; z)/(pq), z = -w/4, 4pq = (m+1)(m+2)
    m = first(parity, n)
    w = t * t if m > n else t
    falling = -waves(m, w, 1) / ((m + 1) * (m + 2))
    return (waves(m, w) + 2 * w * falling if m > n else falling) / factorial(m)


# --- second route and mpmath ------------------------------------------------------------------------
def remainder(f: Any, c: Callable[[int], Any], n: int, x: Any) -> Any:
    """|f(x) - P(x)| / |x|^n as it stands."""
    return abs(f(x) - sum(c(k) * x**k for k in range(n))) / abs(x) ** n


def taylor_exp(k: int) -> fmpq:
    return fmpq(1, factorial(k))


def taylor_log(k: int) -> fmpq:
    return fmpq((-1) ** (k - 1), k) if k else fmpq(0)


def taylor_power(k: int) -> fmpq:
    return fmpq(math.comb(5, k))


def taylor_sin(k: int) -> fmpq:
    return fmpq((-1) ** (k // 2) * (k % 2), factorial(k))


def taylor_cos(k: int) -> fmpq:
    return fmpq((-1) ** (k // 2) * (1 - k % 2), factorial(k))
