"""What else is certified of the Hilbert matrix: ln det and condition numbers, by three routes each."""

import math
from collections.abc import Callable
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.arithmetic.precision import current_bits
from verify.core.model import Quantity
from verify.mathematics.linear import array, exact_inverse, norm_2, norm_2_gram, norm_inf, rational_matrix
from verify.mathematics.systems import by_lu

# LU loses the bits of the condition number, under 5.1 n of them: it grows like (1 + sqrt 2)^(4n) (Todd 1954).
BITS = 6


def hilbert(n: int) -> Matrix:
    """The matrix 1/(i + j - 1), i, j = 1..n, in exact rationals."""
    return array([fmpq(1, i + j + 1) for i in range(n) for j in range(n)], (n, n))


def superfactorial(m: int) -> int:
    """1! 2! ... m!"""
    return math.prod(math.factorial(i) for i in range(1, m + 1))


def determinant(n: int) -> fmpq:
    """det H_n = c_n^4 / c_2n with c_n = 1! 2! ... (n-1)! (Cauchy's determinant)."""
    return fmpq(superfactorial(n - 1) ** 4, superfactorial(2 * n - 1))


def ln_det(n: int) -> arb:
    return arb(determinant(n)).log()


def ln_det_second(n: int) -> arb:
    return arb(rational_matrix(hilbert(n)).det()).log()


def ln_det_opinion(mp: Mpmath, n: int) -> Mpf:
    # Barnes' G function: c_n = G(n + 1). ln det H_1 = 0 has no digits of its own: hence the bits more.
    with mp.workprec(2 * mp.prec + 64):
        return 4 * mp.log(mp.barnesg(n + 1)) - mp.log(mp.barnesg(2 * n + 1))


def inverse(n: int) -> Any:
    """H_n^-1 by its formula in binomial coefficients, all integers (Choi 1983)."""
    C = math.comb

    def entry(i: int, j: int) -> fmpq:
        sign = (-1) ** (i + j)
        return fmpq(sign * (i + j - 1) * C(n + i - 1, n - j) * C(n + j - 1, n - i) * C(i + j - 2, i - 1) ** 2)

    return array([entry(i, j) for i in range(1, n + 1) for j in range(1, n + 1)], (n, n))


def condition_inf(n: int) -> arb:
    return norm_inf(hilbert(n)) * norm_inf(exact_inverse(hilbert(n)))


def condition_inf_second(n: int) -> arb:
    return arb(sum((fmpq(1, i) for i in range(1, n + 1)), fmpq(0))) * norm_inf(inverse(n))


def condition_inf_opinion(mp: Mpmath, n: int) -> Mpf:
    # The signs of H^-1 form a checkerboard: H y = (1, -1, 1, ...) has |y_i| = the row sums of |H^-1|.
    signs = array([fmpq((-1) ** i) for i in range(n)], (n,))
    return max(abs(y) for y in by_lu(BITS).function(mp, hilbert(n), signs)) * mp.harmonic(n)


def condition_2(n: int) -> arb:
    bits = current_bits() - 16
    return norm_2(hilbert(n), bits) * norm_2(exact_inverse(hilbert(n)), bits)


def condition_2_second(n: int) -> arb:
    bits = current_bits() // 2
    return norm_2_gram(hilbert(n), bits) * norm_2_gram(inverse(n), bits)


def condition_2_opinion(mp: Mpmath, n: int) -> Mpf:
    # H is symmetric and positive definite: power iteration with H and with H^-1 ends at the 2-norms.
    goal = mp.mpf(2) ** -mp.prec
    with mp.workprec(mp.prec + 6 * n + 64):
        H = mp.matrix([[mp.mpf(1) / (i + j + 1) for j in range(n)] for i in range(n)])
        LU, order = mp.LU_decomp(H)
        return _dominant(mp, n, goal, lambda v: H * v) * _dominant(
            mp, n, goal, lambda v: mp.U_solve(LU, mp.L_solve(LU, v, order))
        )


def _dominant(mp: Mpmath, n: int, goal: Mpf, multiply: Callable[[Any], Any]) -> Mpf:
    v, before = mp.matrix([mp.mpf(-1) ** i / (i + 1) for i in range(n)]), mp.zero
    while True:
        v = v / mp.norm(v)
        image = multiply(v)
        quotient = mp.fdot(v, image)
        if abs(quotient - before) <= goal * quotient:
            return quotient
        v, before = image, quotient


QUANTITIES = (
    Quantity("ln_det", "ln det H_n", ln_det, ln_det_second, ln_det_opinion),
    Quantity(
        "condition_number_inf",
        "||H_n|| ||H_n^-1|| in the infinity norm",
        condition_inf,
        condition_inf_second,
        condition_inf_opinion,
    ),
    Quantity(
        "condition_number_2",
        "||H_n|| ||H_n^-1|| in the 2-norm: largest over smallest eigenvalue",
        condition_2,
        condition_2_second,
        condition_2_opinion,
    ),
)
