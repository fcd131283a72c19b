"""Calls that a program makes are recorded and followed; the program does not notice."""

import math
import sys
import threading
from fractions import Fraction

import pytest
from optics import PROGRAM

from verify.core.errors import BadInput
from verify.testing import blame, follow


@pytest.fixture
def lens(tmp_path, monkeypatch):
    (tmp_path / "lens_program.py").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "lens_program", raising=False)
    import lens_program

    yield lens_program
    sys.modules.pop("lens_program", None)


def root(x: Fraction, bits: int = 200) -> Fraction:
    """A square root within 2^-bits, from below."""
    return Fraction(math.isqrt(int(x * 4**bits)), 2**bits)


def test_a_method_deep_within_a_program(lens):
    before = vars(lens.Lens)["thickness"]
    plain = lens.program()
    with follow("lens_program:Lens.thickness") as seen:
        assert lens.program() == plain
    assert vars(lens.Lens)["thickness"] is before
    assert seen.count == len(seen.calls) == 5
    worst = seen.blame()
    # The smallest x loses most; its error by exact rationals.
    x = Fraction(1e-4)
    truth = 2 - root(4 - x * x)
    computed = Fraction(2.0 - math.sqrt(4.0 - 1e-4 * 1e-4))
    ulp = Fraction(math.ulp(float(truth)))
    assert worst.ulps == pytest.approx(float(abs(computed - truth) / ulp), rel=1e-9)
    assert worst.row["inputs"]["x"] == (1e-4).hex()
    assert any(line["magnifies"] and line["line"] == 12 for line in worst.guilty)
    assert "return self.focus - math.sqrt" in str(worst)


def test_the_assertion_names_the_line(lens):
    with follow(lens.Lens.thickness) as seen:
        lens.program()
    with pytest.raises(AssertionError) as caught:
        seen.assert_certified(max_ulps=4)
    message = str(caught.value)
    assert "is not certainly within max_ulps=4 at 4 of 5 calls; the worst:" in message
    assert "line 12: " in message
    assert "magnifies it" in message
    seen.assert_certified(max_ulps=1e12, digits=3)
    with pytest.raises(AssertionError, match="digits=12"):
        seen.assert_certified(digits=12)
    with pytest.raises(BadInput, match="nothing is asserted"):
        seen.assert_certified()


def test_a_truth_tells_truncation(lens):
    with follow(lens.difference, truth="a - b + 1/10 + 1/1024") as seen:
        lens.difference(3.0, 1.0)
    found = seen.blame()
    assert found.row["truncation_ulps"] == pytest.approx(2**-10 / math.ulp(2.1), rel=1e-9)
    assert found.ulps > 2**40


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((1.5, 1.25), {}),
        ((1.5,), {"b": 1.25}),
        ((1.5, 1.25), {"d": 3.0}),
        ((), {"a": 1.5, "b": 1.25, "d": 3.0}),
        ((1.5, 1.25, 0.5, 7.0, 8.0), {}),
    ],
)
def test_arguments_as_they_were_given(lens, arguments, named):
    with follow(lens.difference) as seen:
        value = lens.difference(*arguments, **named)
    found = seen.blame()
    assert found.row["computed"] == value.hex()
    assert found.reason is None
    (call,) = seen.calls
    assert call.function(*call.inputs.values()) == value


def test_static_and_class_methods_and_inherited_ones(lens):
    with follow("lens_program:Lens.wide") as seen:
        lens.Lens.wide(1e9, factor=1.0)
        lens.Lens(1.0).wide(1e9)
    assert seen.count == 2
    assert isinstance(vars(lens.Lens)["wide"], staticmethod)
    with follow("lens_program:Lens.of") as seen:
        assert lens.Thick.of(2.0) == 2.0 - math.sqrt(3.0)
    assert isinstance(vars(lens.Lens)["of"], classmethod)
    assert seen.blame().reason is None
    with follow("lens_program:Thick.thickness") as seen:
        lens.Thick(1.0).thickness(0.5)
        lens.Lens(1.0).thickness(0.5)
    assert seen.count == 1
    assert "thickness" not in vars(lens.Thick)


def test_arguments_are_copied_before_the_function_changes_them(lens):
    values = [1.0, 1e-20, 3.0]
    with follow(lens.loses) as seen:
        lens.loses(values)
    assert values == [1e-20, 3.0, 1.0]
    assert seen.calls[0].inputs["values"] == [1.0, 1e-20, 3.0]
    assert seen.blame().row["computed"] == (1e-20 + 3.0 - 1.0).hex()
    assert seen.calls[0].inputs["values"] == [1.0, 1e-20, 3.0], "following changes copies"


def test_recursion_is_part_of_the_outer_call_and_threads_are_apart(lens):
    with follow("lens_program:factorial") as seen:
        assert lens.factorial(20) == math.factorial(20)
        threads = [threading.Thread(target=lens.factorial, args=(k,)) for k in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
    assert seen.count == 5
    assert sorted(c.inputs["n"] for c in seen.calls) == [0, 1, 2, 3, 20]
    seen.assert_certified(max_ulps=1)


def test_exceptions_pass_and_everything_is_put_back(lens):
    before = dict(vars(lens))
    sys.modules["importer"] = importer = type(sys)("importer")
    importer.again = lens.fails
    try:
        with follow("lens_program:fails") as seen:
            assert importer.again is lens.fails is not before["fails"]
            with pytest.raises(KeyError):
                importer.again(3.0)
        with pytest.raises(ZeroDivisionError), follow("lens_program:fails"):
            1 / 0  # noqa: B018
        assert vars(lens) == before
        assert importer.again is before["fails"]
    finally:
        del sys.modules["importer"]
    assert seen.count == 1
    with pytest.raises(AssertionError, match="raised KeyError"):
        seen.assert_certified(max_ulps=1)


def test_one_within_the_other(lens):
    with follow(lens.Lens.thickness) as outer:
        with follow("lens_program:Lens.thickness") as inner:
            lens.Lens(1.0).thickness(0.5)
        lens.Lens(1.0).thickness(0.5)
    assert (outer.count, inner.count) == (2, 1)
    assert inner.blame().reason is outer.blame().reason is None


def test_no_certificate_for_calls_that_are_not_kept_or_not_made(lens):
    with follow(lens.difference, calls=2) as seen:
        with pytest.raises(AssertionError, match="was not called"):
            seen.assert_certified(max_ulps=1)
        for k in range(3):
            lens.difference(float(k), 0.5)
    with pytest.raises(AssertionError, match=r"3 calls were made and 2 kept; give follow\(\) calls=3"):
        seen.assert_certified(max_ulps=4)
    with follow(lens.difference) as seen:
        pass
    with pytest.raises(BadInput, match="was not called"):
        seen.blame()


def test_what_cannot_be_copied_is_told(lens):
    with follow(lens.difference) as seen, pytest.raises(TypeError):
        lens.difference(threading.Lock(), 1.0)
    with pytest.raises(AssertionError, match="cannot be copied"):
        seen.assert_certified(max_ulps=1)


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("lens_program", "is not a target"),
        ("lens_program:nothing", "has no nothing"),
        ("lens_program:Lens.nothing", r"has no Lens\.nothing"),
        ("no_such_module_at_all:f", "No module named"),
        ("lens_program:numbers", "returns a generator, not a number"),
        ("lens_program:later", "returns a coroutine, not a number"),
        ("lens_program:VALUE", "is a float, not a Python function"),
        ("math:cos", "is a builtin_function_or_method, not a Python function"),
        (lambda x: x, "is in no module or class"),
    ],
)
def test_what_cannot_be_followed_is_told(lens, target, says):
    with pytest.raises(BadInput, match=says), follow(target):
        pass


def test_blame_as_a_function(lens):
    found = blame(lens.difference, {"b": 1.0, "a": 1.0 + 2.0**-52, "d": 3.0})
    assert found.row["inputs"] == {"a": (1.0 + 2.0**-52).hex(), "b": (1.0).hex()}
    assert found.ulps <= 1
    found = blame("lens_program:Lens.wide", [1e9])
    assert found.exact is not None
    with pytest.raises(BadInput, match="raised KeyError"):
        blame(lens.fails, [1.0])
    with pytest.raises(BadInput, match="missing a required argument"):
        blame(lens.difference, {"a": 1.0})
