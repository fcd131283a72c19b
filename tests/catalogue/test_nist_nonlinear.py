"""NIST's nonlinear regressions: derivatives by another route, planted faults, routines that give up."""

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.catalogue.nist import claims_nonlinear
from verify.catalogue.nist import nonlinear_fit as nonlinear
from verify.catalogue.nist.methods_nonlinear import ALGORITHMS
from verify.catalogue.nist.models import MODELS
from verify.catalogue.nist.nonlinear import problem
from verify.catalogue.nist.nonlinear_routes import by_series
from verify.measure.harness import judge, measure
from verify.measure.limits import Limits

NUMBER = {name: k for k, name in enumerate(nonlinear.NAMES, 1)}
BY_NAME = {a.name: a for a in ALGORITHMS}


def test_each_data_set_has_its_model():
    assert set(MODELS) == set(nonlinear.NAMES)
    assert len(nonlinear.NAMES) == 27


@pytest.mark.parametrize("name", nonlinear.NAMES)
def test_gradient_and_hessian_are_those_of_power_series(name):
    dataset = NUMBER[name]
    x, y, _ = nonlinear.data(dataset)
    x, y = x[-4:], y[-4:]
    with precision(256):
        b = [arb(v) * (1 + arb(2) ** -9) for v in nonlinear.certified(dataset)]
        ours = nonlinear.Residuals(x, y, dataset).derivatives(b)
        theirs = by_series(x, y, dataset)(b)
        for one, other in zip(ours, theirs, strict=True):
            for u, v in zip(one.entries(), other.entries(), strict=True):
                assert u.overlaps(v)
                assert u.is_finite()
                assert v.rel_accuracy_bits() > 100 or v.is_zero()


@pytest.mark.parametrize("name", ["MGH09", "Nelson"])
def test_the_condition_number_is_what_moved_data_do(name):
    x, y, dataset = nonlinear.data(NUMBER[name])
    h = fmpq(1, 2**60)
    with precision(256):
        before = nonlinear.fitted(x, y, dataset)
        moved = [arb(0)] * len(before)
        for array, place in [(a, p) for a in (x, y) for p in np.ndindex(a.shape)][
            :: 1 if name == "MGH09" else 40
        ]:
            changed = array.copy()
            changed[place] = changed[place] * (1 + h)
            data = (changed, y) if array is x else (x, changed)
            after = nonlinear.fitted(*data, dataset)
            moved = [m + abs(a - b) / arb(h) for m, a, b in zip(moved, after, before, strict=True)]
        found = problem.sensitivity.condition(x, y, dataset)["componentwise"]
        largest = max(float((m / abs(b)).mid()) for m, b in zip(moved, before, strict=True))
    if name == "MGH09":
        assert abs(largest / float(found.mid()) - 1) < 1e-9
    else:  # of some of the data
        assert 0 < largest < float(found.mid())


@pytest.mark.parametrize("name", ["Misra1a", "Lanczos2", "Gauss1"])
def test_estimates_with_a_wrong_digit_are_refuted(name):
    right = [estimate for estimate, *_ in nonlinear.parameters(NUMBER[name])]
    mantissa, mark, power = right[1].partition("E")
    last = int(mantissa[-1])
    wrong = [right[0], f"{mantissa[:-1]}{last - 1 if last else 1}{mark}{power}", *right[2:]]
    assert judge(claims_nonlinear.minimum_claim(NUMBER[name], tuple(right)), Limits()).verdict == "CONFIRMED"
    assert judge(claims_nonlinear.minimum_claim(NUMBER[name], tuple(wrong)), Limits()).verdict == "REFUTED"


def test_the_figures_of_a_fit_by_float64():
    dataset = NUMBER["Misra1b"]
    with precision(128):
        fit = claims_nonlinear.fit(dataset)
    x, y = (np.array([float(v.p) / float(v.q) for v in a.flat]) for a in nonlinear.data(dataset)[:2])
    b1, b2 = (float(v.mid()) for v in fit.estimates)
    t = 1 + b2 * x / 2
    J = np.column_stack([1 - t**-2.0, b1 * x * t**-3.0])
    r = y - b1 * (1 - t**-2.0)
    assert abs(float(fit.squares.mid()) / (r @ r) - 1) < 1e-9
    sd = np.sqrt(r @ r / 12 * np.diag(np.linalg.inv(J.T @ J)))
    assert np.allclose([float(v.mid()) for v in fit.deviations], sd, rtol=1e-7)


def test_the_misprint_is_seen():
    assert [c.id for c in claims_nonlinear.CLAIMS if c.declared == "REFUTED"] == [
        "NIST-Rat43-degrees_of_freedom"
    ]


def test_a_search_that_gives_up_has_no_result():
    m = measure(BY_NAME["scipy_curve_fit_1"], dataset="MGH10")
    assert np.all(np.isnan(m.computed))
    assert m.cause == "range"
    assert m.digits == 0


def test_a_search_stops_long_before_the_data_make_it():
    m = measure(BY_NAME["gauss_newton"], dataset="Misra1a")
    assert m.cause == "algorithm"
    assert 8 < m.digits < 15
    assert m.data_error < arb(10) ** -15
