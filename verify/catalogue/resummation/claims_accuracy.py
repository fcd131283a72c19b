"""How much the approximants give, in exact arithmetic and in float64."""

from collections.abc import Callable
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import every, less
from verify.catalogue.resummation.approximants import borel_pade, moments, pade, partial_sum
from verify.catalogue.resummation.methods import BY_NAME, system_condition
from verify.catalogue.resummation.problem import problem, truth
from verify.catalogue.sources import US
from verify.claims import forms
from verify.claims.declare import Claims
from verify.claims.forms import Check, between
from verify.core.claim import Reach
from verify.measure.harness import measure

P4 = Claims(problem, US.at("resummation"), "P-4", further=True)


TENTH, ONE = fmpq(1, 10), fmpq(1)


def off(body: Callable[..., Any], t: fmpq, terms: int) -> Any:
    """|F - g|/g."""
    return abs(body(Ball(), arb(t), terms) / truth(arb(t)) - 1)


def no_sum_within(by: str, t: fmpq, most: int) -> bool | None:
    """Every sum of the series, of any number of terms, is off by more than `by`."""
    # The remainders alternate and |R_n| <= |T_n|, the first term left out: |R_(n+1)| = |T_n| - |R_n| >=
    # |T_n| - |T_(n-1)|, which only grows once |T_(n+1)/T_n|, growing with n, has reached 2.
    size = [c * t**n for n, c in enumerate(moments(fmpq, most + 2))]
    gap = arb(size[most] - size[most - 1]) * arb.pi().sqrt() / truth(arb(t))
    beyond = True if size[most + 1] >= 2 * size[most] and gap > arb(by) else None
    return every([beyond, *(less(arb(by), off(partial_sum, t, n)) for n in range(1, most + 1))])


def recovered(t: fmpq, best: str, pade_off: tuple[str, str], borel_off: tuple[str, str]) -> Check:
    return forms.each(
        [
            (f"for the series at t = {t}", lambda: no_sum_within(best, t, 8)),
            (f"for Pade at t = {t}", lambda: between(pade_off[0], off(pade, t, 21), pade_off[1])),
            (
                f"for Borel-Pade at t = {t}",
                lambda: between(borel_off[0], off(borel_pade, t, 21), borel_off[1]),
            ),
        ],
        f"at t = {t} every sum is off by more than {best}; [10/10] by {pade_off[0]} to {pade_off[1]} and "
        f"Borel-Pade by {borel_off[0]} to {borel_off[1]}",
    )


CLAIMS_P4 = (
    P4.finding(
        "a",
        says="at eps = a^2/10, where the series gives two digits at best, 21 of its terms hold "
        "eight or twelve",
        reading="relative errors at t = 1/10: above 0.014 for every sum of the series, whatever the "
        "number of terms; 1.5e-8 for [10/10] and 4.5e-13 for Borel-Pade, from the first 21 "
        "terms",
        check=recovered(TENTH, "0.014", ("1.53e-8", "1.54e-8"), ("4.49e-13", "4.50e-13")),
        reach=Reach.FIGURE,
    ),
    P4.finding(
        "b",
        says="at eps = a^2, where the series is useless, 21 of its terms hold three or six digits",
        reading="relative errors at t = 1: above 0.29 for every sum of the series; 2.3e-3 for "
        "[10/10] and 2.3e-6 for Borel-Pade, from the first 21 terms",
        check=recovered(ONE, "0.29", ("2.26e-3", "2.27e-3"), ("2.31e-6", "2.32e-6")),
        reach=Reach.FIGURE,
    ),
    P4.finding(
        "c",
        says="far out it is no more than the order of magnitude",
        reading="at t = 100 the same 21 terms leave [10/10] off by 78 percent and Borel-Pade by 10",
        check=forms.each(
            [
                ("for Pade", lambda: between("0.78", off(pade, fmpq(100), 21), "0.79")),
                ("for Borel-Pade", lambda: between("0.10", off(borel_pade, fmpq(100), 21), "0.11")),
            ],
            "78 to 79 and 10 to 11 percent",
        ),
        reach=Reach.FIGURE,
    ),
)


P5 = Claims(problem, US.at("resummation"), "P-5", further=True)
CLAIMS_P5 = (
    P5.finding(
        says="three terms are enough to beat the series",
        reading="at t = 1/10 the approximant [1/1] is within 0.36 percent; no sum of the series, of "
        "any number of terms, is within 1.4",
        check=forms.each(
            [
                ("for [1/1]", lambda: less(off(pade, TENTH, 3), arb("0.0036"))),
                ("for the series", lambda: no_sum_within("0.014", TENTH, 8)),
            ],
            "[1/1] is within 0.0036, every sum off by more than 0.014",
        ),
        reach=Reach.FIGURE,
    ),
)


P6 = Claims(problem, US.at("resummation"), "P-6", further=True)


def rounding(name: str, t: fmpq, terms: int) -> arb:
    error = measure(BY_NAME[name], t=t, terms=terms).rounding_error
    return arb.pos_inf() if error is None else abs(error)


def rounding_at_one(terms: int, low: dict[str, str]) -> Check:
    stable = [("for pade", lambda: less(rounding("pade", ONE, terms), fmpq(1, 2**51)))]
    others = [
        (f"for {name}", lambda name=name: less(arb(low[name]), rounding(name, ONE, terms))) for name in low
    ]
    shown = ", ".join(f"{value} ({name})" for name, value in low.items())
    return forms.each([*stable, *others], f"below 2^-51 for pade, above {shown}")


CLAIMS_P6 = (
    P6.finding(
        says="how the approximant is computed decides what float64 keeps of it",
        reading="rounding error at t = 1 with 41 terms, where [20/20] itself is off by 1.8e-4: below "
        "2^-51 for the fraction with exact coefficients, above 9e-5, 6e-4 and 2e-4 for "
        "quotient differences, elimination and the epsilon algorithm, which start from "
        "rounded terms",
        check=rounding_at_one(
            41, {"pade_by_qd": "9e-5", "pade_by_elimination": "6e-4", "pade_by_epsilon": "2e-4"}
        ),
        reach=Reach.MEASUREMENT,
    ),
)


P7 = Claims(problem, US.at("resummation"), "P-7", further=True)
DECADES = [fmpq(10) ** k * digit for k in range(-4, 4) for digit in (1, 2, 3, 5, 7)]
CLAIMS_P7 = (
    P7.finding(
        says="the fraction with exact coefficients is stable",
        reading="rounding error below 16 u with 81 terms at t = 1, 2, 3, 5, 7 times 10^-4 to 10^3",
        check=forms.at_each(
            DECADES,
            lambda t: less(rounding("pade", t, 81), fmpq(16, 2**53)),
            lambda t: f"at t = {t}",
            f"below 16 u at all {len(DECADES)} points",
        ),
        reach=Reach.MEASUREMENT,
    ),
)


P8 = Claims(problem, US.at("resummation"), "P-8", further=True)
CLAIMS_P8 = (
    P8.finding(
        says="the condition number of the denominator's system says nothing about that error",
        reading="for 21 terms it exceeds 1e28, yet at t = 1 elimination without pivoting keeps 9 "
        "digits of [10/10]",
        check=forms.each(
            [
                ("for the condition number", lambda: system_condition(21) > fmpq(10) ** 28),
                ("for elimination", lambda: less(rounding("pade_by_elimination", ONE, 21), arb("1e-9"))),
            ],
            "the condition number exceeds 1e28 and the rounding error stays below 1e-9",
        ),
        reach=Reach.MEASUREMENT,
    ),
)
