"""Arrays as users write them: options, views, formats and kinds of numbers beside each other.

Each program is run by Fractions, too, or by what it stands for.
"""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow

V = [1.1, 2.3, -0.7, 5.9]
Z = [1.1 + 0.3j, 2.3 - 1j, -0.7 + 2j]
A, B, C, D = map(Fraction, V)
TENTH = Fraction(1, 10)


def check(function, given, exact):
    """The float is the plain run's, the exact value the one that is worked out elsewhere."""
    trace = follow(function, given)
    found = account(trace)
    assert trace.computed() == function(*given)
    assert found.exact is not None, found.reason
    with precision(1000):
        assert found.exact.overlaps(arb(fmpq(exact.numerator, exact.denominator))), found.exact
        assert found.exact.rad() < abs(found.exact) * arb(2) ** -40 + arb(2) ** -1000
    shares = found.shares()
    assert not shares or found.unattributed().contains(0) or abs(found.unattributed()) < 1e-9
    return found


def spread(values):
    middle = sum(values) / len(values)
    return sum((v - middle) ** 2 for v in values)


def with_axes_kept(v):
    w = np.array([v, v * 0.1])
    return ((w - w.mean(axis=-1, keepdims=True)) ** 2).sum() + np.var(w, axis=(0, 1), keepdims=True)[0, 0]


def with_no_copy(v):
    w = v * 0.1
    w.astype(float, copy=False)[0] = 0.1
    return w.sum()


def into_no_axes(v):
    out = np.zeros(())
    np.add.reduce(v * 0.1, out=out)
    return out * 0.1


def by_view(v):
    w = v * 0.1
    np.reshape(w, (2, 2))[0, 0] = 0.1
    return w.sum()


def by_flat(v):
    w = v * 0.1
    w.flat[2] = 0.1
    return w.flat[2] + w.sum()


def into_complex(v):
    z = np.zeros(3, dtype=complex)
    z[0] = v[0] * 0.1
    z[1] = v[1] + 1j
    return z.sum().real


REAL = {
    "ndmin": (lambda v: np.array(v, ndmin=2)[0, 0] * 0.1, A * TENTH),
    "ndmin_of_one": (lambda v: np.array(v[0] * 3, ndmin=2)[0, 0], 3 * A),
    "axes_kept": (
        with_axes_kept,
        spread([A, B, C, D]) * (1 + TENTH**2) + spread([w * c for w in (A, B, C, D) for c in (1, TENTH)]) / 8,
    ),
    "no_copy": (with_no_copy, TENTH + (B + C + D) * TENTH),
    "no_axes": (into_no_axes, (A + B + C + D) / 100),
    "view": (by_view, TENTH + (B + C + D) * TENTH),
    "flat": (by_flat, 2 * TENTH + (A + B + D) * TENTH),
    "whole_numbers_appended": (lambda v: np.append(v, 2)[-1] / 3, Fraction(2, 3)),
    "whole_numbers_in_a_list": (lambda v: np.stack([v, [1, 2, 3, 4]])[1, 1] / 3, Fraction(2, 3)),
    "whole_numbers_in_an_array": (lambda v: np.concatenate([v, np.arange(4)])[6] / 3, Fraction(2, 3)),
    "whole_numbers_chosen": (lambda v: np.where(v > 9, v, np.arange(4))[2] / 3, Fraction(2, 3)),
    "into_complex": (into_complex, A * TENTH + B),
    "a_whole_number": (lambda v: (v * 3).astype(int)[1], Fraction(6)),
    "a_sum_of_them": (lambda v: (v * 3).astype(int).sum(), Fraction(3 + 6 - 2 + 17)),
    "einsum_of_matrices": (
        lambda v: np.einsum("ij,jk->ik", v.reshape(2, 2), v.reshape(2, 2) * 0.1)[0, 1],
        (A * B + B * D) * TENTH,
    ),
    "einsum_of_one": (lambda v: np.einsum("ii", v.reshape(2, 2) * 0.1), (A + D) * TENTH),
    "einsum_of_three": (
        lambda v: np.einsum("i,j,ij->", v[:2], v[2:], v.reshape(2, 2) * 0.1, optimize=True),
        (A * C * A + A * D * B + B * C * C + B * D * D) * TENTH,
    ),
    "einsum_without_arrow": (
        lambda v: np.einsum("ij,j", v.reshape(2, 2), v[:2] * 0.1)[1],
        (C * A + D * B) * TENTH,
    ),
    "round": (lambda v: np.round(v * 1.1, 1).sum(), Fraction(12 + 25 - 8 + 65, 10)),
    "round_by_method": (lambda v: (v * 1.1).round()[3] / 3, Fraction(2)),
    "round_to_tens": (lambda v: np.round(v * 100, -1)[1] / 3, Fraction(230, 3)),
    "round_of_one": (lambda v: np.round(v[0] * 1.1, 2) / 3, Fraction(121, 300)),
    "round_of_whole_numbers": (lambda v: np.round(np.arange(4), 1)[3] * v[0] / 3, A),
    "whole_numbers_as_such": (lambda v: (v * 3).astype(int).astype(int)[1] * v[0] / 3, 2 * A),
    "a_count": (lambda v: np.count_nonzero(v > 1), Fraction(3)),
}


@pytest.mark.parametrize("name", REAL)
def test_arrays_of_floats(name):
    function, exact = REAL[name]
    check(function, [np.array(V)], exact)


def in_part(z):
    w = z * 1
    w.real[0] = 0.1
    return (w * w).real[0]


COMPLEX = {
    "where": (lambda z: np.where(z.real > 0, z, z.real).sum().imag, Fraction(0.3) - 1),
    "concatenate": (lambda z: np.concatenate([z, 0.1 * z]).sum().real, (A + B + C) * Fraction(11, 10)),
    "append": (lambda z: np.append(z, 2)[3].real / 3, Fraction(2, 3)),
    "real": (in_part, Fraction(1, 100) - Fraction(0.3) ** 2),
    "prod": (lambda z: z[:2].prod().real, A * B + Fraction(0.3)),
    "square": (
        lambda z: np.linalg.norm(z) ** 2,
        sum(Fraction(w.real) ** 2 + Fraction(w.imag) ** 2 for w in Z),
    ),
    "cube": (
        lambda z: (z**3).sum().real,
        sum((Fraction(w.real) ** 3 - 3 * Fraction(w.real) * Fraction(w.imag) ** 2 for w in Z), Fraction(0)),
    ),
    "root": (lambda z: (z**0.5 * z**0.5).sum().real, A + B + C),
    "of_float32": (lambda z: (z * np.float32(0.1)).sum().real, (A + B + C) * TENTH),
}


@pytest.mark.parametrize("name", COMPLEX)
def test_arrays_of_complex_numbers(name):
    function, exact = COMPLEX[name]
    check(function, [np.array(Z)], exact)


NARROW = np.array([1.1, -2.3, 0.7], dtype=np.float32)
P, Q, R = (Fraction(float(x)) for x in NARROW)
FLOAT32 = {
    "where": (lambda a: np.where(a > 0, a, 0.1).sum(), P + TENTH + R),
    "select": (lambda a: np.select([a > 0, a < -1], [a, a * 2], 0.1).sum(), P + 2 * Q + R),
    "round": (lambda a: np.round(a * np.float32(1.1), 1).sum(), Fraction(12 - 25 + 8, 10)),
    "einsum": (lambda a: np.einsum("i,i->", a, a * np.float32(0.1)), (P * P + Q * Q + R * R) * TENTH),
    "wider": (lambda a: np.where(a > 0, a, np.float64(0.1)).sum(), P + TENTH + R),
}


@pytest.mark.parametrize("name", FLOAT32)
def test_arrays_of_float32(name):
    function, exact = FLOAT32[name]
    check(function, [NARROW], exact)


DIVIDED = [
    lambda x: 1 / np.ceil(-x),
    lambda x: 1 / (np.float64(x) - 0.5),
    lambda x: np.float64(x) % 0.0,
    lambda x: np.float64(x) // 0.0,
    lambda x: (np.float64(x) - 0.5) ** -1.0,
    lambda x: np.float64(-x) ** 0.5,
]


@pytest.mark.parametrize("function", DIVIDED)
def test_numpys_floats_raise_nothing(function):
    with np.errstate(all="ignore"):
        trace = follow(function, [0.5])
        assert np.array_equal(trace.computed(), function(0.5), equal_nan=True)
    assert account(trace).exact is None


def test_rounding_of_an_entry_that_comes_out_otherwise():
    """2.675 is a little below; 267.5, its product with 100 in floats, is not."""
    found = account(follow(lambda v: np.round(v, 2)[0] * 2, [np.array([2.675])]))
    assert found.trace.computed() == 2.68 * 2
    with precision(400):
        assert found.exact.contains(arb(fmpq(267, 50)))
    assert [(b.kind, b.exact) for b in found.branches] == [("decimal", False)]


def segments(a, b, c, d):
    return np.add.reduceat(np.array([a, b / 3, c, d]), [0, 2, 1])[0]


def single_entry(a, b, c, d):
    return np.multiply.reduceat(np.array([a, b / 3, c, d]), [0, 2, 1])[1]


def last_segment(a, b, c, d):
    return np.multiply.reduceat(np.array([a, b / 3, c, d]), [0, 2, 1])[2]


def product_in_place(a, b, c, d):
    left = np.array([[a, b / 3], [c, d]])
    alias = left
    left @= np.array([[d, a], [b, c / 3]])
    return alias[0, 1]


@pytest.mark.parametrize(
    ("function", "exact"),
    [
        (segments, A + B / 3),
        (single_entry, C),
        (last_segment, B / 3 * C * D),
        (product_in_place, A * A + B / 3 * C / 3),
    ],
)
def test_segments_are_reduced_and_products_replace_their_left_factor(function, exact):
    check(function, V, exact)


def test_a_long_segment_that_numpy_adds_in_another_order_is_not_followed():
    def entries(x):
        return np.sqrt(np.arange(1.0, 400.0) * x)

    def total(x):
        return np.add.reduceat(entries(x), [3])[0]

    x = next(x for x in V[0] + np.arange(50.0) if total(x) != np.add.reduce(entries(x)[3:]))
    trace = follow(total, [x])
    assert trace.computed() == total(x)
    assert account(trace).exact is None
