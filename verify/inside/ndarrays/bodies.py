"""numpy's functions written out in those that are followed. The module is instrumented when one is called.

Each is what numpy computes, operation by operation: that it comes out bit for bit as numpy's own is asked of
every call (written_out.py), and where it does not, the call is not followed.
"""

import bisect
import itertools
from typing import Any

import numpy as np


def median(a: Any, axis: Any = None) -> Any:
    ordered = np.sort(np.ravel(a) if axis is None else np.moveaxis(np.asarray(a), axis, -1), axis=-1)
    n = ordered.shape[-1]
    return np.mean(ordered[..., (n - 1) // 2 : n // 2 + 1], axis=-1)


def percentile(a: Any, q: Any, axis: Any = None) -> Any:
    return quantile(a, np.divide(q, 100), axis)


def quantile(a: Any, q: Any, axis: Any = None) -> Any:
    if np.ndim(q) > 1 or not np.all(np.logical_and(np.greater_equal(q, 0), np.less_equal(q, 1))):
        raise TypeError
    ordered = np.sort(np.ravel(a) if axis is None else np.moveaxis(np.asarray(a), axis, -1), axis=-1)
    if np.ndim(q):
        return np.stack([between(ordered, one) for one in q])
    return between(ordered, q)


def between(ordered: Any, q: Any) -> Any:
    last = ordered.shape[-1] - 1
    place = last * q
    k = min(int(np.floor(place)), last)
    part = place - k
    low, high = ordered[..., k], ordered[..., min(k + 1, last)]
    gap = high - low
    return high - gap * (1 - part) if part >= 0.5 else low + gap * part


def average(a: Any, axis: Any = None, weights: Any = None) -> Any:
    if weights is None:
        return np.mean(a, axis=axis)
    weights = np.asarray(weights)
    if axis is None and weights.shape != np.shape(a):
        raise TypeError
    if axis is not None and weights.ndim < np.ndim(a):
        weights = np.moveaxis(
            np.broadcast_to(weights, (*np.delete(np.shape(a), axis), len(weights))), -1, axis
        )
    return np.multiply(a, weights).sum(axis=axis) / weights.sum(axis=axis)


def ptp(a: Any, axis: Any = None) -> Any:
    return np.max(a, axis=axis) - np.min(a, axis=axis)


def trace(a: Any, offset: Any = 0) -> Any:
    if np.ndim(a) != 2:  # a stack of matrices
        raise TypeError
    return np.sum(np.diagonal(a, offset))


def interp(x: Any, xp: Any, fp: Any, left: Any = None, right: Any = None) -> Any:
    known, values = np.asarray(xp), np.asarray(fp)
    found = np.array([_interpolated(v, known, values, left, right) for v in np.ravel(x)])
    return found.reshape(np.shape(x)) if np.ndim(x) else found[0]


def _interpolated(x: Any, known: Any, values: Any, left: Any, right: Any) -> Any:
    if x > known[-1]:
        return values[-1] if right is None else right
    if x < known[0]:
        return values[0] if left is None else left
    k = bisect.bisect_right(known, x) - 1
    if k == len(known) - 1 or known[k] == x:
        return values[k]
    slope = (values[k + 1] - values[k]) / (known[k + 1] - known[k])
    return slope * (x - known[k]) + values[k]


def bincount(x: Any, weights: Any = None, minlength: Any = 0) -> Any:
    if weights is None or np.asarray(x).dtype.kind not in "iu" or np.min(x) < 0:
        raise TypeError
    found = np.zeros(max(int(np.max(x)) + 1, minlength))
    for k, w in zip(x, weights, strict=True):
        found[k] += w
    return found


def matrix_power(a: Any, n: Any) -> Any:
    if n <= 0:
        raise TypeError
    if n == 3:
        return (a @ a) @ a
    square: Any = None
    found: Any = None
    while n > 0:
        square = a if square is None else square @ square
        n, bit = divmod(n, 2)
        if bit:
            found = square if found is None else found @ square
    return found


def cond(a: Any, p: Any = None) -> Any:
    if p is None or p in (2, -2):
        sizes = np.linalg.svd(a, compute_uv=False)
        return sizes[-1] / sizes[0] if p == -2 else sizes[0] / sizes[-1]
    norms = [np.linalg.norm(one, p, axis=(-2, -1)) for one in (a, np.linalg.inv(a))]
    return norms[0] * norms[1]


def angle(z: Any, deg: Any = False) -> Any:
    z = np.asarray(z) if np.ndim(z) else z
    found = np.arctan2(z.imag, z.real)
    return found * (180 / np.pi) if deg else found


def signbit(x: Any) -> Any:
    if np.any(np.equal(x, 0)):  # the sign of a zero is the format's
        raise TypeError
    return np.less(x, 0)


def cross(a: Any, b: Any) -> Any:
    if np.ndim(a) != 1 or np.ndim(b) != 1:  # of rows
        raise TypeError
    (p, q, r), (x, y, z) = a, b
    return np.array([q * z - r * y, r * x - p * z, p * y - q * x])


def logspace(start: Any, stop: Any, num: Any = 50, endpoint: Any = True, base: Any = 10.0) -> Any:
    if np.ndim(base):
        raise TypeError
    return np.power(base, np.linspace(start, stop, num, endpoint))


def geomspace(start: Any, stop: Any, num: Any = 50) -> Any:
    if num < 2 or not (start > 0 and stop > 0):
        raise TypeError
    found = logspace(np.log10(start), np.log10(stop), num)
    found[0], found[-1] = start, stop
    return found


def nansum(a: Any, axis: Any = None) -> Any:
    return np.sum(np.where(np.isnan(a), 0.0, a), axis=axis)


def nanmean(a: Any, axis: Any = None) -> Any:
    return nansum(a, axis) / np.sum(~np.isnan(a), axis=axis)


def nanmax(a: Any) -> Any:
    return np.max(np.asarray(a)[~np.isnan(a)])


def nanmin(a: Any) -> Any:
    return np.min(np.asarray(a)[~np.isnan(a)])


def copysign(x: Any, y: Any) -> Any:
    if np.any(np.equal(y, 0)):  # the sign of a zero is the format's
        raise TypeError
    size = np.abs(np.multiply(x, 1.0))
    return np.where(np.less(y, 0), -size, size) if np.ndim(x) or np.ndim(y) else -size if y < 0 else size


def ldexp(x: Any, exponent: Any) -> Any:
    return np.multiply(x, np.power(2.0, exponent))


def heaviside(x: Any, at_zero: Any) -> Any:
    if np.ndim(x) or np.ndim(at_zero):
        return np.where(np.less(x, 0), 0.0, np.where(np.greater(x, 0), 1.0, at_zero))
    return 0.0 if x < 0 else 1.0 if x > 0 else at_zero


def outer(ufunc: Any, a: Any, b: Any) -> Any:
    a = np.asarray(a)
    return ufunc(a.reshape(a.shape + (1,) * np.ndim(b)), b)


def at(ufunc: Any, a: Any, indices: Any, b: Any) -> Any:
    """a[i] = ufunc(a[i], b) for one index after the other."""
    places = np.arange(a.size).reshape(a.shape)[indices]
    values = np.broadcast_to(b, places.shape)
    for k, place in np.ndenumerate(places):
        where = np.unravel_index(place, a.shape)
        a[where] = ufunc(a[where], values[k])


def reduceat(ufunc: Any, a: Any, indices: Any) -> Any:
    """From each index up to the next; the entry alone where the next does not lie behind it."""
    a = np.asarray(a)
    spans = zip(indices, [*indices[1:], len(a)], strict=True)
    return np.array([ufunc.reduce(a[i:j]) if i < j else a[i] for i, j in spans])


def ndenumerate(a: Any) -> Any:
    a = np.asarray(a)
    for place in np.ndindex(a.shape):
        yield place, a[place]


def vectorized(function: Any, *x: Any) -> Any:
    shape = np.broadcast_shapes(*map(np.shape, x))
    rows = [np.broadcast_to(v, shape).ravel() for v in x]
    first = function(*(row[0] for row in rows))  # numpy asks once more, for how many results there are
    found = [function(*row) for row in zip(*rows, strict=True)]
    if not isinstance(first, tuple):
        return _gathered(found, first, shape)
    return tuple(_gathered(*part, shape) for part in zip(zip(*found, strict=True), first, strict=True))


def _gathered(found: Any, first: Any, shape: Any) -> Any:
    made = np.array(list(found), dtype=np.array([first]).dtype)  # that of the first one, as numpy has it
    return made.reshape(shape) if shape else made[0]


def searchsorted(a: Any, v: Any, side: Any = "left") -> Any:
    place = bisect.bisect_left if side == "left" else bisect.bisect_right
    known = np.asarray(a)
    found = [place(known, x) for x in np.ravel(v)]
    return np.array(found).reshape(np.shape(v)) if np.ndim(v) else np.intp(found[0])


def digitize(x: Any, bins: Any, right: Any = False) -> Any:
    if len(bins) > 1 and bins[0] > bins[-1]:
        raise TypeError
    return searchsorted(bins, x, "left" if right else "right")


def unique(a: Any) -> Any:
    ordered = list(np.sort(np.ravel(a)))
    return np.array(ordered[:1] + [y for x, y in itertools.pairwise(ordered) if x != y])


def asarray_chkfinite(a: Any) -> Any:
    if not np.isfinite(np.asarray(a)).all():
        raise ValueError
    return np.asarray(a)


def count_nonzero(a: Any) -> Any:
    return int(np.sum(np.not_equal(a, 0)))


def nonzero(a: Any) -> Any:
    return np.not_equal(a, 0).nonzero()


def flatnonzero(a: Any) -> Any:
    return np.not_equal(np.ravel(a), 0).nonzero()[0]
