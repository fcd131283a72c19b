"""Functions in every format and direction: special values of C, and balls whose ends round alike."""

from collections.abc import Callable
from fractions import Fraction as Q
from functools import cache
from math import inf, nan

import gmpy2
from exactly import as_fmpq, dyadic
from flint import arb
from fpcore.operands import as_value, drawn, formats, modes, ours
from ieee import Machine, Value

from verify.arithmetic.mpfr import FORMATS, Format
from verify.arithmetic.precision import precision

# C, annex F.10, with what IEEE 754-2019, 9.2.1, adds: exact results and special values.
PI = "pi"


SPECIAL: list[tuple[str, tuple[float, ...], float]] = [
    *(("exp", (x,), y) for x, y in ((0.0, 1), (-0.0, 1), (inf, inf), (-inf, 0.0))),
    *(("exp2", (x,), y) for x, y in ((-0.0, 1), (inf, inf), (-inf, 0.0), (3.0, 8.0), (-4.0, 0.0625))),
    *(("expm1", (x,), y) for x, y in ((0.0, 0.0), (-0.0, -0.0), (inf, inf), (-inf, -1))),
    *((f, (x,), -inf) for f in ("log", "log2", "log10") for x in (0.0, -0.0)),
    *((f, (x,), nan) for f in ("log", "log2", "log10") for x in (-1.0, -inf, nan)),
    *((f, (x,), y) for f in ("log", "log2", "log10") for x, y in ((1.0, 0.0), (inf, inf))),
    *(("log1p", (x,), y) for x, y in ((0.0, 0.0), (-0.0, -0.0), (-1.0, -inf), (-2.0, nan), (inf, inf))),
    *(("log2", (8.0,), 3.0), ("log10", (1000.0,), 3.0), ("cbrt", (-0.0,), -0.0), ("cbrt", (-27.0,), -3.0)),
    *(("cbrt", (-inf,), -inf), ("hypot", (inf, nan), inf), ("hypot", (nan, -inf), inf)),
    *(("hypot", (-3.0, 4.0), 5.0), ("hypot", (-0.0, 0.0), 0.0)),
    *((f, (x,), x) for f in ("sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh", "erf")
      for x in (0.0, -0.0)),
    *((f, (x,), nan) for f in ("sin", "cos", "tan") for x in (inf, -inf, nan)),
    *((f, (x,), nan) for f in ("asin", "acos") for x in (1.5, -1.5, inf)),
    *(("cos", (-0.0,), 1.0), ("acos", (1.0,), 0.0), ("cosh", (-0.0,), 1.0), ("acosh", (1.0,), 0.0)),
    *((f, (s * inf,), s * inf) for f in ("sinh", "asinh") for s in (1, -1)),
    *(("cosh", (-inf,), inf), ("acosh", (inf,), inf), ("acosh", (0.5,), nan), ("acosh", (-inf,), nan)),
    *((f, (s * inf,), s * 1.0) for f in ("tanh", "erf") for s in (1, -1)),
    *(("atanh", (s * 1.0,), s * inf) for s in (1, -1)),
    *(("atanh", (1.5,), nan), ("erfc", (inf,), 0.0), ("erfc", (-inf,), 2.0), ("erfc", (0.0,), 1.0)),
    *(("tgamma", (0.0,), inf), ("tgamma", (-0.0,), -inf), ("tgamma", (-2.0,), nan), ("tgamma", (inf,), inf)),
    *(("tgamma", (-inf,), nan), ("tgamma", (5.0,), 24.0), ("lgamma", (1.0,), 0.0), ("lgamma", (2.0,), 0.0)),
    *(("lgamma", (-3.0,), inf), ("lgamma", (0.0,), inf), ("lgamma", (-inf,), inf), ("lgamma", (inf,), inf)),
    *(("atan2", (0.0, 1.0), 0.0), ("atan2", (-0.0, 1.0), -0.0), ("atan2", (0.0, 0.0), 0.0)),
    *(("atan2", (-0.0, inf), -0.0), ("atan2", (1.0, inf), 0.0), ("atan2", (nan, 1.0), nan)),
    *(("pow", (x, y), 1.0) for x, y in ((nan, 0.0), (nan, -0.0), (1.0, nan), (1.0, inf), (-1.0, -inf))),
    *(("pow", (-8.0, 1 / 3), nan), ("pow", (-2.0, 3.0), -8.0), ("pow", (-0.0, 3.0), -0.0)),
    *(("pow", (-0.0, -3.0), -inf), ("pow", (0.0, -2.0), inf), ("pow", (-0.0, 2.0), 0.0)),
    *(("pow", (0.5, inf), 0.0), ("pow", (2.0, inf), inf)),
    *(("pow", (0.5, -inf), inf), ("pow", (-inf, 3.0), -inf), ("pow", (-inf, -3.0), -0.0)),
]  # fmt: skip


BALLS: dict[str, Callable[..., arb]] = {
    **{
        name: getattr(arb, name)
        for name in (
            *("exp", "expm1", "log", "log1p", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh"),
            *("tanh", "asinh", "acosh", "atanh", "erf", "erfc", "gamma", "lgamma"),
        )
    },
    "exp2": lambda x: arb(2) ** x,
    "log2": lambda x: x.log() / arb(2).log(),
    "log10": lambda x: x.log() / arb(10).log(),
    "cbrt": lambda x: x.root(3) if x > 0 else -(-x).root(3),
    "tgamma": arb.gamma,
    # The reflection formula gives log |gamma| where arb's own is complex.
    "lgamma": lambda x: x.lgamma() if x > 0 else (arb.pi() / (x.sin_pi() * (1 - x).gamma())).__abs__().log(),
    "pow": lambda x, y: x**y,
    "hypot": lambda x, y: (x * x + y * y).sqrt(),
    "atan2": lambda y, x: arb.atan2(y, x),
}


DOMAINS: dict[str, tuple[Q, Q]] = {
    **dict.fromkeys(("log", "log2", "log10", "pow"), (Q(0), Q(10) ** 9)),
    **dict.fromkeys(("asin", "acos", "atanh"), (Q(-1), Q(1))),
    "log1p": (Q(-1), Q(10) ** 9),
    "acosh": (Q(1), Q(10) ** 9),
}


@modes
def test_special_values_of_functions(mode: str) -> None:
    for name, x, y in SPECIAL:
        operation = ours(name, FORMATS["binary64"], mode)
        found = operation(*(as_value(gmpy2.mpfr(v)) for v in x))
        assert found == as_value(gmpy2.mpfr(y)), (name, x)


def enclosed(name: str, x: tuple[Value, ...], theirs: Machine) -> Value:
    """A ball around the value, narrowed until both its ends round alike. A rational value that no ball
    ever excludes from being a tie is told by hand in SPECIAL, and not asked for here."""
    for bits in (128, 1024, 8192):
        with precision(bits):
            ball = BALLS[name](*(arb(as_fmpq(v.exact)) for v in x))
            if ball.is_finite():
                low, high = (theirs.round(dyadic(end)) for end in (ball.lower(), ball.upper()))
                if low == high:
                    return low
    raise AssertionError(f"{name} at {x} does not settle")


@formats
@modes
def test_functions_are_rounded_once(format: Format, mode: str) -> None:
    """Subnormal, overflowing and underflowing results among them, and arguments of a wider format."""
    theirs = Machine(format.bits, format.emax, mode)
    for name in sorted(BALLS.keys() - {"gamma"}):
        operation = ours(name, format, mode)
        for operands in operands_of(name, format):
            assert operation(*operands) == enclosed(name, operands, theirs), (name, operands)


@cache
def operands_of(name: str, format: Format) -> list[tuple[Value, ...]]:
    low, high = DOMAINS.get(name, (Q(-(10**9)), Q(10) ** 9))
    wide = Format("wide", format.bits + 5, format.emax)
    inside = [x for x in [*drawn(format, 80, 8), *drawn(wide, 40, 9)] if low < x.exact < high]
    inside = [x for x in inside if x.size > Q(2) ** -3000 and not x.is_zero and x.exact.denominator > 1]
    if name in ("tgamma", "lgamma", "exp", "expm1", "exp2", "sinh", "cosh"):
        inside = [x for x in inside if x.size < 2**16]
    if name in ("tanh", "erf", "erfc", "expm1"):  # farther out it takes too many bits to tell them from 1
        inside = [x for x in inside if x.size < 64]
    if name == "log2":  # whose rational values, those of powers of two, are in SPECIAL
        inside = [x for x in inside if x.size.numerator > 1]
    chosen = inside[:5]
    two = name in ("pow", "hypot", "atan2")
    exponents = [x for x in drawn(format, 30, 10) if Q(1, 2**12) < x.size < 2**12 and x.exact.denominator > 1]
    return [(x, exponents[k % len(exponents)]) if two else (x,) for k, x in enumerate(chosen)]
