"""IEEE 754-2019 in exact rationals, written from the standard: what a machine has to return.

A number is a `Value`: finite (a rational with a sign, so that there are two zeros), an infinity, or NaN.
Special values of the library's functions are those of C, annex F.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

Q = Fraction


class Value(NamedTuple):
    """`kind` is finite, inf or nan; `size` is |x| of a finite number; `negative` its sign, zeros included."""

    kind: str
    negative: bool = False
    size: Fraction = Q(0)

    @property
    def exact(self) -> Fraction:
        assert self.kind == "finite"
        return -self.size if self.negative else self.size

    @property
    def is_zero(self) -> bool:
        return self.kind == "finite" and self.size == 0

    def __neg__(self) -> "Value":
        return self if self.kind == "nan" else self._replace(negative=not self.negative)


NAN, INF, ZERO = Value("nan"), Value("inf"), Value("finite")


def of(x: Fraction | float, negative_zero: bool = False) -> Value:
    """A rational as a Value; its zero with the sign that is asked for."""
    q = Q(x)
    return Value("finite", q < 0 or (q == 0 and negative_zero), abs(q))


def rounded(exact: Fraction, bits: int, emax: int, mode: str, negative_zero: bool = False) -> Value:
    """Sections 4.3 and 7.4: the number of the format that a direction asks for, infinities included.

    negative_zero: the sign that an exact zero gets. Everything else that becomes zero keeps its own.
    """
    if exact == 0:
        return of(0, negative_zero)
    negative, size = exact < 0, abs(exact)
    exponent = size.numerator.bit_length() - size.denominator.bit_length()
    exponent -= size < Q(2) ** exponent
    unit = Q(2) ** max(exponent - bits + 1, 2 - emax - bits)
    whole, rest = divmod(size / unit, 1)
    up = {
        "nearestEven": rest > Q(1, 2) or (rest == Q(1, 2) and whole % 2 == 1),
        "nearestAway": rest >= Q(1, 2),
        "toPositive": rest > 0 and not negative,
        "toNegative": rest > 0 and negative,
        "toZero": False,
    }[mode]
    found = (whole + up) * unit
    largest = (2 - Q(2) ** (1 - bits)) * Q(2) ** emax
    if found > largest:
        inward = {"toPositive": negative, "toNegative": not negative, "toZero": True}.get(mode, False)
        return Value("finite", negative, largest) if inward else Value("inf", negative)
    return Value("finite", negative, found)


class Machine:
    """The operations in one format and one rounding direction. Operands are exact, of any format."""

    def __init__(self, bits: int, emax: int, mode: str) -> None:
        self.bits, self.emax, self.mode = bits, emax, mode

    def round(self, exact: Fraction, negative_zero: bool = False) -> Value:
        return rounded(exact, self.bits, self.emax, self.mode, negative_zero)

    def again(self, x: Value) -> Value:
        """x itself, in this format."""
        return self.round(x.exact, x.negative) if x.kind == "finite" else x

    def _sum_of_zeros(self, x: Value, y: Value) -> bool:
        """6.3: the sign of an exact zero sum is + but towards negative, unless both operands have it."""
        if x.is_zero and y.is_zero and x.negative == y.negative:
            return x.negative
        return self.mode == "toNegative"

    def add(self, x: Value, y: Value) -> Value:
        if "nan" in (x.kind, y.kind):
            return NAN
        if x.kind == y.kind == "inf":
            return x if x.negative == y.negative else NAN
        if "inf" in (x.kind, y.kind):
            return x if x.kind == "inf" else y
        return self.round(x.exact + y.exact, self._sum_of_zeros(x, y))

    def subtract(self, x: Value, y: Value) -> Value:
        return self.add(x, -y)

    def negate(self, x: Value) -> Value:
        return self.again(-x)

    def multiply(self, x: Value, y: Value) -> Value:
        negative = x.negative != y.negative
        if "nan" in (x.kind, y.kind):
            return NAN
        if "inf" in (x.kind, y.kind):
            return NAN if x.is_zero or y.is_zero else Value("inf", negative)
        return self.round(x.exact * y.exact, negative)

    def divide(self, x: Value, y: Value) -> Value:
        negative = x.negative != y.negative
        if "nan" in (x.kind, y.kind) or x.kind == y.kind == "inf" or (x.is_zero and y.is_zero):
            return NAN
        if x.kind == "inf" or y.is_zero:
            return Value("inf", negative)
        if y.kind == "inf":
            return of(0, negative)
        return self.round(x.exact / y.exact, negative)

    def fma(self, x: Value, y: Value, z: Value) -> Value:
        negative = x.negative != y.negative
        if "nan" in (x.kind, y.kind, z.kind):
            return NAN
        if "inf" in (x.kind, y.kind):
            product = NAN if x.is_zero or y.is_zero else Value("inf", negative)
        else:
            product = of(x.exact * y.exact, negative)
        return self.add(product, z)

    def sqrt(self, x: Value) -> Value:
        if x.is_zero:
            return x
        if x.kind == "nan" or x.negative:
            return NAN
        if x.kind == "inf":
            return INF
        # With n = floor(sqrt(x 4^k)) of 4 bits more than the format has, n and the next half decide alike.
        k = max(self.bits + 4 - (x.size.numerator.bit_length() - x.size.denominator.bit_length()) // 2, 0)
        scaled = x.size * Q(4) ** k
        root = math.isqrt(math.floor(scaled))
        return self.round((root if root**2 == scaled else root + Q(1, 2)) / Q(2) ** k)

    def fabs(self, x: Value) -> Value:
        return self.again(-x if x.negative else x)

    def copysign(self, x: Value, y: Value) -> Value:
        return self.again(x if x.negative == y.negative else -x)

    def fdim(self, x: Value, y: Value) -> Value:
        return ZERO if less(x, y) or equal(x, y) else self.subtract(x, y)

    def fmax(self, x: Value, y: Value) -> Value:
        return self.again(y if x.kind == "nan" or (y.kind != "nan" and below(x, y)) else x)

    def fmin(self, x: Value, y: Value) -> Value:
        return self.again(y if x.kind == "nan" or (y.kind != "nan" and below(y, x)) else x)

    def fmod(self, x: Value, y: Value) -> Value:
        return self._remainder(x, y, lambda quotient: Q(math.trunc(quotient)))

    def remainder(self, x: Value, y: Value) -> Value:
        return self._remainder(x, y, lambda quotient: Q(round(quotient)))

    def _remainder(self, x: Value, y: Value, whole: Callable[[Fraction], Fraction]) -> Value:
        if "nan" in (x.kind, y.kind) or x.kind == "inf" or y.is_zero:
            return NAN
        if y.kind == "inf":
            return self.again(x)
        return self.round(x.exact - whole(x.exact / y.exact) * y.exact, x.negative)

    def to_integer(self, name: str, x: Value) -> Value:
        """5.9: the integer is chosen by the function's own rule, and that integer is rounded."""
        if x.kind != "finite":
            return x
        q = x.exact
        nearest_away = math.floor(abs(q) + Q(1, 2)) * (-1 if q < 0 else 1)
        rule = name
        if name == "nearbyint":
            rule = {
                "toPositive": "ceil",
                "toNegative": "floor",
                "toZero": "trunc",
                "nearestAway": "round",
            }.get(self.mode, "even")
        integers = {"floor": math.floor(q), "ceil": math.ceil(q), "trunc": math.trunc(q)}
        return self.round(Q({**integers, "round": nearest_away, "even": round(q)}[rule]), x.negative)


def _order(x: Value) -> tuple[int, Fraction]:
    return ((-1 if x.negative else 1), Q(0)) if x.kind == "inf" else (0, x.exact)


def less(x: Value, y: Value) -> bool:
    return "nan" not in (x.kind, y.kind) and _order(x) < _order(y)


def equal(x: Value, y: Value) -> bool:
    return "nan" not in (x.kind, y.kind) and _order(x) == _order(y)


def below(x: Value, y: Value) -> bool:
    """As maximumNumber orders them: the negative zero below the other."""
    return less(x, y) or (x.is_zero and y.is_zero and x.negative and not y.negative)


def is_normal(x: Value, emax: int) -> bool:
    return x.kind == "finite" and x.size >= Q(2) ** (1 - emax)
