"""Standard deviations and R squared on NIST's data sets: against what NIST prints, and differences."""

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.catalogue.nist import linear_quality as quality
from verify.catalogue.nist.linear import by_orthogonal_columns
from verify.catalogue.nist.methods_linear_quality import ALGORITHMS
from verify.core.literals import rational
from verify.measure.harness import measure

BY_NAME = {(a.problem.name, a.name): a for a in ALGORITHMS}
SMALL = {d.name: d for d in quality.SETS if d.name in ("Norris", "NoInt2", "Longley", "Wampler4")}


@pytest.mark.parametrize("name", SMALL)
def test_the_figures_are_those_that_are_printed(name):
    """To half a unit of the last of fifteen digits."""
    data, certified = quality.of_dataset(SMALL[name]), SMALL[name].certified
    with precision(200):
        found = quality.deviations(*data)
        printed = [v[1] for k, v in certified.items() if k.startswith("B")]
        for ball, figure in zip(found, printed, strict=True):
            assert abs(ball - arb(rational(figure))) <= abs(ball) * arb(10) ** -14
        assert abs(quality.r_squared(*data) - arb(rational(certified["R2"][0]))) <= arb(10) ** -14


@pytest.mark.parametrize("name", ["Norris", "NoInt2"])
def test_the_slopes_are_differences(name):
    x, y, *model = quality.of_dataset(SMALL[name])
    h = fmpq(1, 2**200)
    with precision(800):
        by_deviations, by_r2 = quality.slopes(x, y, *model)
        base = [*quality.deviations(x, y, *model), quality.r_squared(x, y, *model)]
        for k in (0, len(y) - 1):
            for place, moved in ((k, (x, _moved(y, k, h))), (len(y) + k, (_moved(x, (k, 0), h), y))):
                there = [*quality.deviations(*moved, *model), quality.r_squared(*moved, *model)]
                for a, b, slopes in zip(there, base, [*by_deviations, by_r2], strict=True):
                    assert (
                        abs((a - b) / arb(h) - arb(slopes[place])) <= abs(arb(slopes[place])) * 1e-40 + 1e-50
                    )


def _moved(values, place, h):
    found = values.copy()
    found[place] = found[place] + h
    return found


def test_both_routes_and_a_fit_of_equal_columns_agree():
    with precision(300):
        for data in map(quality.of_dataset, SMALL.values()):
            pairs = zip(quality.deviations(*data), quality.deviations_second(*data), strict=True)
            assert all(a.overlaps(b) for a, b in pairs)
            assert quality.r_squared(*data).overlaps(quality.r_squared_second(*data))
            exact = quality.fitted(*data).coefficients
            columns = by_orthogonal_columns(*(quality.as_ball(v) for v in data[:2]), *data[2:])
            assert all(b.contains(arb(v)) for b, v in zip(columns, exact, strict=True))


@pytest.mark.parametrize(
    ("problem", "routine", "dataset", "fewest", "most"),
    [
        ("nist_linear_deviations", "numpy_qr", "Longley", 10.5, 15.2),
        ("nist_linear_deviations", "numpy_inverse", "Longley", 5, 11),
        ("nist_linear_R2", "textbook", "Longley", 7, 13),
        ("nist_linear_R2", "statistics_correlation", "Norris", 15, 18),
    ],
)
def test_the_digits_that_a_routine_has(problem, routine, dataset, fewest, most):
    """Which ones a BLAS leaves is the machine's affair."""
    m = measure(BY_NAME[problem, routine], dataset=dataset)
    size = m.forward_error if m.forward_error_componentwise is None else m.forward_error_componentwise
    assert fewest < -np.log10(float(abs(size))) < most
