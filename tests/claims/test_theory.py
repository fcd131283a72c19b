"""Laws of theory: each is a claim, and a law that is wrong by more than it states is not confirmed."""

from dataclasses import replace

import mpmath
import pytest
from flint import arb

from verify.arithmetic.precision import precision
from verify.catalogue.asymptotic_series import theory
from verify.catalogue.asymptotic_series.claims_theory import factorial_term
from verify.claims.theory import candidates, extreme_term, place_of_least
from verify.core.claim import CONFIRMED
from verify.language.theory import law_of
from verify.records.theory import theory_row
from verify.runs import discover

ENTRIES = [e for e in discover.everything() if e.problem.theory]
LAWS = [(e, t) for e in ENTRIES for t in e.problem.theory]
NUMBER, LEAST = (replace(t, high="3") for t in theory.E1)


@pytest.mark.parametrize(("entry", "law"), LAWS, ids=lambda x: getattr(x, "claim", ""))
def test_every_law_is_a_claim_that_is_declared_to_hold(entry, law):
    claim = entry.claim(law.claim)
    assert claim.declared == CONFIRMED
    assert claim.says == law.says
    assert law.relation in claim.reading


@pytest.mark.parametrize(("entry", "law"), LAWS, ids=lambda x: getattr(x, "claim", ""))
def test_a_line_is_the_law_by_mpmath(entry, law):
    row = theory_row(law, entry.problem)
    mp = mpmath.mp.clone()
    mp.dps = 30
    names = {"lgamma": mp.loggamma, "euler": mp.euler, "pi": mp.pi, "exp": mp.exp, "log": mp.log}
    names["log10"] = mp.log10
    for x, y in row["line"][::20]:
        given = {**names, "sqrt": mp.sqrt, law.variable: mp.mpf(x), **law.at}
        value = eval(law.expression.replace("^", "**"), {"__builtins__": {}}, given)
        found = mp.log10(value) if row["log"] else value
        assert abs(found - y) < 1e-3 * max(abs(y), 1)


def holds(check):
    with precision(128):
        return check().holds


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"expression": "sqrt(2*pi*x)*exp(-x)*1.1"}, False),
        ({"expression": "sqrt(2*pi*x)*exp(-x)/1.1"}, False),
        ({"between": ("0.95", "1.08")}, False),  # it is e/sqrt(2 pi) = 1.084 at x = 1
    ],
)
def test_a_wrong_law_of_the_least_term_is_refuted(change, expected):
    law = replace(LEAST, **change)
    assert holds(extreme_term(law, factorial_term, law_of(NUMBER))) is expected


@pytest.mark.parametrize(("change", "expected"), [({}, True), ({"expression": "x + 2"}, False)])
def test_a_wrong_law_of_where_it_stands_is_refuted(change, expected):
    law = replace(NUMBER, **change)
    assert holds(place_of_least(law, factorial_term, law_of(NUMBER))) is expected


def test_a_window_that_may_miss_the_least_term_answers_nothing():
    with precision(128):
        assert candidates(factorial_term, lambda x: x + 9, arb(5), True) == []
        assert candidates(factorial_term, lambda x: arb.nan(), arb(5), True) == []
        assert [n for n, _ in candidates(factorial_term, lambda x: x, arb(5), True)] == [3, 4, 5, 6, 7]
