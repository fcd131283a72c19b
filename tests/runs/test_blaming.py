"""The lines to blame of an algorithm: known faults, routines that are not followed, and what is lost."""

import math
from functools import partial

import numpy as np
import pytest
from flint import fmpq

from verify.arithmetic.float64 import Float64
from verify.arithmetic.unrolled import Unrolled
from verify.inside.follow import follow
from verify.measure.limits import Limits
from verify.measure.point import chosen, point
from verify.records import record
from verify.records.summary import with_blame
from verify.runs import blaming, discover, perform
from verify.runs.counting import computes_more_than
from verify.runs.parcel import Lost
from verify.runs.tasks import Blaming


def task(problem: str, algorithm: str, **place: str) -> Blaming:
    entry = discover.problem_named(problem)
    return Blaming(entry.origin, problem, Limits(), algorithm, tuple(place.items()))


def test_e_to_the_minus_x_by_its_series_blames_its_sum():
    (row,) = perform.perform(task("exp_negative", "recursion", x="20", terms="100"))
    assert row["not_followed"] is None
    assert row["rounding_ulps"] > 1e6
    assert any("total" in code for line in row["guilty"] for code in line["codes"])
    assert any(line["magnifies"] for line in row["guilty"])
    assert all("/" not in line["file"] for line in row["guilty"])


def test_what_is_right_has_no_line_to_blame():
    (row,) = perform.perform(task("exp_negative", "reciprocal", x="1/2", terms="40"))
    assert row["rounding_ulps"] <= 2
    assert (row["guilty"], row["not_followed"]) == ([], None)


def test_a_compiled_routine_is_not_followed_and_the_reason_is_told():
    (row,) = perform.perform(task("defective_eigenvalue", "numpy_eigvals", n="12"))
    assert row["guilty"] == []
    assert "it depends on np.linalg.eigvals(A) in problem.py" in row["not_followed"]
    assert "cancelled_bits" not in row


def test_a_routine_that_can_be_followed_is_blamed_and_what_it_cancels_is_seen():
    """The sum of squares less the squared sum over n: of NumAcc3 they agree to 46 bits and more."""
    (row,) = perform.perform(task("nist_standard_deviation", "textbook", dataset="3"))
    assert row["not_followed"] is None
    assert [line["magnifies"] for line in row["guilty"]] == [True]
    assert row["cancelled_at"] == "np.sum(y * y) - np.sum(y) ** 2 / n"
    assert row["cancelled_bits"] == pytest.approx(cancelled_of_a_deviation(), abs=0.1)


def cancelled_of_a_deviation():
    entry = discover.problem_named("nist_standard_deviation")
    (y,) = point(entry.problem, {"dataset": "3"}, {"dataset": "3"}).floats
    squares, total = float(np.sum(y * y)), float(np.sum(y) ** 2 / len(y))
    return math.log2(squares / (squares - total))


def test_what_hangs_is_told_and_not_blamed():
    what = task("exp_negative", "recursion", x="20", terms="100")
    (row,) = perform._rows(what, Lost("it took more than 1 s"))
    assert (row["guilty"], row["not_followed"]) == ([], "it took more than 1 s")
    (joined,) = with_blame([{"problem": "exp_negative", "algorithm": "recursion"}], [row])
    assert joined["blamed"] == row


@pytest.mark.parametrize("name", ["sqrt", "exp", "expm1", "log", "log1p", "sin", "cos", "tan", "atan"])
def test_the_arithmetic_that_is_followed_is_float64(name):
    x = np.float64(0.7231)
    assert getattr(Unrolled(), name)(x) == getattr(Float64(), name)(x)


def test_its_constants_and_rationals_are_rounded_once():
    for value in (1, 3.5, fmpq(1, 3), fmpq(10**40 + 1, 7), fmpq(-1, 10**300)):
        assert Unrolled()(value) == Float64()(value)
    assert Unrolled().pi() == Float64().pi()
    assert Unrolled().pivot(np.array([1.0, -3.0, 2.0])) == 1


def test_where_rounding_dominates_it_is_followed_there(tmp_path, monkeypatch):
    base = {"problem": "p", "algorithm": "a", "inputs": {"x": "1"}, "parameters": {}, "computed": "0x1p+0"}
    rows = [
        {**base, "ulps": 9e9, "cause": "truncation"},
        {**base, "ulps": 5.0, "cause": "rounding", "inputs": {"x": "2"}},
        {**base, "ulps": None, "cause": "range"},
        {**base, "algorithm": "b", "ulps": 7.0, "cause": "data"},
        {**base, "algorithm": "c", "ulps": None, "cause": "range"},
    ]
    monkeypatch.setattr(record.table, "rows", lambda *_: iter(rows))
    found = {row["algorithm"]: row["worst"] for row in record.worst(tmp_path)}
    assert found["a"]["inputs"] == {"x": "2"}
    assert found["b"]["ulps"] == 7.0
    assert "c" not in found  # no finite result: nothing to share out


def test_what_takes_too_many_operations_is_told(monkeypatch):
    monkeypatch.setattr(blaming, "MOST_NUMBERS", 200)
    (row,) = perform.perform(task("exp_negative", "recursion", x="20", terms="100"))
    assert row["guilty"] == []
    assert row["not_followed"] == "recursion: more than 200 operations: follow a smaller case"


@pytest.mark.parametrize(
    ("problem", "name", "place"),
    [
        ("exp_negative", "recursion", {"x": "20", "terms": "100"}),
        ("exp_negative", "direct", {"x": "3", "terms": "40"}),
        ("newton_kepler", "from_M", {"M": "1", "e": "1/2", "steps": "6"}),
        ("bessel_j", "plain", {"x": "30", "nu": "2", "terms": "20"}),  # an integer among its inputs
    ],
)
def test_what_is_counted_is_on_the_tape_when_it_is_followed(problem, name, place):
    """So that nothing is refused that could be followed; and most of the tape is counted."""
    algorithm = discover.select([problem])[0].algorithm(name)
    where, own = point(algorithm.problem, place, place), chosen(name, algorithm.parameters, place)
    body = partial(algorithm.body, **own)
    taped = len(follow(body, (Unrolled(), *where.floats), name).tape)
    assert not computes_more_than(taped, body, where.floats)
    assert computes_more_than(taped // 4, body, where.floats)


def test_what_is_too_long_is_not_begun(monkeypatch):
    monkeypatch.setattr(blaming, "MOST_NUMBERS", 200)
    monkeypatch.setattr(blaming, "follow", lambda *_: pytest.fail("it was followed"))
    (row,) = perform.perform(task("exp_negative", "recursion", x="20", terms="100"))
    assert row["not_followed"] == "recursion: more than 200 operations: follow a smaller case"


def test_a_body_that_raises_is_not_said_to_be_too_long():
    def body(R, x):
        raise ValueError("no")

    assert not computes_more_than(0, body, [1.0])
