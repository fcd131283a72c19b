"""Operations on complex arrays: against Gaussian rationals, and what moves them when each part moves."""

from fractions import Fraction

import numpy as np
import pytest
from flint import acb, arb, fmpq

from verify.arithmetic.precision import precision
from verify.checking.arrays.data import datum
from verify.core import formats
from verify.core.errors import BadInput
from verify.language.expressions import Undefined
from verify.mathematics.arrays.operation import given, rational_matrix
from verify.mathematics.arrays.table import OPERATIONS

draws = np.random.default_rng(12)


def drawn(*shape):
    return draws.standard_normal(shape) + 1j * draws.standard_normal(shape)


A, B, b = drawn(4, 4), drawn(4, 3), drawn(4)


def block(X):
    """X + iY as the real matrix [[X, -Y], [Y, X]], exactly: products and inverses are those of the blocks."""
    X = X.reshape(len(X), -1)
    return rational_matrix(np.block([[X.real, -X.imag], [X.imag, X.real]]))


def parts(M):
    """The complex entries of such a matrix."""
    m, n = M.nrows() // 2, M.ncols() // 2
    return [(M[i, j], M[m + i, j]) for i in range(m) for j in range(n)]


def contains(ball, value):
    re_, im = value
    return acb(ball).real.contains(arb(re_)) and acb(ball).imag.contains(arb(im))


@pytest.mark.parametrize(
    ("name", "arrays", "exact"),
    [
        ("solve", (A, b), lambda: block(A).inv() * block(b)),
        ("solve", (A, B.real), lambda: block(A).inv() * block(B.real + 0j)),
        ("solve", (A.real, b), lambda: block(A.real + 0j).inv() * block(b)),
        ("inv", (A,), lambda: block(A).inv()),
        ("matmul", (A, B), lambda: block(A) * block(B)),
        ("dot", (A.real, b), lambda: block(A.real + 0j) * block(b)),
        ("sum", (b,), lambda: block(np.ones((1, 4)) + 0j) * block(b)),
    ],
)
def test_values_are_those_of_gaussian_rationals(name, arrays, exact):
    with precision(160):
        found = OPERATIONS[name].truth(*given(OPERATIONS[name], arrays))
        entries = np.asarray(found, dtype=object).ravel()
        assert all(contains(v, w) for v, w in zip(entries, parts(exact()), strict=True))
        assert max(abs(v).rad() for v in entries) < 1e-40


def test_the_determinant_and_the_eigenvalues():
    """|det|^2 is the determinant of the real block; eigenvalues add up to the trace, and multiply to det."""
    with precision(200):
        d = OPERATIONS["det"].truth(A)
        assert (abs(d) ** 2).contains(arb(block(A).det()))
        values = OPERATIONS["eigvals"].truth(A)
        assert sum(values, acb(0)).overlaps(sum((acb(v) for v in np.diag(A).tolist()), acb(0)))
        product = acb(1)
        for v in values:
            product *= v
        assert product.overlaps(d)


def test_a_transform_by_its_definition():
    with precision(160):
        for k, v in enumerate(OPERATIONS["fft"].truth(b)):
            turns = [acb(fmpq(-2 * k * j, 4)).exp_pi_i() for j in range(4)]
            assert v.overlaps(sum((t * acb(x) for t, x in zip(turns, b.tolist(), strict=True)), acb(0)))


def test_half_an_ulp_of_both_parts():
    found = datum("z", np.array([1 + 4j, 0.75 + 0j]), formats.named("complex64"))
    halves = [Fraction(5, 2**24), Fraction(1, 2**25) + Fraction(1, 2**150)]
    assert found.given.dtype == np.complex64
    with precision(160):
        exactly = [ball.fmpq() for ball in found.half_ulps]
    assert exactly == [fmpq(h.numerator, h.denominator) for h in halves]


def test_what_data_move_is_the_sum_over_both_parts():
    """|J| s of A^-1 b by b alone: |A^-1| (s_re + s_im), by exact inversion."""
    X, s = block(A).inv(), [1.0, 2.0, 0.5, 4.0]
    with precision(160):
        moves = OPERATIONS["solve"].moved(A, b)([np.zeros((4, 4)), np.array(s)])
        for i, found in enumerate(moves):
            sizes = [(arb(X[i, j]) ** 2 + arb(X[4 + i, j]) ** 2).sqrt() * arb(s[j]) for j in range(4)]
            assert found.overlaps(sum(sizes, arb(0)))


def test_a_singular_matrix_is_proved_to_be_one():
    S = np.round(A * 8)
    S[0] = (1 + 2j) * S[1]
    with precision(1024), pytest.raises(Undefined, match="its rank is 3 of 4, by exact elimination"):
        OPERATIONS["solve"].truth(S, b)
    assert block(S).rank() == 6


def test_what_takes_real_numbers_says_so():
    for name, arrays in (("var", (b,)), ("lstsq[0]", (A, b)), ("softmax", (b,)), ("eigvalsh", (A,))):
        with pytest.raises(BadInput, match=r"it takes real numbers here, not complex ones|symmetric"):
            given(OPERATIONS[name], arrays)
