"""Domains from text, and where in them inputs are drawn."""

import math

import mpmath
import pytest
from checking.asked import LIMITS, made

from verify.arithmetic.mpfr import FORMATS
from verify.checking import result as check
from verify.checking import result_row
from verify.checking.one_input.sample import assess
from verify.checking.sampling.drawing import beside, draw
from verify.checking.subjects.subject import Range, Subject, float_of, parse_domain, subject
from verify.core.errors import BadInput

# --- domains from text -----------------------------------------------------------------------------------


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


# --- where to look ---------------------------------------------------------------------------------------


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
    assert "--domain n=0..6,100..1000000 --domain k=0..3" in result_row.reproduction(result)
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


def test_an_input_may_be_minus_zero():
    given = {"y": "-0.0", "x": "-1"}
    what = subject("math:atan2", "atan2(y, x)", [f"{name}={value}:{value}" for name, value in given.items()])
    found = check.check(what, 1, 0, LIMITS, given)
    assert found.worst.computed == -math.pi  # where the truth, of a number, is pi
    assert "--at y=-0x0.0p+0" in result_row.reproduction(found)
