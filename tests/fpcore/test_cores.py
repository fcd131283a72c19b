"""FPCore files judged: figures against rationals and numpy, branches, formats, tensors, the command line."""

import json
import math
import shlex
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest
from click.testing import CliRunner
from mpmath.libmp import to_rational

from verify.checking import result as check
from verify.checking import search
from verify.checking.result import Result
from verify.checking.sample import assess
from verify.checking.samples import Failed, Judged, Outside, Undecided
from verify.checking.subject import Subject
from verify.cli.main import cli
from verify.core.errors import BadInput
from verify.fpcore.files import subjects
from verify.measure.limits import Limits

LIMITS = Limits(max_bits=2048)


def loaded(tmp_path: Path, text: str) -> list[Subject]:
    path = tmp_path / "bench.fpcore"
    path.write_text(text, encoding="utf-8")
    return list(subjects(path))


def checked(tmp_path: Path, text: str, count: int = 120) -> Result:
    (what,) = loaded(tmp_path, text)
    return check.check(what, count, 0, LIMITS)


def ulps(computed: Fraction, exact: Fraction, bits: int = 53, emax: int = 1023) -> Fraction:
    """|y^ - y| / ulp(y), in rationals."""
    e = abs(exact.numerator).bit_length() - exact.denominator.bit_length()
    e -= Fraction(2) ** e > abs(exact)
    return abs(computed - exact) / Fraction(2) ** (max(e, 1 - emax) - bits + 1)


# --- figures --------------------------------------------------------------------------------------------

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


# --- branches and loops ---------------------------------------------------------------------------------


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
    assert not check.Gate(max_ulps=1e9).passed(result)


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


# --- domains --------------------------------------------------------------------------------------------


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


# --- tensors --------------------------------------------------------------------------------------------

MATMUL = """(FPCore matmul ((A am an) (B bm bn)) :pre (and (== an bm) (== am 2) (== bn 1))
  (tensor ([m am] [n bn]) (for ([i bm]) ([s 0 (+ s (* (ref A m i) (ref B i n)))]) s)))"""


def test_tensor_results_are_judged_entry_by_entry(tmp_path: Path) -> None:
    found = loaded(tmp_path, MATMUL)
    assert [what.name for what in found] == ["matmul[0,0]", "matmul[1,0]"]
    first = found[0]
    assert [r.name for r in first.domain][:4] == ["A[0,0]", "A[0,1]", "A[0,2]", "A[1,0]"]
    where = tuple(float(k + 1) / 7 for k in range(9))
    a, b = np.array(where[:6]).reshape(2, 3), np.array(where[6:])
    for row, what in enumerate(found):
        total = 0.0
        for k in range(3):
            total += float(a[row, k] * b[k])
        (sample,) = assess(what, [where], LIMITS)
        assert sample.computed == total
        exact = sum(Fraction(a[row, k]) * Fraction(b[k]) for k in range(3))
        assert sample.ulps == pytest.approx(float(ulps(Fraction(total), exact)), abs=1e-3)
    notes = check.check(first, 10, 0, LIMITS).notes
    assert "the dimension an is taken as 3" in notes


def test_a_tensor_of_varying_size(tmp_path: Path) -> None:
    found = loaded(tmp_path, "(FPCore sums (n) :pre (<= 1 n 3) (tensor* ([i n]) ([s 0 (+ s 0.1)]) s))")
    assert [what.name for what in found] == ["sums[0]", "sums[1]", "sums[2]"]
    result = check.check(found[2], 20, 0, LIMITS)
    assert {s.where[0]: s.why if isinstance(s, Outside) else None for s in result.samples} == {
        1.0: "the result has no such entry here",
        2.0: "the result has no such entry here",
        3.0: None,
    }


def test_too_many_entries_are_not_judged(tmp_path: Path) -> None:
    (what,) = loaded(tmp_path, "(FPCore () (tensor ([i 7] [j 7]) i))")
    assert "49 entries" in what.unsupported


# --- files ----------------------------------------------------------------------------------------------

SEVERAL = """; two that are judged, two that are not
(FPCore (x) :name "root" :pre (<= 1 x 4) (sqrt x))
(FPCore cube (x) :pre (<= 1 x 4) (* x (* x x)))
(FPCore (x) :name "posit" :precision (posit 1 16) x)
(FPCore (x) :pre (<= 1 x 4) (sinpi (cube x)))
(FPCore (x) :name "root" :math-library gnu-libm-2.34 :pre (<= 1 x 4) (sqrt (cube x)))
"""


def test_one_result_a_core(tmp_path: Path) -> None:
    found = loaded(tmp_path, SEVERAL)
    assert [what.name for what in found] == [
        "root, line 2", "cube", "posit", "FPCore of line 5", "root, line 6"
    ]  # fmt: skip
    assert "line 4, column 38: the precision (posit 1 16)" in found[2].unsupported
    assert "line 5, column 29: the operation sinpi" in found[3].unsupported
    results = [check.check(what, 20, 0, LIMITS) for what in found]
    assert [bool(r.samples) for r in results] == [True, True, False, False, True]
    assert [check.Gate(max_ulps=2).passed(r) for r in results] == [True, True, False, False, True]
    assert "gnu-libm-2.34 is named" in results[4].notes[0]
    assert "correctly rounded" in results[0].notes[0]


def test_what_a_called_core_cannot_do_its_caller_cannot(tmp_path: Path) -> None:
    text = "(FPCore f (x) (! :precision posit8 (+ x 1))) (FPCore g (x) (f x)) (FPCore h (x) x)"
    assert [bool(what.unsupported) for what in loaded(tmp_path, text)] == [True, True, False]
    text = "(FPCore f (x) :precision binary32 (+ x 0)) (FPCore (x) :pre (<= 1 x 2) (f x))"
    what = loaded(tmp_path, text)[1]
    assert what.function(1 / 3 + 1) == float(np.float32(1 / 3 + 1))


def test_bad_files(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"bench.fpcore, line 1, column 18: y is not bound"):
        loaded(tmp_path, "(FPCore (x) (+ x y)) (FPCore (x) (sqrt x x))")
    with pytest.raises(BadInput, match="holds no core"):
        loaded(tmp_path, "; nothing")
    with pytest.raises(BadInput, match="cannot be read"):
        subjects(tmp_path / "none.fpcore")
    (tmp_path / "latin.fpcore").write_bytes(b'(FPCore (x) :name "\xe9" x)')
    with pytest.raises(BadInput, match="cannot be read"):
        subjects(tmp_path / "latin.fpcore")


def test_a_malformed_core_is_a_result_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "bench.fpcore"
    path.write_text(
        '(FPCore (x) :pre (<= 1 x 2) (+ x x x))\n(FPCore (x) :name "bad" (+ x y))', encoding="utf-8"
    )
    done = CliRunner().invoke(cli, ["check", str(path), "--points", "20", "--json"])
    good, bad = json.loads(done.output)["results"]
    assert done.exit_code == 1
    assert (good["passed"], bad["passed"]) == (True, False)
    assert bad["target"] == "bad"
    assert bad["undecided_reasons"] == [
        "malformed: line 2, column 30: y is not bound here; near it: x"
    ] or bad["undecided_reasons"] == ["malformed: line 2, column 30: y is not bound here"]
    assert any("FPCore 1" in note for note in good["notes"])


def test_a_search_brackets_a_straight_line_core(tmp_path: Path) -> None:
    (what,) = loaded(tmp_path, "(FPCore (x y) :pre (and (<= 1 x 2) (<= 3 y 4)) (/ (* x y) (+ x y)))")
    result = search.search(what, search.Budget(400), 0, LIMITS)
    found = max(s.ulps or 0.0 for s in result.samples)
    assert result.proved_bound is not None
    assert 0.5 < found <= result.proved_bound < 5
    # Of many operations, with no other truth than themselves.
    long = "(+ (exp x) " * 6 + "x" + ")" * 6
    (what,) = loaded(tmp_path, f"(FPCore (x) :pre (<= 1 x 1.01) (* {long} {long}))")
    assert 0.5 < search.search(what, search.Budget(50), 0, LIMITS).proved_bound < 500
    deep = "(+ 1 " * 200 + "x" + ")" * 200
    (what,) = loaded(tmp_path, f"(FPCore (x) :pre (<= 1 x 2) {deep})")
    assert search.search(what, search.Budget(20), 0, LIMITS).proved_bound is None
    # A literal that is no float has an error of its own.
    (what,) = loaded(tmp_path, "(FPCore (x) :pre (<= 1 x 2) (* x 0.1))")
    result = search.search(what, search.Budget(400), 0, LIMITS)
    assert result.proved_bound is not None
    assert max(s.ulps or 0.0 for s in result.samples) <= result.proved_bound < 2.1


def test_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.fpcore").write_text(SEVERAL, encoding="utf-8")
    run = CliRunner().invoke(cli, ["check", "a.fpcore", "--points", "10", "--json"])
    rows = json.loads(run.stdout)["results"]
    assert [row["undecided"] for row in rows] == [0, 0, 1, 1, 0]
    assert rows[0]["ulps"]["max"] <= 0.501
    assert "posit" in rows[2]["undecided_reasons"][0]
    assert run.exit_code == 1  # what is undecided has not passed
    Path("b.fpcore").write_text("(FPCore (x) :pre (<= 1 x 2) (* x x))", encoding="utf-8")
    assert CliRunner().invoke(cli, ["check", "b.fpcore", "--points", "10", "--max-ulps", "1"]).exit_code == 0
    assert (
        CliRunner().invoke(cli, ["check", "b.fpcore", "--points", "10", "--max-ulps", "0.1"]).exit_code == 1
    )
    Path("c.fpcore").write_text(MATMUL, encoding="utf-8")
    run = CliRunner().invoke(cli, ["check", "c.fpcore", "--core", "matmul[1,0]", "--points", "9", "--json"])
    (row,) = json.loads(run.stdout)["results"]
    command = shlex.split(row["command"])
    assert command[:5] == ["verify", "check", "c.fpcore", "--core", "matmul[1,0]"]
    again = json.loads(CliRunner().invoke(cli, [*command[1:], "--json"]).stdout)["results"][0]
    assert again["worst"]["computed"] == row["worst"]["computed"]
    for wrong in (["--core", "none"], ["--truth", "x"]):
        refused = CliRunner().invoke(cli, ["check", "c.fpcore", *wrong])
        assert isinstance(refused.exception, BadInput)


# --- large and long -------------------------------------------------------------------------------------

LARGE = {
    "(FPCore ((A 1000000000) x) :pre (< 0 x 1) x)": "1000000001 entries",
    "(FPCore ((A n n n n n n n)) (ref A 0 0 0 0 0 0 0))": "entries",
    "(FPCore (x) (ref (tensor ([i 1000000000]) i) 0))": "outside 0..10000",
    "(FPCore (x) (ref (tensor ([i 9999] [j 9999] [k 9999]) i) 0 0 0))": "steps are more than",
    "(FPCore (x) (while (< i 90) ([i 0 (+ i 1)] [t (array x x) (array t t)]) (dim t)))": "a tensor of more",
    "(FPCore (x) :precision (float 30 1000000000) (sqrt x))": "is not judged here",
    f"(FPCore (x) (+ {'x ' * 20_000}))": "nested too deeply",
    "(FPCore (x) (+ x (pow 10 (pow 10 (pow 10 10)))))": "no finite enclosure",
    "(FPCore (x) (exp (exp (exp (exp (exp (exp (+ 9 (* x x)))))))))": "no finite enclosure",
}


@pytest.mark.parametrize("text", LARGE)
def test_what_is_large_is_refused_before_it_is_made(tmp_path: Path, text: str) -> None:
    start = time.monotonic()
    for what in loaded(tmp_path, text):
        result = check.check(what, 4, 0, Limits(max_bits=1024))
        reasons = check.row(result, check.Gate(), "")["undecided_reasons"]
        assert any(LARGE[text] in reason for reason in reasons)
    assert time.monotonic() - start < 20  # without a bound it does not come back


def test_a_condition_number_through_a_long_loop(tmp_path: Path) -> None:
    # y -> y (1 - y/1000), 1500 times; in rationals the derivative is the product of 1 - y/500.
    text = """(FPCore (x) :pre (<= 0.125 x 0.125)
        (while (< i 1500) ([i 0 (+ i 1)] [y x (- y (/ (* y y) 1000))]) y))"""
    result = checked(tmp_path, text, 1)
    with mpmath.workdps(40):
        y, slope = mpmath.mpf("0.125"), mpmath.mpf(1)
        for _ in range(1500):
            y, slope = y - y * y / 1000, slope * (1 - y / 500)
        kappa = mpmath.mpf("0.125") * slope / y
    assert result.worst is not None
    assert result.worst.condition_number is not None
    assert float(result.worst.condition_number.mid()) == pytest.approx(float(kappa), rel=1e-12)
    assert all(s.envelope is not None for s in result.samples)


def test_near_a_zero_of_the_truth_nothing_is_settled_by_nan(tmp_path: Path) -> None:
    # log(tan(pi/4 + x)) = 2x + O(x^3), while the float side returns log(tan(fl(pi/4))), some 1e-16.
    text = "(FPCore (x) :pre (<= -1e-150 x -1e-170) (log (tan (+ (/ PI 4) x))))"
    result = checked(tmp_path, text, 12)
    assert all(s.ulps > 1e130 if isinstance(s, Judged) else isinstance(s, Undecided) for s in result.samples)
    assert not check.Gate(max_ulps=10).passed(result)


def test_names_are_shown_without_their_escape_sequences(tmp_path: Path) -> None:
    (what,) = loaded(tmp_path, '(FPCore (x) :name "a\x1b[31mb\x00c" (sqrt x))')
    assert what.name.isprintable()
    assert "\\x1b" in what.name


def test_formats_wider_than_float64_in_range_alone(tmp_path: Path) -> None:
    (what,) = loaded(tmp_path, "(FPCore (x) :precision (float 19 32) (+ x 1))")
    assert what.domain[0].pieces == ((-(2 - 2.0**-12) * 2.0**1023, (2 - 2.0**-12) * 2.0**1023),)
