"""Samples of FPCore against rationals and numpy."""

import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest
from fpcore.cores import checked, ulps
from mpmath.libmp import to_rational

from verify.checking.one_input.samples import Failed, Outside

# Doppler shift, rigid body and the like: rational functions, so that rationals give the exact result.
RATIONAL: dict[str, Callable[..., Any]] = {
    """(FPCore (u v t) :name "doppler" :pre (and (<= -100 u 100) (<= 20 v 20000) (<= -30 t 50))
        (let ([c (+ 1657/5 (* 3/5 t))]) (/ (* (- c) v) (* (+ c u) (+ c u)))))""": lambda u, v, t, R: (
        -(R(Fraction(1657, 5)) + R(Fraction(3, 5)) * t)
        * v
        / (
            ((R(Fraction(1657, 5)) + R(Fraction(3, 5)) * t) + u)
            * ((R(Fraction(1657, 5)) + R(Fraction(3, 5)) * t) + u)
        )
    ),
    """(FPCore (x y z) :name "body" :pre (and (<= -15 x y z 15))
        (- (- (- (- (* x y)) (* (* 2 y) z)) x) z))""": lambda x, y, z, R: (
        ((-(x * y) - (R(Fraction(2)) * y) * z) - x) - z
    ),
    """(FPCore (x) :name "logistic" :pre (<= 0.1 x 0.3)
        (let ([r 4.0] [k 1.11]) (/ (* r x) (+ 1 (/ x k)))))""": lambda x, R: (
        R(Fraction(4)) * x / (R(Fraction(1)) + x / R(Fraction("1.11")))
    ),
}


@pytest.mark.parametrize("text", RATIONAL)
@pytest.mark.parametrize("format", ["binary64", "binary32"])
def test_every_sample_is_what_rationals_and_numpy_say(tmp_path: Path, text: str, format: str) -> None:
    body = RATIONAL[text]
    single = format == "binary32"
    number = np.float32 if single else np.float64
    result = checked(tmp_path, text.replace(":name", f":precision {format} :name"), 60)
    counted = [s for s in result.samples if not isinstance(s, Outside)]
    assert len(counted) > 20
    for s in counted:
        assert all(float(number(x)) == x for x in s.where)
        literal: dict[bool, Callable[[Fraction], Any]] = {True: Fraction, False: lambda q: number(float(q))}
        with np.errstate(all="ignore"):
            assert s.computed == body(*map(number, s.where), literal[False])
        exact = body(*map(Fraction, s.where), literal[True])
        theirs = ulps(Fraction(s.computed), exact, *((24, 127) if single else (53, 1023)))
        assert s.ulps is not None
        assert theirs <= s.ulps <= float(theirs) * 1.001 + 1e-3
    assert result.worst is not None
    assert result.worst.ulps == pytest.approx(max(s.ulps or 0.0 for s in counted), rel=1e-6)


def test_a_transcendental_core_against_mpmath(tmp_path: Path) -> None:
    result = checked(tmp_path, "(FPCore (x) :pre (< 1e-9 x 0.5) (/ (- 1 (cos x)) (* x x)))")
    for s in result.samples[::9]:
        (x,) = s.where
        with mpmath.workdps(60):
            exact = (1 - mpmath.cos(mpmath.mpf(x))) / mpmath.mpf(x) ** 2
            theirs = ulps(Fraction(s.computed), Fraction(*to_rational(exact._mpf_)))
        assert s.ulps == pytest.approx(float(theirs), rel=1e-3, abs=1e-3)
    assert result.worst is not None
    assert result.worst.cause == "rounding"


def test_condition_numbers_reach_the_envelope(tmp_path: Path) -> None:
    # log near 1 is ill-conditioned, its correctly rounded value is not inaccurate.
    result = checked(tmp_path, "(FPCore (x) :pre (< 0.99 x 1.01) (log x))")
    assert all(
        s.envelope is not None and s.envelope <= 1.001 for s in result.samples if not isinstance(s, Outside)
    )
    # kappa of x - 1 is x/(x - 1), and the subtraction exact.
    result = checked(tmp_path, "(FPCore (x) :pre (< 1 x 1.01) (- (+ x 1) 2))")
    assert result.worst is not None
    assert result.worst.condition_number is not None
    (x,) = (Fraction(int(v.p), int(v.q)) for v in result.worst.inputs.values())
    assert float(result.worst.condition_number.mid()) == pytest.approx(float(x / (x - 1)), rel=1e-12)


def test_the_spec_is_the_truth_and_the_difference_is_truncation(tmp_path: Path) -> None:
    text = "(FPCore (x) :pre (< 0.01 x 0.1) :spec (sin x) (- x (/ (* x (* x x)) 6)))"
    result = checked(tmp_path, text)
    assert result.worst is not None
    assert result.worst.cause == "truncation"
    (q,) = result.worst.inputs.values()
    x = int(q.p) / int(q.q)
    assert float(result.worst.truncation_error.mid()) == pytest.approx(-(x**4) / 120, rel=1e-2)


def test_rounding_by_addition_differs_from_round_at_ties_alone(tmp_path: Path) -> None:
    text = """(FPCore (x) :name "round with addition" :pre (<= -1000000 x 1000000) :spec (round x)
      (let ([n (! :precision binary64 6755399441055744)]) (- (+ x n) n)))"""
    result = checked(tmp_path, text, 300)
    for s in result.samples:
        x = Fraction(s.where[0])
        half_away = math.floor(abs(x) + Fraction(1, 2)) * (1 if x > 0 else -1)
        assert (s.ulps == 0) == (round(x) == half_away)
    assert any(s.ulps for s in result.samples)


def test_wide_formats_are_measured_in_their_own_ulps(tmp_path: Path) -> None:
    for format in ("binary128", "binary80"):
        result = checked(tmp_path, f"(FPCore (x) :precision {format} :pre (<= 1 x 2) (/ x 3))", 40)
        assert all(s.ulps is not None and s.ulps <= 0.5 for s in result.samples)
        assert result.worst is not None
        assert result.worst.ulps is not None
        assert 0.3 < result.worst.ulps <= 0.5
        assert any("float64" in note for note in result.notes)


def test_overflow_is_a_failure_where_the_truth_is_finite(tmp_path: Path) -> None:
    text = "(FPCore (x) :precision binary16 :pre (<= 1 x 65504) (/ (* x x) x))"
    result = checked(tmp_path, text, 200)
    for s in result.samples:
        assert isinstance(s, Failed) == (s.where[0] ** 2 >= 65520)
    assert result.worst_failure is not None
    assert result.worst_failure.cause == "range"


def test_directed_rounding_is_off_by_up_to_an_ulp(tmp_path: Path) -> None:
    result = checked(tmp_path, "(FPCore (x) :round toZero :pre (<= 1 x 2) (sqrt x))")
    assert 0.9 < max(s.ulps or 0.0 for s in result.samples) <= 1.001
