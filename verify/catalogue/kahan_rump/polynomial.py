"""Rump's polynomial at solutions of Pell's equation, where its large terms cancel exactly.

Where a^2 = 5.5 b^2 + 1, all but a/(2b) comes to -2. With b = 2c that is a^2 - 22 c^2 = 1, whose solutions are
the powers of 197 + 42 sqrt 22: (197, 84), Rump's (77617, 33096), ...
"""

from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Arithmetic, Mpf, Mpmath, Number
from verify.catalogue.sources import LOH, RUMP
from verify.core.model import Algorithm, Axis, Finite, Input, Problem, Route, Sensitivity, Sweep
from verify.measure.envelope import by_series


def solutions(count: int) -> list[tuple[int, int]]:
    found, a, c = [], 1, 0
    for _ in range(count):
        a, c = 197 * a + 22 * 42 * c, 42 * a + 197 * c
        found.append((a, 2 * c))
    return found


PLACES = solutions(3)  # in float64 the next are no longer exact


def truth(a: Any, b: Any) -> Any:
    """Gathered by powers of b: ((5.5 b^2 + 333.75 - a^2) b^2 - 121 a^2) b^4 + 11 a^4 b^2 - 2 a^2 + a/(2b)."""
    square, other = a * a, b * b
    high = ((other * 11 / 2 + arb(1335) / 4 - square) * other - square * 121) * other * other
    return high + square * square * other * 11 - square * 2 + a / (b * 2)


def by_expanding(a: arb, b: arb) -> arb:
    return (
        arb(1335) / 4 * b**6
        + 11 * a**4 * b**2
        - a**2 * b**6
        - 121 * a**2 * b**4
        - 2 * a**2
        + arb(11) / 2 * b**8
        + a / (2 * b)
    )


def opinion(mp: Mpmath, a: Mpf, b: Mpf) -> Mpf:
    with mp.workprec(4 * mp.prec):
        r = a * a - b * b * mp.mpf(11) / 2 - 1  # the distance from a solution of Pell's equation
        # With a^2 = 5.5 b^2 + 1 + r, worked out by hand: what is left are terms in r, -2 and a/(2b).
        q = b * b
        rest = r * (q * (11 * (11 * q + 2 + r)) - q**3 - 121 * q**2 - 2)
        exact = (
            mp.mpf(1335) / 4 * q**3
            + (11 * q / 2 + 1) * (11 * (11 * q / 2 + 1) * q - q**3 - 121 * q**2 - 2)
            + mp.mpf(11) / 2 * q**4
        )
        return exact + rest + a / (2 * b)


def as_printed(R: Arithmetic[Number], a: Number, b: Number) -> Number:
    b2 = b * b
    b4 = b2 * b2
    b6, b8 = b4 * b2, b4 * b4
    a2 = a * a
    first, last = R(1335) / 4 * b6, R(11) / 2 * b8
    return first + a2 * (R(11) * a2 * b2 - b6 - R(121) * b4 - R(2)) + last + a / (R(2) * b)


def rearranged(a: int, b: int) -> float:
    """As Loh and Walster write it for IEEE arithmetic, so that it cancels as on Rump's machine; each power is
    rounded to nearest once."""
    a2, b2, b4, b6, b8 = map(float, (a**2, b**2, b**4, b**6, b**8))
    return (333.75 - a2) * b6 + a2 * (11 * a2 * b2 - 121 * b4 - 2) + 5.5 * b8 + a / (2 * b)


RUMP_POLYNOMIAL = Problem(
    name="rump_polynomial",
    title="Rump's polynomial, whose large terms cancel",
    formula="333.75 b^6 + a^2 (11 a^2 b^2 - b^6 - 121 b^4 - 2) + 5.5 b^8 + a/(2b)",
    source=RUMP,
    inputs=(Input("a", fmpq(0)), Input("b", fmpq(0), above=True)),
    truth=Route(truth, "balls, the terms gathered by powers of b: operations in another order"),
    second=Route(by_expanding, "balls, every product multiplied out"),
    opinion=Route(opinion, "mpmath, in terms of the distance from a solution of Pell's equation"),
    sensitivity=Sensitivity(gradient=by_series(truth)),
    sweep=Sweep(
        axis=Axis("a", lambda a, b: a, log=True),
        points=lambda count, random: ({"a": a, "b": b} for a, b in [*PLACES, *beside(count)]),
        count=40,
    ),
    references=tuple({"a": a, "b": b} for a, b in PLACES),
)


def beside(count: int) -> list[tuple[int, int]]:
    """Numbers near the solutions, where the terms no longer cancel."""
    a, b = PLACES[1]
    return [(a + 97 * k, b + 41 * k) for k in range(1, max(count - len(PLACES), 0) + 1)]


AS_PRINTED = Algorithm(
    name="as_printed",
    problem=RUMP_POLYNOMIAL,
    says="the formula as it is printed, powers by multiplication",
    source=LOH,
    body=as_printed,
    truncation=Finite(),
)
