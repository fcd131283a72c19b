"""e^-x for x >= 0 by three summations: direct powers and factorials, a recursion, a reciprocal."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.draw import strata
from verify.errors import by_series
from verify.model import Algorithm, Axis, Input, Parameter, Problem, Source

HOMEWORK = Source("Computational physics course", 2022, "Homework 1, solutions")


def truth(x: Any) -> Any:
    return (-x).exp()


def opinion(mp: Any, x: Any) -> Any:
    # A continued fraction by Lentz's rule, not mpmath's exp: e^x = 1 + 2x/(2 - x + x^2/(6 + x^2/(10 + ...)))
    terms = int(mp.prec + 4 * x + 20)
    tail = mp.mpf(4 * terms + 2)
    for k in range(terms - 1, 0, -1):
        tail = 4 * k + 2 + x * x / tail
    return 1 / (1 + 2 * x / (2 - x + x * x / tail))


def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    # Decimals, as one would type them: the data error shows. Half where the three ways differ most,
    # half out to where e^-x itself leaves float64's range.
    half = count // 2
    for x in strata(half, 0, 50, 3, random) + strata(count - half, 50, 750, 3, random):
        yield {"x": x}


problem = Problem(
    name="exp_negative",
    title="The exponential of a negative number",
    formula="y = exp(-x), x >= 0",
    source=HOMEWORK.at("section 1"),
    inputs=(Input("x", fmpq(0), fmpq(750)),),
    truth=truth,
    route="arb's exp, by argument reduction and bit-burst; the algorithms only add, multiply and divide",
    opinion=opinion,
    opinion_route="a continued fraction in mpmath",
    gradient=by_series(truth),
    monotone=True,
    axis=Axis("x", lambda x: x),
    points=points,
    count=600,
    references=tuple(
        {"x": x} for x in ("0", "1/10", "1", "5/2", "10", "17", "184/5", "50", "100", "700", "750")
    ),
)

TERMS = Parameter("terms", 1, 200, (5, 10, 20, 50, 100, 150, 200), shown=100)


def direct(R: Any, x: Any, terms: int) -> Any:
    total = power = factorial = R(1)
    for k in range(1, terms):
        power = power * -x
        factorial = factorial * k
        total = total + power / factorial
    return total


def recursion(R: Any, x: Any, terms: int) -> Any:
    total = term = R(1)
    for k in range(1, terms):
        term = term * -x / k
        total = total + term
    return total


def reciprocal(R: Any, x: Any, terms: int) -> Any:
    return R(1) / recursion(R, -x, terms)


def first_omitted(x: Any, terms: int) -> Any:
    # Taylor's theorem with Lagrange's remainder, x >= 0: the error of the first n terms of e^-x is
    # e^-xi x^n/n! for some 0 <= xi <= x, hence at most x^n/n!.
    return x**terms / arb(terms).fac()


def reciprocal_remainder(x: Any, terms: int) -> Any:
    # With S the sum for e^x, 0 <= e^x - S <= e^x x^n/n! (Lagrange, xi <= x), so that
    # |1/S - e^-x| = (e^x - S) / (S e^x) <= x^n/n! / S, and S >= 1 for x >= 0.
    return first_omitted(x, terms) / recursion(arb, -x, terms)


ALGORITHMS = (
    Algorithm(
        name="direct",
        problem=problem,
        says="powers and factorials formed apart, then divided",
        source=HOMEWORK.at("section 1, direct evaluation"),
        body=direct,
        parameters=(TERMS,),
        truncation=first_omitted,
        theorem="Taylor's theorem, Lagrange's remainder",
    ),
    Algorithm(
        name="recursion",
        problem=problem,
        says="each term from the one before, s_n = -s_(n-1) x/n",
        source=HOMEWORK.at("section 1, recursion"),
        body=recursion,
        parameters=(TERMS,),
        truncation=first_omitted,
        theorem="Taylor's theorem, Lagrange's remainder",
    ),
    Algorithm(
        name="reciprocal",
        problem=problem,
        says="the recursion for e^x, then one over it",
        source=HOMEWORK.at("section 1, reciprocal"),
        body=reciprocal,
        parameters=(TERMS,),
        truncation=reciprocal_remainder,
        theorem="Taylor's theorem, Lagrange's remainder",
    ),
)
