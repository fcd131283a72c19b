"""The cosine of an angle in degrees: first to radians, then a polynomial, with the error of each apart."""

import math
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

import numpy as np
from flint import arb, fmpq, fmpq_poly, fmpz_poly

from verify.arithmetic import Ball, Float64
from verify.arithmetic.precision import every, less
from verify.claims.forms import Check, identity
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Finite,
    Input,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.sampling import log_strata, strata

DU = Source("Hivan Du", 2023, "Calculus: the Newton-Leibniz formula and Taylor expansion, Math 13")
MULLER = Source("J.-M. Muller", 2016, "Elementary Functions: Algorithms and Implementation, 3rd ed.")
NUMPY = Source("C. R. Harris et al.", 2020, "Array programming with NumPy")
COSINE, RADIANS = "the cosine, on Taylor's expansion", "remark on radians"


def radians_truth(degrees: Any) -> Any:
    # pi by Machin: pi/4 = 4 atan(1/5) - atan(1/239).
    machin = 4 * arb(fmpq(1, 5)).atan() - arb(fmpq(1, 239)).atan()
    return degrees * machin / 45


def radians_points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    for x in log_strata(count, -3, 9, random):
        yield {"degrees": x}


radians = Problem(
    name="degrees_to_radians",
    title="An angle in degrees, in radians",
    formula="x = pi d/180",
    source=DU.at(RADIANS),
    inputs=(Input("degrees", fmpq(0), fmpq(10) ** 9),),
    truth=Route(
        radians_truth, "pi by Machin's formula with two arctangents; the algorithms take it as a constant"
    ),
    opinion=Route(lambda mp, d: d * mp.acos(-1) / 180, "mpmath's arc cosine of -1"),
    sensitivity=Sensitivity(gradient=lambda d: [radians_truth(arb(1))], monotone=True),
    sweep=Sweep(axis=Axis("degrees", lambda degrees: degrees, log=True), points=radians_points, count=120),
    systems=("B3",),
    references=tuple({"degrees": d} for d in ("1", "37", "3889/100", "90", "180", "1000000")),
)


def factor_first(R: Any, degrees: Any) -> Any:
    return degrees * (R.pi() / 180)


def product_first(R: Any, degrees: Any) -> Any:
    return degrees * R.pi() / 180


def cosine_truth(degrees: Any) -> Any:
    return (degrees / 180).cos_pi()


def cosine_second(degrees: Any) -> Any:
    x = radians_truth(degrees)
    return (-x * x / 4).hypgeom_0f1(arb(fmpq(1, 2)))


def cosine_opinion(mp: Any, degrees: Any) -> Any:
    # The real part of i^(d/90), by the logarithm of i and an exponential, with bits for a cosine near 0.
    with mp.workprec(mp.prec + 80):
        return mp.re(mp.power(mp.j, degrees / 90))


def cosine_points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    # Angles in use with the text's own; near a right angle, where the cosine is ill-conditioned; and on to
    # where the polynomial breaks down for want of a reduction.
    yield from ({"degrees": d} for d in ("30", "37", "38.89", "45", "60"))
    for k in range(1, 11):
        yield {"degrees": 90 + (-1) ** k * fmpq(1, 10**k)}
    rest = max(count - 15, 4)
    for d in strata(rest // 2, 0, 360, 2, random)[1:]:
        yield {"degrees": d}
    for d in log_strata(rest - rest // 2, 2, 6, random):
        yield {"degrees": min(d + fmpq(random.randint(0, 35999), 100), fmpq(10) ** 6)}


cosine = Problem(
    name="cosine_of_degrees",
    title="The cosine of an angle in degrees",
    formula="y = cos(pi d/180)",
    source=DU.at(COSINE),
    inputs=(Input("degrees", fmpq(0), fmpq(10) ** 6),),
    truth=Route(cosine_truth, "arb's cos_pi, which reduces the exact argument before pi comes in"),
    second=Route(cosine_second, "0F1 at radians that come from Machin's pi"),
    opinion=Route(cosine_opinion, "a power of i in mpmath"),
    sensitivity=Sensitivity(gradient=lambda d: [-(d / 180).sin_pi() * arb.pi() / 180]),
    sweep=Sweep(axis=Axis("degrees", lambda degrees: degrees, log=True), points=cosine_points, count=180),
    systems=("B3",),
    references=tuple(
        {"degrees": d}
        for d in ("0", "30", "37", "3889/100", "45", "60", "8999999/100000", "1001/2", "1000000")
    ),
)

TERMS = Parameter("terms", 1, 200, (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 40, 80, 160), shown=15)


def even_polynomial(R: Any, x: Any, terms: int) -> Any:
    """1 - x^2/2! + x^4/4! - ..., so many terms."""
    total = term = R(1)
    for k in range(1, terms):
        term = term * -(x * x) / ((2 * k - 1) * (2 * k))
        total = total + term
    return total


def odd_polynomial(R: Any, x: Any, terms: int) -> Any:
    """x - x^3/3! + x^5/5! - ..., so many terms."""
    total = term = x
    for k in range(1, terms):
        term = term * -(x * x) / ((2 * k) * (2 * k + 1))
        total = total + term
    return total


def taylor(R: Any, degrees: Any, terms: int) -> Any:
    return even_polynomial(R, factor_first(R, degrees), terms)


def taylor_bound(degrees: Any, terms: int) -> Any:
    # Lagrange: the cosine's derivatives are at most 1, and the term after the last has degree 2m.
    x = radians_truth(degrees)
    return x ** (2 * terms) / math.factorial(2 * terms)


def quarters(R: Any, x: Any, terms: int) -> tuple[Any, Any, Any, Any]:
    """The cosine of q right angles and x more, for q = 0, 1, 2, 3."""
    even, odd = even_polynomial(R, x, terms), odd_polynomial(R, x, terms)
    return even, -odd, -even, odd


def reduced_float64(degrees: Any, terms: int) -> Any:
    # d - 90 q is exact: for q >= 1 the two lie within a factor of 2 of each other (Sterbenz).
    q = np.floor(degrees / 90 + 0.5)
    values = quarters(Float64(), factor_first(Float64(), degrees - 90 * q), terms)
    return np.choose(np.asarray(q, dtype=int) % 4, values)


def reduced_in_balls(degrees: Any, terms: int) -> Any:
    found = None
    for q in range(*nearest_quarters(degrees)):
        value = quarters(Ball(), factor_first(Ball(), degrees - 90 * q), terms)[q % 4]
        found = value if found is None else found.union(value)
    return found


def nearest_quarters(degrees: Any) -> tuple[int, int]:
    """The multiples q of 90 degrees that may be the nearest, as a range; one for an exact angle."""
    low, high = (int((end / 90 + arb(0.5)).floor().unique_fmpz()) for end in ends(degrees))
    return low, high + 1


def ends(ball: Any) -> tuple[Any, Any]:
    return (ball, ball) if ball.is_exact() else (ball.lower(), ball.upper())


def reduced_bound(degrees: Any, terms: int) -> Any:
    # Lagrange with m terms: x^(2m)/(2m)! for the even polynomial, x^(2m+1)/(2m+1)! for the odd one, which is
    # less, as x <= pi/4 < 1.
    return (arb.pi() / 4) ** (2 * terms) / math.factorial(2 * terms)


def numpy_cosine(degrees: Any) -> Any:
    return np.cos(np.deg2rad(degrees))


def cosine_in_balls(degrees: Any) -> Any:
    return factor_first(Ball(), degrees).cos()


# Where the error arises: y^ - f = [y^ - P(x^)] + [P(x^) - cos x^] + [cos x^ - f], x^ being the radians that
# float64 has found, of the angle or of what is left of it after the reduction by right angles.


def whole(degrees: Any) -> tuple[Any, int]:
    return factor_first(Float64(), np.float64(float(degrees))), 0


def remaining(degrees: Any) -> tuple[Any, int]:
    q = nearest_quarters(degrees)[0]
    return factor_first(Float64(), np.float64(float(degrees)) - 90 * q), q % 4


def stages(angle: Callable[..., tuple[Any, int]]) -> dict[str, Callable[..., Any]]:
    """The three parts, each relative to the cosine."""

    def at(degrees: Any) -> tuple[Any, int, Any, Any]:
        x, q = angle(degrees)
        ball = arb(float(x))
        value = (ball.cos(), -ball.sin(), -ball.cos(), ball.sin())[q]
        return x, q, value, cosine_truth(degrees)

    def reduction(R: Any, degrees: Any, **_: int) -> Any:
        value, y = at(degrees)[2:]
        return (value - y) / abs(y)

    def polynomial_truncation(R: Any, degrees: Any, terms: int) -> Any:
        x, q, value, y = at(degrees)
        return (quarters(Ball(), arb(float(x)), terms)[q] - value) / abs(y)

    def polynomial_rounding(R: Any, degrees: Any, terms: int) -> Any:
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

# --- claims -------------------------------------------------------------------------------------------

p_ = fmpq_poly([0, 1])  # pi


def right_angle() -> Outcome:
    value = cosine_truth(arb(90))
    evidence = "pi/2 is 90 degrees, which the text lists as computable: its cosine is 0 exactly"
    return Outcome(False if value.is_zero() else None, evidence, value)


def without_series() -> Outcome:
    """cos 37 degrees by bisection of a polynomial with integer coefficients, in rationals."""
    # T_90(cos t) = cos 90t, and 90 * 37 = 9 * 360 + 90. Of the 90 roots cos 1, cos 3, ..., cos 179 degrees
    # one lies in [0.79, 0.81]: cos 35 = 0.819, cos 39 = 0.777.
    chebyshev = fmpq_poly(fmpz_poly.chebyshev_t(90))
    low, high = fmpq(79, 100), fmpq(81, 100)
    rises = chebyshev(high) > 0
    assert (chebyshev(low) > 0) != rises, "the signs at the ends differ"
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if (chebyshev(middle) > 0) == rises else (middle, high)
    value = cosine_truth(arb(37))
    holds = every([less(low, value), less(value, high)])
    return Outcome(
        None if holds is None else not holds,
        f"cos 37 degrees is a root of Chebyshev's polynomial T_90; 60 bisections in rationals put it at "
        f"{arb((low + high) / 2).str(16, radius=False)}, without a series",
        value,
    )


def ten_decimals() -> Outcome:
    found, answers = [], []
    for d in (fmpq(37), fmpq(3889, 100)):
        value, bound = taylor(Ball(), arb(d), 6), taylor_bound(arb(d), 6)
        answers += [less(abs(value - cosine_truth(arb(d))), bound), less(bound, fmpq(5, 10**11))]
        found.append(f"{value.str(10, radius=False)} at {float(d.p) / float(d.q):g} degrees")
    return Outcome(every(answers), f"{' and '.join(found)}, within x^12/12! < 5e-11")


def claim(
    id: str, problem: Problem, kind: str, place: str, declared: str, says: str, reading: str, check: Check
) -> Claim:
    return Claim(id, problem, kind, says, reading, DU.at(place), declared, check)


CLAIMS = (
    claim(
        "B-3f",
        cosine,
        "law",
        COSINE,
        REFUTED,
        "The cosine of 30, 45 and 90 degrees can be worked out, that of 37 or 38.89 degrees or pi/2 cannot.",
        "For pi/2, taken as an angle in radians as the text has it elsewhere.",
        right_angle,
    ),
    claim(
        "B-3g",
        cosine,
        "law",
        COSINE,
        REFUTED,
        "Neither man nor machine gets at such a cosine but by Taylor's expansion.",
        "cos 37 degrees has no other way of computing: none by additions and multiplications of rationals.",
        without_series,
    ),
    claim(
        "B-3h",
        cosine,
        "finding",
        COSINE,
        CONFIRMED,
        "Taylor's polynomials give the cosine of 37 and of 38.89 degrees.",
        "The polynomial of degree 10 has both to ten decimals: within 5e-11. (The text prints no values.)",
        ten_decimals,
    ),
    claim(
        "B-3i",
        radians,
        "law",
        RADIANS,
        CONFIRMED,
        "2 pi is 360 degrees, so a radian is 180/pi degrees and a degree pi/180.",
        "The three agree, with p for pi.",
        identity(lambda: [(360 * (p_ / 180), 2 * p_)], "360 p/180 = 2p"),
    ),
)
