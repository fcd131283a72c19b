"""Code that does with every float what it does with a number that traces it, and code that may not."""

import functools
import math

import numpy as np
import pytest

from verify.checking.proving.straight import is_arithmetic
from verify.checking.subjects import target

COEFFICIENTS = (3.0, -2.0, 1.0)
CHANGED = [3.0, -2.0]
CALLS = 0


def horner(x):
    total = 0.0
    for a in COEFFICIENTS:
        total = total * x + a
    return total


def squared(x):
    return x * x


def powers(x, n=5):
    terms = [1.0]
    for _ in range(n):
        terms = [*terms, terms[-1] * x]
    first, *_ = terms
    return first + terms[2] - terms[3] / (n if n > 2 else 1)


def entries(x):
    parts = [squared(x) * k for k in range(1, 4)]
    return parts[0] + parts[1], -parts[2]


def enclosing(scale):
    return lambda x: np.sqrt(np.add(x, scale)) * scale


@pytest.mark.parametrize(
    "function",
    [
        horner,
        squared,
        powers,
        target.Part(entries, (1,)),
        target.fitted("powers", powers, ["x"], {"n": 3}),
        target.fitted("f", lambda n, x: n * x, ["x"], {"n": 3}),
        enclosing(0.5),
        np.add,
        lambda x: (lambda y: y - 1.0)(x),
    ],
)
def test_arithmetic_is_seen(function):
    assert is_arithmetic(function)


def counted(x):
    global CALLS
    CALLS += 1
    return x * x


def tried(x):
    try:
        math.floor(x)
    except TypeError:
        return x
    return x * x


def counting():
    calls = 0

    def inner(x):
        nonlocal calls
        calls = calls + 1
        return x * calls

    return inner


class Callable:
    def __call__(self, x):
        return x * x


def kept(x, before=[0.0]):  # noqa: B006
    return x + before[0]


def looked(x):
    if isinstance(x, float) and x == 0.3:
        return 0.0
    return x * x


def by_way_of(x):
    return looked(x)


def remembered(x):
    CHANGED[0] = CHANGED[0] + 1
    return x


@pytest.mark.parametrize(
    "function",
    [
        math.sqrt,
        np.hypot,
        np.dot,
        counted,
        tried,
        counting(),
        Callable(),
        Callable().__call__,
        functools.cache(squared),
        kept,
        looked,
        by_way_of,
        remembered,
        lambda x: CHANGED[0] * x,
        lambda x: np.dot([x, x], [x, x]),
        lambda x: np.array([x, x]) @ [x, x],
        lambda x: [x] @ (x,),
        lambda x: np.sum([x, x]),
        lambda x: sum([x, x]),
        lambda x: x if type(x) is float else x * x,
        lambda x: x if hasattr(x, "sqrt") else x * x,
        lambda x: x.sqrt(),
        lambda x: x.real,
        lambda x: x if f"{x}" == "0.3" else x * x,
        lambda x: len("%s" % x) * x,  # noqa: UP031
        lambda x: x if id(x) % 2 else x * x,
        lambda x: np.float32(0.1) * x + np.float64(0.0),
        lambda x: x if x is COEFFICIENTS else x * x,
        lambda x: {0.3: 7.0}[x],
        target.fitted("f", lambda n, x: n % x, ["x"], {"n": "%s"}),
        target.Part(looked, (0,)),
        functools.partial(looked),
        lambda x: missing(x),  # noqa: F821
    ],
)
def test_what_may_do_otherwise_with_floats_is_not_arithmetic(function):
    assert not is_arithmetic(function)
