"""A = H L with Lauchli's L = (1 1 1; e I), e = 37/32 2^-k, and Hadamard's H of signs: entries 1 + e or 1 - e.

H^T H = 4 I, so that A has twice the singular values of L: its condition number is about 2^k. With
b = A (1, 1, 1) + t H (-e, 1, 1, 1), whose second part is orthogonal to the columns, the solution is (1, 1, 1)
and the residual large (t = 1) or none (t = 0). All of it is float64s.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import LAUCHLI
from verify.core.model import Axis, Parameter, Problem, Route, Sensitivity, Sweep
from verify.mathematics.linear import array, exact_inverse, rational_matrix
from verify.measure.budget import as_ball, largest

EXPONENTS = tuple(range(2, 45, 3))


def lauchli(k: int) -> Matrix:
    e = fmpq(37, 2 ** (k + 5))
    return array([fmpq(1)] * 3 + [e * int(i == j) for i in range(3) for j in range(3)], (4, 3))


def hadamard() -> Matrix:
    signs = (1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1)
    return array([fmpq(s) for s in signs], (4, 4))


def data(k: int, t: int) -> tuple[Matrix, Matrix]:
    A = hadamard() @ lauchli(k)
    off = hadamard() @ array([-fmpq(37, 2 ** (k + 5)), fmpq(1), fmpq(1), fmpq(1)], (4,))
    return A, A @ array([fmpq(1)] * 3, (3,)) + t * off


def truth(A: Matrix, b: Matrix) -> Any:
    G, right = A.T @ A, A.T @ b
    found = rational_matrix(G).solve(rational_matrix(right)).entries()
    return as_ball(array(found, (3,)))


def by_minors(A: Matrix, b: Matrix) -> Any:
    """Cramer's rule on the normal equations, in balls."""
    G, right = as_ball(A.T @ A), as_ball(A.T @ b)

    def determinant(M: Matrix) -> Any:
        return sum(M[0, i] * _minor(M, i) for i in range(3))

    columns = [np.column_stack([right if j == i else G[:, j] for j in range(3)]) for i in range(3)]
    return array([determinant(M) / determinant(G) for M in columns], (3,))


def _minor(M: Matrix, i: int) -> Any:
    j, k = (i + 1) % 3, (i + 2) % 3
    return M[1, j] * M[2, k] - M[1, k] * M[2, j]


def opinion(mp: Mpmath, A: Matrix, b: Matrix) -> list[Mpf]:
    def number(v: fmpq) -> Mpf:
        return mp.mpf(int(v.p)) / int(v.q)

    with mp.workprec(4 * mp.prec):
        x, _ = mp.qr_solve(
            mp.matrix([[number(v) for v in row] for row in A]), mp.matrix([number(v) for v in b])
        )
    return list(x)


def condition(A: Matrix, b: Matrix) -> dict[str, arb]:
    """max_i sum |dx_i/dd| |d| over the entries d of A and b, over max |x_i|.

    With G = A^T A and r = b - A x: G dx = dA^T r - A^T dA x + A^T db.
    """
    inverse = exact_inverse(A.T @ A)
    by_b = inverse @ A.T
    x = by_b @ b
    r = b - A @ x
    moved = []
    for i in range(3):
        by_A = inverse[i][None, :] * r[:, None] - by_b[i][:, None] * x[None, :]
        moved.append(arb(sum((abs(by_A) * abs(A)).flat, fmpq(0)) + sum(abs(by_b[i]) * abs(b), fmpq(0))))
    return {"inf": largest(moved) / arb(max(abs(x)))}


def points(count: int, random: Random) -> Iterator[Mapping[str, int]]:
    for k in EXPONENTS[:: max(1, 2 * len(EXPONENTS) // count)]:
        yield from ({"k": k, "t": t} for t in (0, 1))


problem = Problem(
    name="lauchli_least_squares",
    title="Least squares with a matrix like Lauchli's",
    formula="x: ||A x - b|| least, A = H (1 1 1; e I), e = 37/32 2^-k, b = A (1, 1, 1) + t H (-e, 1, 1, 1)",
    source=LAUCHLI,
    parameters=(
        Parameter("k", 1, EXPONENTS[-1], EXPONENTS, shown=20),
        Parameter("t", 0, 1, (0, 1), shown=0),
    ),
    data=data,
    truth=Route(truth, "the normal equations in exact rationals, modulo primes and lifted"),
    second=Route(by_minors, "balls, by Cramer's rule"),
    opinion=Route(opinion, "mpmath's QR at four times the precision"),
    sensitivity=Sensitivity(condition=condition),
    sweep=Sweep(axis=Axis("k, e being 37/32 2^-k", lambda k, t: k), points=points, count=2 * len(EXPONENTS)),
    references=tuple({"k": k, "t": t} for k in (2, 11, 26, 38) for t in (0, 1)),
)
