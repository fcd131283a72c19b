"""The ways to compute it."""

from functools import partial

from flint import fmpq

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.quotient_near_zero.problem import EXAMPLE, problem
from verify.catalogue.quotient_near_zero.truncation import (
    THEOREM,
    kept_bound,
    linear_bound,
    naive_bound,
    printed_bound,
)
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
