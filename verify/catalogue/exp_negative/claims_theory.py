"""The laws of cancellation, judged: the largest term by subdivision, the recursion as measured."""

import math

from flint import arb, fmpq

from verify.arithmetic.mpfr import Format, Mpfr
from verify.catalogue.exp_negative.laws import ALL_TERMS, DIGITS_LEFT, LARGEST
from verify.catalogue.exp_negative.measured import on_tenths, tenths
from verify.catalogue.exp_negative.problem import problem
from verify.catalogue.sources import HIGHAM
from verify.claims.declare import Claims
from verify.claims.forms import identity
from verify.claims.theory import at_points, at_whole, claimed, extreme_term
from verify.core.claim import Reach
from verify.measure.ladder import ROUNDOFF, WIDE

T1 = Claims(problem, HIGHAM.at("sections 1.14 and 4.2"), "T-1", further=True)
U = fmpq(1, 2**53)


def rounded_term(n: int, x: arb) -> arb:
    # x^n/n! over e^-x; the quotients x/(n+1) of neighbours fall with n.
    return arb(U) * x**n / math.factorial(n) * x.exp()


def rounding_error(x: fmpq) -> arb:
    found = on_tenths("recursion")[x].rounding_error
    assert found is not None, "the sum is finite"
    return abs(found)


def magnified() -> list[tuple[fmpq, fmpq]]:
    # An error of u M in a number M = 2^b |y| on the way to y is 2^b u of y: 53 - b bits are left, and a bit
    # is log10(2) of a digit.
    y = fmpq(3, 7)
    return [(U * (2**b * y) / y, fmpq(1, 2 ** (53 - b))) for b in range(54)]


def rounded(p: int) -> arb:
    # |fl(x) - x| <= u |x|/(1 + u), u = 2^-p (Jeannerod and Rump 2018), which is less than u |x|; the tie
    # x = 1 + u attains it.
    x = 1 + fmpq(1, 2**p)
    return abs(arb(fmpq(*map(int, Mpfr(Format("p", p, WIDE))(x).as_integer_ratio())) / x - 1))


CLAIMS_THEORY = (
    claimed(
        ROUNDOFF,
        T1,
        at_whole(ROUNDOFF, rounded),
        Reach.FINITE_SET,
        "the error of rounding 1 + 2^(-p) by MPFR, for every whole number",
    ),
    claimed(
        LARGEST,
        T1,
        extreme_term(LARGEST, rounded_term, lambda x: x, least=False),
        Reach.SUBDIVISION,
        "2^-53 times the largest term over e^-x, for every real",
    ),
    claimed(
        ALL_TERMS,
        T1,
        at_points(ALL_TERMS, tenths("2", "36.7"), rounding_error),
        Reach.MEASUREMENT,
        "the rounding error with n = 0..100, at every tenth",
    ),
    claimed(
        DIGITS_LEFT,
        T1,
        identity(magnified, "an error u M with M = 2^b |y| is 2^(b-53) |y|"),
        Reach.IDENTITY,
        "an error of 2^-53 in a number of size 2^b |y| on the way to y",
    ),
)
