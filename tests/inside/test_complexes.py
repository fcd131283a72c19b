"""Complex numbers followed: floats bit for bit, counterparts by mpmath, and branch cuts left undecided."""

import cmath
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.blame import blame
from verify.inside.follow import follow


def product(x):
    z = complex(x, 1.0)
    return (z * z / (z + 0.1j) - 2 * z.conjugate()).real


def entire(x):
    z = x + 0.5j
    return (cmath.exp(z) * cmath.sin(z) - cmath.cosh(z) / cmath.tan(z)).imag


def inverse(x):
    z = x + 2j
    return abs(cmath.log(z) + cmath.sqrt(z) + cmath.asin(z) - cmath.atan(z) * cmath.acosh(z) - z**1.5)


def powers(x):
    z = complex(x / 3, -x)
    z *= z**3
    z += z**-2
    return z.imag + (2.0 / z).real - (-z).real + (z - 1).imag


def polar(x):
    r, phi = cmath.polar(x - 1j)
    return (cmath.rect(r, phi / 2) ** 2).real + phi


def negative_power(x):
    return abs((-x) ** 0.5) + ((-x) ** 0.5).imag


def on_the_cut(x):
    return cmath.log(complex(-x, 0.0)).imag - cmath.log(complex(-x, -0.0)).imag + cmath.sqrt(-x).imag


def mixed(x):
    total = sum([x + 1j, 2, x * 1j])
    if total != 0 and total == total and total:
        return (total - total.real).imag
    return 0.0


def judge_product(x):
    z = mpmath.mpc(x, 1)
    return (z * z / (z + mpmath.mpc(0, mpmath.mpf(1) / 10)) - 2 * mpmath.conj(z)).real


def judge_entire(x):
    z = mpmath.mpc(x, 0.5)
    return (mpmath.exp(z) * mpmath.sin(z) - mpmath.cosh(z) / mpmath.tan(z)).imag


def judge_inverse(x):
    z = mpmath.mpc(x, 2)
    inner = mpmath.log(z) + mpmath.sqrt(z) + mpmath.asin(z) - mpmath.atan(z) * mpmath.acosh(z)
    return abs(inner - mpmath.power(z, 1.5))


def judge_powers(x):
    z = mpmath.mpc(x / 3, -x)
    z = z * z**3
    z = z + 1 / z**2
    return z.imag + (2 / z).real + z.real + z.imag


def judge_polar(x):
    z = mpmath.mpc(x, -1)
    return abs(z) * z.real + mpmath.arg(z)


CASES = [
    (product, judge_product),
    (entire, judge_entire),
    (inverse, judge_inverse),
    (powers, judge_powers),
    (polar, judge_polar),
    (negative_power, lambda x: 2 * mpmath.sqrt(x)),
    (on_the_cut, lambda x: 2 * mpmath.pi + mpmath.sqrt(x)),
    (mixed, lambda x: 1 + x),
]


@pytest.mark.parametrize(("program", "judge"), CASES, ids=[case[0].__name__ for case in CASES])
def test_counterparts_are_what_mpmath_says(program, judge):
    x = 0.7
    trace = follow(program, {"x": x})
    assert trace.computed() == program(x)
    assert not trace.stopped
    found = account(trace)
    with precision(found.bits), mpmath.workdps(80):
        assert abs(found.exact - arb(mpmath.nstr(judge(mpmath.mpf(x)), 60))) < 1e-30
        shares = found.shares()
        assert not shares or abs(sum(shares.values(), arb(0)) - 1) < 1e-6


def root(a, b, c):
    d = cmath.sqrt(b * b - 4 * a * c)
    return (-b + d) / (2 * a)


def test_the_line_of_a_complex_program_is_blamed():
    found = blame(account(follow(root, {"a": 1.0, "b": 1e8, "c": 1.0}), ".real"))
    first = root.__code__.co_firstlineno
    assert {s.site.line - first for s in found.guilty if s.makes} == {1}
    assert {s.site.line - first for s in found.guilty if s.magnifies} == {2}


def meets_the_cut(x):
    return cmath.log(complex(-1.0, x / 3 * 3 - x)).imag


def meets_the_cut_of_atan(x):
    return cmath.atan(complex(x / 3 * 3 - x, 2.0)).real


def from_rounding(x):
    return cmath.sqrt(complex(-1.0, (x + 1e-20) - x)).imag


@pytest.mark.parametrize("program", [meets_the_cut, meets_the_cut_of_atan])
def test_what_meets_a_cut_is_not_decided(program):
    assert not account(follow(program, {"x": 0.3})).certified


def test_beside_the_cut_it_is_decided():
    found = account(follow(from_rounding, {"x": 0.3}))
    assert found.certified
    with precision(found.bits):
        assert abs(found.exact - 1) < 1e-20


def through_numpys(x):
    return float(np.complex128(x + 1j).real)


def through_text(x):
    return complex(str(x / 3 + 1j)).real


def by_hash(x):
    return {1 + 0j: 1.0, x / 3 + 0j: 2.0}[x / 3 + 0j]


@pytest.mark.parametrize(
    "program",
    [through_numpys, through_text, by_hash],
    ids=lambda f: f.__name__,
)
def test_what_leaves_is_not_certified(program):
    trace = follow(program, {"x": 0.7})
    assert trace.computed() == program(0.7)
    assert not account(trace).certified


def test_inputs_and_results_have_parts():
    trace = follow(lambda z: z * z, {"z": 0.1 + 0.2j})
    assert sorted(trace.results) == [".imag", ".real"]
    a, b = Fraction(0.1), Fraction(0.2)
    with precision(200):
        exact = a * a - b * b
        assert trace.exact(".real").contains(arb(fmpq(exact.numerator, exact.denominator)))


def test_a_wrong_ball_would_be_seen(monkeypatch):
    from verify.inside.dispatch import complexes

    monkeypatch.setattr(complexes, "power", lambda z, w: z**w + 1)
    with precision(200):
        assert abs(follow(negative_power, {"x": 0.7}).exact() - 2 * arb(0.7).sqrt()) > 0.1
