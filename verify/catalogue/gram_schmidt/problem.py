"""Q of A = Q R, r_ii > 0, for A = (1 1 1; e I) with e = 3 2^-k, all of them float64s."""

from typing import Any

from flint import arb, arb_mat, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import BJORCK_1967
from verify.core.model import Axis, Parameter, Problem, Route, Sensitivity, Sweep
from verify.mathematics.linear import array, ball_matrix, cholesky
from verify.measure.budget import as_ball, norm

EXPONENTS = tuple(range(3, 52, 3))


def data(k: int) -> tuple[Matrix]:
    e = fmpq(3, 2**k)
    return (array([fmpq(1)] * 3 + [e * int(i == j) for i in range(3) for j in range(3)], (4, 3)),)


def truth(A: Matrix) -> Matrix:
    """R from A^T A = R^T R, formed exactly; Q = A R^-1."""
    return array((ball_matrix(A) * inverse_factor(A)).entries(), (4, 3))


def inverse_factor(A: Matrix) -> arb_mat:
    """R^-1."""
    return ball_matrix(cholesky(Ball(), as_ball(A.T @ A)).T).inv()


def by_formula(A: Matrix) -> Any:
    """The columns in closed form: a_j - c (a_1 + ... + a_(j-1)) with c = 1/(e^2 + j - 1), scaled.

    It is orthogonal to a_i, i < j: <a_i, a_j> = 1 and <a_i, a_1 + ... + a_(j-1)> = e^2 + j - 1.
    """
    e, columns = A[1, 0], []
    for j in range(3):
        c = 1 / (e * e + j)
        part = [A[i, j] - c * sum(A[i, :j], fmpq(0)) for i in range(4)]
        size = arb(sum((v * v for v in part), fmpq(0))).sqrt()
        columns.append([arb(v) / size for v in part])
    return array([columns[j][i] for i in range(4) for j in range(3)], (4, 3))


def opinion(mp: Mpmath, A: Matrix) -> list[Mpf]:
    with mp.workprec(4 * mp.prec):
        Q, R = mp.qr(mp.matrix([[mp.mpf(int(v.p)) / int(v.q) for v in row] for row in A]), mode="skinny")
        return [Q[i, j] * mp.sign(R[j, j]) for i in range(4) for j in range(3)]


def condition(A: Matrix) -> dict[str, arb]:
    """The row-sum norm of sum |dQ/da| |a| over the entries a, over that of Q.

    For a change E of A with M = Q^T E R^-1: Q^T dQ is the skew matrix that has M's part below the diagonal,
    and dQ = E R^-1 - Q (M - Q^T dQ).
    """
    Q = truth(A)
    R_inverse = array(inverse_factor(A).entries(), (3, 3))
    moved = array([arb(0)] * 12, (4, 3))
    for i in range(4):
        for j in range(3):
            if A[i, j] == 0:
                continue
            E = array([arb(0)] * 12, (4, 3))
            E[i, j] = arb(A[i, j])
            ER = E @ R_inverse
            M = Q.T @ ER
            low = array([M[r, c] if r > c else arb(0) for r in range(3) for c in range(3)], (3, 3))
            moved = moved + abs(ER - Q @ (M - (low - low.T)))
    return {"inf": norm(as_ball(moved)) / norm(Q)}


problem = Problem(
    name="gram_schmidt",
    title="The orthogonal factor of Lauchli's matrix",
    formula="Q of A = Q R, A = (1 1 1; e I), e = 3 2^-k",
    source=BJORCK_1967,
    parameters=(Parameter("k", 2, EXPONENTS[-1], EXPONENTS, shown=18),),
    data=data,
    truth=Route(truth, "balls: Cholesky of A^T A, formed exactly; the methods orthogonalise columns"),
    second=Route(by_formula, "the columns in closed form"),
    opinion=Route(opinion, "mpmath's Householder QR"),
    sensitivity=Sensitivity(condition=condition),
    sweep=Sweep(
        axis=Axis("k, e being 3 2^-k", lambda k: k),
        points=lambda count, random: ({"k": k} for k in EXPONENTS[:: max(1, len(EXPONENTS) // count)]),
        count=len(EXPONENTS),
    ),
    references=tuple({"k": k} for k in (3, 12, 27, 39)),
)
