"""Drawn programs of numbers and arrays in mixed formats: what is certified is what Fractions make of it."""

import importlib.util
import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from flint import arb, fmpq
from inside.drawn_arrays import on_fractions, program

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow

EACH = 15


def loaded(text, path):
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.f


def outcome(function, *x):
    """What a program returns; None where it raises or returns nothing finite."""
    try:
        with np.errstate(all="ignore"):
            found = function(*x)
    except (ArithmeticError, ValueError, TypeError, IndexError):
        return None
    return found if math.isfinite(found) else None


def is_certified(f, exact, x):
    """Whether it is; that it is so rightly is asserted."""
    with np.errstate(all="ignore"):
        trace = follow(f, x)
        found = account(trace, max_bits=2048)
    assert not (found.reason or "").startswith("it returned"), found.reason
    truth: Fraction | None = outcome(exact, *x) if found.certified else None
    if truth is None:  # no program for Fractions: they divide by zero
        return found.certified
    with precision(6000):
        assert found.exact.overlaps(arb(fmpq(truth.numerator, truth.denominator)))
    if found.turned is None and found.shares():
        assert found.unattributed().contains(0) or abs(found.unattributed()) < 1e-9
    return True


@pytest.mark.parametrize("start", range(0, 4 * EACH, EACH))
def test_what_is_certified_is_right(start, tmp_path):
    certified = asked = 0
    for seed in range(start, start + EACH):
        draw = Random(seed)
        text, exact = program(draw)
        f = loaded(text, tmp_path / f"drawn_arrays_{seed}.py")
        x = [draw.uniform(-3, 3), draw.uniform(0.1, 5)]
        if outcome(f, *x) is not None:
            asked += 1
            certified += is_certified(f, on_fractions(exact), x)
    assert certified >= 0.7 * asked > 0.5 * EACH
