"""Second derivatives by automatic differentiation, over balls: a function with its gradient and Hessian.

A jet holds the value of a function of some variables with its first and second partial derivatives, each a
ball or, for many observations at once, an object array of balls; what is absent is zero. Operations follow
the rules of calculus, so each part encloses the exact one (A. Griewank and A. Walther, Evaluating
Derivatives, 2nd ed., 2008, chapters 3 and 13).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import mapped

Parts = Mapping[Any, Any]


@dataclass(frozen=True)
class Jet:
    """value; slopes[j] by the variable j; curvatures[j, k], j <= k, by both."""

    value: Any
    slopes: Parts = field(default_factory=dict)
    curvatures: Parts = field(default_factory=dict)
    __array_ufunc__ = None  # numpy leaves array + jet to the jet

    def __neg__(self) -> "Jet":
        return _linear(self, -1)

    def __add__(self, other: Any) -> "Jet":
        other = jet(other)
        return Jet(
            self.value + other.value,
            _sum(self.slopes, other.slopes),
            _sum(self.curvatures, other.curvatures),
        )

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Jet":
        return self.__add__(-jet(other))

    def __rsub__(self, other: Any) -> "Jet":
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> "Jet":
        # (u v)_j = u v_j + v u_j; (u v)_jk = u v_jk + v u_jk + u_j v_k + u_k v_j.
        if not isinstance(other, Jet):
            return _linear(self, other)
        u, v = self, other
        crossed: dict[Any, Any] = {}
        for j, a in u.slopes.items():
            for k, b in v.slopes.items():
                product, key = a * b, (min(j, k), max(j, k))
                product = 2 * product if j == k else product
                crossed[key] = crossed[key] + product if key in crossed else product
        curved = _sum(_linear(u, v.value).curvatures, _linear(v, u.value).curvatures)
        slopes = _sum(_linear(u, v.value).slopes, _linear(v, u.value).slopes)
        return Jet(u.value * v.value, slopes, _sum(curved, crossed))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "Jet":
        if not isinstance(other, Jet):
            return _linear(self, 1 / other)
        return self * reciprocal(other)

    def __rtruediv__(self, other: Any) -> "Jet":
        return reciprocal(self).__mul__(other)

    def __pow__(self, exponent: int) -> "Jet":
        if exponent == 1:
            return self
        half = self ** (exponent // 2)
        return half * half * self if exponent % 2 else half * half


def jet(value: Any) -> Jet:
    """A constant as a jet."""
    return value if isinstance(value, Jet) else Jet(value)


def variables(values: Sequence[Any]) -> list[Jet]:
    """The variables themselves, numbered from 0."""
    return [Jet(value, {j: arb(1)}) for j, value in enumerate(values)]


def composed(u: Jet, value: Any, first: Any, second: Any) -> Jet:
    """h(u) from h, h' and h'' at the value of u: h(u)_jk = h' u_jk + h'' u_j u_k."""
    slopes = {j: first * a for j, a in u.slopes.items()}
    crossed = {(j, k): second * a * b for j, a in u.slopes.items() for k, b in u.slopes.items() if j <= k}
    return Jet(value, slopes, _sum({key: first * c for key, c in u.curvatures.items()}, crossed))


def reciprocal(u: Jet) -> Jet:
    value = 1 / u.value
    return composed(u, value, -value * value, 2 * value * value * value)


class Jets:
    """The functions of an arithmetic, for jets."""

    name = "jets"

    def __call__(self, value: Any) -> Any:
        return arb(value)

    def pi(self) -> arb:
        return arb.pi()

    def exp(self, u: Any) -> Jet:
        u = jet(u)
        value = _each(arb.exp, u.value)
        return composed(u, value, value, value)

    def log(self, u: Any) -> Jet:
        u = jet(u)
        inverse = 1 / u.value
        return composed(u, _each(arb.log, u.value), inverse, -inverse * inverse)

    def sin(self, u: Any) -> Jet:
        u = jet(u)
        sine, cosine = _each(arb.sin, u.value), _each(arb.cos, u.value)
        return composed(u, sine, cosine, -sine)

    def cos(self, u: Any) -> Jet:
        u = jet(u)
        sine, cosine = _each(arb.sin, u.value), _each(arb.cos, u.value)
        return composed(u, cosine, -sine, -cosine)

    def atan(self, u: Any) -> Jet:
        # atan' = 1/(1 + u^2), atan'' = -2 u/(1 + u^2)^2.
        u = jet(u)
        first = 1 / (1 + u.value * u.value)
        return composed(u, _each(arb.atan, u.value), first, -2 * u.value * first * first)


def _each(function: Callable[[arb], arb], value: Any) -> Any:
    return mapped(function, value) if isinstance(value, np.ndarray) else function(value)


def _linear(u: Jet, factor: Any) -> Jet:
    return Jet(
        u.value * factor,
        {j: a * factor for j, a in u.slopes.items()},
        {key: c * factor for key, c in u.curvatures.items()},
    )


def _sum(one: Parts, other: Parts) -> dict[Any, Any]:
    found = dict(one)
    for key, part in other.items():
        found[key] = found[key] + part if key in found else part
    return found
