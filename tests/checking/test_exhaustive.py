"""Every input of a format: the figures are those of MPFR input by input, and one wrong result is found."""

import itertools
import json
import math
from dataclasses import replace
from fractions import Fraction
from random import Random

import gmpy2
import mpmath
import numpy as np
import pytest
from click.testing import CliRunner

from verify.checking.every.counts import PEAKS, Counts
from verify.checking.every.judge import Judge
from verify.checking.every.outcome import exhaustive
from verify.checking.every.tasks import Asked, judge
from verify.checking.gate import Gate
from verify.cli.main import cli
from verify.core import line
from verify.core.errors import BadInput
from verify.measure.limits import Limits

HALF = line.named("float16")
LIMITS = Limits(max_bits=2048)
WIDE = gmpy2.context(precision=300)
LAST = HALF.format.ordinal(HALF.format.largest)
EVERY = line.numbers(HALF, -LAST, LAST)

FUNCTIONS = {
    "exp": ("exp(x)", WIDE.exp),
    "log": ("log(x)", WIDE.log),
    "cbrt": ("cbrt(x)", WIDE.cbrt),
    "tanh": ("tanh(x)", WIDE.tanh),
    "sin": ("sin(x)", WIDE.sin),
    "arctan": ("atan(x)", WIDE.atan),
    "reciprocal": ("1/x", lambda x: WIDE.div(1, x)),
}


WHOLE = {"exp"}
# For the others both ends of the line and what is about zero and one.
ENDS = [(-65504.0, -32768.0), (-(2.0**-13), 2.0**-13), (1.0, 4.0), (32768.0, 65504.0)]
DOMAIN = ",".join(f"{low!r}:{high!r}" for low, high in ENDS)
PIECES = np.concatenate([line.numbers(HALF, *map(HALF.format.ordinal, ends)) for ends in ENDS])


def by_mpfr(function, theirs, lines=EVERY):
    """Inputs with a finite truth in range, the largest error in ulps, how many are correctly rounded, within
    one ulp, and failed."""
    places = np.append(lines, HALF.type(-0.0))
    with np.errstate(all="ignore"):
        results = function(places).astype(float)
    rounding = HALF.format.context()
    largest, correct, faithful, failed, counted = gmpy2.mpfr(-1), 0, 0, 0, 0
    for x, y in zip(places.astype(float).tolist(), results.tolist(), strict=True):
        truth = theirs(gmpy2.mpfr(x))
        near = float(rounding.plus(gmpy2.mpfr(truth, 0, context=rounding)))
        if not gmpy2.is_finite(truth) or (math.isinf(near) and near == y):
            continue
        counted += 1
        if not math.isfinite(y):
            failed += 1
            continue
        e = max(gmpy2.get_exp(truth) - 1, -14) if truth else -14
        ulps = WIDE.mul(abs(WIDE.sub(gmpy2.mpfr(y), truth)), gmpy2.mpfr(2.0 ** (10 - e)))
        largest = max(largest, ulps)
        correct += near == y
        faithful += ulps < 1
    return counted, Fraction(*largest.as_integer_ratio()), correct, faithful, failed


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_figures_are_those_of_mpfr(name):
    truth, theirs = FUNCTIONS[name]
    domain, lines = ((), EVERY) if name in WHOLE else ((f"x={DOMAIN}",), PIECES)
    row = exhaustive(Asked(f"numpy:{name}", truth, domain, "float16", LIMITS), Gate())
    found = row["exhaustive"]
    counted, largest, correct, faithful, failed = by_mpfr(getattr(np, name), theirs, lines)
    assert found["inputs"] == len(lines) + 1 == (2 * 31744 if name in WHOLE else 8195)
    assert found["inputs"] - found["outside"] == counted
    assert (found["correctly_rounded"], found["faithful"], found["failed"]) == (correct, faithful, failed)
    low, high = found["max_ulps"]["low"], found["max_ulps"]["high"]
    assert low <= largest * (1 + Fraction(1, 2**60)) + Fraction(1, 2**200)
    assert largest <= Fraction(high) * (1 + Fraction(1, 2**60))
    assert high - low <= 1e-6
    assert sum(count for _, count in found["histogram"]) == counted - failed
    assert row["proved_bound"] == (None if failed else high)


def with_one_wrong(place, result):
    def function(x):
        y = np.exp(x)
        return np.where(x == place, result, y).astype(x.dtype)

    return function


ASKED = Asked("numpy:exp", "exp(x)", ("x=-4:4",), "float16", LIMITS)


def judged(many, order=None):
    one = replace(judge(ASKED), many=many)
    last = HALF.format.ordinal(4.0)
    parts = [(k, min(k + 999, last)) for k in range(-last, last + 1, 1000)]
    if order is not None:
        Random(order).shuffle(parts)
    return one.settled(sum((one.stretch(*part) for part in parts), Counts()))


def test_one_wrong_result_is_found_where_it_is():
    place = HALF.type(1.7001953125)
    right = np.exp(place)
    wrong = np.nextafter(np.nextafter(right, HALF.type(9)), HALF.type(9))
    clean, found = judged(np.exp), judged(with_one_wrong(place, wrong))
    assert HALF.format.from_ordinal(found.at) == float(place)
    assert 1.4 < found.low <= found.high < 2.6
    assert clean.correct - found.correct == 1
    assert clean.faithful - found.faithful == 1


def test_one_result_that_is_no_number_is_a_failure():
    found = judged(with_one_wrong(HALF.type(-0.5), np.nan))
    assert (found.failed, HALF.format.from_ordinal(found.failure)) == (1, -0.5)
    assert judged(np.exp).failed == 0


TWO = """
import math
import numpy as np
def one(x):
    return np.float16(1) if math.copysign(1, x) < 0 and x == 0 else x
def none(x):
    return np.float16(np.nan) if math.copysign(1, x) < 0 and x == 0 else x
"""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("one", ["worst at   x = -0x0.0p+0 (-0.0)", "computed   0x1.0", "at x = -0.0 (-0x0.0p+0)"]),
        ("none", ["is none: the first at -0x0.0p+0", "FAILED: at some inputs no number came out"]),
    ],
)
def test_what_is_wrong_at_minus_zero_alone_is_told_there(tmp_path, name, told):
    (tmp_path / "two.py").write_text(TWO)
    words = [f"{tmp_path / 'two.py'}:{name}", "--truth", "x", "--domain", "x=-1e-6:1e-6"]
    outcome = CliRunner().invoke(cli, ["check", *words, "--format", "float16", "--exhaustive", "--jobs", "1"])
    assert [line for line in told if line not in outcome.stdout] == []


def test_the_order_of_the_parts_makes_no_difference():
    first, *others = (judged(np.exp, order) for order in (None, 1, 2))
    assert all(first == other for other in others)


def test_the_worst_places_are_the_largest_errors_of_pieces():
    """Against every single error by mpmath, which shares no code with it."""
    found = judged(np.exp)
    sizes, places = zip(*found.peaks, strict=True)
    assert len(set(places)) == len(places) == PEAKS
    assert list(sizes) == sorted(sizes, reverse=True)
    assert sizes[0] <= found.low <= sizes[0] + 1e-6, "which balls have settled"
    assert places[0] == found.at
    inputs = [HALF.format.from_ordinal(place) for place in places]
    # Judged in arrays: numpy may round a number alone otherwise, by other instructions.
    results = np.exp(np.array(inputs, HALF.type).repeat(64)).reshape(-1, 64)[:, 0]
    with mpmath.workdps(40):
        for size, x, result in zip(sizes, inputs, map(float, results), strict=True):
            truth = mpmath.exp(x)
            ulp = mpmath.ldexp(1, int(mpmath.floor(mpmath.log(truth, 2))) - 10)
            assert size <= abs(result - truth) / ulp <= size + 1e-4
    assert Counts.of_row(json.loads(json.dumps(found.row()))) == found


def test_two_planted_faults_are_both_told():
    wrong = {HALF.type(x): np.exp(HALF.type(x)) + HALF.type(1 / 8) for x in (2.5, -3.0)}

    def function(x):
        y = np.exp(x)
        for place, value in wrong.items():
            y[x == place] = value
        return y

    places = [HALF.format.from_ordinal(place) for _, place in judged(function).peaks]
    assert set(places[:2]) == {2.5, -3.0}


def test_a_line_is_every_number_in_order():
    found = EVERY.astype(float)
    assert len(found) == 2 * 31743 + 1
    assert all(a < b for a, b in itertools.pairwise(found.tolist()))
    assert [HALF.format.ordinal(x) for x in found[::97].tolist()] == list(range(-LAST, LAST + 1, 97))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--format", "float17", "--exhaustive"], "float32, float16"),
        (["--format", "float16", "--exhaustive", "--search"], "leave out --search"),
        (["--exhaustive"], "a shorter format"),
    ],
)
def test_bad_input_is_told(words, told):
    outcome = CliRunner().invoke(cli, ["check", "numpy:exp", "--truth", "exp(x)", *words])
    assert isinstance(outcome.exception, BadInput)
    assert told in str(outcome.exception)


def test_results_of_another_type_are_told():
    one = judge(Asked("math:exp", "exp(x)", ("x=0:1",), "float16", LIMITS))
    with pytest.raises(BadInput, match="returns float64 for float16; its results have to be float16"):
        one.what.function(0.5)


def test_a_gate_on_every_input():
    words = ["check", "numpy:sqrt", "--truth", "sqrt(x)", "--format", "float16", "--exhaustive", "--json"]
    outcome = CliRunner().invoke(cli, [*words, "--max-ulps", "0.5", "--domain", "x=1:4"])
    (row,) = json.loads(outcome.stdout)["results"]
    assert (outcome.exit_code, row["passed"]) == (0, True)
    assert row["exhaustive"]["correctly_rounded"] == row["exhaustive"]["inputs"] == 2049
    assert CliRunner().invoke(cli, [*words, "--max-ulps", "0.4", "--domain", "x=1:4"]).exit_code == 1


def test_a_result_below_a_power_of_two_is_no_neighbour_of_a_truth_above_it():
    below = np.nextafter(HALF.type(1), HALF.type(0))

    def many(x):
        return np.where(x == 1, below, x).astype(x.dtype)

    one = judge(Asked("numpy:exp", "x + 2^-13", ("x=1:1.0625",), "float16", LIMITS))
    one = Judge(replace(one.what, function=float), HALF, many, LIMITS)
    found = one.settled(one.stretch(HALF.format.ordinal(1.0), HALF.format.ordinal(1.0625)))
    assert (found.inputs, found.faithful, found.correct) == (65, 64, 64)
    assert found.low < 1
