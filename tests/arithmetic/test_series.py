"""Every method of a series is the ball's: its first coefficients against a difference of values."""

import pytest
from flint import arb

from verify.arithmetic.precision import precision
from verify.arithmetic.series import DERIVED, SAME, Series, variable

ARGUMENTS = {"beta_lower": (arb(2), arb(3), 1), "gamma_lower": (arb(2), 1), "gamma_upper": (arb(2), 1)}


@pytest.mark.parametrize("name", sorted({*SAME, *DERIVED}))
def test_value_and_slope_are_those_of_the_balls_method(name):
    """|(f(x + h) - f(x - h)) / 2h - f'(x)| <= h^2 max|f^(3)| / 6: 2^-100 times a few hundred at most."""
    with precision(400):
        x, h = arb(1) / 3, arb(2) ** -50
        arguments = ARGUMENTS.get(name, ())
        series = getattr(variable(x), name)(*arguments)
        values = [getattr(v, name)(*arguments) for v in (x - h, x, x + h)]
        if not isinstance(series, tuple):
            series, values = (series,), [(v,) for v in values]
        for k, s in enumerate(series):
            assert type(s) is Series
            below, here, above = (v[k] for v in values)
            assert s[0].overlaps(here)
            assert abs((above - below) / (2 * h) - s[1]) < arb(2) ** -85


def test_the_variable_is_not_lost_after_an_operation():
    """d/dx I_(x/2)(2, 3) at 2/3 is half of 12 t (1 - t)^2 at t = 1/3."""
    x = variable(arb(2) / 3)
    slope = (x / 2).beta_lower(arb(2), arb(3), 1)[1]
    assert slope.contains(arb(8) / 9) or abs(slope - arb(8) / 9) < 1e-12


@pytest.mark.parametrize("name", ["coulomb_f", "bessel_j", "max", "floor", "riemann_siegel_z"])
def test_what_is_not_known_is_refused(name):
    with pytest.raises(AttributeError, match=f"no power series of {name} is known"):
        getattr(variable(arb(1)), name)(arb(1))
