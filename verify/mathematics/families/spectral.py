"""Matrices whose eigenvalues are known or hard, and those with irrational entries, rounded to float64.

Sources: as in `rational`; J. H. Wilkinson, The Algebraic Eigenvalue Problem (1965), section 5.45; P. A.
Clement, SIAM Review 1 (1959), 50-52; L. N. Trefethen and M. Embree, Spectra and Pseudospectra (2005).
"""

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from flint import arb, fmpq, fmpq_poly

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import enclose
from verify.core.errors import BadInput
from verify.mathematics.families.family import Family, square
from verify.mathematics.linear import array

ONE = fmpq(1)


def wilkinson(n: int) -> Matrix:
    """W_n^+: |i - (n+1)/2| on the diagonal, ones beside it; pairs of eigenvalues that nearly agree."""
    return square(n, lambda i, j: fmpq(abs(2 * i - n - 1), 2) if i == j else fmpq(abs(i - j) == 1))


def frank(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq(n + 1 - max(i, j) if j >= i - 1 else 0))


def one(n: int) -> fmpq:
    return ONE


def clement(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq(i if j == i + 1 else n - j if j == i - 1 else 0))


def clement_eigenvalues(n: int) -> list[arb]:
    return [arb(n - 1 - 2 * k) for k in range(n)]


def rosser() -> Matrix:
    rows = """611 196 -192 407 -8 -52 -49 29
196 899 113 -192 -71 -43 -8 -44
-192 113 899 196 61 49 8 52
407 -192 196 611 8 44 59 -23
-8 -71 61 8 411 -599 208 208
-52 -43 49 44 -599 411 208 208
-49 -8 8 59 208 208 99 -911
29 -44 52 -23 208 208 -911 99"""
    return array([fmpq(int(v)) for v in rows.split()], (8, 8))


def rosser_eigenvalues() -> list[arb]:
    outer, inner = 10 * arb(10405).sqrt(), 100 * arb(26).sqrt()
    return [outer, -outer, 510 + inner, 510 - inner, arb(1000), arb(1000), arb(1020), arb(0)]


def grcar(n: int, k: int = 3) -> Matrix:
    return square(n, lambda i, j: fmpq(-1 if j == i - 1 else 1 if i <= j <= i + k else 0))


def forsythe(n: int, alpha: fmpq = fmpq(1, 2**26), lam: fmpq = fmpq(0)) -> Matrix:  # noqa: B008
    """A Jordan block with alpha in the corner: (t - lam)^n = alpha."""
    return square(n, lambda i, j: lam * (i == j) + (j == i + 1) + alpha * (i == n and j == 1 and n > 1))


def forsythe_determinant(n: int, alpha: fmpq = fmpq(1, 2**26), lam: fmpq = fmpq(0)) -> fmpq:  # noqa: B008
    return lam**n - (-1) ** n * alpha if n > 1 else lam


def jordan(n: int, lam: fmpq = ONE) -> Matrix:
    return square(n, lambda i, j: lam if i == j else fmpq(j == i + 1))


def jordan_determinant(n: int, lam: fmpq = ONE) -> fmpq:
    return lam**n


def jordan_eigenvalues(n: int, lam: fmpq = ONE) -> list[arb]:
    return [arb(lam)] * n


def companion(n: int) -> Matrix:
    """Of Wilkinson's polynomial (t - 1) ... (t - n): the coefficients in the first row."""
    p = math.prod((fmpq_poly([-k, 1]) for k in range(1, n + 1)), start=fmpq_poly([1]))
    return square(n, lambda i, j: -p[n - j] if i == 1 else fmpq(j == i - 1))


def companion_determinant(n: int) -> fmpq:
    return fmpq(math.factorial(n))


def companion_eigenvalues(n: int) -> list[arb]:
    return [arb(k) for k in range(1, n + 1)]


def tridiag(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq(2 if i == j else -1 if abs(i - j) == 1 else 0))


def tridiag_inverse(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq(min(i, j) * (n + 1 - max(i, j)), n + 1))


def tridiag_determinant(n: int) -> fmpq:
    return fmpq(n + 1)


def tridiag_eigenvalues(n: int) -> list[arb]:
    return [4 * arb.sin_pi_fmpq(fmpq(k, 2 * n + 2)) ** 2 for k in range(1, n + 1)]


# --- Vandermonde ----------------------------------------------------------------------------------------


def nodes_of(n: int, nodes: str) -> list[fmpq]:
    kinds: dict[str, Callable[[int], fmpq]] = {
        "equispaced": lambda i: fmpq(i, n),
        "symmetric": lambda i: fmpq(2 * i - n - 1, max(n - 1, 1)),
        "harmonic": lambda i: fmpq(1, i),
        "integers": lambda i: fmpq(i),
        "chebyshev": lambda i: fmpq(*_nearest(fmpq(2 * i - 1, 2 * n)).as_integer_ratio()),
    }
    if nodes not in kinds:
        raise BadInput(f"vandermonde has no nodes {nodes}; the nodes are {', '.join(kinds)}")
    return [kinds[nodes](i) for i in range(1, n + 1)]


def _nearest(x: fmpq) -> float:
    """cos(pi x), rounded."""
    return rounded(lambda: arb.cos_pi_fmpq(x))


def rounded(expression: Callable[[], arb]) -> float:
    """The float64 nearest to a number: 140 bits tell it unless it lies within 2^-80 of a midpoint, and then
    one of the two, which is what the entry is."""
    found = enclose(expression, bits=140, floor=arb(2) ** -1200)
    return float(found.value.mid())


def vandermonde(n: int, nodes: str = "equispaced") -> Matrix:
    """Powers t^0, ..., t^(n-1), a row for each node."""
    t = nodes_of(n, nodes)
    return square(n, lambda i, j: t[i - 1] ** (j - 1))


def vandermonde_determinant(n: int, nodes: str = "equispaced") -> fmpq:
    t = nodes_of(n, nodes)
    return math.prod((t[j] - t[i] for i in range(n) for j in range(i + 1, n)), start=ONE)


def vandermonde_inverse(n: int, nodes: str = "equispaced") -> Matrix:
    # Column i holds the coefficients of Lagrange's polynomial, the product of (t - t_m)/(t_i - t_m), m != i.
    t = nodes_of(n, nodes)
    whole = math.prod((fmpq_poly([-v, 1]) for v in t), start=fmpq_poly([1]))
    columns = []
    for v in t:
        lagrange = whole // fmpq_poly([-v, 1])
        columns.append([c / lagrange(v) for c in (lagrange[k] for k in range(n))])
    return array([c for column in columns for c in column], (n, n)).T


# --- irrational entries ---------------------------------------------------------------------------------


def prolate(n: int) -> Matrix:
    """sin(pi k/2)/(pi k) beside 1/2 on the diagonal (w = 1/4), rounded: Toeplitz, nearly singular."""

    def sinc(k: int) -> arb:
        return arb.sin_pi_fmpq(fmpq(k, 2)) / (arb.pi() * k)

    row = [0.5, *(rounded(partial(sinc, k)) for k in range(1, n))]
    return np.array([[row[abs(i - j)] for j in range(n)] for i in range(n)])


def cheb(n: int) -> Matrix:
    """Differentiation on the n points cos(k pi/(n-1)), rounded; without rounding its n-th power is zero."""
    if n == 1:
        return np.zeros((1, 1))

    def x(k: int) -> arb:
        return arb.cos_pi_fmpq(fmpq(k, n - 1))

    def entry(i: int, j: int) -> arb:
        if i == j:
            if i in (0, n - 1):
                return arb((2 * (n - 1) ** 2 + 1) * (1 if i == 0 else -1)) / 6
            # sin^2 in place of 1 - x^2, which cancels
            return -x(i) / (2 * arb.sin_pi_fmpq(fmpq(i, n - 1)) ** 2)
        c = [2 if k in (0, n - 1) else 1 for k in (i, j)]
        sines = [arb.sin_pi_fmpq(fmpq(s, 2 * (n - 1))) for s in (i + j, j - i)]
        return arb(c[0] * (-1) ** (i + j)) / (c[1] * 2 * sines[0] * sines[1])

    return np.array([[rounded(partial(entry, i, j)) for j in range(n)] for i in range(n)])


FAMILIES = (
    Family(wilkinson, "matrix W_n^+, tridiagonal, pairs of eigenvalues that nearly agree"),
    Family(frank, "matrix upper Hessenberg, small eigenvalues ill conditioned", determinant=one),
    Family(clement, "matrix tridiagonal, eigenvalues n-1, n-3, ...", eigenvalues=clement_eigenvalues),
    Family(rosser, "matrix 8 by 8, close eigenvalues", eigenvalues=rosser_eigenvalues),
    Family(grcar, "matrix Toeplitz, sensitive eigenvalues"),
    Family(forsythe, "matrix a Jordan block, perturbed", determinant=forsythe_determinant),
    Family(jordan, "matrix a Jordan block", None, jordan_determinant, jordan_eigenvalues),
    Family(companion, "matrix of (t-1)...(t-n)", None, companion_determinant, companion_eigenvalues),
    Family(tridiag, "matrix -1, 2, -1", tridiag_inverse, tridiag_determinant, tridiag_eigenvalues),
    Family(
        vandermonde,
        "matrix powers of equispaced, symmetric, harmonic, integers or chebyshev nodes",
        vandermonde_inverse,
        vandermonde_determinant,
    ),
    Family(prolate, "matrix Toeplitz of sin(pi k/2)/(pi k), rounded"),
    Family(cheb, "matrix of Chebyshev differentiation, rounded"),
)
