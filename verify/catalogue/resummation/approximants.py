"""Pade approximants of a Stieltjes series by four ways."""

import math
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

from flint import fmpq

from verify.arithmetic.kinds import Arithmetic, Number
from verify.core.model import Parameter

TERMS = Parameter("terms", 1, 81, (1, 2, 3, 4, 5, 7, 10, 11, 15, 21, 31, 41, 61, 81), shown=21)


# --- the series and its continued fraction -------------------------------------------------------------
def moments(R: Callable[[int], Number], count: int) -> list[Number]:
    """(1/2)_(2n)/n!, so that g(t)/sqrt(pi) is the sum of these times (-t)^n."""
    found = [R(1)]
    for n in range(count - 1):
        found.append(found[-1] * ((4 * n + 1) * (4 * n + 3)) / (4 * (n + 1)))
    return found


def quotient_difference(c: list[Number]) -> list[Number]:
    """The coefficients of c_0/(1 + g_1 t/(1 + g_2 t/(1 + ...))), whose series is the sum of c_n (-t)^n."""
    # The rhombus rules, column by column: e = e' + q' - q, then q = q' e'/e, the dash one step down.
    q = [c[n + 1] / c[n] for n in range(len(c) - 1)]
    e: list[Number] = []
    found = q[:1]
    while len(found) < len(c) - 1:
        shifted = e[1:] if e else [0 * x for x in q[1:]]
        e = [s + below - x for s, below, x in zip(shifted, q[1:], q, strict=False)]
        found.append(e[0])
        if len(found) < len(c) - 1:
            q = [x * below / here for x, here, below in zip(q[1:], e, e[1:], strict=False)]
            found.append(q[0])
    return found


@cache
def coefficients(borel: bool) -> tuple[fmpq, ...]:
    """The exact g_k of the series, or of its Borel transform (c_n over n!), as many as are ever used."""
    c = moments(fmpq, TERMS.high + 1)
    return tuple(quotient_difference([x / math.factorial(n) if borel else x for n, x in enumerate(c)]))


def fraction(g: list[Any], t: Any) -> Any:
    """1/(1 + g_1 t/(1 + g_2 t/(...))) from the end: where all is positive nothing cancels."""
    value = 1
    for c in reversed(g):
        value = 1 + c * t / value
    return 1 / value


def partial_sum(R: Arithmetic[Number], t: Number, terms: int) -> Number:
    total = term = R(1)
    for n in range(terms - 1):
        term = term * ((4 * n + 1) * (4 * n + 3)) / (4 * (n + 1)) * -t
        total = total + term
    return R.sqrt(R.pi()) * total


def pade(R: Arithmetic[Number], t: Number, terms: int) -> Any:
    return R.sqrt(R.pi()) * fraction([R(c) for c in coefficients(False)[: terms - 1]], t)


def pade_by_qd(R: Arithmetic[Number], t: Number, terms: int) -> Any:
    return R.sqrt(R.pi()) * fraction(quotient_difference(moments(R, terms)), t)


def pade_by_elimination(R: Arithmetic[Number], t: Number, terms: int) -> Number:
    # The denominator 1 + x_1 t + ... + x_M t^M makes the coefficients of t^(L+1) to t^(L+M) of its product
    # with the series vanish. No pivoting: but for signs the matrix is one of a positive measure's moments.
    M = terms // 2
    L = terms - 1 - M
    c = [-m if n % 2 else m for n, m in enumerate(moments(R, terms))]
    c = [R(0)] * M + c  # c[M + n] is the coefficient of t^n
    rows = [[*(c[M + L + i - j] for j in range(1, M + 1)), -c[M + L + i]] for i in range(1, M + 1)]
    x = [R(1), *eliminate(rows)]
    above = [sum_of([x[j] * c[M + n - j] for j in range(min(n, M) + 1)]) for n in range(L + 1)]
    return R.sqrt(R.pi()) * horner(above, t) / horner(x, t)


def eliminate(rows: list[list[Any]]) -> list[Number]:
    """The solution of a square system by Gaussian elimination; each row ends in its right-hand side."""
    size = len(rows)
    for k in range(size):
        for i in range(k + 1, size):
            factor = rows[i][k] / rows[k][k]
            right = zip(rows[i][k + 1 :], rows[k][k + 1 :], strict=True)
            rows[i] = rows[i][: k + 1] + [y - factor * z for y, z in right]
    x: list[Any] = [None] * size
    for k in reversed(range(size)):
        rest = rows[k][size]
        for j in range(k + 1, size):
            rest = rest - rows[k][j] * x[j]
        x[k] = rest / rows[k][k]
    return x


def sum_of(values: list[Number]) -> Number:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


def horner(c: list[Number], t: Number) -> Number:
    value = c[-1]
    for x in reversed(c[:-1]):
        value = value * t + x
    return value


def pade_by_epsilon(R: Arithmetic[Number], t: Number, terms: int) -> Number:
    # Wynn: e_(k+1)(n) = e_(k-1)(n+1) + 1/(e_k(n+1) - e_k(n)), from e_(-1) = 0 and the partial sums e_0; the
    # corner e_(2N)(0) of 2N + 1 of them is the approximant [N/N].
    total = term = R(1) + 0 * t
    sums = [total]
    for n in range(terms - 1):
        term = term * ((4 * n + 1) * (4 * n + 3)) / (4 * (n + 1)) * -t
        total = total + term
        sums.append(total)
    before, here = [0 * t] * (terms + 1), sums
    while len(here) > 1:
        steps = [1 / (b - a) for a, b in pairwise(here)]
        before, here = here, [x + step for x, step in zip(before[1:], steps, strict=False)]
    return R.sqrt(R.pi()) * here[0]


STEP, LEFT, RIGHT = fmpq(3, 16), 213, 21  # Borel's integral by the trapezoidal rule, nodes -213h to 21h


def borel_pade(R: Arithmetic[Number], t: Number, terms: int) -> Number:
    # The integral of e^-s B(ts) over s > 0, B a Pade approximant of the Borel transform, by the trapezoidal
    # rule in v = ln s.
    g = [R(c) for c in coefficients(True)[: terms - 1]]
    total = R(0)
    for k in range(-LEFT, RIGHT + 1):
        s = R.exp(R(3 * k) / 16)
        total = total + s * R.exp(-s) * fraction(g, t * s)
    return R.sqrt(R.pi()) * total * 3 / 16
