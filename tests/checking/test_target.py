"""Functions named on the command line, and what they return."""

import math
import sys

import numpy as np
import pytest

from verify.arithmetic.precision import Hopeless
from verify.checking.subjects import calls, target
from verify.core.errors import BadInput
from verify.runs import discover

MODULE = """
import sys


def area(x, y):
    return x * y


def both(x):
    return x, -x


def turned(x):
    return complex(x, 2 * x)


def grid(x):
    return [[1.0, x], [3.0, 4.0]]


class Shapes:
    @staticmethod
    def real(x):
        return -1.0

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
    discover.loaded.cache_clear()


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
    assert target.load("own_shapes_7f3a:turned.real")(2.0) == 2.0
    assert target.load("own_shapes_7f3a:turned.imag")(2.0) == 4.0
    assert target.load("own_shapes_7f3a:both[1].real")(2.0) == -2.0
    assert target.load("own_shapes_7f3a:grid[1][0]")(2.0) == 3.0
    assert target.load("numpy:real")(2.0) == 2.0
    assert target.load("own_shapes_7f3a:Shapes.real")(2.0) == -1.0


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
        ("math:pi", "pi of math is not a function"),
        ("own_shapes_7f3a:NUMBER", "NUMBER of own_shapes_7f3a is not a function"),
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
    target.takes(name, target.load(name), (0.0,) * fits)
    with pytest.raises(BadInput, match=f"{name} takes .*, not {does_not}; give one --domain"):
        target.takes(name, target.load(name), (0.0,) * does_not)


def test_a_function_that_does_not_say_what_it_takes_is_believed():
    target.takes("math:log", math.log, (1.0, 2.0))
    assert target.arguments(math.log) == []


def leave(x):
    sys.exit(0)


@pytest.mark.parametrize(
    ("function", "x", "result", "says"),
    [
        (math.sqrt, 4.0, 2.0, None),
        (np.float32, 0.1, math.nan, "returned float32; only float64 results are judged"),
        (math.floor, 2.5, 2.0, None),
        (lambda x: np.array(x), 2.5, 2.5, None),
        (math.exp, 1e3, math.inf, "raised OverflowError"),
        (lambda x: 10**400, 1.0, math.inf, "an integer beyond float64"),
        (lambda x: -(10**400), 1.0, -math.inf, "an integer beyond float64"),
        (math.log, -1.0, math.nan, "raised ValueError"),
        (lambda x: 1 / x, 0.0, math.nan, "raised ZeroDivisionError"),
        (leave, 1.0, math.nan, "raised SystemExit"),
        (np.log, 0.0, -math.inf, None),  # without a warning
    ],
)
def test_what_a_call_returns_or_raises(function, x, result, says):
    value, raised = calls.call(function, (x,))
    assert value == result or (math.isnan(value) and math.isnan(result))
    assert raised is None if says is None else says in raised


class Hostile:
    def __float__(self):
        raise RuntimeError("no")

    def __repr__(self):
        raise SystemExit(3)


def test_what_is_no_real_number_is_a_failure_at_that_input():
    for value in (None, "1.0", 1j, [1.0, 2.0], Hostile()):
        computed, told = calls.call(lambda x, value=value: value, (1.0,))
        assert math.isnan(computed)
        assert told.startswith("returned ")
        assert "\n" not in told


def raises(error):
    def function(x):
        raise error

    return function


class Silent(Exception):
    def __str__(self):
        raise RuntimeError("no")


@pytest.mark.parametrize("error", [SystemExit(0), GeneratorExit(), Silent(), KeyError("x\x1b[31m")])
def test_whatever_is_raised_is_told_in_one_line(error):
    computed, told = calls.call(raises(error), (1.0,))
    assert math.isnan(computed)
    assert told.startswith(f"raised {type(error).__name__}")
    assert told.isprintable()


def test_the_place_of_an_exception_is_told(here):
    (here / "misspelt_7f3a.py").write_text("def f(x):\n    y = 2 * x\n    return yy\n")
    _, told = calls.call(target.load(f"{here}/misspelt_7f3a.py:f"), (1.0,))
    assert told.startswith("raised NameError: name 'yy' is not defined")
    assert told.endswith("(misspelt_7f3a.py, line 3)")


# --- names and fixed arguments ----------------------------------------------------------------------------


def difference(x, y):
    return x - y


def scaled(x, *, k=1.0, kind="plain"):
    return x * k if kind == "plain" else -x


def power(k, x):
    return x**k


def test_variables_are_bound_by_the_names_of_arguments():
    assert target.ordered("f", difference, ("y", "x")) == (1, 0)
    assert target.ordered("f", difference, ("x", "y")) == (0, 1)
    assert target.ordered("f", difference, ("a", "b")) == (0, 1)  # its names are others: by position
    assert target.ordered("math:atan2", math.atan2, ("x", "y")) == (1, 0)
    assert target.ordered("numpy:hypot", np.hypot, ("y", "x")) == (0, 1)
    assert target.ordered("math:hypot", math.hypot, ("y", "x")) == (0, 1)


def test_an_order_that_contradicts_the_names_is_told():
    with pytest.raises(BadInput, match=r"f takes \(x, y\); \(y, b\) contradicts that order"):
        target.ordered("f", difference, ("y", "b"))


def test_other_arguments_are_fixed():
    assert target.fitted("f", scaled, ("x",), {"k": 2.5})(4.0) == 10.0
    assert target.fitted("f", scaled, ("t",), {"k": 2.5, "kind": "minus"})(4.0) == -4.0
    assert target.fitted("f", power, ("x",), {"k": 3})(2.0) == 8.0
    assert target.fitted("f", power, ("t",), {"k": 3})(2.0) == 8.0
    assert target.fitted("f", power, ("x",), {"k": 3})(2.0) == 8.0
    assert target.fitted("f", difference, ("x", "y"), {}) is difference
    assert target.fitted("numpy:log", np.log, ("x",), {"dtype": "float64"})(1.0) == 0.0


@pytest.mark.parametrize(
    ("function", "names", "fixed", "says"),
    [
        (scaled, ("x",), {"q": 3}, "not 1 and q"),
        (scaled, ("x", "y"), {}, "not 2"),
        (scaled, ("k",), {}, "not k"),
        (difference, ("x",), {}, "not 1"),
        (scaled, ("x", "k"), {"k": 3}, "both give k"),
        (math.atan2, ("x",), {"y": 1.0}, "not x and y"),
    ],
)
def test_arguments_that_a_function_does_not_take_are_told(function, names, fixed, says):
    with pytest.raises(BadInput, match=says) as caught:
        target.fitted("f", function, names, fixed)
    assert "\n" not in str(caught.value)


def test_fixed_values_are_read_and_written():
    fixed = target.parse_fixed(
        ["k=2", "t=1e-3", "h=0x1.8p0", "up=true", "kind=a", "no=None", "inf=inf", "s=a=b"]
    )
    assert fixed == {
        "k": 2, "t": 1e-3, "h": 1.5, "up": True, "kind": "a", "no": None, "inf": math.inf, "s": "a=b",
    }  # fmt: skip
    assert target.parse_fixed(target.fixed_text(fixed)) == fixed
    for wrong, says in (
        (["k"], "write --fix k=2"),
        (["k=1", "k=2"], "gives k twice"),
        (["2=k"], "NAME=VALUE"),
    ):
        with pytest.raises(BadInput, match=says):
            target.parse_fixed(wrong)


def test_a_function_that_says_itself_that_nothing_can_be_said_is_heard():
    def function(x):
        raise Hopeless("not here")

    with pytest.raises(Hopeless, match="not here"):
        calls.call(function, (1.0,))
