"""What the source says about it, each statement with its proof."""

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat, fmpq_mpoly_ctx, fmpq_poly

from verify.catalogue.hilbert_solve.problem import problem
from verify.catalogue.hilbert_solve.quantities import hilbert
from verify.catalogue.sources import HOMEWORK
from verify.claims.declare import Claims
from verify.claims.forms import both, each, identity, told
from verify.core.claim import REFUTED, Reach
from verify.mathematics.linear import array, rational_matrix

E7 = Claims(problem, HOMEWORK.at("section 3.1"), "E-7")


def normal_equations() -> Sequence[tuple[Any, Any]]:
    # Half the derivative of the squared distance by c_i is sum_j c_j (x^(i-1), x^(j-1)) - (x^(i-1), f);
    # the coefficients are integrals of x^(i+j-2), whose antiderivative is x^(i+j-1)/(i+j-1).
    integrals = [fmpq_poly([0] * k + [1]).integral()(fmpq(1)) for k in range(199)]
    H = hilbert(100)
    return [(integrals[i + j], H[i, j]) for i in range(100) for j in range(100)]


CLAIMS_E7 = (
    E7.law(
        says="Least squares with 1, x, ..., x^(n-1) on [0, 1] leads to the Hilbert matrix.",
        reading="For every n the normal equations of the least-squares polynomial have the "
        "coefficients 1/(i+j-1), exact integrals of x^(i+j-2).",
        check=identity(normal_equations, "integral of x^(i-1) x^(j-1) = 1/(i+j-1), i and j to 100"),
        reach=Reach.IDENTITY,
    ),
)


E8 = Claims(problem, HOMEWORK.at("section 3.2"), "E-8")


def moment(m: int, k: int) -> fmpq:
    """The integral over [0, 1] of x^m P_k(2x - 1), P_k Legendre's polynomial: zero for k > m."""
    if k > m:
        return fmpq(0)
    return fmpq(math.factorial(m) ** 2, math.factorial(m - k) * math.factorial(m + k + 1))


def telescoping() -> Sequence[tuple[Any, Any]]:
    # With g_k = (m! l!)^2 / ((m-k)! (m+k)! (l-k)! (l+k)! (m+l+1)) and the moments a_mk above,
    # g_k - g_(k+1) = (2k+1) a_mk a_lk [(m+k+1)(l+k+1) - (m-k)(l-k)] / ((2k+1) (m+l+1)), and the bracket
    # equals that denominator. So the sum of (2k+1) a_mk a_lk over k = 0..min(m, l) is g_0 = 1/(m+l+1):
    # H_n = A D A^T for every n, A = (a_mk) lower triangular, D = diag(2k+1).
    k, m, l = fmpq_mpoly_ctx.get(("k", "m", "l"), "lex").gens()  # noqa: E741
    return [((m + k + 1) * (l + k + 1) - (m - k) * (l - k), (2 * k + 1) * (m + l + 1))]


def factorisation(n: int) -> Sequence[tuple[Any, Any]]:
    A = array([moment(m, k) for m in range(n) for k in range(n)], (n, n))
    scaled = A * np.arange(1, 2 * n, 2).astype(object)
    product = rational_matrix(scaled) * rational_matrix(A.T)
    return list(zip(product.entries(), hilbert(n).flat, strict=True))


factored = both(
    identity(telescoping, "the sum that gives H = A D A^T for every n telescopes"),
    identity(partial(factorisation, 100), "H = A D A^T, n = 100, with a_kk > 0 and D = diag(1, 3, 5, ...)"),
)


def positive_on_powers_is_definite() -> bool:
    """The inference at [[1, 2], [2, 1]]."""
    A = fmpq_mat([[1, 2], [2, 1]])
    form = (A[0, 0], A[0, 1] + A[1, 0], A[1, 1])  # (1, x) A (1, x)^T = 1 + 4x + x^2
    premise = all(coefficient > 0 for coefficient in form)  # sufficient for all x > 0
    return not premise or (A[0, 0] > 0 and A.det() > 0)


CLAIMS_E8 = (
    E8.law(
        says="The Hilbert matrix is positive definite.",
        reading="x^T H_n x > 0 for every n and every real vector x other than 0.",
        check=told(factored, "so x^T H x = sum (2k+1) (A^T x)_k^2 > 0, A being regular"),
        reach=Reach.IDENTITY,
    ),
    E8.law(
        "b",
        says="That the quadratic form is positive on the vectors (1, x, ..., x^(n-1)) shows it.",
        reading="Every symmetric matrix whose form is positive at (1, x, ..., x^(n-1)) for all x > 0 "
        "is positive definite.",
        check=each(
            [("for [[1, 2], [2, 1]]: 1 + 4x + x^2 > 0, determinant -3", positive_on_powers_is_definite)],
            "the inference holds in the case tried",
        ),
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        further=True,
    ),
)
