"""Arrays of complex numbers: exact counterparts against Gaussian rationals and mpmath."""

import cmath
from fractions import Fraction as F

import mpmath
import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow

Z = np.array([1.3 - 0.7j, -0.2 + 1.1j, 2.5 + 1e-3j, -3.0 + 0.4j])
W = np.array([0.9 + 0.1j, 1e-3 - 2j, 7.0 + 0j, 0.3 + 0.3j])


def products(z, w):
    return (z * w / (z + w) - w).sum()


def sizes(z, w):
    return (np.abs(z) ** 2).sum() + abs(w[1])


def parts(z, w):
    return (z.conj() * w).real.sum() + np.imag(np.conj(z)[::-1] * 2).mean() - z.imag[2]


def inner(z, w):
    return np.vdot(z, w) + z @ w + np.dot(z.reshape(2, 2), w.reshape(2, 2))[1, 0]


def mixed(z, w):
    a = np.array([z[0], 1.5, 2j])
    a[1] = w[2] - 1j * z[1]
    a *= np.array([1.0, 3.0, 0.1])
    return a.mean() + (-a).sum() - a[0] / 3


def slices(z, w):
    total = 0
    for u in z.reshape(2, 2).T[1]:
        total += u * u
    return total + np.square(w[1:3]).sum()


class Gaussian:
    """a + b i in rationals."""

    def __init__(self, a, b=0):
        self.a, self.b = F(a), F(b)

    def __add__(self, other):
        return Gaussian(self.a + other.a, self.b + other.b)

    def __sub__(self, other):
        return Gaussian(self.a - other.a, self.b - other.b)

    def __mul__(self, other):
        if not isinstance(other, Gaussian):
            return Gaussian(self.a * other, self.b * other)
        return Gaussian(self.a * other.a - self.b * other.b, self.a * other.b + self.b * other.a)

    def __truediv__(self, other):
        if not isinstance(other, Gaussian):
            return self * F(1, other)
        return self * other.conj() * (1 / (other.a**2 + other.b**2))

    def conj(self):
        return Gaussian(self.a, -self.b)


def added(terms):
    total = Gaussian(0)
    for t in terms:
        total = total + t
    return total


I = Gaussian(0, 1)  # noqa: E741


def exact_mixed(z, w):
    a = [z[0], (w[2] - I * z[1]) * 3, Gaussian(0, F(1, 5))]
    return added(a) / 3 - added(a) - a[0] / 3


EXACT = {
    products: lambda z, w: added(x * y / (x + y) - y for x, y in zip(z, w, strict=True)),
    parts: lambda z, w: Gaussian(
        sum((x.conj() * y).a for x, y in zip(z, w, strict=True)) - sum(x.b for x in z) / 2 - z[2].b
    ),
    inner: lambda z, w: (
        added(x.conj() * y + x * y for x, y in zip(z, w, strict=True)) + z[2] * w[0] + z[3] * w[2]
    ),
    mixed: exact_mixed,
    slices: lambda z, w: z[1] * z[1] + z[3] * z[3] + w[1] * w[1] + w[2] * w[2],
}


def gaussian(z):
    return [Gaussian(v.real, v.imag) for v in z.tolist()]


def checked(function, inputs, part, contains):
    found = account(follow(function, inputs), part)
    assert found.reason is None
    with precision(400):
        assert contains(found.exact)
        shares = found.shares()
        assert not shares or 1 in sum(shares.values(), arb(0))


@pytest.mark.parametrize("function", EXACT, ids=lambda f: f.__name__)
def test_rational_programs(function):
    exact = EXACT[function](gaussian(Z), gaussian(W))
    real = not isinstance(function(Z, W), complex)
    for part, value in (("", exact.a),) if real else ((".real", exact.a), (".imag", exact.b)):
        checked(function, [Z, W], part, lambda x, v=value: x.contains(fmpq(v.numerator, v.denominator)))


def size_and_root(z):
    return np.abs(z).sum() + np.sqrt(z)[1].real


def cut(z):
    return np.sqrt(z).imag.sum() + np.log(z)[0].imag


def alone(z):
    return np.exp(complex(0.5, z[0].real)).imag


def transformed(z):
    return np.fft.fft(z)[1] - 3 * np.fft.ifft(z * z)[2]


def of_real(x):
    return np.fft.rfft(x)[1]


def mpc(z):
    return [mpmath.mpc(v) for v in z.tolist()]


def fourier(z, k, sign=-1):
    return sum(v * mpmath.expjpi(sign * mpmath.mpf(2 * j * k) / len(z)) for j, v in enumerate(z))


BY_MPMATH = {
    size_and_root: (Z, lambda z: sum(map(abs, z)) + mpmath.sqrt(z[1]).real),
    alone: (Z, lambda z: mpmath.exp(mpmath.mpc(0.5, z[0].real)).imag),
    transformed: (Z, lambda z: fourier(z, 1) - 3 * fourier([v * v for v in z], 2, 1) / len(z)),
    of_real: (Z.real.copy(), lambda x: fourier(x, 1)),
}


@pytest.mark.parametrize("function", BY_MPMATH, ids=lambda f: f.__name__)
def test_functions_and_transforms(function):
    given, opinion = BY_MPMATH[function]
    with mpmath.workdps(40):
        value = mpmath.mpc(opinion(mpc(given)))
        texts = [mpmath.nstr(v, 35) for v in (value.real, value.imag)]
    real = not isinstance(function(given), complex)
    for part, text in zip([""] if real else [".real", ".imag"], texts, strict=False):
        checked(function, [given], part, lambda x, t=text: abs(x - arb(t)) < arb(10) ** -30)


def test_on_a_cut_the_sign_of_the_zero_says_the_side():
    z = np.array([complex(-4, -0.0), complex(-9, 0.0)])
    assert cut(z) == -2 + 3 - cmath.pi
    checked(cut, [z], "", lambda x: abs(x - (1 - arb.pi())) < arb(10) ** -30)


def by_text(z):
    return complex(str(z[0] / 3)) + 1


def by_eigenvalues(z):
    return np.linalg.eigvals(z.reshape(2, 2))[0]


def by_single(z):
    return (z.astype(np.complex64) / 3)[0].real


@pytest.mark.parametrize("function", [by_text, by_eigenvalues, by_single])
def test_what_is_not_followed_has_no_counterpart(function):
    trace = follow(function, [Z])
    found = [account(trace, part) for part in trace.results]
    assert not any(a.certified for a in found)
