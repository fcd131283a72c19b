"""Matrix exponentials: closed forms against FLINT and the series, published digits, norms by brute force."""

import itertools

import numpy as np
import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.matrix_exponential import methods, truncation
from verify.catalogue.matrix_exponential import problem as problems
from verify.claims import laws
from verify.mathematics.linear import array, times
from verify.measure.budget import as_ball, entries, largest, norm
from verify.measure.harness import measure
from verify.measure.point import point

MOLER, JORDAN, UPPER = problems.PROBLEMS
FAMILIES = {
    "moler_van_loan": (MOLER, problems.moler_van_loan),
    "jordan": (JORDAN, problems.jordan),
    "upper": (UPPER, problems.unit_upper),
}


def algorithm(problem, name):
    return next(a for a in methods.ALGORITHMS if a.problem is problem and a.name == name)


def overlap(A, B):
    return all(x.overlaps(y) for x, y in zip(entries(A), entries(B), strict=True))


@pytest.mark.parametrize("bits", [200, 1000])
@pytest.mark.parametrize("size", [fmpq(1, 1000), fmpq(7, 3), fmpq(100)])
@pytest.mark.parametrize("name", FAMILIES)
def test_three_routes_agree(name, size, bits):
    problem, matrix = FAMILIES[name]
    n = problem.parameters[0].high
    A = matrix(n) * size
    with precision(bits + 300):
        truth, flint, series = (
            problem.truth(A),
            problems.by_flint(A),
            methods.series(Ball(), as_ball(A), 900 if size > 9 else 250),
        )
        assert overlap(truth, flint)
        bound = truncation.remainder(as_ball(A), 900 if size > 9 else 250)
        assert largest([abs(x) for x in (series - truth).flat]) <= bound + arb(2) ** -bits
        assert all(x.rad() < norm(truth) * arb(2) ** -bits for x in entries(truth))


def test_published_digits():
    # Moler and Van Loan print exp(A) for ||A|| = 95 to six decimals.
    with precision(128):
        found = problems.two_by_two(problems.moler_van_loan(2) * 95)
        for value, figure in zip(found.flat, ("-0.735759", "0.551819", "-1.471518", "1.103638"), strict=True):
            assert abs(value - arb(figure)) < 0.5e-6


def test_two_by_two_is_general():
    with precision(200):
        A = array([fmpq(k, 7) for k in (5, -2, 3, 11)], (2, 2))
        assert not all(x.is_finite() for x in problems.two_by_two(A - A).flat)
        assert overlap(
            problems.two_by_two(A + np.diag([fmpq(9), fmpq(0)])),
            problems.by_flint(A + np.diag([fmpq(9), fmpq(0)])),
        )


def test_triangular_truth_refuses_other_matrices():
    with pytest.raises(ValueError, match="upper triangular"):
        problems.triangular(problems.moler_van_loan(2))


def brute_force(derivative):
    """The largest norm over every E with one +-1 in each row."""
    n = len(derivative)
    found = []
    for rows in itertools.product(itertools.product((-1, 1), range(n)), repeat=n):
        found.append(norm(sum(s * derivative[i, j] for i, (s, j) in enumerate(rows))))
    return largest(found)


@pytest.mark.parametrize("name", FAMILIES)
def test_norm_of_the_derivative_by_brute_force(name):
    matrix = FAMILIES[name][1]
    n = 2 if name == "moler_van_loan" else 3
    with precision(128):
        for size in (fmpq(1, 10), fmpq(13)):
            derivative = problems.derivatives(matrix(n) * size)
            found = problems.operator_norm(derivative)
            assert brute_force(derivative).overlaps(found)
            assert found.rel_accuracy_bits() > 40


def test_derivatives_are_difference_quotients():
    A, h = problems.unit_upper(3) * 4, fmpq(1, 2**100)
    with precision(300):
        derivative = problems.derivatives(A)
        for i, j in ((0, 0), (2, 0), (1, 2)):
            E = array([h * int((r, c) == (i, j)) for r in range(3) for c in range(3)], (3, 3))
            quotient = (problems.by_flint(A + E) - problems.by_flint(A)) / h
            assert largest([abs(x) for x in (quotient - derivative[i, j]).flat]) < arb(2) ** -90


def test_no_perturbation_beats_the_condition_number():
    A = problems.moler_van_loan(2) * 95
    with precision(200):
        kappa, before = problems.condition(A)["inf"], problems.by_flint(A)
        eps = fmpq(1, 10**12)
        best = arb(0)
        for rows in itertools.product(itertools.product((-1, 1), range(2)), repeat=2):
            E = array([fmpq(0)] * 4, (2, 2))
            for i, (s, j) in enumerate(rows):
                E[i, j] = 95 * eps * s
            best = best.max(norm(problems.by_flint(A + E) - before) / norm(before) / eps)
        assert abs(best / kappa - 1) < 1e-9


def test_series_against_scaling_at_norm_95():
    series = measure(algorithm(MOLER, "series"), norm="95", n=2, terms=400)
    scaled = measure(algorithm(MOLER, "scaling_squaring"), norm="95", n=2, terms=16, squarings=8)
    assert series.cause == "rounding"
    assert series.inherent is False
    assert series.forward_error > 1e-11
    assert scaled.forward_error < series.forward_error / 100


def test_series_is_lost_on_a_jordan_block():
    m_ = measure(algorithm(JORDAN, "series"), norm="100", n=8, terms=400)
    assert m_.forward_error > 1e10
    assert m_.details["cancellation"] > 1e30
    good = measure(algorithm(JORDAN, "scaling_squaring"), norm="100", n=8, terms=16, squarings=8)
    assert good.forward_error < 1e-11


def test_bounds_are_not_slack():
    with precision(300):
        # Positive, with ||A|| = 3 as its largest eigenvalue: the terms have the norms that the bound takes.
        A = array([fmpq(k) for k in (1, 2, 2, 1)], (2, 2))
        balls, truth = as_ball(A), problems.by_flint(A)
        gap, bound = norm(methods.series(Ball(), balls, 12) - truth), truncation.remainder(balls, 12)
        assert 0.95 * bound < gap < bound
        gap, bound = (
            norm(methods.scaling_squaring(Ball(), balls, 6, 3) - truth),
            truncation.squared_remainder(balls, 6, 3),
        )
        assert 0.9 * bound < gap < bound


def test_planted_faults_exceed_the_bounds():
    where = point(UPPER, {"norm": "5"}, {"n": 3})
    chosen = {"terms": 30, "squarings": 6}
    scaling = algorithm(UPPER, "scaling_squaring")

    def one_too_few(R, A, terms, squarings):
        X = methods.series(R, A / 2**squarings, terms)
        for _ in range(squarings - 1):
            X = times(X, X)
        return X

    def transposed(R, A, terms):
        return methods.series(R, A, terms).T

    assert laws.bound_holds(scaling, where, chosen).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(scaling, one_too_few), where, chosen).says
    series = algorithm(UPPER, "series")
    assert "exceeds" in laws.bound_holds(toys.with_body(series, transposed), where, {"terms": 60}).says


def test_families_have_the_norm_asked_for():
    for _, matrix in FAMILIES.values():
        for n in (2, 5) if matrix is not problems.moler_van_loan else (2,):
            assert max(sum(abs(x) for x in row) for row in matrix(n)) == 1
