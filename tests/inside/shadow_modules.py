"""The modules of the shadow: math, statistics, numpy on arrays of objects, linear algebra in MPFR."""

import math
from collections.abc import Callable
from typing import Any

import gmpy2
import numpy
from gmpy2 import mpfr, mpq
from inside.shadow_numbers import FUNCTIONS, Number, Run, apply, pair

MAKERS = ("array", "asarray", "zeros", "ones", "arange", "eye", "full")


class Math:
    """The module `math` of a run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.inf, self.nan = math.inf, math.nan

    @property
    def pi(self) -> Number:
        return self.run.made(gmpy2.const_pi(), gmpy2.const_pi(), math.pi)

    @property
    def e(self) -> Number:
        return self.run.made(gmpy2.exp(mpfr(1)), gmpy2.exp(mpfr(1)), math.e)

    def fsum(self, values: Any) -> Any:
        return apply(self.run, "fsum", *values)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        own = getattr(math, name)

        def function(*given: Any) -> Any:
            if not any(isinstance(g, Number | float) for g in given):
                if all(isinstance(g, int) for g in given) and name in FUNCTIONS:
                    return apply(self.run, name, *given)
                return own(*given)
            if name in FUNCTIONS:
                return apply(self.run, name, *given)
            return own(*(float(g.h) if isinstance(g, Number) else g for g in given))

        return function


class Numpy:
    """The module `numpy` of a run."""

    def __init__(self, run: Run) -> None:
        self.run, self.linalg = run, Linalg(run)
        self.ndarray, self.newaxis = numpy.ndarray, None

    @property
    def pi(self) -> Number:
        return Math(self.run).pi

    def __getattr__(self, name: str) -> Callable[..., Any]:
        own = getattr(numpy, name)
        if name not in MAKERS:
            return own

        def made(*given: Any, **options: Any) -> Any:
            options.pop("dtype", None)
            values = numpy.asarray(own(*given, **options))
            return lifted(self.run, values)

        return made

    def linspace(self, low: Any, high: Any, count: int) -> Any:
        return numpy.array([low + (high - low) * k / (count - 1) for k in range(count)], dtype=object)

    def sum(self, values: Any) -> Any:
        """numpy adds in blocks and lanes; here in order: the error's size is alike, not its digits."""
        return numpy.add.reduce(numpy.asarray(values, dtype=object))

    def mean(self, values: Any) -> Any:
        return self.sum(values) / len(values)

    def var(self, values: Any) -> Any:
        mean = self.mean(values)
        return numpy.add.reduce((values - mean) ** 2) / len(values)

    def polyfit(self, x: Any, y: Any, degree: int) -> Any:
        """By the normal equations where its line is exact, else numpy's own."""
        h, exactly = (fitted([pair(v)[k] for v in x], [pair(v)[k] for v in y], degree) for k in (0, 1))
        near = numpy.polyfit(floats(x), floats(y), degree)
        kappa = mpfr(numpy.linalg.cond(numpy.vander(floats(x), degree + 1)))
        self.run.saw(lambda: kappa, *(v for v in (*x, *y) if isinstance(v, Number)))
        return [self.run.made(*values) for values in zip(h, exactly, near, strict=True)]


def fitted(x: list[mpfr], y: list[mpfr], degree: int) -> list[mpfr]:
    """Coefficients of the least squares polynomial, the highest power first."""
    rows = [[v ** (degree - j) for j in range(degree + 1)] for v in x]
    A = [[sum(r[i] * r[j] for r in rows) for j in range(degree + 1)] for i in range(degree + 1)]
    return eliminated(A, [sum(r[i] * v for r, v in zip(rows, y, strict=True)) for i in range(degree + 1)])


def lifted(run: Run, values: numpy.ndarray) -> numpy.ndarray:
    found = numpy.empty(values.shape, dtype=object)
    for place in numpy.ndindex(values.shape):
        v = values[place]
        found[place] = v if isinstance(v, Number) else run.value(float(v))
    return found


class Linalg:
    """numpy.linalg: exact where its line is, else LAPACK on the float64 operands."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def solve(self, A: Any, b: Any) -> Any:
        rows = numpy.shape(A)
        h, x = (eliminated([[pair(v)[k] for v in row] for row in A], [pair(v)[k] for v in b]) for k in (0, 1))
        near = numpy.linalg.solve(floats(A), floats(b))
        operands = [v for v in (*numpy.ravel(A), *b) if isinstance(v, Number)]
        self.run.saw(lambda: mpfr(numpy.linalg.cond(floats(A))), *operands)
        found = numpy.empty(rows[0], dtype=object)
        for k in range(rows[0]):
            found[k] = self.run.made(h[k], x[k], near[k])
        return found


def floats(values: Any) -> Any:
    array = numpy.asarray(values)
    return numpy.array([float(pair(v)[0]) for v in array.flat]).reshape(array.shape)


def eliminated(A: list[list[mpfr]], b: list[mpfr]) -> list[mpfr]:
    """Gauss-Jordan with pivots by size."""
    rows = [[*row, right] for row, right in zip(A, b, strict=True)]
    n = len(rows)
    for k in range(n):
        best = max(range(k, n), key=lambda i: abs(rows[i][k]))
        rows[k], rows[best] = rows[best], rows[k]
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for i in range(n):
            if i != k:
                factor = rows[i][k]
                rows[i] = [v - factor * w for v, w in zip(rows[i], rows[k], strict=True)]
    return [row[-1] for row in rows]


class Statistics:
    """The module `statistics`: it works in exact rationals and rounds once."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def mean(self, values: Any) -> Any:
        return self.once(values, lambda v: sum(v) / len(v))

    def fmean(self, values: Any) -> Any:
        return self.once(values, lambda v: sum(v) / len(v))

    def pvariance(self, values: Any) -> Any:
        return self.once(values, spread)

    def variance(self, values: Any) -> Any:
        return self.once(values, lambda v: spread(v) * len(v) / (len(v) - 1))

    def median(self, values: Any) -> Any:
        ordered = sorted(values)
        return ordered[len(ordered) // 2]

    def once(self, values: Any, formula: Callable[[list[Any]], Any]) -> Number:
        numbers = [pair(v) for v in values]
        h, x = (formula([mpq(p[k]) for p in numbers]) for k in (0, 1))
        return self.run.made(mpfr(h), mpfr(x))


def spread(values: list[Any]) -> Any:
    mean = sum(values) / len(values)
    return sum((v - mean) ** 2 for v in values) / len(values)
