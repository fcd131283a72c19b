"""Systems with the field's test matrices: what theorems say of them is held against elimination."""

from dataclasses import replace

import pytest
from flint import arb, fmpq

from verify.catalogue.matrix_families import claims, problem
from verify.core.claim import CONFIRMED
from verify.mathematics.families.table import FAMILIES


def test_a_claim_for_each_and_at_least_twenty():
    assert len(claims.CLAIMS) == len(problem.NAMES) >= 20
    assert all(c.declared == CONFIRMED for c in claims.CLAIMS)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("minij", {"inverse": lambda n: 2 * FAMILIES["minij"].inverse(n)}),
        ("frank", {"determinant": lambda n: fmpq(n)}),
        ("clement", {"eigenvalues": lambda n: [arb(k) for k in range(n)]}),
    ],
)
def test_a_formula_that_is_wrong_is_refuted(monkeypatch, name, wrong):
    (claim,) = [c for c in claims.CLAIMS if c.id == f"FAM-{name}"]
    assert claim.check().holds is True
    monkeypatch.setitem(problem.SETTLED, name, replace(problem.SETTLED[name], **wrong))
    assert claim.check().holds is False


def test_the_second_route_gives_ones_too():
    for which in (1, 2, 3):
        A, b = problem.data(which)
        found = problem.by_characteristic_polynomial(A, b)
        assert all(v.contains(1) and v.rad() < 1e-12 for v in found)
