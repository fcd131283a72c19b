"""Big O with its constant: the least k with |f(x) - P(x)| <= k |x|^n on [-d, d], P the Taylor polynomial of
f at 0 below x^n.

With f - P = x^n g(x) the least k is the largest |g|, certified from both sides by branch and bound. In
float64 the remainder over x^n loses everything as d falls, for f - P cancels; the series of g does not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.big_o_constant.quotients import (
    both_ends,
    exp_g,
    exp_slope,
    factorial,
    first,
    log_g,
    log_slope,
    power_g,
    power_slope,
    remainder,
    taylor_cos,
    taylor_exp,
    taylor_log,
    taylor_power,
    taylor_sin,
    wave_box,
    wave_g,
    wave_slope,
)
from verify.catalogue.big_o_constant.truncation import (
    exp_tail,
    log_spread,
    log_tail,
    nothing,
    power_tail,
    wave_spread,
    wave_tail,
)
from verify.catalogue.sources import MITX
from verify.core.model import Inputs, Parameter
from verify.mathematics.extrema import Maximum, maximum
from verify.mathematics.sampling import log_strata

BIG_O = MITX.at("big O notation")


@dataclass(frozen=True)
class Function:
    """A function, and |g| over the box where it is to be largest; n is the order of the remainder.

    f            (R, x), in every arithmetic
    coefficient  Taylor's at 0
    box          (n, d) -> the ends of the variable t of g
    g, slope     (n, t) -> balls around |g| and its slope; where |g| has a kink, around all between
    spread       (n, d) -> bound of |k - |g(d)||
    tail         (n, terms, d) -> bound of what the series of g leaves out at the end where it is summed
    theorem      what proves the bounds
    end          the sign of that end; for -1, k is taken there
    parity       of sin (1) and cos (0); None for the others
    """

    name: str
    formula: str
    high: fmpq
    f: Callable[[Any, Any], Any]
    coefficient: Callable[[int], fmpq]
    box: Callable[[int, Any], tuple[Any, Any]]
    g: Callable[[int, Any], Any]
    slope: Callable[[int, Any], Any]
    spread: Callable[[int, Any], Any]
    tail: Callable[[int, int, Any], Any]
    theorem: str
    opinion: Callable[[Any, Any, int], Any]
    second: Callable[[Any, int], Any] | None = None
    end: int = 1
    parity: int | None = None
    basic: bool = False


def in_mpmath(mp: Mpmath, c: Callable[[int], fmpq]) -> Callable[[int], Any]:
    return lambda k: mp.mpf(int(c(k).p)) / int(c(k).q)


def wave_opinion(parity: int, mp: Mpmath, d: Mpf, order: int) -> Mpf:
    """For m = n the limit of |g| at 0; else |g| rises as far as x G' = n G, G = f - P, and no more."""
    n = order + 1
    if first(parity, n) == n:
        return mp.mpf(1) / factorial(n)
    f, df = (mp.sin, mp.cos) if parity else (mp.cos, lambda x: -mp.sin(x))
    c = in_mpmath(mp, taylor_sin if parity else taylor_cos)

    def turning(x: Any) -> Mpf:
        P, dP = (sum(k**j * c(k) * x ** (k - j) for k in range(j, n)) for j in (0, 1))
        return x * (df(x) - dP) - n * (f(x) - P)

    near = mp.pi + mp.mpf(87) / 100 * (n - 2)
    return remainder(f, c, n, min(d, mp.findroot(turning, (near - mp.mpf(1) / 8, near + mp.mpf(1) / 8))))


def end_opinion(f: str, c: Callable[[int], fmpq], end: int, mp: Mpmath, d: Mpf, order: int) -> Mpf:
    return remainder(getattr(mp, f), in_mpmath(mp, c), order + 1, end * d)


def power_opinion(mp: Mpmath, d: Mpf, order: int) -> Mpf:
    return remainder(lambda x: (1 + x) ** 5, in_mpmath(mp, taylor_power), order + 1, d)


def wave_second(parity: int, d: arb, order: int) -> Any:
    # For x <= 1, G = f - P has x^n g' >= 0 where m > n, as +-f^(n+1) = cos > 0: the largest lies beyond.
    n = order + 1
    m = first(parity, n)
    if m == n:
        return 1 / arb(factorial(n))  # |f^(n)| <= 1 (Lagrange), and the limit at 0
    c = taylor_sin if parity else taylor_cos

    def size(x: arb) -> Any:
        return remainder(lambda t: t.sin() if parity else t.cos(), c, n, x)

    def slope(x: Any) -> list[Any]:
        f, df = (x.sin(), x.cos()) if parity else (x.cos(), -x.sin())
        P, dP = (sum((k**j * c(k) * x ** (k - j) for k in range(j, n)), arb(0)) for j in (0, 1))
        return [(-1) ** (m // 2) * (x * (df - dP) - n * (f - P)) / x ** (n + 1)]

    return size(d) if d <= 1 else maximum(size, slope, [(arb(1), d)]).value


FUNCTIONS = (
    Function(
        "exp",
        "e^x",
        fmpq(10),
        lambda R, x: R.exp(x),
        taylor_exp,
        both_ends,
        exp_g,
        exp_slope,
        nothing,
        exp_tail,
        "Taylor's theorem, Lagrange's remainder",
        partial(end_opinion, "exp", taylor_exp, 1),
        lambda d, order: remainder(arb.exp, taylor_exp, order + 1, d),
    ),
    Function(
        "log",
        "ln(1 + x)",
        fmpq(999_999, 1_000_000),
        lambda R, x: R.log1p(x),
        taylor_log,
        both_ends,
        log_g,
        log_slope,
        log_spread,
        log_tail,
        "Taylor's theorem, Lagrange's remainder; the geometric series",
        partial(end_opinion, "log1p", taylor_log, -1),
        lambda d, order: remainder(arb.log1p, taylor_log, order + 1, -d),
        end=-1,
    ),
    Function(
        "power",
        "(1 + x)^5",
        fmpq(10),
        lambda R, x: (1 + x) * (1 + x) * (1 + x) * (1 + x) * (1 + x),
        taylor_power,
        both_ends,
        power_g,
        power_slope,
        nothing,
        power_tail,
        "the binomial theorem",
        power_opinion,
        lambda d, order: remainder(lambda x: (1 + x) ** 5, taylor_power, order + 1, d),
        basic=True,
    ),
    *(
        Function(
            name,
            f"{name} x",
            fmpq(10),
            f,
            c,
            partial(wave_box, parity),
            partial(wave_g, parity),
            partial(wave_slope, parity),
            partial(wave_spread, parity),
            wave_tail,
            "Taylor's theorem, Lagrange's remainder",
            partial(wave_opinion, parity),
            partial(wave_second, parity),
            parity=parity,
        )
        for name, f, c, parity in (
            ("sin", lambda R, x: R.sin(x), taylor_sin, 1),
            ("cos", lambda R, x: R.cos(x), taylor_cos, 0),
        )
    ),
)


# --- problems and algorithms ------------------------------------------------------------------------
def largest(f: Function, d: arb, order: int) -> Maximum:
    n = order + 1
    return maximum(lambda t: f.g(n, t), lambda t: [f.slope(n, t)], [f.box(n, d)])


def condition(f: Function, d: arb, order: int) -> dict[str, arb]:
    # Where |g| is largest at an end that moves with d, k changes as |g| does there; inside, g' = 0; and at
    # the end 0 of a wave, which does not move, |g| falls away: there its slope is not positive.
    n = order + 1
    k, places = largest(f, d, order)
    speeds = []
    for (t,) in places:
        slope = f.slope(n, t)
        if f.parity is None:
            speeds.append(abs(slope))
        else:
            speeds.append(slope.max(arb(0)) * (1 if first(f.parity, n) > n else 2 * d))
    speed = speeds[0]
    for other in speeds[1:]:
        speed = speed.union(other)
    return {"inf": d * speed / k}


def drawn(high: fmpq) -> Callable[..., Iterator[Inputs]]:
    def points(count: int, random: Random) -> Iterator[Inputs]:
        # From where the quotient has no digit left to the largest d; ln(1+x) up to its singularity.
        near = [1 - fmpq(10) ** -k for k in range(1, 7)] if high < 1 else []
        sizes = [d for d in log_strata(count - len(near), -9, 1, random) if d <= high]
        for k, d in enumerate(sizes + near):
            yield {"d": d, "order": (1, 2, 1, 2, 3)[k % 5]}

    return points


ORDER = Parameter("order", 1, 4, (1, 2), shown=1)
