"""The page of named data sets: which digits it shows, and that it shows no more than is proved."""

import re

from click.testing import CliRunner

from verify.cli.main import cli
from verify.report.datasets import page
from verify.report.reading import read
from verify.report.text import command

HOSTILE = "<script> | *x*"


def problem(name, parameters):
    routine = {"name": "plain", "says": "as they stand", "source": "", "parameters": []}
    return {
        **dict.fromkeys(("formula", "source", "truth"), ""),
        "name": name,
        "title": name.title(),
        "inputs": [],
        "parameters": parameters,
        "algorithms": [routine, {**routine, "name": "absent", "not_installed": "extra"}],
    }


def record():
    sets = {"name": "dataset", "domain": "1..3", "shown": 1, "low": 1, "names": ["One", "Two", "T|ree"]}
    claim = {"id": "S-1a", "problem": "sums", "principal": False, "standing": "further", "verdict": "REFUTED"}
    return {
        "problems": [problem("tiny", [{"name": "n", "domain": "1..9", "shown": 1}]), problem("sums", [sets])],
        "claims": [{**claim, "says": HOSTILE, "evidence": HOSTILE}],
    }


def row(k, **changes):
    given = {"problem": "sums", "algorithm": "plain", "inputs": {}, "parameters": {"dataset": k}, "axis": k}
    found = {"computed": "0x1p+0", "truth": "[1 +/- 1e-40]", "ulps": 3.0, "digits": 4.0, "cause": "rounding"}
    return {**given, **found, **changes}


ROWS = [
    row(1, forward_error="[2e-9 +/- 1e-12]", data_error="[-1.5e-15 +/- 1e-30]"),
    row(2, forward_error="[3e-16 +/- 0]", data_error="[0 +/- 0]", forward_error_componentwise="[5e-3 +/- 0]"),
    row(3, forward_error=None, data_error="[2e-4 +/- 0]", cause="range"),
]


def cells(text, name):
    (line,) = re.findall(rf"^\| {name} \|(.*)\|$", text, re.M)
    return [cell.strip() for cell in line.split("|")]


def test_digits_are_rounded_down_and_the_worst_entry_counts():
    text = page(record(), ROWS, "verify report x")
    assert cells(text, "One") == ["14.82", "8.69"]  # -log10 of 1.5e-15 and of 2.001e-9
    assert cells(text, "Two") == ["all", "2.30"]
    assert cells(text, r"T\\\|ree") == ["3.69", "none"]


def test_only_problems_with_named_data_sets_are_on_it():
    text = page(record(), [*ROWS, row(1, problem="tiny", parameters={"n": 1})], "verify report x")
    assert re.findall(r"^## (.*)$", text, re.M) == ["Sums", "What is certified, judged"]
    assert text.startswith("<!-- made by `verify report x` -->")
    assert "Not installed, so not run: absent." in text


def test_what_is_refuted_is_told_and_escaped():
    text = page(record(), ROWS, "verify report x")
    assert "1 statements about these data sets were judged, 1 of them refuted." in text
    assert "| S-1a |" in text
    assert HOSTILE not in text


def test_the_command_writes_the_page(tmp_path):
    done = CliRunner().invoke(
        cli,
        [
            "run",
            "nist_mean",
            "--points",
            "2",
            "--algorithm",
            "numpy_mean",
            "--jobs",
            "1",
            "--out",
            str(tmp_path),
        ],
    )
    assert done.exit_code == 0, done.output
    at = tmp_path / "page.md"
    done = CliRunner().invoke(cli, ["report", str(tmp_path / "record.json"), "--datasets", str(at)])
    assert done.exit_code == 0, done.output
    assert cells(at.read_text(encoding="utf-8"), "NumAcc1")[:2] == ["all", "all"]


def test_a_data_set_is_called_by_its_name():
    problems = {p.name: p for p in read(record(), [*ROWS, row(1, problem="tiny", parameters={"n": 1})])}
    (_, two, _) = problems["sums"].points
    assert two.called == {"dataset": "Two"}
    assert two.row["parameters"] == {"dataset": 2}
    assert "--at dataset=Two" in command("sums", problems["sums"].measured[0], two)
    assert problems["tiny"].points[0].called == {"n": 1}
