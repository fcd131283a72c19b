"""The ways to compute it."""

import math
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice, pairwise
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.ball import Ball
from verify.arithmetic.float64 import Float64
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.sources import APOSTOL, DAVIS, DU
from verify.catalogue.taylor_remainder.problem import FUNCTIONS, PROBLEMS, Function
from verify.catalogue.taylor_remainder.truncation import first_omitted, gauss, trapezoidal
from verify.core.model import Algorithm, Bound, Finite, Parameter, Problem

# --- the algorithms -----------------------------------------------------------------------------------
TERMS = Parameter("terms", 1, 60, (1, 2, 5, 10, 20, 60), shown=10)
NODES = Parameter("nodes", 1, 24, (1, 2, 4, 8, 16, 24), shown=8)
CELLS = Parameter("cells", 1, 1024, (1, 4, 16, 64, 256, 1024), shown=64)


def nodes_in_balls(m: int) -> Sequence[tuple[Any, Any]]:
    """Abscissas and weights of Gauss and Legendre on [0, 1]."""
    found = [arb.legendre_p_root(m, k, weight=True) for k in range(m)]
    return [((1 + x) / 2, w / 2) for x, w in found]


def cumulated(step: Number, values: list[Number], zero: Number) -> list[Number]:
    """The trapezoidal rule from the first point to each."""
    sums = [zero]
    for left, right in pairwise(values):
        sums.append(sums[-1] + step * (left + right) / 2)
    return sums


def difference_of(f: Function, problem: Problem) -> Algorithm:
    def difference(R: Arithmetic[Number], a: Number, x: Number, n: int) -> Any:
        total = R(0)
        for term in islice(f.terms(R, a, x - a), n + 1):
            total = total + term
        return f.derivative(R, x, 0) - total

    return Algorithm(
        name="difference",
        problem=problem,
        says="the function less its polynomial",
        source=DU.at("section on Taylor's expansion"),
        body=difference,
        basic=False,
        truncation=Finite(),
    )


def tail_of(f: Function, problem: Problem) -> Algorithm:
    def tail(R: Arithmetic[Number], a: Number, x: Number, n: int, terms: int) -> Number:
        total = R(0)
        for term in islice(f.terms(R, a, x - a), n + 1, n + 1 + terms):
            total = total + term
        return total

    return Algorithm(
        name="tail",
        problem=problem,
        says="the next terms of the series",
        source=APOSTOL.at("section 7.5"),
        body=tail,
        parameters=(TERMS,),
        truncation=Bound(partial(first_omitted, f), "Taylor's theorem, Lagrange's remainder"),
        basic=False,
        grid=True,
    )


def iterated_of(f: Function, problem: Problem) -> Algorithm:
    def iterated(R: Arithmetic[Number], a: Number, x: Number, n: int, cells: int) -> Any:
        step = (x - a) / cells
        values = [f.derivative(R, a + k * step, n + 1) for k in range(cells + 1)]
        for _ in range(n + 1):
            values = cumulated(step, values, R(0))
        return values[-1]

    return Algorithm(
        name="iterated",
        problem=problem,
        says="the (n+1)-fold integral, one after the other by the trapezoidal rule",
        source=DU.at("section on Taylor's expansion, R_n"),
        body=iterated,
        parameters=(CELLS,),
        truncation=Bound(
            partial(trapezoidal, f), "error of the trapezoidal rule, applied to each integral in turn"
        ),
        basic=f.name == "log",
        grid=True,
    )


def cauchy_of(f: Function, problem: Problem) -> Algorithm:
    def rule(R: Arithmetic[Number], nodes: Iterable[tuple[Any, Any]], a: Number, x: Number, n: int) -> Number:
        h = x - a
        total = R(0)
        for s, w in nodes:
            total = total + w * f.derivative(R, a + s * h, n + 1) * (1 - s) ** n
        return total * h ** (n + 1) / math.factorial(n)

    def float64(a: float, x: float, n: int, nodes: int) -> Any:
        s, w = np.polynomial.legendre.leggauss(nodes)
        pairs = zip((1 + s) / 2, w / 2, strict=True)
        return rule(Float64(), pairs, np.float64(a), np.float64(x), n)

    def ball(a: arb, x: arb, n: int, nodes: int) -> arb:
        return rule(Ball(), nodes_in_balls(nodes), a, x, n)

    return Algorithm(
        name="cauchy",
        problem=problem,
        says="one integral over f^(n+1)(t) (x-t)^n/n!, by Gauss and Legendre's rule",
        source=DAVIS.at("section 2.7"),
        float64=float64,
        ball=ball,
        parameters=(NODES,),
        truncation=Bound(partial(gauss, f), "error of Gauss's rule"),
        basic=False,
        grid=True,
    )


ALGORITHMS = tuple(
    make(f, problem)
    for f, problem in zip(FUNCTIONS, PROBLEMS, strict=True)
    for make in (difference_of, tail_of, iterated_of, cauchy_of)
)
