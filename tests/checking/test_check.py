"""A user's function against a formula: judged by mpmath and by exact rationals."""

import functools
import json
import linecache
import math
import shlex
from dataclasses import replace
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from exactly import as_fmpq, as_fraction, contains, rounded, ulp
from flint import arb, fmpq

from verify.arithmetic.float64 import exact
from verify.arithmetic.mpfr import FORMATS
from verify.arithmetic.precision import precision
from verify.checking import judge
from verify.checking import result as check
from verify.checking.drawing import beside, draw
from verify.checking.preview import preview
from verify.checking.result import Gate, Result
from verify.checking.sample import assess
from verify.checking.samples import Failed, Judged, Outside, Undecided, severity
from verify.checking.subject import Range, Subject, float_of, parse_domain, subject
from verify.checking.tally import Tally
from verify.checking.truths import in_balls, over_balls
from verify.cli.main import cli
from verify.core.errors import BadInput
from verify.language import grammar
from verify.measure.budget import as_ball
from verify.measure.limits import Limits
from verify.records import plain, write

LIMITS = Limits(4096)


def made(function, truth, *domain, given=(), **more):
    """A subject for a function that has no name on the command line."""

    ranges = parse_domain(domain)
    names = tuple(r.name for r in ranges)
    node = grammar.number(truth, names)
    value, gradient = in_balls(node, names)
    conditions = tuple(grammar.condition(text, names) for text in given)
    return Subject("own", function, value, truth, ranges, gradient, conditions, expression=node, **more)


def told_open(sample):
    """Why a sample is undecided."""
    assert isinstance(sample, Undecided)
    return sample.why


def at(function, truth, *where, given=()):
    """The sample at one input."""
    domain = [f"{name}=-1e300:1e300" for name, _ in zip("xyz", where, strict=False)]
    return assess(made(function, truth, *domain, given=given), [where], LIMITS)[0]


# --- domains from text --------------------------------------------------------------------------------


def test_domains_are_unions_of_intervals_with_exact_ends():
    (x, y) = parse_domain(["x=-1:0,2:3", "y=2^-1074:pi/2"])
    assert (x.name, x.pieces) == ("x", ((-1.0, 0.0), (2.0, 3.0)))
    assert y.pieces == ((5e-324, math.pi / 2),)
    assert 0.0 in x
    assert 1.0 not in x
    assert parse_domain(["x=0x1.8p-3:1e1"])[0].pieces == ((0.1875, 10.0),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x", "NAME=LO:HI"),
        ("=0:1", "NAME=LO:HI"),
        ("2x=0:1", "NAME=LO:HI"),
        ("x=0", "not LO:HI"),
        ("x=1:0", "is empty"),
        ("x=0:1,", "not LO:HI"),
        ("x=0:inf", "cannot be an end of a domain"),
        ("x=0:1e309", "beyond float64"),
        ("x=0:1/0", "not defined"),
        ("x=0:1/(pi - pi)", "cannot be evaluated: cannot decide"),
        ("x=0:y", "unknown name 'y'"),
        ("x=0:1<2", "a condition, not a number"),
        ("x=0:log(-1)", "not defined"),
        ("n=0..5,7", r"'7' is not LO\.\.HI"),
        ("n=0..5,7:8", r"'7:8' is not LO\.\.HI"),
        ("n=0:1,2..3", "is not LO"),
        ("n=0..2.5", "are not integers"),
        ("n=0..1e30", "are not integers"),
        ("n=3..1", "is empty"),
    ],
)
def test_a_malformed_domain_is_told(text, says):
    with pytest.raises(BadInput, match=says):
        parse_domain([text])


def test_a_variable_named_twice_is_told():
    with pytest.raises(BadInput, match="names x twice"):
        parse_domain(["x=0:1", "x=2:3"])


def test_integers_are_a_domain_of_their_own():
    (n,) = parse_domain(["n=-2..3,10..10"])
    assert n.whole
    assert n.pieces == ((-2.0, 3.0), (10.0, 10.0))
    assert n.nearest(2.6) == 3.0
    assert n.text() == "n=-2..3,10..10"
    assert parse_domain([n.text()]) == (n,)
    (x,) = parse_domain(["x=-2:0.1"])
    assert parse_domain([x.text()]) == (x,)


@pytest.mark.parametrize("text", ["0.1", "1/3", "-pi", "2^-1074", "1.7976931348623157e308", "exp(-700)"])
def test_an_end_is_the_nearest_float(text):
    with mpmath.workprec(4000):
        value = mpmath.mpf(eval(text.replace("^", "**"), {"pi": mpmath.pi, "exp": mpmath.exp}))
        if "/" in text:
            value = mpmath.mpf(1) / 3
        if text == "0.1":
            value = mpmath.mpf(1) / 10
        assert float_of(text) == float(value)


@pytest.mark.parametrize(
    ("name", "truth", "domain", "given", "says"),
    [
        ("math:exp", "exp(x)", [], [], "no domain is given"),
        ("math:exp", "exp(y)", ["x=0:1"], [], "unknown name 'y'"),
        ("math:exp", "exp(x) < 1", ["x=0:1"], [], "a condition, not a number"),
        ("math:exp", "exp(x)", ["x=0:1"], ["x + 1"], "is not a condition"),
        ("math:exp", "exp(x)", ["x=0:1", "y=0:1"], [], "takes the arguments"),
        ("math:exp", "nothere:f", ["x=0:1"], [], "is it installed"),
        ("math:exp", "ext(x)", ["x=0:1"], [], "near it: exp"),
    ],
)
def test_a_subject_that_makes_no_sense_is_told(name, truth, domain, given, says):
    with pytest.raises(BadInput, match=says):
        subject(name, truth, domain, given)


# --- ulps ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "opinion", "domain"),
    [
        ("exp", mpmath.exp, "x=-745:709"),
        ("sin", mpmath.sin, "x=-1e22:1e22"),
        ("lgamma", lambda x: mpmath.log(abs(mpmath.gamma(x))), "x=0.01:150"),
        ("atan", mpmath.atan, "x=-1e300:1e300"),
        ("erfc", mpmath.erfc, "x=-5:27"),
    ],
)
def test_ulps_of_the_c_library_are_those_that_mpmath_finds(function, opinion, domain):
    what = subject(f"math:{function}", f"{function}(x)", [domain])
    where = draw(what, 60, 1)[::3]
    with mpmath.workprec(1500):
        for sample in assess(what, where, LIMITS):
            (x,) = sample.where
            truth = as_rational(opinion(mpmath.mpf(x)))
            found = abs(truth - Fraction(getattr(math, function)(x))) / ulp(truth)
            assert (
                Fraction(sample.at_least) - Fraction(1, 2**100)
                <= found
                <= Fraction(sample.ulps) + Fraction(1, 2**100)
            )
            assert sample.ulps - sample.at_least <= 2.0**-9 * max(1.0, sample.ulps)


def as_rational(x) -> Fraction:
    sign, mantissa, exponent, _ = x._mpf_
    return (-1) ** sign * Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


@pytest.mark.parametrize("x", [0.0, 5e-324, -1e-310, 0.1, 1.0, -3.5, 1e150, 1.5e-162])
def test_ulps_are_exact_where_the_truth_is_rational(x):
    def body(x):
        return x * x * 1.0000001

    sample = at(body, "x^2", x)
    truth = Fraction(x) ** 2
    off = abs(Fraction(body(x)) - truth) / ulp(truth)
    assert Fraction(sample.at_least) <= off <= Fraction(sample.ulps)
    assert sample.ulps - sample.at_least <= 2.0**-9 * max(1.0, sample.ulps)
    assert sample.relative >= (float(off * ulp(truth) / truth) * (1 - 1e-12) if truth else 0)


def test_a_correctly_rounded_function_never_exceeds_half_an_ulp():
    what = subject("math:sqrt", "sqrt(x)", ["x=0:1e308"])
    # Beside 1 the distances are 1/2 - 2^-54 ulp and the like.
    samples = assess(what, [*draw(what, 300, 2), (math.nextafter(1, 0),), (1 + 2.0**-52,)], LIMITS)
    assert max(s.ulps for s in samples) <= 0.5
    assert Gate(max_ulps=0.5).passed(Result(what, Tally.of(samples)))


@pytest.mark.parametrize("x", [1e-8, 1e-15, 1e-100, 1e-300])
def test_the_ulp_beside_a_power_of_two_is_that_of_the_truth(x):
    """cosh is above 1 and cos below it by x^2/2 only: a distance is so many ulps, or twice as many."""
    away = 1 + 3 * 2.0**-52
    above, below = at(lambda x: away, "cosh(x)", x), at(lambda x: away, "cos(x)", x)
    off = x * x / 2 * 2.0**52
    assert above.at_least <= 3 - off <= above.ulps <= 3.001
    assert below.at_least <= 2 * (3 + off) <= below.ulps <= 6.001 + 2 * off


def test_a_truth_that_may_be_a_power_of_two_has_the_wider_bounds():
    sample = at(lambda x: 1 + 3 * 2.0**-52, "sin(x)^2 + cos(x)^2", 0.7)
    assert 3 <= sample.ulps <= 6.001
    assert 2.999 <= sample.at_least <= 3


def test_several_variables_in_the_order_of_the_function():
    sample = at(math.atan2, "atan2(x, y)", 1.0, -2.0)
    assert sample.ulps < 1
    assert at(lambda x, y: x - 2 * y, "x - 2*y", 5.0, 1.0).ulps == 0
    assert at(lambda x, y: x - 2 * y, "y - 2*x", 5.0, 1.0).ulps > 1


# --- what does not count, what fails, what stays open -------------------------------------------------


@pytest.mark.parametrize(
    ("function", "truth", "where"),
    [
        (math.log, "log(x)", (-1.0,)),
        (math.log, "log(x)", (0.0,)),
        (lambda x: 0.0, "sqrt(x)", (-5e-324,)),
        (lambda x: 1.0, "gamma(x)", (-3.0,)),
        (math.pow, "x^y", (-2.0, 0.5)),
        (math.exp, "exp(x)", (1000.0,)),  # OverflowError, and the truth is beyond
        (lambda x: math.inf, "exp(x)", (709.79,)),
        (lambda x: -math.inf, "-exp(x)", (709.79,)),
    ],
)
def test_outside_the_domain_or_beyond_float64_nothing_counts(function, truth, where):
    assert isinstance(at(function, truth, *where), Outside)


@pytest.mark.parametrize(
    ("function", "truth", "where"),
    [
        (lambda x: math.nan, "x", (1.0,)),
        (lambda x: math.inf, "x", (1.0,)),
        (lambda x: math.inf, "exp(x)", (709.78,)),  # below the largest float64
        (lambda x: math.inf, "-exp(x)", (1000.0,)),  # the other infinity
        (lambda x: math.nan, "exp(x)", (1000.0,)),
        (math.log, "x", (-1.0,)),  # raises
        (lambda x: 1 / 0, "x", (1.0,)),
    ],
)
def test_no_number_where_the_truth_is_one_is_a_failure(function, truth, where):
    sample = at(function, truth, *where)
    assert isinstance(sample, Failed)
    assert severity(sample) == math.inf


def test_the_largest_number_is_told_from_an_overflow():
    # The nearest float64 is an infinity from 2^1024 - 2^970 on.
    edge = 2**1024 - 2**970
    for truth, fails in ((f"{edge - 1} + 0*x", True), (f"{edge} + 0*x", False)):
        assert isinstance(at(lambda x: math.inf, truth, 1.0), Failed) == fails
    assert math.isinf(rounded(Fraction(edge)))
    assert not math.isinf(rounded(Fraction(edge - 1)))


def test_a_truth_that_balls_do_not_settle_is_undecided():
    sample = at(lambda x: 1.0, "1/(sin(x)^2 + cos(x)^2 - 1)", 1.0)
    assert isinstance(sample, Undecided)
    assert "cannot decide" in sample.why


def test_a_truth_that_is_no_ball_is_no_truth(tmp_path):
    (tmp_path / "t.py").write_text(
        "import math\n\n\ndef good(x):\n    return x.exp()\n\n\ndef bad(x):\n    return math.exp(x)\n"
    )
    good = subject("math:exp", f"{tmp_path}/t.py:good", ["x=0:1"])
    assert max(s.ulps for s in assess(good, [(0.5,), (1.0,)], LIMITS)) < 1
    bad = subject("math:exp", f"{tmp_path}/t.py:bad", ["x=0:1"])
    result = check.check(bad, 20, 0, LIMITS)
    assert result.samples
    assert all("a ball became a float at " in told_open(s) for s in result.samples)
    number = replace(made(math.exp, "exp(x)", "x=0:1"), truth=over_balls(lambda x: 2.5))
    assert all("no ball" in told_open(s) for s in check.check(number, 4, 0, LIMITS).samples)
    assert result.worst is None


def test_a_truth_or_a_function_without_end_is_undecided_when_its_time_is_up(tmp_path):
    (tmp_path / "t.py").write_text("def turn(x):\n    while True:\n        pass\n")
    name = f"{tmp_path}/t.py:turn"
    for what in (subject(name, "x", ["x=0:1"]), subject("math:exp", name, ["x=0:1"])):
        (sample,) = assess(what, [(0.5,)], Limits(seconds=0.05))
        assert "0.05 s" in told_open(sample)


def test_preconditions_are_asked_in_balls():
    given = ("x^2 + y^2 < 1", "x == 0 or 1/x > 2")
    assert at(math.hypot, "hypot(x, y)", 0.25, 0.25, given=given).ulps < 1
    assert at(math.hypot, "hypot(x, y)", 0.0, 0.5, given=given).ulps == 0
    assert isinstance(at(math.hypot, "hypot(x, y)", 0.75, 0.25, given=given), Outside)
    assert isinstance(at(math.hypot, "hypot(x, y)", 1.0, 1.0, given=given), Outside)
    # One that is certainly false is enough, whatever the other does.
    assert isinstance(at(math.exp, "exp(x)", 1.0, given=("sin(x)^2 + cos(x)^2 <= 1", "x < 1")), Outside)
    assert isinstance(at(math.exp, "exp(x)", 1.0, given=("sin(x)^2 + cos(x)^2 <= 1",)), Undecided)


# --- the envelope -------------------------------------------------------------------------------------


def test_the_envelope_is_what_data_good_to_half_an_ulp_cost():
    # log at x = 1 + 2^-20: f' = 1/x and ulp(x) = 2^-52; log x = 2^-20 (1 - 2^-21 + ...), so its ulp is 2^-73.
    x = 1 + 2.0**-20
    sample = at(lambda x: math.log(x) * (1 + 2.0**-34), "log(x)", x)
    assert sample.ulps / (2.0**-53 / x / 2.0**-73) == pytest.approx(sample.envelope, rel=1e-6)
    # Where data cost less an ideal algorithm is good to half an ulp.
    sample = at(lambda x: math.sqrt(x) * (1 + 2.0**-40), "sqrt(x)", 2.0)
    assert sample.envelope == pytest.approx(2 * sample.ulps)


@pytest.mark.parametrize(("truth", "x"), [("abs(x)", 0.0), ("sinc(x)", 0.0)])
def test_at_a_kink_or_an_edge_the_gate_takes_half_an_ulp(truth, x):
    right = at(lambda x: float(truth == "sinc(x)"), truth, x)
    assert right.multiple == 0.0
    off = at(lambda x: float(truth == "sinc(x)") + 2.0**-52, truth, x)
    assert off.multiple == pytest.approx(2 * off.ulps)


@pytest.mark.parametrize("truth", ["x^2 - 1", "sin(pi*x)/pi*2"])
def test_at_a_zero_of_the_truth_the_envelope_is_what_data_cost(truth):
    """|f'| ulp(x)/2 = 2 * 2^-53. A zero that balls do not find counts too."""
    sample = at(lambda x: 2.0**-60, truth, 1.0)
    assert sample.envelope == pytest.approx(2.0**-60 / 2.0**-52, rel=1e-6)
    assert at(lambda x: 1e-17, "x - x", 1.0).envelope > 1e300


def test_a_gradient_that_is_unknown_gives_no_envelope():
    sample = at(lambda x: math.pi**2 / 6, "zeta(x)", 2.0)
    assert sample.envelope is None
    what = made(math.exp, "zeta(x)", "x=2:3")
    assert Gate(max_envelope=1).passed(Result(what, Tally.of([sample]))), "it is at least half an ulp"
    off = at(lambda x: 1.0, "zeta(x)", 2.0)
    assert not Gate(max_envelope=1e9).passed(Result(what, Tally.of([off])))


# --- where to look ------------------------------------------------------------------------------------


def test_inputs_are_drawn_in_the_domain_and_are_the_same_for_a_seed():
    what = made(math.hypot, "hypot(x, y)", "x=-1:0,2:3", "y=1:1")
    drawn = draw(what, 400, 5)
    assert drawn == draw(what, 400, 5) != draw(what, 400, 6)
    assert all(w in what for w in drawn)
    assert {y for _, y in drawn} == {1.0}
    assert {-1.0, 3.0} <= {x for x, _ in drawn}
    assert len(drawn) > 200


def test_integers_are_drawn_and_passed_as_such():
    def comb(n, k):
        assert type(n) is type(k) is int
        return float(math.comb(n, k))

    what = made(comb, "binomial(n, k)", "n=0..6,100..1000000", "k=0..3")
    drawn = draw(what, 500, 0)
    assert {k for _, k in drawn} == {0.0, 1.0, 2.0, 3.0}
    assert {0.0, 1.0, 6.0, 1e6} <= {n for n, _ in drawn}
    assert all(n.is_integer() and (n <= 6 or n >= 100) for n, _ in drawn)
    result = check.check(what, 300, 0, LIMITS)
    assert max(s.ulps for s in result.samples) <= 0.5000001
    assert "--domain n=0..6,100..1000000 --domain k=0..3" in check.reproduction(result)
    assert check.check(what, 1, 0, LIMITS, {"n": "5", "k": "2"}).samples[0].computed == 10
    with pytest.raises(BadInput, match="is not an integer"):
        check.check(what, 1, 0, LIMITS, {"n": "5.5", "k": "2"})


def test_inputs_of_a_narrow_format_are_its_numbers():
    narrow = Range("x", ((0.0, 1.0),), FORMATS["binary16"])
    what = Subject("own", math.exp, lambda x: x.exp(), "exp(x)", (narrow,), format=FORMATS["binary16"])
    drawn = draw(what, 300, 0)
    assert all(FORMATS["binary16"].nearest(x) == x for (x,) in drawn)
    near = beside(what, assess(what, drawn, LIMITS), 64)
    assert near
    assert all(FORMATS["binary16"].nearest(x) == x for (x,) in near)


def test_one_looks_beside_the_worst_and_where_the_curve_turns():
    what = made(lambda x: x * x + (x == 0.5) * 1e-3, "x^2", "x=-1:1")
    samples = assess(what, [(-1.0,), (-0.25,), (0.125,), (0.5,), (1.0,)], LIMITS)
    near = beside(what, samples, 64)
    assert (math.nextafter(0.5, 1),) in near
    assert (math.nextafter(-0.25, 0),) in near or (math.nextafter(0.125, 0),) in near
    assert not {s.where for s in samples} & set(near)


def test_an_input_of_its_own_is_the_nearest_float():
    what = subject("math:exp", "exp(x)", ["x=0:1"])
    result = check.check(what, 10, 0, LIMITS, {"x": "0.1"})
    assert [s.where for s in result.samples] == [(0.1,)]
    for given, says in (({"y": "0.1"}, "has to give x"), ({"x": "2"}, "outside"), ({"x": "one"}, "number")):
        with pytest.raises(BadInput, match=says):
            check.check(what, 10, 0, LIMITS, given)


# --- gates and rows -----------------------------------------------------------------------------------


def of_samples(*samples):
    return Result(made(math.exp, "exp(x)", "x=0:1"), Tally.of(samples))


GOOD = Judged((0.5,), 1.0, ulps=1.5, at_least=1.4, envelope=3.0, relative=2e-16)


@pytest.mark.parametrize(
    ("gate", "extra", "passes"),
    [
        (Gate(), (), True),
        (Gate(max_ulps=1.5), (), True),
        (Gate(max_ulps=1.49), (), False),
        (Gate(max_envelope=3.0), (), True),
        (Gate(max_envelope=2.9), (), False),
        (Gate(1.5, 2.9), (), False),
        (Gate(max_ulps=2), (Undecided((0.1,), 1.0, "open"),), False),
        (Gate(max_ulps=2), (Failed((0.1,), math.nan, None),), False),
        (Gate(max_ulps=2), (Outside((0.1,), math.nan, "there"),), True),
        (Gate(max_ulps=math.nan), (), False),
    ],
)
def test_a_gate_is_passed_where_it_is_certainly_reached(gate, extra, passes):
    assert gate.passed(of_samples(GOOD, *extra)) == passes


def test_a_gate_is_not_passed_where_nothing_counts():
    assert not Gate(max_ulps=1).passed(of_samples(Outside((0.5,), 1.0, "there")))
    assert not Gate(max_ulps=1).passed(of_samples())


def test_a_row_has_the_names_of_the_contract():
    what = subject("math:log", "log(x)", ["x=-1:4"])
    result = check.check(what, 100, 0, LIMITS)
    row = check.row(result, Gate(max_ulps=1), check.reproduction(result))
    assert {
        "target",
        "truth",
        "format",
        "points",
        "worst",
        "worst_failure",
        "ulps",
        "found",
        "proved_bound",
        "exhaustive",
        "undecided",
        "outside_domain",
        "passed",
    } <= set(row)
    assert (row["target"], row["truth"], row["proved_bound"], row["undecided"]) == (
        "math:log",
        "log(x)",
        None,
        0,
    )
    assert (row["format"], row["exhaustive"]) == ("float64", None)
    assert set(row["ulps"]) == {"max", "p99", "median"}
    assert row["ulps"]["median"] <= row["ulps"]["p99"] <= row["ulps"]["max"] <= 1
    assert row["found"] <= row["ulps"]["max"]
    assert row["outside_domain"] == sum(x < 0 or x == 0 for (x,) in (s.where for s in result.samples))
    assert row["points"] + row["outside_domain"] == len(result.samples)
    assert row["passed"]
    assert {
        "problem", "algorithm", "inputs", "parameters", "computed", "truth", "forward_error",
        "rounding_error", "truncation_error", "data_error", "backward_error", "condition_number", "ulps",
        "digits", "cause", "inherent", "bits",
    } <= set(row["worst"])  # fmt: skip
    assert float.fromhex(row["worst"]["computed"]) == math.log(float.fromhex(row["worst"]["inputs"]["x"]))
    assert json.loads(plain.to_json(row)) == row


def test_figures_beyond_float64_have_no_number_in_json():
    result = check.check(made(lambda x: 1e300, "x - x", "x=0:1"), 20, 0, LIMITS)
    row = check.row(result, Gate(), "")
    assert row["ulps"]["max"] is None
    assert row["found"] > 1e300
    assert row["envelope"] is None
    json.loads(plain.to_json(row))


def test_the_reasons_of_failures_are_counted():
    row = check.row(
        check.check(made(lambda x: math.nan if x < 0 else math.sqrt(-x), "x", "x=-1:1"), 50, 0, LIMITS),
        Gate(),
        "",
    )
    assert row["failed"] == sum(row["failed_reasons"].values()) > 20
    assert set(row["failed_reasons"]) == {"returned nan", "raised ValueError: math domain error"}


def test_the_worst_is_measured_and_its_line_measures_it_again():
    what = subject("math:lgamma", "lgamma(x)", ["x=0.5:1,1.5:4"])
    result = check.check(what, 300, 0, LIMITS)
    severest = max(result.samples, key=severity)
    assert result.worst.inputs == {"x": exact(severest.where[0])}
    assert result.worst.ulps == pytest.approx(severest.ulps, rel=1e-3)
    words = shlex.split(check.reproduction(result))[1:]
    again = _json(words)["results"][0]
    assert again["points"] == 1
    assert again["worst"]["inputs"] == write.measurement_row(result.worst)["inputs"]
    assert again["worst"]["ulps"] == result.worst.ulps


def _json(words):
    from click.testing import CliRunner

    outcome = CliRunner().invoke(cli, [*words, "--json"], catch_exceptions=False)
    return json.loads(outcome.stdout)


def test_what_a_function_prints_is_no_part_of_the_answer(tmp_path):
    (tmp_path / "loud.py").write_text("print('read')\n\n\ndef f(x):\n    print('called')\n    return x\n")
    words = ["check", f"{tmp_path}/loud.py:f", "--truth", "x", "--domain", "x=0:1", "--points", "4"]
    assert _json(words)["results"][0]["ulps"]["max"] == 0


def test_an_underflow_that_the_hardware_flags_is_a_matter_of_range():
    lost = check.check(made(lambda x: np.exp(-x) * np.exp(x - 20), "exp(-20)", "x=750:751"), 9, 0, LIMITS)
    assert lost.worst is None
    assert lost.worst_failure.cause == "range"
    cancelled = check.check(made(lambda x: (1 + x) - 1, "x", "x=1e-20:1e-19"), 9, 0, LIMITS)
    assert cancelled.worst.computed == 0
    assert cancelled.worst.cause == "rounding", "it was followed: nothing underflows"


def test_the_truth_of_a_measurement_contains_the_value():
    what = made(lambda x: x / 3, "x/3", "x=0:10")
    result = check.check(what, 50, 0, LIMITS)
    value = as_fraction(result.worst.inputs["x"]) / 3
    assert contains(result.worst.truth, value)
    assert not contains(result.worst.truth, value * (1 + Fraction(1, 2**60)))


# --- depths, and what nobody followed ---------------------------------------------------------------------


DEPTHS = (
    (math.exp, "exp(x)", "x=-700:700"),
    (lambda x: math.log(x) * (1 + 2.0**-34), "log(x)", "x=1e-300:1e300"),
    (lambda x: (1 - math.cos(x)) / x**2, "(1 - cos(x))/x^2", "x=1e-9:1"),
    (lambda x: x, "sin(x)", "x=-1e-150:1e-150"),
    (lambda x: round(x, 3), "x", "x=-1e-3:1e-3"),
)


@pytest.mark.parametrize(("function", "truth", "domain"), DEPTHS)
def test_the_depths_of_measuring_agree(function, truth, domain):
    """A first look lies within what is certified, and what is certified overlaps the whole budget."""
    what = made(function, truth, domain)
    compared = 0
    for sample in assess(what, draw(what, 30, 3), LIMITS):
        m = judge.measured(what, sample, LIMITS)
        with precision(96):
            ulps, multiple = preview(what, sample.where, LIMITS)
        assert m.ulps is not None
        assert sample.at_least <= m.ulps * (1 + 2.0**-19) + 2.0**-26
        assert m.ulps <= sample.ulps * (1 + 2.0**-19) + 2.0**-9
        if m.envelope is not None and sample.envelope is not None:
            low = sample.at_least / float(m.envelope.upper())
            assert low <= sample.envelope * (1 + 2.0**-19)
            assert sample.envelope <= (m.ulps + 2.0**-9) / float(m.envelope.lower()) * (1 + 2.0**-19)
        if math.isfinite(ulps):
            compared += 1
            assert (
                sample.at_least * (1 - 2.0**-19) - 2.0**-9 <= ulps <= sample.ulps * (1 + 2.0**-19) + 2.0**-9
            )
            assert multiple == -1 or multiple == pytest.approx(sample.envelope, rel=1e-3, abs=1e-2)
    assert compared > 20


def test_what_nobody_followed_has_one_figure_for_the_algorithm():
    """x beside sin x at 1/8: every step is exact, so that rounding would be a false word."""
    result = check.check(made(np.positive, "sin(x)", "x=0.1:0.2"), 1, 0, LIMITS, {"x": "0.125"})
    m = result.worst
    assert "compiled" in result.at_worst.not_followed
    assert (m.cause, m.rounding_error, m.truncation_error) == ("algorithm", None, None)
    error = Fraction(1, 8**3) / 6 - Fraction(1, 8**5) / 120  # x - sin x, to 2^-33
    size = Fraction(1, 8) - error
    assert abs(m.algorithm_error - as_ball(as_fmpq(error / size))) < 1e-9
    assert m.algorithm_error.overlaps(m.forward_error)


def test_a_library_that_loses_a_normal_number_has_left_the_range():
    """Gamma near -174 is -3.56e-307; a library gives -0.0 and clears the flags."""
    zero = functools.partial(math.copysign, 0.0)  # compiled, and nothing flags what it does
    lost = check.check(made(zero, "gamma(x)", "x=-175:-174"), 1, 0, LIMITS, {"x": "-0x1.5c00000003c15p+7"})
    assert lost.worst.computed == 0
    assert lost.worst.cause == "range"
    far = check.check(made(zero, "cos(x)", "x=0:1"), 1, 0, LIMITS, {"x": "0.5"})
    assert far.worst.cause == "algorithm", "cos 0.5 is nowhere near an underflow"


def _first_two(x):
    return 1 + x, (1 - math.cos(x)) / x**2


@pytest.mark.parametrize(
    ("function", "truth", "cause"),
    [
        (lambda x: x, "sin(x)", "truncation"),
        (lambda x: 1 + x + x * x / 2, "exp(x)", "truncation"),
        (lambda x: (1 - math.cos(x)) / x**2, "(1 - cos(x))/x^2", "rounding"),
    ],
)
def test_a_followed_function_has_its_error_split(function, truth, cause):
    """Against exact arithmetic: F is x, a polynomial, or the truth itself."""
    result = check.check(made(function, truth, "x=0.001:0.002"), 1, 0, LIMITS, {"x": "0.0015"})
    m = result.worst
    assert m.cause == cause
    assert (m.rounding_error + m.truncation_error).overlaps(m.algorithm_error)
    x = fmpq(*result.samples[0].where[0].as_integer_ratio())
    if truth == "exp(x)":
        with precision(200):
            exact_value, true = 1 + x + x * x / 2, arb(x).exp()
            assert m.truncation_error.overlaps((arb(exact_value) - true) / true)
    if truth == "(1 - cos(x))/x^2":
        assert m.truncation_error.contains(0)


def test_the_guilty_line_is_named():
    what = made(lambda x: _first_two(x)[1], "(1 - cos(x))/x^2", "x=1e-6:1e-5")
    (row,) = [check.row(check.check(what, 20, 0, LIMITS), Gate(), "")]
    (line,) = row["guilty"]
    assert linecache.getline(line["file"], line["line"]).strip() == "return 1 + x, (1 - math.cos(x)) / x**2"
    assert line["makes"]
    assert line["magnifies"]
    assert row["not_followed"] is None


def test_what_cannot_be_followed_is_told_and_measured_all_the_same():
    code = compile("def f(x):\n    return x + 1\n", "<nowhere>", "exec")
    space = {}
    exec(code, space)
    result = check.check(made(space["f"], "x", "x=1:2"), 4, 0, LIMITS)
    assert result.worst.cause == "algorithm"
    assert "source" in result.at_worst.not_followed


@pytest.mark.parametrize(
    ("function", "cause"),
    [
        (lambda x: math.exp(1000 + x), "range"),
        (lambda x: 1 / (x - x), "range"),
        (lambda x: math.sqrt(-1 - x), "range"),
        (lambda x: 10**400, "range"),
        (lambda x: math.nan, "range"),
        (lambda x: "1", "undecided"),
        (lambda x: no_such_name, "undecided"),  # noqa: F821
        (lambda x: [x], "undecided"),
    ],
)
def test_a_program_that_fails_has_not_left_the_range(function, cause):
    result = check.check(made(function, "x", "x=0:1"), 1, 0, LIMITS, {"x": "0.5"})
    assert result.worst is None
    assert result.worst_failure.cause == cause


def test_nothing_certified_does_not_pass():
    result = check.check(made(lambda x: undefined_name, "x", "x=0:1"), 4, 0, LIMITS)  # noqa: F821
    assert not Gate().passed(result)
    assert result.worst is None
    assert "NameError" in result.worst_failure.reason
    assert "test_check.py, line " in result.worst_failure.reason


def test_the_worst_of_the_finite_and_the_worst_failure():
    result = check.check(
        made(lambda x: math.inf if x > 1 else x * (1 + 2.0**-40), "x", "x=0.5:2"), 40, 0, LIMITS
    )
    assert math.isfinite(result.worst.computed)
    assert result.worst.ulps > 1000
    assert result.worst_failure.computed == math.inf
    assert float(result.worst_failure.inputs["x"]) > 1
    figures = check.row(result, Gate(), "")
    assert figures["worst"]["inputs"] != figures["worst_failure"]["inputs"]


def test_a_truth_beside_zero_is_pursued_until_its_ulp_is_known():
    """log(tan(pi/4 + x)) = 2 x + 4/3 x^3 + ...; a ball about zero of it has no ulp."""
    what = made(lambda x: -(2.0**-53), "log(tan(pi/4 + x))", "x=-1:0")
    (sample,) = assess(what, [(-1e-166,)], LIMITS)
    truth = 2 * Fraction(-1e-166)
    ulps = abs(Fraction(-(2.0**-53)) - truth) / Fraction(math.ulp(2e-166))
    assert sample.at_least <= ulps <= sample.ulps
    assert sample.ulps == pytest.approx(float(ulps), rel=1e-5)
