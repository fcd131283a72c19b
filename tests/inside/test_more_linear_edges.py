"""Least squares, eigenvalues, log-determinants and norms at their edge: against rationals and mpmath."""

import math

import mpmath
import numpy as np
import pytest
from flint import arb, arb_mat, fmpq, fmpq_mat

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.blame import blame
from verify.inside.follow import follow
from verify.inside.ndarrays.linear import Determinant, LeastSquares
from verify.inside.ndarrays.spectra import Symmetric

RANDOM = np.random.default_rng(11)
TALL, RIGHT = RANDOM.standard_normal((7, 3)) + 5, RANDOM.standard_normal(7)
SQUARE = RANDOM.standard_normal((4, 4))
GRAM = SQUARE @ SQUARE.T


def fitted(a, b):
    return np.linalg.lstsq(a, b, rcond=None)[0][1]


def fitted_twice(a, b):
    return np.linalg.lstsq(a, np.stack([b, 2 * b], axis=1), rcond=None)[0][1, 1]


def smallest(a):
    return np.linalg.eigvalsh(a)[0]


def from_above(a):
    return np.linalg.eigvalsh(np.triu(a), "U")[-1]


def log_size(a):
    sign, log = np.linalg.slogdet(a)
    return sign * log


def norms(a):
    x = a[0]
    total = (
        np.linalg.norm(x, 1) + np.linalg.norm(x, np.inf) + np.linalg.norm(x, 2) + np.linalg.norm(x, -np.inf)
    )
    return total + np.sum(np.linalg.norm(a, axis=1)) + np.linalg.norm(a) + np.linalg.norm(a, "fro")


def exactly(x):
    rows = np.atleast_2d(x)
    return fmpq_mat(*rows.shape, [fmpq(*float(v).as_integer_ratio()) for v in rows.ravel()])


def least_squares(a, b):
    """By the normal equations, in rationals."""
    m = exactly(a)
    return (m.transpose() * m).solve(m.transpose() * exactly(b).transpose())


def close(found, value):
    with precision(found.bits), mpmath.workdps(60):
        return abs(found.exact - arb(mpmath.nstr(value, 50))) < 1e-35


@pytest.mark.parametrize("program", [fitted, fitted_twice], ids=lambda f: f.__name__)
def test_least_squares(program):
    found = account(follow(program, [TALL, RIGHT]))
    exact = least_squares(TALL, RIGHT)[1, 0] * (2 if program is fitted_twice else 1)
    assert found.reason is None
    with precision(found.bits):
        assert found.exact.contains(exact)
        assert found.unattributed().contains(0)


@pytest.mark.parametrize("program", [smallest, from_above], ids=lambda f: f.__name__)
def test_eigenvalues(program):
    found = account(follow(program, [GRAM]))
    assert found.reason is None
    with mpmath.workdps(60):
        spectrum = mpmath.eigsy(mpmath.matrix(GRAM.tolist()), eigvals_only=True)
        assert close(found, min(spectrum) if program is smallest else max(spectrum))


def test_the_logarithm_of_a_determinant():
    found = account(follow(log_size, [SQUARE]))
    assert (found.reason, found.branches) == (None, ())
    with mpmath.workdps(60):
        det = mpmath.det(mpmath.matrix(SQUARE.tolist()))
        assert close(found, mpmath.sign(det) * mpmath.log(abs(det)))


def test_norms():
    found = account(follow(norms, [SQUARE]))
    assert found.reason is None
    with mpmath.workdps(60):
        rows = [[mpmath.mpf(v) for v in row] for row in SQUARE.tolist()]
        lengths = [mpmath.sqrt(sum(v * v for v in row)) for row in rows]
        sizes = [abs(v) for v in rows[0]]
        whole = mpmath.sqrt(sum(v * v for row in rows for v in row))
        assert close(found, sum(sizes) + max(sizes) + lengths[0] + min(sizes) + sum(lengths) + 2 * whole)


def of_full_rank(a):
    return np.linalg.lstsq(a, np.ones(len(a)), rcond=None)[0][0]


def test_what_has_no_full_rank_is_not_followed():
    found = account(follow(of_full_rank, [np.ones((4, 2))]))
    assert found.exact is None


CASES = {
    "lstsq": (LeastSquares(4, 2).component(1), 12),
    "eigvalsh": (Symmetric(3).eigenvalue(1), 9),
    "log|det|": (Determinant(3).log(), 9),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("size", [1e-12, 1e-2])
def test_secant_slopes_add_up(name, size):
    function, count = CASES[name]
    a = RANDOM.standard_normal(count)
    with precision(200):
        floats = list(map(arb, a.tolist()))
        balls = list(map(arb, (a + size * RANDOM.standard_normal(count)).tolist()))
        slopes = function.secants(floats, balls)
        risen = sum((s * (x - y) for s, x, y in zip(slopes, floats, balls, strict=True)), arb(0))
        rise = function.ball(*floats) - function.ball(*balls)
        assert (risen - rise).contains(0)
        assert (risen - rise).abs_upper() < 1e-40


def test_an_eigenvalue_is_a_zero_of_the_characteristic_polynomial():
    a = RANDOM.standard_normal((3, 3))
    a = a + a.T
    with precision(200):
        value = Symmetric(3).eigenvalue(2).ball(*map(arb, a.ravel().tolist()))
        shifted = arb_mat(3, 3, [arb(float(a[i, j])) - value * (i == j) for i in range(3) for j in range(3)])
        assert shifted.det().contains(0)
        assert shifted.det().abs_upper() < 1e-40


def singular(a):
    return np.linalg.svd(a)[1][0] / 3


def singular_alone(a):
    return np.linalg.svd(a.T, compute_uv=False)[-1]


def symmetric(a):
    return np.linalg.eigh(a + a.T)[0][1]


def vectors(a):
    return np.linalg.svd(a)[0][0, 0]


A = np.array([[2.0, 1.0, -1.0], [0.5, 3.0, 0.25], [1.5, -2.0, 4.0]])
SPECTRA = {
    singular: (A, lambda m: max(mpmath.svd_r(m, compute_uv=False)) / 3),
    singular_alone: (A[:, :2].copy(), lambda m: min(mpmath.svd_r(m, compute_uv=False))),
    symmetric: (A, lambda m: sorted(mpmath.eigsy(m + m.T, eigvals_only=True))[1]),
}


@pytest.mark.parametrize("function", SPECTRA, ids=lambda f: f.__name__)
def test_singular_values_and_those_of_eigh(function):
    a, opinion = SPECTRA[function]
    found = account(follow(function, [a]))
    assert found.reason is None
    with mpmath.workdps(40):
        text = mpmath.nstr(opinion(mpmath.matrix(a.tolist())), 35)
    with precision(300):
        assert abs(found.exact - arb(text)) < arb(10) ** -30
        assert 1 in sum(found.shares().values(), arb(0))


def test_singular_vectors_have_no_counterpart():
    assert not account(follow(vectors, [A])).certified


def smallest_of_any(x):
    return np.linalg.eigvals(np.array([[x, 1.0], [-2.0, 3.0]]))[0].real


def with_vectors(x):
    return np.linalg.eig(np.array([[x, 1.0], [2.0, 3.0]])).eigenvalues[0]


@pytest.mark.parametrize("function", [smallest_of_any, with_vectors])
def test_eigenvalues_of_any_matrix_are_judged_and_not_followed(function):
    found = account(follow(function, [1.3]))
    assert found.exact is None
    tape = found.trace.tape
    ((_, name), places) = next(item for item in tape.edges.items() if item[0][1].startswith("eig"))
    with mpmath.workdps(40):  # the roots of l^2 - (a + d) l + a d - b c
        half, product = (mpmath.mpf(1.3) + 3) / 2, mpmath.mpf(1.3) * 3 + (2 if name == "eigvals" else -2)
        roots = [half + sign * mpmath.sqrt(half**2 - product) for sign in (1, -1)]
        parts = [v for z in roots for v in (mpmath.re(z), mpmath.im(z)) if v]
        values = [tape.values[k] for k in places]
        off = max(min(abs(v - p) for p in parts) / math.ulp(v) for v in values)
    assert blame(found).local_ulps(places) == pytest.approx(float(off), rel=1e-6, abs=1e-6)
