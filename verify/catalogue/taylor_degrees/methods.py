"""The ways to compute it."""

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.ball import Ball
from verify.arithmetic.float64 import Float64
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.sources import DU, MULLER, NUMPY
from verify.catalogue.taylor_degrees.problem import (
    COSINE,
    RADIANS,
    cosine,
    cosine_truth,
    radians,
)
from verify.catalogue.taylor_degrees.truncation import reduced_bound, taylor_bound
from verify.core.model import Algorithm, Bound, Finite, Parameter


def factor_first(R: Arithmetic[Number], degrees: Number) -> Number:
    return degrees * (R.pi() / 180)


def product_first(R: Arithmetic[Number], degrees: Number) -> Number:
    return degrees * R.pi() / 180


TERMS = Parameter("terms", 1, 200, (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 40, 80, 160), shown=15)


def even_polynomial(R: Arithmetic[Number], x: Number, terms: int) -> Number:
    """1 - x^2/2! + x^4/4! - ..., so many terms."""
    total = term = R(1)
    for k in range(1, terms):
        term = term * -(x * x) / ((2 * k - 1) * (2 * k))
        total = total + term
    return total


def odd_polynomial(R: Arithmetic[Number], x: Number, terms: int) -> Number:
    """x - x^3/3! + x^5/5! - ..., so many terms."""
    total = term = x
    for k in range(1, terms):
        term = term * -(x * x) / ((2 * k) * (2 * k + 1))
        total = total + term
    return total


def taylor(R: Arithmetic[Number], degrees: Number, terms: int) -> Number:
    return even_polynomial(R, factor_first(R, degrees), terms)


def quarters(R: Arithmetic[Number], x: Number, terms: int) -> tuple[Number, Number, Number, Number]:
    """The cosine of q right angles and x more, for q = 0, 1, 2, 3."""
    even, odd = even_polynomial(R, x, terms), odd_polynomial(R, x, terms)
    return even, -odd, -even, odd


def reduced_float64(degrees: Matrix, terms: int) -> Matrix:
    # d - 90 q is exact: for q >= 1 the two lie within a factor of 2 of each other (Sterbenz).
    q = np.floor(degrees / 90 + 0.5)
    values = quarters(Float64(), factor_first(Float64(), degrees - 90 * q), terms)
    return np.choose(np.asarray(q, dtype=int) % 4, values)


def reduced_in_balls(degrees: arb, terms: int) -> Any:
    found = None
    for q in range(*nearest_quarters(degrees)):
        value = quarters(Ball(), factor_first(Ball(), degrees - 90 * q), terms)[q % 4]
        found = value if found is None else found.union(value)
    return found


def nearest_quarters(degrees: arb) -> tuple[int, int]:
    """The multiples q of 90 degrees that may be the nearest, as a range; one for an exact angle."""
    low, high = (int((end / 90 + arb(0.5)).floor().unique_fmpz()) for end in ends(degrees))
    return low, high + 1


def ends(ball: arb) -> tuple[Any, Any]:
    return (ball, ball) if ball.is_exact() else (ball.lower(), ball.upper())


def numpy_cosine(degrees: Matrix) -> Any:
    return np.cos(np.deg2rad(degrees))


def cosine_in_balls(degrees: arb) -> arb:
    return factor_first(Ball(), degrees).cos()


# Where the error arises: y^ - f = [y^ - P(x^)] + [P(x^) - cos x^] + [cos x^ - f], x^ being the radians that
# float64 has found, of the angle or of what is left of it after the reduction by right angles.
def whole(degrees: arb) -> tuple[Any, int]:
    return factor_first(Float64(), np.float64(float(degrees.mid()))), 0


def remaining(degrees: arb) -> tuple[Any, int]:
    q = nearest_quarters(degrees)[0]
    return factor_first(Float64(), np.float64(float(degrees.mid())) - 90 * q), q % 4


def stages(angle: Callable[..., tuple[Any, int]]) -> dict[str, Callable[..., Any]]:
    """The three parts, each relative to the cosine."""

    def at(degrees: arb) -> tuple[Any, int, Any, Any]:
        x, q = angle(degrees)
        ball = arb(float(x))
        value = (ball.cos(), -ball.sin(), -ball.cos(), ball.sin())[q]
        return x, q, value, cosine_truth(degrees)

    def reduction(R: Ball, degrees: arb, **_: int) -> Any:
        value, y = at(degrees)[2:]
        return (value - y) / abs(y)

    def polynomial_truncation(R: Ball, degrees: arb, terms: int) -> Any:
        x, q, value, y = at(degrees)
        return (quarters(Ball(), arb(float(x)), terms)[q] - value) / abs(y)

    def polynomial_rounding(R: Ball, degrees: arb, terms: int) -> Any:
        x, q, _, y = at(degrees)
        with np.errstate(over="ignore", invalid="ignore"):
            computed = float(quarters(Float64(), x, terms)[q])
        return (arb(computed) - quarters(Ball(), arb(float(x)), terms)[q]) / abs(y)

    return {
        "reduction_error": reduction,
        "polynomial_truncation_error": polynomial_truncation,
        "polynomial_rounding_error": polynomial_rounding,
    }


ALGORITHMS = (
    Algorithm(
        name="factor_first",
        problem=radians,
        says="d (pi/180), the factor rounded once and for all",
        source=DU.at(RADIANS),
        body=factor_first,
        truncation=Finite(),
    ),
    Algorithm(
        name="product_first",
        problem=radians,
        says="(d pi)/180",
        source=DU.at(RADIANS),
        body=product_first,
        truncation=Finite(),
    ),
    Algorithm(
        name="numpy_deg2rad",
        problem=radians,
        says="numpy.deg2rad",
        source=NUMPY,
        float64=np.deg2rad,
        ball=lambda degrees: factor_first(Ball(), degrees),
        basic=False,
        truncation=Finite(),
    ),
    Algorithm(
        name="taylor",
        problem=cosine,
        says="the angle to radians, then the polynomial about 0",
        source=DU.at(COSINE),
        body=taylor,
        parameters=(TERMS,),
        truncation=Bound(taylor_bound, "Taylor's theorem, Lagrange's remainder"),
        diagnostics=stages(whole),
        grid=True,
    ),
    Algorithm(
        name="reduced",
        problem=cosine,
        says="less right angles, exactly, then to radians and to the polynomial of the cosine or the sine",
        source=MULLER.at("chapter 11"),
        float64=reduced_float64,
        ball=reduced_in_balls,
        parameters=(TERMS,),
        truncation=Bound(reduced_bound, "Taylor's theorem, Lagrange's remainder"),
        diagnostics=stages(remaining),
        basic=False,
        grid=True,
    ),
    Algorithm(
        name="numpy_cos",
        problem=cosine,
        says="numpy.cos of numpy.deg2rad",
        source=NUMPY,
        float64=numpy_cosine,
        ball=cosine_in_balls,
        diagnostics={"reduction_error": stages(whole)["reduction_error"]},
        basic=False,
        truncation=Finite(),
    ),
)
