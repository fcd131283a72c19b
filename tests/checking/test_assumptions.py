"""Bounds that rest on what is assumed of a library's functions, and bounds of float32."""

import math
from dataclasses import replace
from functools import partial

import mpmath
import numpy as np
import pytest
from flint import arb

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import precision
from verify.checking.proving import proof
from verify.checking.searching.search import Budget, search
from verify.checking.subjects.assumptions import parsed, traceable
from verify.checking.subjects.subject import subject
from verify.checking.subjects.traced import traced
from verify.core.errors import BadInput
from verify.language.nodes import text
from verify.measure.limits import Limits

SOURCE = """
import math
import numpy as np
from math import exp as e
SCALE = 0.5
def inner(x):
    return math.exp(x)
def sinh(x):
    y = inner(x)
    return (y - 1/y)*SCALE
def named(x):
    return (e(x) - 1/e(x))*0.5
def nested(x):
    def half(y):
        return y*SCALE
    return half(math.exp(x)) - half(1/math.exp(x))
def single(x):
    return np.sqrt(x*x + 1)*0.3 - x
def power(x):
    return math.pow(2.0, x)*1.5
def based(x):
    return math.log(x, 2.0)
def wrong(x):
    return math.exp(x) + 0.0*x if x > 1 else math.exp(x)
"""


@pytest.fixture
def made(tmp_path):
    (tmp_path / "own.py").write_text(SOURCE)

    def make(name, truth, domain, *assumed, format="float64"):
        what = subject(f"{tmp_path / 'own.py'}:{name}", truth, [domain], format=format)
        return replace(what, assumed=parsed(assumed))

    return make


def proved(what, seen=()):
    """With a few boxes."""
    left = iter(range(60))
    return proof.proved(what, seen, lambda: next(left, None) is None)


def errors(what, count=400):
    """Certified ulps at inputs evenly drawn."""
    (r,) = what.domain
    ((low, high),) = r.pieces
    found = []
    for k in range(count):
        x = r.nearest(low + (high - low) * (k + 0.5) / count)
        y = float(what.function(*what.arguments((x,))))
        with precision(200):
            truth = what.truth(arb(exact(x)))
            unit = arb(2) ** (math.frexp(float(truth.mid()))[1] - what.format.bits)
            found.append(float((abs(arb(y) - truth) / unit).mid()))
    return found


@pytest.mark.parametrize("name", ["sinh", "named", "nested"])
def test_a_bound_rests_on_what_is_assumed(made, name):
    what = made(name, "(exp(x) - exp(-x))/2", "x=0.5:2")
    assert proved(what).bound is None, "nothing is assumed"
    truth = "(exp(x) - 1/exp(x))/2"
    found = [proved(made(name, truth, "x=0.5:2", f"math.exp<={k}ulp")) for k in ("0.52", "1", "40")]
    bounds = [p.bound for p in found]
    assert max(errors(what)) <= bounds[0] < bounds[1] < bounds[2]
    assert bounds[2] > 40
    assert found[0].note.endswith("; assumed: math.exp<=0.52ulp")


def test_what_is_assumed_of_another_function_is_of_no_use(made):
    assert proved(made("sinh", "(exp(x) - 1/exp(x))/2", "x=0.5:2", "math.cos<=1ulp")).bound is None


def test_a_function_that_branches_is_not_traced_through(made):
    assert proved(made("wrong", "exp(x)", "x=0.5:2", "math.exp<=1ulp")).bound is None


def test_results_that_the_operations_do_not_give_refuse_the_bound(made):
    what = made("sinh", "(exp(x) - 1/exp(x))/2", "x=0.5:2", "math.exp<=0.52ulp")
    right = what.function(1.25)
    assert proved(what, [((1.25,), right)]).bound is not None
    assert proved(what, [((1.25,), math.nextafter(right, 9))]).bound is None


def test_a_power_has_two_arguments(made):
    what = made("power", "2^x*1.5", "x=0.5:2", "math.pow<=0.6ulp")
    assert max(errors(what)) <= proved(what).bound < 4


def test_the_function_that_is_traced_is_left_as_it_is(made):
    what = made("nested", "(exp(x) - 1/exp(x))/2", "x=0.5:2", "math.exp<=1ulp")
    before = what.function(1.0)
    done = traced(traceable(what.function, what.assumed), ("x",))
    assert text(done).count("exp(x)") == 2
    assert what.function(1.0) == before
    assert math.exp is what.assumed[0].function
    fixed = traceable(partial(lambda a, x: math.exp(x) * a, 2.0), what.assumed)
    assert "exp(x)" in text(traced(fixed, ("x",)))


def test_bounds_of_float32_hold_and_are_float32s(made):
    what = made("single", "sqrt(x*x + 1)*0.3 - x", "x=1:3", format="float32")
    assert isinstance(what.function(*what.arguments((1.5,))), np.float32)
    wide = made("single", "sqrt(x*x + 1)*0.3 - x", "x=1:3")
    # 0.3 in the code is a float64, so that the formula has it too.
    held = f"{(0.3).hex()}"
    narrow = proved(made("single", f"sqrt(x*x + 1)*{held} - x", "x=1:3", format="float32"))
    double = proved(made("single", f"sqrt(x*x + 1)*{held} - x", "x=1:3"))
    most = max(errors(what))
    assert most <= narrow.bound < 40 * most
    assert most > 0.6, "in float64's arithmetic it would be a half at most"
    assert double.bound == pytest.approx(narrow.bound, rel=0.2)
    assert wide.format.bits == 53


def test_float16_has_no_bound(made):
    assert (
        "float64 and float32 alone"
        in proved(made("single", "sqrt(x*x + 1)*0.3 - x", "x=1:3", format="float16")).note
    )


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("math.exp<0.52", "write --assume 'math.exp<=0.52ulp'"),
        ("math.exp<=0ulp", "more than 0"),
        ("math.exp<=1e9ulp", "at most 65536 ulps"),
        ("nothing<=1ulp", "not a function of the formula language"),
        ("math.degrees<=1ulp", "math.degrees computes is not known"),
        ("own.f<=1ulp", "own.f computes is not known"),
    ],
)
def test_what_cannot_be_assumed_is_told(option, told):
    with pytest.raises(BadInput, match=told):
        parsed([option])


def test_a_logarithm_to_a_base_is_not_taken_for_the_natural_one(made):
    found = proved(made("based", "log(x)", "x=2:3", "math.log<=1ulp"))
    assert (found.bound, found.absolute) == (None, None)
    assert "cannot be followed" in found.note


def hypotenuse_less(x):
    return math.sqrt(x * x + 1.0) - 0.5 * x


def test_python_s_square_root_is_traced_as_ieee_has_it():
    """No assumption is needed: at every float of the domain the error, by mpmath, is within the bound."""
    low, high = 1.0, 1.0 + 2.0**-44
    what = subject("own", "sqrt(x^2 + 1) - x/2", [f"x={low.hex()}:{high.hex()}"], function=hypotenuse_less)
    bound = search(what, Budget(600), 0, Limits(1024)).proved_bound
    with mpmath.workprec(200):
        errors = []
        for k in range(257):
            x = low + k * math.ulp(low)
            truth = mpmath.sqrt(mpmath.mpf(x) ** 2 + 1) - mpmath.mpf(x) / 2
            errors.append(abs(hypotenuse_less(x) - truth) / math.ulp(float(truth)))
    assert max(errors) <= bound < 8  # four roundings, of which none is magnified by 2


def test_it_is_not_traced_among_numpys_narrow_numbers():
    what = subject("own", "sqrt(x)", ["x=1:2"], format="float32", function=lambda x: np.float32(math.sqrt(x)))
    assert search(what, Budget(600), 0, Limits(1024)).proved_bound is None
