"""Functions named on the command line, and what they return."""

import math
import sys

import numpy as np
import pytest

from verify.arithmetic.precision import Hopeless
from verify.check import target
from verify.core.errors import BadInput

MODULE = """
import sys


def area(x, y):
    return x * y


def both(x):
    return x, -x


class Shapes:
    @staticmethod
    def side(x):
        return 2 * x


NUMBER = 3.0
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a module, which is the current one."""
    (tmp_path / "own_shapes_7f3a.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", sys.path[:])
    yield tmp_path
    sys.modules.pop("own_shapes_7f3a", None)
    target.module_at.cache_clear()


def test_a_builtin_a_ufunc_and_a_method_are_found():
    assert target.load("math:lgamma") is math.lgamma
    assert target.load("numpy:log1p") is np.log1p
    assert target.load("numpy:linalg.norm") is np.linalg.norm


def test_a_file_and_a_module_of_the_current_folder_are_found(here):
    assert target.load(f"{here}/own_shapes_7f3a.py:area")(2.0, 3.0) == 6.0
    assert target.load("own_shapes_7f3a:area")(2.0, 3.0) == 6.0
    assert target.load("own_shapes_7f3a:Shapes.side")(2.0) == 4.0


def test_a_part_of_a_result_is_found(here):
    assert target.load("own_shapes_7f3a:both[1]")(2.0) == -2.0


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("math.lgamma", "write module:function"),
        ("math:", "write module:function"),
        (".math:sin", "write module:function"),
        ("a b:f", "write module:function"),
        ("no_such_module_7f3a:f", "is it installed"),
        ("no_such_file_7f3a.py:f", "there is no file"),
        ("math:lgama", "near it: lgamma"),
        ("math:pi", "has no function"),
        ("own_shapes_7f3a:NUMBER", "has no function"),
    ],
)
def test_what_cannot_be_found_is_told_in_one_line(here, name, says):
    with pytest.raises(BadInput, match=says) as caught:
        target.load(name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["x = (", "raise RuntimeError('boom')", "import sys; sys.exit(0)", "1/0"])
def test_a_module_that_cannot_be_read_is_told(here, text):
    (here / "broken_7f3a.py").write_text(text)
    for name in ("broken_7f3a:f", f"{here}/broken_7f3a.py:f"):
        with pytest.raises(BadInput, match="broken_7f3a"):
            target.load(name)


@pytest.mark.parametrize(
    ("name", "fits", "does_not"), [("math:sin", 1, 2), ("numpy:hypot", 2, 1), ("own_shapes_7f3a:area", 2, 3)]
)
def test_the_number_of_variables_is_checked(here, name, fits, does_not):
    target.takes(name, target.load(name), fits)
    with pytest.raises(BadInput, match=f"{name} takes .*, not {does_not}; give one --domain"):
        target.takes(name, target.load(name), does_not)


def test_a_function_that_does_not_say_what_it_takes_is_believed():
    target.takes("math:log", math.log, 2)
    target.takes("part", target.load("math:frexp[0]"), 5)


def leave(x):
    sys.exit(0)


@pytest.mark.parametrize(
    ("function", "x", "result", "says"),
    [
        (math.sqrt, 4.0, 2.0, ""),
        (np.float32, 0.1, float(np.float32(0.1)), ""),
        (math.floor, 2.5, 2.0, ""),
        (lambda x: np.array(x), 2.5, 2.5, ""),
        (math.exp, 1e3, math.inf, "raised OverflowError"),
        (lambda x: 10**400, 1.0, math.inf, "an integer beyond float64"),
        (lambda x: -(10**400), 1.0, -math.inf, "an integer beyond float64"),
        (math.log, -1.0, math.nan, "raised ValueError"),
        (lambda x: 1 / x, 0.0, math.nan, "raised ZeroDivisionError"),
        (leave, 1.0, math.nan, "raised SystemExit"),
        (np.log, 0.0, -math.inf, ""),  # without a warning
    ],
)
def test_what_a_call_returns_or_raises(function, x, result, says):
    value, raised = target.call(function, (x,))
    assert value == result or (math.isnan(value) and math.isnan(result))
    assert says in raised
    assert bool(says) == bool(raised)


@pytest.mark.parametrize(
    "value", [None, "x", 1j, np.complex128(1 + 2j), np.complex64(1), [1.0, 2.0], np.array([1.0, 2.0])]
)
def test_what_is_no_real_number_is_bad_input(value):
    with pytest.raises(BadInput, match="no real number"):
        target.call(lambda x: value, (1.0,))


def test_a_function_that_says_itself_that_nothing_can_be_said_is_heard():
    def function(x):
        raise Hopeless("not here")

    with pytest.raises(Hopeless, match="not here"):
        target.call(function, (1.0,))
