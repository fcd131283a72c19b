"""What a module makes of text is not instrumented: what it decides in compiled code is not taken as exact."""

import importlib.util
import math
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow

MADE = """
import math
import sys
from dataclasses import dataclass
from collections import namedtuple

exec("def stepped(x):\\n    return 1 if math.floor(math.sin(x) * 10) > 5 else 2")
exec("def rounded(x):\\n    return round(x * 10)")
exec("def arithmetic(x):\\n    return x * x / 3")
Pair = namedtuple("Pair", "a b")


@dataclass
class Record:
    x: float
    kind: type = float


def _verify_step(x):
    return x / 3


def by_steps(x):
    return stepped(0.1 * 3 * x) * 0.1 + x


def by_rounding(x):
    return rounded(0.1 * 3 * x) + x


def by_arithmetic(x):
    return arithmetic(x) + x


def by_records(x):
    record, pair = Record(x / 3), Pair(x / 3, x)
    text = "%s of %d" % (type(record), 2)
    return record.x + pair.a if text < "a" else x


def by_name(x):
    return _verify_step(x)


def by_frame(x):
    return x / 3 if sys._getframe(0).f_code.co_name == "by_frame" == who() else x


def who():
    return sys._getframe(1).f_code.co_name
"""
X = Fraction(0.7)
FOLLOWED = {
    "by_arithmetic": X * X / 3 + X,
    "by_records": 2 * X / 3,
    "by_name": X / 3,
    "by_frame": X / 3,
}


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    path = tmp_path_factory.mktemp("generated") / "generated_programs.py"
    path.write_text(MADE)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.mark.parametrize("name", FOLLOWED)
def test_what_only_hands_on_is_followed(name, module):
    found, truth = account(follow(getattr(module, name), [0.7])), FOLLOWED[name]
    with precision(400):
        assert found.exact.contains(fmpq(truth.numerator, truth.denominator))


@pytest.mark.parametrize("name", ["by_steps", "by_rounding"])
def test_what_generated_code_decides_is_not_taken_as_exact(name, module):
    found = account(follow(getattr(module, name), [0.7]))
    assert found.exact is None
    assert "generated_programs.py" in found.trace.site(next(iter(found.branches)).site).file


def hashed(x):
    table = {hash(frozenset({"a": 2.0, "b": 0.5}.items())): x / 3}
    return table[hash(frozenset({"a": 2.0, "b": 0.5}.items()))]


def hashed_with_an_error(x):
    return hash((x / 3, 1)) * 0 + x


@pytest.mark.parametrize(("function", "known"), [(hashed, True), (hashed_with_an_error, False)])
def test_the_hash_of_numbers_without_an_error_is_theirs(function, known):
    assert account(follow(function, [0.7])).certified is known


def asks_what_it_is(x):
    v = np.array([x / 3, x]).sum()
    is_numpys = isinstance(v, np.generic), type(v) is np.float64, isinstance(x, np.floating), type(x) is float
    return v / 3 if is_numpys == (True, True, False, True) else x


def test_numpys_float_says_what_it_is():
    found = account(follow(asks_what_it_is, [0.7]))
    assert found.trace.computed() == asks_what_it_is(0.7) != 0.7
    assert found.certified


def placed(x):
    a = np.zeros(4)
    np.place(a, [True, False, True, True], [x / 3, x])
    return a[3] + np.vecdot(np.array([x, x / 3]), [1.0, x])


def test_entries_that_are_placed_and_rows_that_are_multiplied():
    found, truth = account(follow(placed, [0.7])), X / 3 + X + X * X / 3
    with precision(400):
        assert found.exact.contains(fmpq(truth.numerator, truth.denominator))
    assert math.isclose(found.trace.computed(), truth)
