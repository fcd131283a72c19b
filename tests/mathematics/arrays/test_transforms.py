"""Transforms against their definition, summed by mpmath; what they move against every sign of the steps."""

import cmath
import itertools
import math

import mpmath
import numpy as np
import pytest
from flint import acb, arb

from verify.arithmetic.precision import precision
from verify.mathematics.arrays.table import OPERATIONS

draws = np.random.default_rng(3)


def defined(x, inverse=False):
    with mpmath.workdps(60):
        n, sign = len(x), 1 if inverse else -1
        x = [mpmath.mpf(v) for v in x]
        turn = [mpmath.expjpi(mpmath.mpf(sign * 2 * k) / n) for k in range(n)]
        found = [mpmath.fsum(v * turn[j * k % n] for j, v in enumerate(x)) for k in range(n)]
        return [v / n for v in found] if inverse else found


def within(ball, value, digits=50):
    with mpmath.workdps(60):
        other = acb(arb(mpmath.nstr(value.real, 58)), arb(mpmath.nstr(value.imag, 58)))
    return abs(acb(ball) - other) < arb(10) ** -digits


@pytest.mark.parametrize("n", [1, 2, 7, 12, 16])
def test_transforms(n):
    x = draws.standard_normal(n)
    with precision(256):
        value = defined(x.tolist())
        assert all(within(a, b) for a, b in zip(OPERATIONS["fft"].truth(x), value, strict=True))
        half = OPERATIONS["rfft"].truth(x)
        assert len(half) == n // 2 + 1
        assert all(within(a, b) for a, b in zip(half, value, strict=False))
        inverse = defined(x.tolist(), inverse=True)
        assert all(within(a, b) for a, b in zip(OPERATIONS["ifft"].truth(x), inverse, strict=True))


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_cosines(n):
    x = draws.standard_normal(n)
    with mpmath.workdps(60), precision(256):
        for k, ball in enumerate(OPERATIONS["dct"].truth(x)):
            terms = (
                mpmath.mpf(v) * mpmath.cospi(mpmath.mpf(k * (2 * j + 1)) / (2 * n))
                for j, v in enumerate(x.tolist())
            )
            assert within(ball, mpmath.mpc(2 * mpmath.fsum(terms)))


def test_two_dimensions():
    a = draws.standard_normal((3, 4))
    with precision(192):
        found = OPERATIONS["fft2"].truth(a)
    near = np.fft.fft2(a)
    assert found.shape == (3, 4)
    assert all(abs(acb(b) - acb(complex(v))) < 1e-13 for b, v in zip(found.flat, near.flat, strict=True))


@pytest.mark.parametrize("n", [5, 6])
def test_what_moves(n):
    """The largest change over all signs of the steps lies in the ball that is told."""
    s = draws.random(n)
    signs = [np.array(e) for e in itertools.product((1, -1), repeat=n)]
    with precision(128):
        told = OPERATIONS["fft"].moved(s)([s])
        cosines = OPERATIONS["dct"].moved(s)([s])
    for k in range(n):
        turns = [cmath.exp(-2j * math.pi * j * k / n) for j in range(n)]
        most = max(abs(sum(e * s * turns)) for e in signs)
        assert float(told[k].lower()) - 1e-12 <= most <= float(told[k].upper()) + 1e-12
        waves = np.array([2 * math.cos(math.pi * k * (2 * j + 1) / (2 * n)) for j in range(n)])
        assert float(cosines[k].mid()) == pytest.approx(float(np.abs(waves) @ s), rel=1e-12)
