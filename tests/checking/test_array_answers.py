"""What is said of a function of arrays where there is no relative error, or nothing to compare with."""

import itertools
import math
from fractions import Fraction
from functools import partial

import ml_dtypes
import numpy as np
import pytest

from verify.checking.arrays.asking import subjects
from verify.checking.arrays.check import judge
from verify.checking.arrays.data import data_of
from verify.checking.arrays.rows import row
from verify.checking.gate import Gate
from verify.core import formats
from verify.core.errors import BadInput
from verify.interface.array_text import _allowed, _envelope
from verify.interface.array_text import _error as told
from verify.measure.limits import Limits


def answer(function, truth, gate=None, format="float64", **arrays):
    asked = subjects("own", function, truth, None, arrays, {}, format, Limits())
    (found,) = judge(asked, Limits())
    return row(found, gate or Gate())


def test_a_truth_that_is_zero():
    """There is no relative error of it. What is wrong is told all the same, and whether data explain it."""
    wide, tiny = np.array([1.0, 1e100, -1e100, -1.0]), np.array([2.0**-1060, -(2.0**-1060)])
    gate = Gate(max_envelope=1)
    found = answer(lambda x: sum(x.tolist()), "sum(x)", gate, x=wide)
    assert (found["passed"], found["worst"]["forward_error"], found["worst"]["inherent"]) == (
        True,
        None,
        True,
    )
    assert "exactly zero" in told(found)
    found = answer(lambda x: x[0] + x[1] + 1, "sum(x)", gate, x=tiny)
    assert (found["passed"], found["worst"]["inherent"]) == (False, False)
    for x, passed in ((wide[1:3], True), (tiny, False)):  # 1 is within an ulp of 1e100
        found = answer(lambda x, y: x - y + (x == x[0]), "x - y", gate, x=x, y=x)
        assert (found["passed"], found["worst"]["inherent"], found["worst"]["digits"]) == (passed, passed, 0)


def test_short_formats_given_from_python():
    x = np.array([1.0, 2.5, -3.0]).astype(ml_dtypes.bfloat16)
    found = answer(np.median, "median(x)", format="bfloat16", x=x)
    assert (found["format"], found["points"], found["passed"]) == ("bfloat16", 1, True)


def test_the_digits_that_the_data_allow_are_rounded_down():
    for ball, digits in (
        ("[1.00000000000e-5 +/- 0]", ": they allow 4.99 digits"),
        ("[0.0500000000000 +/- 1e-3]", ": they allow 1.29 digits"),
        ("[2.00000000000 +/- 1e-10]", ": they allow no digit"),
        ("inf", ": they allow no digit"),
        (None, ""),
    ):
        assert _allowed(ball) == digits
    found = answer(np.mean, "mean(x)", x=np.array([1.0, 2.0, 4.5]))
    # Half an ulp of each is 2^-53, 2^-52 and 2^-51, and the mean 2.5.
    digits = -math.log10(7 / 3 * 2.0**-53 / 2.5)
    assert _envelope(found).endswith(f"cost: they allow {math.floor(100 * digits) / 100} digits")


def test_results_of_a_computed_matrix_are_held_against_the_nearest_right_ones():
    """Their order and signs are those of the result, though the formula has several operations."""
    A, B = np.array([[2.0, 1, 0], [1, -3, 2], [0, 2, 5]]), np.diag([1.0, 2, -4])
    gate = Gate(max_envelope=50)
    turned = answer(lambda A, B: np.linalg.eigvals(A @ B)[::-1], "eigvals(A @ B)", gate, A=A, B=B)
    back = answer(lambda A, B: np.linalg.eigvals(A @ B), "eigvals(A @ B)", gate, A=A, B=B)
    assert (turned["passed"], turned["worst"]["envelope"]) == (True, back["worst"]["envelope"])
    for sign in (1, -1):
        assert answer(lambda A, s=sign: s * np.linalg.eigh(2 * A)[1], "eigh(2*A)[1]", gate, A=A)["passed"]


def test_masked_entries_are_no_numbers():
    """numpy.asarray gives what lies under the mask, which a function of masked arrays does not take."""
    masked, plain = np.ma.array([1.0, 2, 3], mask=[0, 1, 0]), np.array([1.0, 2, 3])
    with pytest.raises(BadInput, match="x has masked entries"):
        answer(np.ma.mean, "mean(x)", x=masked)
    for returned in (masked, np.ma.masked):
        found = answer(lambda x, y=returned: y, "x/1", x=plain)
        assert (found["passed"], [*found["failed_reasons"]]) == (
            False,
            ["returned masked entries, which are no numbers"],
        )
    assert answer(np.ma.mean, "mean(x)", x=np.ma.array(plain))["passed"]


def test_arrays_that_python_gives_are_told_by_their_name():
    for given, why in (
        ([[1.0, 2.0], [3.0]], "x is no array: its rows differ in length"),
        ([1e6], "x: an entry is beyond float16"),
    ):
        with pytest.raises(BadInput, match=why):
            answer(np.sum, "sum(x)", format="float16", x=given)


def test_a_rational_truth_has_its_condition_number():
    x, y = np.array([3.0, -5.0]), np.array([1.0, 4.0])
    worst = answer(np.subtract, "x - y", x=x, y=y)["worst"]
    assert worst["reason"] == ""
    assert worst["condition_number"] == "[1.00000000000 +/- 0]"  # (5 + 4)/9, and (3 + 1)/2 of the other
    assert worst["details"]["condition_number_componentwise"] == "[2.00000000000 +/- 0]"


def test_a_result_that_is_not_finite_is_told_with_its_place():
    x = np.array([[1.0, 2], [800, 3]])
    (why,) = answer(lambda x: np.exp(x) / np.exp(x).sum(), "softmax(x)", x=x)["failed_reasons"]
    assert why == "a result is not finite: nan at [1, 0]"
    (why,) = answer(lambda x: np.exp(x).sum(), "sum(exp(x))/2", x=x[:1] * 400)["failed_reasons"]
    assert why == "a result is not finite: inf"


needs_x87 = pytest.mark.skipif(np.finfo(np.longdouble).nmant != 63, reason="longdouble is not x87's here")
THIRDS = np.arange(1, 20, dtype=np.longdouble) / 3


def fractions(x):
    return [Fraction(*v.as_integer_ratio()) for v in np.ravel(x)]


@needs_x87
def test_longdoubles_are_the_rationals_that_they_are():
    """Inputs and results that float64 would round, in ulps of 64 bits, by Python's fractions."""
    found = answer(np.cumsum, "cumsum(x)", format="longdouble", x=THIRDS)
    pairs = zip(fractions(np.cumsum(THIRDS)), itertools.accumulate(fractions(THIRDS)), strict=True)
    ulps = [abs(y - t) / Fraction(2) ** (math.floor(math.log2(t)) - 63) for y, t in pairs]
    assert max(ulps) > 0
    assert found["ulps"]["max"] == float(max(ulps))
    assert found["entry"] == [ulps.index(max(ulps))]
    assert (found["result_format"], found["arrays"]["x"]["exact"]) == ("longdouble", True)
    assert found["worst"]["data_error"] == "[0 +/- 0]"


@needs_x87
def test_data_are_rounded_to_longdouble_once():
    found = answer(np.sum, "sum(x)", format="longdouble", x="hilbert(5)")
    exact = sum(Fraction(1, i + j + 1) for i in range(5) for j in range(5))
    rounded = sum(fractions(np.longdouble(1) / (np.add.outer(np.arange(5), np.arange(5)) + 1)))
    assert found["worst"]["data_error"].startswith(f"[{float((rounded - exact) / exact):.10e}"[:12])
    assert not found["arrays"]["x"]["exact"]
    held = answer(np.sum, "sum(x)", x=THIRDS)  # float64 rounds what is given, and that is the data's error
    assert (held["arrays"]["x"]["exact"], held["worst"]["cause"]) == (False, "none")
    assert held["worst"]["data_error"] != "[0 +/- 0]"


@needs_x87
def test_half_an_ulp_of_a_longdouble_zero_is_not_nothing():
    least = np.finfo(np.longdouble).smallest_subnormal
    (datum,) = data_of({"x": np.array([0, least, 1], dtype=np.longdouble)}, formats.named("longdouble"))
    whole = Fraction(2) ** -16445
    assert [Fraction(int(v.p), int(v.q)) for v in datum.half_ulps] == [whole, whole, Fraction(2) ** -64]


def in_float64(name, A):
    found = getattr(np.linalg, name)(A.astype(np.float64))
    return np.asarray(found[0] if isinstance(found, tuple) else found).real.astype(np.longdouble)


@needs_x87
def test_factors_and_systems_in_longdouble():
    A = np.outer(THIRDS[:3], THIRDS[3:6]) + np.eye(3, dtype=np.longdouble) / 7
    for name, truth in (("inv", "inv(A)"), ("eigvals", "eigvals(A)"), ("qr", "qr(A)[0]")):
        found = answer(partial(in_float64, name), truth, format="longdouble", A=A)
        # What is right in float64 alone is wrong by some two thousand ulps of 64 bits.
        assert found["worst"]["cause"] == "algorithm"
        assert found["found"] > 100


@needs_x87
def test_what_longdouble_has_and_float64_has_not():
    found = answer(lambda x: x * np.longdouble("1e4000"), "x", format="longdouble", x=THIRDS)
    assert found["failed_reasons"] == {"a result is not finite: inf at [0]": 1}
    for format, x, says in (
        ("longdouble", np.array([1j]), "complex numbers, and longdouble real ones"),
        ("longdouble", np.array([np.nan], dtype=np.longdouble), "not finite"),
        ("float64", np.array([1], dtype=np.clongdouble), "complex256"),
    ):
        with pytest.raises(BadInput, match=says):
            answer(np.sum, "sum(x)", format=format, x=x)


def least_squares(A, b, function=np.linalg.lstsq):
    data = {"A": np.array(A, float), "b": np.array(b, float)}
    return judge(subjects("own", function, "lstsq(A, b)", None, data, {}, "float64", Limits()), Limits())


def test_of_equations_that_can_be_met_there_is_no_sum_of_squares_to_judge():
    found = least_squares([[4, 1], [2, 3]], [1, 2])
    assert [one.subject.place for one in found] == ["[0]", "[2]", "[3]"]
    assert all("the result [1] is empty and is not judged" in one.remarks[-1] for one in found)
    assert all(row(one, Gate())["passed"] for one in found)
    assert row(found[0], Gate())["worst"]["details"]["residual"].startswith("[")
    assert found[0].measurement.details["residual"] < 1e-15  # noise, and told as such


def test_an_empty_result_is_not_judged_away_where_the_truth_has_one():
    found = least_squares([[4, 1], [2, 3], [1, 1]], [1, 2, 3], lambda A, b: (np.array([]),) * 4)
    assert not any(row(one, Gate())["passed"] for one in found)


def test_a_sum_of_squares_that_is_given_where_there_is_none_is_refused():
    def given(A, b):
        x, _, rank, values = np.linalg.lstsq(A, b)
        return x, np.array([0.0]), rank, values

    with pytest.raises(BadInput, match="more equations than unknowns"):
        least_squares([[4, 1], [2, 3]], [1, 2], given)
