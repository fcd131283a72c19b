"""Arrays of no axes, or of one entry, that become numbers again: nothing of them is taken as exact."""

import math
from fractions import Fraction as F

import numpy as np
import pytest
from flint import fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow


def by_float(x):
    return float(np.array(x / 3)) * 3 - x


def by_item(x):
    return np.array([x / 3]).sum(keepdims=True).item() * 3


def by_complex(x):
    return complex(np.array(x / 3)).real * 3


def by_map(x):
    return next(map(float, [np.array(x / 3)])) * 3


def by_abs_and_max(x):
    return abs(np.array(-x / 3)) * 3 + max(np.array(x / 3), 0.01)


def by_square(x):
    return math.pow(np.array(x / 3), 2)


def by_copy(x):
    b = np.array(x / 3).copy()
    b[b < 5] = 2 * b
    return float(b)


def by_moved_axes(x):
    b = np.moveaxis(np.asarray(x / 3), (), ()).reshape(())
    b[...] = 2 * b
    return float(b)


def by_nothing(x):
    empty = np.array([]) * x
    return np.prod(empty) * x + np.sum(empty) + np.prod(np.zeros((0, 2)), axis=0)[1] * x / 3


EXACT = {
    by_float: F(0),
    by_item: F(0.1),
    by_complex: F(0.1),
    by_map: F(0.1),
    by_abs_and_max: F(0.1) * F(4, 3),
    by_square: (F(0.1) / 3) ** 2,
    by_copy: F(0.1) * 2 / 3,
    by_moved_axes: F(0.1) * 2 / 3,
    by_nothing: F(0.1) * 4 / 3,
}


@pytest.mark.parametrize("function", EXACT, ids=lambda f: f.__name__)
def test_a_number_that_was_an_array_is_followed(function):
    found = account(follow(function, [0.1]))
    exact = EXACT[function]
    with precision(300):
        assert found.along.contains(fmpq(exact.numerator, exact.denominator))


def by_int(x):
    return int(np.array(x * 30) / 3)


def by_floor(x):
    return math.floor(np.array(x * 30) / 3)


def unseen(x):
    return np.array(x * 30) / 3


def by_unseen_int(x):
    return unseen(x).__int__()


@pytest.mark.parametrize("function", [by_int, by_floor, by_unseen_int], ids=lambda f: f.__name__)
def test_a_whole_number_of_an_array_is_a_decision(function):
    trace = follow(function, [0.1])
    assert [d.kind for d in trace.tape.decisions] == ["floor" if function is by_floor else "trunc"]


def by_text(x):
    return float(str(np.array([x / 3]))[1:-1])


def by_format(x):
    return float(f"{np.array(x / 3):.3f}")


def by_repr(x):
    return float(repr(np.array(x / 3))[6:-1])


@pytest.mark.parametrize("function", [by_text, by_format, by_repr], ids=lambda f: f.__name__)
def test_an_array_that_was_written_down_is_not_certified(function):
    assert not account(follow(function, [0.1])).certified


def test_a_sum_by_operator_keeps_its_shape():
    import operator

    def negative(x):
        return operator.neg(np.array([x]))[0] * 1

    assert follow(negative, [0.5]).computed() == -0.5
