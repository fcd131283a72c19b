"""Objects that hold numbers where numpy alone sees them: what comes of them is followed or not certified."""

import collections
import math
from fractions import Fraction as F

import numpy as np
import pytest
from flint import fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow


class Holder:
    def __init__(self, x):
        self.x = x

    def __array__(self, dtype=None, copy=None):
        return np.array([self.x / 3])


class Float:
    def __init__(self, x):
        self.x = x

    def __float__(self):
        return self.x / 3


class Pair:
    def __init__(self, x):
        self.x = x

    def __len__(self):
        return 2

    def __getitem__(self, k):
        if k > 1:
            raise IndexError
        return self.x / 3


Named = collections.namedtuple("Named", "a b")


def generated(x):
    return np.fromiter((v / 3 for v in [x]), float)[0] * 3


def mapped(x):
    return np.fromiter(map((3.0).__rtruediv__, [x]), float)[0] * 3


def by_function(x):
    return np.fromfunction(lambda i: (i + 1) * x / 3, (1,))[0] * 3


def in_memory(x):
    return np.array(memoryview(np.array([x / 3])))[0] * 3


def exact_fraction(x):
    return np.array([F(1, 3)], dtype=float)[0] * 3 * x


PROGRAMS = [generated, mapped, by_function, in_memory, exact_fraction]
PROGRAMS += [
    lambda x: np.array(Holder(x))[0] * 3,
    lambda x: np.asarray(Holder(x))[0] * 3,
    lambda x: np.sum(Holder(x)) * 3,
    lambda x: float(Float(x)) * 3,
    lambda x: np.float64(Float(x)) * 3,
    lambda x: np.array(Pair(x))[0] * 3,
    lambda x: np.sqrt(Pair(x))[0] ** 2 * 3,
    lambda x: np.array([Float(x)], dtype=float)[0] * 3,
    lambda x: np.array(collections.deque([x / 3]))[0] * 3,
    lambda x: np.array(Named(x / 3, 1.0))[0] * 3,
    lambda x: np.mean(Named(x / 3, x / 3)) * 3,
    lambda x: np.maximum(Holder(x), 0.0)[0] * 3,
]


# A followed number that __float__ returns is of a class of its own: Python warns where it made the call.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("function", PROGRAMS)
def test_it_is_right_or_not_certified(function):
    found = account(follow(function, [0.1]))
    x = F(0.1)
    with precision(300):
        assert found.exact is None or found.exact.contains(fmpq(x.numerator, x.denominator))


def test_plain_data_stays_exact():
    def data(x):
        grid = np.arange(3) + np.linspace(0.0, 1.0, 3) + np.full(3, 0.5) + np.ones(3, dtype=float)
        return (np.array(range(3), dtype=float) * grid).sum() * x

    assert account(follow(data, [0.1])).certified


class Slotted:
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x

    def __float__(self):
        return self.x / 3


def size_of_a_slot(x):
    return math.fabs(Slotted(x)) * 3


def scaled_slot(x):
    return math.ldexp(Slotted(x), 1) * 3 / 2


def summed_slot(x):
    return math.fsum([Slotted(x)]) * 3


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("function", [size_of_a_slot, scaled_slot, summed_slot], ids=lambda f: f.__name__)
def test_a_number_in_a_slot_is_no_exact_data(function):
    found = account(follow(function, [0.1]))
    x = F(0.1)
    with precision(300):
        assert found.exact is None or found.exact.contains(fmpq(x.numerator, x.denominator))
