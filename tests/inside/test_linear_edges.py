"""LAPACK at its edge: determinants and inverses against exact rationals."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq, fmpq_mat

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.blame import blame
from verify.inside.follow import follow

MATRIX = np.array([[4.1, 0.3, -1.7], [0.3, 2.9, 0.1], [1.0, -0.7, 3.3]])
SINGULAR = np.array([[0.1, 0.2], [0.3, 0.6]])


def determinant(a):
    return np.linalg.det(a / 3)


def inverse(a):
    return np.linalg.inv(a / 3)[1, 2]


def on_the_way(a):
    return (np.linalg.inv(a) @ a - np.eye(3))[0, 0] + np.linalg.det(a)


def rational(a):
    rows = [[fmpq(*float(v).as_integer_ratio()) for v in row] for row in a]
    return fmpq_mat(len(rows), len(rows), [v for row in rows for v in row])


def judge(name, a):
    exact = rational(a)
    third = exact * fmpq(1, 3)
    if name == "determinant":
        return third.det()
    return third.inv()[1, 2] if name == "inverse" else exact.det()


@pytest.mark.parametrize("program", [determinant, inverse, on_the_way], ids=lambda f: f.__name__)
def test_lapack_is_judged_and_followed_on(program):
    trace = follow(program, {"a": MATRIX})
    assert trace.computed() == program(MATRIX)
    assert not trace.stopped
    found = account(trace)
    with precision(found.bits):
        assert abs(trace.exact() - arb(judge(program.__name__, MATRIX))) < 1e-30
        assert abs(sum(found.shares().values(), arb(0)) - 1) < 1e-6
    assert all(s.local_ulps < 1e6 for s in blame(found).sites)


def test_a_nearly_singular_determinant_is_blamed_on_lapack():
    trace = follow(np.linalg.det, {"a": SINGULAR})
    exact = Fraction(0.1) * Fraction(0.6) - Fraction(0.2) * Fraction(0.3)
    with precision(256):
        assert abs(trace.exact() - arb(fmpq(exact.numerator, exact.denominator))) < 1e-60


def test_determinants_of_singular_matrices_have_slopes():
    def rank_one(a):
        return np.linalg.det(np.array([[1.0, 2.0], [2.0, 4.0]]) * (a / 3))

    found = account(follow(rank_one, {"a": 1.0}))
    with precision(found.bits):
        assert found.exact.contains(0)
        assert found.exact.rad() < 1e-30


def test_what_is_too_large_is_listed():
    trace = follow(determinant, {"a": np.eye(20) * 1.1})
    assert any(name == "det" for _, name in trace.tape.outside)
    with precision(128):
        assert trace.exact() is None
