"""fmod(x, c) at floats, exactly, by integers."""

import math

import numpy as np

from verify.mathematics.polynomials.pieces import Floats

BITS = 31  # of the numbers: products of two fit into 63


def exact_fmod(x: Floats, c: float) -> Floats:
    """x - c trunc(x/c): with the sign of x, |x| mod |c|. Both have at most 31 significant bits.

    For |x| = m 2^e and |c| = n 2^f with integers m, n < 2^31 it is

        (m (2^(e-f) mod n) mod n) 2^f      for e >= f,
        (m mod n 2^(f-e)) 2^e              for e < f, and m 2^e itself where f - e >= 31, since n > m 2^-31.

    Results are below |c| or equal to |x|, multiples of 2^f or 2^e, and so floats.
    """
    mantissas, exponents = np.frexp(np.abs(x))
    m, e = (mantissas * 2.0**BITS).astype(np.int64), exponents.astype(np.int64) - BITS
    mantissa, exponent = math.frexp(abs(c))
    n, f = int(mantissa * 2.0**BITS), exponent - BITS
    shift = e - f
    powers = np.array([pow(2, k, n) for k in range(max(int(shift.max()), 0) + 1)], np.int64)
    larger = np.ldexp(m * powers[np.maximum(shift, 0)] % n, f)
    # A numerator below its modulus stays: 31 places up n is at least 2^61 > m.
    smaller = np.ldexp(m % (n << np.clip(-shift, 0, BITS)), e)
    found: Floats = np.copysign(np.where(shift >= 0, larger, smaller), x)
    return found
