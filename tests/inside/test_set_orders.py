"""What is made of a set's members in their order is settled only where they have no error."""

import collections
import contextlib
import copy
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


def added_to_a_list(x):
    found = []
    found += {x / 3, x * 1.1}
    return found[0]


def in_place_of_a_slice(x):
    found = [0, 0]
    found[:] = {x / 3, x * 1.1}
    return found[0]


def apart_within(x):
    (a, b), _ = {x / 3, x * 1.1}, 1
    return a - 2 * b


def apart_in_a_loop(x):
    for a, b in [{x / 3, x * 1.1}]:
        x = a - 2 * b
    return x


def apart_by_with(x):
    with contextlib.nullcontext({x / 3, x * 1.1}) as (a, b):
        return a - 2 * b


def added_to_a_dict(x):
    found = {}
    found |= {(x / 3, 1), (x * 1.1, 2)}
    return next(iter(found))


class Subset(set):
    """A set of the program's own."""


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
    added_to_a_list,
    in_place_of_a_slice,
    apart_within,
    apart_in_a_loop,
    apart_by_with,
    added_to_a_dict,
    lambda x: max({x / 3, x * 1.1}, key=int),
    lambda x: sorted({x / 3, x * 1.1}, key=int)[0],
    lambda x: sum({(x / 3,), (x * 1.1,)}, ())[0],
    lambda x: collections.Counter({x / 3, x * 1.1}).most_common(1)[0][0],
    lambda x: next({x / 3, x * 1.1}.__iter__()),
    lambda x: list(copy.copy({x / 3, x * 1.1}) | {0.5})[0],  # noqa: RUF015
    lambda x: list({x / 3: 1, x * 1.1: 2}.keys() - {1})[0],  # noqa: RUF015
    lambda x: list(Subset([x / 3, x * 1.1]))[0],  # noqa: RUF015
    lambda x: list({(x / 3, 1), (x * 1.1, 2)})[0][0],  # noqa: RUF015
]


@pytest.mark.parametrize("program", IN_ORDER, ids=range(len(IN_ORDER)))
def test_the_order_of_a_set_is_open(program):
    assert account(follow(program, [0.7])).exact is None


def of_any_order(x):
    members = {x / 3}
    members.add(x * 1.1)
    return sum(members) + sum(sorted(members)) + len(members) + (x in members) + max(members)


def as_a_set_is(x):
    made = {x / 3} | frozenset([x * 1.1])
    assert type(made) is set
    assert isinstance({1: 2}.keys() - {1}, set)
    assert issubclass(Subset, set)
    assert not isinstance(made, Subset)
    return (
        sorted({(x, 1), (x / 3, 2)})[0][0] + sum(copy.deepcopy(made)) + ({frozenset([x]): x}[frozenset({x})])
    )


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


@pytest.mark.parametrize(
    "program", [of_any_order, as_a_set_is, exactly, kept_as_one, in_the_order_of_insertion]
)
def test_where_the_order_is_no_matter_it_is_settled(program):
    assert account(follow(program, [0.7])).exact is not None
