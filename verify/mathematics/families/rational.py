"""Matrices with rational entries, and what theorems give of them.

Sources: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), chapter 28; D. E.
Knuth, The Art of Computer Programming 1, section 1.2.3, exercises 37 to 45; J. Todd, Basic Numerical
Mathematics 2 (1977); R. T. Gregory and D. L. Karney, A Collection of Matrices for Testing Computational
Algorithms (1969)."""

import math

from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.mathematics.families.family import Family, square
from verify.mathematics.linear import array, rational_matrix

ONE, HALF = fmpq(1), fmpq(1, 2)


def hilbert(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq(1, i + j - 1))


def _row_sum(n: int, i: int) -> fmpq:
    """Of the inverse of the Hilbert matrix, whose entries are s_i s_j / (i + j - 1)."""
    return fmpq((-1) ** (n + i) * i * math.comb(n + i - 1, i) * math.comb(n - 1, i - 1))


def invhilb(n: int) -> Matrix:
    sums = [_row_sum(n, i) for i in range(1, n + 1)]
    return square(n, lambda i, j: sums[i - 1] * sums[j - 1] / (i + j - 1))


def hilbert_determinant(n: int) -> fmpq:
    # Cauchy: c_n^4 / c_2n with c_n = 1! 2! ... (n-1)!
    c = [math.prod(math.factorial(k) for k in range(1, m)) for m in (n, 2 * n)]
    return fmpq(c[0] ** 4, c[1])


def lotkin(n: int) -> Matrix:
    return square(n, lambda i, j: ONE if i == 1 else fmpq(1, i + j - 1))


def lotkin_inverse(n: int) -> Matrix:
    # The first row moves by 1 - h, and h H^-1 = e_1: (column 1 of H^-1) (s - e_1)/s_1 is taken off (Sherman
    # and Morrison).
    sums = [_row_sum(n, i) for i in range(1, n + 1)]
    return square(
        n,
        lambda i, j: sums[i - 1] / i if j == 1 else -(j - 1) * sums[i - 1] * sums[j - 1] / (i * (i + j - 1)),
    )


def pascal(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq(math.comb(i + j - 2, i - 1)))


def pascal_inverse(n: int) -> Matrix:
    # P = L L^T, L_ij = C(i-1, j-1), and L^-1 is L with the signs of a checkerboard.
    L = rational_matrix(square(n, lambda i, j: fmpq((-1) ** (i + j) * math.comb(i - 1, j - 1))))
    return array((L.transpose() * L).entries(), (n, n))


def one(n: int) -> fmpq:
    return ONE


def cauchy(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq(1, i + j))


def _cauchy_determinant(x: list[fmpq], y: list[fmpq]) -> fmpq:
    """Of 1/(x_i + y_j): prod_(i<j) (x_j - x_i)(y_j - y_i) / prod (x_i + y_j)."""
    n = len(x)
    above = math.prod(((x[j] - x[i]) * (y[j] - y[i]) for i in range(n) for j in range(i + 1, n)), start=ONE)
    return above / math.prod((a + b for a in x for b in y), start=ONE)


def _cauchy_inverse(x: list[fmpq], y: list[fmpq]) -> Matrix:
    """(A^-1)_ij = prod_k (x_j + y_k)(x_k + y_i) / ((x_j + y_i) prod_(k!=j) (x_j - x_k) prod_(k!=i) (y_i -
    y_k)) (Knuth, exercise 41)."""
    n = len(x)

    def apart(of: list[fmpq], k: int) -> fmpq:
        return math.prod((of[k] - of[m] for m in range(n) if m != k), start=ONE)

    rows = [math.prod((v + w for w in y), start=ONE) / apart(x, k) for k, v in enumerate(x)]
    columns = [math.prod((v + w for w in x), start=ONE) / apart(y, k) for k, v in enumerate(y)]
    return square(n, lambda i, j: columns[i - 1] * rows[j - 1] / (x[j - 1] + y[i - 1]))


def _places(n: int) -> list[fmpq]:
    return [fmpq(i) for i in range(1, n + 1)]


def cauchy_determinant(n: int) -> fmpq:
    return _cauchy_determinant(_places(n), _places(n))


def cauchy_inverse(n: int) -> Matrix:
    return _cauchy_inverse(_places(n), _places(n))


def parter(n: int) -> Matrix:
    return square(n, lambda i, j: ONE / (fmpq(i - j) + HALF))


def _parter_places(n: int) -> list[fmpq]:
    return [HALF - j for j in range(1, n + 1)]


def parter_determinant(n: int) -> fmpq:
    return _cauchy_determinant(_places(n), _parter_places(n))


def parter_inverse(n: int) -> Matrix:
    return _cauchy_inverse(_places(n), _parter_places(n))


def kahan(n: int) -> Matrix:
    """Row i is s^(i-1) (0, ..., 0, 1, -c, ..., -c), with s = 4/5 and c = 3/5."""
    s, c = fmpq(4, 5), fmpq(3, 5)
    return square(n, lambda i, j: s ** (i - 1) * (-c if j > i else fmpq(i == j)))


def kahan_inverse(n: int) -> Matrix:
    # diag(1, s, s^2, ...) (1 - (1+c) J)/(1 - J), J the shift; the second factor has the inverse
    # 1 + c J/(1 - (1+c) J).
    s, c = fmpq(4, 5), fmpq(3, 5)
    return square(n, lambda i, j: (c * (1 + c) ** (j - i - 1) if j > i else fmpq(i == j)) / s ** (j - 1))


def kahan_determinant(n: int) -> fmpq:
    return fmpq(4, 5) ** (n * (n - 1) // 2)


def gfpp(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq(1) if j in (i, n) else fmpq(-1 if j < i else 0))


def gfpp_determinant(n: int) -> fmpq:
    return fmpq(2) ** (n - 1)  # the last pivot of elimination; all others are 1


def moler(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq(i if i == j else min(i, j) - 2))


def moler_inverse(n: int) -> Matrix:
    # U^T U with U of ones on and -1 above the diagonal; (U^-1)_ij = 2^(j-i-1) above it.
    V = rational_matrix(square(n, lambda i, j: fmpq(2) ** (j - i - 1) if j > i else fmpq(i == j)))
    return array((V * V.transpose()).entries(), (n, n))


def minij(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq(min(i, j)))


def minij_inverse(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq((1 if i == n else 2) if i == j else -(abs(i - j) == 1)))


def minij_eigenvalues(n: int) -> list[arb]:
    # 1/(4 sin^2((2k - 1) pi / (4n + 2)))
    return [1 / (2 * arb.sin_pi_fmpq(fmpq(2 * k - 1, 4 * n + 2))) ** 2 for k in range(1, n + 1)]


def lehmer(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq(min(i, j), max(i, j)))


def lehmer_inverse(n: int) -> Matrix:
    # Tridiagonal: -i(i+1)/(2i+1) beside and 4i^3/(4i^2-1) on the diagonal, n^2/(2n-1) in the last place.
    def entry(i: int, j: int) -> fmpq:
        if abs(i - j) == 1:
            k = min(i, j)
            return fmpq(-k * (k + 1), 2 * k + 1)
        if i != j:
            return fmpq(0)
        return fmpq(n * n, 2 * n - 1) if i == n else fmpq(4 * i**3, 4 * i * i - 1)

    return square(n, entry)


def kms(n: int, rho: fmpq = HALF) -> Matrix:
    return square(n, lambda i, j: rho ** abs(i - j))


def kms_inverse(n: int, rho: fmpq = HALF) -> Matrix:
    def entry(i: int, j: int) -> fmpq:
        if n == 1:
            return ONE
        above = (1 if i in (1, n) else 1 + rho * rho) if i == j else -rho if abs(i - j) == 1 else fmpq(0)
        return above / (1 - rho * rho)

    return square(n, entry)


def kms_determinant(n: int, rho: fmpq = HALF) -> fmpq:
    return (1 - rho * rho) ** (n - 1)


def pei(n: int, alpha: fmpq = ONE) -> Matrix:
    return square(n, lambda i, j: alpha + 1 if i == j else ONE)


def pei_inverse(n: int, alpha: fmpq = ONE) -> Matrix:
    # Sherman and Morrison: (I - 1 1^T/(alpha + n))/alpha
    return square(n, lambda i, j: (fmpq(i == j) - 1 / (alpha + n)) / alpha)


def pei_determinant(n: int, alpha: fmpq = ONE) -> fmpq:
    return alpha ** (n - 1) * (alpha + n)


def pei_eigenvalues(n: int, alpha: fmpq = ONE) -> list[arb]:
    return [arb(alpha)] * (n - 1) + [arb(alpha + n)]


def fiedler(n: int) -> Matrix:
    return square(n, lambda i, j: fmpq(abs(i - j)))


def fiedler_determinant(n: int) -> fmpq:
    return fmpq((-1) ** (n - 1) * (n - 1)) * fmpq(2) ** (n - 2)


def ris(n: int) -> Matrix:
    return square(n, lambda i, j: HALF / (fmpq(n - i - j) + fmpq(3, 2)))


def hadamard(n: int) -> Matrix:
    """(-1)^(number of common bits of i - 1 and j - 1), of order 2^n."""
    return square(2**n, lambda i, j: fmpq(-1 if ((i - 1) & (j - 1)).bit_count() % 2 else 1))


def hadamard_inverse(n: int) -> Matrix:
    found: Matrix = hadamard(n) * fmpq(1, 2**n)
    return found


FAMILIES = (
    Family(hilbert, "matrix 1/(i+j-1)", invhilb, hilbert_determinant),
    Family(invhilb, "matrix inverse of the Hilbert matrix", hilbert, lambda n: 1 / hilbert_determinant(n)),
    Family(lotkin, "matrix Hilbert's with a first row of ones", lotkin_inverse),
    Family(pascal, "matrix binomial coefficients", pascal_inverse, one),
    Family(cauchy, "matrix 1/(i+j)", cauchy_inverse, cauchy_determinant),
    Family(parter, "matrix 1/(i-j+1/2), singular values near pi", parter_inverse, parter_determinant),
    Family(kahan, "matrix upper triangular, 4/5 and 3/5", kahan_inverse, kahan_determinant),
    Family(gfpp, "matrix largest growth of partial pivoting", determinant=gfpp_determinant),
    Family(moler, "matrix min(i,j)-2, one tiny eigenvalue", moler_inverse, one),
    Family(minij, "matrix min(i,j)", minij_inverse, one, minij_eigenvalues),
    Family(lehmer, "matrix min(i,j)/max(i,j)", lehmer_inverse),
    Family(kms, "matrix rho^|i-j|, of Kac, Murdock and Szego", kms_inverse, kms_determinant),
    Family(pei, "matrix alpha I + ones", pei_inverse, pei_determinant, pei_eigenvalues),
    Family(fiedler, "matrix |i-j|", determinant=fiedler_determinant),
    Family(ris, "matrix 1/2/(n-i-j+3/2), eigenvalues near +-pi/2"),
    Family(hadamard, "matrix of +-1 with orthogonal rows, of order 2^n", hadamard_inverse),
)
