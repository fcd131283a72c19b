"""Numbers that leave an array unseen: what is not followed is not certified."""

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow

VALUES = 1e6 + 1e3 * np.sin(np.arange(50.0))


def by_out(x):
    y = np.empty(3)
    np.multiply(x[:3], 0.1, out=y)
    return y[0] + y[1]


def by_buffer(x):
    return np.frombuffer((x / 3).tobytes()).sum()


def by_integers(x):
    counts = np.zeros(3, dtype=int)
    counts[0] = (x[0] / 3 * 3 - x[0] + 0.1) * 10
    return float(counts[0])


def by_view(x):
    return (x / 3).view(np.int64).view(np.float64).sum()


def by_large_integers(x):
    return (np.array([2**53 + 1, 3]) * x[:2])[0]


def by_vectorize(x):
    return float(np.vectorize(lambda v: v / 3, otypes=[float])(x)[0])


def by_iterator(x):
    return sum(float(v) for v in np.nditer(x / 3))


def by_memory(x):
    return memoryview(x / 3)[2] + 1


def by_generator(x):
    return float(np.random.default_rng(1).normal(x[0] / 3, 1.0))


def by_shuffle(x):
    y = x[:5] / 3
    np.random.RandomState(3).shuffle(y)
    return y[0] + y[1]


def by_put(x):
    y = x[:5] / 3
    np.put(y, [0, 2], [1.5, 2.5])
    return y[0] / 3


def by_histogram(x):
    return float(np.histogram(x / 3, bins=4)[0][1])


def by_searching(x):
    return float(np.searchsorted(x / 3, x[3] / 3, sorter=np.argsort(x)))


SLIPPERY = [by_buffer, by_view, by_large_integers, by_vectorize, by_iterator]


SLIPPERY += [by_memory, by_generator, by_shuffle, by_put, by_histogram, by_searching]


def by_real_part(x):
    z = np.zeros(2, dtype=np.complex64)
    z.real += x[0] / 3
    return float(z.real[0]) + 1


def by_sorted_pairs(x):
    z = np.array([complex(0.3, 2), complex(0.1 + 0.2, 1)])  # sorted as floats; a tie of the real parts
    z.sort()
    return float(z[0].imag) + x[0] / 3


def by_partition(x):
    y = np.array([0.1, 0.3, 0.1 + 0.2])  # as numpy wants it already
    y.partition(1)
    return float(y[0]) + x[0] / 3


SLIPPERY += [by_real_part, by_sorted_pairs, by_partition]


@pytest.mark.parametrize("function", SLIPPERY, ids=lambda f: f.__name__)
def test_what_is_not_followed_is_not_certified(function):
    trace = follow(function, [VALUES])
    assert trace.computed() == function(VALUES)
    assert not account(trace).certified


def test_a_number_stored_among_integers_is_a_decision():
    found = account(follow(by_integers, [VALUES]))
    assert [b.kind for b in found.branches] in ([], ["trunc"])
    assert found.exact in (1, None)


def test_an_output_array_is_filled():
    found = account(follow(by_out, [VALUES]))
    with precision(400):
        x = [fmpq(*v.as_integer_ratio()) for v in VALUES[:2].tolist()]
        assert found.exact.overlaps(arb((x[0] + x[1]) / 10))


def largest(x):
    v = np.array([0.3, 0.1 + 0.2])
    return np.argmax(v) + x[0] / 3


def least(x):
    v = np.array([x[0], 0.1 + 0.2, 0.3])
    return v.argmin() + x[0] / 3


def signs(x):
    return np.sign(np.array([0.1 + 0.2, 0.3]) - 0.3).sum() + x[0] / 3


@pytest.mark.parametrize(("function", "whole"), [(largest, 0), (least, 1), (signs, 0)])
def test_of_a_tie_the_first_is_taken_and_nothing_has_no_sign(function, whole):
    trace = follow(function, [np.array([0.7])])
    assert trace.computed() == function([0.7]) != whole + 0.7 / 3
    found = account(trace)
    assert found.turned is not None
    with precision(400):
        assert found.exact.overlaps(arb(fmpq(*(0.7).as_integer_ratio()) / 3 + whole))


def test_of_entries_that_are_one_float_the_largest_in_exact_arithmetic_has_the_error():
    def f(x):
        return float(np.max(np.array([29.98, 29.985, 29.981], dtype=np.float16))) + x

    found = account(follow(f, [0.25]))
    assert found.trace.computed() == f(0.25)
    assert found.reason is None
    with precision(400):
        assert found.exact.overlaps(arb(fmpq(29985, 1000) + fmpq(1, 4)))
        assert found.unattributed().contains(0)
