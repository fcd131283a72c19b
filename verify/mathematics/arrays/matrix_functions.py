"""Functions of matrices: the exponential, and the principal logarithm and square root.

Source: N. J. Higham, Functions of Matrices (2008), chapters 1, 3, 6, 10 and 11.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flint import acb, acb_mat, arb

from verify.arithmetic.arrays import Matrix, mapped
from verify.arithmetic.precision import Unsettled
from verify.language.expressions import Undefined
from verify.mathematics.arrays import invariant
from verify.mathematics.arrays.columns import by_columns
from verify.mathematics.arrays.invariant import Eigenvalue
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    Value,
    ball_matrix,
    balls,
    from_matrix,
    is_exact,
    rational_matrix,
    relative,
    square,
)
from verify.mathematics.arrays.spectra import Multiple, isolated, times
from verify.mathematics.linear import array, norm_inf

MOST = 8  # rows, up to which derivatives are enclosed
Taylor = Callable[[acb, int], list[acb]]  # so many coefficients of a function about a point off its cut


def expm(A: Matrix) -> Matrix:
    return from_matrix(ball_matrix(A).exp())


def expm_tangent(A: Matrix) -> Moves:
    # The upper right block of exp [[A, E], [0, A]] is the derivative in the direction E (Higham (3.16)).
    return lambda directions: from_matrix(ball_matrix(_beside(A, directions[0])).exp())[: len(A), len(A) :]


def _beside(A: Matrix, direction: Any) -> Matrix:
    n = len(A)
    whole = balls(np.zeros((2 * n, 2 * n)))
    whole[:n, :n] = whole[n:, n:] = balls(A)
    whole[:n, n:] = balls(direction)
    return whole


def log_coefficients(e: acb, count: int) -> list[acb]:
    return [e.log(), *((-1) ** (j - 1) / (j * e**j) for j in range(1, count))]


def sqrt_coefficients(e: acb, count: int) -> list[acb]:
    found = [e.sqrt()]
    for j in range(1, count):
        found.append(found[-1] * (3 - 2 * j) / (2 * j * e))  # binomial(1/2, j) e^(1/2 - j)
    return found


def logm(A: Matrix) -> Matrix:
    if _is_singular(A):
        raise Undefined("the matrix is singular, so that it has no logarithm")
    return _of_matrix(A, log_coefficients)


def sqrtm(A: Matrix) -> Matrix:
    return _of_matrix(A, sqrt_coefficients)


def _is_singular(A: Matrix) -> bool:
    """Is it proved, by exact elimination?"""
    return is_exact(A) and len(A) <= invariant.MOST and int(rational_matrix(A).rank()) < len(A)


def _of_matrix(A: Matrix, taylor: Taylor) -> Matrix:
    """The principal branch of a function. Undefined where an eigenvalue is on its cut."""
    try:
        if _is_singular(A):
            raise Multiple("nothing but its exact multiplicity tells the eigenvalue 0 from the cut")
        E, L, R = isolated(A)
        _off_the_cut(E)
        # R f(D) L; off the cut f(conj z) = conj f(z), so that f of a real matrix is real
        found = times(R * array([taylor(e, 1)[0] for e in E], (len(E),))[None, :], L)
    except Multiple:
        found = _interpolated(ball_matrix(A), _nodes(A), taylor)
    return mapped(lambda v: v.real, found)


def _off_the_cut(E: list[acb]) -> None:
    for e in E:
        if not e.imag.contains(0) or e.real > 0:
            continue
        if e.real < 0 and sum(bool(e.conjugate().overlaps(other)) for other in E) == 1:
            raise Undefined(f"there is no principal value: an eigenvalue is {e.real.str(5, radius=False)}")
        raise Unsettled("an eigenvalue cannot be distinguished from the branch cut")


def _nodes(A: Matrix) -> list[Eigenvalue]:
    """The roots of the minimal polynomial: off the cut, or 0 once, where no derivative is needed."""
    of = invariant.indices(A)
    _off_the_cut([e.value for e in of if not e.value.is_zero()])
    if any(e.value.is_zero() and e.count > 1 for e in of):
        raise Undefined("there is no principal square root: the eigenvalue 0 has a Jordan block")
    return of


def _interpolated(M: Any, of: list[Eigenvalue], taylor: Taylor) -> Matrix:
    """f(M) = p(M) for the polynomial p that agrees with f at every eigenvalue to the order of its
    multiplicity in a polynomial that M is a root of (Higham, definition 1.4)."""
    p = invariant.interpolating(of, [taylor(e.value, e.count) for e in of])
    n = M.nrows()
    one = acb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
    total = acb_mat(n, n)
    for coefficient in reversed(p):
        total = total * M + one * coefficient
    return from_matrix(total)


def _tangent(taylor: Taylor) -> Callable[..., Moves]:
    def tangent(A: Matrix) -> Moves:
        try:
            return _by_differences(*isolated(A), taylor)
        except Multiple:
            return _by_blocks(A, taylor)

    return tangent


def _by_differences(E: list[acb], L: Matrix, R: Matrix, taylor: Taylor) -> Moves:
    # R (F o (L E R)) L with divided differences F (Daletskii and Krein; Higham theorem 3.11)
    _off_the_cut(E)
    near, n = [taylor(e, 2) for e in E], len(E)
    F = array(
        [
            near[k][1] if k == m else (near[k][0] - near[m][0]) / (E[k] - E[m])
            for k in range(n)
            for m in range(n)
        ],
        (n, n),
    )

    def function_moved(directions: Any) -> Value:
        inside = F * times(L, times(balls(directions[0]), R))
        return mapped(lambda v: v.real, times(R, times(inside, L)))

    return function_moved


def _by_blocks(A: Matrix, taylor: Taylor) -> Moves:
    # The upper right block of f([[A, E], [0, A]]) is the derivative (Higham theorem 3.6): m(A) = 0 leaves of
    # m([[A, E], [0, A]]) that block alone, so that m^2 is zero there.
    of, n = _nodes(A), len(A)
    if any(e.value.is_zero() for e in of):
        raise Unsettled("the square root has no derivative at the eigenvalue 0")
    twice = [Eigenvalue(e.value, 2 * e.count) for e in of]

    def function_moved(directions: Any) -> Value:
        whole = acb_mat(ball_matrix(_beside(A, directions[0])))
        return mapped(lambda v: v.real, _interpolated(whole, twice, taylor)[:n, n:])

    return function_moved


def root_residual(A: Matrix, X: Matrix) -> Mapping[str, arb]:
    rest = times(balls(X), balls(X)) - balls(A)
    return {"residual": relative(norm_inf(rest), norm_inf(A))}


def _with(tangent: Callable[..., Moves]) -> dict[str, Any]:
    return {"moved": by_columns(tangent, MOST, "a function of a matrix"), "tangent": tangent}


OPERATIONS = (
    Operation("expm(A)", expm, square, **_with(expm_tangent)),
    Operation("logm(A)", logm, square, **_with(_tangent(log_coefficients))),
    Operation("sqrtm(A)", sqrtm, square, figures=root_residual, **_with(_tangent(sqrt_coefficients))),
)
