"""Finite differences and one-step methods, by other means."""

import math

import numpy as np
import pytest

from verify.catalogue.finite_differences.problem import CENTRAL, FORWARD
from verify.catalogue.initial_value.claims import one_step
from verify.catalogue.initial_value.problem import EULER, HEUN, RUNGE_KUTTA
from verify.measure.harness import measure


@pytest.mark.parametrize("k", [4, 18, 40])
def test_differences_as_numpy_has_them(k):
    x, h = 2.3, 2.0**-k
    assert measure(FORWARD, x="2.3", k=k).computed == (np.sqrt(x + h) - np.sqrt(x)) / h
    assert measure(CENTRAL, x="2.3", k=k).computed == (np.sqrt(x + h) - np.sqrt(x - h)) / (2 * h)


def test_truncation_and_then_rounding():
    assert [measure(FORWARD, x="2.3", k=k).cause for k in (6, 46)] == ["truncation", "rounding"]
    assert [measure(CENTRAL, x="2.3", k=k).cause for k in (6, 46)] == ["truncation", "rounding"]


@pytest.mark.parametrize(("algorithm", "order"), [(EULER, 1), (HEUN, 2), (RUNGE_KUTTA, 4)])
def test_the_error_falls_by_the_order(algorithm, order):
    coarse, fine = (float(abs(measure(algorithm, y0=1, m=m).truncation_error).mid()) for m in (6, 8))
    assert abs(math.log2(coarse / fine) / 2 - order) < 0.05


@pytest.mark.parametrize(("algorithm", "order"), [(EULER, 1), (HEUN, 2), (RUNGE_KUTTA, 4)])
def test_the_step_that_is_claimed_is_the_one_that_is_run(algorithm, order):
    h = 1 / 4
    factor = sum(float(c.p) / float(c.q) * h**k for k, c in enumerate(one_step(order).coeffs()))
    assert measure(algorithm, y0=1, m=2).computed == pytest.approx(factor**4, rel=1e-14)
