"""Idioms of libraries: modules that look themselves up, slots called as functions, factories of numbers."""

import collections
import importlib.util
import inspect
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside import modules
from verify.inside.account import account
from verify.inside.follow import follow
from verify.inside.source.instrument import of_file

FILLED = """
import sys

this_module = sys.modules[__name__]
setattr(this_module, "third", lambda x: x / 3)


def f(x):
    return this_module.third(x) + third(x)
"""


class Frozen:
    def __init__(self, x):
        super().__setattr__("x", x / 3)
        object.__setattr__(self, "y", x)

    def __setattr__(self, name, value):
        raise AttributeError(name)


def counted(x):
    found = collections.defaultdict(float)
    for key in "aab":
        found[key] += x / 3
    return found["a"] + found["c"]


def asked_for_its_arguments(x):
    def inner(y, step=0.5):
        return y / 3

    names = list(inspect.signature(inner).parameters)
    text = f"{len(names)} arguments"
    return inner(x) * len(names) if text == "2 arguments" else x


def with_ends(x):
    ends = {np.asarray(np.inf)[()]: 1, np.asarray(-np.inf)[()]: 2, "y": 3}
    return x / 3 * ends[np.inf]


def checked(x):
    values = np.asarray_chkfinite([x / 3, x])
    if np.ma.isMaskedArray(values) or np.dtype(float) != values.dtype:
        return x
    return np.amax(values) + np.amin(values)


THIRD = Fraction(1.1) / 3
IDIOMS = {
    "slot": (lambda x: float.__truediv__(x, 3.0), THIRD),
    "reflected": (lambda x: float.__mul__(x, x) - float.__neg__(x), Fraction(1.1) ** 2 + Fraction(1.1)),
    "frozen": (lambda x: Frozen(x).x + Frozen(x).y, THIRD + Fraction(1.1)),
    "factory": (counted, 2 * THIRD),
    "signature": (asked_for_its_arguments, 2 * THIRD),
    "infinities": (with_ends, THIRD),
    "checked": (checked, THIRD + Fraction(1.1)),
}


def check(function, exact):
    found = account(follow(function, [1.1]))
    assert found.trace.computed() == function(1.1)
    with precision(400):
        assert found.exact.overlaps(arb(fmpq(exact.numerator, exact.denominator)))


@pytest.mark.parametrize("name", IDIOMS)
def test_idioms(name):
    check(*IDIOMS[name])


def test_a_module_that_looks_itself_up(tmp_path, monkeypatch):
    (tmp_path / "fills_itself.py").write_text(FILLED)
    monkeypatch.syspath_prepend(str(tmp_path))
    spec = importlib.util.find_spec("fills_itself")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "fills_itself", module)
    spec.loader.exec_module(module)
    check(module.f, 2 * THIRD)
    assert module.third(3.0) == 1.0


COMMAND = """
import click

@click.command()
@click.argument("x", type=float)
def main(x):
    click.echo(third(x))

def third(x):
    return x / 3
"""


def test_a_program_of_the_command_line_is_followed_without_a_copy_of_its_library(tmp_path, monkeypatch):
    (tmp_path / "commanded.py").write_text(COMMAND)
    monkeypatch.syspath_prepend(str(tmp_path))
    copied = []
    monkeypatch.setattr(modules, "of_file", lambda path: copied.append(Path(path).stem) or of_file(path))
    monkeypatch.delitem(sys.modules, "commanded", raising=False)
    check(importlib.import_module("commanded").third, THIRD)
    del sys.modules["commanded"]
    assert copied == ["commanded"]
