"""What libraries state of themselves stands beside what is found; the page says where it was measured."""

import numpy as np
import pytest

from verify.checking.stated import statements, vector_instructions
from verify.checking.survey_page import page
from verify.language.libraries import TABLES

EVERY = {
    "inputs": 10,
    "outside": 4,
    "correctly_rounded": 5,
    "faithful": 6,
    "special": [
        {"input": "inf", "result": "0x1.8000000000000p+0", "right": False},
        {"input": "nan", "result": "nan", "right": True},
    ],
}
ROW = {
    "target": "numpy:exp",
    "truth": "exp(x)",
    "format": "float32",
    "found": 2.5407613,
    "ulps": {"max": 2.5407614},
    "known": None,
    "envelope": 0.125,
    "worst": {"inputs": {"x": "-0x1.f03c6e0000000p+5"}},
    "worst_failure": None,
    "failed": 0,
    "undecided": 0,
    "points": 6,
    "notes": [],
    "exhaustive": EVERY,
}


def test_statements_are_of_functions_that_are_surveyed():
    for format in ("float32", "float64"):
        said = statements("numpy", format)
        names = {name for s in said for name in s.ulps}
        assert said
        assert names <= {line.split("|")[0].strip() for line in TABLES["numpy"].strip().splitlines()}
        assert len({s.mark for s in said}) == len(said)


def test_a_page_has_what_is_stated_and_where_it_was_measured():
    told = page("numpy", [ROW], "x")
    assert "| exp | `exp(x)` | 2.540 | 2.52 (a), 3 (b) | 0.125 |" in told
    assert "| 10 | 6 | 83.3333 % | 100.0000 % | inf: 1.5 wrong, nan: nan |" in told
    assert f"numpy {np.__version__} on " in told
    assert vector_instructions() in told
    assert "- Beyond what is stated: exp (2.52 in a)." in told
    assert "Beyond what is stated: none." in page("numpy", [ROW | {"found": 2.524}], "x")
    assert "- Wrong at an infinity or NaN: exp." in told
    assert "- More than an ulp somewhere: exp." in told
    assert "- All results correctly rounded: none." in told


def test_what_is_found_stands_beside_what_the_literature_knows():
    searched = {k: v for k, v in ROW.items() if k != "exhaustive"} | {"format": "float64"}
    rows = [
        searched | {"target": "math:exp", "found": 0.9, "known": {"ulps": 1.0}},
        searched | {"target": "math:sin", "found": 0.98, "known": {"ulps": 1.0}},
        searched | {"target": "math:floor", "found": -0.0, "known": None},
    ]
    told = page("math", rows, "x")
    assert "- Found by itself at least 0.95 of the known error: 1 of 2; less: exp." in told
    assert "| exp | `exp(x)` | 0.900 | 1.000 | 0.900 |" in told
    assert "| floor | `exp(x)` | 0.000 | - | - |" in told


@pytest.mark.parametrize(
    ("built", "says"),
    [
        ({"baseline": ["X86_V2"], "found": ["X86_V3"], "not found": ["X86_V4"]}, "X86_V2, X86_V3"),
        ({"baseline": ["X86_V2"], "not found": ["X86_V3", "X86_V4"]}, "X86_V2"),  # of an old processor
        ({"not found": ["X86_V3"]}, "every processor"),
        (None, "every processor"),
    ],
)
def test_a_page_says_which_of_numpy_s_code_ran(monkeypatch, built, says):
    """numpy leaves out of its configuration what is empty."""
    configuration = {} if built is None else {"SIMD Extensions": built}
    monkeypatch.setattr(np, "show_config", lambda mode: configuration)
    assert f"numpy ran its vector code for {says}." in page("numpy", [ROW], "x")


def test_a_share_is_rounded_down():
    row = ROW | {"exhaustive": EVERY | {"inputs": 10**7 + 4, "correctly_rounded": 10**7 - 1}}
    assert "| 99.9999 % |" in page("numpy", [row], "x")
