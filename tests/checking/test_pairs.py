"""Every pair of a short format: the figures are those of MPFR, pair by pair."""

import math
from fractions import Fraction

import gmpy2
import numpy as np
import pytest

from verify.checking.every import tasks
from verify.checking.every.outcome import exhaustive
from verify.checking.every.pairs import SPAN, Pairs
from verify.checking.every.tasks import Asked
from verify.checking.gate import Gate
from verify.core import line
from verify.core.errors import BadInput
from verify.measure.limits import Limits

WIDE = gmpy2.context(precision=300)
LIMITS = Limits(max_bits=2048)
NARROW = "float8_e5m2"  # 247 numbers


def power(x, y):
    return gmpy2.nan() if (x < 0 and not gmpy2.is_integer(y)) or (x == 0 and y < 0) else WIDE.pow(x, y)


FUNCTIONS = {
    "divide": ("x/y", lambda x, y: WIDE.div(x, y) if y else gmpy2.nan()),
    "multiply": ("x*y", WIDE.mul),
    "fmod": ("fmod(x, y)", lambda x, y: WIDE.fmod(x, y) if y else gmpy2.nan()),
    "arctan2": ("atan2(x, y)", lambda x, y: WIDE.atan2(x, y) if x or y else gmpy2.nan()),
}


def by_mpfr(scalar, function, theirs, columns, rows):
    x, y = (v.ravel() for v in np.meshgrid(columns, rows))
    with np.errstate(all="ignore"):
        results = function(x, y).astype(float)
    rounding = scalar.format.context()
    largest, correct, failed, counted = gmpy2.mpfr(-1), 0, 0, 0
    for a, b, z in zip(x.astype(float).tolist(), y.astype(float).tolist(), results.tolist(), strict=True):
        truth = theirs(gmpy2.mpfr(a), gmpy2.mpfr(b))
        if not gmpy2.is_finite(truth):
            continue
        near = float(rounding.plus(gmpy2.mpfr(truth, 0, context=rounding)))
        if math.isinf(near) and near == z:
            continue
        counted += 1
        if not math.isfinite(z):
            failed += 1
            continue
        least = 1 - scalar.format.emax
        e = max(gmpy2.get_exp(truth) - 1, least) if truth else least
        unit = gmpy2.exp2(e - scalar.format.bits + 1)
        largest = max(largest, WIDE.div(abs(WIDE.sub(gmpy2.mpfr(z), truth)), unit))
        correct += near == z
    return counted, Fraction(*largest.as_integer_ratio()), correct, failed


def agree(row, theirs):
    found, (counted, largest, correct, failed) = row["exhaustive"], theirs
    assert found["inputs"] - found["outside"] == counted
    assert (found["correctly_rounded"], found["failed"], found["undecided"]) == (correct, failed, 0)
    low, high = found["max_ulps"]["low"], found["max_ulps"]["high"]
    assert low <= largest * (1 + Fraction(1, 2**60)) + Fraction(1, 2**200)
    assert largest <= Fraction(high) * (1 + Fraction(1, 2**60))
    assert high - low <= 2**-14


def domain(pieces):
    return ",".join(f"{low!r}:{high!r}" for low, high in pieces)


def within(scalar, pieces):
    """All numbers in them."""
    ends = [map(scalar.format.ordinal, piece) for piece in pieces]
    return np.concatenate([line.numbers(scalar, first, last) for first, last in ends])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_figures_are_those_of_mpfr(name):
    truth, theirs = FUNCTIONS[name]
    scalar = line.named(NARROW)
    x, y = [(-56.0, 56.0)], [(-3.0, -1.0), (-(2.0**-16), 2.0**-16), (0.5, 4.0)]
    asked = Asked(f"numpy:{name}", truth, (f"x={domain(x)}", f"y={domain(y)}"), NARROW, LIMITS)
    theirs = by_mpfr(scalar, getattr(np, name), theirs, within(scalar, x), within(scalar, y))
    agree(exhaustive(asked, Gate()), theirs)


@pytest.mark.parametrize(
    ("name", "truth", "theirs", "held"),
    [
        ("hypot", "hypot(x, y)", WIDE.hypot, [0.0123291015625]),
        ("power", "x^y", power, [-2.5, 7.0]),
        ("arctan2", *FUNCTIONS["arctan2"], [-2.5]),
    ],
)
def test_lines_of_float16_are_those_of_mpfr(name, truth, theirs, held):
    scalar = line.named("float16")
    # Both ends of the line and what is about zero and one.
    x = [(-65504.0, -32768.0), (-(2.0**-13), 2.0**-13), (1.0, 4.0), (32768.0, 65504.0)]
    asked = (f"x={domain(x)}", f"y={domain(zip(held, held, strict=True))}")
    row = exhaustive(Asked(f"numpy:{name}", truth, asked, "float16", LIMITS), Gate())
    columns, rows = within(scalar, x), np.array(held, np.float16)
    agree(row, by_mpfr(scalar, getattr(np, name), theirs, columns, rows))


def test_one_wrong_pair_is_found_where_it_is(tmp_path):
    (tmp_path / "own.py").write_text(
        "import numpy as np\n"
        "def f(x, y):\n"
        "    z = x*y\n"
        "    return np.nextafter(z, type(x)(99)) if x == 3 and y == -1.5 else z\n"
    )
    asked = Asked(f"{tmp_path / 'own.py'}:f", "x*y", ("x=2.5:3.5", "y=-1.6:-1.45"), "float16", LIMITS)
    row = exhaustive(asked, Gate(max_ulps=0.5))
    assert row["exhaustive"]["at"] == {"x": (3.0).hex(), "y": (-1.5).hex()}
    assert (row["passed"], row["exhaustive"]["faithful"]) == (False, row["exhaustive"]["inputs"] - 1)


def test_correctly_rounded_results_are_within_half_an_ulp():
    """Many sums lie half-way between two numbers: more than are settled one by one."""
    row = exhaustive(
        Asked("numpy:add", "x + y", ("x=0:1", "y=0:1"), "float8_e4m3", LIMITS), Gate(max_ulps=0.5)
    )
    assert row["exhaustive"]["correctly_rounded"] == row["exhaustive"]["inputs"] == 57 * 57
    assert row["exhaustive"]["max_ulps"] == {"low": 0.5, "high": 0.5}
    assert row["passed"]


def test_places_of_pairs_are_told_apart():
    asked = Asked("numpy:divide", "x/y", ("x=-2:2", "y=-2:2"), "bfloat16", LIMITS)
    pairs = tasks.judge(asked)
    assert isinstance(pairs, Pairs)
    format = pairs.whole.scalar.format
    last = format.ordinal(format.largest)
    for first in (-last, -1, 0, 1, last):
        for second in (-last, -1, 0, 5, last):
            wanted = (format.from_ordinal(first), format.from_ordinal(second))
            assert pairs.where(second * SPAN + first) == wanted
    count = 2 * format.ordinal(2.0) + 1
    assert sum(t.count for t in tasks.tasks(asked)) == count**2


def test_pairs_of_a_long_format_are_refused():
    with pytest.raises(BadInput, match="pairs are judged in formats of at most 16 bits"):
        tasks.judge(Asked("numpy:divide", "x/y", ("x=1:1.001", "y=1:1.001"), "float32", LIMITS))
