"""Nonlinear regression on NIST's data sets: parameters of least squares, as a proved stationary point.

S(b) = sum r_i^2 / 2 with r_i = y_i - f(b, x_i) has the gradient sum r_i r_i' and the Hessian
sum r_i' r_i'^T + r_i r_i''. Which minimum is meant is said by the certified values: the search starts there.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from flint import arb, arb_mat, arb_series, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.arithmetic.precision import current_bits
from verify.catalogue.nist import data_nonlinear_a, data_nonlinear_b, data_nonlinear_c
from verify.catalogue.nist.datasets import datasets, each_dataset, numbered
from verify.catalogue.nist.models import MODELS
from verify.catalogue.sources import NIST
from verify.core.literals import rational
from verify.core.model import Problem, Route, Sensitivity
from verify.mathematics.jets import Jet, Jets, variables
from verify.mathematics.linear import array
from verify.mathematics.stationary import Derivatives, stationary_point
from verify.measure.budget import largest

TABLES = (data_nonlinear_a, data_nonlinear_b, data_nonlinear_c)
# The smallest first: a sample of the first few is a cheap one.
SETS = tuple(
    sorted((s for t in TABLES for s in datasets(t.DATA)), key=lambda s: int(s.certified["observations"][0]))
)
NAMES = tuple(s.name for s in SETS)
DATASET = numbered(SETS, shown=1 + NAMES.index("Misra1a"))
RESTS = ("sum_of_squares", "residual_sd", "degrees_of_freedom", "observations")


def parameters(dataset: int) -> list[list[str]]:
    """Of each parameter what NIST prints: the estimate, its standard deviation, two values to start from."""
    return [printed for name, printed in SETS[dataset - 1].certified.items() if name not in RESTS]


def certified(dataset: int) -> list[fmpq]:
    return [rational(estimate) for estimate, *_ in parameters(dataset)]


def data(dataset: int) -> tuple[Any, ...]:
    """x, a column for each predictor; y; the number of the data set, which names the model."""
    y, *x = SETS[dataset - 1].columns
    return np.column_stack(x), y, dataset


class Residuals:
    """r = y - f(b, x) with its derivatives by b; `with_x` also by the predictors, numbered after b."""

    def __init__(self, x: Matrix, y: Matrix, dataset: int, with_x: bool = False) -> None:
        self.model = MODELS[NAMES[dataset - 1]]
        self.y = _balls(y)
        if NAMES[dataset - 1] == "Nelson":
            self.y = array([v.log() for v in self.y], y.shape)
        p = len(certified(dataset))
        columns = [_balls(c) for c in x.T]
        self.x = [Jet(c, {p + m: arb(1)}) if with_x else c for m, c in enumerate(columns)]

    def at(self, b: Sequence[arb]) -> Jet:
        r: Jet = self.y - self.model(Jets(), variables(b), self.x)
        return r

    def derivatives(self, b: Sequence[arb]) -> tuple[arb_mat, arb_mat]:
        """The gradient and the Hessian of S."""
        r, p, n = self.at(b), len(b), len(self.y)
        J = jacobian(r, p, n)
        gradient = J * arb_mat(n, 1, list(r.value))
        H = J * J.transpose()
        for (j, k), curved in r.curvatures.items():
            if k >= p:
                continue
            bent = (r.value * curved).sum()
            H[j, k] = H[j, k] + bent
            if j != k:
                H[k, j] = H[k, j] + bent
        return gradient, H


def _balls(values: Matrix) -> Any:
    return array([arb(v) for v in values], values.shape)


def jacobian(r: Jet, p: int, n: int) -> arb_mat:
    """The derivatives of the residuals by the p parameters: p by n."""
    return arb_mat([_row(r.slopes.get(j, arb(0)), n) for j in range(p)])


def _row(part: Any, n: int) -> list[arb]:
    return list(part) if isinstance(part, np.ndarray) else [part] * n


@lru_cache(maxsize=16)  # the routines are all measured at the same data
def _fitted(x: tuple[fmpq, ...], y: tuple[fmpq, ...], dataset: int, bits: int) -> tuple[arb, ...] | None:
    columns = array(list(x), (len(y), len(x) // len(y)))
    residuals = Residuals(columns, array(list(y), (len(y),)), dataset)
    found = stationary_point(residuals.derivatives, [arb(v) for v in certified(dataset)])
    return None if found is None else tuple(found)


def fitted(x: Matrix, y: Matrix, dataset: int) -> Any:
    """The stationary point; NaN where the precision does not prove one."""
    found = _fitted(tuple(x.flat), tuple(y), dataset, current_bits())
    p = len(certified(dataset))
    return array([arb.nan()] * p if found is None else list(found), (p,))


# --- another route: derivatives by power series, Newton's operator ---------------------------------------


class Series:
    """The functions of an arithmetic, for power series over balls."""

    def __call__(self, value: Any) -> arb:
        return arb(value)

    def pi(self) -> arb:
        return arb.pi()

    def __getattr__(self, name: str) -> Any:
        return lambda u: getattr(u, name)()


def by_series(x: Matrix, y: Matrix, dataset: int) -> Derivatives:
    """b -> gradient and Hessian of S, from S(b + t d) to second order for d = e_j and e_j + e_k."""
    model = MODELS[NAMES[dataset - 1]]
    response = [arb(v).log() if NAMES[dataset - 1] == "Nelson" else arb(v) for v in y]

    def expanded(b: Sequence[arb], direction: Sequence[int]) -> tuple[arb, arb]:
        """The coefficients of t and t^2."""
        moved = [arb_series([v, d], 3) for v, d in zip(b, direction, strict=True)]
        first = second = arb(0)
        for row, value in zip(x, response, strict=True):
            r = model(Series(), moved, [arb(v) for v in row]) - value
            first, second = first + r[0] * r[1], second + r[0] * r[2] + r[1] * r[1] / 2
        return first, second

    def derivatives(b: Sequence[arb]) -> tuple[arb_mat, arb_mat]:
        p = len(b)
        axes = [[int(i == j) for i in range(p)] for j in range(p)]
        alone = [expanded(b, e) for e in axes]
        H = arb_mat(p, p)
        for j in range(p):
            H[j, j] = 2 * alone[j][1]
            for k in range(j):
                both = expanded(b, [s + t for s, t in zip(axes[j], axes[k], strict=True)])[1]
                H[j, k] = H[k, j] = both - alone[j][1] - alone[k][1]
        return arb_mat(p, 1, [first for first, _ in alone]), H

    return derivatives


def by_newton(x: Matrix, y: Matrix, dataset: int) -> Any:
    """N = m - H(X)^-1 g(m): if it lies inside X, the only zero of g in X lies in it (Moore 1966)."""
    derivatives, m = by_series(x, y, dataset), [arb(v) for v in certified(dataset)]
    for _ in range(current_bits().bit_length() + 4):
        g, H = derivatives(m)
        m = [(v - s).mid() for v, s in zip(m, H.mid().solve(g.mid()).entries(), strict=True)]
    radius = arb(2) ** (-current_bits() * 5 // 8)
    X = [v + arb(0, abs(v) * radius) for v in m]
    N = [v - s for v, s in zip(m, derivatives(X)[1].solve(derivatives(m)[0]).entries(), strict=True)]
    inside = all(whole.contains_interior(part) for whole, part in zip(X, N, strict=True))
    return array(N if inside else [arb.nan()] * len(m), (len(m),))


class Multiple:
    """The functions of an arithmetic, for mpmath."""

    def __init__(self, mp: Mpmath) -> None:
        self.mp = mp

    def __call__(self, value: Any) -> Mpf:
        return self.mp.mpf(value)

    def pi(self) -> Mpf:
        return +self.mp.pi

    def __getattr__(self, name: str) -> Any:
        return getattr(self.mp, name)


def opinion(mp: Mpmath, x: Matrix, y: Matrix, dataset: int) -> list[Mpf]:
    """Newton's method on central differences of S, at eight times the precision."""
    model, goal = MODELS[NAMES[dataset - 1]], mp.prec
    with mp.workprec(8 * goal):
        R = Multiple(mp)

        def number(v: fmpq) -> Mpf:
            return mp.mpf(int(v.p)) / int(v.q)

        rows = [[number(v) for v in row] for row in x]
        response = [mp.log(number(v)) if NAMES[dataset - 1] == "Nelson" else number(v) for v in y]
        b = [number(v) for v in certified(dataset)]
        h = [abs(v) * mp.mpf(2) ** (-2 * goal) for v in b]

        def S(*steps: tuple[int, int]) -> Mpf:
            moved = [v + sum(s * h[k] for k, s in steps if k == j) for j, v in enumerate(b)]
            return mp.fsum((v - model(R, moved, row)) ** 2 for v, row in zip(response, rows, strict=True))

        for _ in range(5):
            middle, p = S(), len(b)
            H, g = mp.matrix(p), mp.matrix(p, 1)
            for j in range(p):
                up, down = S((j, 1)), S((j, -1))
                g[j], H[j, j] = (up - down) / 2, up + down - 2 * middle
                for k in range(j):
                    mixed = S((j, 1), (k, 1)) - S((j, 1), (k, -1)) - S((j, -1), (k, 1)) + S((j, -1), (k, -1))
                    H[j, k] = H[k, j] = mixed / 4
            step = mp.lu_solve(H, g)
            b = [v - s * d for v, s, d in zip(b, step, h, strict=True)]
    return [+v for v in b]


# --- how the parameters answer to the data ---------------------------------------------------------------


def condition(x: Matrix, y: Matrix, dataset: int) -> dict[str, arb]:
    """The largest sum |db_j/dd| |d| over the data d, over max |b_j|; componentwise, over |b_j| each.

    The gradient g is zero along b(d), so H db/dd = -dg/dd. With g_j = sum r r_j that is -r_j of the
    observation for its y, and -(r_t r_j + r r_jt) for a predictor t. Where log y is fitted, dy / y is for dy.
    """
    b = list(fitted(x, y, dataset))
    p, n = len(b), len(y)
    residuals = Residuals(x, y, dataset, with_x=True)
    r = residuals.at(b)
    inverse = residuals.derivatives(b)[1].inv()
    J = jacobian(r, p, n)
    scale = [arb(1) if NAMES[dataset - 1] == "Nelson" else abs(arb(v)) for v in y]
    moved = [_weighted(row, scale) for row in (inverse * J).tolist()]
    for m in range(x.shape[1]):
        crossed = arb_mat([_row(r.curvatures.get((j, p + m), arb(0)), n) for j in range(p)])
        by_t = _row(r.slopes[p + m], n)
        right = [
            [v * c + s * d for v, c, s, d in zip(r.value, cs, ss, by_t, strict=True)]
            for cs, ss in zip(crossed.tolist(), J.tolist(), strict=True)
        ]
        column = [abs(arb(v)) for v in x[:, m]]
        moved = [
            u + _weighted(row, column)
            for u, row in zip(moved, (inverse * arb_mat(right)).tolist(), strict=True)
        ]
    sizes = [abs(v) for v in b]
    return {
        "inf": largest(moved) / largest(sizes),
        "componentwise": largest([u / v for u, v in zip(moved, sizes, strict=True)]),
    }


def _weighted(row: Sequence[arb], weights: Sequence[arb]) -> arb:
    return sum((abs(v) * w for v, w in zip(row, weights, strict=True)), arb(0))


problem = Problem(
    name="nist_nonlinear",
    title="Nonlinear regression on NIST's reference data",
    formula="b with sum (y_i - f(b, x_i))^2 least, near the certified values; f is the model of the data set",
    source=NIST.at("nonlinear regression"),
    parameters=(DATASET,),
    data=data,
    truth=Route(
        fitted,
        "Krawczyk's operator in balls, the second derivatives by automatic differentiation; the routines "
        "search in floats",
    ),
    second=Route(by_newton, "balls: Newton's operator, the derivatives by power series"),
    opinion=Route(opinion, "mpmath: Newton's method on central differences of the sum of squares"),
    sensitivity=Sensitivity(condition=condition),
    sweep=each_dataset(SETS),
    references=tuple({"dataset": k} for k in range(1, 13)),
)
