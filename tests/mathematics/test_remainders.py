"""fmod by integers: against exact rationals, number by number."""

import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from verify.arithmetic.mpfr import FORMATS
from verify.language.grammar import parse
from verify.mathematics.polynomials.halving import pieces
from verify.mathematics.polynomials.pieces import Modulo
from verify.mathematics.polynomials.remainders import exact_fmod

FORMATS_SHORT = ("bfloat16", "binary16", "binary32")


@pytest.mark.parametrize("name", FORMATS_SHORT)
def test_values_are_those_of_rationals(name):
    format, random = FORMATS[name], Random(name)
    last = format.ordinal(format.largest)
    for _ in range(60):
        c = format.from_ordinal(random.choice((1, -1)) * random.choice((1, 3, random.randint(1, last), last)))
        x = [format.from_ordinal(random.randint(-last, last)) for _ in range(50)]
        x += [0.0, c, -c, format.largest, format.from_ordinal(1), format.nearest(c / 2)]
        for a, found in zip(x, exact_fmod(np.array(x), c).tolist(), strict=True):
            wanted = abs(Fraction(a)) % abs(Fraction(c))
            assert Fraction(found) == math.copysign(1, a) * wanted


def test_a_line_is_whole_and_only_of_short_numbers():
    half = FORMATS["binary16"]
    found = list(pieces(parse("fmod(x, 3)"), "x", -half.largest, half.largest, half, 2.0**-16))
    assert [type(p) for p in found] == [Modulo] * 3
    ends = [half.ordinal(end) for p in found for end in (p.low, p.high)]
    assert ends == [half.ordinal(-half.largest), -1, 0, 0, 1, half.ordinal(half.largest)]
    for text in ("fmod(x, 1/3)", "fmod(x, 2^40 + 1)", "fmod(3, x)"):
        assert not any(isinstance(p, Modulo) for p in pieces(parse(text), "x", 1.0, 1.01, half, 2.0**-16))
    double = FORMATS["binary64"]
    assert not any(
        isinstance(p, Modulo) for p in pieces(parse("fmod(x, 3)"), "x", 1.0, 1.0, double, 2.0**-16)
    )
