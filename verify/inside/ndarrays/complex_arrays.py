"""Followed arrays of complex128: ndarrays that know the places of both parts of each of their entries.

Sums are sums of the parts; a product, a quotient or a function of an entry has two numbers on the tape, as of
complex numbers alone (complexes.py). An inner product is one step for each part, whatever order BLAS takes.
"""

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np
from flint import acb

from verify.inside.dispatch import functions
from verify.inside.dispatch.cuts import CUTS, ENTIRE, ON_THE_NEGATIVE, lambert_branch, parts_of
from verify.inside.dispatch.truths import is_scipys_own
from verify.inside.ndarrays.array_class import STRUCTURAL_METHODS
from verify.inside.ndarrays.complex_array_class import complex_array_class
from verify.inside.ndarrays.transforms import LARGEST_TRANSFORM, TRANSFORMS, coefficients
from verify.inside.run.products import DOT
from verify.inside.run.tape import ADD, DIV, FUN, NEG, SUB, SUM

LAMBERT = "_lambertw"
COMPLEX = np.dtype(np.complex128)
SUMS = {"add": ADD, "subtract": SUB}
PRODUCTS: dict[str, Callable[..., acb]] = {"multiply": acb.__mul__, "divide": acb.__truediv__}
PRODUCTS |= {"square": lambda z: z * z, "reciprocal": lambda z: 1 / z}
# numpy's names of cmath's functions.
NAMES = {name: name for name in (*ENTIRE, *ON_THE_NEGATIVE)}
NAMES |= {f"arc{name[1:]}": name for name in CUTS}
Parts = tuple[np.ndarray, np.ndarray, np.ndarray]


def computed(ufunc: Any, given: list[np.ndarray], in_place: bool) -> np.ndarray:
    """What numpy makes of them: in place it may multiply without FMA, which is another product."""
    with np.errstate(all="ignore"):
        if not in_place:
            return np.asarray(ufunc(*given))
        target = given[0].copy()
        return np.asarray(ufunc(target, *given[1:], out=target))


class ComplexArrays:
    """The arrays of complex numbers of one run."""

    def __init__(self, arrays: Any) -> None:
        self.arrays, self.recorder = arrays, arrays.recorder
        self.Array = complex_array_class(self.recorder)

    def holds(self, x: Any) -> bool:
        """Is it, or is there in it, a complex number that is followed, or an array of complex128?"""
        if isinstance(x, list | tuple):
            return any(map(self.holds, x))
        return type(x) is self.recorder.complexes.Complex or (
            isinstance(x, np.ndarray) and x.dtype == COMPLEX
        )

    def made(self, values: Any, re: Any, im: Any) -> Any:
        """A followed array, or number where there are no axes."""
        if not np.ndim(values):
            value, made = complex(values), self.arrays.made
            parts = made(np.float64(value.real), re), made(np.float64(value.imag), im)
            return self.recorder.complexes.made(*parts)
        new: Any = np.asarray(values).view(self.Array)
        new.nodes = np.asarray(re), np.asarray(im)
        return new

    def made_of(self, values: np.ndarray, places: Callable[[np.ndarray], np.ndarray]) -> Any:
        """An array from outside."""
        return self.made(values, places(values.real), places(values.imag))

    def checked(self, values: np.ndarray, re: np.ndarray, im: np.ndarray) -> Any:
        """An array whose places were moved beside its values; not followed if they are no longer theirs."""
        agree = self._agree(values, (re, im))
        return self.made(values, re, im) if agree else self.made_of(values, self.arrays.leaked)

    def parts(self, x: Any) -> Parts:
        """Plain values, and the places of both parts."""
        if type(x) is self.recorder.complexes.Complex:
            return np.asarray(complex.__pos__(x)), np.asarray(x.re.node), np.asarray(x.im.node)
        if isinstance(x, np.ndarray) and x.dtype == COMPLEX:
            values = x.view(np.ndarray)
            nodes: Any = getattr(x, "nodes", None)
            if nodes is None or nodes[0].shape != values.shape or not self._agree(values, nodes):
                nodes = self.arrays.leaked(values.real), self.arrays.leaked(values.imag)
                if isinstance(x, self.Array):
                    setattr(x, "nodes", nodes)  # noqa: B010
            return values, *nodes
        if isinstance(x, list | tuple):
            found = [self.parts(v) for v in x]
            return tuple(np.array([part[k] for part in found]) for k in range(3))  # type: ignore[return-value]
        if isinstance(x, complex | np.complexfloating):  # from code that is not followed
            value = np.asarray(complex(x))
            return value, self.arrays.leaked(value.real), self.arrays.leaked(value.imag)
        values, nodes = self.arrays.parts(x)
        zero = np.full(nodes.shape, self.recorder.integer(0, self.arrays.site).node)
        return np.asarray(values), nodes, zero

    def _agree(self, values: np.ndarray, nodes: tuple[np.ndarray, np.ndarray]) -> bool:
        return bool(self.arrays.agree(values.real, nodes[0]) and self.arrays.agree(values.imag, nodes[1]))

    def leaves(self, values: np.ndarray) -> Any:
        """Data: exactly what they are."""
        return self.made_of(values, self.arrays.leaves)

    def asked(
        self, ufunc: Any, method: str, x: tuple[Any, ...], named: dict[str, Any], in_place: bool = False
    ) -> Any:
        """What a ufunc is asked for; NotImplemented where it is not followed."""
        if method == "__call__":
            return self.ufunc(ufunc, x, named, in_place)
        over = {np.add: self.summed, np.multiply: self.multiplied}.get(ufunc)
        if method == "reduce" and over and len(x) == 1 and not set(named) - {"axis"}:
            return over(x[0], named.get("axis", 0))
        return NotImplemented

    # --- elementwise ----------------------------------------------------------------------------------

    def ufunc(self, ufunc: Any, x: tuple[Any, ...], named: dict[str, Any], in_place: bool = False) -> Any:
        """NotImplemented where it is not followed."""
        name = ufunc.__name__
        if named or ufunc.nout > 1:
            return NotImplemented
        if name == "matmul":
            return self.inner(x[0], x[1], ufunc)
        if name == LAMBERT:
            return self.lambert(ufunc, *x) if is_scipys_own(ufunc) and len(x) == 3 else NotImplemented
        operands = [self.parts(v) for v in x]
        values = computed(ufunc, [v for v, _, _ in operands], in_place)
        shape = values.shape
        (_, re, im), *rest = ((v, *(np.broadcast_to(n, shape) for n in nodes)) for v, *nodes in operands)
        if name in SUMS:
            block, (_, other_re, other_im) = self.arrays.block, rest[0]
            return self.made(
                values,
                block(SUMS[name], re, other_re, values.real),
                block(SUMS[name], im, other_im, values.imag),
            )
        if name in ("negative", "conjugate"):
            minus = self.arrays.block(NEG, im, np.int32(-1), values.imag)
            real = re.copy() if name == "conjugate" else self.arrays.block(NEG, re, np.int32(-1), values.real)
            return self.made(values, real, minus)
        places = [re, im, *(n for _, *nodes in rest for n in nodes)]
        if name == "absolute":
            return self.arrays.made(values, self.arrays.applied(functions.hypot(2), places, values))
        if name in PRODUCTS:
            return self._applied(name, PRODUCTS[name], places, values)
        if name == "power":
            return self._power(x[1], operands[0][0], places, values)
        return self._function(name, operands[0][0], places, values) if name in NAMES else NotImplemented

    def _applied(self, name: str, whole: Any, places: list[np.ndarray], values: np.ndarray) -> Any:
        real, imag = parts_of(name, whole)
        found = [self.arrays.applied(f, places, v) for f, v in ((real, values.real), (imag, values.imag))]
        return self.made(values, *found)

    def _function(self, name: str, z: np.ndarray, places: list[np.ndarray], values: np.ndarray) -> Any:
        """Of a function with a cut: entries by the sign of the zero that their imaginary part is."""
        complexes, ours, z = self.recorder.complexes, NAMES.get(name, name), np.broadcast_to(z, values.shape)
        sides = np.where(z.imag == 0, np.copysign(1.0, z.imag), 0.0) * (ours in (*ON_THE_NEGATIVE, "pow"))
        re, im = (np.empty(values.shape, dtype=np.int64) for _ in range(2))
        for side in np.unique(sides).tolist():
            at = sides == side
            part = [n[at] for n in places]
            for f, v, target in zip(
                parts_of(ours, complexes.whole(ours, side)), (values.real, values.imag), (re, im), strict=True
            ):
                target[at] = self.arrays.applied(f, part, v[at])
        return self.made(values, re, im)

    def _power(self, exponent: Any, z: np.ndarray, places: list[np.ndarray], values: np.ndarray) -> Any:
        """A whole power is a product; others have their cut along the negative numbers."""
        if type(exponent) is int:
            return self._applied("pow", lambda w, *_: w**exponent, places[:2], values)
        return self._function("pow", z, places, values)

    def lambert(self, ufunc: Any, z: Any, branch: Any, precision: Any) -> Any:
        """What scipy.special.lambertw hands on: w exp(w) = z, on one branch."""
        k = np.asarray(branch)
        if k.ndim or k.dtype.kind != "i":
            return NotImplemented
        given, re, im = self.parts(z)
        values = np.asarray(ufunc(given, k, float(precision)))
        return self._applied("lambertw", lambert_branch(int(k)), [re, im], values)

    # --- of many entries ------------------------------------------------------------------------------

    def summed(self, array: Any, axis: Any = None) -> Any:
        values, re, im = self.parts(array)
        made = np.asarray(np.add.reduce(values, axis=axis))
        places = []
        for nodes, part in ((re, made.real), (im, made.imag)):
            operands = self.arrays._to_the_end(nodes, axis).reshape(*made.shape, -1)
            places.append(self.arrays.pooled(SUM, operands, part))
        return self.made(made, *places)

    def multiplied(self, array: Any, axis: Any = None) -> Any:
        """Products of many entries, whatever order numpy takes, one step for each part."""
        values, re, im = self.parts(array)
        made = np.asarray(np.multiply.reduce(values, axis=axis))
        rows = [self.arrays._to_the_end(n, axis).reshape(*made.shape, -1) for n in (re, im)]
        places = [n[..., k] for k in range(rows[0].shape[-1]) for n in rows]
        return (
            self._applied("prod", lambda *z: reduce(acb.__mul__, z), places, made)
            if places
            else NotImplemented
        )

    def mean(self, array: Any, axis: Any = None) -> Any:
        """The sum over the count, if it comes out as numpy's."""
        total, (values, _, _) = self.summed(array, axis), self.parts(array)
        sums, re, im = self.parts(total)
        count = values.size // max(sums.size, 1)
        made = np.asarray(np.mean(values, axis=axis))
        if not np.array_equal(sums / count, made, equal_nan=True):
            return NotImplemented
        divisor = self.recorder.integer(count, self.arrays.site).node
        return self.made(
            made, *(self.arrays.block(DIV, n, divisor, v) for n, v in ((re, made.real), (im, made.imag)))
        )

    def inner(self, a: Any, b: Any, plain: Any = np.dot) -> Any:
        """Re = (re a, -im a) (re b, im b), and Im = (re a, im a) (im b, re b)."""
        (x, p, q), (y, r, s) = self.parts(a), self.parts(b)
        if not (0 < x.ndim <= 2 and 0 < y.ndim <= 2):
            return NotImplemented if x.ndim and y.ndim else self.ufunc(np.multiply, (a, b), {})
        made = np.asarray(plain(x, y))
        minus = self.arrays.block(NEG, q, np.int32(-1), -(x.imag + np.zeros(x.shape)))
        rows = [np.atleast_2d(n) for n in (p, minus, q)]
        columns = [np.atleast_2d(n.T) for n in (r, s)]
        real = [
            np.concatenate([a, c, d, e])
            for a, c in zip(rows[0], rows[1], strict=True)
            for d, e in zip(*columns, strict=True)
        ]
        imag = [
            np.concatenate([a, c, e, d])
            for a, c in zip(rows[0], rows[2], strict=True)
            for d, e in zip(*columns, strict=True)
        ]
        return self.made(
            made,
            self.arrays.pooled(FUN, np.array(real), made.real, DOT),
            self.arrays.pooled(FUN, np.array(imag), made.imag, DOT),
        )

    def transform(self, name: str, a: Any) -> Any:
        """np.fft's at its edge: each part of each entry is a linear function of all parts."""
        values, re, im = self.parts(a)
        if values.ndim != 1 or not 0 < values.size <= LARGEST_TRANSFORM:
            return NotImplemented
        made = getattr(np.fft, name)(values.real if name == "rfft" else values)
        places: tuple[list[int], list[int]] = ([], [])
        operands, site = [*re.tolist(), *im.tolist()], self.arrays.site
        for k, value in enumerate(made.tolist()):
            for found, v, is_imag in zip(places, (value.real, value.imag), (False, True), strict=True):
                function = coefficients(name, values.size, k, is_imag)
                found.append(self.recorder.tape.applied(function, site, operands, v))
        self.recorder.tape.edges.setdefault((site, name), []).extend(places[0] + places[1])
        return self.made(made, *map(np.array, places))

    # --- numpy's functions ----------------------------------------------------------------------------

    def function(self, function: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """NotImplemented where it is not followed."""
        name = function.__name__
        if name in TRANSFORMS and function is getattr(np.fft, name) and len(x) == 1 and not named:
            return self.transform(name, x[0])
        if not self.holds(x):
            return NotImplemented
        if name in STRUCTURAL_METHODS.split():
            return self.arrays.structural(function, x, named)
        if set(named) - {"axis"}:
            return NotImplemented
        known: Any = {
            np.sum: self.summed,
            np.prod: self.multiplied,
            np.mean: self.mean,
            np.dot: self.inner,
            np.vdot: lambda a, b: self.inner(np.conjugate(np.ravel(a)), np.ravel(b)),
            np.real: lambda a: a.real,
            np.imag: lambda a: a.imag,
        }.get(function)
        return NotImplemented if known is None else known(*x, **named)

    def moved(self, function: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """The same done to values and to both places."""
        return self.made(*(function(part, *x[1:], **named) for part in self.parts(x[0])))

    def listed(self, x: Any) -> Any:
        """As lists of Python's numbers."""
        if isinstance(x, np.ndarray):
            return [self.listed(v) for v in x]
        pythons, site = self.recorder.pythons, self.arrays.site
        return self.recorder.complexes.made(*(pythons(site, float.__pos__(v), v.node) for v in (x.re, x.im)))

    def set_item(self, array: Any, index: Any, value: Any) -> None:
        own, new = self.parts(array), self.parts(value)
        for part, v in zip(own, new, strict=True):
            part[index] = v
