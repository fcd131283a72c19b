"""What the source says about it, each statement with its proof."""

import itertools
from collections.abc import Sequence
from typing import Any

from flint import fmpq, fmpq_mat, fmpq_mpoly_ctx, fmpq_poly

from verify.arithmetic.arrays import Matrix
from verify.catalogue.sources import HOMEWORK
from verify.catalogue.unit_triangular.methods import matrix
from verify.catalogue.unit_triangular.problem import last_column, problem
from verify.claims.declare import Claims
from verify.claims.forms import both, identity, told
from verify.core.claim import Reach
from verify.mathematics.linear import array, exact_inverse, rational_matrix

E5 = Claims(problem, HOMEWORK.at("section 2.2"), "E-5")
Pairs = Sequence[tuple[Any, Any]]


def toeplitz(first: Sequence[Any]) -> Matrix:
    """first[0] I + first[1] J + first[2] J^2 + ..., J with 1 above the diagonal and J^n = 0."""
    n, zero = len(first), 0 * first[0]
    return array([first[j - i] if j >= i else zero for i in range(n) for j in range(n)], (n, n))


def inverse(n: int) -> Any:
    return toeplitz([fmpq(1), *(fmpq(2) ** (k - 1) for k in range(1, n))])


def shift(n: int) -> fmpq_mat:
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


def largest_row_sum(M: Matrix) -> fmpq:
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


CLAIMS_E5 = E5.whole(
    "law",
    says="det A = 1; the entries of the inverse; norms n and 2^(n-1); condition number n 2^(n-1).",
    reading="All of it, for every n.",
    parts=(
        E5.law(
            "a",
            says="det A = 1, so A is not singular.",
            reading="For every n.",
            check=told(identity(determinants, "det A = 1, n = 1..60"), "det A_n = det A_(n-1) for every n"),
            reach=Reach.IDENTITY,
            place="section 2.1",
        ),
        E5.law(
            "b",
            says="J^n = 0 and A = I - J - ... - J^(n-1), J with ones above the diagonal.",
            reading="For every n.",
            check=identity(powers_of_shift, "(J^k)_ij = 1 where j - i = k, else 0; n = 1..30"),
            reach=Reach.IDENTITY,
        ),
        E5.law(
            "c",
            says="With an inverse I + c_1 J + c_2 J^2 + ..., the product with A has at J^l the "
            "coefficient c_l - 1 - (c_1 + ... + c_(l-1)).",
            reading="As a polynomial identity in the c_k, for every n.",
            check=identity(product_with_unknowns, "the product with unknown c_1, ..., c_8"),
            reach=Reach.IDENTITY,
        ),
        E5.law(
            "d",
            says="That leads to c_l = 2^(l-1), which gives the inverse.",
            reading="The inverse of A has the entries 2^(j-i-1) above a unit diagonal, for every n.",
            check=both(
                identity(doubling, "c_l = 1 + c_1 + ... + c_(l-1) doubles"),
                identity(inverse_at_any_size, "A times the closed form is I modulo J^n, for every n"),
                identity(inverses, "FLINT's exact inverse, n = 1..40"),
            ),
            reach=Reach.IDENTITY,
        ),
        E5.law(
            "e",
            says="The infinity norm of A is n.",
            reading="For every n.",
            check=norms,
            reach=Reach.IDENTITY,
            place="section 2.5",
        ),
        E5.law(
            "f",
            says="The infinity norm of the inverse is 2^(n-1).",
            reading="For every n.",
            check=norms,
            reach=Reach.IDENTITY,
            place="section 2.5",
        ),
        E5.law(
            "g",
            says="The condition number of A in the infinity norm is n 2^(n-1).",
            reading="For every n. (It is what data can cost at worst; with b >= 0 no entry of the "
            "solution feels it.)",
            check=both(norms, identity(inverse_at_any_size, "A times the closed form is I modulo J^n")),
            reach=Reach.IDENTITY,
            place="section 2.5",
        ),
    ),
)
