"""Inputs that are far off, moved by the differences of others, lead to worse ones than drawing does."""

import numpy as np
import pytest

from verify.checking.judging.translations import translated

STEPS = np.array([0.41421356237, 0.7320508075689, 0.2360679775, 0.645751311, 0.316624790])
FIRST, LAST = 10**6, 10**6 + 2**26


def rounding_errors(places):
    """Of five products: what is left of each up to whole ulps."""
    phases = places[:, None] * STEPS
    return np.abs(phases - np.rint(phases)).sum(axis=1)


def noise(places):
    """Of which nothing can be learned."""
    return ((places * 2654435761) % 2**32) / 2**32


@pytest.mark.parametrize("seed", range(4))
def test_translations_find_more_than_drawing(seed):
    asked = []

    def ulps(places):
        asked.append(len(places))
        return rounding_errors(places)

    places, sizes = translated(ulps, FIRST, LAST, 40_000, np.random.default_rng(seed))
    drawn = np.random.default_rng(seed).integers(FIRST, LAST, 40_000)
    assert sum(asked) <= 40_000
    # Nearer to all five at half an ulp.
    assert 2.5 - sizes[0] < 0.75 * (2.5 - rounding_errors(drawn).max())
    assert sizes[0] == sizes.max() == rounding_errors(places).max()
    assert len(np.unique(places)) == len(places)
    assert FIRST <= places.min() <= places.max() <= LAST


def test_nothing_is_lost_where_errors_have_no_periods():
    places, sizes = translated(noise, 0, 2**40, 20_000, np.random.default_rng(1))
    assert sizes[0] >= 0.999
    assert sizes[0] == noise(places[:1])[0]


def test_no_number_is_the_worst():
    def ulps(places):
        return np.where(places == 12345, np.inf, noise(places))

    _, sizes = translated(ulps, 12000, 13000, 6000, np.random.default_rng(2))
    assert sizes[0] >= 2.0**53
