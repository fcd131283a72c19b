"""Three ways to a Fourier transform; each is finite."""

from functools import partial
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.fourier_transform.problem import problem
from verify.catalogue.sources import COOLEY, HIGHAM, NUMPY
from verify.core.model import Algorithm, Finite


def weights(R: Arithmetic[Number], n: int) -> tuple[Any, Any]:
    """cos and -sin of 2 pi k / n, k < n."""
    angles = [R(2) * R.pi() * k / n for k in range(n)]
    return [R.cos(t) for t in angles], [-R.sin(t) for t in angles]


def by_definition(R: Arithmetic[Number], x: Matrix) -> Matrix:
    n = len(x)
    cosines, sines = weights(R, n)
    y = []
    for table in (cosines, sines):
        for k in range(n):
            total = x[0] * table[0]
            for j in range(1, n):
                total = total + x[j] * table[j * k % n]
            y.append(total)
    return np.asarray(y, dtype=getattr(x, "dtype", object))


def halved(R: Arithmetic[Number], x: Matrix) -> Matrix:
    """Cooley and Tukey's radix 2: the even and the odd numbers, then n/2 butterflies."""
    cosines, sines = weights(R, len(x))

    def transform(values: list[Number], stride: int) -> tuple[list[Any], list[Any]]:
        n = len(values)
        if n == 1:
            return values, [values[0] * 0]
        (a, b), (c, d) = transform(values[0::2], 2 * stride), transform(values[1::2], 2 * stride)
        real, imag = [], []
        for k in range(n // 2):
            u, v = cosines[k * stride], sines[k * stride]
            real.append(u * c[k] - v * d[k])
            imag.append(u * d[k] + v * c[k])
        return (
            [s + t for s, t in zip(a, real, strict=True)] + [s - t for s, t in zip(a, real, strict=True)],
            [s + t for s, t in zip(b, imag, strict=True)] + [s - t for s, t in zip(b, imag, strict=True)],
        )

    real, imag = transform([*x], 1)
    return np.asarray(real + imag, dtype=getattr(x, "dtype", object))


def numpy_fft(x: Matrix) -> Matrix:
    y = np.fft.fft(x)
    return np.concatenate([y.real, y.imag])


def in_balls(x: Matrix) -> Matrix:
    return halved(Ball(), x)


transform = partial(Algorithm, problem=problem, truncation=Finite(), basic=False)
DEFINED = transform(
    name="by_definition",
    says="n sums of n products",
    source=HIGHAM.at("section 24.1"),
    body=by_definition,
)
HALVED = transform(
    name="radix_2",
    says="Cooley and Tukey's fast transform, radix 2, weights by cos and sin",
    source=COOLEY,
    body=halved,
)
NUMPY_FFT = transform(
    name="numpy_fft",
    says="numpy.fft.fft: pocketfft, radices 4 and 2",
    source=NUMPY,
    float64=numpy_fft,
    ball=in_balls,
)
