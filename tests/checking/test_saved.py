"""Results that were saved elsewhere, judged by the command."""

import json
from fractions import Fraction

import ml_dtypes
import numpy as np
import pytest
from click.testing import CliRunner

from verify.cli.main import cli
from verify.core.errors import BadInput


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    x = np.linspace(0.5, 4, 60, dtype=np.float32).reshape(20, 3)
    np.save("x.npy", x)
    np.save("y.npy", x + np.float32(1))
    np.save("square.npy", x * x)
    np.save("product.npy", x * (x + np.float32(1)))
    np.save("short.npy", x[:19])
    np.save("whole.npy", np.arange(60))
    np.save("wide.npy", np.sqrt(x.astype(np.float64)))
    np.save("xb.npy", x.astype(ml_dtypes.bfloat16))
    (tmp_path / "cut.npy").write_bytes((tmp_path / "x.npy").read_bytes()[:200])
    return x


def judged(*words):
    outcome = CliRunner().invoke(cli, ["check", "--json", *words])
    (row,) = json.loads(outcome.stdout)["results"]
    return row


def ulps_of(y, exact):
    return float(abs(Fraction(float(y)) - exact) / Fraction(float(np.spacing(np.float32(float(exact))))))


def test_products_by_exact_rationals(here):
    """float32's spacing and exact squares, sums and products: nothing shared with the command."""
    row = judged("--results", "square.npy", "--array", "x=x.npy", "--truth", "x^2", "--format", "float32")
    worst = max(ulps_of(v * v, Fraction(float(v)) ** 2) for v in here.ravel())
    assert row["found"] == pytest.approx(worst, rel=1e-6)
    assert (row["points"], row["passed"]) == (60, True)
    assert (row["format"], row["result_format"]) == ("float32", "float32")
    words = ["--array", "a=x.npy", "--array", "b=y.npy", "--truth", "a*b", "--format", "float32"]
    row = judged("--results", "product.npy", *words)
    exactly = [Fraction(float(v)) * Fraction(float(v + np.float32(1))) for v in here.ravel()]
    found = [v * (v + np.float32(1)) for v in here.ravel()]
    assert row["found"] == pytest.approx(max(map(ulps_of, found, exactly)), rel=1e-6)


def test_one_wrong_entry_is_the_worst(here):
    wrong = here * here
    wrong[7, 2] = np.nextafter(wrong[7, 2], np.float32(np.inf))
    wrong[7, 2] = np.nextafter(wrong[7, 2], np.float32(np.inf))
    np.save("wrong.npy", wrong)
    words = ["--array", "x=x.npy", "--truth", "x^2", "--format", "float32", "--max-ulps", "1"]
    row = judged("--results", "wrong.npy", *words)
    assert row["worst"]["inputs"] == {"x": float(here[7, 2]).hex()}
    assert (row["found"] > 1, row["passed"]) == (True, False)
    assert "computed elsewhere" in row["not_followed"]


def test_mixed_precision_and_numbers_that_are_none(here):
    row = judged("--results", "wide.npy", "--array", "x=x.npy", "--truth", "sqrt(x)")
    assert row["ulps"]["max"] <= 0.5 + 1e-9  # in float64's ulps, of float32 inputs
    strange = here.copy()
    strange[0], strange[1] = np.nan, np.inf
    np.save("strange.npy", strange)
    results = here.copy()
    results[3, 0] = np.nan
    np.save("results.npy", results)
    row = judged(
        "--results", "results.npy", "--array", "x=strange.npy", "--truth", "x", "--format", "float32"
    )
    assert (row["points"], row["failed"]) == (54, 1)
    assert "6 inputs are not finite and are not judged" in row["notes"]


def test_files_know_bfloat16_by_its_size(here):
    words = ["--array", "x=xb.npy", "--truth", "x", "--format", "bfloat16"]
    row = judged("--results", "xb.npy", *words)
    assert (row["found"], row["ulps"]["max"], row["format"]) == (0, 0, "bfloat16")


SINGLE = ["--truth", "x", "--format", "float32"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--results", "x.npy", "--truth", "x"], "needs its inputs"),
        (["--results", "x.npy", "--array", "x=x.npy", "--truth", "x"], "write --format float32"),
        (["--results", "x.npy", "--array", "x=short.npy", *SINGLE], "(19, 3)"),
        (["--results", "x.npy", "--array", "x=none.npy", *SINGLE], "there is no file none.npy"),
        (["--results", "cut.npy", "--array", "x=x.npy", *SINGLE], "cut.npy cannot be read as an array"),
        (["--results", "x.npy", "--array", "x=whole.npy", *SINGLE], "holds int64"),
        (["--results", "x.csv", "--array", "x=x.npy", *SINGLE], "save the array as .npy"),
        (["--results", "x.npy", "--array", "x=x.npy", "--domain", "x=0:1", *SINGLE], "leave out --domain"),
        (["--results", "x.npy", "--array", "y=x.npy", *SINGLE], "x"),
        (["math:exp", "--results", "x.npy", *SINGLE], "leave one out"),
        (["math:exp", "--array", "x=x.npy", "--domain", "x=0:1", *SINGLE], "leave out --domain"),
        ([], "write a TARGET"),
    ],
)
def test_bad_input_is_told(here, words, told):
    outcome = CliRunner().invoke(cli, ["check", *words])
    assert isinstance(outcome.exception, BadInput)
    assert told in str(outcome.exception)


def test_zeros_of_both_signs_are_two_inputs(here):
    zeros = np.array([0.0, -0.0])
    np.save("zeros.npy", zeros)
    np.save("angles.npy", np.arctan2(zeros, -1.0))  # pi and -pi
    row = judged("--results", "angles.npy", "--array", "y=zeros.npy", "--truth", "atan2(y, -1)")
    assert (row["points"], row["worst"]["inputs"]) == (2, {"y": (-0.0).hex()})
    assert row["worst"]["computed"] == (-np.pi).hex()


def test_complex_results_with_the_sign_of_zero(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    z = np.array([1 + 2j, complex(-1, 0.0), complex(-1, -0.0), 3j, complex(np.inf, 0)])
    np.save("z.npy", z)
    np.save("w.npy", np.sqrt(z))
    np.save("wrong.npy", np.sqrt(z + 0.0))  # -0.0 + 0.0 is 0.0: the sign of the zero is lost
    np.save("size.npy", np.abs(z))
    np.save("z64.npy", z.astype(np.complex64))
    words = ["--array", "z=z.npy", "--truth", "sqrt(z)", "--format", "complex128"]
    row = judged("--results", "w.npy", *words, "--max-ulps", "2")
    assert (row["passed"], row["points"], row["format"]) == (True, 4, "complex128")
    assert "1 inputs are not finite and are not judged" in row["notes"]
    row = judged("--results", "wrong.npy", *words, "--max-ulps", "2")
    assert not row["passed"]
    assert row["worst"]["inputs"] == {"z.real": (-1.0).hex(), "z.imag": (-0.0).hex()}
    words[3] = "abs(z)"
    assert judged("--results", "size.npy", *words)["result_format"] == "float64"
    for results, told in (
        ("z64.npy", "z64.npy holds complex64, not complex128; write --format complex64"),
        ("no.npy", "there is no file no.npy"),
    ):
        outcome = CliRunner().invoke(cli, ["check", "--results", results, *words])
        assert isinstance(outcome.exception, BadInput)
        assert told in str(outcome.exception)


@pytest.mark.parametrize(
    ("results", "arrays", "truth", "format", "told"),
    [
        ("s.npy", "x=b.npy", "softmax(x)", "bfloat16", "bfloat16"),
        ("f.npy", "a=a.npy", "fft(a)", "complex64", "float32"),
        ("f.npy", "a=a.npy", "fft(a)", "float32", "float32"),
    ],
)
def test_results_over_whole_arrays_of_short_and_of_complex_formats(
    tmp_path, monkeypatch, results, arrays, truth, format, told
):
    """A file of bfloat16 says the width of its numbers alone: --format names them."""
    monkeypatch.chdir(tmp_path)
    x, a = np.linspace(-3, 3, 8).astype(ml_dtypes.bfloat16), np.arange(5, dtype=np.float32)
    saved = {"b": x, "s": np.exp(x) / np.exp(x).sum(), "a": a, "f": np.fft.fft(a).astype(np.complex64)}
    for name, array in saved.items():
        np.save(f"{name}.npy", array)
    row = judged("--results", results, "--array", arrays, "--truth", truth, "--format", format)
    assert (row["result_format"], row["passed"], row["undecided"]) == (told, True, 0)
    outcome = CliRunner().invoke(cli, ["check", "numpy:sum", "--truth", "sum(x)", "--array", "x=b.npy"])
    assert "name it, as in --format bfloat16" in str(outcome.exception)
