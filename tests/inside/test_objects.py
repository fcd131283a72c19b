"""Objects that are given as inputs: their attributes are followed, they themselves stay as they are."""

import functools
from collections import OrderedDict, defaultdict, deque
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import pytest
from flint import fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.blame import blame
from verify.inside.follow import follow
from verify.inside.lines import lines


@dataclass(frozen=True)
class Point:
    x: float
    y: float

    def square(self):
        return self.x * self.x + self.y * self.y


class Body:
    __slots__ = ("__mass", "at", "next")

    def __init__(self, at, mass):
        self.at = at
        self.__mass = mass
        self.next = self

    def force(self, other):
        other.at = Point(other.at.x, other.at.y)
        difference = self.next.at.square() - other.at.square()
        return self.__mass * difference

    def __call__(self, scale):
        return self.__mass * scale


def pair():
    return Body(Point(1.0, 1.1), 0.1), Body(Point(1.0, 1.1 + 1e-9), 0.3)


def exactly(a, b):
    """The force by exact rationals."""
    one, other = (sum(fmpq(*v.as_integer_ratio()) ** 2 for v in (p.at.x, p.at.y)) for p in (a, b))
    return fmpq(*(0.1).as_integer_ratio()) * (one - other)


@pytest.mark.parametrize("bound", [True, False])
def test_a_method_is_followed_with_its_object(bound):
    a, b = pair()
    at = b.at
    trace = follow(a.force, {"other": b}) if bound else follow(Body.force, {"self": a, "other": b})
    assert not trace.stopped
    assert not trace.tape.leaks
    with precision(300):
        exact = trace.exact()
        assert exact.contains(exactly(*pair()))
        assert exact.rel_accuracy_bits() > 200
    assert b.at is at, "the object that was given is not changed"
    guilty = lines(blame(account(trace)).guilty)
    assert any("square() - other" in s.site.code for line in guilty for s in line.sites if line.magnifies)


class Shifted:
    """A method kept as an attribute, a value beside a property of its name, a class attribute."""

    SHIFT = 0.1

    def __init__(self, x):
        self.__dict__["x"] = x
        self.how = self.shifted

    @property
    def x(self):
        return self.__dict__["x"] * 2.0

    def shifted(self):
        return self.x + self.SHIFT


def test_methods_kept_as_attributes_and_properties():
    trace = follow(lambda s: s.how() - s.x, {"s": Shifted(3.0)})
    assert not trace.tape.leaks
    with precision(200):
        exact = trace.exact()
        assert exact.contains(fmpq(1, 10)), "a literal of the class is the decimal that was typed"
        assert not exact.contains(fmpq(*(0.1).as_integer_ratio()))


class Pair(NamedTuple):
    left: float
    right: float

    def gap(self):
        return self.left - self.right


class Way(Enum):
    UP = 1.0
    DOWN = -1.0


def along(pair, way, *, kept, recent, counts):
    if way is Way.DOWN:
        return -pair.gap()
    return pair.gap() * kept["by"] + recent[0] - counts["x"] / 3


def test_named_tuples_enumerations_and_collections():
    kept, recent = OrderedDict(by=0.1), deque([0.7, 0.2], maxlen=2)
    counts = defaultdict(float, x=0.5)
    function = functools.partial(along, kept=kept, recent=recent, counts=counts)
    trace = follow(function, [Pair(3.0, 0.3), Way.UP])
    assert not trace.stopped
    assert not trace.tape.leaks
    x = [fmpq(*v.as_integer_ratio()) for v in (3.0, 0.3, 0.1, 0.7, 0.5)]
    with precision(200):
        exact = trace.exact()
        assert exact.contains((x[0] - x[1]) * x[2] + x[3] - x[4] / 3)
        assert exact.rel_accuracy_bits() > 150
    assert follow(function, [Pair(3.0, 0.3), Way.DOWN]).computed() == -2.7
    assert (type(kept["by"]), type(recent[0])) == (float, float)


def test_an_object_that_is_called_and_one_that_is_shared():
    a, _ = pair()
    with precision(200):
        exact = follow(a, {"scale": 3.0}).exact()
        assert exact.contains(fmpq(*(0.1).as_integer_ratio()) * 3)
        both = follow(lambda p, q: p.x + (q is p), {"p": a.at, "q": a.at})
    assert both.computed() == 2.0
