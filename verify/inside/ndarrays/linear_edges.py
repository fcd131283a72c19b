"""np.linalg at its edge: what LAPACK returns is judged by the truth at these very entries."""

from collections.abc import Callable
from typing import Any

import numpy as np

from verify.inside.dispatch import functions
from verify.inside.ndarrays.array_making import ArrayMaking
from verify.inside.ndarrays.linear import Determinant, LeastSquares, System
from verify.inside.ndarrays.spectra import Nearest, Singular, Symmetric
from verify.inside.run.kinds import kind_of
from verify.inside.run.tape import FUN

LARGEST_SYSTEM = 40
LARGEST_LEAST_SQUARES = 60  # rows and columns together
LARGEST_SPECTRUM = 20
LARGEST_DETERMINANT = 16  # its slopes are n^2 determinants


class LinearEdges(ArrayMaking):
    """Norms, systems, determinants, least squares and eigenvalues."""

    def norm(self, a: Any, ord: Any = None, axis: Any = None, **named: Any) -> Any:
        """Of all entries at once; others are made of what numpy makes them of, if they come out as there."""
        self._only_axis(named)
        if self.in_plane.holds(a):
            return self._complex_norm(a, ord, axis)
        values, nodes = self.parts(a)
        ord = self.plain(ord, [])
        made = np.asarray(np.linalg.norm(values, ord, axis))
        if axis is None and (ord is None or (ord == 2 and values.ndim == 1) or ord == "fro"):
            return self.made(made, self.applied(functions.hypot(values.size), [nodes.ravel()], made))
        if values.ndim != 1 and not isinstance(axis, int):
            raise NotImplementedError
        found = self._vector_norm(self.array(a), 2 if ord is None else ord, axis)
        if not np.array_equal(self.parts(found)[0], made, equal_nan=True):
            raise NotImplementedError
        return found

    def _complex_norm(self, a: Any, ord: Any, axis: Any) -> Any:
        """Of all entries: that of their parts."""
        values, re, im = self.in_plane.parts(a)
        if axis is not None or not (ord is None or (ord == 2 and values.ndim == 1) or ord == "fro"):
            raise NotImplementedError
        made = np.asarray(np.linalg.norm(values))
        both = np.concatenate([re.ravel(), im.ravel()])
        return self.made(made, self.applied(functions.hypot(both.size), [both], made))

    def _vector_norm(self, a: Any, ord: Any, axis: Any) -> Any:
        named = {"axis": axis}
        if ord == 2:
            squares = self.call_ufunc(np.multiply, (a, a), {})
            return self.call_ufunc(np.sqrt, (self.reduced(np.add, "reduce", (squares,), named),), {})
        over = {1: np.add, np.inf: np.maximum, -np.inf: np.minimum}.get(ord)
        if over is None:
            raise NotImplementedError
        return self.reduced(over, "reduce", (self.call_ufunc(np.absolute, (a,), {}),), named)

    def applied(self, function: Any, nodes: list[np.ndarray], values: np.ndarray) -> np.ndarray:
        if function.name == "hypot" and len(nodes) == 1:  # of all the entries
            place = self.pooled(FUN, nodes[0], values, function)
            self.tape.edges.setdefault((self.site, "norm"), []).append(int(place))
            return place
        return super().applied(function, nodes, values)

    def solve(self, a: Any, b: Any) -> Any:
        """Each component is a function of all entries: its truth at these very entries is exact."""
        (matrix, p), (right, q) = self.parts(a), self.parts(b)
        if right.ndim not in (1, 2):
            raise NotImplementedError
        return self._systems("solve", np.linalg.solve(matrix, right), p, q)

    def inverse(self, a: Any) -> Any:
        """Its columns solve the systems whose right sides are those of the identity."""
        matrix, p = self.parts(a)
        if matrix.ndim != 2:
            raise NotImplementedError
        unit = np.eye(len(matrix))
        return self._systems("inv", np.linalg.inv(matrix), p, self.leaves(unit))

    def _systems(self, name: str, made: np.ndarray, p: np.ndarray, q: np.ndarray) -> Any:
        """Solutions, one in each column, of the matrix at p with the right sides at q."""
        if p.ndim != 2 or len(p) > LARGEST_SYSTEM:
            raise NotImplementedError
        places = np.empty(made.shape, dtype=np.int64)
        for c in range(1 if made.ndim == 1 else made.shape[1]):
            system = System(len(p))
            column = (slice(None),) if made.ndim == 1 else (slice(None), c)
            operands = [*p.ravel().tolist(), *q[column].tolist()]
            for i, value in enumerate(made[column].tolist()):
                where = (i, *column[1:])
                places[where] = self.tape.applied(
                    system.component(i), self.site, operands, value, kind_of(made.dtype)
                )
        self.tape.edges.setdefault((self.site, name), []).extend(places.ravel().tolist())
        return self.made(made, places)

    def determinant(self, a: Any) -> Any:
        matrix, p = self.parts(a)
        if matrix.ndim != 2 or len(matrix) > LARGEST_DETERMINANT:
            raise NotImplementedError
        made = np.asarray(np.linalg.det(matrix))
        function = Determinant(len(matrix)).function()
        place = self.tape.applied(function, self.site, p.ravel().tolist(), float(made), kind_of(made.dtype))
        self.tape.edges.setdefault((self.site, "det"), []).append(place)
        return self.made(made, np.asarray(place))

    def log_determinant(self, a: Any) -> Any:
        """The sign is a decision, the logarithm a function."""
        matrix, p = self.parts(a)
        if matrix.ndim != 2 or len(matrix) > LARGEST_DETERMINANT:
            raise NotImplementedError
        found = np.linalg.slogdet(matrix)
        if not found.sign:
            raise NotImplementedError
        tape, places = self.tape, p.ravel().tolist()
        value = float(np.linalg.det(matrix))
        whole = tape.applied(Determinant(len(matrix)).function(), self.site, places, value)
        number, zero = self.recorder.number(value, whole), self.recorder.integer(0, self.site)
        positive = self.recorder.decided(self.site, ">", number, zero, bool(found.sign > 0))
        log = tape.applied(Determinant(len(matrix)).log(), self.site, places, float(found.logabsdet))
        tape.edges.setdefault((self.site, "slogdet"), []).append(log)
        sign = self.recorder.leaf(self.site, 1.0 if positive else -1.0)
        return type(found)(sign, self.recorder.number(float(found.logabsdet), log))

    def least_squares(self, a: Any, b: Any, rcond: Any = None) -> Any:
        """The solution, of a matrix of full rank; residuals and singular values are not followed."""
        (matrix, p), (right, q) = self.parts(a), self.parts(b)
        made, residuals, rank, singular = np.linalg.lstsq(matrix, right, rcond)
        m, n = matrix.shape
        if rank < n or m + n > LARGEST_LEAST_SQUARES:
            raise NotImplementedError
        places = np.empty(made.shape, dtype=np.int64)
        for c in range(1 if made.ndim == 1 else made.shape[1]):
            system = LeastSquares(m, n)
            column = (slice(None),) if made.ndim == 1 else (slice(None), c)
            operands = [*p.ravel().tolist(), *q[column].tolist()]
            for k, value in enumerate(made[column].tolist()):
                place = self.tape.applied(
                    system.component(k), self.site, operands, value, kind_of(made.dtype)
                )
                places[(k, *column[1:])] = place
        self.tape.edges.setdefault((self.site, "lstsq"), []).extend(places.ravel().tolist())
        others = (self.made(x, self.unknown(x)) for x in (residuals, singular))
        return self.made(made, places), next(others), rank, next(others)

    def symmetric(self, a: Any, UPLO: str = "L") -> Any:
        """np.linalg.eigh: the eigenvalues; their vectors are not followed."""
        plain: Any = np.linalg.eigh
        made = plain(self.parts(a)[0], UPLO)
        vectors = self.made(made.eigenvectors, self.unknown(made.eigenvectors))
        return type(made)(self.eigenvalues(a, UPLO, made.eigenvalues), vectors)

    def general(self, function: Any) -> Callable[..., Any]:
        """eig and eigvals: each eigenvalue is judged by the one that is nearest; none is followed."""

        def call(a: Any) -> Any:
            matrix, p = self.parts(a)
            if matrix.ndim == 2 and len(matrix) <= LARGEST_SPECTRUM and self.is_real((a,)):
                found, near = function(matrix), Nearest(len(matrix))
                for value in np.asarray(getattr(found, "eigenvalues", found)).tolist():
                    for f, v in zip(near.parts(complex(value)), (value.real, value.imag), strict=True):
                        if v:  # an eigenvalue of a real matrix that is apart from all others is real
                            operands, kind = p.ravel().tolist(), kind_of(matrix.dtype)
                            place = self.tape.applied(f, self.site, operands, v, kind)
                            self.tape.edges.setdefault((self.site, function.__name__), []).append(place)
            return self.not_followed(function, function.__name__, (a,), {})

        return call

    def singular_values(
        self, a: Any, full_matrices: bool = True, compute_uv: bool = True, hermitian: bool = False
    ) -> Any:
        """np.linalg.svd: the singular values; their vectors are not followed."""
        if hermitian:
            raise NotImplementedError
        plain: Any = np.linalg.svd
        made = plain(self.parts(a)[0], full_matrices, compute_uv)
        if not compute_uv:
            return self._singular(a, made)
        u, vh = (self.made(v, self.unknown(v)) for v in (made.U, made.Vh))
        return type(made)(u, self._singular(a, made.S), vh)

    def _singular(self, a: Any, made: np.ndarray) -> Any:
        """Those of the transpose are the same."""
        values, p = self.parts(a)
        if values.ndim != 2 or not values.size or sum(values.shape) > LARGEST_SPECTRUM:
            raise NotImplementedError
        tall = p if values.shape[0] >= values.shape[1] else p.T
        singular, operands = Singular(*tall.shape), tall.ravel().tolist()
        places = [
            self.tape.applied(singular.value(k), self.site, operands, value, kind_of(made.dtype))
            for k, value in enumerate(made.tolist())
        ]
        self.tape.edges.setdefault((self.site, "svdvals"), []).extend(places)
        return self.made(made, np.array(places))

    def eigenvalues(self, a: Any, UPLO: str = "L", computed: Any = None) -> Any:
        """By `eigvalsh`, or as they were computed."""
        matrix, p = self.parts(a)
        if matrix.ndim != 2 or len(matrix) > LARGEST_SPECTRUM:
            raise NotImplementedError
        lower = UPLO.upper() == "L"
        made = np.linalg.eigvalsh(matrix, "L" if lower else "U") if computed is None else computed
        symmetric = Symmetric(len(matrix))
        operands = (p if lower else p.T).ravel().tolist()
        places = [
            self.tape.applied(symmetric.eigenvalue(k), self.site, operands, value, kind_of(made.dtype))
            for k, value in enumerate(made.tolist())
        ]
        self.tape.edges.setdefault((self.site, "eigvalsh"), []).extend(places)
        return self.made(made, np.array(places))
