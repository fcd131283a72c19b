"""verify check --array: what is reported of a function of arrays, its gates, and what is wrong with input."""

import json
import re
import sys
from fractions import Fraction

import numpy as np
import pytest
import scipy.io

from verify.cli.main import answer

PROGRAM = """import numpy as np
from flint import arb


def naive(x):
    total = 0.0
    for v in x:
        total += v
    return total


def changed(x):
    x[0] += 1.0
    return x.sum()


calls = []


def unsteady(x):
    calls.append(x)
    return float(len(calls))


def three(x):
    return x.sum(), x.mean()


def late(x):
    while True:
        pass


def sizes(x):
    return np.array([np.sqrt(v * v + 1.0) for v in x])


def true_sizes(x):
    return [(v * v + 1).sqrt() for v in x]


def no_balls(x):
    return [1.0 for v in x]
"""


@pytest.fixture
def verify(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.py").write_text(PROGRAM, encoding="utf-8")

    def run(target, truth, *arrays, options=(), json_too=True):
        words = ["verify", "check", target, "--truth", truth]
        for array in arrays:
            words += ["--array", array]
        monkeypatch.setattr(sys, "argv", [*words, *options, *(["--json"] if json_too else [])])
        with pytest.raises(SystemExit) as ended:
            answer()
        out, err = capsys.readouterr()
        rows = json.loads(out)["results"] if json_too and out else out
        return ended.value.code, rows, err

    return run


def test_a_sum_is_judged_exactly(verify):
    x = np.array([1e16, 1.0, -1e16, 3.0])
    np.save("x.npy", x)
    code, (row,), _ = verify("own.py:naive", "sum(x)", "x=x.npy")
    computed = float.fromhex(row["worst"]["computed"])
    assert code == 0
    assert row["ulps"]["max"] == abs(computed - 4) / 2**-50
    assert row["worst"]["condition_number"].startswith("[5.00000000000e+15 +/- ")
    assert row["worst"]["inherent"] is True


def test_data_error_of_a_family(verify):
    """Hilbert's matrix is rounded before the routine sees it: most of the error is the data's."""
    arrays = ("A=hilbert(10)", "b=ones(10)")
    code, (row,), _ = verify("numpy.linalg:solve", "solve(A, b)", *arrays)
    worst = row["worst"]
    assert (code, worst["cause"], worst["inherent"]) == (0, "data", True)
    assert row["arrays"]["A"] == {"spec": "hilbert(10)", "shape": [10, 10], "exact": False}
    # H x = 1 has the exact solution of binomials.
    assert worst["truth"][0].startswith("[-10.0000000")
    assert {"condition_number_of_1", "condition_number_of_2"} <= worst["details"].keys()
    assert float(worst["backward_error"][1:].split()[0]) < 1e-16


def test_gates(verify):
    verdicts = []
    for options in (("--max-ulps", "1"), ("--max-ulps", "1e9"), ("--max-envelope", "1")):
        verdicts.append(verify("own.py:naive", "sum(x)", "x=vector(99, kappa=1e9)", options=options)[0])
    assert verdicts == [1, 0, 0]
    assert verify("own.py:naive", "sum(x)+1", "x=vector(9)", options=("--max-envelope", "9"))[0] == 1


def test_several_results(verify):
    code, rows, _ = verify("numpy.linalg:slogdet", "slogdet(A)", "A=random(6, 6, kappa=100)")
    assert code == 0
    assert [row["target"] for row in rows] == ["numpy.linalg:slogdet[0]", "numpy.linalg:slogdet[1]"]
    again, (row,), _ = verify("numpy.linalg:slogdet[1]", "slogdet(A)", "A=random(6, 6, kappa=100)")
    assert (again, row["worst"]["computed"]) == (0, rows[1]["worst"]["computed"])
    code, (row,), _ = verify("own.py:three[1]", "mean(x)", "x=vector(9)")
    assert (code, row["ulps"]["max"] < 2) == (0, True)


def test_a_result_that_is_not_several(verify):
    code, (row, _), _ = verify("numpy:sum", "slogdet(A)", "A=minij(3)")
    assert code == 1
    assert "name the result that it is" in next(iter(row["failed_reasons"]))


def test_a_number_that_is_judged_entry_by_entry(verify):
    code, (row,), _ = verify("numpy:polyval", "polyval(p, x)", "p=wilkinson_polynomial(10)", "x=10.0001")
    assert (code, row["worst"]["inherent"], row["entry"]) == (0, True, None)


def test_a_formula_of_numbers_has_an_envelope(verify):
    """hypot at 3, 4: half an ulp of each moves it by 3/5 2^-52 + 4/5 2^-51, which is 0.55 ulps of 2^-50."""
    code, (row,), _ = verify("math:hypot", "sqrt(x^2 + y^2)", "x=3", "y=4")
    assert (code, row["worst"]["inherent"]) == (0, True)
    assert row["worst"]["envelope"].startswith("[0.550000000000 ")
    assert row["worst"]["condition_number"].startswith("[1.0000000000")
    code, (row,), _ = verify("own.py:naive", "sum(x) + median(x - x)", "x=vector(5)")
    assert (code, row["envelope"]) == (0, None)
    assert "equal numbers" in row["worst"]["reason"]


def test_a_formula_of_several_operations_has_an_envelope(verify):
    """The envelope of a sum is sum ulp(x_i)/2, however it is written."""
    _, (row,), _ = verify("own.py:naive", "sum(x)", "x=vector(5)")
    code, (other,), _ = verify("own.py:naive", "mean(x)*5", "x=vector(5)")
    assert (code, other["worst"]["envelope"][:14]) == (0, row["worst"]["envelope"][:14])


def test_complex_arrays(verify, tmp_path):
    """The data are of parts that are float32; a singular matrix is proved to be one; the rest is refused."""
    A = np.array([[1 + 2j, 3], [2j, 1 - 1j]])
    np.save(tmp_path / "A.npy", A)
    np.save(tmp_path / "S.npy", np.array([[1j, 2], [-1, 2j]]))
    option = ("--format", "complex64")
    code, (row,), _ = verify("numpy.linalg:inv", "inv(A)", f"A={tmp_path / 'A.npy'}", options=option)
    assert (code, row["format"], row["worst"]["inherent"]) == (0, "complex64", True)
    assert row["notes"] == []
    code, (row,), _ = verify("numpy.linalg:inv", "inv(A)", f"A={tmp_path / 'S.npy'}")
    assert row["outside_reasons"] == {"the matrix is singular: its rank is 1 of 2, by exact elimination": 1}
    code, _, err = verify("numpy:std", "std(A)", f"A={tmp_path / 'A.npy'}")
    assert (code, err) == (2, "verify: std(x, ddof): it takes real numbers here, not complex ones\n")


def test_a_format(verify):
    code, (row,), _ = verify("numpy:mean", "mean(x)", "x=vector(50)", options=("--format", "float32"))
    assert (code, row["format"], row["result_format"]) == (0, "float32", "float32")
    assert row["ulps"]["max"] < 4
    assert row["arrays"]["x"]["exact"] is False
    code, (row,), _ = verify("math:fsum", "sum(x)", "x=vector(50)", options=("--format", "float32"))
    assert row["result_format"] == "float64"
    assert "are judged in its ulps" in row["notes"][0]


def test_entries(verify):
    """The worst entry of an array is named, and what cumsum loses there is what exact arithmetic says."""
    code, (row,), _ = verify("numpy:cumsum", "cumsum(x)", "x=vector(40, kappa=1e6)")
    x = [Fraction(float(v)) for v in np.array([float.fromhex(h) for h in row["worst"]["computed"]])]
    assert code == 0
    assert len(x) == row["entries"] == 40
    assert row["envelope_kind"] == "componentwise"
    (k,) = row["entry"]
    assert row["ulps"]["max"] == max(row["ulps"].values())
    assert float(row["worst"]["forward_error_componentwise"][1:].split()[0]) > 0
    assert 0 <= k < 40


def test_a_truth_of_ones_own(verify):
    code, (row,), _ = verify("own.py:sizes", "own.py:true_sizes", "x=vector(7, kappa=10)")
    assert (code, row["ulps"]["max"] < 2) == (0, True)
    assert row["worst"]["envelope"] is not None
    code, (row,), _ = verify("own.py:sizes", "own.py:no_balls", "x=vector(7)")
    assert (code, row["worst"]) == (1, None)
    assert "not a ball" in row["undecided_reasons"][0]


def test_results_that_were_saved(verify, monkeypatch, capsys):
    x = np.linspace(-3, 3, 12, dtype=np.float32)
    y = np.exp(x - x.max()) / np.exp(x - x.max()).sum()
    np.save("x.npy", x)
    np.save("y.npy", y)
    for results, gate, code in (("y.npy", "3", 0), ("x.npy", "3", 1)):
        words = ["verify", "check", "--results", results, "--array", "x=x.npy", "--truth", "softmax(x)"]
        monkeypatch.setattr(sys, "argv", [*words, "--format", "float32", "--max-envelope", gate, "--json"])
        with pytest.raises(SystemExit) as ended:
            answer()
        (row,) = json.loads(capsys.readouterr()[0])["results"]
        assert (ended.value.code, row["entries"], row["result_format"]) == (code, 12, "float32")
        assert row["arrays"]["x"]["exact"] is True


def test_what_fails(verify):
    np.save("s.npy", np.array([[1.0, 2], [2, 4]]))
    code, (row,), _ = verify("numpy.linalg:inv", "inv(A)", "A=s.npy")
    assert (code, row["outside_domain"], row["worst"]) == (1, 1, None)
    assert "the matrix is singular: its rank is 1 of 2" in next(iter(row["outside_reasons"]))
    assert any("Singular matrix" in note for note in row["notes"])
    code, (row,), _ = verify("own.py:naive", "prod(A)", "A=s.npy")
    assert (code, row["undecided_reasons"]) == (1, ["the result has the shape (2,), the truth ()"])
    code, (row,), _ = verify("math:factorial", "sum(x)", "x=vector(3)")
    assert (code, row["failed"]) == (1, 1)
    assert "raised TypeError" in next(iter(row["failed_reasons"]))
    code, (row,), _ = verify("own.py:unsteady", "sum(x)", "x=vector(3)")
    assert (code, row["passed"]) == (1, False)
    assert "not deterministic" in row["notes"][0]
    code, (row,), _ = verify("own.py:late", "sum(x)", "x=vector(3)", options=("--timeout", "0.5"))
    assert code == 1


def test_a_function_that_changes_its_argument_is_judged_on_what_it_was_given(verify):
    code, (row,), _ = verify("own.py:changed", "sum(x) + 1", "x=vector(5)")
    assert (code, row["ulps"]["max"] < 2) == (0, True)


def test_what_is_printed(verify):
    code, text, _ = verify("numpy.linalg:solve", "solve(A, b)", "A=hilbert(10)", "b=ones(10)", json_too=False)
    assert code == 0
    assert text.startswith("numpy.linalg:solve against solve(A, b): as good as its data allow\n")
    assert "hilbert(10): 10 by 10, rounded to the format" in text
    assert re.search(r"cause +data, inherent; data 8", text)
    assert "times the envelope" in text
    assert "backward" in text
    gate = ("--max-ulps", "1")
    code, text, _ = verify("own.py:naive", "sum(x)", "x=vector(99, kappa=1e9)", options=gate, json_too=False)
    assert code == 1
    assert "FAILED: cannot certify --max-ulps 1 for these arrays" in text
    code, text, _ = verify("numpy:cumsum", "cumsum(x)*2", "x=ones(9)", json_too=False)
    assert text.startswith(
        "numpy:cumsum against cumsum(x)*2: up to 4.51e+15 times the error that its data may"
    )
    code, text, _ = verify("numpy.linalg:inv", "inv(A)", "A=fiedler(1)", json_too=False)
    assert text.startswith("numpy.linalg:inv against inv(A)\n")  # a singular matrix has no inverse


WRONG = [
    (("sum(x)", "x=hilbrt(3)"), "there is no family 'hilbrt'; near it: hilbert"),
    (("sum(x)", "x=none.npy"), "there is no file none.npy"),
    (("sum(x)", "x=cut.npy"), "cannot be read as .npy"),
    (("sum(x)", "x=nan.csv"), "not finite"),
    (("sum(x)", "x=none.csv"), "holds 0 numbers"),
    (("sum(x)", "x=two.npz"), "--array x: two.npz has to hold one array; it holds a, b"),
    (("sum(x)", "x=cut.mtx"), "cannot be read as .mtx"),
    (("sum(x)", "x=word"), "is neither a file"),
    (("sum(x)", "x"), "is not NAME=VALUE"),
    (("sum(x)", "x=vector(3)", "x=vector(4)"), "gives x twice"),
    (("sum(y)", "x=vector(3)"), "unknown name 'y'; the variables are x"),
    (("sum(x", "x=vector(3)"), "ends too early"),
    (("solve(x, x)", "x=vector(3)"), "it takes a matrix, not 3"),
    (("x < 1", "x=vector(3)"), "is a condition"),
]


@pytest.mark.parametrize(("given", "says"), WRONG)
def test_bad_input(verify, given, says):
    with open("cut.npy", "wb") as file:
        np.save(file, np.ones(20))
        file.truncate(140)
    np.savetxt("nan.csv", [1.0, np.nan])
    np.savetxt("none.csv", [])
    np.savez("two.npz", a=[1.0], b=[2.0])
    scipy.io.mmwrite("cut.mtx", np.arange(9.0).reshape(3, 3))
    with open("cut.mtx", "r+", encoding="utf-8") as file:
        file.truncate(60)
    code, _, err = verify("own.py:naive", *given)
    assert code == 2
    assert says in err
    assert err.count("\n") == 1


def test_options_that_do_not_go_together(verify):
    for option in (("--domain", "x=0:1"), ("--search",), ("--at", "x=1")):
        code, _, err = verify("own.py:naive", "sum(x)", "x=vector(3)", options=option)
        assert code == 2
        assert "leave out" in err
