"""Degrees: special angles, the quarters, and the budget with the reduction apart from the polynomial."""

import numpy as np
import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.taylor_degrees import methods
from verify.catalogue.taylor_degrees import problem as problems
from verify.claims import laws
from verify.measure.harness import measure
from verify.measure.point import point

BY_NAME = {a.name: a for a in methods.ALGORITHMS}


@pytest.mark.parametrize("bits", [200, 1100])
def test_routes_agree(bits):
    with precision(bits):
        for d in (fmpq(37), fmpq(3889, 100), fmpq(899999, 10000), fmpq(720), fmpq(123456789, 1000)):
            degrees = arb(d)
            truth = problems.cosine_truth(degrees)
            assert truth.overlaps(problems.cosine_second(degrees))
            assert truth.overlaps(methods.cosine_in_balls(degrees))
            assert truth.rel_accuracy_bits() > bits - 40
        assert problems.radians_truth(arb(180)).overlaps(arb.pi())


def test_special_angles():
    with precision(200):
        five, two, three = (arb(n).sqrt() for n in (5, 2, 3))
        for d, value in (
            (36, (1 + five) / 4),
            (45, two / 2),
            (30, three / 2),
            (60, arb(0.5)),
            (72, (five - 1) / 4),
        ):
            assert problems.cosine_truth(arb(d)).overlaps(value)
        assert problems.cosine_truth(arb(90)).is_zero()
        # published values
        assert abs(problems.cosine_truth(arb(37)) - arb("0.79863551004729284628")) < 1e-20
        assert abs(problems.cosine_truth(arb(fmpq(3889, 100))) - arb("0.7783527369015")) < 1e-12


def test_every_quarter():
    degrees = np.arange(0.0, 3600.0, 7.5)
    found = methods.reduced_float64(degrees, 20)
    with precision(128):
        for d, y in zip(degrees, found, strict=True):
            truth = problems.cosine_truth(arb(float(d)))
            assert abs(arb(float(y)) - truth) < 4e-16
            assert methods.reduced_in_balls(arb(float(d)), 30).overlaps(truth + arb(0, 1e-36))


def test_reduction_by_right_angles_is_exact():
    for text in ("44.99", "45.01", "134.999", "135.001", "359.99", "999999.875"):
        d = float(text)
        q = int(np.floor(d / 90 + 0.5))
        exactly = fmpq(*d.as_integer_ratio()) - 90 * q
        assert fmpq(*(d - 90 * q).as_integer_ratio()) == exactly
        assert abs(exactly) <= 45


@pytest.mark.parametrize("name", ["taylor", "reduced"])
@pytest.mark.parametrize("d", ["38.89", "89.99", "451.25", "1000.5"])
def test_stages_add_up_to_the_budget(name, d):
    m = measure(BY_NAME[name], degrees=d, terms=12)
    with precision(128):
        given = arb(point(problems.cosine, {"degrees": d}, {}).rounded[0])
        scale = abs(problems.cosine_truth(given)) / abs(m.truth)
        stages = sum(
            m.details[k]
            for k in ("reduction_error", "polynomial_truncation_error", "polynomial_rounding_error")
        )
        whole = m.rounding_error + m.truncation_error
        assert (stages * scale).overlaps(whole)
        assert (stages * scale - whole).rad() < 1e-14 * abs(whole).abs_upper()


def test_reduction_is_what_spoils_the_library_near_a_right_angle():
    m = measure(BY_NAME["numpy_cos"], degrees="89.99999")
    with precision(128):
        assert abs(m.details["reduction_error"] - m.rounding_error) < abs(m.rounding_error) / 10
    assert m.ulps > 10**6
    assert measure(BY_NAME["reduced"], degrees=float("89.99999"), terms=10).ulps < 2


def test_a_wrong_quarter_is_caught(monkeypatch):
    where = point(problems.cosine, {"degrees": "100"}, {})
    assert laws.bound_holds(BY_NAME["reduced"], where, {"terms": 10}).holds
    right = methods.quarters
    monkeypatch.setattr(methods, "quarters", lambda R, x, terms: right(R, x, terms)[::-1])
    assert "exceeds" in laws.bound_holds(BY_NAME["reduced"], where, {"terms": 10}).says


def test_school_pi_is_caught():
    def body(R, degrees, terms):
        return methods.even_polynomial(R, degrees * 314159265358979 / 10**14 / 180, terms)

    where = point(problems.cosine, {"degrees": "37"}, {})
    assert laws.bound_holds(BY_NAME["taylor"], where, {"terms": 20}).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(BY_NAME["taylor"], body), where, {"terms": 20}).says


def test_wide_angle_over_two_quarters():
    with precision(64):
        wide = methods.reduced_in_balls(arb(45, 1e-6), 3)
        for d in (fmpq(45), fmpq(45) - fmpq(1, 10**7), fmpq(45) + fmpq(1, 10**7)):
            assert wide.contains(methods.reduced_in_balls(arb(d), 3).mid())
    assert methods.quarters(Ball(), arb(0), 3)[0] == 1
