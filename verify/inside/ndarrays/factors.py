"""Cholesky's factor and Q R as functions of all the entries of a matrix, with secant slopes."""

from collections.abc import Sequence
from typing import Any

from flint import arb, arb_mat

from verify.inside.ndarrays.linear import Kept, inverted
from verify.inside.run.tape import Function

Rows = list[list[arb]]


def dot(x: Sequence[arb], y: Sequence[arb]) -> arb:
    found: arb = sum((a * b for a, b in zip(x, y, strict=True)), arb(0))
    return found


class Cholesky:
    """L with L L^T = A, a function of the n^2 entries; only the lower triangle counts, as for LAPACK."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.kept = Kept()

    def entry(self, p: int, q: int) -> Function:
        return Function(
            "cholesky", lambda *x: self._factor(x)[p, q], secants=lambda a, b: self._secants(p, q, a, b)
        )

    def _factor(self, x: Sequence[arb]) -> Any:
        n = self.n

        def make() -> arb_mat:
            rows: Rows = [[arb(0)] * n for _ in range(n)]
            for i in range(n):
                for j in range(i + 1):
                    rest = x[n * i + j] - dot(rows[i][:j], rows[j][:j])
                    # What may be negative has no root: not positive definite as far as these bits tell.
                    rows[i][j] = rest / rows[j][j] if j < i else rest.sqrt() if rest > 0 else arb.nan()
            return arb_mat(rows)

        return self.kept("factor", x, make)

    def _inverse(self, x: Sequence[arb]) -> Any:
        return self.kept("inverse", x, lambda: inverted(self._factor(x)))

    def _secants(self, p: int, q: int, floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
        # a - A = l l^T - L L^T = d l^T + L d^T with d = l - L, so that M = L^-1 (a - A) l^-T is L^-1 d, which
        # is lower triangular, plus d^T l^-T, which is upper. Below the diagonal M is L^-1 d; on it
        # M_ii = d_ii (1/L_ii + 1/l_ii), of which L^-1 d has the part l_ii/(l_ii + L_ii). Then d = L (L^-1 d).
        n, old, new = self.n, self._factor(floats), self._factor(balls)
        before, after = self._inverse(floats), self._inverse(balls)
        if before is None or after is None:
            return [arb.nan()] * len(balls)
        part = old[q, q] / (old[q, q] + new[q, q])
        column = [new[p, i] * (part if i == q else 1) for i in range(q, p + 1)]
        weights = [dot(column, [after[i, r] for i in range(q, p + 1)]) for r in range(n)]
        row = [before[q, s] for s in range(n)]

        def slope(r: int, s: int) -> Any:  # an entry below the diagonal stands above it, too
            if s > r:
                return arb(0)
            return weights[r] * row[r] if r == s else weights[r] * row[s] + weights[s] * row[r]

        return [slope(r, s) for r in range(n) for s in range(n)]


class Orthogonal:
    """Q and R of m by n, n <= m, A of full rank, as LAPACK's reflections make them.

    `signs`: those of R's diagonal as computed. They belong to the path: a reflection takes a column to
    -sign(alpha) |column|, alpha its first entry. Where balls do not tell these signs, nothing is known.
    """

    def __init__(self, m: int, n: int, signs: Sequence[float]) -> None:
        self.m, self.n, self.signs = m, n, signs
        self.kept = Kept()

    def orthogonal(self, p: int, q: int) -> Function:
        return Function(
            "qr",
            lambda *x: self._factors(x)[0][p][q],
            secants=lambda a, b: self._of_q(p, q, self._hull(a, b)),
        )

    def triangular(self, p: int, q: int) -> Function:
        return Function(
            "qr",
            lambda *x: self._factors(x)[1][p][q],
            secants=lambda a, b: self._of_r(p, q, self._hull(a, b)),
        )

    def _factors(self, x: Sequence[arb]) -> tuple[Rows, Rows]:
        found: tuple[Rows, Rows] = self.kept("factors", x, lambda: self._reflected(x))
        return found

    def _reflected(self, x: Sequence[arb]) -> tuple[Rows, Rows]:
        m, n = self.m, self.n
        columns = [[x[n * i + j] for i in range(m)] for j in range(n)]
        vectors = []
        for k in range(n):
            v = self._reflection(columns[k][k:], self.signs[k])
            vectors.append(v)
            for column in columns[k:]:
                column[k:] = mirrored(v, column[k:])
        unit = [[arb(i == j) for i in range(m)] for j in range(n)]
        for k in reversed(range(n)):
            for column in unit[k:]:
                column[k:] = mirrored(vectors[k], column[k:])
        upper = [[columns[j][i] if i <= j else arb(0) for j in range(n)] for i in range(n)]
        return [[column[i] for column in unit] for i in range(m)], upper

    def _reflection(self, column: list[arb], sign: float) -> list[arb] | None:
        """The vector of it; None where a column is as it is to be. NaN where these bits do not tell."""
        alpha, rest = column[0], column[1:]
        if all(v == 0 for v in rest):  # dlarfg then takes H = 1
            return None if alpha * sign > 0 else [arb.nan()] * len(column)
        if not dot(rest, rest) > 0 or not -alpha * sign > 0:
            return [arb.nan()] * len(column)
        return [alpha - arb(sign) * dot(column, column).sqrt(), *rest]

    # --- slopes: by the mean value theorem, the derivatives over the hull of both operands ----------------

    def _hull(self, floats: Sequence[arb], balls: Sequence[arb]) -> Sequence[arb]:
        key = [*floats, *balls]
        found: Sequence[arb] = self.kept(
            "hull", key, lambda: [a if a is b else a.union(b) for a, b in zip(floats, balls, strict=True)]
        )
        return found

    def _solved(self, x: Sequence[arb]) -> tuple[Rows, Rows, Any]:
        """Q, R and R^-1 of balls."""
        q, r = self._factors(x)
        return q, r, self.kept("inverse", x, lambda: inverted(arb_mat(r)))

    # With dA = dQ R + Q dR and X = Q^T dA R^-1 = Q^T dQ + dR R^-1: Q^T dQ is skew and dR R^-1 upper
    # triangular, so that K = Q^T dQ is X below the diagonal and -X^T above it, and X - K is dR R^-1. What of
    # dQ is not in the columns of Q is (1 - Q Q^T) dA R^-1. Of dA = 1 at (r, s) alone, X_ij = Q_ri (R^-1)_sj.

    def _of_r(self, p: int, at: int, x: Sequence[arb]) -> list[arb]:
        q, r, inverse = self._solved(x)
        if inverse is None:
            return [arb.nan()] * len(x)

        def slope(i: int, s: int) -> arb:
            row = [
                q[i][p] * inverse[s, j] + (q[i][j] * inverse[s, p] if j > p else 0) for j in range(p, at + 1)
            ]
            return dot(row, [r[j][at] for j in range(p, at + 1)])

        return [slope(i, s) for i in range(self.m) for s in range(self.n)]

    def _of_q(self, p: int, at: int, x: Sequence[arb]) -> list[arb]:
        q, _, inverse = self._solved(x)
        if inverse is None:
            return [arb.nan()] * len(x)
        below, above = q[p][at + 1 :], q[p][:at]

        def slope(i: int, s: int) -> Any:
            outside = (i == p) - dot(q[p], q[i])
            turned = dot(below, q[i][at + 1 :]) * inverse[s, at]
            return (
                turned - dot(above, [inverse[s, j] for j in range(at)]) * q[i][at] + outside * inverse[s, at]
            )

        return [slope(i, s) for i in range(self.m) for s in range(self.n)]


def mirrored(v: list[arb] | None, x: list[arb]) -> list[arb]:
    """x - 2 v (v^T x)/(v^T v)."""
    if v is None:
        return x
    by = 2 * dot(v, x) / dot(v, v)
    return [a - by * b for a, b in zip(x, v, strict=True)]
