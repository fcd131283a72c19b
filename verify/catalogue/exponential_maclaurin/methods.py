"""The ways to compute it."""

from typing import Any

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.exponential_maclaurin.problem import EXAMPLE, problem
from verify.catalogue.exponential_maclaurin.truncation import interest, lagrange
from verify.catalogue.sources import DU, EULER, KNUTH
from verify.core.model import Algorithm, Bound, Parameter

DEGREE = Parameter("degree", 0, 200, (1, 2, 3, 5, 10, 15, 20, 30, 50, 100, 200), shown=20)
DOUBLINGS = Parameter("doublings", 0, 64, (0, 5, 10, 15, 20, 25, 30, 35, 40, 50, 64), shown=25)


def maclaurin(R: Arithmetic[Number], x: Number, degree: int) -> Number:
    total = term = R(1)
    for k in range(1, degree + 1):
        term = term * x / k
        total = total + term
    return total


def horner(R: Arithmetic[Number], x: Number, degree: int) -> Number:
    total = R(1)
    for k in range(degree, 0, -1):
        total = 1 + total * x / k
    return total


def compound(R: Arithmetic[Number], x: Number, doublings: int) -> Any:
    value = 1 + x / 2**doublings
    for _ in range(doublings):
        value = value * value
    return value


ALGORITHMS = (
    Algorithm(
        name="maclaurin",
        problem=problem,
        says="1 + x + x^2/2! + ... + x^n/n!, from the left",
        source=DU.at(EXAMPLE),
        body=maclaurin,
        parameters=(DEGREE,),
        truncation=Bound(lagrange, "Taylor's theorem, Lagrange's remainder"),
        grid=True,
    ),
    Algorithm(
        name="horner",
        problem=problem,
        says="the same polynomial as 1 + x (1 + x/2 (1 + x/3 (...)))",
        source=KNUTH.at("section 4.6.4"),
        body=horner,
        parameters=(DEGREE,),
        truncation=Bound(lagrange, "Taylor's theorem, Lagrange's remainder"),
        grid=True,
    ),
    Algorithm(
        name="compound",
        problem=problem,
        says="(1 + x/n)^n with n = 2^k, by k squarings",
        source=EULER.at("chapter 7"),
        body=compound,
        parameters=(DOUBLINGS,),
        truncation=Bound(interest, "y - y^2/2 <= ln(1+y) <= y"),
        grid=True,
    ),
)
