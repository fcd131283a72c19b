"""Eigenvalues and singular values as functions of all the entries of a matrix, with secant slopes."""

from collections.abc import Sequence
from functools import cmp_to_key
from typing import Any

from flint import acb, acb_mat, arb, arb_mat

from verify.inside.ndarrays.linear import Kept
from verify.inside.run.tape import Function


class Nearest:
    """The eigenvalue of a matrix, of its n^2 entries, that is nearest to a number; they have to be apart."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.kept = Kept()

    def parts(self, value: complex) -> tuple[Function, Function]:
        """Its real and its imaginary part."""
        return (
            Function("eigvals", lambda *x: self._nearest(x, value).real),
            Function("eigvals", lambda *x: self._nearest(x, value).imag),
        )

    def _nearest(self, x: Sequence[arb], value: complex) -> acb:
        def make() -> list[acb]:
            try:
                found: list[acb] = acb_mat(arb_mat(self.n, self.n, list(x))).eig()
            except ValueError:  # not apart as far as these bits tell
                return []
            return found

        known, here = self.kept("values", x, make), acb(value.real, value.imag)
        by_distance = sorted((abs(v - here) for v in known), key=lambda d: d.mid())
        if not known or (len(known) > 1 and not by_distance[0] < by_distance[1]):
            return acb(arb.nan(), arb.nan())
        found: acb = next(v for v in known if abs(v - here).overlaps(by_distance[0]))
        return found


class Symmetric:
    """The eigenvalues of a symmetric matrix, in ascending order, as functions of its n^2 entries.

    Only the lower triangle counts, as for LAPACK. They have to be apart.
    """

    def __init__(self, n: int, name: str = "eigvalsh") -> None:
        self.n, self.name = n, name
        self.kept = Kept()

    def eigenvalue(self, k: int) -> Function:
        return Function(
            self.name, lambda *x: self.pairs(x)[k][0], secants=lambda a, b: self._secants(k, a, b)
        )

    def pairs(self, x: Sequence[arb]) -> list[tuple[arb, list[Any]]]:
        """Each eigenvalue and an eigenvector of it."""
        n = self.n

        def make() -> list[tuple[arb, list[Any]]]:
            entries = [x[n * max(i, j) + min(i, j)] for i in range(n) for j in range(n)]
            try:
                values, vectors = acb_mat(arb_mat(n, n, entries)).eig(right=True)
            except ValueError:  # not apart as far as these bits tell
                return [(arb.nan(), [arb.nan()] * n)] * n
            # FLINT encloses each apart from the others, and those of a symmetric matrix are real: of two
            # real enclosures one is certainly the smaller.
            order = sorted(
                range(n), key=cmp_to_key(lambda i, k: 1 if values[i].real > values[k].real else -1)
            )
            return [(values[k].real, [vectors[i, k] for i in range(n)]) for k in order]

        found: list[tuple[arb, list[Any]]] = self.kept("pairs", x, make)
        return found

    def _secants(self, k: int, floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
        # With a v = l v and V^T A = L V^T: V^T (a - A) v = (l - L) V^T v, whatever the vectors' lengths.
        n, v, exact = self.n, self.pairs(floats)[k][1], self.pairs(balls)[k][1]
        size = sum((p * q for p, q in zip(exact, v, strict=True)), arb(0))

        def slope(i: int, j: int) -> arb:
            if j > i:
                return arb(0)
            both = exact[i] * v[i] if i == j else exact[i] * v[j] + exact[j] * v[i]
            found = both / size
            return found if isinstance(found, arb) else found.real

        return [slope(i, j) for i in range(n) for j in range(n)]


class Singular:
    """The singular values of m by n, n <= m, in descending order, as functions of the entries.

    They are the roots of the eigenvalues of A^T A, and have to be apart from each other and from 0.
    """

    def __init__(self, m: int, n: int) -> None:
        self.m, self.n = m, n
        self.gram = Symmetric(n)
        self.kept = Kept()

    def value(self, k: int) -> Function:
        return Function(
            "svdvals", lambda *x: self._triples(x)[k][0], secants=lambda a, b: self._secants(k, a, b)
        )

    def _triples(self, x: Sequence[arb]) -> list[tuple[arb, list[arb], list[arb]]]:
        """Each singular value s, and vectors with A v = s u and A^T u = s v."""
        m, n = self.m, self.n

        def make() -> list[tuple[arb, list[arb], list[arb]]]:
            a = arb_mat(m, n, list(x))
            found = []
            for square, v in reversed(self.gram.pairs((a.transpose() * a).entries())):
                right = [arb(w) if isinstance(w, arb) else w.real for w in v]
                # The eigenvalue is not negative: a ball that reaches below 0 settles nothing.
                s = square.sqrt() if square > 0 else arb.nan()
                found.append((s, [w / s for w in (a * arb_mat(n, 1, right)).entries()], right))
            return found

        made: list[tuple[arb, list[arb], list[arb]]] = self.kept("triples", x, make)
        return made

    def _secants(self, k: int, floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
        # With a v = s u, a^T u = s v, A V = S U and A^T U = S V:
        # U^T (a - A) v = s U^T u - S V^T v  and  V^T (a - A)^T u = s V^T v - S U^T u. The sum of both is
        # (s - S)(U^T u + V^T v), whatever the vectors' lengths.
        (_, u, v), (_, left, right) = self._triples(floats)[k], self._triples(balls)[k]
        size = sum((p * q for p, q in zip([*left, *right], [*u, *v], strict=True)), arb(0))
        return [(left[i] * v[j] + u[i] * right[j]) / size for i in range(self.m) for j in range(self.n)]
