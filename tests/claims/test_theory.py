"""Laws of theory: each is a claim, and a law that is wrong by more than it states is not confirmed."""

import math
from dataclasses import replace

import mpmath
import pytest
from flint import arb

from verify.arithmetic.precision import precision
from verify.catalogue.asymptotic_series import laws
from verify.catalogue.asymptotic_series.claims_theory import factorial_term
from verify.catalogue.ill_conditioned_solve import laws as growth
from verify.claims.theory import at_whole, candidates, extreme_term, place_of_least
from verify.core.claim import CONFIRMED
from verify.core.theory import Quotient
from verify.language.theory import law_of
from verify.records.theory import theory_row
from verify.runs import discover

ENTRIES = [e for e in discover.everything() if e.problem.theory]
LAWS = [(e, t) for e in ENTRIES for t in e.problem.theory]
NUMBER, LEAST = (replace(t, high="3") for t in laws.E1)


@pytest.mark.parametrize(("entry", "law"), LAWS, ids=lambda x: getattr(x, "claim", ""))
def test_every_law_is_a_claim_that_is_declared_to_hold(entry, law):
    claim = entry.claim(law.claim)
    assert claim.declared == CONFIRMED
    assert claim.says == law.says
    assert law.relation in claim.reading


@pytest.mark.parametrize(("entry", "law"), LAWS, ids=lambda x: getattr(x, "claim", ""))
def test_a_line_is_the_law_by_mpmath(entry, law):
    row = theory_row(law, entry.problem.sweep.axis)
    mp = mpmath.mp.clone()
    mp.dps = 30
    names = {"lgamma": mp.loggamma, "euler": mp.euler, "pi": mp.pi, "exp": mp.exp, "log": mp.log}
    names["log10"] = mp.log10
    for x, y in row["line"][::10]:
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
        ({"near": Quotient("0.95", "1.08")}, False),  # it is e/sqrt(2 pi) = 1.084 at x = 1
    ],
)
def test_a_wrong_law_of_the_least_term_is_refuted(change, expected):
    law = replace(LEAST, **change)
    assert holds(extreme_term(law, factorial_term, law_of(NUMBER))) is expected


@pytest.mark.parametrize(("change", "expected"), [({}, True), ({"expression": "x + 2"}, False)])
def test_a_wrong_law_of_where_it_stands_is_refuted(change, expected):
    law = replace(NUMBER, **change)
    assert holds(place_of_least(law, factorial_term, law_of(NUMBER))) is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"expression": "2^(-53)*16^n/(3*pi*n)"}, False),
        ({"near": Quotient("0.97", "1.001")}, False),
    ],
)
def test_a_wrong_law_of_a_condition_number_is_refuted(change, expected):
    law = replace(growth.PASCAL[0], high="9", **change)

    def size(rows):
        return max(sum(map(abs, row)) for row in rows)

    # The inverse of a Pascal matrix is whole: the adjugate by the lower triangle of binomials.
    def condition(n):
        lower = [[math.comb(i, j) for j in range(n)] for i in range(n)]
        whole = [[sum(a * b for a, b in zip(p, q, strict=True)) for q in lower] for p in lower]
        inverse = [
            [(-1) ** (i + j) * sum(row[i] * row[j] for row in lower) for j in range(n)] for i in range(n)
        ]
        product = [
            sum(a * b for a, b in zip(whole[0], column, strict=True)) for column in zip(*inverse, strict=True)
        ]
        assert product == [1] + [0] * (n - 1)
        return arb(size(whole) * size(inverse)) / 2**53

    assert holds(at_whole(law, condition)) is expected


def test_a_window_that_may_miss_the_least_term_answers_nothing():
    with precision(128):
        assert candidates(factorial_term, lambda x: x + 9, arb(5), True) == []
        assert candidates(factorial_term, lambda x: arb.nan(), arb(5), True) == []
        assert [n for n, _ in candidates(factorial_term, lambda x: x, arb(5), True)] == [3, 4, 5, 6, 7]
