"""Formulas at all numbers of a short format: bounds of each value, and how near truths come to ties."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from verify.checking.every.evaluated import formula
from verify.core import line
from verify.language import grammar

FORMULAS = {
    "x/3": lambda x: x / 3,
    "x*1.5": lambda x: x * 3 / 2,
    "(x + 1)/(2*x - 3)": lambda x: (x + 1) / (2 * x - 3),
    "1/x - x": lambda x: 1 / x - x,
    "-(x - 0.1)": lambda x: Fraction(1, 10) - x,
}


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("name", ["float16", "float8_e5m2"])
def test_values_are_within_their_bound_and_truths_apart_from_ties(name, text):
    scalar = line.named(name)
    format = scalar.format
    of = formula(grammar.number(text, ("x",)), "x", format)
    assert of is not None
    assert of.apart > 0
    random = Random(f"{name} {text}")
    last = format.ordinal(format.largest)
    places = np.array([0, *(random.randint(-last, last) for _ in range(400))])
    x = line.at(scalar, places).astype(float)
    with np.errstate(all="ignore"):
        values = of.valued(x)
    half = Fraction(2) ** (format.lowest - 1)
    told = 0
    for v, high, discrete in zip(x.tolist(), values.high.tolist(), values.discrete.tolist(), strict=True):
        if high != high:
            assert not discrete
            continue
        truth = FORMULAS[text](Fraction(v))
        assert abs(truth - Fraction(high)) <= Fraction(values.relative) * abs(truth) * (
            1 + Fraction(1, 2**30)
        )
        for k in {truth // half, -(-truth // half), random.randint(-999, 999)}:
            assert truth == k * half or abs(truth - k * half) >= Fraction(of.apart)
        if discrete and Fraction(high) % half == 0:
            assert truth == Fraction(high)
            told += 1
    assert told or "(" in text  # of these few results are such multiples


def test_other_formulas_keep_no_distance():
    scalar = line.named("float16")
    assert formula(grammar.number("sqrt(x)", ("x",)), "x", scalar.format).apart == 0
    assert formula(grammar.number("zeta(x)", ("x",)), "x", scalar.format) is None
