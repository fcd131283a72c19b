"""A = P J P^-1 with the Jordan block J of the eigenvalue 1 and Pascal's triangle P: whole numbers.

Its spectral radius is 1. An entry of J moved by e moves the eigenvalues by e^(1/n), so they have no slope by
the entries of A: the condition number is infinite, and what is right for a matrix near A has 53/n bits or so.
"""

import math
from typing import Any

import numpy as np
from flint import arb, fmpq, fmpz_poly

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import LAPACK, WILKINSON
from verify.core.model import Algorithm, Axis, Parameter, Problem, Route, Sensitivity, Sweep, Unknown
from verify.mathematics.linear import array, rational_matrix
from verify.measure.budget import largest

SIZES = tuple(range(2, 13))


def pascal(n: int, sign: int) -> Matrix:
    """The lower triangle of binomial coefficients; with sign -1 its inverse."""
    return array([fmpq(sign ** (i + j) * math.comb(i, j)) for i in range(n) for j in range(n)], (n, n))


def jordan(n: int) -> Matrix:
    return array([fmpq(int(j in (i, i + 1))) for i in range(n) for j in range(n)], (n, n))


def data(n: int) -> tuple[Matrix]:
    return (pascal(n, 1) @ jordan(n) @ pascal(n, -1),)


def truth(A: Matrix) -> arb:
    """The largest root of the exact characteristic polynomial; FLINT splits multiple roots off first."""
    p = rational_matrix(A).charpoly()
    whole = fmpz_poly([int((c * p.denom()).p) for c in p.coeffs()])
    found: Any = whole.complex_roots()  # pairs of a root and its multiplicity
    return largest([abs(root) for root, _ in found])


def by_nilpotence(A: Matrix) -> arb:
    """(A - I)^n = 0 if and only if every eigenvalue is 1."""
    M = rational_matrix(A - array([fmpq(int(i == j)) for i, j in np.ndindex(A.shape)], A.shape))
    return arb(1) if all(v == 0 for v in (M ** len(A)).entries()) else arb.nan()


def opinion(mp: Mpmath, A: Matrix) -> Mpf:
    with mp.workprec(len(A) * (mp.prec + 32)):  # rounding moves the eigenvalues by its n-th root
        M = mp.matrix([[mp.mpf(int(v.p)) / int(v.q) for v in row] for row in A])
        return max(abs(v) for v in mp.eig(M, left=False, right=False))


def condition(A: Matrix) -> dict[str, arb]:
    return {"inf": arb("inf")}


problem = Problem(
    name="defective_eigenvalue",
    title="The eigenvalue of a matrix similar to a Jordan block",
    formula="max |eigenvalue| of P J P^-1, J = I + (ones above the diagonal), P Pascal's triangle",
    source=WILKINSON.at("chapter 2"),
    parameters=(Parameter("n", 2, SIZES[-1], SIZES, shown=8),),
    data=data,
    truth=Route(truth, "the exact characteristic polynomial and its roots; the routine reduces A in floats"),
    second=Route(by_nilpotence, "(A - I)^n = 0, exactly"),
    opinion=Route(opinion, "mpmath's QR algorithm at n times the precision"),
    sensitivity=Sensitivity(condition=condition),
    sweep=Sweep(
        axis=Axis("n", lambda n: n),
        points=lambda count, random: ({"n": n} for n in SIZES[:: max(1, len(SIZES) // count)]),
        count=len(SIZES),
    ),
    references=tuple({"n": n} for n in (2, 3, 4)),
)


def spectral_radius(A: Matrix) -> Any:
    return np.max(np.abs(np.linalg.eigvals(A)))


EIGVALS = Algorithm(
    name="numpy_eigvals",
    problem=problem,
    says="numpy.linalg.eigvals: LAPACK's geev, the QR algorithm",
    source=LAPACK.at("section 2.3.4"),
    float64=spectral_radius,
    truncation=Unknown(),
    basic=False,
)
