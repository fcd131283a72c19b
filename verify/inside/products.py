"""Inner products and solutions of linear systems as functions of all their entries, with secant slopes."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from flint import arb, arb_mat

from verify.arithmetic.precision import current_bits
from verify.inside.sums import exact_dot
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
