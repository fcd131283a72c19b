"""Branches, loops and domains of FPCore."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from fpcore.cores import checked, loaded

from verify.checking import result as check
from verify.checking.gate import Gate
from verify.checking.one_input.samples import Failed, Outside, Undecided
from verify.measure.limits import Limits

# --- branches and loops ----------------------------------------------------------------------------------


def test_other_branches_are_counted_and_shown(tmp_path: Path) -> None:
    # The float product is 1 at inputs where the real one is not.
    text = "(FPCore (x) :pre (<= 0.1 x 0.2) (if (== (* 10 x) 1) 1 0))"
    result = checked(tmp_path, text, 400)
    different = [s for s in result.samples if (10 * s.where[0] == 1) != (10 * Fraction(s.where[0]) == 1)]
    assert different
    (note,) = (n for n in result.notes if "branch" in n)
    assert f"at {len(different)} of {len(result.samples)} inputs" in note
    assert "x=0x1.999999999999" in note
    assert "the test at line 1, column 33 is true in floats and false over the reals" in note
    assert {s.where for s in different} == {
        s.where for s in result.samples if isinstance(s, Failed) or s.ulps
    }


def test_a_comparison_that_balls_leave_open_is_undecided(tmp_path: Path) -> None:
    text = "(FPCore (x) :pre (<= 1 x 2) (if (<= (* (exp 2) (exp -2)) 1) x (- x)))"
    (what,) = loaded(tmp_path, text)
    result = check.check(what, 20, 0, Limits(max_bits=256))
    assert all(
        isinstance(s, Undecided) and "cannot decide whether the two sides of <= are exactly equal" in s.why
        for s in result.samples
    )
    assert any("cannot decide the real branch at" in note for note in result.notes)
    assert not Gate(max_ulps=1e9).passed(result)


def test_a_loop_with_an_accumulated_step_runs_once_more(tmp_path: Path) -> None:
    text = "(FPCore (x) :pre (<= 1 x 2) (while (< t 1) ([t 0 (+ t 0.1)] [s 0 (+ s x)]) s))"
    result = checked(tmp_path, text, 30)
    assert all(s.computed == pytest.approx(11 * s.where[0]) for s in result.samples)
    assert result.worst is not None
    assert result.worst.truth is not None
    (note,) = (n for n in result.notes if "differs" in n)
    assert f"at {len(result.samples)} of {len(result.samples)} inputs" in note


def test_a_loop_without_end_is_undecided(tmp_path: Path) -> None:
    # In floats 0.1 + ... never is 1; over the reals it is after ten steps.
    result = checked(tmp_path, "(FPCore (x) :pre (<= 1 x 2) (while (!= t 1) ([t 0 (+ t 0.1)]) x))", 8)
    assert all(isinstance(s, Undecided) and "did not end" in s.why for s in result.samples)
    result = checked(tmp_path, "(FPCore () (while TRUE ([t 0 (+ t 1)]) t))")
    assert all(isinstance(s, Undecided) and "did not end" in s.why for s in result.samples)


def test_newtons_loop(tmp_path: Path) -> None:
    text = """(FPCore (a) :pre (<= 1 a 100) :spec (sqrt a)
      (while (< i 12) ([i 0 (+ i 1)] [x a (/ (+ x (/ a x)) 2)]) x))"""
    result = checked(tmp_path, text, 40)
    assert all(s.ulps is not None and s.ulps <= 1.5 for s in result.samples)


# --- domains ---------------------------------------------------------------------------------------------


def test_without_a_precondition_the_whole_line_is_sampled(tmp_path: Path) -> None:
    (what,) = loaded(tmp_path, "(FPCore (x) (+ x 1))")
    assert what.domain[0].pieces == ((-1.7976931348623157e308, 1.7976931348623157e308),)
    (what,) = loaded(tmp_path, "(FPCore (x) :precision binary32 (+ x 1))")
    assert what.domain[0].pieces[0][1] == float(np.finfo(np.float32).max)


def test_conditions_between_variables_are_kept(tmp_path: Path) -> None:
    result = checked(tmp_path, "(FPCore (x y) :pre (and (<= 0 x y 10) (or (< x 1) (> x 9))) (- y x))")
    for s in result.samples:
        x, y = s.where
        assert isinstance(s, Outside) == (x > y)
        assert x < 1 or x > 9


def test_a_precondition_without_inputs_is_said(tmp_path: Path) -> None:
    (what,) = loaded(tmp_path, "(FPCore (x) :pre (and (< x 1) (> x 2)) x)")
    assert "admits no x" in what.unsupported


def test_counts_are_integers(tmp_path: Path) -> None:
    result = checked(tmp_path, "(FPCore (x n) :pre (<= 0.5 x 2) (for ([i n]) ([p 1 (* p x)]) p))")
    for s in result.samples:
        x, n = s.where
        assert n in range(9)
        product = 1.0
        for _ in range(int(n)):
            product *= x
        assert s.computed == product
    (what,) = loaded(tmp_path, "(FPCore (n) :precision integer :pre (<= 10 n 12) (* n n))")
    assert what.domain[0].pieces == ((10.0, 10.0), (11.0, 11.0), (12.0, 12.0))
