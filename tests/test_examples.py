"""Each example runs as it stands, says what it found, and makes its picture."""

import runpy
import sys
from pathlib import Path

import pytest

import verify

EXAMPLES = Path(verify.__file__).parent.parent / "examples"
SAYS = {
    "cancellation": "x = 7.0e-09:  53.0 bits cancelled,  0.00 digits left",
    "hilbert": "n = 14: kappa 1.9e+19,  0.00 digits, inherent: True",
    "asymptotics": "x = 10: best with 10 terms, 3.71 digits",
    "own_function": "repaired: within 4 ulps in 14 of 14 decades",
    "wrong_result": "0.0 instead of [0.0155555553568734122",
    "every_float32": "1,048,577 inputs",
}


def test_all_are_run():
    assert {path.stem for path in EXAMPLES.glob("*.py")} == SAYS.keys() | {"picture"}


def test_a_notebook_runs_and_shows_its_answers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = runpy.run_path(str(EXAMPLES.parent / ".ci" / "notebook.py"))["run"]
    for notebook in EXAMPLES.glob("*.ipynb"):
        shown = [value for _, _, value in run(notebook) if value is not None]
        checked, blamed, repaired, every, frame = shown
        assert all("<table" in value._repr_html_() for value in shown)
        assert checked.row["worst"]["digits"] < 1
        assert [line["magnifies"] for line in blamed.guilty] == [False, True]
        assert "&lt;cell" in blamed._repr_html_(), "a line is named by its cell"
        assert repaired.passed
        assert every.row["exhaustive"]["inputs"] == 15361 + 1, "from 0 to 1, and minus zero"
        assert list(frame.columns) == ["target", "max_ulps", "envelope", "worst_at"]
        assert frame["envelope"].is_monotonic_increasing


@pytest.mark.parametrize("name", SAYS)
def test_an_example_runs_and_is_drawn(name, tmp_path, monkeypatch, capsys):
    script = str(EXAMPLES / f"{name}.py")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(EXAMPLES)
    monkeypatch.setattr(sys, "argv", [script, str(tmp_path)])
    runpy.run_path(script, run_name="__main__")
    assert SAYS[name] in capsys.readouterr().out
    assert (tmp_path / f"{name}.svg").read_text(encoding="utf-8").startswith("<svg")
