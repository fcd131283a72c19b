"""Nine series: the sums against the functions at high precision, published digits, bounds, planted faults."""

import dataclasses

import declared
import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.scalar_series import claims_cancellation, general_term, methods
from verify.catalogue.scalar_series import problem as problems
from verify.catalogue.scalar_series import terms as terms_
from verify.claims import laws
from verify.core.claim import REFUTED
from verify.core.literals import rational
from verify.measure.harness import measure
from verify.measure.point import point, sweep_points

BY_NAME = {series.name: series for series in methods.SERIES}
INSIDE = [
    ("exp", ("-30",)),
    ("exp", ("7/2",)),
    ("power", ("3", "-20")),
    ("power", ("1/7", "5/3")),
    ("sin", ("40",)),
    ("cos", ("-22/7",)),
    ("geometric", ("-3/4",)),
    ("alternating", ("2/3",)),
    ("log1p", ("-3/5",)),
    ("log", ("7/4",)),
    ("binomial", ("1/2", "-7/3")),
    ("binomial", ("-3/4", "1/2")),
]
DIGITS = [  # to 40 places, from the On-Line Encyclopedia of Integer Sequences
    ("exp", ("1",), "2.7182818284590452353602874713526624977572"),
    ("sin", ("1",), "0.8414709848078965066525023216302989996226"),
    ("cos", ("1",), "0.5403023058681397174009366074429766037323"),
    ("log1p", ("1",), "0.6931471805599453094172321214581765680755"),
    ("log", ("2",), "0.6931471805599453094172321214581765680755"),
    ("binomial", ("1", "1/2"), "1.4142135623730950488016887242096980785697"),
    ("power", ("2", "1/2"), "1.4142135623730950488016887242096980785697"),
]


def algorithm(name, way="forward"):
    return next(a for a in methods.ALGORITHMS if a.problem.name == f"series_{name}" and a.name == way)


def balls(texts):
    return [arb(rational(t)) for t in texts]


@pytest.mark.parametrize("bits", [220, 1100])
@pytest.mark.parametrize(("name", "x"), INSIDE)
def test_sum_and_bound_enclose_the_function(name, x, bits):
    series, terms = BY_NAME[name], 4 * bits
    with precision(3 * bits):
        data = balls(x)
        bound = series.remainder(*data, terms)
        truth = series.truth(*data)
        total = terms_.added(series.terms(Ball(), *data, terms))
        assert bound < abs(truth) * arb(2) ** -bits
        assert abs(total - truth) < bound + abs(truth) * arb(2) ** -bits
        assert (total - truth).rad() < abs(truth) * arb(2) ** -bits


@pytest.mark.parametrize(("name", "x", "digits"), DIGITS)
def test_published_digits(name, x, digits):
    with precision(200):
        assert abs(BY_NAME[name].truth(*balls(x)) - arb(digits)) < arb(10) ** -40


def test_power_by_its_own_route_and_by_arb():
    with precision(300):
        for a, x in (("2", "1/2"), ("1/1000", "-7/3"), ("999/1000", "100"), ("1000", "100")):
            a, x = balls((a, x))
            assert problems.power_truth(a, x).overlaps(a**x)
            assert problems.power_truth(a, x).rel_accuracy_bits() > 250


@pytest.mark.parametrize("series", methods.SERIES, ids=lambda series: series.name)
def test_terms_call_nothing_that_the_truth_calls(series):
    assert not laws.calls(series.terms) & laws.calls(series.truth)


def test_bounds_are_not_slack():
    with precision(400):
        for name, x, terms, share in (
            ("exp", ("-3",), 20, 0.8),
            ("sin", ("2",), 10, 0.9),
            ("log1p", ("1",), 100, 0.4),
            ("log1p", ("-9/10",), 100, 0.9),
            ("log1p", ("-999999/1000000",), 100, 0.6),
            ("log1p", ("3",), 30, 0.2),
            ("binomial", ("1", "1/2"), 50, 0.4),
            ("binomial", ("-999/1000", "1/2"), 50, 0.04),
            ("binomial", ("3", "1/2"), 30, 0.2),
        ):
            series, data = BY_NAME[name], balls(x)
            gap = abs(terms_.added(series.terms(Ball(), *data, terms)) - series.truth(*data))
            bound = series.remainder(*data, terms)
            assert gap <= bound
            assert gap > share * bound, (name, x)


def test_gradients_agree_with_difference_quotients():
    h = arb(2) ** -200
    with precision(600):
        for series in methods.SERIES:
            problem = methods.PROBLEMS[series.name]
            data = [arb(rational(v)) for v in problem.references[2].values()]
            for k, slope in enumerate(problem.sensitivity.gradient(*data)):
                moved = [x + h if i == k else x for i, x in enumerate(data)]
                quotient = (problem.truth(*moved) - problem.truth(*data)) / h
                assert abs(quotient - slope) < arb(2) ** -150


def test_what_float64_makes_of_it():
    assert measure(algorithm("exp"), x="-20", terms=100).cause == "rounding"
    assert measure(algorithm("exp"), x="20", terms=100).digits > 14
    assert measure(algorithm("sin"), x="37", terms=200).digits < 2
    # At the edge, x = 1, N terms of ln(1 + x) leave about 1/(2N).
    m = measure(algorithm("log1p"), x="1", terms=1000)
    assert m.cause == "truncation"
    assert 0.99 < abs(m.truncation_error * m.truth * 2000) < 1.01
    assert measure(algorithm("log"), x="4.9", terms=1000).cause == "range"


@pytest.mark.parametrize(("name", "x"), [("exp", "-1.1513"), ("cos", "1.361"), ("alternating", "0.8182")])
def test_cancellation_where_the_claim_says(name, x):
    details = measure(algorithm(name), x=x, terms=200).details
    assert 9.97 < details["cancellation"] < 10.03


def test_wrong_general_terms_are_refuted(monkeypatch):
    for name, wrong in (
        ("sin", {"factorial": (2, 2)}),
        ("sin", {"sign": 1}),
        ("log1p", {"linear": 2}),
        ("binomial", {"falling": False}),
        ("power", {"base": False}),
    ):
        monkeypatch.setitem(
            general_term.PRINTED, name, dataclasses.replace(general_term.PRINTED[name], **wrong)
        )
        law = next(c for c in declared.claims("scalar_series") if c.problem.name == f"series_{name}")
        assert law.check().holds is False
        monkeypatch.undo()


def test_terms_that_shrink_prove_no_divergence():
    assert general_term.terms_grow("log1p", 1)().holds is None
    assert general_term.terms_grow("binomial", 2, start=1)().holds is None  # 1/2 x to x^2/8: from 1 to 1/2
    assert general_term.terms_grow("geometric", 1)().holds is False  # the terms stay at 1
    refuted = {c.id for c in declared.claims("scalar_series") if c.declared == REFUTED}
    assert refuted == {f"D-1{letter}" for letter in "jklmno"}


def test_neighbouring_figures_are_refused():
    with precision(128):
        for figure in ("1.1512", "1.1514"):
            assert (
                claims_cancellation.starts(figure, lambda t: t.exp(), lambda t: (-t).exp())().holds
                is not True
            )


def test_dropped_term_exceeds_the_bound():
    log1p = algorithm("log1p")

    def body(R, x, terms):
        return terms_.added(t for n, t in enumerate(terms_.log1p_terms(R, x, terms)) if n != 7)

    where = point(log1p.problem, {"x": fmpq(1, 3)}, {})
    assert laws.bound_holds(log1p, where, {"terms": 40}).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(log1p, body), where, {"terms": 40}).says


def test_points():
    for problem in methods.DECLARED:
        drawn = sweep_points(problem, None, seed=5)
        assert 45 <= len(drawn) <= 75, problem.name
        assert sweep_points(problem, 1, seed=0)
    x = [p.inputs["x"] for p in sweep_points(methods.PROBLEMS["binomial"], None, seed=2)]
    assert min(x) < fmpq(-999999, 1000000)
    assert any(abs(v - 1) < fmpq(1, 10**9) for v in x)
    assert max(x) == 4
