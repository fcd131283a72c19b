"""The lattice sum's claims: their own tools, against brute force and numpy."""

import numpy as np
from declared import claims
from exactly import number
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.catalogue.lattice_sum import (
    claims_cells,
    claims_cutoff,
    claims_fit,
    claims_poisson,
    claims_terms,
    image_sum,
)
from verify.catalogue.lattice_sum import problem as problems
from verify.mathematics.lattice import shells


def test_solutions_modulo_primes_by_brute_force():
    for p in (3, 5, 7):
        counts = [0] * p
        for x in range(p):
            for y in range(p):
                for z in range(p):
                    counts[(x * x + y * y + z * z) % p] += 1
        assert claims_cutoff.solutions_modulo(p) == counts


def test_moments_of_the_cell():
    assert claims_cells.cell_mean(2, 0, 0) == fmpq(1, 12)
    assert claims_cells.cell_mean(2, 2, 0) == fmpq(1, 144)
    assert claims_cells.cell_mean(1, 2, 0) == 0


def test_refit_agrees_with_numpy():
    sums = np.array([float(x.mid()) for x in claims_cutoff.off_by()])
    scatter = np.lib.stride_tricks.sliding_window_view(sums, 20).std(axis=1)
    slope, intercept = np.polyfit(-np.log(np.arange(20, 3601)), np.log(scatter), 1)
    mine = claims_fit.refit()
    assert abs(float(mine[0].mid()) - slope) < 1e-6
    assert abs(float(mine[1].mid()) - intercept) < 1e-6
    assert max(float(x.rad()) for x in mine) < 0.01


def test_principal_value_in_balls_and_a_planted_fault(monkeypatch):
    claim = next(c for c in claims("lattice_sum") if c.id == "E-17b")
    with precision(128):
        assert claim.check().holds is True
        right = claims_poisson.principal_value
        monkeypatch.setattr(claims_poisson, "principal_value", lambda q, r: right(q, r) * (1 + arb(2) ** -60))
        assert claim.check().holds is False


def test_the_spheres_for_so_many_digits_are_the_least():
    # what they leave out is what the formula is off by
    with precision(512):
        for q2, n in (("0.5", 7), ("-0.5", 11), ("1.000001", 5)):
            x = number(q2)
            inside = [(k, r) for k, r in shells(n) if k <= n * n]
            missing = 2 * arb.pi() ** 2 * (-x).sqrt() if x < 0 else 0
            off = (
                problems.truth(x)
                - image_sum.split_sum(x, 1, inside)
                - claims_poisson.printed_closing(x)
                - missing
            )
            share = off / abs(problems.truth(x))
            assert 0 < share < arb(10) ** {7: -16, 11: -50, 5: -16}[n]
    with precision(256):
        (_, enough), (_, fewer) = claims_terms.spheres_for(50, "0.5", 11)
        assert enough()
        assert fewer()
        assert claims_terms.spheres_for(50, "0.5", 12)[1][1]() is False
