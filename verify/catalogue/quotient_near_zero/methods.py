"""The ways to compute it, and how far each is from the value in exact arithmetic."""

from functools import partial

from flint import arb, fmpq

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.quotient_near_zero.problem import EXAMPLE, problem
from verify.core.model import Algorithm, Bound, Finite


def linear(R: Arithmetic[Number], x: Number) -> Number:
    return 1 - 3 * x / 2


def kept_quotient(R: Arithmetic[Number], x: Number) -> Number:
    return (1 - x / 2) / (1 + x)


def naive_quotient(R: Arithmetic[Number], x: Number) -> Number:
    return 1 / (1 + x)


def printed_quotient(R: Arithmetic[Number], x: Number) -> Number:
    return (1 + x / 2) / (1 + x)


def by_log(R: Arithmetic[Number], x: Number) -> Number:
    return R.log(1 + x) / (x * R.exp(x))


def by_log1p(R: Arithmetic[Number], x: Number) -> Number:
    return R.log1p(x) / (x * R.exp(x))


# Truncation. For x > -1:
#   ln(1+x)/x = integral over [0, 1] of dt/(1+xt) = 1 - x/2 + alpha x^2, alpha = integral of t^2/(1+xt),
#   between 1/3 and 1/(3(1+x));
#   e^-x = 1 - x + beta x^2, beta = e^-xi/2, between 1/2 and e^-x/2 (Lagrange).
THEOREM = "Taylor's theorem for both factors, with integral and Lagrange's remainder"


def alpha(x: arb) -> arb:
    return (1 / arb(3)).union(1 / (3 * (1 + x)))


def beta(x: arb) -> arb:
    return arb(0.5).union((-x).exp() / 2)


def linear_quotient(x: arb) -> arb:
    """(f - (1 - 3x/2))/x^2, enclosed."""
    # (1 - x/2 + alpha x^2) e^-x, and (1 - x/2)(1 - x) = 1 - 3x/2 + x^2/2
    return fmpq(1, 2) + alpha(x) * (-x).exp() + beta(x) * (1 - x / 2)


def kept_remainder(x: arb) -> arb:
    # e^-x - 1/(1+x) = x^2 (beta - 1/(1+x)), as (1-x)(1+x) - 1 = -x^2
    return x * x * ((1 - x / 2) * (beta(x) - 1 / (1 + x)) + alpha(x) * (-x).exp())


def linear_bound(x: arb) -> arb:
    return abs(x * x * linear_quotient(x))


def kept_bound(x: arb) -> arb:
    return abs(kept_remainder(x))


def naive_bound(x: arb) -> arb:
    # 1/(1+x) is the kept quotient and (x/2)/(1+x)
    return abs(kept_remainder(x) - x / (2 * (1 + x)))


def printed_bound(x: arb) -> arb:
    # (1 + x/2)/(1+x) is the kept quotient and x/(1+x)
    return abs(kept_remainder(x) - x / (1 + x))


def not_zero(x: fmpq) -> bool:
    return x != 0


quotient = partial(Algorithm, problem=problem, source=EXAMPLE)
ALGORITHMS = (
    quotient(
        name="linear",
        says="1 - 3x/2: ln to second order over x, times 1 - x for e^-x, cut after x",
        body=linear,
        truncation=Bound(linear_bound, THEOREM),
    ),
    quotient(
        name="naive_quotient",
        says="1/(1 + x): linear approximations of ln(1+x) and e^x, divided",
        body=naive_quotient,
        truncation=Bound(naive_bound, THEOREM),
    ),
    quotient(
        name="kept_quotient",
        says="(1 - x/2)/(1 + x): ln to second order over x, the division left as it stands",
        body=kept_quotient,
        truncation=Bound(kept_bound, THEOREM),
    ),
    quotient(
        name="printed_quotient",
        says="(1 + x/2)/(1 + x): the same with the text's sign of x^2/2",
        body=printed_quotient,
        truncation=Bound(printed_bound, THEOREM),
    ),
    quotient(
        name="by_log",
        says="the quotient as it stands, log(1 + x)",
        body=by_log,
        truncation=Finite(),
        applies=not_zero,
        basic=False,
    ),
    quotient(
        name="by_log1p",
        says="the quotient with log1p(x), which does not form 1 + x",
        body=by_log1p,
        truncation=Finite(),
        applies=not_zero,
        basic=False,
    ),
)
