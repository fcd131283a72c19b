"""verify blame: what it prints, its JSON under the contract's names, one line for what is wrong."""

import json
import shlex
import sys
from pathlib import Path

import numpy as np
import pytest

from verify.cli.main import answer

PROGRAM = """import math


def cosine(x):
    c = math.cos(x)
    return (1 - c) / (x * x)


def sums(xs, scale=1.0):
    return [sum(xs) * scale, len(xs)]


def loop(x):
    t = 0.0
    while t < x:
        t += 0.1
    return t


def endless(x):
    while x:
        x = x / 2 + 1
    return x


def broken(x):
    return x / 0
"""


@pytest.fixture
def verify(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["verify", "blame", *arguments])
        with pytest.raises(SystemExit) as ended:
            answer()
        return ended.value.code, *capsys.readouterr()

    return run


def test_the_maker_and_the_magnifier_are_told_apart(verify):
    code, out, _ = verify("program.py:cosine", "--at", "x=1e-8", "--truth", "(1 - cos(x))/x^2")
    assert code == 0
    assert "line 5: makes 100% of the rounding error" in out
    assert "line 6: magnifies it: cancels 53" in out
    assert ">     6 |     return (1 - c) / (x * x)" in out
    assert "math.sin(x / 2) ** 2" in out  # the remedy, proved and measured


def test_the_json_has_the_names_of_the_contract(verify):
    code, out, _ = verify("program.py:cosine", "--at", "x=1e-8", "--truth", "(1 - cos(x))/x^2", "--json")
    row = json.loads(out)
    assert code == 0
    assert row["computed"] == (0.0).hex()
    assert row["total_ulps"] == pytest.approx(0.5 * 2**54)
    assert row["truncation_ulps"] < 1
    assert abs(row["unattributed"]) < 1e-9
    site = next(s for s in row["sites"] if s["code"] == "math.cos(x)")
    assert set(site) >= {"file", "line", "column", "code", "operation", "cancelled_bits", "condition_number"}
    assert set(site) >= {"local_ulps", "share", "count", "worst", "gain"}
    assert site["share"] == pytest.approx(1)
    assert site["gain"] > 15
    assert row["edges"] == [{**row["edges"][0], "call": "cos", "line": 5, "judged": True, "count": 1}]


def test_a_branch_that_exact_arithmetic_decides_otherwise_comes_first(verify):
    code, out, _ = verify("program.py:loop", "--at", "x=1.0", "--json")
    row = json.loads(out)
    assert code == 0
    (branch,) = row["branches"]
    assert (branch["line"], branch["taken"], branch["exact"], branch["count"]) == (15, True, False, 1)
    assert row["exact"] is not None
    assert row["unattributed"] == pytest.approx(1, abs=1e-9)
    out = verify("program.py:loop", "--at", "x=1.0")[1]
    assert out.index("branch") < out.index("line 16: makes")


def test_parts_lists_and_keywords(verify):
    row = json.loads(verify("program.py:sums[0]", "--at", "xs=[0.1, 0.2, 3]", "--json")[1])
    assert row["computed"] == sum([0.1, 0.2, 3]).hex()
    row = json.loads(verify("program.py:sums[0]", "--at", "xs=[0.1]", "--at", "scale=0.5", "--json")[1])
    assert row["computed"] == (0.05).hex()


def test_a_page_shows_the_whole_file(verify, tmp_path):
    verify("program.py:cosine", "--at", "x=1e-8", "--html", "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "def broken(x)" in page
    assert "makes 100% of the rounding error" in page
    assert "From the result back to the inputs" in page


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["program.py:broken", "--at", "x=1"], "raised ZeroDivisionError"),
        (["program.py:nothing", "--at", "x=1"], "has no function nothing"),
        (["program.py:cosine", "--at", "x"], "is not NAME=VALUE"),
        (["program.py:cosine", "--at", "x=[1"], "is not a list"),
        (["program.py:endless", "--at", "x=1.5", "--timeout", "1"], "endless"),
        (["program.py:cosine"], "missing a required argument: 'x'"),
        (["program.py:cosine", "--at", "x=0.5", "--truth", "log(-x)"], "is not defined"),
        (["program.py:sums[7]", "--at", "xs=[1]"], "returned no part [7]; it has [0], [1]"),
    ],
)
def test_bad_input_is_one_line(verify, arguments, says):
    code, out, err = verify(*arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert err.startswith("verify: ")
    assert err.count("\n") == 1


def test_what_foreign_code_says_is_not_acted_on_by_the_terminal(verify):
    Path("loud.py").write_text("def loud(x):\n    raise ValueError('\\x1b[31mred')\n", encoding="utf-8")
    code, out, err = verify("loud.py:loud", "--at", "x=1")
    assert (code, out) == (2, "")
    assert r"raised ValueError: \x1b[31mred" in err
    assert "\x1b" not in err


def test_the_guide_says_what_the_command_says(verify, tmp_path):
    guide = (Path(__file__).parent.parent.parent / "docs" / "blame.md").read_text(encoding="utf-8")
    (tmp_path / "program.py").write_text(
        guide.partition("```python\n")[2].partition("```")[0], encoding="utf-8"
    )
    command = next(line for line in guide.splitlines() if line.startswith("    verify blame "))
    code, out, _ = verify(*shlex.split(command)[2:])
    assert code == 0
    assert "line 5: makes" in out
    assert "line 6: magnifies" in out
    assert "17 digits" in out


def test_digits_lost_in_another_file_are_told_at_the_call_with_their_place(verify, tmp_path):
    (tmp_path / "apart_8c1e.py").write_text("def gap(x):\n    y = 1 + x\n    return y - 1\n")
    (tmp_path / "own.py").write_text("from apart_8c1e import gap\n\n\ndef f(x):\n    return gap(x) / x\n")
    code, out, _ = verify("own.py:f", "--at", "x=1e-10")
    assert code == 0
    assert "own.py, line 5: makes" in out
    assert "  within     apart_8c1e.py, line 3: y - 1\n" in out


def test_of_several_results_the_one_that_is_judged_is_named(verify):
    _, out, _ = verify("program.py:sums", "--at", "xs=[0.1, 0.2, 3]")
    assert out.startswith("program.py:sums[0] at ")
    _, out, _ = verify("program.py:sums[0]", "--at", "xs=[0.1, 0.2, 3]")
    assert out.startswith("program.py:sums[0] at ")


@pytest.mark.parametrize("part", ["", ".real", ".imag"])
def test_a_complex_input(verify, part, tmp_path):
    text = "import cmath\n\n\ndef near_one(z):\n    return (z * z - 1) / (z - 1)\n"
    (tmp_path / "complex_program.py").write_text(text)
    code, out, _ = verify(f"complex_program.py:near_one{part}", "--at", "z=1.00001+1e-9j")
    assert code == 0
    assert f"complex_program.py:near_one{part or '.'}" in out
    assert "line 5: makes 100% of the rounding error" in out


def test_what_is_no_complex_number_and_no_truth_of_one(verify):
    code, _, said = verify("program.py:cosine", "--at", "x=1+2ij")
    assert (code, said.count("\n")) == (2, 1)
    assert "write x=1+2j" in said
    code, _, said = verify("program.py:cosine", "--at", "x=2j", "--truth", "x")
    assert code == 2
    assert "x" in said


def test_the_real_part_of_a_real_result(verify):
    code, out, _ = verify("program.py:cosine.real", "--at", "x=1e-8")
    assert code == 0
    assert "line 6: magnifies it" in out


def test_a_function_is_followed_in_float32(verify, tmp_path):
    (tmp_path / "single.py").write_text(
        "import numpy as np\n\n\ndef f(x):\n    c = np.cos(x)\n    return (1 - c) / (x * x)\n",
        encoding="utf-8",
    )
    code, out, _ = verify(
        "single.py:f", "--at", "x=0.001", "--format", "float32", "--truth", "(1 - cos(x))/x^2", "--json"
    )
    row = json.loads(out)
    assert code == 0
    assert row["format"] == "float32"
    assert row["inputs"] == {"x": float(np.float32(0.001)).hex()}
    assert [(line["line"], line["makes"], line["magnifies"]) for line in row["guilty"]] == [
        (5, True, False),
        (6, False, True),
    ]
    assert row["rounding_ulps"] > 1e5 > row["truncation_ulps"]


@pytest.mark.parametrize("name", ["longdouble", "bfloat16", "complex64"])
def test_a_format_that_is_not_followed_is_refused_in_one_line(name, verify):
    code, _, err = verify("math:exp", "--at", "x=1", "--format", name)
    assert code == 2
    assert (
        err == f"verify: functions are not followed in {name}; give float64, float32, float16 or complex128\n"
    )


ROOTS = """import cmath


def root(b, c):
    d = cmath.sqrt(b * b - 4 * c)
    return (-b + d) / 2


def side(z):
    return cmath.sqrt(z)


def size(z):
    return abs(z * z - 1)
"""


@pytest.mark.parametrize(
    ("target", "inputs", "truth"),
    [
        ("root", ["b=1e5+2j", "c=1+1j"], "(-b + sqrt(b^2 - 4*c))/2"),
        ("root.imag", ["b=1e5+2j", "c=1+1j"], "(-b + sqrt(b^2 - 4*c))/2"),
        ("side.imag", ["z=-4-0j"], "sqrt(z)"),  # below the cut, as the sign of the zero says
        ("size", ["z=1.5+1e-9j"], "abs(z^2 - 1)"),
    ],
)
def test_a_truth_of_complex_numbers_separates_truncation_from_rounding(target, inputs, truth, verify):
    Path("roots.py").write_text(ROOTS, encoding="utf-8")
    given = [word for x in inputs for word in ("--at", x)]
    code, out, _ = verify(f"roots.py:{target}", *given, "--truth", truth, "--json")
    row = json.loads(out)
    assert code == 0
    assert row["truncation_ulps"] <= 0.01  # the formula is the truth
    assert row["total_ulps"] == pytest.approx(row["rounding_ulps"], abs=0.01)
    wrong = json.loads(verify(f"roots.py:{target}", *given, "--truth", f"2*({truth})", "--json")[1])
    assert wrong["truncation_ulps"] > 1e14


def test_a_complex_truth_of_a_real_result_is_refused(verify):
    Path("roots.py").write_text(ROOTS, encoding="utf-8")
    code, _, err = verify("roots.py:size", "--at", "z=2+1j", "--truth", "z^2 - 1")
    assert code == 2
    assert err.startswith("verify: the truth is complex and the result is real")
