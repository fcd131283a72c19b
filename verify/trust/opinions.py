"""The functions of the truth language as others have them: mpmath's and MPFR's of the same meaning.

They share no code with arb above the arithmetic of integers.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from mpmath import mp

Side = Sequence[float]
Boxes = Sequence[Sequence[Side]]

REAL = (-1e3, 1e3)
WIDE = (-1e300, 1e300)
UNIT = (-1.0, 1.0)
RIGHT = (1e-3, 1e3)
WHOLE = (0, 1, 2, 5, 20)


def _lower(a: Any, x: Any) -> Any:
    return mp.gammainc(a, 0, x, regularized=True)


def _upper(a: Any, x: Any) -> Any:
    return mp.gammainc(a, x, mp.inf, regularized=True)


# By function: mpmath's of the same meaning, and boxes that inputs are drawn from. A side of a box is an
# interval of floats or a tuple of more than two numbers.
OPINIONS: dict[str, tuple[Callable[..., Any], Boxes]] = {
    "sqrt": (mp.sqrt, [[(0.0, 1e300)], [(1e-308, 1e-300)]]),
    "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), [[WIDE], [UNIT]]),
    "rsqrt": (lambda x: 1 / mp.sqrt(x), [[RIGHT]]),
    "hypot": (mp.hypot, [[WIDE, WIDE], [UNIT, UNIT]]),
    "abs": (abs, [[WIDE]]),
    "sign": (mp.sign, [[WIDE], [(0, 0, 0)]]),
    "min": (min, [[REAL, REAL]]),
    "max": (max, [[REAL, REAL]]),
    "floor": (mp.floor, [[REAL], [(-2.0, 0.0, 3.0)]]),
    "ceil": (mp.ceil, [[REAL], [(-2.0, 0.0, 3.0)]]),
    "trunc": (lambda x: mp.mpf(int(x)), [[REAL], [(-2.0, 0.0, 3.0)]]),
    "fmod": (lambda x, y: mp.mpf(math.fmod(x, y)),
        [[(-1e20, 1e20), REAL], [UNIT, UNIT], [(-7, 7, 9), (3, -3, 3)]]),
    "remainder": (lambda x, y: mp.mpf(math.remainder(x, y)),
        [[(-1e20, 1e20), REAL], [UNIT, UNIT], [(-7, 7, 9), (2, -2, 6)], [(0.5, 2.5, -1.5), (1, 1, 1)]]),
    "fma": (lambda x, y, z: x * y + z, [[REAL, REAL, REAL]]),
    "exp": (mp.exp, [[REAL], [(-1e-300, 1e-300)]]),
    "exp2": (lambda x: mp.mpf(2) ** x, [[REAL]]),
    "exp10": (lambda x: mp.mpf(10) ** x, [[(-300.0, 300.0)]]),
    "expm1": (mp.expm1, [[(-40.0, 700.0)], [(-1e-9, 1e-9)]]),
    "log": (mp.log, [[(1e-300, 1e300)], [(0.999, 1.001)]]),
    "log2": (lambda x: mp.log(x, 2), [[(1e-300, 1e300)], [(0.25, 8.0, 2.0**-1074)]]),
    "log10": (mp.log10, [[(1e-300, 1e300)], [(10.0, 1e3, 1e22)]]),
    "log1p": (mp.log1p, [[(-0.999, 1e300)], [(-1e-9, 1e-9)]]),
    "logit": (lambda x: mp.log(x) - mp.log(1 - x), [[(0.001, 0.999)]]),
    "expit": (lambda x: mp.exp(x) / (1 + mp.exp(x)), [[(-700.0, 700.0)]]),
    "logaddexp": (lambda x, y: x + mp.log(1 + mp.exp(y - x)), [[(-50.0, 50.0), (-50.0, 50.0)]]),
    "lambertw": (mp.lambertw, [[(-0.36, 1e10)], [(-0.36, 0.5)]]),
    "lambertwm1": (lambda x: mp.lambertw(x, -1).real, [[(-0.36, -1e-10)]]),
    "sin": (mp.sin, [[REAL], [(-1e22, 1e22)]]),
    "cos": (mp.cos, [[REAL], [(-1e22, 1e22)]]),
    "tan": (mp.tan, [[REAL], [(-1e22, 1e22)]]),
    "cot": (mp.cot, [[REAL]]),
    "sec": (mp.sec, [[REAL]]),
    "csc": (mp.csc, [[REAL]]),
    "sinc": (lambda x: mp.sinc(x), [[REAL], [(0, 0, 1e-9)]]),
    "sinpi": (mp.sinpi, [[REAL]]),
    "cospi": (mp.cospi, [[REAL]]),
    "tanpi": (lambda x: mp.sinpi(x) / mp.cospi(x), [[REAL]]),
    "asin": (mp.asin, [[UNIT]]),
    "acos": (mp.acos, [[UNIT]]),
    "atan": (mp.atan, [[WIDE], [UNIT]]),
    "atan2": (mp.atan2, [[REAL, REAL], [(0, 0, 0), (-1, 2, -3)]]),
    "sinh": (mp.sinh, [[REAL], [(-1e-9, 1e-9)]]),
    "cosh": (mp.cosh, [[REAL]]),
    "tanh": (mp.tanh, [[(-30.0, 30.0)]]),
    "coth": (mp.coth, [[(-30.0, 30.0)]]),
    "sech": (mp.sech, [[(-30.0, 30.0)]]),
    "csch": (mp.csch, [[(-30.0, 30.0)]]),
    "asinh": (mp.asinh, [[WIDE], [UNIT]]),
    "acosh": (mp.acosh, [[(1.0, 1e300)], [(1.0, 2.0)]]),
    "atanh": (mp.atanh, [[(-0.999, 0.999)]]),
    "gamma": (mp.gamma, [[(-100.5, 170.0)]]),
    "lgamma": (lambda x: mp.re(mp.loggamma(x)), [[(-100.5, 1e5)], [(0.5, 2.5)]]),
    "rgamma": (mp.rgamma, [[(-50.5, 100.0)], [(-3, 0, -7)]]),
    "digamma": (mp.digamma, [[(-50.5, 1e5)]]),
    "polygamma": (lambda n, x: mp.psi(int(n), x), [[WHOLE, (0.1, 100.0)], [(1, 2, 3), (-5.5, -0.5)]]),
    "factorial": (mp.factorial, [[(-50.5, 150.0)]]),
    "beta": (mp.beta, [[(0.1, 50.0), (0.1, 50.0)], [(-3.7, -2.2), (0.1, 5.0)]]),
    "gammainc": (_lower, [[(0.1, 30.0), (0.1, 60.0)]]),
    "gammaincc": (_upper, [[(0.1, 30.0), (0.1, 60.0)]]),
    "betainc": (
        lambda a, b, x: mp.betainc(a, b, 0, x, regularized=True),
        [[(0.1, 20.0), (0.1, 20.0), (0.01, 0.99)]],
    ),
    "rising": (mp.rf, [[(-5.5, 20.0), (0, 1, 4)], [(0.1, 20.0), (0.1, 10.0)], [(-3, -5, -1), (2, 3, 7)]]),
    "binomial": (mp.binomial, [[(0.1, 30.0), (-5.0, 40.0)], [(10, 20, 30), (0, 3, 12)]]),
    "erf": (mp.erf, [[(-6.0, 6.0)], [(-1e-9, 1e-9)]]),
    "erfc": (mp.erfc, [[(-5.0, 27.0)]]),
    "erfcx": (lambda x: mp.exp(x * x) * mp.erfc(x), [[(-20.0, 26.0)]]),
    "erfi": (mp.erfi, [[(-26.0, 26.0)]]),
    "erfinv": (mp.erfinv, [[(-0.999, 0.999)]]),
    "erfcinv": (lambda x: mp.erfinv(1 - x), [[(0.001, 1.999)]]),
    "dawson": (lambda x: mp.sqrt(mp.pi) / 2 * mp.exp(-x * x) * mp.erfi(x), [[(-20.0, 20.0)]]),
    "ndtr": (mp.ncdf, [[(-30.0, 8.0)]]),
    "ei": (mp.ei, [[(-50.0, 700.0)]]),
    "e1": (mp.e1, [[(1e-3, 700.0)]]),
    "expint": (lambda n, x: mp.expint(n, x), [[WHOLE, (0.01, 100.0)], [(0.5, 1.5, 2.5), (0.01, 10.0)]]),
    "li": (mp.li, [[(1.5, 1e10)], [(0.01, 0.9)]]),
    "si": (mp.si, [[REAL]]),
    "ci": (mp.ci, [[RIGHT]]),
    "shi": (mp.shi, [[(-100.0, 100.0)]]),
    "chi": (mp.chi, [[(0.01, 100.0)]]),
    "fresnels": (mp.fresnels, [[(-50.0, 50.0)]]),
    "fresnelc": (mp.fresnelc, [[(-50.0, 50.0)]]),
    "besselj": (mp.besselj,
        [[WHOLE, (-100.0, 100.0)], [(-3.5, 20.0), (0.1, 100.0)], [(0.5, 2.5, 0), (0, 0, 0)]]),
    "bessely": (mp.bessely, [[WHOLE, (0.1, 100.0)], [(-3.5, 20.0), (0.1, 100.0)]]),
    "besseli": (mp.besseli,
        [[WHOLE, (-100.0, 100.0)], [(-3.5, 20.0), (0.1, 100.0)], [(0.5, 2.5, 0), (0, 0, 0)]]),
    "besselk": (mp.besselk, [[WHOLE, (0.1, 100.0)], [(-3.5, 20.0), (0.1, 100.0)]]),
    "besselie": (lambda n, x: mp.exp(-abs(x)) * mp.besseli(n, x), [[WHOLE, (-100.0, 100.0)]]),
    "besselke": (lambda n, x: mp.exp(x) * mp.besselk(n, x), [[WHOLE, (0.1, 100.0)]]),
    "airyai": (mp.airyai, [[(-50.0, 50.0)]]),
    "airybi": (mp.airybi, [[(-50.0, 50.0)]]),
    "airyaiprime": (lambda x: mp.airyai(x, derivative=1), [[(-50.0, 50.0)]]),
    "airybiprime": (lambda x: mp.airybi(x, derivative=1), [[(-50.0, 50.0)]]),
    "zeta": (mp.zeta, [[(-30.5, 0.9)], [(1.1, 60.0)]]),
    "hurwitz": (mp.zeta, [[(1.1, 20.0), (0.1, 20.0)], [(-5.5, 0.9), (0.1, 20.0)]]),
    "polylog": (
        lambda s, x: mp.re(mp.polylog(s, x)),
        [[(-3.5, 5.0), (-5.0, 0.95)], [(2, 3, 1.5), (1, 1, 1)], [(2, 3, 4), (0, 0, 0)]],
    ),
    "dilog": (lambda x: mp.re(mp.polylog(2, x)), [[(-50.0, 0.99)], [(1, 1, 1)]]),
    "ellipk": (mp.ellipk, [[(-100.0, 0.99)]]),
    "ellipe": (mp.ellipe, [[(-100.0, 1.0)]]),
    "ellipf": (mp.ellipf, [[(-6.0, 6.0), (-20.0, 0.9)]]),
    "ellipeinc": (mp.ellipe, [[(-6.0, 6.0), (-20.0, 0.9)]]),
    "ellippi": (mp.ellippi, [[(-10.0, 0.9), (-10.0, 0.9)]]),
    "elliprc": (mp.elliprc, [[(0.1, 10.0), (0.1, 10.0)]]),
    "elliprd": (mp.elliprd, [[(0.1, 10.0), (0.1, 10.0), (0.1, 10.0)]]),
    "elliprf": (mp.elliprf, [[(0.1, 10.0), (0.1, 10.0), (0.1, 10.0)]]),
    "elliprg": (mp.elliprg, [[(0.1, 10.0), (0.1, 10.0), (0.1, 10.0)]]),
    "elliprj": (mp.elliprj, [[(0.1, 10.0), (0.1, 10.0), (0.1, 10.0), (0.1, 10.0)]]),
    "agm": (mp.agm, [[RIGHT, RIGHT], [(0, 0, 1), (2, 3, 4)]]),
    "hyp0f1": (mp.hyp0f1, [[(0.1, 30.0), (-100.0, 100.0)]]),
    "hyp1f1": (mp.hyp1f1, [[(-5.0, 10.0), (0.1, 20.0), (-30.0, 30.0)]]),
    "hyp2f1": (mp.hyp2f1, [[(-5.0, 5.0), (-5.0, 5.0), (0.1, 10.0), (-10.0, 0.95)]]),
    "hyperu": (mp.hyperu, [[(0.1, 10.0), (-5.0, 5.0), (0.1, 30.0)]]),
    "legendre": (mp.legendre,
        [[WHOLE, (-3.0, 3.0)], [(0.5, 2.5, 7.1), (-0.9, 0.9)], [(0.5, 1.5, 2.2), (1.5, 3.0)]]),
    "chebyt": (mp.chebyt, [[WHOLE, (-3.0, 3.0)], [(0.5, 2.5, 7.1), (-0.9, 3.0)]]),
    "chebyu": (mp.chebyu, [[WHOLE, (-3.0, 3.0)], [(0.5, 2.5, 7.1), (-0.9, 3.0)]]),
    "hermite": (mp.hermite, [[WHOLE, (-10.0, 10.0)], [(0.5, 2.5, -1.5), (-3.0, 3.0)]]),
    "laguerre": (lambda n, x: mp.laguerre(n, 0, x), [[WHOLE, (-10.0, 50.0)], [(0.5, 2.5, 7.1), (0.1, 20.0)]]),
    "genlaguerre": (mp.laguerre, [[WHOLE, (-0.5, 5.0), (-10.0, 50.0)]]),
    "gegenbauer": (mp.gegenbauer, [[WHOLE, (0.1, 10.0), UNIT], [(0.5, 2.5, 7.1), (0.1, 5.0), (-0.9, 0.9)]]),
    "jacobi": (mp.jacobi, [[WHOLE, (-0.5, 5.0), (-0.5, 5.0), UNIT]]),
}  # fmt: skip


# MPFR's, each rounded once to nearest: named as gmpy2 has them.
ROUNDED = {
    "sqrt": "sqrt", "rsqrt": "rec_sqrt", "hypot": "hypot", "exp": "exp", "exp2": "exp2", "exp10": "exp10",
    "expm1": "expm1", "log": "log", "log2": "log2", "log10": "log10", "log1p": "log1p", "sin": "sin",
    "cos": "cos", "tan": "tan", "cot": "cot", "sec": "sec", "csc": "csc", "asin": "asin", "acos": "acos",
    "atan": "atan", "atan2": "atan2", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "coth": "coth",
    "sech": "sech", "csch": "csch", "asinh": "asinh", "acosh": "acosh", "atanh": "atanh", "gamma": "gamma",
    "digamma": "digamma", "erf": "erf", "erfc": "erfc", "zeta": "zeta", "fma": "fma", "fmod": "fmod",
    "airyai": "ai",
}  # fmt: skip


def drawn(random: Random, boxes: Boxes, each: int) -> Iterator[tuple[float, ...]]:
    """The given number of points of each box."""
    for box in boxes:
        for k in range(each):
            yield tuple(
                float(side[k % len(side)]) if len(side) > 2 else random.uniform(*map(float, side))
                for side in box
            )
