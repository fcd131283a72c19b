"""Factors and pseudoinverses at their edge; stacks of matrices one by one."""

from collections.abc import Callable
from typing import Any

import numpy as np

from verify.inside.ndarrays.factors import Cholesky, Orthogonal
from verify.inside.ndarrays.linear import LeastSquares
from verify.inside.ndarrays.linear_edges import LARGEST_LEAST_SQUARES, LinearEdges
from verify.inside.run.kinds import kind_of
from verify.inside.run.tape import Function

LARGEST_FACTOR = 30  # rows and columns together


class FactorEdges(LinearEdges):
    """Cholesky, Q R and the pseudoinverse."""

    structural: Any  # what moves entries (moving.py)

    def stacked(self, of_one: Callable[..., Any]) -> Callable[..., Any]:
        """The same of every matrix of a stack."""

        def call(a: Any, *rest: Any, **named: Any) -> Any:
            if np.ndim(self.plain(a, [])) < 3:
                return of_one(a, *rest, **named)
            if any(np.shape(self.plain(b, []))[:-2] != np.shape(self.plain(a, []))[:-2] for b in rest):
                raise NotImplementedError
            found = [call(*one, **named) for one in zip(a, *rest, strict=True)]
            return self.structural(np.stack, (found,), {})

        return call

    def cholesky(self, a: Any, *, upper: bool = False) -> Any:
        matrix, p = self._small(a)
        made = np.linalg.cholesky(matrix, upper=upper)
        factor = Cholesky(len(matrix))

        def entry(i: int, j: int) -> Function | None:
            i, j = (j, i) if upper else (i, j)
            return factor.entry(i, j) if j <= i else None

        return self._judged("cholesky", made, entry, (p.T if upper else p).ravel().tolist())

    def orthogonal(self, a: Any, mode: str = "reduced") -> Any:
        """np.linalg.qr of no more columns than rows."""
        matrix, p = self._small(a)
        (m, n), operands = matrix.shape, p.ravel().tolist()
        if n > m or mode not in ("reduced", "r"):
            raise NotImplementedError
        made: Any = np.linalg.qr(matrix)
        factors = Orthogonal(m, n, np.sign(np.diagonal(made.R)).tolist())
        upper = self._judged(
            "qr", made.R, lambda i, j: factors.triangular(i, j) if i <= j else None, operands
        )
        if mode == "r":
            return upper
        return type(made)(self._judged("qr", made.Q, factors.orthogonal, operands), upper)

    def pseudoinverse(
        self, a: Any, rcond: Any = None, hermitian: bool = False, *, rtol: Any = np._NoValue
    ) -> Any:
        """Of full rank, which is decided as numpy does: its columns solve least squares for unit vectors."""
        if rcond is None:
            rcond = 1e-15 if rtol is np._NoValue else rtol
        values, p = self.parts(a)
        if hermitian or values.ndim != 2 or not values.size:
            raise NotImplementedError
        m, n = values.shape
        if m + n > LARGEST_LEAST_SQUARES:
            raise NotImplementedError
        cut = max(m, n) * np.finfo(values.dtype).eps if rcond is None else rcond
        if not self.recorder.is_number(cut):  # numpy's own is the float that it is
            cut = self.made(np.float64(cut), self.leaves(np.asarray(cut, dtype=np.float64)))
        sizes = self.singular_values(a, compute_uv=False)
        largest = self.reduced(np.maximum, "reduce", (sizes,), {})
        kept = self.call_ufunc(np.greater, (sizes, self.call_ufunc(np.multiply, (cut, largest), {})), {})
        if not np.all(kept):
            raise NotImplementedError
        made = np.linalg.pinv(values, rcond=rcond)
        tall = p if m >= n else p.T  # the pseudoinverse of the transpose is its transpose
        return self._columns(tall.shape, tall.ravel().tolist(), made, m >= n)

    def _columns(self, shape: tuple[int, ...], operands: list[int], made: np.ndarray, tall: bool) -> Any:
        m, n = shape
        unit = [self.recorder.integer(k, self.site).node for k in (0, 1)]
        systems = [LeastSquares(m, n) for _ in range(m)]
        places = np.empty(made.shape, dtype=np.int64)
        for i, c in np.ndindex(n, m):
            where = (i, c) if tall else (c, i)
            given = [*operands, *(unit[j == c] for j in range(m))]
            places[where] = self.tape.applied(
                systems[c].component(i), self.site, given, float(made[where]), kind_of(made.dtype)
            )
        self.tape.edges.setdefault((self.site, "pinv"), []).extend(places.ravel().tolist())
        return self.made(made, places)

    def _small(self, a: Any) -> tuple[np.ndarray, np.ndarray]:
        values, p = self.parts(a)
        if values.ndim != 2 or not values.size or sum(values.shape) > LARGEST_FACTOR:
            raise NotImplementedError
        return values, p

    def _judged(
        self, name: str, made: np.ndarray, entry: Callable[..., Function | None], operands: list[int]
    ) -> Any:
        """Each entry a function of the operands; None: a zero."""
        places = np.full(made.shape, self.recorder.integer(0, self.site).node)
        judged = self.tape.edges.setdefault((self.site, name), [])
        for where in np.ndindex(made.shape):
            if (function := entry(*where)) is not None:
                value, kind = float(made[where]), kind_of(made.dtype)
                places[where] = self.tape.applied(function, self.site, operands, value, kind)
                judged.append(int(places[where]))
        return self.made(made, places)
