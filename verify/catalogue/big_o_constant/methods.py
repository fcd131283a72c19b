"""The ways to compute it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flint import fmpq

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.big_o_constant.problem import (
    BIG_O,
    FUNCTIONS,
    ORDER,
    Function,
    condition,
    drawn,
    largest,
)
from verify.catalogue.big_o_constant.truncation import beside_the_end, cut_at_the_end
from verify.core.model import Algorithm, Axis, Bound, Input, Parameter, Problem, Route, Sensitivity, Sweep


def quotient_at_the_end(f: Function) -> Callable[..., Any]:
    def body(R: Arithmetic[Number], d: Number, order: int) -> Any:
        polynomial, power = R(0), R(1)
        for k in reversed(range(order + 1)):
            polynomial = polynomial * d + R(f.coefficient(k))
            power = power * d
        return abs(f.f(R, d) - polynomial) / power

    return body


def series_at_the_end(f: Function) -> Callable[..., Any]:
    def body(R: Arithmetic[Number], d: Number, order: int, terms: int) -> Any:
        x, total = f.end * d, R(0)
        for k in reversed(range(order + 1, order + 1 + terms)):
            total = total * x + R(f.coefficient(k))
        return abs(total)

    return body


TERMS = Parameter("terms", 1, 200, (3, 10, 30, 100), shown=30)


def declared(f: Function) -> tuple[Problem, Algorithm, Algorithm]:
    problem = Problem(
        name=f"big_o_constant_{f.name}",
        title=f"The least constant in the remainder of {f.formula}",
        formula=f"least k with |f(x) - P(x)| <= k |x|^(order + 1) on [-d, d], f = {f.formula}",
        source=BIG_O,
        systems=("C4",),
        inputs=(Input("d", fmpq(0), f.high, above=True),),
        parameters=(ORDER,),
        data=lambda d, order: (d, order),
        truth=Route(
            lambda d, order: largest(f, d, order).value,
            "branch and bound over the remainder's quotient as a hypergeometric function; the algorithms "
            "evaluate at one end",
        ),
        second=f.second
        and Route(
            f.second,
            "at the end where a theorem places the maximum; for sin and cos branch and bound over "
            "the elementary functions",
        ),
        opinion=Route(f.opinion, "mpmath's elementary function where the maximum lies"),
        sensitivity=Sensitivity(condition=partial(condition, f)),
        sweep=Sweep(axis=Axis("d", lambda d, order: d, log=True), points=drawn(f.high), count=36),
        references=tuple(
            {"d": d, "order": order}
            for d, order in (
                ("1/10", 1),
                ("1/2", 1),
                ("1/2", 2),
                ("1/1000", 3),
                ("9/10", 4),
                ("4", 1),
                ("7", 2),
            )
            if d in ("1/10", "1/2", "1/1000", "9/10") or f.high > 1
        ),
    )

    return (
        problem,
        Algorithm(
            name="quotient_at_the_end",
            problem=problem,
            says="the remainder at x = d over d^n, as the text finds k",
            source=BIG_O,
            body=quotient_at_the_end(f),
            truncation=Bound(partial(beside_the_end, f.spread), f.theorem),
            basic=f.basic,
        ),
        Algorithm(
            name="series_at_the_end",
            problem=problem,
            says="the Taylor series of g, which does not cancel, at the end where |g| is largest",
            source=BIG_O,
            body=series_at_the_end(f),
            parameters=(TERMS,),
            truncation=Bound(partial(cut_at_the_end, f.spread, f.tail, f.end), f.theorem),
        ),
    )


DECLARED = tuple(declared(f) for f in FUNCTIONS)
OF = {f.name: problem for f, (problem, *_) in zip(FUNCTIONS, DECLARED, strict=True)}
