"""Verdicts, and what a run itself refuses."""

import math

import numpy as np
import pytest
import toys
from flint import arb, fmpq
from measure.problems import LOW, raises, slow

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import precision
from verify.core.claim import CONFIRMED, REFUTED, UNDECIDED, Outcome
from verify.core.model import Bound, Finite, Unknown
from verify.measure.harness import judge, measure
from verify.measure.limits import Limits

# --- verdicts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holds", "verdict"), [(True, CONFIRMED), (False, REFUTED), (None, UNDECIDED)], ids=str
)
def test_verdicts(holds, verdict):
    found = judge(toys.claim(lambda: Outcome(holds, "seen")), LOW)
    assert (found.verdict, found.as_declared) == (verdict, verdict == CONFIRMED)
    assert "seen" in found.evidence


def test_a_claim_is_asked_at_rising_precision():
    def check():
        near = arb(2).sqrt() ** 2
        return Outcome(None if near.rad() > arb(2) ** -600 else True, "narrow enough", near)

    found = judge(toys.claim(check), LOW)
    assert (found.verdict, found.bits) == (CONFIRMED, 1024)
    assert judge(toys.claim(check), Limits(max_bits=512)).verdict == UNDECIDED


@pytest.mark.parametrize(
    ("check", "said"),
    [(raises, "KeyError"), (lambda: True, "no Outcome"), (lambda: slow(None), "time limit")],
)
def test_a_check_that_fails_leaves_its_reason(check, said):
    found = judge(toys.claim(check), Limits(max_bits=128, seconds=0.4))
    assert found.verdict == UNDECIDED
    assert said in found.evidence


def test_the_precision_is_as_it_was():
    with precision(99):
        measure(toys.simple(lambda x: x.exp(), lambda R, x: R.exp(x)), LOW, x="1/3")
        assert arb(fmpq(1, 3)).rel_accuracy_bits() < 105
        assert exact(0.5) == fmpq(1, 2)


# --- what a run itself refuses ---------------------------------------------------------------------------


def test_a_body_that_turns_a_ball_into_a_float_certifies_nothing():
    way = toys.simple(lambda x: x.cos(), lambda R, x: math.cos(x) if np.ndim(x) == 0 else np.cos(x))
    for x in (1, 2, 3, 4):
        m = measure(way, LOW, x=x)
        assert (m.cause, m.truncation_error) == ("undecided", None)
        assert "a ball became a float at " in m.reason
        assert "test_verdicts.py, line " in m.reason


def test_a_truth_that_does_so_is_refused_too():
    m = measure(toys.simple(lambda x: arb(math.cos(x)), lambda R, x: R.cos(x), gradient=None), LOW, x=1)
    assert (m.cause, m.truth) == ("undecided", None)
    assert "a ball became a float at " in m.reason


@pytest.mark.parametrize(("bound", "broken"), [("1e-6", True), ("1e-2", False), ("nan", False)])
def test_a_truncation_error_beyond_its_bound_is_told(bound, broken):
    """F - f = 1/1000 exactly. A bound that is NaN refutes nothing."""
    body = lambda R, x: x + R(1) / 1000  # noqa: E731
    way = toys.algorithm(toys.problem(), body, truncation=Bound(lambda x: arb(bound), "none"))
    m = measure(way, LOW, x=1)
    assert bool(m.broken) is broken
    assert m.broken in m.reason


def test_a_finite_algorithm_has_no_truncation_error():
    body = lambda R, x: x + R(1) / 1000  # noqa: E731
    assert measure(toys.algorithm(toys.problem(), body, truncation=Finite()), LOW, x=1).broken
    assert not measure(toys.algorithm(toys.problem(), body, truncation=Unknown()), LOW, x=1).broken
    assert not measure(toys.algorithm(toys.problem(), lambda R, x: x, truncation=Finite()), LOW, x=1).broken
