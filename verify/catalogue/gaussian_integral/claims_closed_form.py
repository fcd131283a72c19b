"""What the source says about the closed form, each statement with its proof."""

from functools import partial

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import every, less
from verify.catalogue.gaussian_integral.claims_series import n_, ratio
from verify.catalogue.gaussian_integral.methods import closed_form
from verify.catalogue.gaussian_integral.problem import coefficient, problem, truth
from verify.catalogue.sources import SU
from verify.claims import forms
from verify.claims.declare import Claims
from verify.claims.forms import between
from verify.core.claim import Reach

A5 = Claims(problem, SU.at("on equation (4)"), "A-5")


a_, b_, e_, l_, r_, y_ = fmpq_mpoly_ctx.get(("a", "b", "e", "l", "r", "y"), Ordering.lex).gens()


A_ = (a_ + r_) / 2  # with r = sqrt(a^2 + 6 eps), so eps = (r^2 - a^2)/6
CLAIMS_A5 = (
    A5.law(
        says="A = (a + sqrt(a^2 + 6 eps))/2 removes the first-order term",
        reading="2A(a - A) + 3 eps = 0 for all a and eps: 4A^2 times that term over sqrt(pi/A), as "
        "<x^2> = 1/(2A), <x^4> = 3/(4A^2). (Its bracket is (a - A) x^2 + eps x^4; the text "
        "once prints eps x^2.)",
        check=forms.identity(
            lambda: [(2 * A_ * (a_ - A_) + 3 * (r_**2 - a_**2) / 6, 0 * a_)],
            "2A(a - A) + 3 eps = 0",
        ),
        reach=Reach.IDENTITY,
    ),
)


A6 = Claims(problem, SU.at("on equation (4)"), "A-6")
CLAIMS_A6 = (
    A6.law(
        says="at a = 0 the closed form is a constant times eps^(-1/4), as the integral is",
        reading="both scale alike: eps -> l^4 eps takes I to I/l (put x = y/l) and r = sqrt(6 eps) "
        "to l^2 r, so that sqrt(2 pi/r) goes to 1/l of itself; the quotient of the two is "
        "one constant",
        check=forms.both(
            forms.identity(
                lambda: [(l_**4 * e_ * y_**4, e_ * (l_ * y_) ** 4), ((l_**2 * r_) ** 2, l_**4 * r_**2)],
                "the exponent and r^2 under the scaling",
            ),
            forms.each(
                [
                    (
                        "at eps = 1",
                        lambda: between(
                            "0.8834", closed_form(Ball(), arb(0), arb(1)) / truth(arb(0), arb(1)), "0.8835"
                        ),
                    )
                ],
                "the closed form is 0.8834 to 0.8835 of the integral at every eps",
            ),
        ),
        reach=Reach.IDENTITY,
    ),
)


A7 = Claims(problem, SU.at("on equation (4)"), "A-7")


def enclosed(a: int, eps: int) -> bool | None:
    """The bounds of claim A-7."""
    x, y, b = arb(a), arb(eps), max(-a, 0)
    above = (arb(b * b) / (2 * y)).exp() * arb(fmpq(1, 4)).gamma() / 2 * (2 / y) ** arb(fmpq(1, 4))
    return every([less(closed_form(Ball(), x, y), truth(x, y)), less(truth(x, y), above)])


CLAIMS_A7 = (
    A7.law(
        says="as eps grows without bound the integral and the closed form both tend to 0",
        reading="for every real a: 0 < C <= I (e^-u >= 1 - u, whose u integrates to 0), and with b = "
        "max(-a, 0) I <= e^(b^2/(2 eps)) Gamma(1/4)/2 (2/eps)^(1/4), as b y <= b^2/(2 eps) + "
        "eps y^2/2 for y = x^2",
        check=forms.both(
            forms.identity(
                lambda: [(b_**2 + e_**2 * y_**2 - 2 * e_ * b_ * y_, (b_ - e_ * y_) ** 2)],
                "b^2 + eps^2 y^2 - 2 eps b y = (b - eps y)^2",
            ),
            forms.each(
                [
                    (f"at a = {a}, eps = {eps}", partial(enclosed, a, eps))
                    for a in (-3, 0, 2)
                    for eps in (1, 10**3, 10**6)
                ],
                "at nine places the integral lies between",
            ),
        ),
        reach=Reach.INEQUALITY,
    ),
    A7.law(
        "b",
        says="as eps grows without bound the series fails altogether",
        reading="its sum of N >= 2 terms is sqrt(pi/a) times a polynomial of degree N - 1 in "
        "eps/a^2, the last coefficient (-1)^(N-1) (1/2)_(2N-2)/(N-1)! not 0: it tends to "
        "infinity or minus infinity",
        check=forms.identity(
            lambda: (
                [
                    (abs(coefficient(n)) * (4 * n + 1) * (4 * n + 3), abs(coefficient(n + 1)) * 4 * (n + 1))
                    for n in range(30)
                ]
                + [(coefficient(0), fmpq(1)), (ratio, 16 * n_**2 + 16 * n_ + 3)]
            ),
            "the sizes of the coefficients grow from 1 by (4n+1)(4n+3)/(4(n+1)) > 0",
        ),
        reach=Reach.IDENTITY,
        further=True,
    ),
)
