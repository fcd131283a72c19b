"""Bad input of what is followed, and exact numbers with which things are done that nobody follows."""

import ctypes
import decimal
import fractions
import json
import struct
import threading
import types
from array import array
from decimal import Decimal
from fractions import Fraction

import pytest
from flint import arb
from inside.followed_on_rationals import variance

from verify.arithmetic.precision import precision
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
    with pytest.raises(BadInput, match="returned None, no number"):
        follow(returns_none, [1.0])
    with pytest.raises(BadInput, match="has no source file"):
        follow(eval("lambda x: x"), [1.0])


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
