"""Solutions and determinants as functions of all the entries of a matrix, with secant slopes."""

from collections.abc import Callable, Sequence
from typing import Any

from flint import arb, arb_mat

from verify.arithmetic.precision import current_bits
from verify.inside.run.tape import Function


class Kept:
    """What was made of operands, by its kind: the components of one solution ask for it one by one."""

    def __init__(self) -> None:
        self.made: dict[Any, Any] = {}

    def __call__(self, kind: str, x: Sequence[arb], make: Callable[[], Any]) -> Any:
        key = (kind, current_bits(), tuple(map(id, x)))
        if key not in self.made or any(a is not b for a, b in zip(self.made[key][0], x, strict=True)):
            self.made = {k: v for k, v in self.made.items() if k[1] == key[1]}
            self.made[key] = (list(x), make())
        return self.made[key][1]


def solved(matrix: arb_mat, right: list[arb]) -> list[arb]:
    """NaN where the matrix is singular as far as these bits tell."""
    n = len(right)
    try:
        return list(matrix.solve(arb_mat(n, 1, right)).entries())
    except ZeroDivisionError:
        return [arb.nan()] * n


def inverted(matrix: arb_mat) -> Any:
    try:
        return matrix.inv()
    except ZeroDivisionError:
        return None


class System:
    """x = A^-1 b, n by n, one right-hand side: x_i as a function of the entries of A, then those of b."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.kept = Kept()

    def component(self, i: int) -> Function:
        return Function("solve", lambda *x: self._solution(x)[i], secants=lambda a, b: self._secants(i, a, b))

    def _matrix(self, x: Sequence[arb]) -> arb_mat:
        n = self.n
        return arb_mat(n, n, list(x[: n * n]))

    def _solution(self, x: Sequence[arb]) -> list[arb]:
        n = self.n

        def make() -> list[arb]:
            return solved(self._matrix(x), list(x[n * n :]))

        found: list[arb] = self.kept("solution", x, make)
        return found

    def _secants(self, i: int, floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
        # With a x = b and A X = B: A (x - X) = (b - B) - (a - A) x, so that
        # x - X = A^-1 [(b - B) - (a - A) x], an identity in the entries of a and b.
        n = self.n

        inverse = self.kept("inverse", balls, lambda: inverted(self._matrix(balls)))
        if inverse is None:
            return [arb.nan()] * len(balls)
        x = self._solution(floats)
        row = [inverse[i, j] for j in range(n)]
        return [-row[j] * x[k] for j in range(n) for k in range(n)] + row


class Determinant:
    """det A of n by n entries."""

    def __init__(self, n: int) -> None:
        self.n = n

    def function(self) -> Function:
        return Function("det", lambda *x: self._det(self.n, x), secants=self._secants)

    def _det(self, n: int, x: Sequence[arb]) -> arb:
        found: arb = arb_mat(n, n, list(x)).det() if n else arb(1)
        return found

    def _secants(self, floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
        # det is linear in each row: with the rows before i exchanged,
        # det a - det A = sum_i det(A_1 .. A_(i-1), a_i - A_i, a_(i+1) .. a_n), expanded by row i.
        n = self.n
        old = [list(floats[n * i : n * i + n]) for i in range(n)]
        new = [list(balls[n * i : n * i + n]) for i in range(n)]
        return [
            (-1) ** (i + j)
            * self._det(n - 1, [v for row in new[:i] + old[i + 1 :] for v in row[:j] + row[j + 1 :]])
            for i in range(n)
            for j in range(n)
        ]

    def log(self) -> Function:
        """log |det A|."""

        def ball(*x: arb) -> arb:
            return abs(self._det(self.n, x)).log()

        def secants(floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
            # log|d| - log|D| = s (d - D): s is a secant or, by the mean value theorem, 1/det over the hull.
            d, exact = self._det(self.n, floats), self._det(self.n, balls)
            slope = (abs(d).log() - abs(exact).log()) / (d - exact)
            if not slope.is_finite():
                slope = 1 / d.union(exact)
            return [slope * s for s in self._secants(floats, balls)]

        return Function("log|det|", ball, secants=secants)


class LeastSquares:
    """The x of m by n that makes |A x - b| least, n <= m, A of full rank: of the entries of A, then of b.

    With the residual r = b - A x it solves M z = d: M = [1 A; A^T 0], z = [r; x], d = [b; 0].
    """

    def __init__(self, m: int, n: int) -> None:
        self.m, self.n = m, n
        self.kept = Kept()

    def component(self, k: int) -> Function:
        at = self.m + k
        return Function(
            "lstsq", lambda *x: self._solution(x)[at], secants=lambda a, b: self._secants(at, a, b)
        )

    def _matrix(self, x: Sequence[arb]) -> arb_mat:
        m, n = self.m, self.n
        found = arb_mat(m + n, m + n)
        for i in range(m):
            found[i, i] = arb(1)
            for j in range(n):
                found[i, m + j] = found[m + j, i] = x[n * i + j]
        return found

    def _solution(self, x: Sequence[arb]) -> list[arb]:
        right = [*x[self.m * self.n :], *[arb(0)] * self.n]
        found: list[arb] = self.kept("solution", x, lambda: solved(self._matrix(x), right))
        return found

    def _secants(self, at: int, floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
        # As of a system, z - Z = M^-1 [(d - D) - (m - M) z]; an entry of A stands in M twice.
        m, n = self.m, self.n
        inverse = self.kept("inverse", balls, lambda: inverted(self._matrix(balls)))
        if inverse is None:
            return [arb.nan()] * len(balls)
        z = self._solution(floats)
        row = [inverse[at, j] for j in range(m + n)]
        entries = [-(row[i] * z[m + j] + row[m + j] * z[i]) for i in range(m) for j in range(n)]
        return entries + row[:m]
