"""verify.mathematics.linear against exact rationals, mpmath's singular values and known matrices."""

import mpmath
import numpy as np
import pytest
from flint import arb, fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.arithmetic.arrays import mapped
from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.mathematics import linear, systems
from verify.measure.budget import Breakdown, as_ball, entries


def rationals(rows):
    return mapped(fmpq, np.array(rows, dtype=object))


def hilbert(n):
    return rationals([[fmpq(1, i + j + 1) for j in range(n)] for i in range(n)])


class Rational:
    """Exact rationals as an arithmetic of their own: the bodies run in it too."""

    def __call__(self, value):
        return fmpq(value)

    def pivot(self, column):
        return max(range(len(column)), key=lambda i: abs(column[i]))


fractions = st.fractions(min_value=-9, max_value=9, max_denominator=7).map(
    lambda x: fmpq(x.numerator, x.denominator)
)


def matrices(rows, columns):
    return st.lists(fractions, min_size=rows * columns, max_size=rows * columns).map(
        lambda flat: linear.array(flat, (rows, columns))
    )


sizes = st.integers(1, 4)


few = settings(max_examples=20)  # a matrix takes long to draw


@few
@given(sizes.flatmap(lambda n: st.tuples(matrices(n, n), matrices(n, 1))))
def test_elimination_in_rationals_is_exact(system):
    A, b = system[0], system[1][:, 0]
    if linear.rational_matrix(A).det() == 0:
        return
    x = linear.solve_by_elimination(Rational(), A, b, pivot=True)
    assert linear.rational_matrix(A) * linear.rational_matrix(x) == linear.rational_matrix(b)


@few
@given(sizes.flatmap(lambda n: st.tuples(matrices(n, n), matrices(n, 1))))
def test_balls_enclose_the_exact_solution(system):
    A, b = linear.rational_matrix(system[0]), linear.rational_matrix(system[1])
    if A.det() == 0:
        return
    exact = A.solve(b).entries()
    with precision(192):
        x = linear.solve_by_elimination(Ball(), as_ball(system[0]), as_ball(system[1][:, 0]), pivot=True)
        for ball, v in zip(x, exact, strict=True):
            assert ball.overlaps(arb(v))
            assert not ball.overlaps(arb(v + fmpq(1, 2**100)))


@few
@given(sizes.flatmap(lambda n: matrices(n, n)))
def test_cholesky_of_a_gram_matrix(M):
    G = linear.rational_matrix(M).transpose() * linear.rational_matrix(M)
    if G.det() == 0:
        return
    A = linear.array(G.entries(), M.shape)
    with precision(256):
        L = linear.cholesky(linear.CholeskyBall(), as_ball(A))
        product = linear.ball_matrix(L) * linear.ball_matrix(L.T)
        assert all(p.overlaps(arb(a)) for p, a in zip(product.entries(), A.flat, strict=True))
        assert linear.positive_definite(A) is True


def test_cholesky_breaks_down_where_no_factor_exists():
    indefinite = as_ball(rationals([[1, 2], [2, 1]]))
    with pytest.raises(Breakdown, match="not positive definite"):
        linear.cholesky(linear.CholeskyBall(), indefinite)
    open_question = as_ball(rationals([[1, 1], [1, 1]])) + np.diag([arb(0, 1e-30)] * 2)
    assert not linear.cholesky(linear.CholeskyBall(), open_question)[1, 1].is_finite()


@pytest.mark.parametrize(
    ("rows", "answer"),
    [([[2, 1], [1, 2]], True), ([[1, 2], [2, 1]], False), ([[1, 1], [1, 1]], False), ([[0]], False)],
)
def test_positive_definite(rows, answer):
    assert linear.positive_definite(rationals(rows)) is answer


def test_positive_definite_stays_open_between():
    wide = as_ball(rationals([[1, 1], [1, 1]])) + np.diag([arb(0, 1e-9)] * 2)
    assert linear.positive_definite(wide) is None


def test_norms_by_hand():
    M = rationals([[1, -2, 3], [4, 5, -6]])
    assert linear.norm_1(M) == 9
    assert linear.norm_inf(M) == 15
    assert linear.norm_1(M[0]) == 6
    assert linear.norm_inf(M[0]) == 3
    assert linear.norm_2(0 * M) == 0
    assert not linear.norm_2(as_ball(M) * arb.nan()).is_finite()
    # The squares of the singular values of [[1, 2], [3, 4]] are 15 +- sqrt(221).
    known = (15 + arb(221).sqrt()).sqrt()
    for sign in (1, -1):
        found = linear.norm_2(
            rationals([[1, 2], [3, sign * 4]]) if sign == 1 else rationals([[1, -2], [-3, 4]])
        )
        assert found.contains(known.mid())
        assert found.rel_accuracy_bits() >= 36


@few
@given(st.tuples(sizes, sizes).flatmap(lambda shape: matrices(*shape)))
def test_norm_2_agrees_with_mpmath(M):
    if not any(M.flat):
        return
    with mpmath.workdps(60), precision(160):
        number = [[mpmath.mpf(int(x.p)) / int(x.q) for x in row] for row in M]
        said = arb(mpmath.nstr(mpmath.svd_r(mpmath.matrix(number), compute_uv=False)[0], 50))
        found = linear.norm_2(M)
        assert found.overlaps(said)
        assert found.rel_accuracy_bits() >= 36
        assert not found.overlaps(said * (1 + arb(2) ** -30))


@pytest.mark.parametrize("n", [1, 2, 5, 12, 40])
def test_norm_2_by_either_theorem(n):
    inverse = linear.exact_inverse(hilbert(n))
    with precision(256):
        for M in (hilbert(n), inverse):
            perron = linear.norm_2_perron(abs(M), 60)
            gram = linear.norm_2_gram(M, 60)
            assert perron.overlaps(gram)
            assert min(perron.rel_accuracy_bits(), gram.rel_accuracy_bits()) >= 58


def test_norm_2_of_a_wide_matrix_contains_the_norms_inside():
    M = as_ball(hilbert(4)) * rationals([[1, 1, -1, 1]] * 4)
    wide = mapped(lambda x: arb(x.mid(), 1e-6), M)
    for side in (-0.9, 0, 0.9):
        assert linear.norm_2(wide).contains(linear.norm_2(M + mapped(lambda x, s=side: arb(s * 1e-6), M)))


def test_norm_2_is_wide_rather_than_wrong_where_definiteness_is_open():
    with precision(64):
        wide = linear.norm_2_gram(mapped(lambda x: arb(x.mid(), 1e-3), as_ball(hilbert(3))))
    assert wide.contains(linear.norm_2(hilbert(3)))
    assert wide.rel_accuracy_bits() < 30


def test_condition_numbers_against_numpy():
    for n in (2, 3, 6):
        found = linear.condition_numbers(hilbert(n), linear.exact_inverse(hilbert(n)))
        floats = np.array([[1 / (i + j + 1) for j in range(n)] for i in range(n)])
        for name, p in (("inf", np.inf), ("1", 1), ("2", 2)):
            assert float(found[name]) == pytest.approx(np.linalg.cond(floats, p), rel=1e-6)


def test_growth_factor_of_known_matrices():
    n = 8  # Wilkinson's matrix: partial pivoting lets the last column double at each step
    worst = rationals([[1 if j in (i, n - 1) else -1 if j < i else 0 for j in range(n)] for i in range(n)])
    assert systems.growth_factor(as_ball(worst), pivot=True) == 2 ** (n - 1)
    small = as_ball(rationals([[fmpq(1, 2**20), 1], [1, 1]]))
    assert systems.growth_factor(small, pivot=False) == 2**20 - 1
    assert systems.growth_factor(small, pivot=True) == 1
    assert systems.growth_factor(as_ball(rationals([[3]])), pivot=True) == 1


def test_backward_errors_by_hand():
    normwise, componentwise = systems.backward_errors(rationals([[2]]), rationals([1]), np.array([0.25]))
    assert normwise.overlaps(arb(fmpq(1, 3)))
    assert componentwise.overlaps(arb(fmpq(1, 3)))
    A, b = rationals([[1, 0], [0, 0]]), rationals([1, 0])
    assert systems.backward_errors(A, b, np.array([1.0, 5.0])) == (0, 0)
    assert systems.backward_errors(A, rationals([0, 0]), np.array([0.0, 5.0])) == (0, 0)
    one_sided = systems.backward_errors(rationals([[1, 0], [1, 0]]), rationals([0, 0]), np.array([0.0, 1.0]))
    assert one_sided == (0, 0)


def test_backward_error_is_infinite_where_nothing_can_be_changed():
    assert systems._share(arb(1), arb(0)) > 10**300
    assert systems._share(arb(0), arb(0)) == 0


@few
@given(
    sizes.flatmap(lambda n: st.tuples(matrices(n, n), st.lists(st.integers(-9, 9), min_size=n, max_size=n))),
    st.data(),
)
def test_backward_error_is_at_most_the_change_made(system, draw):
    # Any change of A by at most 1/64 of each entry that x solves exactly bounds the least one from above.
    A, x = system
    n = len(x)
    shares = draw.draw(matrices(n, n))
    changed = A * (1 + shares / fmpq(9 * 64))
    b = linear.array([sum((a * v for a, v in zip(row, x, strict=True)), fmpq(0)) for row in changed], (n,))
    normwise, componentwise = systems.backward_errors(A, b, np.array(x, dtype=float))
    assert not componentwise > fmpq(1, 64)
    assert not normwise > fmpq(1, 64)


def test_solve_in_balls():
    A, b = hilbert(6), rationals([1] * 6)
    x = linear.solve_in_balls(A, b)
    exact = fmpq_mat(6, 6, list(A.flat)).solve(fmpq_mat(6, 1, list(b))).entries()
    with precision(128):
        x = linear.solve_in_balls(A, b)
        assert all(p.overlaps(arb(q)) for p, q in zip(x, exact, strict=True))
        singular = linear.solve_in_balls(rationals([[1, 1], [1, 1]]), rationals([1, 1]))
    assert not any(v.is_finite() for v in entries(singular))
