"""What the source says about norms, each statement with its proof."""

import itertools
from typing import Any

import numpy as np
from flint import arb, fmpq, fmpq_mat

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import less
from verify.catalogue.sources import HOMEWORK
from verify.catalogue.unit_triangular.claims import Pairs, inverse, largest_row_sum, shift, toeplitz
from verify.catalogue.unit_triangular.methods import matrix
from verify.catalogue.unit_triangular.problem import problem
from verify.claims.declare import Claims
from verify.claims.forms import both, each, identity, told
from verify.core.claim import REFUTED, Outcome, Reach
from verify.mathematics.linear import array, condition_numbers, norm_2, rational_matrix

E6 = Claims(problem, HOMEWORK.at("section 2.4"), "E-6")


def orthogonal(n: int) -> Any:
    """Cayley's transform (I - K)(I + K)^-1 of a skew K, rational and full; K has no eigenvalue -1."""
    return cayley(skew(n))


def unitary(n: int) -> Matrix:
    """The same for a skew Hermitian S + iT of order n, as the real matrix [[S, -T], [T, S]]."""
    S = skew(n)
    T = array([fmpq(1, 1 + abs(i - j)) for i in range(n) for j in range(n)], (n, n))
    return cayley(np.block([[S, -T], [T, S]]))


def skew(n: int) -> Matrix:
    return array([fmpq((j > i) - (j < i), i + j + 1) for i in range(n) for j in range(n)], (n, n))


def cayley(K: Matrix) -> Matrix:
    unit = rational_matrix(K) ** 0
    U = (unit - rational_matrix(K)) * (unit + rational_matrix(K)).inv()
    return array(U.entries(), K.shape)


def cases() -> list[tuple[Any, Any]]:
    """U and A: n = 2..12 with U orthogonal, n = 2..6 with U unitary and A twice, for its two real parts."""
    real = [(orthogonal(n), matrix(fmpq, n)) for n in range(2, 13)]
    parts = [np.kron(array([fmpq(k) for k in (1, 0, 0, 1)], (2, 2)), matrix(fmpq, n)) for n in range(2, 7)]
    return real + [(unitary(len(A) // 2), A) for A in parts]


def gram(M: Matrix) -> fmpq_mat:
    return rational_matrix(M.T) * rational_matrix(M)


def unitary_grams() -> Pairs:
    # For every n: <U x, U x> = <x, x>, so that the quotient ||U x|| / ||x|| is 1 for every x.
    return [(gram(U), gram(U) ** 0) for U, _ in cases()]


def grams() -> Pairs:
    # For every n: (U A)^* U A = A^* U^* U A = A^* A; hence ||U A x|| = ||A x|| for every x.
    return [(gram(U @ A), gram(A)) for U, A in cases()]


def norms_in_balls() -> Outcome:
    """What the theorem says, seen by norm_2, which knows nothing of U; overlapping balls prove nothing."""
    pairs = [(norm_2(U @ A), norm_2(A)) for U, A in cases()]
    agree = all(x.overlaps(y) and x.rel_accuracy_bits() > 30 for x, y in pairs)
    x, y = pairs[10]
    return Outcome(agree, f"n = 12: ||A|| = {y.str(8)}, ||U A|| = {x.str(8)}", x)


def at_vertices() -> Pairs:
    # For every real matrix: |sum a_ij x_j| <= sum |a_ij| for |x_j| <= 1, with equality in the row of the
    # largest sum at x_j = the sign of a_ij. (A complex matrix asks for x_j of modulus 1.)
    pairs = []
    for n in range(1, 8):
        for M in (matrix(fmpq, n), inverse(n), orthogonal(n), orthogonal(n) @ matrix(fmpq, n)):
            signs = itertools.product((-1, 1), repeat=n)
            pairs.append((max(max(abs(M @ np.array(x, dtype=object))) for x in signs), largest_row_sum(M)))
    return pairs


def column_maxima(M: Matrix) -> fmpq:
    return sum((max(abs(x) for x in column) for column in M.T), fmpq(0))


def chain_at_the_identity() -> Pairs:
    return [(column_maxima(M), largest_row_sum(M)) for M in [toeplitz([fmpq(1), fmpq(0)])]]


def chain_here() -> Pairs:
    # For every n: no entry of A or of its inverse is larger than the one of its column in the first row.
    chosen = [M for n in range(1, 31) for M in (matrix(fmpq, n), inverse(n))]
    return [(column_maxima(M), largest_row_sum(M)) for M in chosen]


def suprema() -> Pairs:
    # For every p and A: the sphere ||x||_p = 1 contains with x every change of its signs, so the supremum of
    # sum ||a_j|| x_j over it is that of sum ||a_j|| |x_j|, which is at least ||sum a_j x_j||. Nor does the
    # next line's max x_j = 1 for max |x_j| = 1 matter, the ||a_j|| being not negative.
    pairs = []
    for n in range(1, 8):
        lengths = [max(abs(x) for x in column) for column in matrix(fmpq, n).T]
        sums = [
            [c * x for c, x in zip(lengths, signs, strict=True)]
            for signs in itertools.product((-1, 1), repeat=n)
        ]
        pairs.append((max(sum(s, fmpq(0)) for s in sums), sum(lengths, fmpq(0))))
    return pairs


def pointwise() -> bool:
    """||a x|| <= ||a|| x for a = 1, x = -1."""
    a, x = 1, -1
    return abs(a * x) <= abs(a) * x


def form_is_norm() -> bool | None:
    """sup <A x, A x> over ||x|| = 1 is the norm of A, at A = 2 I: the form is 4 ||x||^2."""
    A = toeplitz([fmpq(2), fmpq(0)])
    return None if norm_2(A).overlaps(arb(gram(A)[0, 0])) else False


def multiplicative() -> Outcome:
    J = array(shift(2).entries(), (2, 2))
    kappa = condition_numbers(matrix(fmpq, 10), inverse(10))["2"]
    less_than = less(norm_2(J @ J), norm_2(J) * norm_2(J))
    return Outcome(
        False if less_than else None,
        "J^2 = 0 for the shift of order 2, but ||J|| = 1; every condition number ||A|| ||A^-1|| would be "
        f"||I|| = 1, but for n = 10 this one is {kappa.str(8)}; what holds is ||B A|| <= ||B|| ||A||",
        kappa,
    )


CLAIMS_E6 = E6.whole(
    "law",
    says="The infinity norm is the largest row sum; a unitary factor leaves the 2-norm alone.",
    reading="For every real matrix; for every n, every unitary U and every A.",
    parts=(
        E6.law(
            "a",
            says="The infinity norm of a matrix is its largest row sum of magnitudes, reached at x_j "
            "= 1 or -1.",
            reading="For every real matrix, with signs that suit the row.",
            check=told(
                identity(at_vertices, "the largest ||M x|| over all sign vectors, 28 matrices to n = 7"),
                "|sum a_ij x_j| <= sum |a_ij|, equal at x_j = sign a_ij, proves it for every matrix",
            ),
            reach=Reach.IDENTITY,
            place="section 2.3",
        ),
        E6.law(
            "b",
            says="The sum over the columns of their largest entries is the largest row sum.",
            reading="For every matrix. (Neighbour: E-6c. The sum is never less: what the chain proves is "
            "a bound up to n times too large.)",
            check=told(
                identity(chain_at_the_identity, "at the identity of order 2"), "of order n it is n against 1"
            ),
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
            place="section 2.3, last step of the chain",
        ),
        E6.law(
            "c",
            says="The sum over the columns of their largest entries is the largest row sum.",
            reading="For the matrix A of this section and its inverse, for every n.",
            check=told(
                identity(chain_here, "A and its inverse, n = 1..30"),
                "the first row has the largest entry of every column",
            ),
            reach=Reach.IDENTITY,
            further=True,
            place="section 2.3, last step of the chain",
        ),
        E6.law(
            "d",
            says="||sum a_j x_j|| is at most the sum of ||a_j|| x_j, written without magnitudes of x_j.",
            reading="As printed, between the suprema over ||x||_p = 1. (Neighbour: E-6e.)",
            check=told(
                identity(suprema, "the two suprema over sign vectors, n = 1..7"),
                "signs are free on the sphere",
            ),
            reach=Reach.IDENTITY,
            further=True,
            place="section 2.3, first inequality",
        ),
        E6.law(
            "e",
            says="||sum a_j x_j|| is at most the sum of ||a_j|| x_j, written without magnitudes of x_j.",
            reading="For each x by itself.",
            check=each([("at a = 1, x = -1: 1 > -1", pointwise)], "it holds at the point tried"),
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
            place="section 2.3, first inequality",
        ),
        E6.law(
            "f",
            says="The 2-norm of a unitary matrix is 1.",
            reading="For every n and every unitary U.",
            check=told(
                identity(unitary_grams, "U^* U = I for rational U by Cayley's transform, 16 of them"),
                "U^* U = I is what unitary means, so ||U x||^2 = x^* U^* U x = ||x||^2 for every n, U and "
                "x; the matrices show it",
            ),
            reach=Reach.THEOREM,
        ),
        E6.law(
            "g",
            says="The norm, the supremum of ||U x|| / ||x||, is the supremum of <x, U^* U x> over "
            "unit vectors.",
            reading="As an equality for every matrix: a square root is missing, which does no harm to a "
            "unitary one.",
            check=each([("at 2 I: the norm is 2, the form 4", form_is_norm)], "it holds at the matrix tried"),
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            further=True,
        ),
        E6.law(
            "h",
            says="The 2-norm is multiplicative.",
            reading="||B A|| = ||B|| ||A|| for all square matrices.",
            check=multiplicative,
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
        ),
        E6.law(
            "i",
            says="A unitary factor leaves the 2-norm alone.",
            reading="||U A|| = ||A|| for every n, every unitary U and every A.",
            check=told(
                both(identity(grams, "(U A)^* U A = A^* A for 16 rational unitary U"), norms_in_balls),
                "in general (U A)^* U A = A^* U^* U A = A^* A, and the 2-norm depends on that matrix alone; "
                "the matrices show it",
            ),
            reach=Reach.THEOREM,
        ),
    ),
)
