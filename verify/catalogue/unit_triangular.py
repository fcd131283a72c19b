"""The unit upper triangular matrix with -1 above its diagonal: when is its condition number n 2^(n-1) felt?

By the right-hand side: with b = A (1/3, ..., 1/3) no digit is left at n = 60; with b > 0 every entry of the
solution stays good until it leaves float64's range; with b = A (1, ..., 1) nothing is rounded at all.
Elimination itself adds nothing, for it has nothing to eliminate.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

import numpy as np
from flint import arb, fmpq, fmpq_mat, fmpq_mpoly_ctx, fmpq_poly

from verify.arithmetic import exact
from verify.arithmetic.precision import less
from verify.claims.forms import Check, both, each, identity, told
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
from verify.core.model import (
    Algorithm,
    Axis,
    Finite,
    Parameter,
    Problem,
    Quantity,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.linear import (
    array,
    condition_numbers,
    exact_inverse,
    least_changes,
    norm_2,
    rational_matrix,
    solve_by_elimination,
)
from verify.measure.budget import as_ball

HOMEWORK = Source("Computational physics course", 2022, "Homework 1, solutions")
HIGHAM = Source("N. J. Higham", 2002, "Accuracy and Stability of Numerical Algorithms, 2nd ed.")
LAPACK = Source("E. Anderson et al.", 1999, "LAPACK Users' Guide, 3rd ed.")

SIZES = (1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 40, 45, 50, 53, 54, 60, 80, 100, 200, 500, 1000, 1100)
SIDES = {1: "A (1, ..., 1)", 2: "A (1/3, ..., 1/3)", 3: "(1, 1/3, 1/5, ...)"}
LARGEST_ELIMINATION = 100


def matrix(R: Any, n: int) -> Any:
    """1 on the diagonal, -1 above it: exact in every arithmetic."""
    i, j = np.indices((n, n))
    return np.where(i == j, R(1), np.where(i < j, R(-1), R(0)))


def data(n: int, right_hand_side: int) -> tuple[int, Any]:
    """n, which stands for the matrix, and b. Row i of A, i = 0..n-1, has the sum 2 - n + i."""
    if right_hand_side == 3:
        return n, array([fmpq(1, 2 * i + 1) for i in range(n)], (n,))
    size = fmpq(1) if right_hand_side == 1 else fmpq(1, 3)
    return n, array([size * (2 - n + i) for i in range(n)], (n,))


def times_inverse(b: Any) -> Any:
    """A^-1 b by the closed form of the inverse: x_i = b_i + sum over j > i of 2^(j-i-1) b_j."""
    x, tail = [], 0 * b[0]
    for v in b[::-1]:
        x.append(v + tail)
        tail = 2 * tail + v
    return array(x[::-1], b.shape)


def truth(n: int, b: Any) -> Any:
    return as_ball(times_inverse(b))


def divided(b: Any) -> Any:
    """x as the polynomial part of (b_1 + b_2 t + ... + b_n t^(n-1)) / (1 - 1/t - 1/t^2 - ... - 1/t^(n-1))."""
    # A = 1 - J - ... - J^(n-1), J the shift towards the first entry, as 1/t is but for the powers below t^0.
    n = len(b)
    quotient = fmpq_poly(list(b)).left_shift(n - 1) // fmpq_poly([-1] * (n - 1) + [1])
    return array([quotient[k] for k in range(n)], (n,))


def by_division(n: int, b: Any) -> Any:
    return as_ball(divided(b))


def opinion(mp: Any, n: int, b: Any) -> Any:
    # Row i less row i+1 of the system: x_i = 2 x_(i+1) + b_i - b_(i+1). The bits it loses are at most n.
    with mp.workprec(mp.prec + n + 20):
        b = [mp.mpf(int(v.p)) / int(v.q) for v in b]
        x = [b[-1]]
        for i in reversed(range(n - 1)):
            x.append(2 * x[-1] + b[i] - b[i + 1])
    return array([+v for v in reversed(x)], (n,))


def magnitudes(x: Any) -> Any:
    """|A| |x|: the sums of |x_j| over j >= i."""
    return np.cumsum(abs(x)[::-1])[::-1]


def condition(n: int, b: Any) -> dict[str, arb]:
    """||A|| ||A^-1|| in the norms inf and 1, n 2^(n-1) both; beside them for this b, relative to x = A^-1 b,
    the change |A^-1| (|A| |x| + |b|) that componentwise changes of A and b can make: normwise (Skeel) and
    in the entry that it changes most (Higham section 7.2). A^-1 has no negative entry.
    """
    x = abs(times_inverse(b))
    change = times_inverse(magnitudes(x) + abs(b))
    normwise = arb(n * 2 ** (n - 1))
    return {
        "inf": normwise,
        "1": normwise,
        "skeel": arb(max(change)) / arb(max(x)),
        "componentwise": arb(max(c / v for c, v in zip(change, x, strict=True))),
    }


def backward(n: int, b: Any, computed: Any) -> tuple[arb, arb]:
    x = array([exact(float(v)) for v in computed], (n,))
    scale = magnitudes(x)
    # A x = 2 x - (sum of x_j over j >= i); ||A|| = n.
    residual = b - (2 * x - np.cumsum(x[::-1])[::-1])
    return least_changes(residual, n * arb(max(abs(x))) + arb(max(abs(b))), scale + abs(b))


def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    # The sizes are the domain itself: nothing is drawn. Fewer than all are spread evenly.
    last = len(SIZES) - 1
    each_side = min(max(count // len(SIDES), 1), len(SIZES))
    for k in range(each_side):
        n = SIZES[last if each_side == 1 else round(k * last / (each_side - 1))]
        for side in SIDES:
            yield {"n": n, "right_hand_side": side}


def condition_inf(n: int, right_hand_side: int) -> arb:
    return arb(n * 2 ** (n - 1))


def last_column(n: int) -> Any:
    """The last column of the inverse."""
    return divided(array([fmpq(0)] * (n - 1) + [fmpq(1)], (n,)))


def condition_inf_second(n: int, right_hand_side: int) -> arb:
    # The row sums are largest in the first row, and the inverse has its last column backwards there.
    return n * arb(sum(last_column(n), fmpq(0)))


def condition_inf_opinion(mp: Any, n: int, right_hand_side: int) -> Any:
    total = mp.one
    for _ in range(1, n):
        total += total  # c_l = 1 + c_1 + ... + c_(l-1)
    return n * total


problem = Problem(
    name="triangular_solve",
    systems=("E2",),
    title="Solving with the unit triangular matrix of -1s",
    formula="A x = b, a_ii = 1, a_ij = -1 for i < j, and "
    + "; ".join(f"{k}: b = {b}" for k, b in SIDES.items()),
    source=HOMEWORK.at("section 2"),
    parameters=(
        Parameter("n", 1, 1100, SIZES, shown=50),
        Parameter("right_hand_side", 1, 3, tuple(SIDES), shown=2),
    ),
    data=data,
    truth=Route(
        truth,
        "the closed form of the inverse, entries 2^(j-i-1), times b in exact rationals; the algorithms "
        "substitute",
    ),
    second=Route(by_division, "the quotient of two polynomials in the shift, by FLINT's division"),
    opinion=Route(opinion, "the recurrence x_i = 2 x_(i+1) + b_i - b_(i+1) in mpmath"),
    sensitivity=Sensitivity(condition=condition, backward=backward),
    sweep=Sweep(axis=Axis("n", lambda n, right_hand_side: n), points=points, count=len(SIZES) * len(SIDES)),
    references=tuple(
        {"n": n, "right_hand_side": side}
        for n, side in ((1, 2), (2, 3), (10, 1), (10, 2), (50, 3), (100, 2), (1000, 3))
    ),
    quantities=(
        Quantity(
            "condition_number_inf",
            "||A|| ||A^-1|| in the infinity norm",
            condition_inf,
            condition_inf_second,
            condition_inf_opinion,
        ),
    ),
)


def substitution(R: Any, n: int, b: Any) -> Any:
    # The entries are 1 and -1, so only additions round. With b >= 0 they add what is not negative (A is an
    # M-matrix), n - i of them for x_i: the factors 1 + d, |d| <= u, on any term are 1 + 2 + ... + (n - i)
    # at most, and each entry is good to about n^2 u / 2 of itself whatever the condition number (Higham,
    # section 8.2).
    x = b.copy()
    for k in reversed(range(1, n)):
        x[:k] = x[:k] + x[k]
    return x


def elimination_pivoted(R: Any, n: int, b: Any) -> Any:
    return solve_by_elimination(R, matrix(R, n), b, pivot=True)


def numpy_solve(n: int, b: Any) -> Any:
    return np.linalg.solve(matrix(np.float64, n), b)


def solve_in_balls(n: int, b: Any) -> Any:
    # Whatever gesv's blocks, in exact arithmetic it returns the solution: row i less row i+1 of the system.
    x = b.copy()
    for i in reversed(range(n - 1)):
        x[i] = 2 * x[i + 1] + (b[i] - b[i + 1])
    return x


ALGORITHMS = (
    Algorithm(
        name="back_substitution",
        problem=problem,
        says="the last unknown first, each added to the rows above it",
        source=HIGHAM.at("algorithm 8.1"),
        body=substitution,
        truncation=Finite(),
    ),
    Algorithm(
        name="elimination_pivoted",
        problem=problem,
        says="Gaussian elimination with partial pivoting: here every multiplier is zero (n to 100)",
        source=HIGHAM.at("section 9.1"),
        body=elimination_pivoted,
        applies=lambda n, right_hand_side: n <= LARGEST_ELIMINATION,
        truncation=Finite(),
    ),
    Algorithm(
        name="numpy_solve",
        problem=problem,
        says="numpy.linalg.solve, LAPACK's gesv: blocked elimination with partial pivoting",
        source=LAPACK.at("section 2.3.1"),
        float64=numpy_solve,
        ball=solve_in_balls,
        basic=False,
        truncation=Finite(),
    ),
)

# --- claims: the matrix, its inverse, its norms ---------------------------------------------------------

Pairs = Sequence[tuple[Any, Any]]


def toeplitz(first: Sequence[Any]) -> Any:
    """first[0] I + first[1] J + first[2] J^2 + ..., J with 1 above the diagonal and J^n = 0."""
    n, zero = len(first), 0 * first[0]
    return array([first[j - i] if j >= i else zero for i in range(n) for j in range(n)], (n, n))


def inverse(n: int) -> Any:
    return toeplitz([fmpq(1), *(fmpq(2) ** (k - 1) for k in range(1, n))])


def shift(n: int) -> Any:
    return fmpq_mat(n, n, [int(j == i + 1) for i in range(n) for j in range(n)])


def determinants() -> Pairs:
    # For every n: expanded by its first column, (1, 0, ..., 0), det A_n = det A_(n-1), and A_1 = (1).
    return [(rational_matrix(matrix(fmpq, n)).det(), fmpq(1)) for n in range(1, 61)]


def powers_of_shift() -> Pairs:
    # For every n: (J^k)_ij = 1 where j - i = k, else 0, since (J^k J)_ij counts the m with m - i = k and
    # j - m = 1; j - i = n occurs nowhere.
    pairs: list[tuple[Any, Any]] = []
    for n in range(1, 31):
        power, total, J = fmpq_mat(n, n), fmpq_mat(n, n), shift(n)
        for k in range(n):
            power = J * power if k else shift(n) ** 0
            total = total + power if k == 0 else total - power
        pairs += [(J * power, fmpq_mat(n, n)), (total, rational_matrix(matrix(fmpq, n)))]
    return pairs


def product_with_unknowns() -> Pairs:
    # For every n: J^l in the product comes from J^l 1, from 1 J^l and from J^k J^m with k + m = l, k, m > 0.
    n = 9
    c = fmpq_mpoly_ctx.get(tuple(f"c{k}" for k in range(1, n)), "lex").gens()
    one = c[0] ** 0
    product = toeplitz([one, *c]) @ toeplitz([one, *[-one] * (n - 1)])
    printed = [c[l - 1] - 1 - sum(c[l - k - 1] for k in range(1, l)) for l in range(1, n)]  # noqa: E741
    return list(zip(product.flat, toeplitz([one, *printed]).flat, strict=True))


def doubling() -> Pairs:
    # c_1 = 1 and c_(l+1) - c_l = c_l. With t = 2^(l-1): if 1 + c_1 + ... + c_(l-1) = t = c_l, the next is 2t.
    t = fmpq_poly([0, 1])
    return [(t + t, 2 * t), (fmpq(2) ** 0, fmpq(1))]


def inverse_at_any_size() -> Pairs:
    # For every n, in polynomials in J with y = J^n = 0 and t = 2^n: the sums telescope to
    # (1 - J) A = 1 - 2 J + y and (1 - 2 J) C = 1 - J - t y / 2, C the closed form. The product of the right
    # sides is (1 - 2 J)(1 - J) and a multiple of y, and 1 - J, 1 - 2 J are regular: A C = I.
    x, y, t = fmpq_mpoly_ctx.get(("x", "y", "t"), "lex").gens()
    rest = (1 - x) - t / 2 * (1 - 2 * x) - t / 2 * y
    return [((1 - 2 * x + y) * (1 - x - t / 2 * y), (1 - 2 * x) * (1 - x) + rest * y)]


def inverses() -> Pairs:
    return [(exact_inverse(matrix(fmpq, n)).tolist(), inverse(n).tolist()) for n in range(1, 41)]


def largest_row_sum(M: Any) -> fmpq:
    return max(sum((abs(x) for x in row), fmpq(0)) for row in M)


def row_sums() -> Pairs:
    # For every n: row i of A, i = 1..n, has n - i + 1 entries of size 1, row i of the inverse the sum
    # 1 + 1 + 2 + ... + 2^(n-i-1) = 2^(n-i) (`doubling`); the first row has the most.
    pairs: list[tuple[Any, Any]] = []
    for n in range(1, 41):
        pairs += [
            (largest_row_sum(matrix(fmpq, n)), fmpq(n)),
            (largest_row_sum(inverse(n)), fmpq(2) ** (n - 1)),
        ]
    return pairs


def first_rows() -> Pairs:
    """The sums of the inverse's first rows to n = 1000, as Toeplitz matrices have them: one row holds all."""
    sums = itertools.accumulate(last_column(1000)[::-1])
    return [(total, fmpq(2) ** (n - 1)) for n, total in enumerate(sums, 1)]


norms = both(
    identity(doubling, "1 + 1 + 2 + ... + 2^(m-1) = 2^m by induction"),
    identity(row_sums, "row sums n and 2^(n-1), n = 1..40"),
    identity(first_rows, "first row of the inverse, n = 1..1000"),
)

# --- claims: norms in general ---------------------------------------------------------------------------


def orthogonal(n: int) -> Any:
    """Cayley's transform (I - K)(I + K)^-1 of a skew K, rational and full; K has no eigenvalue -1."""
    return cayley(skew(n))


def unitary(n: int) -> Any:
    """The same for a skew Hermitian S + iT of order n, as the real matrix [[S, -T], [T, S]]."""
    S = skew(n)
    T = array([fmpq(1, 1 + abs(i - j)) for i in range(n) for j in range(n)], (n, n))
    return cayley(np.block([[S, -T], [T, S]]))


def skew(n: int) -> Any:
    return array([fmpq((j > i) - (j < i), i + j + 1) for i in range(n) for j in range(n)], (n, n))


def cayley(K: Any) -> Any:
    unit = rational_matrix(K) ** 0
    U = (unit - rational_matrix(K)) * (unit + rational_matrix(K)).inv()
    return array(U.entries(), K.shape)


def cases() -> list[tuple[Any, Any]]:
    """U and A: n = 2..12 with U orthogonal, n = 2..6 with U unitary and A twice, for its two real parts."""
    real = [(orthogonal(n), matrix(fmpq, n)) for n in range(2, 13)]
    parts = [np.kron(array([fmpq(k) for k in (1, 0, 0, 1)], (2, 2)), matrix(fmpq, n)) for n in range(2, 7)]
    return real + [(unitary(len(A) // 2), A) for A in parts]


def gram(M: Any) -> fmpq_mat:
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


def column_maxima(M: Any) -> fmpq:
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


def claim(id: str, place: str, declared: str, says: str, reading: str, check: Check) -> Claim:
    return Claim(id, problem, "law", says, reading, HOMEWORK.at(f"section {place}"), declared, check)


MATRIX = (
    claim(
        "E-5a",
        "2.1",
        CONFIRMED,
        "det A = 1, so A is not singular.",
        "For every n.",
        told(identity(determinants, "det A = 1, n = 1..60"), "det A_n = det A_(n-1) for every n"),
    ),
    claim(
        "E-5b",
        "2.2",
        CONFIRMED,
        "J^n = 0 and A = I - J - ... - J^(n-1), J with ones above the diagonal.",
        "For every n.",
        identity(powers_of_shift, "(J^k)_ij = 1 where j - i = k, else 0; n = 1..30"),
    ),
    claim(
        "E-5c",
        "2.2",
        CONFIRMED,
        "With an inverse I + c_1 J + c_2 J^2 + ..., the product with A has at J^l the coefficient "
        "c_l - 1 - (c_1 + ... + c_(l-1)).",
        "As a polynomial identity in the c_k, for every n.",
        identity(product_with_unknowns, "the product with unknown c_1, ..., c_8"),
    ),
    claim(
        "E-5d",
        "2.2",
        CONFIRMED,
        "That leads to c_l = 2^(l-1), which gives the inverse.",
        "The inverse of A has the entries 2^(j-i-1) above a unit diagonal, for every n.",
        both(
            identity(doubling, "c_l = 1 + c_1 + ... + c_(l-1) doubles"),
            identity(inverse_at_any_size, "A times the closed form is I modulo J^n, for every n"),
            identity(inverses, "FLINT's exact inverse, n = 1..40"),
        ),
    ),
    claim(
        "E-5e",
        "2.5",
        CONFIRMED,
        "The infinity norm of A is n.",
        "For every n.",
        norms,
    ),
    claim(
        "E-5f",
        "2.5",
        CONFIRMED,
        "The infinity norm of the inverse is 2^(n-1).",
        "For every n.",
        norms,
    ),
    claim(
        "E-5g",
        "2.5",
        CONFIRMED,
        "The condition number of A in the infinity norm is n 2^(n-1).",
        "For every n. (It is what data can cost at worst; with b >= 0 no entry of the solution feels it.)",
        both(norms, identity(inverse_at_any_size, "A times the closed form is I modulo J^n")),
    ),
)

NORMS = (
    claim(
        "E-6a",
        "2.3",
        CONFIRMED,
        "The infinity norm of a matrix is its largest row sum of magnitudes, reached at x_j = 1 or -1.",
        "For every real matrix, with signs that suit the row.",
        told(
            identity(at_vertices, "the largest ||M x|| over all sign vectors, 28 matrices to n = 7"),
            "|sum a_ij x_j| <= sum |a_ij|, equal at x_j = sign a_ij, proves it for every matrix",
        ),
    ),
    claim(
        "E-6b",
        "2.3, last step of the chain",
        REFUTED,
        "The sum over the columns of their largest entries is the largest row sum.",
        "For every matrix. (Neighbour: E-6c. The sum is never less: what the chain proves is a bound up to n "
        "times too large.)",
        told(identity(chain_at_the_identity, "at the identity of order 2"), "of order n it is n against 1"),
    ),
    claim(
        "E-6c",
        "2.3, last step of the chain",
        CONFIRMED,
        "The sum over the columns of their largest entries is the largest row sum.",
        "For the matrix A of this section and its inverse, for every n.",
        told(
            identity(chain_here, "A and its inverse, n = 1..30"),
            "the first row has the largest entry of every column",
        ),
    ),
    claim(
        "E-6d",
        "2.3, first inequality",
        CONFIRMED,
        "||sum a_j x_j|| is at most the sum of ||a_j|| x_j, written without magnitudes of x_j.",
        "As printed, between the suprema over ||x||_p = 1. (Neighbour: E-6e.)",
        told(
            identity(suprema, "the two suprema over sign vectors, n = 1..7"), "signs are free on the sphere"
        ),
    ),
    claim(
        "E-6e",
        "2.3, first inequality",
        REFUTED,
        "||sum a_j x_j|| is at most the sum of ||a_j|| x_j, written without magnitudes of x_j.",
        "For each x by itself.",
        each([("at a = 1, x = -1: 1 > -1", pointwise)], "it holds at the point tried"),
    ),
    claim(
        "E-6f",
        "2.4",
        CONFIRMED,
        "The 2-norm of a unitary matrix is 1.",
        "For every n and every unitary U.",
        told(
            identity(unitary_grams, "U^* U = I for rational U by Cayley's transform, 16 of them"),
            "||U x|| = ||x|| for every x",
        ),
    ),
    claim(
        "E-6g",
        "2.4",
        REFUTED,
        "The norm, the supremum of ||U x|| / ||x||, is the supremum of <x, U^* U x> over unit vectors.",
        "As an equality for every matrix: a square root is missing, which does no harm to a unitary one.",
        each([("at 2 I: the norm is 2, the form 4", form_is_norm)], "it holds at the matrix tried"),
    ),
    claim(
        "E-6h",
        "2.4",
        REFUTED,
        "The 2-norm is multiplicative.",
        "||B A|| = ||B|| ||A|| for all square matrices.",
        multiplicative,
    ),
    claim(
        "E-6i",
        "2.4",
        CONFIRMED,
        "A unitary factor leaves the 2-norm alone.",
        "||U A|| = ||A|| for every n, every unitary U and every A.",
        both(identity(grams, "(U A)^* U A = A^* A for 16 rational unitary U"), norms_in_balls),
    ),
)

CLAIMS = (*MATRIX, *NORMS)
