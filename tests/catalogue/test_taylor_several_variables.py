"""Second-order expansions: gradients and Hessians by series against formulas, bounds, orders, faults."""

import declared
import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.taylor_several_variables import claims, methods, quantities, truncation
from verify.catalogue.taylor_several_variables import problem as problems
from verify.claims import laws
from verify.core.literals import rational
from verify.measure.budget import as_ball
from verify.measure.harness import measure
from verify.measure.point import for_truth, point

RUNGE, ROSENBROCK, HYPERBOLOID = methods.ALGORITHMS


def rosenbrock(x):
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


@pytest.mark.parametrize("bits", [200, 1000])
def test_gradient_and_hessian_by_series(bits):
    with precision(bits):
        a, b = fmpq(-6, 5), fmpq(1)
        g, H = quantities.gradient_and_hessian(rosenbrock, [a, b])
        known = [-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)]
        second = [2 - 400 * (b - a * a) + 800 * a * a, -400 * a, -400 * a, fmpq(200)]
        for ball, value in zip([*g, *H.flat], [*known, *second], strict=True):
            assert ball.contains(value)
            assert ball.rad() < arb(2) ** (30 - bits)
        # By its own truth's gradient too, which the condition number uses.
        for ball, other in zip(g, problems.rosenbrock_gradient(*map(arb, (a, b, 0, 0))), strict=False):
            assert ball.overlaps(other)


@pytest.mark.parametrize("n", [2, 7])
def test_hessian_of_the_hyperboloid(n):
    a, h = quantities.hyperboloid_data(fmpq(1, 3), n)
    with precision(300):
        g, H = quantities.gradient_and_hessian(quantities.root_of_squares, a)
        f = problems.hyperboloid(a, 0 * h)
        for i in range(n):
            assert g[i].overlaps(a[i] / f)
            for j in range(n):
                assert H[i, j].overlaps((int(i == j) - a[i] * a[j] / f**2) / f)
        # The expansion assembled from these is the algorithm's.
        series = f + sum(h * g) + h @ H @ h / 2
        assert series.overlaps(methods.hyperboloid_expansion(Ball(), as_ball(a), as_ball(h), 2))


def test_truths_by_second_routes():
    for bits in (200, 1000):
        with precision(bits):
            for step in ("1e-9", "1", "900"):
                data = quantities.hyperboloid_data(rational(step), 9)
                assert problems.hyperboloid(*data).overlaps(problems.norm_by_ball(*data))
            x = arb(fmpq(7, 3)), arb(fmpq(-9, 2))
            assert problems.runge(*x).overlaps(arb(fmpq(36, 205)))  # 1/(1 + (13/6)^2)


@pytest.mark.parametrize("algorithm", methods.ALGORITHMS, ids=lambda a: a.problem.name)
@pytest.mark.parametrize("order", [1, 2])
def test_remainder_is_below_its_bound_and_of_its_order(algorithm, order):
    given = {
        "taylor_one_variable": {"a": "1/3", "h": "1/100000"},
        "taylor_two_variables": {"a": "-6/5", "b": "1", "h": "1/100000", "k": "-1/50000"},
        "taylor_n_variables": {"step": "1/100000", "n": 10},
    }[algorithm.problem.name]
    m = measure(algorithm, **given, order=order)
    assert abs(m.details["measured_order"] - (order + 1)) < 1e-3
    where = point(algorithm.problem, given, given)
    with precision(300):
        data = as_ball(where.data[0]), *map(as_ball, where.data[1:])
        truth = algorithm.problem.truth(*for_truth(where.data))
        gap = abs(algorithm.body(Ball(), *data, order) - truth)
        bound = algorithm.truncation.function(*data, order)
        assert not gap > bound
        assert bound < 100 * gap


def test_steps_beyond_the_radius_of_convergence():
    # Runge's function at 0 converges for |h| < 1; at h = 10 the expansion says 1 - 100.
    m = measure(RUNGE, a="0", h="10", order=2)
    assert m.cause == "truncation"
    assert m.computed == -99
    assert measure(HYPERBOLOID, step="1000", n=5, order=2).digits == 0


def test_crossover_of_truncation_and_rounding():
    assert measure(RUNGE, a="1/3", h="1e-4", order=2).cause == "truncation"
    assert measure(RUNGE, a="1/3", h="1e-7", order=2).cause == "none"
    assert measure(RUNGE, a="1/3", h="1e-7", order=1).cause == "truncation"


def test_rosenbrock_bound_is_an_equality():
    with precision(300):
        x = [arb(fmpq(*pq)) for pq in ((1, 3), (2, 7), (-1, 5), (3, 4))]
        for order in (1, 2):
            gap = abs(methods.rosenbrock_expansion(Ball(), *x, order) - problems.rosenbrock(*x))
            assert gap.overlaps(truncation.rosenbrock_remainder(*x, order))
            assert gap.rel_accuracy_bits() > 250


def test_wrong_printed_forms_are_refuted(monkeypatch):
    f = claims.generic(2)
    (h, k), f_xy = claims.steps(2), claims.at_base(f.derivative("x1").derivative("x2"))
    assert claims.printed_for_two(f) == f
    assert claims.printed_for_two(f) - h * k * f_xy / 2 != f  # one of the mixed terms left out
    assert claims.as_printed(claims.GENERATORS["x1"] ** 3, 3) != claims.GENERATORS["x1"] ** 3
    claim = next(c for c in declared.claims("taylor_several_variables") if c.id == "D-3c")
    assert claim.check().holds is True
    monkeypatch.setattr(claims, "printed_for_two", lambda f: claims.as_printed(f, 1))
    assert claim.check().holds is False


def test_planted_fault_exceeds_the_bound():
    def halved(R, a, h, order):
        return (methods.runge_expansion(R, a, h, 2) + methods.runge_expansion(R, a, h, 1)) / 2

    where = point(problems.ONE, {"a": "1/3", "h": "1/10000"}, {})
    assert laws.bound_holds(RUNGE, where, {"order": 2}).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(RUNGE, halved), where, {"order": 2}).says
