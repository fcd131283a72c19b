"""e^-x by three summations: what the checks of its claims notice."""

import declared
import mpmath
import pytest
from flint import arb

from verify.arithmetic.precision import precision
from verify.catalogue.exp_negative import claims, claims_reciprocal, claims_remainder, measured
from verify.measure.harness import judge
from verify.measure.limits import Limits

CLAIM = {c.id: c for c in declared.claims("exp_negative")}


def plant(monkeypatch, name, wrong):
    for module in (claims, claims_reciprocal, claims_remainder):
        right = getattr(module, name, None)
        if right is not None:
            monkeypatch.setattr(module, name, lambda *given, right=right: wrong(right, *given))


@pytest.mark.parametrize(
    ("claim", "name", "wrong"),
    [
        ("E-2b", "quotient", lambda right, x, n: 100 * right(x, n)),
        ("E-2c", "quotient", lambda right, x, n: right(x, n) * arb(2) ** n),
        ("E-2f", "recursion", lambda right, R, x, terms: right(R, x, terms) * arb("1.02")),
        ("E-4c", "reciprocal", lambda right, R, x, terms: 2e-313),
    ],
)
def test_a_planted_fault_changes_the_outcome(monkeypatch, claim, name, wrong):
    assert judge(CLAIM[claim], Limits()).as_declared
    plant(monkeypatch, name, wrong)
    with precision(128):
        assert CLAIM[claim].check().holds is not (CLAIM[claim].declared == "CONFIRMED")


def test_degrees_for_one_per_cent_by_exact_sums():
    mp = mpmath.mp.clone()
    mp.dps = 40
    for x, degree in ((17, 62), (-17, 27)):
        total, first = mp.mpf(0), None
        for n in range(101):
            total += mp.mpf(-x) ** n / mp.factorial(n)
            near = abs(total / mp.exp(-x) - 1) < 0.01
            first = (first if first is not None else n) if near else None
        with precision(128):
            assert first == degree == claims_remainder.terms_for_a_hundredth(x, 101)


def test_truncation_at_the_reach_of_the_bound_is_small_in_itself_only():
    mp = mpmath.mp.clone()
    mp.dps = 60
    x = mp.mpf(367) / 10
    off = abs(mp.exp(-x) - mp.fsum((-x) ** k / mp.factorial(k) for k in range(measured.TEXT_TERMS)))
    assert off < 0.01 < off / mp.exp(-x)
    assert f"in itself it is {mp.nstr(off, 4)}" in judge(CLAIM["E-3d"], Limits()).evidence
