"""Numbers that are carried twice in MPFR, and the machine's functions of them.

`h` is what the machine would hold if only the lines that are not set exact rounded to float64, `x` what exact
arithmetic makes of the same inputs along the same path. Both have 640 bits: far more than the programs lose.
"""

import functools
import math
import operator
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import gmpy2
from gmpy2 import mpfr

BITS = 640
NEAR = mpfr(2) ** -300


def nothing(line: int) -> bool:
    """No line is exact: the program as it stands, and the run in which conditions are looked at."""
    return False


Slip = tuple[int, mpfr]  # a line, and what an operation on it was off by


class Run:
    """One run of a program: which lines are exact, and what was seen on each.

    slips    what each operation of an earlier run was off by on its operands; here it is off by the same,
             as long as the run takes the same path
    healed   a line whose results are what exact arithmetic has, whatever went before
    """

    def __init__(
        self, path: Path, exact: Callable[[int], bool], slips: Sequence[Slip] = (), healed: int = 0
    ) -> None:
        self.file, self.exact, self.watched = str(path), exact, exact is nothing
        self.before, self.healed = slips, healed
        self.lines: set[int] = set()
        self.slips: list[Slip] = []
        self.condition: dict[int, Any] = defaultdict(int)  # the largest of an operation on the line
        self.amplified: dict[int, Any] = defaultdict(int)  # the same, where an operand carried an error
        self.diverged: set[int] = set()

    def line(self) -> int:
        frame = sys._getframe(1)
        while frame.f_code.co_filename != self.file:
            frame = frame.f_back
        return frame.f_lineno

    def made(self, h: mpfr, x: mpfr, nearby: float | None = None) -> "Number":
        """A new number, rounded unless its line is exact; `nearby` is what the machine's routine gives."""
        line = self.line()
        self.lines.add(line)
        place = len(self.slips)
        if line == self.healed:
            off = x - h
        elif self.exact(line):
            off = mpfr(0)
        elif place < len(self.before) and self.before[place][0] == line:
            off = self.before[place][1]
        else:
            off = mpfr(float(h) if nearby is None else nearby) - h
        self.slips.append((line, off))
        return Number(self, h + off, x)

    def saw(self, condition: Callable[[], mpfr], *operands: "Number") -> None:
        if self.watched:
            self.note(self.line(), condition(), operands)

    def note(self, line: int, condition: mpfr, operands: "tuple[Number, ...]") -> None:
        self.condition[line] = max(self.condition[line], condition)
        if any(a.h != a.x for a in operands):
            self.amplified[line] = max(self.amplified[line], condition)

    def decided(self, taken: bool, exactly: bool) -> bool:
        if taken != exactly:
            self.diverged.add(self.line())
        return taken

    def value(self, given: Any) -> Any:
        """An input or a float that came from elsewhere: exactly the float64 that it is."""
        if isinstance(given, float):
            return Number(self, mpfr(given), mpfr(given))
        if isinstance(given, list | tuple):
            return type(given)(map(self.value, given))
        return given


def pair(given: Any) -> tuple[mpfr, mpfr]:
    return (given.h, given.x) if isinstance(given, Number) else (mpfr(given), mpfr(given))


def arithmetic(symbol: str, swapped: bool = False) -> Callable[..., "Number"]:
    calculate = getattr(operator, symbol)

    def method(self: "Number", other: Any) -> Any:
        if type(other).__name__ == "ndarray":
            return NotImplemented
        a, b = (pair(other), pair(self)) if swapped else (pair(self), pair(other))
        h, x = calculate(a[0], b[0]), calculate(a[1], b[1])
        carried = [v for v in (self, other) if isinstance(v, Number)]
        near = None
        if symbol == "pow":
            of_base, base = (lambda v: v ** b[0]), isinstance(other, Number)
            self.run.saw(
                lambda: (
                    conditioned(operator.pow, [a[0], b[0]], h) if base else conditioned(of_base, [a[0]], h)
                ),
                *carried,
            )
            if all(float(v) == v for v in (a[0], b[0])):
                near = float(a[0]) ** float(b[0])
        if symbol in ("add", "sub") and a[0]:
            self.run.saw(lambda: (abs(a[0]) + abs(b[0])) / abs(h), *carried)  # infinite where all cancels
        return self.run.made(h, x, near)

    return method


def comparison(symbol: str) -> Callable[..., bool]:
    compare = getattr(operator, symbol)

    def method(self: "Number", other: Any) -> bool:
        h, x = pair(other)
        return self.run.decided(compare(*met(self.h, h)), compare(*met(self.x, x)))

    return method


def met(a: mpfr, b: mpfr) -> tuple[mpfr, mpfr]:
    """MPFR has no 0.1: two numbers that differ by less than 2^-300 of their size are one."""
    return (b, b) if abs(a - b) < abs(b) * NEAR else (a, b)


def whole(value: mpfr) -> mpfr:
    near = gmpy2.rint(value)
    return near if abs(value - near) < NEAR * max(abs(near), 1) else value


class Number:
    """What the machine holds and what exact arithmetic holds in its place."""

    __slots__ = ("h", "run", "x")

    def __init__(self, run: Run, h: mpfr, x: mpfr) -> None:
        self.run, self.h, self.x = run, h, x

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """numpy asks each element of an array of objects for its method: np.exp for x.exp()."""
        if name.startswith("_") or name not in FUNCTIONS:
            raise AttributeError(name)
        return functools.partial(apply, self.run, name, self)

    def __neg__(self) -> "Number":
        return Number(self.run, -self.h, -self.x)

    def __pos__(self) -> "Number":
        return self

    def __abs__(self) -> "Number":
        return Number(self.run, abs(self.h), abs(self.x))

    def __bool__(self) -> bool:
        return self.run.decided(self.h != 0, self.x != 0)

    def __hash__(self) -> int:
        return hash(float(self.h))

    def __int__(self) -> int:
        h, x = int(gmpy2.trunc(whole(self.h))), int(gmpy2.trunc(whole(self.x)))
        self.run.decided(h == x, True)
        return h

    __trunc__ = __int__

    def __round__(self, places: int | None = None) -> Any:
        """To the nearest decimal, ties to even, decided on the exact value of the operand: a jump."""
        near = [decimal(v, places or 0) for v in (self.h, self.x)]
        if near[0] != near[1]:
            self.run.saw(lambda: abs((near[0] - near[1]) / (self.h - self.x)), self)
        return int(near[0]) if places is None else self.run.made(*near)


for _symbol in ("add", "sub", "mul", "truediv", "pow", "mod", "floordiv"):
    setattr(Number, f"__{_symbol}__", arithmetic(_symbol))
    setattr(Number, f"__r{_symbol}__", arithmetic(_symbol, swapped=True))
for _symbol in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Number, f"__{_symbol}__", comparison(_symbol))


def decimal(value: mpfr, places: int) -> mpfr:
    """What lies at a tie but for the last bits of MPFR is one: 1.005 has no finite binary expansion."""
    halves = whole(value * 10**places * 2)
    return mpfr(gmpy2.mpq(round(Fraction(*map(int, halves.as_integer_ratio())) / 2), 10**places))


# --- the machine's functions ----------------------------------------------------------------------------

FUNCTIONS: dict[str, Callable[..., mpfr]] = {
    name: getattr(gmpy2, name)
    for name in [
        "exp",
        "expm1",
        "log",
        "log1p",
        "log2",
        "log10",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "atan",
        "atan2",
        "sinh",
        "cosh",
        "tanh",
        "asinh",
        "acosh",
        "atanh",
        "sqrt",
        "cbrt",
        "hypot",
        "gamma",
        "erf",
        "erfc",
    ]
}
FUNCTIONS["lgamma"] = lambda x: gmpy2.lgamma(x)[0]
FUNCTIONS["fabs"] = abs
FUNCTIONS["floor"] = lambda x: gmpy2.floor(whole(x))
FUNCTIONS["ceil"] = lambda x: gmpy2.ceil(whole(x))
FUNCTIONS["pow"] = operator.pow
FUNCTIONS["radians"] = lambda x: x * gmpy2.const_pi() / 180
FUNCTIONS["degrees"] = lambda x: x * 180 / gmpy2.const_pi()
FUNCTIONS["copysign"] = lambda x, y: gmpy2.copy_sign(x, y)
FUNCTIONS["fmod"] = gmpy2.fmod
FUNCTIONS["remainder"] = gmpy2.remainder
FUNCTIONS["ldexp"] = lambda x, n: x * mpfr(2) ** n
FUNCTIONS["fsum"] = lambda *x: sum(x, mpfr(0))


def apply(run: Run, name: str, *given: Any) -> Any:
    """A function of `math`: rounded, it is the machine's own wherever its operands are float64."""
    pairs = [pair(g) for g in given]
    function, inputs = FUNCTIONS[name], [p[0] for p in pairs]
    h, x = function(*inputs), function(*(p[1] for p in pairs))
    near = None
    if all(float(v) == v for v in inputs):
        floats = [int(v) if isinstance(g, int) else float(v) for v, g in zip(inputs, given, strict=True)]
        near = math.fsum(floats) if name == "fsum" else getattr(math, name)(*floats)
    run.saw(lambda: conditioned(function, inputs, h), *(g for g in given if isinstance(g, Number)))
    if name in ("floor", "ceil"):
        run.decided(h == x, True)
        return int(h)
    return run.made(h, x, near)


def conditioned(function: Callable[..., mpfr], inputs: list[mpfr], value: mpfr) -> mpfr:
    """sum |a_k df/da_k| / |f|, by differences with a step of 2^-200 of a_k."""
    total, small = mpfr(0), mpfr(2) ** -200
    for k, a in enumerate(inputs):
        moved = [*inputs[:k], a * (1 + small), *inputs[k + 1 :]]
        change = function(*moved) - value
        total += abs(change / small) if gmpy2.is_finite(change) else mpfr(0)
    return total / abs(value) if value and gmpy2.is_finite(total) else mpfr(0)
