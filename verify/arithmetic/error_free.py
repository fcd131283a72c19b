"""Error-free transformations of float64 arrays: what an addition or a product loses, as floats themselves.

Knuth's TwoSum and Dekker's product with Veltkamp's splitting; exact under the hypothesis of each line.
"""

import numpy as np

SPLITTER = 2.0**27 + 1


def split(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """x as the sum of two floats of at most 26 bits (Dekker 1971; Veltkamp); |x| < 2^996."""
    large = x * SPLITTER
    high = large - (large - x)
    return high, x - high


def sum_error(a: np.ndarray, b: np.ndarray, s: np.ndarray) -> np.ndarray:
    """a + b - s for s = fl(a + b): exact barring overflow, subnormals included."""
    t = s - a
    result: np.ndarray = (a - (s - t)) + (b - t)
    return result


def product_error(a: np.ndarray, b: np.ndarray, p: np.ndarray) -> np.ndarray:
    """a b - p for p = fl(a b): exact for |a|, |b| < 2^996 and |p| >= 2^-969."""
    (ah, al), (bh, bl) = split(a), split(b)
    result: np.ndarray = ((ah * bh - p) + ah * bl + al * bh) + al * bl
    return result


def two_sum(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """s + e = a + b exactly, s = fl(a + b); as `sum_error`."""
    s = a + b
    return s, sum_error(a, b, s)


def two_product(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """p + e = a b exactly, p = fl(a b); as `product_error`."""
    p = a * b
    return p, product_error(a, b, p)
