"""The fast path against exact arithmetic: it contains the truth, and where it cannot know it is silent."""

import numpy as np
import pytest
from flint import arb, fmpq, fmpq_mat

from verify.arithmetic import error_free
from verify.arithmetic.precision import precision
from verify.mathematics.arrays import fast_systems, float_bounds, preconditioners, sliced, systems
from verify.mathematics.arrays.operation import balls, rational_matrix
from verify.mathematics.families.family import made
from verify.mathematics.families.table import FAMILIES

draws = np.random.default_rng(2)


def drawn(n, kappa, seed=0):
    return made(f"random({n}, {n}, kappa={kappa}, seed={seed})", FAMILIES), made(f"vector({n})", FAMILIES)


def exactly(A, b):
    return rational_matrix(A).solve(rational_matrix(b)).entries()


@pytest.mark.parametrize("kappa", ["10", "1e6", "1e10", "1e12"])
def test_solutions_are_enclosed(kappa):
    A, b = drawn(70, kappa)
    with precision(128):
        found = fast_systems.solve(A, b)
        assert found is not None
        for ball, value in zip(found, exactly(A, b), strict=True):
            assert ball.contains(arb(value))
            assert ball.rad() < 1e-6 * abs(found[0])


@pytest.mark.parametrize(("kappa", "digits"), [("1e15", 12), ("1e16", 10)])
def test_a_second_factor_encloses_what_one_does_not(kappa, digits):
    """Solutions and condition numbers near kappa 1e16, against exact elimination."""
    A, b = drawn(64, kappa)
    known = preconditioners.inverse(A)
    assert len(known.factors) == 2
    X = rational_matrix(A).inv()
    n, v = len(A), draws.random(64)
    with precision(128):
        found = fast_systems.solve(A, b)
        assert all(ball.contains(arb(x)) for ball, x in zip(found, exactly(A, b), strict=True))
        assert max(ball.rad() for ball in found) < max(map(abs, found)) * 10.0**-digits
        for i, ball in enumerate(known.applied(v)):
            size = sum((abs(X[i, j]) * fmpq(*v[j].as_integer_ratio()) for j in range(n)), fmpq(0))
            assert ball.contains(arb(size))
        kappas = fast_systems.conditions(A)
        entries = np.array([abs(x) for x in X.entries()], dtype=object).reshape(n, n)
        sizes = np.array([abs(x) for x in rational_matrix(A).entries()], dtype=object).reshape(n, n)
        for name, axis in (("inf", 1), ("1", 0)):
            exact = max(entries.sum(axis=axis)) * max(sizes.sum(axis=axis))
            assert kappas[name].contains(arb(exact))


def test_a_residual_that_is_too_small_for_two_floats_is_left_alone():
    """Right sides of ones times a power of two. What is left of one after a correction is far less than 2^-5
    of it, which is below 2^-400 for 2^-395: whatever order BLAS takes. Before, it may be and may not be."""
    A, b = drawn(64, "1e15")[0], np.ones(64)
    exact = exactly(A, b)
    with precision(128):
        assert preconditioners.inverse(A).factors
        assert fast_systems.solve(A, b * 2.0**-395) is None
        for power in range(-330, -395, -5):
            found = fast_systems.solve(A, b * 2.0**power)
            assert found is not None or power < -330
            truths = [x * fmpq(2) ** power for x in exact]
            assert found is None or all(y.contains(arb(x)) for y, x in zip(found, truths, strict=True))


@pytest.mark.parametrize("scale", [0, 30, 200])
def test_a_product_by_slices_is_within_its_bound(scale):
    """|P - X Y| <= D entry by entry: D v and v D from above, for rows and columns of very different size."""
    n = 24
    grades = 2.0 ** draws.integers(-scale, scale + 1, (2, n))
    X = draws.standard_normal((n, n)) * grades[0][:, None] * 2.0 ** draws.integers(-20, 21, (n, n))
    Y = draws.standard_normal((n, n)) * grades[1][None, :]
    found = sliced.product(X, Y)
    exact = (rational_matrix(X) * rational_matrix(Y)).entries()
    near = rational_matrix(found.P).entries()
    off = np.array([abs(a - b) for a, b in zip(near, exact, strict=True)], dtype=object).reshape(n, n)
    for bound, sums in (
        (found.right(np.ones(n)), off.sum(axis=1)),
        (found.left(np.ones(n)), off.sum(axis=0)),
    ):
        assert all(s <= fmpq(*b.as_integer_ratio()) for s, b in zip(sums, bound.tolist(), strict=True))


def test_slices_add_up_and_are_integers():
    X = draws.standard_normal((9, 9)) * 2.0 ** draws.integers(-40, 41, (9, 9))
    integers, exponents, left = sliced._slices(X, 1, 21)
    whole = [np.ldexp(Q, exponents - 21 * k) for k, Q in enumerate(integers, 1)]
    assert sum(map(rational_matrix, whole), rational_matrix(left)) == rational_matrix(X)
    assert all((np.rint(Q) == Q).all() and np.abs(Q).max() <= 2**21 for Q in integers)


def test_it_is_silent_where_it_cannot_know():
    """Singular and nearly so, out of range, not finite, exact data, more bits: the other path answers."""
    singular = np.ones((70, 70)) + np.diag([*[1.0] * 68, 0, 0])
    A, b = drawn(70, "1e17")
    with precision(128):
        assert fast_systems.solve(singular, b) is None
        # At the edge of what two factors can do: with the rounding of some kernels of BLAS it does succeed.
        found = fast_systems.solve(A, b)
        assert found is None or all(y.contains(arb(x)) for y, x in zip(found, exactly(A, b), strict=True))
        assert fast_systems.solve(drawn(70, "10")[0] * 1e-200, b) is None
        assert not fast_systems.applies(made("hilbert(70)", FAMILIES), b)
        assert not fast_systems.applies(A[:20, :20], b[:20])
    with precision(512):
        assert not fast_systems.applies(A, b)


def test_a_wrong_inverse_is_never_believed(monkeypatch):
    """Planted: numpy's inverse is off by one entry. Either that is noticed, or the enclosure still holds."""
    A, b = drawn(64, "1e4", seed=3)
    right = np.linalg.inv(A)
    for size in (1e-12, 1e-6, 1e-3, 1.0, 1e6):
        wrong = right.copy()
        wrong[3, 5] += size
        monkeypatch.setattr(np.linalg, "inv", lambda _, wrong=wrong: wrong)
        preconditioners._inverse.cache_clear()
        fast_systems._solution.cache_clear()
        with precision(128):
            found = fast_systems.solve(A, b)
            if found is not None:
                assert all(f.contains(arb(v)) for f, v in zip(found, exactly(A, b), strict=True))
    assert found is None
    preconditioners._inverse.cache_clear()
    fast_systems._solution.cache_clear()


def test_residuals():
    """b - A (high + low) exactly, to within what is told, for numbers that cancel."""
    A, b = drawn(40, "1e8")
    high = np.linalg.solve(A, b)
    low = high * 2.0**-54 * draws.random(40)
    for second in (np.zeros(40), low):
        found = float_bounds.residual(A, b, high, second)
        x = rational_matrix(high) + rational_matrix(second)
        exact = (rational_matrix(b) - rational_matrix(A) * x).entries()
        for value, h, s, e in zip(exact, *(v.tolist() for v in found), strict=True):
            told = fmpq(*h.as_integer_ratio()) + fmpq(*s.as_integer_ratio())
            assert abs(told - value) <= fmpq(*e.as_integer_ratio())
        assert found.error.max() < 1e-25 * np.abs(A).max() * np.abs(high).max()


def test_products_and_sums_without_error():
    a, b = (draws.standard_normal(500) * 2.0 ** draws.integers(-60, 60, 500) for _ in range(2))
    for function, sign in ((error_free.two_sum, 1), (error_free.two_product, 0)):
        for x, y, s, e in zip(a, b, *function(a, b), strict=True):
            x, y, s, e = (fmpq(*float(v).as_integer_ratio()) for v in (x, y, s, e))
            assert s + e == (x + y if sign else x * y)


def test_moves_backward_errors_and_condition_numbers():
    """Against balls with an exact inverse."""
    A, b = drawn(64, "1e8")
    x = np.linalg.solve(A, b)
    steps = [np.spacing(np.abs(A)) / 2, np.abs(b) * 1e-10]
    with precision(192):
        assert fast_systems.applies(A, b)
        fast = systems.solve_moved(A, b)(steps)
        etas = systems.backward_solve(A, b, x)
        kappas = systems.condition_of(A)
    with precision(320):
        assert not fast_systems.applies(A, b)
        slow = systems.solve_moved(A, b)(steps)
        for f, s in zip(fast, slow, strict=True):
            assert f.overlaps(s)
            assert f.rad() < 1e-3 * s
        for f, s in zip(etas, systems.backward_solve(A, b, x), strict=True):
            assert f.overlaps(s)
            assert f.rad() < 1e-6 * s
        others = systems.condition_of(A)
        assert kappas.keys() == others.keys() == {"1", "2", "inf"}
        assert all(kappas[k].overlaps(others[k]) for k in kappas)
        assert all(kappas[k].rad() < 0.01 * others[k] for k in kappas)


def test_the_two_paths_agree():
    """A system just above and one just below the size from which the fast path is tried."""
    for n in (fast_systems.LEAST - 1, fast_systems.LEAST):
        A, b = drawn(n, "1e6", seed=n)
        with precision(128):
            found = systems.solve(A, b)
            assert all(f.contains(arb(v)) for f, v in zip(found, exactly(A, b), strict=True))
    assert isinstance(rational_matrix(A), fmpq_mat)
    assert balls(A).shape == A.shape


def test_an_array_that_is_changed_in_place_is_another_array():
    A, b = drawn(70, "10")
    with precision(128):
        first = fast_systems.solve(A, b)
        A[3, 5] += 1.0
        found = fast_systems.solve(A, b)
        assert found is not None
        assert all(ball.contains(arb(value)) for ball, value in zip(found, exactly(A, b), strict=True))
        assert not all(x.overlaps(y) for x, y in zip(first, found, strict=True))


@pytest.mark.parametrize("first", [3.0, 0.0])
def test_equations_without_a_number_have_no_residual(first):
    """Of a triangular system whose right-hand side ends with zeros, as the other path has it."""
    A, b = np.triu(draws.standard_normal((64, 64))) + 8 * np.eye(64), np.zeros(64)
    b[0] = first
    x = np.linalg.solve(A, b)
    x[0] *= 1 + 2.0**-40
    with precision(128):
        found = fast_systems.backward(A, b, x)
        assert found is not None
        for quick, known in zip(found, systems.backward_solve(balls(A), b, x), strict=True):
            assert quick.is_finite()
            assert quick.overlaps(known)
            assert (quick > 0) == (first != 0)
