"""What is made of a set's members in their order is settled only where they have no error."""

import functools
import operator

import pytest

from verify.inside.account import account
from verify.inside.follow import follow


def through(x):
    total = 0.0
    for v in {x / 3, x * 1.1}:
        total = 2 * total + v
    return total


def apart(x):
    a, b = {x / 3, x * 1.1}
    return a - 2 * b


def taken_out(x):
    return {x / 3, x * 1.1}.pop()


def delegated(x):
    def inner():
        yield from {x / 3, x * 1.1}

    return next(inner())


IN_ORDER = [
    through,
    apart,
    taken_out,
    delegated,
    lambda x: list({x / 3, x * 1.1})[0],  # noqa: RUF015
    lambda x: next(iter(frozenset([x / 3, x * 1.1]))),
    lambda x: next(v * 2 for v in {x / 3, x * 1.1}),
    lambda x: [*{x / 3, x * 1.1}][0],  # noqa: RUF015
    lambda x: dict(enumerate({x / 3, x * 1.1}))[0],
    lambda x: functools.reduce(operator.sub, {x / 3, x * 1.1}),
    lambda x: list({(x / 3, 1), (x * 1.1, 2)})[0][0],  # noqa: RUF015
]


@pytest.mark.parametrize("program", IN_ORDER, ids=range(len(IN_ORDER)))
def test_the_order_of_a_set_is_open(program):
    assert account(follow(program, [0.7])).exact is None


def of_any_order(x):
    members = {x / 3}
    members.add(x * 1.1)
    return sum(members) + sum(sorted(members)) + len(members) + (x in members) + max(members)


def exactly(x):
    total = 0.0
    for v in {1.5, x}:
        total = 2 * total + v
    return total


def kept_as_one(x):
    kept = []
    kept.append({x / 3, x * 1.1})
    return x / 3 + len(kept[0])


def in_the_order_of_insertion(x):
    return sum(k * v for k, v in {x / 3: 1.0, x * 1.1: 2.0}.items())


@pytest.mark.parametrize("program", [of_any_order, exactly, kept_as_one, in_the_order_of_insertion])
def test_where_the_order_is_no_matter_it_is_settled(program):
    assert account(follow(program, [0.7])).exact is not None
