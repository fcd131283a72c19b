"""verify blame --array: arrays from files, and one line on what is wrong with one."""

import json
import sys

import numpy as np
import pytest
import scipy.io
import scipy.sparse

from verify.cli.main import answer

PROGRAM = """import numpy as np


def spread(a, scale=1.0):
    return scale * (np.mean(a * a) - np.mean(a) ** 2)
"""
VALUES = np.array([[1e6 + 0.1, 1e6 + 0.7], [1e6, 1e6 + 0.2]])


@pytest.fixture
def verify(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["verify", "blame", "program.py:spread", *arguments])
        with pytest.raises(SystemExit) as ended:
            answer()
        return ended.value.code, *capsys.readouterr()

    return run


def test_every_kind_of_file_gives_the_same_answer(verify):
    np.save("a.npy", VALUES)
    np.savez("a.npz", VALUES)
    np.savetxt("a.csv", VALUES, delimiter=",", fmt="%.17g")
    scipy.io.mmwrite("a.mtx", scipy.sparse.coo_array(VALUES), precision=17)
    rows = []
    for kind in ("npy", "npz", "csv", "mtx"):
        code, out, _ = verify("--array", f"a=a.{kind}", "--at", "scale=3.5", "--json")
        assert code == 0
        rows.append(json.loads(out))
    assert all(row["exact"] == rows[0]["exact"] and row["guilty"] for row in rows)


def test_a_truth_over_arrays_is_held_against_what_was_exact(verify):
    """The variance of what the function takes to be one: another number than its own where scale is not 1."""
    np.save("a.npy", VALUES.ravel())
    words = ("--array", "a=a.npy", "--at", "scale=1", "--json")
    code, out, _ = verify(*words, "--truth", "scale*var(a)")
    row = json.loads(out)
    assert (code, row["truncation_ulps"]) == (0, 0)
    code, out, _ = verify(*words, "--truth", "var(a) + scale/2^20")
    assert (code, json.loads(out)["truncation_ulps"] > 1000) == (0, True)
    wrong = {
        "a": "a is 4 and the result is one number",
        "var(b)": "unknown name 'b'",
        "inv(a)": "it takes a matrix",
    }
    for truth, told in wrong.items():
        code, _, err = verify(*words, "--truth", truth)
        assert (code, told in err, err.count("\n")) == (2, True, 1)


WRONG = [
    ("a=none.npy", "there is no file none.npy"),
    ("a=a.txt", "is neither a file (.npy, .npz, .csv, .mtx), a family"),
    ("a=hilbrt(3)", "near it: hilbert"),
    ("a=text.npy", "cannot be read as .npy"),
    ("a=text.npz", "cannot be read as .npz"),
    ("a=text.csv", "cannot be read as .csv"),
    ("a=text.mtx", "cannot be read as .mtx"),
    ("a=nan.csv", "not finite"),
    ("a=small.csv", "holds -2.5e-400, which is 0 in float64"),
    ("a=small.mtx", "holds 1E-0330, which is 0 in float64"),
    ("a=two.npz", "it holds x, y"),
    ("a=pickled.npy", "cannot be read as .npy"),
    ("a=empty.npy", "holds 0 numbers"),
    ("a=long.npy", "beyond 2^53"),
    ("a", "is not NAME=VALUE; write --array x=a.npy"),
]


@pytest.mark.parametrize(("given", "says"), WRONG, ids=[given for given, _ in WRONG])
def test_one_line_on_what_is_wrong(verify, tmp_path, given, says):
    for kind in ("npy", "npz", "csv", "mtx"):
        (tmp_path / f"text.{kind}").write_text("no, numbers\nhere\n", encoding="utf-8")
    (tmp_path / "nan.csv").write_text("1,nan\n", encoding="utf-8")
    (tmp_path / "small.csv").write_text("0e-999,1e-320 # 1e-999\n0.0,-2.5e-400\n", encoding="utf-8")
    head = "%%MatrixMarket matrix array real general\n% 1e-999\n"
    (tmp_path / "small.mtx").write_text(head + "2 1\n1e-310\n1E-0330\n", encoding="utf-8")
    np.savez("two.npz", x=VALUES, y=VALUES)
    np.save("pickled.npy", np.array([object()]), allow_pickle=True)
    np.save("empty.npy", VALUES[:0])
    np.save("long.npy", np.array([2**53 + 1]))
    code, out, err = verify("--array", given)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_an_array_is_given_once(verify):
    np.save("a.npy", VALUES)
    code, _, err = verify("--array", "a=a.npy", "--at", "a=1")
    assert code == 2
    assert "a is given by --at and by --array" in err
