"""Inner products and solutions of linear systems as functions of all their entries, with secant slopes."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from flint import arb, arb_mat

from verify.arithmetic.precision import current_bits
from verify.arithmetic.sums import exact_dot
from verify.inside.tape import Function

Secants = Callable[[Sequence[arb], Sequence[arb]], list[arb]]


def dot(*x: arb) -> arb:
    """sum a_i b_i of a_1 .. a_n, b_1 .. b_n."""
    n = len(x) // 2
    return sum((a * b for a, b in zip(x[:n], x[n:], strict=True)), arb(0))


def dot_secants(floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
    """a b - A B = B (a - A) + a (b - B)."""
    n = len(floats) // 2
    return [*balls[n:], *floats[:n]]


def dot_on_floats(x: np.ndarray) -> arb:
    """The inner product of the first half and the second."""
    return exact_dot(*np.split(x, 2))


DOT = Function("dot", dot, secants=dot_secants, on_floats=dot_on_floats)


class System:
    """x = A^-1 b, n by n, one right-hand side: x_i as a function of the entries of A, then those of b."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.solved: dict[Any, Any] = {}

    def component(self, i: int) -> Function:
        return Function("solve", lambda *x: self._solution(x)[i], secants=lambda a, b: self._secants(i, a, b))

    def _matrix(self, x: Sequence[arb]) -> arb_mat:
        n = self.n
        return arb_mat(n, n, list(x[: n * n]))

    def _kept(self, kind: str, x: Sequence[arb], make: Callable[[], Any]) -> Any:
        key = (kind, current_bits(), tuple(map(id, x)))
        if key not in self.solved or any(a is not b for a, b in zip(self.solved[key][0], x, strict=True)):
            self.solved = {k: v for k, v in self.solved.items() if k[1] == key[1]}
            self.solved[key] = (list(x), make())
        return self.solved[key][1]

    def _solution(self, x: Sequence[arb]) -> list[arb]:
        n = self.n

        def make() -> list[arb]:
            try:
                return list(self._matrix(x).solve(arb_mat(n, 1, list(x[n * n :]))).entries())
            except ZeroDivisionError:  # singular as far as these bits tell
                return [arb.nan()] * n

        found: list[arb] = self._kept("solution", x, make)
        return found

    def _secants(self, i: int, floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
        # With a x = b and A X = B: A (x - X) = (b - B) - (a - A) x, so that
        # x - X = A^-1 [(b - B) - (a - A) x], an identity in the entries of a and b.
        n = self.n

        def make() -> Any:
            try:
                return self._matrix(balls).inv()
            except ZeroDivisionError:
                return None

        inverse = self._kept("inverse", balls, make)
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
