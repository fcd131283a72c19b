"""Discrete Fourier transforms as linear functions of their entries: sum x_j exp(-+ 2 pi i j k / n)."""

from collections.abc import Sequence
from functools import lru_cache

from flint import arb, fmpq

from verify.arithmetic.precision import current_bits, precision
from verify.inside.run.tape import Function

LARGEST_TRANSFORM = 128
TRANSFORMS = ("fft", "ifft", "rfft")


@lru_cache(maxsize=8)
def _turns(n: int, bits: int) -> tuple[list[arb], list[arb]]:
    """Cosines and sines of 2 pi j / n."""
    with precision(bits):
        angles = [arb(fmpq(2 * j, n)) for j in range(n)]
        return [x.cos_pi() for x in angles], [x.sin_pi() for x in angles]


def _row(name: str, n: int, k: int, is_imag: bool) -> list[arb]:
    """What the real and then the imaginary parts of the entries are multiplied by."""
    cosines, sines = _turns(n, current_bits())
    sign, scale = (1, n) if name == "ifft" else (-1, 1)
    c = [cosines[j * k % n] / scale for j in range(n)]
    s = [sign * sines[j * k % n] / scale for j in range(n)]
    # (a + b i)(c + s i) = (a c - b s) + (a s + b c) i
    return [*s, *c] if is_imag else [*c, *(-v for v in s)]


def coefficients(name: str, n: int, k: int, is_imag: bool) -> Function:
    """A part of entry k of a transform of n entries, a function of the parts of all of them."""

    def ball(*x: arb) -> arb:
        return sum((a * b for a, b in zip(_row(name, n, k, is_imag), x, strict=True)), arb(0))

    def secants(floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
        return _row(name, n, k, is_imag)  # of a linear function these are its coefficients

    return Function(name, ball, secants=secants)
