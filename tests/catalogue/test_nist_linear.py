"""NIST's data sets for linear regression and analysis of variance, by other means; planted faults."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq

from verify.catalogue.nist import anova, claims_anova, claims_linear, linear
from verify.catalogue.nist.datasets import Dataset
from verify.catalogue.nist.methods_anova import ALGORITHMS as TABLES
from verify.catalogue.nist.methods_linear import ALGORITHMS
from verify.measure.harness import judge, measure
from verify.measure.limits import Limits

BY_NAME = {a.name: a for a in (*ALGORITHMS, *TABLES)}
NUMBER = {s.name: k for k, s in enumerate(linear.SETS, 1)}


def digits(error):
    return -float(abs(error).log() / arb(10).log())


@pytest.mark.parametrize(
    ("name", "routine", "has", "allowed"),
    [
        ("Filip", "numpy_lstsq", 0, 14.2),
        ("Longley", "numpy_lstsq", 10.9, 14.7),
        ("Longley", "numpy_normal_equations", 7.4, 14.7),
        ("Wampler1", "numpy_qr", 9.5, None),
    ],
)
def test_the_digits_a_routine_has_and_those_that_rounded_data_allow(name, routine, has, allowed):
    m = measure(BY_NAME[routine], dataset=name)
    # Which digits a BLAS leaves is the machine's affair: only the order of size is held.
    assert abs(max(digits(m.forward_error_componentwise), 0) - has) < 1.5
    if allowed is None:
        assert m.data_error_componentwise == 0
    else:
        assert abs(digits(m.data_error_componentwise) - allowed) < 0.06


def test_a_line_by_the_formula_of_a_school_book():
    y, x = linear.SETS[0].columns
    x, y = ([Fraction(int(v.p), int(v.q)) for v in c] for c in (x, y))
    n, mean_x, mean_y = len(x), sum(x) / len(x), sum(y) / len(y)
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum(
        (a - mean_x) ** 2 for a in x
    )
    found = claims_linear.fit(linear.SETS[0])
    assert n == 36
    assert found.coefficients[1] == fmpq(slope.numerator, slope.denominator)
    intercept = mean_y - slope * mean_x
    assert found.coefficients[0] == fmpq(intercept.numerator, intercept.denominator)
    residual = sum((b - intercept - slope * a) ** 2 for a, b in zip(x, y, strict=True))
    assert found.residual == fmpq(residual.numerator, residual.denominator)


@pytest.mark.parametrize("name", ["NoInt2", "Norris", "Pontius", "Longley"])
def test_the_slopes_are_differences(name):
    x, y, degree, constant = linear.data(NUMBER[name])
    by_y, by_x = linear.slopes(x, y, degree, constant)

    def coefficients(x, y):
        return np.array(linear.exact_coefficients(x, y, degree, constant).entries(), dtype=object)

    def difference(x2, y2, h):
        return (coefficients(x2, y2) - coefficients(x, y)) / h

    h = fmpq(1, 10**30)
    y2, x2 = y.copy(), x.copy()
    y2[1] = y2[1] + h
    x2[2, -1] = x2[2, -1] + h * x2[2, -1]
    for slope, found in (
        (by_y[:, 1], difference(x, y2, h)),
        (by_x[:, 2, -1], difference(x2, y, h * x[2, -1])),
    ):
        for s, d in zip(slope, found, strict=True):
            assert abs(s - d) <= fmpq(1, 10**6) * abs(s)


def test_the_slopes_of_F_are_differences():
    y = np.stack(anova.SETS[0].columns)
    h = fmpq(1, 10**12)
    moved = y.copy()
    moved[3, 2] = moved[3, 2] + h
    found = (anova.exact_F(moved) - anova.exact_F(y)) / h
    slope = anova.slopes(y)[3, 2]
    assert abs(found - slope) < fmpq(1, 10**6) * abs(slope)


@pytest.mark.parametrize(("name", "figure"), [("Longley", "R2"), ("Norris", "B1"), ("Filip", "residual_sd")])
def test_a_wrong_digit_is_refuted(name, figure):
    right = linear.SETS[NUMBER[name] - 1]
    good = right.certified[figure][0]
    wrong = Dataset(
        name,
        right.figures.replace(good, good[:8] + str((int(good[8]) + 5) % 10) + good[9:]),
        right.observations,
    )
    verdicts = {
        f[0]: judge(claims_linear.claim(wrong, *f), Limits()).verdict for f in claims_linear.figures(wrong)
    }
    assert verdicts.pop(figure) == "REFUTED"
    assert set(verdicts.values()) == {"CONFIRMED"}


def test_a_wrong_table_of_variances_is_refuted():
    right = anova.SETS[1]
    wrong = Dataset(
        right.name, right.figures.replace("1.59467335677930", "1.59467335677931"), right.observations
    )
    verdicts = {
        f[0]: judge(claims_anova.claim(wrong, *f), Limits()).verdict for f in claims_anova.figures(wrong)
    }
    assert verdicts.pop("F") == "REFUTED"
    assert set(verdicts.values()) == {"CONFIRMED"}


def test_every_certified_value_is_a_claim():
    assert sum(len(found) for s in linear.SETS for found in s.certified.values()) == len(claims_linear.CLAIMS)
    assert len(claims_anova.CLAIMS) == 9 * 11
    assert [c.id for c in claims_linear.CLAIMS if c.declared == "REFUTED"] == ["NIST-Wampler5-regression_F"]


def test_what_drops_singular_values_has_no_exact_course_declared():
    m = measure(BY_NAME["numpy_lstsq"], dataset="Filip")
    assert m.cause == "algorithm"
    assert m.rounding_error is None
    assert measure(BY_NAME["numpy_qr"], dataset="Filip").cause == "rounding"


def test_the_F_statistic_of_numbers_with_a_long_common_start():
    assert measure(BY_NAME["textbook"], dataset="SmLs07").digits < 1
    assert digits(measure(BY_NAME["textbook"], dataset="SmLs07").data_error) > 4
