"""Files of cores, on the command line; what is large and long."""

import json
import shlex
from fractions import Fraction
from pathlib import Path

import mpmath
import numpy as np
import pytest
from click.testing import CliRunner
from fpcore.cores import LIMITS, MATMUL, checked, loaded

from verify.checking import result as check
from verify.checking import result_row
from verify.checking.gate import Gate
from verify.checking.one_input.samples import Judged, Undecided
from verify.checking.searching import search
from verify.cli.main import cli
from verify.core.errors import BadInput
from verify.fpcore.files import subjects
from verify.measure.limits import Limits

# --- files -----------------------------------------------------------------------------------------------


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
    assert [Gate(max_ulps=2).passed(r) for r in results] == [True, True, False, False, True]
    assert "gnu-libm-2.34 is named" in results[4].notes[0]
    assert "correctly rounded" in results[0].notes[0]


def test_what_a_called_core_cannot_do_its_caller_cannot(tmp_path: Path) -> None:
    text = "(FPCore f (x) (! :precision posit8 (+ x 1))) (FPCore g (x) (f x)) (FPCore h (x) x)"
    assert [bool(what.unsupported) for what in loaded(tmp_path, text)] == [True, True, False]
    text = "(FPCore f (x) :precision binary32 (+ x 0)) (FPCore (x) :pre (<= 1 x 2) (f x))"
    what = loaded(tmp_path, text)[1]
    assert what.function(1 / 3 + 1) == float(np.float32(1 / 3 + 1))


def test_inputs_are_numbers_of_the_core_s_format(tmp_path: Path) -> None:
    """A domain reaches from the first to the last number of the format that the precondition admits."""
    text = "(FPCore (x) :precision binary32 :pre (<= 1/10 x 0.7) (- (exp x) 1))"
    (what,) = loaded(tmp_path, text)
    ((low, high),) = what.domain[0].pieces
    assert (low, high) == (float(np.float32(0.1)), float(np.float32(0.7)))
    assert Fraction(1, 10) < Fraction(low)
    assert Fraction(high) < Fraction(7, 10)
    (mirrored,) = loaded(tmp_path, text.replace("1/10 x 0.7", "-0.7 x -1/10"))
    assert mirrored.domain[0].pieces == ((-high, -low),)
    found = search.search(what, search.Budget(30_000), 0, LIMITS)  # beyond 20,000 inputs are screened
    assert all(x == np.float32(x) and low <= x <= high for s in found.samples for (x,) in [s.where])
    assert max(s.ulps for s in found.samples) > 1
    (none,) = loaded(tmp_path, "(FPCore (x) :precision binary16 :pre (<= 1.0001 x 1.0002) (exp x))")
    assert none.unsupported == "line 1, column 10: the precondition admits no x of binary16"


def test_bad_files(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"bench.fpcore, line 1, column 18: y is not bound"):
        loaded(tmp_path, "(FPCore (x) (+ x y)) (FPCore (x) (sqrt x x))")
    with pytest.raises(BadInput, match="holds no core"):
        loaded(tmp_path, "; nothing")
    with pytest.raises(BadInput, match=r"there is no file .*none\.fpcore"):
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
    long = "(+ (exp x) " * 3 + "x" + ")" * 3
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


# --- large and long --------------------------------------------------------------------------------------


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
    for what in loaded(tmp_path, text):  # without a bound it does not come back
        result = check.check(what, 4, 0, Limits(max_bits=1024))
        reasons = result_row.row(result, Gate(), "")["undecided_reasons"]
        assert any(LARGE[text] in reason for reason in reasons)


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
    assert not Gate(max_ulps=10).passed(result)


def test_names_are_shown_without_their_escape_sequences(tmp_path: Path) -> None:
    (what,) = loaded(tmp_path, '(FPCore (x) :name "a\x1b[31mb\x00c" (sqrt x))')
    assert what.name.isprintable()
    assert "\\x1b" in what.name


def test_formats_wider_than_float64_in_range_alone(tmp_path: Path) -> None:
    (what,) = loaded(tmp_path, "(FPCore (x) :precision (float 19 32) (+ x 1))")
    assert what.domain[0].pieces == ((-(2 - 2.0**-12) * 2.0**1023, (2 - 2.0**-12) * 2.0**1023),)
