"""The rules of annex G, held against limits in balls, each other and CPython's own test data."""

import cmath
import itertools
import math
from pathlib import Path

import pytest
import test
from flint import acb

from verify.arithmetic.precision import precision
from verify.checking.annex import INPUTS, PARTS
from verify.language.annex_g import TURNED, asked
from verify.language.annex_g_clauses import CLAUSES

NAMES = [*CLAUSES, *TURNED]
BITS = 300
FAR, NEAR, NEARER = 1e12, 1e-12, 1e-18  # stand for infinity and zero: of a real part, of an imaginary one
VALUES = {
    "0": 0.0,
    "1": 1.0,
    "pi": math.pi,
    "pi/2": math.pi / 2,
    "pi/4": math.pi / 4,
    "3pi/4": 0.75 * math.pi,
}
BALLS = {"abs": lambda z: acb(abs(z))}


def stand_in(x, zero):
    if math.isinf(x):
        return math.copysign(FAR, x)
    return math.copysign(zero, x) if x == 0 else x


@pytest.mark.parametrize("name", NAMES)
def test_numbers_and_infinities_are_limits(name):
    seen = 0
    for z in INPUTS:
        right = asked(name, z)
        # 1 is a pole of atanh, where what C asks for is no limit in the plane but that along the real line.
        if right is None or cmath.isnan(z) or "nan" in str(right) or right.flag == "divide-by-zero":
            continue
        with precision(BITS):
            at = acb(stand_in(z.real, NEAR), stand_in(z.imag, NEARER))
            w = BALLS.get(name, lambda at: getattr(at, name)())(at)
        (result,) = right.results
        # Along the axis a zero stays one beside an infinity: it is small beside it.
        size = max(1, abs(w.real), abs(w.imag))
        for ball, part in zip((w.real, w.imag), result, strict=False):
            assert part.sign == 0 or ball * part.sign > 0, (name, z, w, str(right))
            if part.size == "inf":
                assert abs(ball) > 10, (name, z, w, str(right))
            else:
                assert abs(abs(ball) - VALUES[part.size]) < 1e-5 * size, (name, z, w, str(right))
        seen += 1
    assert seen >= 16


@pytest.mark.parametrize("name", NAMES)
def test_what_nan_leaves_is_what_every_number_in_its_place_gives(name):
    for z in INPUTS:
        right = asked(name, z)
        if right is None or not cmath.isnan(z):
            continue
        others = [x for x in PARTS if not math.isnan(x)]
        reals, imags = ([others, [x]][not math.isnan(x)] for x in (z.real, z.imag))
        there = [asked(name, complex(x, y)) for x, y in itertools.product(reals, imags)]
        there = [r.results[-1] for r in there if r is not None]
        for k, part in enumerate(right.results[-1]):
            for other in (parts[k] for parts in there if "nan" not in (part.size, parts[k].size)):
                assert other.size == part.size, (name, z)
                # ccosh(inf + iNaN) is inf + iNaN, though inf cis(y) has either sign.
                free = 0 in (part.sign, other.sign) or (name in ("cosh", "cos") and part.size == "inf")
                assert free or part.sign == other.sign, (name, z)


def test_the_rules_are_those_of_cpythons_test_data():
    path = Path(test.__file__).with_name("cmath_testcases.txt")
    if not path.is_file():
        pytest.skip("this Python comes without its own tests")
    seen = 0
    for line in path.read_text().splitlines():
        if "->" not in line or line.startswith("--"):
            continue
        given, wanted = (side.split() for side in line.split("->"))
        name, z, flags = given[1], complex(*map(float, given[2:])), wanted[2:]
        right = asked(name, z) if name in NAMES else None
        if right is None:
            continue
        # The data follow C99; what C17 corrected stands last.
        for part, text, side in zip(right.results[0], wanted, ("real", "imag"), strict=False):
            x = float(text)
            if part.size == "nan" or math.isnan(x):
                assert part.size == "nan", line
                assert math.isnan(x), line
                continue
            size = math.inf if part.size == "inf" else VALUES[part.size]
            assert abs(x) == size, line
            assert part.sign == 0 or f"ignore-{side}-sign" in flags or math.copysign(1, x) == part.sign, line
        assert right.flag in ("", *flags), line
        seen += 1
    assert seen > 600


def test_a_zero_has_the_sign_that_symmetry_gives_it():
    assert str(asked("cosh", complex(-0.0, 0.0))) == "(1, -0)"
    assert str(asked("sinh", complex(-math.inf, 4.0))) == "(inf, -inf)"
    assert str(asked("tan", complex(1.0, -math.inf))) == "(0, -1)"
    assert asked("exp", complex(1.0, 0.0)) is None
    assert str(asked("arg", complex(-math.inf, -math.inf))) == "(-3pi/4)"


def test_an_alternative_is_what_c17_corrected():
    assert [str(p) for p in asked("acosh", complex(0.0, math.nan)).results[1]] == ["nan", "+-pi/2"]
    assert asked("tanh", complex(0.0, math.inf)).flag == "invalid"
