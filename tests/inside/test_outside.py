"""What is told of code that is not followed: what matters, and not what a module does as it is imported."""

import math
import sys

import pytest

from verify.checking.blame_text import outside
from verify.inside.account import account
from verify.inside.blame import blame
from verify.inside.follow import follow
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
