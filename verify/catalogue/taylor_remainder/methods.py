"""The ways to compute it, and how far each is from the value in exact arithmetic."""

import math
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.float64 import Float64
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.sources import APOSTOL, DAVIS, DU
from verify.catalogue.taylor_remainder.problem import FUNCTIONS, PROBLEMS, Function
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

    def first_omitted(a: arb, x: arb, n: int, terms: int) -> Any:
        # Lagrange: the error of the polynomial of degree m - 1 is f^(m)(xi) (x-a)^m/m!.
        m = n + terms + 1
        return f.largest(a, x, m) * abs(x - a) ** m / math.factorial(m)

    return Algorithm(
        name="tail",
        problem=problem,
        says="the next terms of the series",
        source=APOSTOL.at("section 7.5"),
        body=tail,
        parameters=(TERMS,),
        truncation=Bound(first_omitted, "Taylor's theorem, Lagrange's remainder"),
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

    def bound(a: arb, x: arb, n: int, cells: int) -> arb:
        # I integrates from a, T is the rule, d the step, g = f^(n+1). T^(n+1) g - I^(n+1) g is the sum over
        # k <= n of T^(n-k) (T - I) I^k g. Up to each point |(T - I) p| <= |x-a| d^2/12 max|p''|, and
        # p'' = g'', g', g, I g, ... for p = g, I g, I^2 g, ..., where |I^j g| <= max|g| |x-a|^j/j!. And
        # T^j 1 rises, so that T raises it no more than the sum of right ends does: T^j 1 <= d^j C(m+j-1, j)
        # at the m-th point.
        length = abs(x - a)
        d = length / cells
        total = arb(0)
        for k in range(n + 1):
            j = max(k - 2, 0)
            curve = f.largest(a, x, n + 3 - min(k, 2)) * length**j / math.factorial(j)
            spread = d ** (n - k) * math.comb(cells + n - k - 1, n - k)
            total = total + spread * length * d * d / 12 * curve
        return total

    return Algorithm(
        name="iterated",
        problem=problem,
        says="the (n+1)-fold integral, one after the other by the trapezoidal rule",
        source=DU.at("section on Taylor's expansion, R_n"),
        body=iterated,
        parameters=(CELLS,),
        truncation=Bound(bound, "error of the trapezoidal rule, applied to each integral in turn"),
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

    def bound(a: arb, x: arb, n: int, nodes: int) -> arb:
        # The rule of m nodes on [0, 1] is off by (m!)^4/((2m+1)((2m)!)^3) p^(2m)(xi). By Leibniz, for
        # p(s) = g(a + sh)(1-s)^n, |p^(2m)| <= sum C(2m, j) |h|^(2m-j) max|g^(2m-j)| n!/(n-j)!, j <= n.
        m, length = nodes, abs(x - a)
        total = arb(0)
        for j in range(min(n, 2 * m) + 1):
            slope = f.largest(a, x, n + 1 + 2 * m - j) * length ** (2 * m - j)
            total = total + math.comb(2 * m, j) * slope * math.perm(n, j)
        factor = fmpq(math.factorial(m) ** 4, (2 * m + 1) * math.factorial(2 * m) ** 3)
        return factor * total * length ** (n + 1) / math.factorial(n)

    return Algorithm(
        name="cauchy",
        problem=problem,
        says="one integral over f^(n+1)(t) (x-t)^n/n!, by Gauss and Legendre's rule",
        source=DAVIS.at("section 2.7"),
        float64=float64,
        ball=ball,
        parameters=(NODES,),
        truncation=Bound(bound, "error of Gauss's rule"),
        basic=False,
        grid=True,
    )


ALGORITHMS = tuple(
    make(f, problem)
    for f, problem in zip(FUNCTIONS, PROBLEMS, strict=True)
    for make in (difference_of, tail_of, iterated_of, cauchy_of)
)
