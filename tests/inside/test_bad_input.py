"""Bad input of what is followed, and exact numbers with which things are done that nobody follows."""

import ctypes
import decimal
import fractions
import json
import struct
import threading
import types
import warnings
from array import array
from decimal import Decimal
from fractions import Fraction

import ml_dtypes
import numpy as np
import pytest
from flint import arb
from inside.followed_on_rationals import variance

from verify.arithmetic.precision import precision
from verify.checking.blame import blamed
from verify.core.errors import BadInput
from verify.inside.account import account
from verify.inside.follow import NotFollowed, follow

# --- bad input -------------------------------------------------------------------------------------------


def raises(x):
    return 1 / (x - x)


def returns_none(x):
    return None


def starts_a_thread(x):
    thread = threading.Thread(target=print)
    thread.start()
    thread.join()
    return x / 3


def starts_a_pool(x):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: x / 3).result()


COUNT = [0.0]


def changes_what_it_captures(x):
    COUNT[0] += 1.0
    return x + COUNT[0]


def test_bad_input_is_one_clear_line():
    with pytest.raises(BadInput, match=r"raises raised ZeroDivisionError: .*; give inputs"):
        follow(raises, [1.0])
    with pytest.raises(BadInput, match="returned None, not a number"):
        follow(returns_none, [1.0])
    with pytest.raises(BadInput, match="has no source that can be read"):
        follow(eval("lambda x: x"), [1.0])


def returns_a_longdouble(x):
    return np.longdouble(x)


def returns_complex64(x):
    return np.complex64(x)


def returns_bfloat16(x):
    return ml_dtypes.bfloat16(x)


def generates(x):
    yield x


def never_returns(x):
    return never_returns(x)


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (returns_a_longdouble, "returned numbers of type longdouble, which are not followed;"),
        (returns_complex64, "returned numbers of type complex64, which are not followed;"),
        (returns_bfloat16, "returned numbers of type bfloat16, which are not followed;"),
        (generates, "returned a generator, not a number;"),
        (never_returns, "raised RecursionError: maximum recursion depth exceeded"),
    ],
)
@pytest.mark.parametrize("x", [0.5, np.float32(0.5)])
def test_what_is_returned_is_named(function, says, x):
    with pytest.raises(BadInput) as refused:
        follow(function, [x])
    assert says in str(refused.value)
    assert not isinstance(refused.value, NotFollowed)
    assert "0x" not in str(refused.value)


def warns(x):
    warnings.warn("careful", stacklevel=1)
    return x / 3


def heeds_its_warning(x):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            warns(x)
        except UserWarning:
            return x / 7
    return x


def test_a_warning_is_said_once_and_may_decide():
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert account(follow(warns, [np.float32(0.3)])).certified
    assert [str(w.message) for w in said] == ["careful"]
    assert account(follow(heeds_its_warning, [0.3])).certified


def overflows(x):
    large = x * np.float32(1e38)
    larger = large * 10
    return larger - large


def test_where_a_result_first_was_not_finite_is_told():
    with np.errstate(over="ignore"):
        row = blamed("overflows", overflows, {"x": np.float32(1.5)})
    assert row["not_finite"]["code"] == "large * 10"
    assert row["computed"] == "inf"
    assert blamed("raises", abs, {"x": 1.5})["not_finite"] is None


def test_threads_are_not_followed():
    with pytest.raises(NotFollowed, match="threads"):
        follow(starts_a_thread, [0.1])
    found = account(follow(starts_a_pool, [0.1]))
    assert not found.certified
    assert "threads" in found.reason


def test_a_function_that_is_not_the_same_twice_is_not_certified():
    changes_what_it_captures(0.0)
    found = account(follow(changes_what_it_captures, [0.1]))
    assert not found.certified
    assert "run again" in found.reason


def test_an_infinity_begins_a_search():
    found = account(follow(from_infinity, [0.1]))
    assert found.certified
    assert not found.reason
    assert found.unattributed().contains(0)


def from_infinity(x):
    best = float("inf")
    for v in (x / 3, x / 7):
        best = min(best, v)
    return best


def test_a_closure_is_followed_with_what_it_holds():
    third = 1.0 / 3

    def inner(x):
        return third * x

    found = account(follow(inner, [3.0]))
    with precision(300):
        assert found.exact.overlaps(arb(third) * 3)
    assert found.certified


def test_the_original_is_untouched():
    before = variance.__code__
    follow(variance, [[1.0, 2.0]])
    assert variance.__code__ is before
    assert type(variance([1.0, 2.0])) is float
    assert fractions.Fraction is Fraction
    assert decimal.Decimal is Decimal


# --- exact numbers, but what is done with them is not followed -------------------------------------------


def exact_by_text(x):
    return float(f"{x:.3f}")


def exact_by_percent(x):
    return float("%.3f" % x)  # noqa: UP031


def exact_by_decimal(x):
    return float(Decimal(x) / 3)


def exact_by_decimal_branch(x):
    return 1.0 if Decimal(x) / 3 * 3 == Decimal(x) else 2.0


def exact_by_json(x):
    return float(json.dumps(x)[:4])


def exact_by_array(x):
    return float(array("f", [x])[0])


def exact_by_bytes(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def exact_by_a_callback(x):
    call = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(lambda t: t * x)
    return call(2)


def exact_by_formatting(x):
    return {f"{x * 3:.17g}": 1.0}.get("0.37034999999999996", 2.0)


def exact_by_object(x):
    box = types.SimpleNamespace(value=json.dumps([x])[1:5])
    return float(box.value)


@pytest.mark.parametrize(
    "function",
    [
        exact_by_text,
        exact_by_percent,
        exact_by_decimal,
        exact_by_decimal_branch,
        exact_by_json,
        exact_by_array,
        exact_by_bytes,
        exact_by_object,
        exact_by_a_callback,
        exact_by_formatting,
    ],
    ids=lambda f: f.__name__,
)
def test_an_exact_number_that_slips_away_is_not_certified(function):
    trace = follow(function, [0.12345])
    assert trace.computed() == function(0.12345)
    assert not account(trace).certified
