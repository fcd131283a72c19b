"""The source's table, and what it says of the closed form against the series."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flint import arb, fmpq, fmpq_poly

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import less
from verify.catalogue.gaussian_integral.claims_closed_form import a_
from verify.catalogue.gaussian_integral.claims_series import HUNDREDTH, TENTH, never_within, off, s_
from verify.catalogue.gaussian_integral.methods import closed_form, direct_expansion
from verify.catalogue.gaussian_integral.problem import problem, truth
from verify.catalogue.sources import SU
from verify.claims import forms
from verify.claims.declare import Claims
from verify.core.claim import Reach
from verify.core.literals import rational


def cell(value: Callable[..., Any], eps: str, a: str) -> Callable[[], Any]:
    return lambda: value(arb(rational(a)), arb(rational(eps)))


COLUMNS = {"eps=1, a=10": ("1", "10"), "eps=0.1, a=1": ("1/10", "1"), "eps=1, a=1": ("1", "1")}
ZERO = {"eps=1, a=0": ("1", "0")}
TABLE = SU.at("the table after equation (4)")
ROWS = (
    ("abcd", "exact value", truth, COLUMNS | ZERO, "0.556466 1.67409 1.36843 1.8128"),
    (
        "efg",
        "first-order series",
        partial(direct_expansion, Ball(), terms=2),
        COLUMNS,
        "0.556295 1.63952 0.443113",
    ),
    ("ijkl", "closed form", partial(closed_form, Ball()), COLUMNS | ZERO, "0.556402 1.66558 1.31279 1.60159"),
)


A8 = Claims(problem, SU.at("the table after equation (4)"), "A-8")
CLAIMS_A8 = A8.whole(
    "printed",
    says="the table of the integral, its first-order series and the closed form in four cases",
    reading="all twelve entries as printed, minus infinity as a limit",
    parts=(
        *(
            A8.printed(
                letter,
                says=f"{name} at {case}: {figure}",
                reading="the true value lies within half a unit of the last printed digit",
                check=forms.printed(figure, cell(value, eps, a)),
                reach=Reach.FIGURE,
            )
            for letters, name, value, cases, figures in ROWS
            for letter, (case, (eps, a)), figure in zip(letters, cases.items(), figures.split(), strict=True)
        ),
        A8.printed(
            "h",
            says="first-order series at eps=1, a=0: minus infinity",
            reading="as a limit, the series being undefined at a = 0: for a -> 0+, sqrt(pi/a) (1 - "
            "3/(4a^2)) falls below every bound. It is at most -2 sqrt(pi/a) for 0 < a <= 1/2",
            check=forms.identity(
                lambda: [(4 * a_**2 - 3 + 2 * 4 * a_**2, 3 * (4 * a_**2 - 1))],
                "4a^2 (1 - 3/(4a^2) + 2) = 3(4a^2 - 1)",
            ),
            reach=Reach.IDENTITY,
        ),
    ),
)


A9 = Claims(problem, SU.at("the table after equation (4)"), "A-9")


def closed_off(t: fmpq) -> arb:
    return abs(closed_form(Ball(), arb(1), arb(t)) / truth(arb(1), arb(t)) - 1)


def closer(case: str, terms: int) -> Callable[[], bool | None]:
    """Is the closed form closer than the sum of so many terms?"""
    eps, a = map(rational, COLUMNS[case])
    return lambda: less(closed_off(eps / a**2), off(terms, eps / a**2))


CLAIMS_A9 = A9.whole(
    "law",
    says="the closed form is closer to the integral than the first-order series, in every case",
    reading="in those of the table and for all a, eps > 0",
    parts=(
        A9.law(
            "a",
            says="the closed form is closer than the first-order series in every case of the table",
            reading="in the three columns with a > 0; at a = 0 only the closed form has a finite value "
            "(A-8h)",
            check=forms.each(
                [(f"at {case}", closer(case, 2)) for case in COLUMNS],
                "the closed form is closer in each of the three",
            ),
            reach=Reach.FINITE_SET,
        ),
        A9.law(
            "b",
            says="the closed form is always closer than the first-order series",
            reading="for all a, eps > 0. Both lie below the integral (e^-u >= 1 - u), so the larger is "
            "the closer. Over sqrt(pi/a), with s = sqrt(1 + 6 eps/a^2) > 1, they are sqrt(2/(1 + "
            "s)) and (9 - s^2)/8. The second is <= 0 for s >= 3; for s < 3 compare the squares: "
            "128 - (1 + s)(9 - s^2)^2 = (s - 1)^2 p(s), p > 0",
            check=forms.both(
                forms.identity(
                    lambda: [
                        (128 - (1 + s_) * (9 - s_**2) ** 2, (s_ - 1) ** 2 * fmpq_poly([47, 13, -3, -1]))
                    ],
                    "128 - (1+s)(9-s^2)^2 = (s-1)^2 (47 + 13s - 3s^2 - s^3)",
                ),
                forms.on_interval(
                    fmpq(1),
                    fmpq(3),
                    lambda s: less(0, 47 + s * (13 - s * (3 + s))),
                    "47 + 13s - 3s^2 - s^3 > 0",
                ),
            ),
            reach=Reach.IDENTITY,
        ),
    ),
)


A10 = Claims(problem, SU.at("on equation (4)"), "A-10")
CLAIMS_A10 = (
    A10.finding(
        says="the closed form sometimes beats the series at higher orders too",
        reading="in at least one of the table's three columns with a > 0 it is closer than a sum of "
        "3 to 20 terms",
        check=forms.exists(
            [(f"against {n} terms at {case}", closer(case, n)) for case in COLUMNS for n in range(3, 21)],
            "every sum of 3 to 20 terms is closer in each column",
        ),
        reach=Reach.EXAMPLE,
    ),
    A10.finding(
        "b",
        says="the closed form sometimes beats the series at higher orders too",
        reading="the strongest form: at eps = a^2/10 it beats the series at every order, whatever "
        "the number of terms. (Not so everywhere: at eps = a^2/100 three terms beat it.)",
        check=forms.each(
            [
                ("at eps = a^2/10: closed form", lambda: less(closed_off(TENTH), arb("0.0051"))),
                ("at eps = a^2/10: series", lambda: never_within("0.0051", TENTH, 8)),
                ("at eps = a^2/100", lambda: less(off(3, HUNDREDTH), closed_off(HUNDREDTH))),
            ],
            "at eps = a^2/10 the closed form is off by less than 0.51 percent, every sum by more",
        ),
        reach=Reach.INEQUALITY,
        neighbour=True,
    ),
)
