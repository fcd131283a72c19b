"""Infinities and NaN: what a rule decides is judged, and what it leaves open is told."""

import pytest

from verify.checking.every.outcome import exhaustive
from verify.checking.every.special import specials
from verify.checking.every.tasks import Asked, judge
from verify.checking.gate import Gate
from verify.measure.limits import Limits


def rights(name, truth):
    one = judge(Asked(name, truth, (), "float16", Limits()))
    return [s.right for s in specials(one.what, one.scalar, one.many)]


def found_in(tmp_path, body):
    (tmp_path / "own.py").write_text(f"import numpy as np\ndef f(x):\n    y = np.exp(x)\n    {body}\n")
    asked = Asked(f"{tmp_path / 'own.py'}:f", "exp(x)", ("x=1:1.125",), "float16", Limits())
    return exhaustive(asked, Gate())


@pytest.mark.parametrize(
    ("name", "truth", "right"),
    [
        ("numpy:exp", "exp(x)", [True, True, True]),
        ("numpy:arctan", "atan(x)", [True, True, True]),
        ("numpy:reciprocal", "1/x", [True, True, True]),
        ("numpy:sin", "sin(x)", [None, None, True]),
        ("numpy:tanh", "exp(x)", [False, False, True]),
    ],
)
def test_infinities_and_nan(name, truth, right):
    assert rights(name, truth) == right


def test_a_nan_that_is_lost_is_told(tmp_path):
    row = found_in(tmp_path, "return np.float16(0) if np.isnan(x) else y")
    assert row["notes"] == ["wrong: nan gives 0x0.0p+0"]
    assert [s["right"] for s in row["exhaustive"]["special"]] == [True, True, False]


def test_inputs_that_a_lost_process_took_along_are_undecided(tmp_path):
    row = found_in(tmp_path, "return y if np.isnan(x) or x in (1, np.inf) else __import__('os')._exit(3)")
    assert (row["exhaustive"]["inputs"], row["undecided"], row["passed"]) == (129, 129, False)
    assert row["proved_bound"] is None
