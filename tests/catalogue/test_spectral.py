"""The defective eigenvalue and the Fourier transform, by other means."""

import numpy as np
import pytest
from flint import fmpq

from verify.arithmetic.precision import precision
from verify.catalogue.defective_eigenvalue import problem as defective
from verify.catalogue.fourier_transform import methods
from verify.catalogue.fourier_transform import problem as fourier
from verify.catalogue.fourier_transform.claims import off
from verify.measure.harness import measure


@pytest.mark.parametrize("n", [2, 7, 12])
def test_the_matrix_is_whole_and_nilpotent_but_for_its_diagonal(n):
    (A,) = defective.data(n)
    assert all(v.q == 1 for v in A.flat)
    N = A - np.array([[fmpq(int(i == j)) for j in range(n)] for i in range(n)], dtype=object)
    power = N
    for _ in range(n - 2):
        power = power @ N
    assert any(v != 0 for v in power.flat)  # not derogatory: N^(n-1) is not zero, N^n is
    assert all(v == 0 for v in (power @ N).flat)
    with precision(128):
        assert defective.truth(A).contains(1)


def test_a_matrix_with_other_eigenvalues_is_told_from_it():
    (A,) = defective.data(4)
    A[3, 0] = A[3, 0] + 1
    with precision(128):
        assert not defective.truth(A).contains(1)
        assert not defective.by_nilpotence(A).is_finite()


def test_an_infinite_condition_number_makes_the_loss_inherent():
    m = measure(defective.EIGVALS, n=8)
    assert not m.condition_number.is_finite()
    assert m.inherent
    assert 0.5 < m.digits < 5


@pytest.mark.parametrize("m", [0, 1, 3, 6])
def test_the_transform_is_numpys_to_its_precision(m):
    (x,) = fourier.data(m)
    with precision(128):
        y = fourier.truth(x)
    found = np.fft.fft([float(v.p) / float(v.q) for v in x])
    said = np.array([float(v.mid()) for v in y])
    assert np.allclose(said, np.concatenate([found.real, found.imag]), rtol=0, atol=1e-13)


def test_parsevals_identity_holds_for_the_truth():
    (x,) = fourier.data(5)
    with precision(128):
        energy = sum(v * v for v in fourier.truth(x)) - 32 * sum(v * v for v in x)
        assert energy.contains(0)
        assert energy.rad() < 1e-30


def test_halving_errs_less_than_the_definition():
    with precision(128):
        assert off(methods.HALVED, 6) < off(methods.DEFINED, 6)
