"""The lattice sum: routes against each other to 300 digits, published values, the bounds, planted faults."""

from itertools import pairwise

import mpmath
import numpy as np
import pytest
import toys
from exactly import number
from flint import acb, arb, fmpq

from verify.arithmetic.mpfr import FORMATS, Mpfr
from verify.arithmetic.precision import precision
from verify.catalogue.lattice_sum import (
    claims_cutoff,
    claims_poisson,
    image_sum,
    methods,
)
from verify.catalogue.lattice_sum import problem as problems
from verify.claims import laws
from verify.core.errors import BadInput
from verify.mathematics.lattice import r3, shell_sum, three_squares, two_squares
from verify.measure.harness import measure
from verify.measure.point import point
from verify.measure.run import run_mpfr

CUTOFF, POISSON, IMAGES = methods.ALGORITHMS


def continued(q2):
    """Sum less 4 pi L: sqrt(4 pi) times Luescher's zeta function."""
    return problems.truth(q2) - (2 * arb.pi() ** 2 * (-q2).sqrt() if q2 < 0 else 0)


@pytest.mark.parametrize("q2", ["1/2", "-1/2", "7", "1000001/1000000", "-14.37", "59.5"])
def test_two_routes_to_60_digits(q2):
    with precision(560):
        truth, second = problems.truth(number(q2)), problems.ewald(number(q2))
        assert truth.overlaps(second)
        assert min(truth.rel_accuracy_bits(), second.rel_accuracy_bits()) > 200


def test_two_routes_to_300_digits():
    # close to a pole; the other places are asked for 60
    with precision(1060):
        q2 = number("999999/1000000")
        truth, second = problems.truth(q2), problems.ewald(q2)
        assert truth.overlaps(second)
        assert min(truth.rel_accuracy_bits(), second.rel_accuracy_bits()) > 300 / 0.30103


def test_expansion_about_zero_as_published():
    # S = -1/q^2 + C + J q^2 + ...: Luescher, Volume dependence II (1986), has c1 = C/pi, c2 = (C^2 - J)/pi^2
    with precision(256):
        x = number("1/1000000")
        plus, minus = (continued(y) + 1 / y for y in (x, -x))
        C, J = (plus + minus) / 2, (plus - minus) / (2 * x)
        assert abs(C - arb("-8.913632917585151272687120")) < 1e-11
        assert abs(C / arb.pi() - arb("-2.837297")) < 5e-7
        assert abs((C * C - J) / arb.pi() ** 2 - arb("6.375183")) < 5e-7


def test_effective_range_as_published():
    # q cot(delta)/m = S/(pi N) on a lattice of N = 24 sites, (k N/(2 pi))^2 = q^2, as other programs give it
    for k2, known in (("0.04", "0.0663662"), ("-0.01", "-0.0571898")):
        with precision(128):
            q2 = (arb(k2) * (24 / (2 * arb.pi())) ** 2).mid()
            assert abs(continued(q2) / (24 * arb.pi()) - arb(known)) < 5e-8


def test_slope_is_the_difference_quotient():
    with precision(400):
        for q2 in ("1/2", "13.25", "-1/2", "-3", "-31"):
            x, h = number(q2), arb(10) ** -40
            quotient = (problems.truth(x + h) - problems.truth(x - h)) / (2 * h)
            assert abs(problems.gradient(x)[0] / quotient - 1) < 1e-30


@pytest.mark.parametrize(("middle", "radius"), [("0.5", 0.3), ("5.5", 0.4), ("-2", 0.9), ("-0.5", 0.25)])
def test_slope_over_a_wide_ball(middle, radius):
    wide = problems.gradient(number(middle) + arb(0, radius))[0]
    assert wide > 0
    for part in (-0.99, -0.5, 0, 0.5, 0.99):
        assert wide.overlaps(problems.gradient(number(middle) + part * radius)[0])


def test_poles():
    with precision(128):
        for k in range(-3, 60):
            assert problems.truth(arb(k)).is_finite() == (not three_squares(k))
        for x in (arb(1, 1e-20), arb(50, 30), arb(0, 1)):
            assert not problems.truth(x).is_finite()
            assert not problems.gradient(x)[0].is_finite()
    with pytest.raises(BadInput, match="not defined"):
        measure(POISSON, q2=6)
    assert measure(CUTOFF, q2=7, cutoff=10).digits > 0  # an empty shell is no pole


def test_truth_hides_no_call_behind_a_cache():
    bodies = laws.calls(methods.poisson) | laws.calls(methods.cutoff_ball) | laws.calls(methods.images)
    for hidden in (image_sum._series, two_squares):
        assert not (laws.calls(hidden.__wrapped__) - laws.ELEMENTARY) & bodies


# --- the cut-off sphere ------------------------------------------------------------------------------


def test_integral_in_the_sphere():
    with precision(128):
        for q2, cutoff in (("0.5", 3), ("7", 30), ("-0.5", 3), ("-50", 10)):
            x = number(q2)

            def f(r, _, x=x):
                return r * r / (r * r - acb(x))

            # a detour above the pole gives the principal value as its real part
            around = [0, acb(0, 1), acb(cutoff, 1), cutoff] if x > 0 else [0, cutoff]
            value = sum((acb.integral(f, a, b) for a, b in pairwise(around)), acb(0))
            assert methods.radial_integral(x, cutoff).overlaps(value.real)
            assert value.real.rel_accuracy_bits() > 60


def test_float64_is_near_the_ball():
    for q2 in ("0.5", "-20.25", "7", "59.5"):
        found = methods.cutoff_float64(np.array([float(q2)]), 300)[0]
        with precision(128):
            assert abs(found - methods.cutoff_ball(number(q2), 300)) < 1e-9


def test_bound_of_the_cutoff_at_every_whole_cutoff():
    assert claims_cutoff.points_in_sphere().holds is True
    x = arb(problems.HALF)
    assert all(abs(off) < methods.sphere_bound(x, L) for L, off in enumerate(claims_cutoff.off_by(), 1))


def test_partial_sums_meet_the_balls():
    with precision(128):
        for L in (1, 2, 37, 1000, 3600):
            assert claims_cutoff.off_by()[L - 1].overlaps(
                methods.cutoff_ball(arb(problems.HALF), L) - problems.truth(arb(problems.HALF))
            )
        assert max(float(x.rad()) for x in claims_cutoff.off_by()) < 1e-7


def test_a_shell_miscounted_is_caught(monkeypatch):
    fine = point(problems.problem, {"q2": "0.5"}, {})
    assert laws.precisions_agree(CUTOFF, fine, {"cutoff": 40}).holds
    right = shell_sum(arb(0.5), 1600, 1 << 12)
    counts = r3(1 << 12).copy()
    counts[77] += 1
    monkeypatch.setattr("verify.mathematics.lattice.r3", lambda size: counts)
    assert not right.overlaps(shell_sum(arb(0.5), 1600, 1 << 12))


# --- Poisson summation -------------------------------------------------------------------------------


def test_the_derivation_in_numbers():
    mp = mpmath.mp.clone()
    mp.dps = 25
    x, t = mp.mpf("2.3"), mp.mpf("0.7")
    gauss = mp.quad(lambda n: 4 * mp.pi * n * mp.sin(x * n) / x * mp.exp(-t * n * n), [0, 3, 6, 12])
    assert mp.almosteq(gauss, (mp.pi / t) ** 1.5 * mp.exp(-x * x / (4 * t)), 1e-18)
    q, r = mp.mpf("1.7"), mp.mpf("0.9")

    def g(n):
        return n * mp.sin(r * n) / (n * n - q * q)

    mp.dps = 15
    near = mp.quad(lambda u: g(q - u) + g(q + u), [0, q], method="gauss-legendre")
    far = mp.quadosc(g, [2 * q, mp.inf], omega=r)
    assert mp.almosteq(4 * mp.pi / r * (near + far), 2 * mp.pi**2 * mp.cos(q * r) / r, 1e-9)


def test_closing_terms_are_the_integrals():
    mp = mpmath.mp.clone()
    mp.dps = 25
    for q2 in ("0.5", "3", "-2"):
        y = mp.mpf(q2)
        own = mp.quad(lambda u, y=y: 2 * mp.expm1(y * u * u) / (u * u) if u else 2 * y, [0, 0.5, 1])
        with precision(100):
            printed = claims_poisson.printed_closing(arb(q2))
        assert mp.almosteq(mp.pi**1.5 * (own - 2), mp.mpf(printed.str(25, radius=False)), 1e-20)


def test_dual_integral_in_closed_form():
    # the difference of the splits at t = 1 and 3 is that of their closing terms
    with precision(300):
        for q2 in ("0.5", "5.5", "-3"):
            x = number(q2)
            own = -2 * arb.pi() * (arb.pi() / 3).sqrt() * (3 * x).hypgeom_1f1(-arb(0.5), arb(0.5))
            apart = (
                image_sum.whole_split_sum(x, 1)
                + claims_poisson.printed_closing(x)
                - image_sum.whole_split_sum(x, 3)
                - own
            )
            assert abs(apart) < 1e-60


@pytest.mark.parametrize("nodes", [4, 8, 16, 48])
@pytest.mark.parametrize("q2", ["-60", "-7.5", "-0.1", "0.1", "2.5", "17.5", "60"])
def test_bound_of_the_quadrature(q2, nodes):
    where = point(problems.problem, {"q2": q2}, {})
    for n in (1, 3, 7):
        assert laws.bound_holds(POISSON, where, {"n": n, "nodes": nodes}).holds


def test_bounds_are_of_use():
    with precision(128):
        x = arb(problems.HALF)
        assert methods.poisson_bound(x, 7, 48) < 1e-18
        assert methods.poisson_bound(x, 3, 48) < 1e-6
        assert methods.images_bound(number("-1"), 4) < 1e-9


def test_images_keep_the_digits_that_poisson_loses():
    for q2, lost in (("-12.5", 5), ("-30.5", 15)):
        assert measure(IMAGES, q2=q2, n=4).digits > 14
        assert measure(POISSON, q2=q2, n=7, nodes=48).digits < 17 - lost


def test_the_formula_without_its_constant_is_caught():
    def body(R, q2, n, nodes):
        return POISSON.body(R, q2, n, nodes) - 2 * R.pi() * R.pi() * R.sqrt((q2 < 0) * -q2)

    at = point(problems.problem, {"q2": "-3"}, {})
    given = {"n": 7, "nodes": 48}
    assert laws.bound_holds(POISSON, at, given).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(POISSON, body), at, given).says


def test_binary128_reaches_the_quadrature():
    at = point(problems.problem, {"q2": "1/2"}, {})
    value = run_mpfr(POISSON, Mpfr(FORMATS["binary128"]), at.rounded, {"n": 7, "nodes": 48})
    with precision(200):
        off = abs(arb(str(value)) / problems.truth(arb(fmpq(1, 2))) - 1)
    assert 1e-23 < off < 1e-20
