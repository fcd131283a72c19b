"""The fast path against exact arithmetic: it contains the truth, and where it cannot know it is silent."""

import numpy as np
import pytest
from flint import arb, fmpq, fmpq_mat

from verify.arithmetic import error_free
from verify.arithmetic.precision import precision
from verify.mathematics.arrays import fast_systems, float_bounds, systems
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


def test_it_is_silent_where_it_cannot_know():
    """Singular and nearly so, out of range, not finite, exact data, more bits: the other path answers."""
    singular = np.ones((70, 70)) + np.diag([*[1.0] * 68, 0, 0])
    A, b = drawn(70, "1e17")
    with precision(128):
        assert fast_systems.solve(singular, b) is None
        assert fast_systems.solve(A, b) is None
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
        fast_systems._inverse.cache_clear()
        fast_systems._solution.cache_clear()
        with precision(128):
            found = fast_systems.solve(A, b)
            if found is not None:
                assert all(f.contains(arb(v)) for f, v in zip(found, exactly(A, b), strict=True))
    assert found is None
    fast_systems._inverse.cache_clear()
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
