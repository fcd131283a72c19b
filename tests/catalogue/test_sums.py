"""Sums of a chosen condition number and variances of shifted data, by other means."""

import math
import statistics
from fractions import Fraction

import numpy as np
import pytest
from flint import arb

from verify.catalogue.ill_conditioned_sum import methods as sums
from verify.catalogue.ill_conditioned_sum import problem as sum_problem
from verify.catalogue.sample_variance import methods as variances
from verify.catalogue.sample_variance import problem as variance_problem
from verify.measure.harness import measure


def fractions(x):
    return [Fraction(int(v.p), int(v.q)) for v in x]


@pytest.mark.parametrize("k", [0, 30, 60, 120])
def test_the_condition_number_is_about_the_one_chosen(k):
    (x,) = sum_problem.data(k)
    x = fractions(x)
    assert len(x) == 64
    assert [float(v) for v in x] == x
    kappa = sum(map(abs, x)) / abs(sum(x))
    assert 2.0 ** (k - 2) < kappa < 2.0 ** (k + 14)


@pytest.mark.parametrize("k", [12, 48, 90])
def test_fsum_and_the_compensated_sums(k):
    x = [float(v) for v in fractions(sum_problem.data(k)[0])]
    assert measure(sums.FSUM, k=k).computed == math.fsum(x)
    total = lost = 0.0
    for v in x:  # Neumaier's text, with its comparison
        after = total + v
        lost += (total - after) + v if abs(total) >= abs(v) else (v - after) + total
        total = after
    assert measure(sums.COMPENSATED, k=k).computed == total + lost


def test_twice_the_precision_gives_out_at_its_own_end():
    plain, doubled = (measure(a, k=66).digits for a in (sums.RECURSIVE, sums.DOUBLE_DOUBLE))
    assert plain < 1 < 8 < doubled
    assert measure(sums.DOUBLE_DOUBLE, k=120).digits < 1
    assert measure(sums.FSUM, k=120).digits > 15


@pytest.mark.parametrize("k", [0, 20, 44])
def test_variances_in_fractions(k):
    x = fractions(variance_problem.data(k)[0])
    said = statistics.variance(x)
    m = measure(variances.UPDATED, k=k)
    assert (m.truth - arb(said.numerator) / said.denominator).contains(0)
    floats = np.array([float(v) for v in x])
    two = measure(variances.TWO_PASSES, k=k).computed
    assert abs(two / np.var(floats, ddof=1) - 1) < 1e-6


def test_the_textbooks_formula_is_the_one_that_loses_all():
    digits = {a.name: measure(a, k=44).digits for a in variances.ALGORITHMS}
    assert digits["textbook"] == 0
    assert digits["corrected_two_passes"] > 15
    assert digits["welford"] < digits["two_passes"] < digits["corrected_two_passes"]
