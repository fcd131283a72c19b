"""Eigenvalues, singular values, factors and functions of matrices by other routes; what is not unique."""

import itertools

import mpmath
import numpy as np
import pytest
import rational_arrays as exactly
from flint import acb, arb

from verify.arithmetic.precision import Unsettled, precision
from verify.language.expressions import Undefined
from verify.mathematics.arrays.operation import balls, product
from verify.mathematics.arrays.spectra import Spectrum, in_order, spectrum
from verify.mathematics.arrays.table import OPERATIONS
from verify.mathematics.families.family import made
from verify.mathematics.families.table import FAMILIES

draws = np.random.default_rng(11)
A = draws.standard_normal((5, 5))
S = A + A.T
B = draws.standard_normal((6, 4))
P = np.diag([1.0, 4, 9, 16, 25]) + A / 8


def by_mpmath(function, *arrays):
    with mpmath.workdps(60):
        return function(*(mpmath.matrix(a.tolist()) for a in arrays))


def close(found, value, digits=50):
    """Is a ball within 10^-digits of a number of mpmath's?"""
    with mpmath.workdps(60):
        parts = [mpmath.nstr(mpmath.re(value), 58), mpmath.nstr(mpmath.im(value), 58)]
    return abs(acb(found) - acb(*map(arb, parts))) < arb(10) ** -digits


def test_eigenvalues():
    with precision(256):
        found = OPERATIONS["eigvalsh"].truth(S)
        value = by_mpmath(lambda M: sorted(mpmath.eigsy(M, eigvals_only=True)), S)
        assert all(close(a, b) for a, b in zip(found, value, strict=True))
        found = list(OPERATIONS["eigvals"].truth(A, like=np.linalg.eigvals(A)))
        for v in by_mpmath(lambda M: mpmath.eig(M, left=False, right=False), A):
            near = [f for f in found if close(f, v)]
            assert len(near) == 1
            found.remove(near[0])


def test_the_order_of_eigenvalues_is_that_of_the_result():
    computed = np.linalg.eigvals(A)[::-1]
    with precision(128):
        found = OPERATIONS["eigvals"].truth(A, like=computed)
        assert all(abs(acb(v) - acb(c)) < 1e-10 for v, c in zip(found, computed.tolist(), strict=True))


def test_overlapping_balls_in_order():
    """The k-th of every choice of points lies in the k-th ball."""
    wide = [arb(1, 2), arb(0, 0.5), arb(2, 0.25)]
    for points in ((-1, 0.5, 2), (3, -0.5, 1.75), (0.25, 0.25, 2.25)):
        assert all(b.contains(arb(p)) for b, p in zip(in_order(wide), sorted(points), strict=True))


def test_singular_values():
    with precision(256):
        value = by_mpmath(lambda M: mpmath.svd_r(M, compute_uv=False), B)
        for name, M in (("svdvals", B), ("svd[1]", np.ascontiguousarray(B.T))):
            assert all(close(a, b) for a, b in zip(OPERATIONS[name].truth(M), value, strict=True))
        with mpmath.workdps(60):
            share = value[0] / value[3]
        assert close(OPERATIONS["cond"].truth(B), share)


def test_a_singular_value_that_is_zero_is_exactly_so():
    M = np.outer([1.0, 2, 3], [4.0, 5, 6])
    with precision(128):
        found = OPERATIONS["svdvals"].truth(M)
        assert [v.is_zero() for v in found] == [False, True, True]
        with pytest.raises(Undefined, match="rank is 1 of 3"):
            OPERATIONS["cond"].truth(M)


def test_functions_of_matrices():
    with precision(256):
        for name, function, M in (
            ("expm", mpmath.expm, A),
            ("logm", mpmath.logm, P),
            ("sqrtm", mpmath.sqrtm, P),
        ):
            value = by_mpmath(function, M)
            found = OPERATIONS[name].truth(M)
            assert all(close(found[i, j], value[i, j], 40) for i in range(5) for j in range(5))
        for name in ("logm", "sqrtm"):
            with pytest.raises(Undefined, match="no principal value"):
                OPERATIONS[name].truth(-P)


def test_factors():
    G = P @ P.T
    G = (G + G.T) / 2
    with precision(256):
        L = OPERATIONS["cholesky"].truth(G)
        assert all(abs(v) < 1e-60 for v in (product(L, np.ascontiguousarray(L.T)) - balls(G)).flat)
        computed = np.linalg.qr(B)
        Q, R = (OPERATIONS[f"qr[{k}]"].truth(B, like=computed[k]) for k in range(2))
        assert all(abs(v) < 1e-60 for v in (product(Q, R) - balls(B)).flat)
        assert all(abs(v) < 1e-60 for v in (product(np.ascontiguousarray(Q.T), Q) - balls(np.eye(4))).flat)
        assert all(abs(v) < 1e-13 for v in (Q - balls(computed[0])).flat)
        assert all(abs(v) < 1e-13 for v in (R - balls(computed[1])).flat)
        with pytest.raises(Undefined, match="not positive definite: a pivot is"):
            OPERATIONS["cholesky"].truth(S)
        with pytest.raises(Undefined, match="columns are dependent"):
            OPERATIONS["qr[1]"].truth(np.ones((3, 2)))
        with pytest.raises(Unsettled, match="do not show that the columns are independent"):
            OPERATIONS["qr[0]"].truth(balls(np.ones((3, 2))) / 3)


def test_cholesky_moves():
    """By differences of the truth where both triangles move together."""
    G = made("lehmer(4)", FAMILIES).astype(float)
    steps = draws.random((4, 4))
    steps = steps + steps.T
    h = 2.0**-200
    with precision(900):
        found = OPERATIONS["cholesky"].moved(G)([steps])
        base = OPERATIONS["cholesky"].truth(G)
        total = 0 * base
        for p in range(4):
            for q in range(p + 1):
                moved = balls(G)
                moved[p, q] = moved[p, q] + arb(h)
                moved[q, p] = moved[p, q]
                slope = (OPERATIONS["cholesky"].truth(moved) - base) / arb(h)
                total = total + np.vectorize(abs, otypes=[object])(slope) * arb(float(steps[p, q]))
    assert exactly.same(found, total, 50)


def test_vectors_of_simple_eigenvalues():
    values, computed = np.linalg.eigh(S)
    computed = computed * np.array([1, -1, 1, -1, 1])
    with precision(256):
        V = OPERATIONS["eigh[1]"].truth(S, like=computed)
        D = OPERATIONS["eigvalsh"].truth(S)
        assert all(abs(v) < 1e-50 for v in (product(S, V) - V * D[None, :]).flat)
        assert all(abs(v) < 1e-13 for v in (V - balls(computed)).flat)
        figures = OPERATIONS["eigh[1]"].figures(S, computed)
    assert figures["residual"] < 1e-14
    assert values[0] == pytest.approx(float(D[0].mid()))


def test_vectors_of_simple_eigenvalues_move():
    """The matrix is perturbed as a symmetric one."""
    steps, h = draws.random((4, 4)), 2.0**-200
    steps, M = steps + steps.T, S[:4, :4]
    with precision(900):
        found = OPERATIONS["eigh[1]"].moved(M)([steps])
        base = OPERATIONS["eigh[1]"].truth(M, like=np.linalg.eigh(M)[1])
        total = 0 * base
        for p in range(4):
            for q in range(p + 1):
                moved = balls(M)
                moved[p, q] = moved[p, q] + arb(h)
                moved[q, p] = moved[p, q]
                slope = (OPERATIONS["eigh[1]"].truth(moved, like=np.linalg.eigh(M)[1]) - base) / arb(h)
                total = total + np.vectorize(abs, otypes=[object])(slope) * arb(float(steps[p, q]))
    assert exactly.same(found, total, 40)


CLUSTERS = {
    "pei(4)": made("pei(4)", FAMILIES).astype(float),
    "ones": np.ones((3, 3)),
    "wilkinson(3)": made("wilkinson(3)", FAMILIES).astype(float),
    "orthogonal": np.array([[0.0, 2, 0], [0, 0, -2], [2, 0, 0]]),
    "two rows": np.array([[1.0, 2, 2], [2, 1, -2]]),
    "two columns": np.array([[3.0, 4], [-4, 3], [0, 0]]),
}


@pytest.mark.parametrize("name", CLUSTERS)
def test_multiple_values_move(name):
    """By no more than the bound whatever the signs of the steps are, and at the ends by as much as the lower
    one for signs that are found by trying all: here in float64, with small steps."""
    M, h = CLUSTERS[name], 2.0**-24
    operation, by_numpy = "svdvals", lambda A: np.linalg.svd(A, compute_uv=False)
    places = list(np.ndindex(M.shape))
    steps = draws.random(M.shape)
    if M.shape[0] == M.shape[1] and (M == M.T).all():
        operation, by_numpy = "eigvalsh", np.linalg.eigvalsh
        places, steps = [(i, j) for i, j in places if i >= j], steps + steps.T
    with precision(128):
        found = OPERATIONS[operation].moved(M)([steps])
    lower, upper = (np.array([float(end(v)) for v in found]) for end in (arb.lower, arb.upper))
    most = np.zeros(len(found))
    for signs in itertools.product((1, -1), repeat=len(places)):
        E = np.zeros(M.shape)
        for (i, j), sign in zip(places, signs, strict=True):
            E[i, j] = sign * steps[i, j]
            if operation == "eigvalsh":
                E[j, i] = E[i, j]
        most = np.maximum(most, np.abs(by_numpy(M + h * E) - by_numpy(M)) / h)
    assert all(most <= upper * (1 + 1e-5))
    assert all(most >= lower * (1 - 1e-5))


def test_vectors_of_a_cluster():
    """pei(5) has the eigenvalue 1 four times: every vector orthogonal to ones is right, its own truth."""
    M = made("pei(5)", FAMILIES)
    basis = np.linalg.qr(np.column_stack([np.ones(5), draws.standard_normal((5, 4))]))[0]
    computed = np.column_stack([basis[:, 1:], basis[:, 0]])
    with precision(256):
        assert [len(c) for c in spectrum(M).clusters] == [4, 1]
        V = OPERATIONS["eigh[1]"].truth(M, like=computed)
        assert all(abs(v) < 1e-14 for v in (V - balls(computed)).flat)
        sums = product(np.ones((1, 5)), V)[0]
        assert all(abs(v) < 1e-60 for v in sums[:4])
        tilted = computed + 1e-3
        V = OPERATIONS["eigh[1]"].truth(M, like=tilted)
        assert all(abs(v) < 1e-60 for v in product(np.ones((1, 5)), V)[0][:4])
    assert "eigenvalues 0 to 3" in OPERATIONS["eigh[1]"].remarks(M)[0]


def test_a_subspace_that_is_not_separated_is_never_certified():
    """Planted: values that claim a separation which the matrix does not have."""
    M = np.diag([1.0, 1.0, 2.0])
    with precision(128):
        lying = Spectrum(M, [arb(0.5), arb(1), arb(2)])
        with pytest.raises(Unsettled, match="not separated"):
            lying.projected([0], balls(np.array([1.0, 1.0, 0.0])))
        right = Spectrum(M, [arb(1), arb(1), arb(2)])
        assert [len(c) for c in right.clusters] == [2, 1]
        v = right.projected([0, 1], balls(np.array([3.0, 4.0, 5.0])))
        assert all(b.contains(arb(x)) for b, x in zip(v, (3, 4, 0), strict=True))


def test_left_vectors_with_a_null_space():
    """U of a tall matrix: the columns beyond the rank span what is orthogonal to A."""
    U = np.linalg.svd(B)[0]
    with precision(256):
        truth = OPERATIONS["svd[0]"].truth(B, like=U)
        assert all(abs(v) < 1e-13 for v in (truth - balls(U)).flat)
        null = product(np.ascontiguousarray(truth[:, 4:].T), B)
        assert all(abs(v) < 1e-50 for v in null.flat)


def test_roots():
    with precision(256):
        p = np.poly([1.0, 2, 2, 3])
        found = OPERATIONS["roots"].truth(p, like=np.roots(p))
        assert sorted(float(acb(v).real.mid()) for v in found) == [1, 2, 2, 3]
        moved = OPERATIONS["roots"].moved(p, like=np.roots(p))([np.ones(5)])
        assert sum(not v.is_finite() for v in moved) == 2


def test_rank_deficient_least_squares():
    """The minimum norm solution, which a step however small would change."""
    M = np.array([[1.0, 2], [2, 4], [3, 6]])
    with precision(600):
        x = OPERATIONS["lstsq[0]"].truth(M, np.array([1.0, 2, 4]))
        assert (x * balls(np.array([14.0, 7])) - balls(np.array([3.4, 3.4]))).tolist()
        assert abs(x[1] - 2 * x[0]) < 1e-100
        X = OPERATIONS["pinv"].truth(M)
        assert all(abs(v) < 1e-100 for v in (product(product(M, X), M) - balls(M)).flat)
        moved = OPERATIONS["lstsq[0]"].moved(M, np.array([1.0, 2, 4]))([M, M[:, 0]])
        assert not any(v.is_finite() for v in moved)
