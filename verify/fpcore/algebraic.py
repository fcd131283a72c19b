"""Real algebraic numbers that balls enclose: whether two of them are equal is decided.

A number made of rationals by + - * / and roots carries a bound below which only zero lies. Write it as
U/L with algebraic integers U and L of the field K that its radicals generate, and let every conjugate of U be
at most u in size, of L at most l:

    p/q          u = |p|,  l = q
    a +- b       U = U_a L_b +- U_b L_a,  L = L_a L_b
    a b,  a / b  U = U_a U_b, L = L_a L_b;  U = U_a L_b, L = L_a U_b
    a^(1/k)      U = (U_a L_a^(k-1))^(1/k),  L = L_a, an algebraic integer again, or its mirror image

K has a degree of at most D, the product of the degrees of the different radicals. If U is not zero its norm
is an integer other than zero, so 1 <= |U| u^(D-1), and with |L| <= l

    a = 0  or  |a| >= 1 / (l u^(D-1)).

(Burnikel, Funke, Mehlhorn, Schirra and Schmitt, A separation bound for real algebraic expressions, 2009.)
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq

MOST_NODES = 64  # of an expression; a larger one goes on as a ball
MOST_BITS = 200_000  # of a bound; more is not waited for
ROOTS = {"sqrt": 2, "cbrt": 3}
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Bound:
    """log2 of u and l from above, and what the radicals are. `key` is the expression itself."""

    u: float
    l: float  # noqa: E741 (as in the paper)
    radicals: frozenset[Key]
    key: Key
    nodes: int = 1

    @property
    def bits(self) -> float:
        """The number is zero or at least 2^-bits in size."""
        degree: int = math.prod(key[1] for key in self.radicals)
        return self.l + (degree - 1) * self.u + 1


class Surd(arb):
    """A ball with its bound. Any operation that does not know of it takes it for the ball."""

    bound: Bound

    @classmethod
    def of(cls, ball: arb, bound: Bound) -> "Surd":
        surd = cls(ball)
        surd.bound = bound
        return surd


def bound_of(x: Any) -> Bound | None:
    """Of a rational, also one that is an exact ball; None for what is not known to be algebraic."""
    if isinstance(x, Surd):
        return x.bound
    if isinstance(x, fmpq):
        return _rational(int(x.p), int(x.q))
    if isinstance(x, arb) and x.is_exact() and x.is_finite():
        mantissa, exponent = map(int, x.man_exp())
        if abs(exponent) < MOST_BITS:
            return _rational(mantissa << max(exponent, 0), 1 << max(-exponent, 0))
    return None


def _rational(p: int, q: int) -> Bound:
    # |p| < 2^bit_length, and log2 u >= 0 also for zero.
    return Bound(float(p.bit_length()), float(q.bit_length()), frozenset(), ("q", p, q))


def kept(name: str, x: Sequence[Any], value: Any) -> Any:
    """The value of an operation, with a bound where all its operands have one; zero itself where the bound
    leaves nothing else."""
    if type(value) is not arb or name not in RULES:
        return value
    bounds = [bound_of(v) for v in x]
    known = [b for b in bounds if b is not None]
    if len(known) < len(bounds):
        return value
    bound = RULES[name](name, known)
    if bound is None or bound.nodes > MOST_NODES or bound.bits > MOST_BITS:
        return value
    return fmpq(0) if _is_zero(value, bound) else Surd.of(value, bound)


def _is_zero(value: arb, bound: Bound) -> bool:
    return bool(value.contains(0) and abs(value) < arb(2) ** -math.ceil(bound.bits))


def _joined(name: str, parts: Sequence[Bound], u: float, l: float) -> Bound:  # noqa: E741
    radicals = frozenset[Key]().union(*(p.radicals for p in parts))
    key = (name, *(p.key for p in parts))
    # The thousandth is far more than a rounding of these logarithms.
    return Bound(u + 0.001, l + 0.001, radicals, key, 1 + sum(p.nodes for p in parts))


def _sum(name: str, x: Sequence[Bound]) -> Bound:
    a, b = x
    return _joined(name, x, max(a.u + b.l, b.u + a.l) + 1, a.l + b.l)


def _product(name: str, x: Sequence[Bound]) -> Bound:
    a, b = x
    return _joined(name, x, a.u + b.u, a.l + b.l)


def _quotient(name: str, x: Sequence[Bound]) -> Bound:
    a, b = x
    return _joined(name, x, a.u + b.l, a.l + b.u)


def _root(name: str, x: Sequence[Bound]) -> Bound:
    k, (a,) = ROOTS[name], x
    up = a.u >= a.l
    u = (a.u + (k - 1) * a.l) / k if up else a.u
    l = a.l if up else ((k - 1) * a.u + a.l) / k  # noqa: E741
    root = _joined(name, x, u, l)
    radical = ("root", k, a.key)
    return Bound(root.u, root.l, root.radicals | {radical}, radical, root.nodes)


def _power(name: str, x: Sequence[Bound]) -> Bound | None:
    """A square root, or a power that is a product."""
    a, exponent = x
    if exponent.key == ("q", 1, 2):
        return _root("sqrt", (a,))
    if exponent.key[0] == "q" and exponent.key[2] == 1 and 0 <= exponent.key[1] <= MOST_NODES:
        n = exponent.key[1]
        return _joined(name, x, n * a.u, n * a.l)
    return None


def _same(name: str, x: Sequence[Bound]) -> Bound:
    (a,) = x
    return _joined(name, x, a.u, a.l)


RULES: dict[str, Callable[[str, Sequence[Bound]], Bound | None]] = {
    "+": _sum,
    "*": _product,
    "/": _quotient,
    "pow": _power,
    "neg": _same,
    "fabs": _same,
    **dict.fromkeys(ROOTS, _root),
}


def equal(x: Any, y: Any) -> bool | None:
    """Are two numbers equal? True where their difference is certainly below its bound, else not known."""
    a, b = bound_of(x), bound_of(y)
    if a is None or b is None:
        return None
    bound = _sum("+", (a, b))
    return True if bound.bits <= MOST_BITS and _is_zero(arb(x) - arb(y), bound) else None
