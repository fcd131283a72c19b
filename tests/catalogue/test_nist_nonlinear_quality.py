"""NIST's residual standard deviations of nonlinear fits: what the data move, and what NIST prints."""

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.catalogue.nist import nonlinear_quality as quality
from verify.catalogue.nist.methods_nonlinear import start
from verify.catalogue.nist.methods_nonlinear_quality import ALGORITHMS, at_the_end
from verify.core.literals import rational
from verify.measure.harness import measure

NUMBER = {name: k for k, name in enumerate(quality.NAMES, 1)}
BY_NAME = {a.name: a for a in ALGORITHMS}


@pytest.mark.parametrize("name", ["BoxBOD", "Nelson"])
def test_slopes_are_those_of_differences(name):
    """Moved data have another fit: what that moves is in the difference, and not in the slope."""
    x, y, dataset = quality.data(NUMBER[name])
    h = fmpq(1, 2**60)
    with precision(200):
        base = quality.deviation(x, y, dataset)
        for numbers, slopes in zip((y, x), quality.slopes(x, y, dataset), strict=True):
            place = (1,) * numbers.ndim if name == "Nelson" else (1, 0)[: numbers.ndim]
            moved = numbers.copy()
            moved[place] = moved[place] + h
            given = (x, moved) if numbers is y else (moved, y)
            slope = (quality.deviation(*given, dataset) - base) / arb(h)
            assert abs(slope / slopes[place] - 1) < 1e-12


@pytest.mark.parametrize("name", ["Misra1a", "DanWood", "Rat43"])
def test_the_printed_figure_is_that_of_a_proved_minimum(name):
    figure = quality.SETS[NUMBER[name] - 1].certified["residual_sd"][0]
    with precision(128):
        off = abs(quality.deviation(*quality.data(NUMBER[name])) / rational(figure) - 1)
    assert off < 5e-11


def test_a_search_that_stops_elsewhere_or_gives_up():
    """From 109, 149, ... BoxBOD's first start, y = 1 - exp(-x), is as far as the observations less that."""
    dataset = NUMBER["BoxBOD"]
    assert measure(BY_NAME["gauss_newton"], dataset=dataset).inherent
    x, y = (np.vectorize(float)(a) for a in quality.data(dataset)[:2])
    there = at_the_end(lambda x, y, d: start(d, 0), x, y, dataset)
    assert there == pytest.approx(np.sqrt(((y - 1 + np.exp(-x[:, 0])) ** 2).sum() / 4))
    assert np.isnan(at_the_end(lambda x, y, d: np.full(2, np.nan), x, y, dataset))
