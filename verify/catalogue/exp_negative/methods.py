"""The ways to compute it."""

from collections.abc import Callable
from typing import Any

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.exp_negative.problem import problem
from verify.catalogue.exp_negative.truncation import first_omitted, reciprocal_remainder
from verify.catalogue.sources import HOMEWORK
from verify.core.model import Algorithm, Bound, Parameter

TERMS = Parameter("terms", 1, 200, (5, 10, 20, 50, 100, 150, 200), shown=100)


def direct(R: Arithmetic[Number], x: Number, terms: int) -> Number:
    total = power = factorial = R(1)
    for k in range(1, terms):
        power = power * -x
        factorial = factorial * k
        total = total + power / factorial
    return total


def recursion(R: Callable[[int], Number], x: Number, terms: int) -> Number:
    total = term = R(1)
    for k in range(1, terms):
        term = term * -x / k
        total = total + term
    return total


def reciprocal(R: Arithmetic[Number], x: Number, terms: int) -> Any:
    return R(1) / recursion(R, -x, terms)


ALGORITHMS = tuple(
    Algorithm(
        name=body.__name__,
        problem=problem,
        says=says,
        source=HOMEWORK.at(f"section 1, {place}"),
        body=body,
        parameters=(TERMS,),
        truncation=Bound(bound, "Taylor's theorem, Lagrange's remainder"),
    )
    for body, place, says, bound in (
        (direct, "direct evaluation", "powers and factorials formed apart, then divided", first_omitted),
        (recursion, "recursion", "each term from the one before, s_n = -s_(n-1) x/n", first_omitted),
        (reciprocal, "reciprocal", "the recursion for e^x, then one over it", reciprocal_remainder),
    )
)
