"""Kahan's, Muller's and Rump's examples, by other means."""

from fractions import Fraction

import pytest

from verify.catalogue.kahan_rump.polynomial import AS_PRINTED, PLACES, rearranged
from verify.catalogue.kahan_rump.recurrences import KAHAN_STEPS, MULLER_STEPS
from verify.catalogue.kahan_rump.triangle import HERON, KAHAN, flat
from verify.measure.harness import measure


@pytest.mark.parametrize(
    ("algorithm", "start", "s", "p", "q"),
    [(KAHAN_STEPS, ("4", "17/4"), 108, 815, 1500), (MULLER_STEPS, ("2", "-4"), 111, 1130, 3000)],
)
def test_the_recurrence_in_fractions_and_in_floats(algorithm, start, s, p, q):
    exact, floats = [Fraction(v) for v in start], [float(Fraction(v)) for v in start]
    for _ in range(19):
        exact = [exact[1], s - (p - q / exact[0]) / exact[1]]
        floats = [floats[1], s - (p - q / floats[0]) / floats[1]]
    m = measure(algorithm, x0=start[0], x1=start[1], n=20)
    assert m.computed == floats[1]
    assert abs(float(m.truth.mid()) / float(exact[1]) - 1) < 1e-15
    assert m.inherent  # the recurrence itself answers so to its start


def test_the_solutions_of_pells_equation():
    assert [(a * a - 11 * b * b // 2) for a, b in PLACES] == [1, 1, 1]
    assert PLACES[1] == (77617, 33096)


def test_rumps_polynomial_in_float64():
    a, b = 77617.0, 33096.0
    b2 = b * b
    b4, a2 = b2 * b2, a * a
    said = 333.75 * (b4 * b2) + a2 * (11 * a2 * b2 - b4 * b2 - 121 * b4 - 2) + 5.5 * (b4 * b4) + a / (2 * b)
    m = measure(AS_PRINTED, a=77617, b=33096)
    assert m.computed == said
    assert m.truth < 0
    assert m.cause == "rounding"


def test_the_rearrangement_is_rumps_formula():
    """Gathered by b^6, exactly; and it cancels in float64 as on Rump's machine."""
    for a, b in (*PLACES, (3, 7)):
        a, b = Fraction(a), Fraction(b)
        printed = a**2 * (11 * a**2 * b**2 - b**6 - 121 * b**4 - 2) + Fraction(1335, 4) * b**6
        gathered = (Fraction(1335, 4) - a**2) * b**6 + a**2 * (11 * a**2 * b**2 - 121 * b**4 - 2)
        assert printed == gathered
    assert rearranged(77617, 33096) == 1.1726039400531787


def test_herons_formula_loses_what_kahans_keeps():
    assert measure(HERON, **flat(50)).digits < 3
    assert measure(KAHAN, **flat(50)).digits > 15
