"""What is told of code that is not followed: what matters, and not what a module does as it is imported."""

import json
import math
import sys

import pytest

from verify.checking.blame_text import outside, plain_text
from verify.inside.account import account
from verify.inside.blame import blame
from verify.inside.follow import NotFollowed, follow
from verify.records.blame import blame_row

LIBRARY = """import decimal
TABLE = [float(decimal.Decimal(0.1) * k) for k in range(3)]


def scale(x):
    return 2 * x - 0.1


def from_table(x):
    return TABLE[1] * x


class Base:
    def __init__(self, x):
        self.size = scale(x)


class Scaled(Base):
    def __init__(self, x):
        super().__init__(x)
"""
PROGRAM = """import far_away


def f(x):
    return far_away.scale(x)


def g(x):
    return far_away.from_table(x)


def h(x):
    return far_away.Scaled(x).size
"""


@pytest.fixture
def program(tmp_path, monkeypatch):
    (tmp_path / "far_away.py").write_text(LIBRARY)
    (tmp_path / "near_by.py").write_text(PROGRAM)
    monkeypatch.syspath_prepend(tmp_path)
    yield __import__("near_by")
    for name in ("far_away", "near_by"):
        sys.modules.pop(name, None)


def told(function, x):
    return blame_row("f", {"x": x}, blame(account(follow(function, [x]))))


def test_an_import_is_not_told_where_the_result_is_certain(program):
    row = told(program.f, 0.3)
    assert row["exact"] is not None
    assert outside(row) == []
    assert any(edge["on_import"] for edge in (*row["edges"], *row["leaks"]))


def test_it_is_told_where_the_result_depends_on_it(program):
    row = told(program.g, 0.3)
    assert row["exact"] is None
    assert any("far_away.py, line 2" in text for text in outside(row))
    assert math.isfinite(float.fromhex(row["computed"]))


def test_what_a_class_of_another_file_computes_is_blamed_on_the_call_that_made_the_object(program):
    found = account(follow(program.h, [0.05 + 2**-40]))
    callers = {found.trace.site(k).caller for k in found.shares() if found.trace.site(k).file}
    assert {(site.line, site.code) for site in callers} == {(13, "far_away.Scaled(x)")}


def through_text(x):
    y = x / 3
    read = float(f"{y:.3f}")
    return 2 * (read + x)


def test_the_reason_names_where_the_exact_counterpart_was_lost():
    row = told(through_text, 0.3)
    line = through_text.__code__.co_firstlineno + 2
    assert row["reason"] == (
        'no exact counterpart: it depends on float(f"{y:.3f}") in test_outside.py, '
        f"line {line}, which is not followed"
    )


def test_nothing_is_said_of_sites_where_the_error_is_not_shared_out():
    sites = {site["operation"]: site for site in told(through_text, 0.3)["sites"]}
    for name in ("share", "makes", "magnifies", "gain", "condition_number"):
        assert sites["+"][name] is None
    assert sites["/"]["local_ulps"] > 0  # of x/3 itself it is known
    assert sites["+"]["cancelled_bits"] == 0


def test_a_function_whose_argument_is_not_known_has_no_local_error():
    def root(x):
        return math.sqrt(float(f"{x:.3f}"))

    (site,) = [s for s in told(root, 0.3)["sites"] if s["code"].startswith("math.sqrt")]
    assert site["local_ulps"] is None
    assert site["worst"] is None


def test_what_is_returned_by_code_that_is_not_followed_is_told_of_no_line():
    def tripled(x):
        return from_json(json.dumps(3 * x))

    from_json = json.JSONDecoder(parse_float=float).decode
    row = told(tripled, 0.1)
    assert row["exact"] is None
    assert "what is returned is a plain float" in " ".join(outside(row))
    assert all(leak["code"] == "" for leak in row["leaks"] if not leak["file"])


def test_a_function_that_catches_its_end_is_not_followed():
    def sturdy(x):
        try:
            for _ in range(1000):
                x = x * 0.999
        except RuntimeError:
            return 0.0
        return x

    with pytest.raises(NotFollowed, match="more than 500 operations: follow a smaller case"):
        follow(sturdy, [1.0], most=500)


def nothing_left(x):
    return (0.1 + 0.2 - 0.3) * x


def nearly_nothing(x):
    return math.sqrt(x) ** 2 - x


def rightly_nothing(x):
    return x - x


ZEROS = {
    nothing_left: ("The exact value is zero, the computed one is not: line", "at most 3.89e-17 from zero"),
    nearly_nothing: ("The exact value is zero or at most ", "at most 1.12e-16 from zero"),
    rightly_nothing: ("none: zero, as it ought to be", "no line is to blame\n"),
}


@pytest.mark.parametrize("function", ZEROS, ids=lambda f: f.__name__)
def test_of_zero_no_digits_and_no_ulps_are_told(function):
    text = plain_text(told(function, 0.7)) + "\n"
    assert all(part in text for part in ZEROS[function])
    assert " digits" not in text
    assert "ulps, " not in text
