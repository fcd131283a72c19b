"""Two more routes to the fits: power series with Newton's operator; mpmath's central differences of S."""

from collections.abc import Sequence
from typing import Any

from flint import arb, arb_mat, arb_series, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.arithmetic.precision import current_bits
from verify.catalogue.nist.models import MODELS
from verify.catalogue.nist.nonlinear_fit import NAMES, certified
from verify.mathematics.linear import array
from verify.mathematics.stationary import Derivatives


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
