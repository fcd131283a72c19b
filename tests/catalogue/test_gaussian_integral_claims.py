"""The Gaussian integral: the figures of its table, and verdicts that can change."""

import dataclasses

import declared
import mpmath
from flint import arb, fmpq

from verify.arithmetic.precision import less, precision
from verify.catalogue.gaussian_integral import claims_series, claims_table
from verify.catalogue.gaussian_integral import problem as problems
from verify.claims import forms
from verify.core.claim import CONFIRMED, REFUTED
from verify.measure.harness import judge
from verify.measure.limits import Limits


def test_figures_of_the_table():
    # Its own arithmetic: the integral by mpmath's quadrature, the two approximations by hand.
    quad = mpmath.quad(lambda x: mpmath.exp(-(x**2) - x**4), [-4, -1, 0, 1, 4])
    assert mpmath.nstr(quad, 6) == "1.36843"
    values = {
        c.id: judge(c, Limits()) for c in declared.claims("gaussian_integral") if c.id.startswith("A-8")
    }
    assert len(values) == 1 + 12
    assert all(v.verdict == CONFIRMED for v in values.values())
    for figure in ("1.36842", "1.36844"):
        wrong = forms.printed(figure, claims_table.cell(problems.truth, "1", "1"))
        assert wrong().holds is False


def test_verdicts_can_change():
    assert {c.id for c in declared.claims("gaussian_integral") if c.declared == REFUTED} == {"A-3b", "A-4b"}
    with precision(128):
        # Neighbours of what the claims use, on the other side.
        assert claims_series.never_within("0.0142", claims_series.TENTH, 8) is False
        assert claims_series.longer_sums_off(1, fmpq(1), arb(3)) is None
        assert claims_series.reach_falls(claims_series.TENTH, 1, (230,))().holds is False
        assert claims_table.closer("eps=1, a=10", 3)() is False
        assert (
            less(
                claims_series.off(2, claims_series.HUNDREDTH),
                claims_table.closed_off(claims_series.HUNDREDTH),
            )
            is False
        )
    false = dataclasses.replace(
        declared.claims("gaussian_integral")[0],
        check=forms.identity(lambda: [(problems.coefficient(2), fmpq(105, 16))], ""),
    )
    assert judge(false, Limits()).verdict == REFUTED
