"""Formats other than float64: inputs are drawn in them, results judged in their ulps.

What a check certifies is computed again by mpmath, and the ulps are numpy's and ml_dtypes' own: neither
shares code with what is tested.
"""

import json
import sys

import ml_dtypes
import mpmath
import numpy as np
import pytest
from click.testing import CliRunner

from verify.arithmetic.float64 import exact
from verify.checking import result as check
from verify.checking import result_row
from verify.checking.gate import Gate
from verify.checking.one_input.samples import Failed, Judged
from verify.checking.sampling.drawing import draw
from verify.checking.subjects.subject import subject
from verify.cli.main import cli
from verify.core import formats
from verify.core.errors import BadInput
from verify.core.literals import rational
from verify.measure.limits import Limits

LIMITS = Limits(max_bits=2048)
TRUTHS = {"exp": mpmath.exp, "log1p": mpmath.log1p, "sqrt": mpmath.sqrt, "tanh": mpmath.tanh}
NAMES = ("float32", "float16", "bfloat16", "float8_e5m2", "float8_e4m3", "float8_e3m4")
EVERYWHERE = {name: formats.named(name).format.largest for name in NAMES}


def numpy_type(name):
    return getattr(ml_dtypes, name) if hasattr(ml_dtypes, name) else np.dtype(name).type


def ulps_by_mpmath(name, y, truth):
    """|y - truth| over the distance of the format's numbers there, by numpy's frexp of the least and eps."""
    info = ml_dtypes.finfo(numpy_type(name))
    with mpmath.workprec(200):
        exponent = mpmath.floor(mpmath.log(abs(truth), 2)) if truth else -mpmath.inf
        unit = max(mpmath.mpf(2) ** exponent * float(info.eps), mpmath.mpf(float(info.smallest_subnormal)))
        return abs(mpmath.mpf(y) - truth) / unit


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("function", TRUTHS)
def test_the_ulps_are_the_formats(name, function):
    low, high = ("0", "15") if function == "sqrt" else ("-0.75", "2.25")
    what = subject(f"numpy:{function}", f"{function}(x)", [f"x={low}:{high}"], format=name)
    found = check.check(what, 60, 1, LIMITS)
    assert found.tally.certified > 20
    for s in found.samples:
        assert isinstance(s, Judged)
        (x,) = s.where
        with mpmath.workprec(200):
            right = ulps_by_mpmath(name, s.computed, TRUTHS[function](mpmath.mpf(x)))
        assert s.at_least <= right * (1 + 2**-40)
        assert right <= s.ulps * (1 + 2**-40)
        assert s.computed == float(getattr(np, function)(numpy_type(name)(x)))


@pytest.mark.parametrize("name", NAMES)
def test_inputs_are_the_formats_own(name):
    info, most = ml_dtypes.finfo(numpy_type(name)), EVERYWHERE[name]
    assert most == float(info.max)
    what = subject("numpy:abs", "abs(x)", [f"x={-most!r}:{most!r}"], format=name)
    drawn = [x for (x,) in draw(what, 400, 0)]
    assert all(float(numpy_type(name)(x)) == x for x in drawn)
    own = (info.max, info.eps, info.smallest_subnormal, info.smallest_normal)
    assert {s * float(v) for v in own for s in (1, -1)} <= set(drawn)
    assert 0.0 in drawn
    assert sum(0 < abs(x) < float(info.smallest_normal) for x in drawn) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_every_number_has_its_place(name):
    """The ordinals against the bits of numpy's type, all of them or every 9973rd."""
    size = np.dtype(numpy_type(name)).itemsize
    bits = np.arange(0, 2 ** (8 * size - 1), 1 if size < 4 else 9973 * 64, dtype=np.uint64)
    with np.errstate(invalid="ignore"):  # a signalling NaN among them
        values = bits.astype(f"u{size}").view(numpy_type(name)).astype(float)
    format = formats.named(name).format
    for place, x in zip(bits.tolist(), values.tolist(), strict=True):
        if np.isfinite(x):
            assert (format.ordinal(x), format.ordinal(-x)) == (place, -place)
            assert (format.from_ordinal(place), format.nearest(x)) == (x, x)


@pytest.mark.parametrize("name", NAMES)
def test_constants_are_rounded_once(name):
    """As ml_dtypes and numpy round, from float64."""
    format = formats.named(name).format
    for x in (0.1, 1 / 3, 3.0000001, -7.3e-3, format.largest, 2.0**format.lowest * 0.75):
        assert format.nearest(x) == float(numpy_type(name)(x))
        assert format.rounded(rational(x)) == float(numpy_type(name)(x))


def misses_one(x):
    """Right but for one input, which is subnormal: there it is the next number."""
    y = x * np.float16(1)
    return np.nextafter(y, np.float16(1)) if x == np.float16(2**-24 * 5) else y


def widens(x):
    return np.float64(x) * np.float64(x)


def both(x):
    return x * x if x < 1 else np.float64(x) / 3


THIS = __file__


def test_a_planted_fault_among_subnormal_numbers_is_found():
    what = subject(f"{THIS}:misses_one", "x", ["x=0:2^-20"], format="float16")
    found = check.check(what, 100, 0, LIMITS)
    assert (found.tally.at_least, found.tally.most_ulps) == (1.0, 1.0)
    assert found.worst.inputs["x"] == exact(2.0**-24 * 5)
    assert "--format float16" in result_row.reproduction(found)


def test_results_of_another_type_are_told_and_judged_in_it():
    what = subject(f"{THIS}:widens", "x^2", ["x=0.1:0.9"], format="float32")
    found = check.check(what, 50, 0, LIMITS)
    assert "the results are float64, not float32: ulps are those of float64" in found.notes
    assert found.tally.most_ulps == 0  # 48 bits
    row = result_row.row(found, Gate(), "")
    assert (row["format"], row["result_format"]) == ("float32", "float64")


def test_results_of_two_types_fail_where_they_are_not_of_the_format():
    what = subject(f"{THIS}:both", "x^2", ["x=0.5:2"], format="float32")
    samples = check.check(what, 50, 0, LIMITS).samples
    failed = {s.why.split()[1] for s in samples if isinstance(s, Failed)}
    assert failed == {"float64"}
    assert all(s.where[0] >= 1 for s in samples if isinstance(s, Failed))


def test_a_complex_result_is_not_a_real_number():
    """Of a real function nothing of a complex result is dropped, whatever it is of."""
    for function in (with_a_part, wider_with_a_part):
        what = subject(f"{THIS}:{function.__name__}", "x", ["x=0.5:2"], format="float32")
        found = check.check(what, 20, 0, LIMITS)
        assert found.tally.certified == 0
        assert all("complex" in s.why for s in found.samples if isinstance(s, Failed))


def with_a_part(x):
    return np.complex64(complex(x, 1))


def wider_with_a_part(x):
    return complex(x, 1)


def test_overflow_is_the_formats():
    what = subject("numpy:exp", "exp(x)", ["x=11:12"], format="float16")
    row = result_row.row(check.check(what, 200, 0, LIMITS), Gate(), "")
    assert row["outside_domain"] > 20  # exp(11.1) is beyond float16, and so is the result
    assert row["failed"] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--format", "float31"], "the formats are float64, float32"),
        (["--format", "binary128"], "numpy has no type of it"),
        (["--format", "longdouble", "--exhaustive"], "more than float64"),
        (["--format", "complex64"], "complex64 needs a complex domain"),
        (["--format", "float8_e4m3fn"], "no infinities"),
        (
            ["--format", "float16", "--domain", "x=0:70000"],
            "'70000' is beyond float16; the largest is 65504.0",
        ),
    ],
)
def test_bad_input_is_told(words, told):
    outcome = CliRunner().invoke(
        cli, ["check", "numpy:exp", "--truth", "exp(x)", "--domain", "x=0:1", *words]
    )
    assert isinstance(outcome.exception, BadInput)
    assert told in str(outcome.exception)


def test_a_missing_package_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "ml_dtypes", None)
    formats.named.cache_clear()
    with pytest.raises(BadInput, match=r"bfloat16 needs ml_dtypes: pip install 'verify-arb\[formats\]'"):
        formats.named("bfloat16")
    formats.named.cache_clear()


def test_one_input_is_rounded_to_the_format_and_told():
    words = ["check", "numpy:sqrt", "--truth", "sqrt(x)", "--domain", "x=0:1", "--format", "binary32"]
    outcome = CliRunner().invoke(cli, [*words, "--at", "x=0.1", "--json"])
    (row,) = json.loads(outcome.stdout)["results"]
    assert row["worst"]["inputs"] == {"x": float(np.float32(0.1)).hex()}
    assert row["notes"][0] == "x=0.1 is rounded to the float32 0x1.99999a0000000p-4"
    assert row["format"] == row["result_format"] == "float32"


EXTENDED = np.finfo(np.longdouble).nmant == 63
needs_x87 = pytest.mark.skipif(not EXTENDED, reason="longdouble is not x87's format on this machine")


def rounded_once(x):
    return np.longdouble(1) / np.longdouble(x)


def rounded_to_float64(x):
    return np.longdouble(float(1 / x))


@needs_x87
@pytest.mark.parametrize("name", ["exp", "log1p", "sqrt"])
def test_the_ulps_of_longdouble_are_of_64_bits(name):
    what = subject(f"numpy:{name}", f"{name}(x)", ["x=0.125:9"], format="longdouble")
    found = check.check(what, 60, 1, LIMITS)
    assert found.tally.certified > 40
    assert found.tally.most_ulps < 1.5
    for s in found.samples:
        # numpy's result again, split into two float64, which hold its 64 bits
        y = getattr(np, name)(np.longdouble(s.where[0]))
        high = float(y)
        with mpmath.workprec(200):
            truth = TRUTHS[name](mpmath.mpf(s.where[0]))
            unit = mpmath.mpf(2) ** (int(mpmath.floor(mpmath.log(abs(truth), 2))) - 63)
            right = abs(mpmath.mpf(high) + mpmath.mpf(float(y - np.longdouble(high))) - truth) / unit
        assert s.at_least <= right * (1 + 2**-40)
        assert right <= s.ulps * (1 + 2**-40)


@needs_x87
def test_a_result_of_64_bits_is_not_rounded_to_float64():
    right = check.check(subject(f"{THIS}:rounded_once", "1/x", ["x=1:3"], format="longdouble"), 80, 0, LIMITS)
    wrong = check.check(
        subject(f"{THIS}:rounded_to_float64", "1/x", ["x=1:3"], format="binary80"), 80, 0, LIMITS
    )
    assert right.tally.most_ulps <= 0.5
    assert 512 < wrong.tally.most_ulps <= 1024.5
    row = result_row.row(right, Gate(), "")
    assert (row["format"], row["result_format"]) == ("longdouble", "longdouble")
    assert "--format longdouble" in result_row.reproduction(wrong)


@needs_x87
def test_a_result_beyond_float64_does_not_count():
    found = check.check(subject("numpy:exp", "exp(x)", ["x=800:900"], format="longdouble"), 20, 0, LIMITS)
    assert found.tally.certified == 0
    assert not found.tally.failed


def test_another_longdouble_is_refused(monkeypatch):
    monkeypatch.setattr(formats, "bits_of_longdouble", lambda: 53)
    formats.named.cache_clear()
    with pytest.raises(BadInput, match="numpy's longdouble has 53 on this machine"):
        formats.named("longdouble")
    assert formats.of_value(np.longdouble(1)) is None
    formats.named.cache_clear()


def test_in_float32_the_error_is_split_and_the_lines_are_named():
    what = subject(
        "f",
        "(1 - cos(x))/x^2",
        ["x=1e-3:1e-2"],
        format="float32",
        function=lambda x: (1 - np.cos(x)) / (x * x),
    )
    row = result_row.row(check.check(what, 20, 0, LIMITS), Gate(), "")
    assert row["worst"]["cause"] == "rounding"
    assert row["not_followed"] is None
    assert row["guilty"][0]["magnifies"]
