"""The sentence that verify blame begins with, and what it says of branches and of decimal places."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from verify.cli.main import cli

SUMMARIES = """import math
import numpy as np

STEP = 0.1


def cosine(x):
    c = math.cos(x)
    return (1 - c) / (x * x)


def fewer(width):
    cells = int((0.7 - STEP) / STEP)
    return cells * width


def cents(x):
    price = x * 1.005
    return round(price, 2)


def added(x):
    total = 0.0
    for _ in range(1000):
        total += x
    return total
"""


@pytest.fixture
def verify(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, ["blame", *words], catch_exceptions=False).output


@pytest.mark.parametrize(
    ("target", "at", "truth", "says"),
    [
        ("cosine", "x=1e-6", None, "4 digits are right: line 8 rounds, and line 9 magnifies what was lost."),
        ("cosine", "x=1", "exp(x)", "No digit is right: what the function computes is not the truth"),
        ("fewer", "width=1.5", None, "line 13 decides otherwise than exact arithmetic does."),
        ("added", "x=0.1", None, "line 25 rounds once or many times, and no line magnifies it."),
        ("cosine", "x=1", None, "no line is to blame"),
    ],
)
def test_one_sentence_says_what_happened(target, at, truth, says, verify):
    Path("summaries.py").write_text(SUMMARIES, encoding="utf-8")
    words = [] if truth is None else ["--truth", truth]
    out = verify(f"summaries.py:{target}", "--at", at, *words)
    assert says in out
    assert "condition number 0.00" not in out
    assert "e-14%" not in out


def test_what_turned_a_branch_or_a_rounding_is_told_as_such(verify):
    Path("summaries.py").write_text(SUMMARIES, encoding="utf-8")
    out = verify("summaries.py:cents", "--at", "x=3")
    assert "line 19: magnifies it: rounds to decimal places otherwise than exact arithmetic" in out
    assert "of the error that turned the branch" in out
