"""What is said of the examples, each statement with its proof or its measurement."""

import math
from functools import partial
from typing import Any

from flint import arb, fmpq

from verify.catalogue.kahan_rump.polynomial import AS_PRINTED, PLACES, RUMP_POLYNOMIAL, rearranged, truth
from verify.catalogue.kahan_rump.recurrences import (
    KAHAN_RECURRENCE,
    KAHAN_STEPS,
    MULLER_RECURRENCE,
    MULLER_STEPS,
    Recurrence,
)
from verify.catalogue.kahan_rump.triangle import HERON, KAHAN, LAST, TRIANGLE, flat
from verify.catalogue.sources import GOLDBERG, HANDBOOK, LOH, MINDLESS, RUMP
from verify.claims.declare import Claims
from verify.claims.forms import at_each, at_most, each, identity, printed
from verify.core.claim import REFUTED, Reach
from verify.core.model import Algorithm
from verify.measure.harness import measure

# --- recurrences -----------------------------------------------------------------------------------------


def closed(small: int, large: int, weights: tuple[int, int]) -> list[tuple[Any, Any]]:
    """z_n = w small^n + v large^n has the recurrence's start, up to a factor, and so all of it: the
    recurrence's polynomial is (t - small)(t - large)(t - 100). Checked on the numbers too.
    """
    w, v = weights
    of = Recurrence(small + large + 100, small * large + 100 * (small + large), 100 * small * large)
    y = [fmpq(w * small ** (n + 1) + v * large ** (n + 1), w * small**n + v * large**n) for n in range(61)]
    z = (fmpq(1), y[0], y[0] * y[1])
    return [(of.combined(n + 1, z) / of.combined(n, z), y[n]) for n in range(61)]


def ends_at_100(algorithm: Algorithm, x0: str, x1: str) -> arb:
    """|y_30 - 100| as float64 has it."""
    return abs(arb(measure(algorithm, x0=x0, x1=x1, n=30).computed) - 100)


K1 = Claims(KAHAN_RECURRENCE, MINDLESS, "KR-1", further=True)
M1 = Claims(MULLER_RECURRENCE, HANDBOOK.at("section 1.3.2"), "KR-2", further=True)
CLAIMS_RECURRENCES = (
    K1.law(
        "a",
        says="Kahan's recurrence from 4 and 4.25 is (3^(n+1) + 5^(n+1))/(3^n + 5^n), which tends to 5.",
        reading="The closed form holds for n = 0..60, and for every n by its characteristic polynomial.",
        check=identity(partial(closed, 3, 5, (1, 1)), "y_n = (3^(n+1) + 5^(n+1))/(3^n + 5^n), n = 0..60"),
        reach=Reach.IDENTITY,
    ),
    K1.finding(
        "b",
        says="Floating-point arithmetic makes it converge to 100.",
        reading="In float64 y_30 differs from 100 by at most 10^-9.",
        check=at_most(fmpq(1, 10**9), lambda: ends_at_100(KAHAN_STEPS, "4", "17/4"), "|y_30 - 100|"),
        reach=Reach.MEASUREMENT,
    ),
    M1.law(
        "a",
        says="Muller's recurrence from 2 and -4 tends to 6.",
        reading="y_n = (3 6^(n+1) - 4 5^(n+1))/(3 6^n - 4 5^n), for n = 0..60 and by its polynomial for all.",
        check=identity(partial(closed, 6, 5, (3, -4)), "y_n = (3 6^(n+1) - 4 5^(n+1))/(3 6^n - 4 5^n)"),
        reach=Reach.IDENTITY,
    ),
    M1.finding(
        "b",
        says="On any floating-point system it seems to tend to 100.",
        reading="In float64 y_30 differs from 100 by at most 10^-9.",
        check=at_most(fmpq(1, 10**9), lambda: ends_at_100(MULLER_STEPS, "2", "-4"), "|y_30 - 100|"),
        reach=Reach.MEASUREMENT,
    ),
)

# --- Rump's polynomial -----------------------------------------------------------------------------------

R1 = Claims(RUMP_POLYNOMIAL, LOH, "KR-3", further=True)
RUMPS = (arb(PLACES[1][0]), arb(PLACES[1][1]))


def at_solutions() -> list[tuple[fmpq, fmpq]]:
    def exact(a: int, b: int) -> fmpq:
        whole = fmpq(1335, 4) * b**6 + a**2 * (11 * a**2 * b**2 - b**6 - 121 * b**4 - 2) + fmpq(11, 2) * b**8
        return whole + fmpq(a, 2 * b)

    return [(exact(a, b), fmpq(a, 2 * b) - 2) for a, b in PLACES]


CLAIMS_RUMP = (
    R1.printed(
        "a",
        says="f(77617, 33096) = -0.827396059946821368141165095479816292.",
        reading="Right to half a unit of its last digit.",
        check=printed("-0.827396059946821368141165095479816292", lambda: truth(*RUMPS)),
        reach=Reach.FIGURE,
    ),
    R1.law(
        "b",
        says="Where a^2 = 5.5 b^2 + 1 the polynomial is a/(2b) - 2.",
        reading="At (197, 84), (77617, 33096) and the next solution, exactly.",
        check=identity(at_solutions, "f(a, b) = a/(2b) - 2 at three solutions of Pell's equation"),
        reach=Reach.FINITE_SET,
    ),
    R1.finding(
        "c",
        says="Evaluated in double precision it gives 1.1726039400531....",
        reading="In IEEE float64, by their rearrangement (333.75 - a^2) b^6 + a^2 (11 a^2 b^2 - 121 b^4 - 2) "
        "+ 5.5 b^8 + a/(2b) with powers rounded to nearest once: these digits. (Rump's machine was an IBM "
        "S/370, of another format.)",
        check=each(
            [("rearranged", lambda: 1.1726039400531 <= rearranged(77617, 33096) < 1.1726039400532)],
            "float64 gives 1.1726039400531...",
        ),
        reach=Reach.MEASUREMENT,
    ),
    R1.finding(
        "d",
        says="Evaluated in double precision it gives 1.1726039400531....",
        reading="To the letter: the formula as Rump printed it, in IEEE float64 with powers by products "
        "gives a number between 1.17 and 1.18.",
        check=each(
            [("in float64", lambda: 1.17 < measure(AS_PRINTED, a=77617, b=33096).computed < 1.18)],
            "float64 gives 1.17260394...",
        ),
        reach=Reach.MEASUREMENT,
        declared=REFUTED,
        neighbour=True,
    ),
    Claims(RUMP_POLYNOMIAL, RUMP, "KR-4", further=True).finding(
        says="Not even the sign of what double precision gives need be right, and nothing warns.",
        reading="In float64 the result at (77617, 33096) is off by more than 10^20 times the value.",
        check=each(
            [
                (
                    "at Rump's point",
                    lambda: bool((measure(AS_PRINTED, a=77617, b=33096).forward_error or arb(0)) > 10**20),
                )
            ],
            "the forward error is above 10^20",
        ),
        reach=Reach.MEASUREMENT,
    ),
)

# --- a flat triangle ------------------------------------------------------------------------------------

T1 = Claims(TRIANGLE, GOLDBERG.at("theorem 3"), "KR-5", further=True)


def within_eleven(k: int) -> bool | None:
    error = measure(KAHAN, **flat(k)).forward_error
    return None if error is None else bool(error <= 11 * arb(2) ** -53)


CLAIMS_TRIANGLE = (
    T1.finding(
        "a",
        says="Kahan's formula has a relative error of at most 11 units of roundoff.",
        reading="For the triangles with the base a = 6004799503160661 2^-52 (4/3, rounded) and the sides "
        "b = a/2 + 2^-k and b - 3 2^-53, k = 2..50, in float64.",
        check=at_each(
            range(2, LAST + 1), within_eleven, lambda k: f"at k = {k}", "at most 11 u in each case"
        ),
        reach=Reach.MEASUREMENT,
    ),
    T1.finding(
        "b",
        says="Heron's formula loses digits for flat triangles.",
        reading="For k = 50 it has less than 3 digits right.",
        check=each(
            [("at k = 50", lambda: (measure(HERON, **flat(50)).digits or math.inf) < 3)],
            "less than 3 digits are right",
        ),
        reach=Reach.MEASUREMENT,
    ),
)
