"""Bits of a number that leave as bytes, text, lengths or another type: no exact value is claimed of them."""

import ctypes
import math
import re
import struct

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow
from verify.inside.run.kinds import FLOAT32


def narrow():
    return np.float32(1.1)


SCALARS = [
    lambda x: float((np.float32(x) * narrow()).view(np.int32) * 1.0),
    lambda x: (np.float32(x) * narrow()).tobytes()[0] * 1.0,
    lambda x: bytes((np.float32(x) * narrow()).data)[0] * 1.0,
]


def pointed_to(x):
    v = np.array([x * 1.1])
    return ctypes.cast(v.ctypes.data, ctypes.POINTER(ctypes.c_int64))[0] * x


def packed_into(x):
    kept = bytearray(8)
    struct.pack_into("d", kept, 0, x * 1.1)
    return kept[0] * x


BUFFERS = [
    pointed_to,
    packed_into,
    lambda x: memoryview(np.array([x * 1.1])).cast("B")[0] * x,
    lambda x: np.array([x * 1.1]).data.tobytes()[0] * x,
    lambda x: bytes(np.array([x * 1.1]))[0] * x,
    lambda x: np.array([x * 1.1]).tobytes()[0] * x,
    lambda x: (np.array([x * 1.1]) + 1j).tobytes()[0] * x,
    lambda x: struct.pack("d", x * 1.1)[0] * x,
    lambda x: struct.unpack("q", struct.pack("d", x * 1.1))[0] * x,
]

TEXTS = [
    lambda x: str(x * 1.1).find("5") * x,
    lambda x: str.count(str(x * 1.1), "1") * x,
    lambda x: str(x * 1.1).startswith("1") * x,
    lambda x: str(x * 1.1).isdigit() * x + x,
    lambda x: len(str(x * 1.1).split("1")) * x,
    lambda x: len(str(x * 1.1).partition("1")[0]) * x,
    lambda x: str(x * 1.1).encode()[3] * x,
    lambda x: ord(str(x * 1.1)[3]) * x,
    lambda x: len(re.findall("1", str(x * 1.1))) * x,
    lambda x: f"{x * 1.1}".zfill(30).count("0") * x,
    lambda x: "".join(["a", str(x * 1.1)]).count("1") * x,
    lambda x: ("a" + str(x * 1.1)).count("1") * x,
    lambda x: str(x * 1.1)[3:].count("0") * x,
    lambda x: (x * 1.1).hex().count("3") * x,
    lambda x: (x * 1.1).__repr__().count("1") * x,
    lambda x: next(map(str, [x * 1.1])).count("1") * x,
    lambda x: next(map("{:.20f}".format, [x * 1.1])).count("1") * x,
    lambda x: len((x * 1.1).__format__(".20f")) * x,
    lambda x: np.float32(x).__str__().count("1") * x,
    lambda x: np.array([x * 1.1]).__repr__().count("1") * x,
]

HASHES = [
    lambda x: (x * 1.1).__hash__() % 7 * x,
    lambda x: (x * 1.1,).__hash__() % 7 * x,
    lambda x: np.float32(x).__hash__() % 7 * x,
]


@pytest.mark.parametrize("function", SCALARS + BUFFERS + TEXTS + HASHES)
def test_bits_are_no_exact_number(function):
    found = account(follow(function, [1.1]))
    assert found.trace.computed() == function(1.1)
    assert found.exact is None


def of_a_remainder(x):
    return (np.array([x]) % np.array([0.7]))[0] + np.float32(0.1)


NUMPYS = [
    of_a_remainder,
    lambda x: np.float64(x) ** 2 + np.float32(0.1),
    lambda x: np.float64(x) // 0.7 + np.float32(0.1),
    lambda x: np.float64(x) % 0.7 + np.float32(0.1),
    lambda x: divmod(np.float64(x), 0.7)[1] + np.float32(0.1),
    lambda x: sum([np.float64(x), 0.7]) + np.float32(0.1),
    lambda x: np.array([x])[0] + np.float32(0.1),
    lambda x: sum([x, np.int64(2)]) + np.float32(0.1),
]


@pytest.mark.parametrize("function", NUMPYS)
def test_numpys_float_stays_numpys_through_operators(function):
    trace = follow(function, [5.3])
    assert trace.computed() == function(5.3)
    assert trace.tape.kind(trace.place()) != FLOAT32


PYTHONS = [
    lambda x: math.pow(np.float64(x), 2.0) + np.float32(0.1),
    lambda x: math.fabs(np.float64(x)) + np.float32(0.1),
    lambda x: np.array([x]).tolist()[0] + np.float32(0.1),
    lambda x: np.array([[x]]).tolist()[0][0] + np.float32(0.1),
    lambda x: np.array([x])[0].item() + np.float32(0.1),
    lambda x: (np.array([x])[0] + 1).item() + np.float32(0.1),
]


@pytest.mark.parametrize("function", PYTHONS)
def test_what_is_pythons_float_is_weak(function):
    trace = follow(function, [5.3])
    assert trace.computed() == function(5.3)
    assert trace.tape.kind(trace.place()) == FLOAT32


def steps(x):
    total = 0.0
    for _ in np.arange(0, x * 10):
        total += 1.5
    return total


@pytest.mark.parametrize("function", [lambda x: len(np.arange(0, x * 10)) * 1.5, steps])
def test_how_many_entries_there_are_is_a_decision(function):
    found = account(follow(function, [1.1]))
    assert found.trace.computed() == function(1.1) == 16.5
    assert found.exact == 18  # 1.1 is a little larger, and arange goes up to it


def told(x):
    print("value " + str(x) + f"{x:.3f}".rjust(10).strip())
    return x * 1.1


def test_what_is_only_printed_does_no_harm():
    assert account(follow(told, [1.1])).certified


def test_what_is_numpys_is_found_out_however_long_ago():
    def f(x):
        total = np.float64(x)
        for _ in range(11_000):
            total = total + 0.1
        return total + np.float32(0.1)

    trace = follow(f, [5.3])
    assert trace.tape.kind(trace.place()) != FLOAT32


def test_numpys_float_is_rounded_by_way_of_a_power_of_ten():
    """2.675 is a little below; 267.5, its product with 100 in floats, is not."""
    found = account(follow(lambda x: round(np.float64(x), 2), [2.675]))
    assert found.trace.computed() == 2.68
    with precision(400):
        assert found.exact.contains(arb(fmpq(267, 100)))
    assert [(b.kind, b.exact) for b in found.branches] == [("decimal", False)]
