"""The ways to compute it."""

from collections.abc import Callable
from typing import Any

from flint import fmpq

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.linear_quadratic_approximation.problem import (
    BESIDE,
    EXPONENT,
    NEAR,
    ORDER,
    RIGHT,
    STEP,
    WIDE,
    Family,
    at,
    cos_by_bessel,
    defined,
    drawn,
    drawn_right_of_minus_one,
    drawn_with_exponent,
    exp_by_bessel,
    log1p_by_gauss,
    power_by_gauss,
    power_slopes,
    sin_by_bessel,
    slopes,
)
from verify.catalogue.linear_quadratic_approximation.truncation import (
    lagrange,
    largest_exp,
    largest_log,
    largest_power,
    largest_trigonometric,
)
from verify.catalogue.sources import MITX
from verify.core.model import Algorithm, Axis, Bound, Input, Problem, Route, Sensitivity, Sweep


# Value, first and second derivative at a, in every arithmetic.
def exp_derivatives(R: Arithmetic[Number], a: Number) -> tuple[Number, Number, Number]:
    e = R.exp(a)
    return e, e, e


def log_derivatives(R: Arithmetic[Number], a: Number) -> tuple[Number, Number, Number]:
    y = 1 + a
    return R.log1p(a), 1 / y, -1 / (y * y)


def sin_derivatives(R: Arithmetic[Number], a: Number) -> tuple[Number, Number, Number]:
    s = R.sin(a)
    return s, R.cos(a), -s


def cos_derivatives(R: Arithmetic[Number], a: Number) -> tuple[Any, Any, Any]:
    c = R.cos(a)
    return c, -R.sin(a), -c


def power_derivatives(R: Arithmetic[Number], a: Number, r: Number) -> tuple[Number, Number, Number]:
    y = 1 + a
    p = R.exp(r * R.log1p(a))
    return p, r * p / y, r * (r - 1) * p / (y * y)


def approximation(derivatives: Callable[..., tuple[Any, Any, Any]]) -> Callable[..., Any]:
    def body(R: Arithmetic[Number], a: Number, h: Number, *r: Number, order: int) -> Any:
        value, slope, bend = derivatives(R, a, *r)
        tangent = value + slope * h
        return tangent if order == 1 else tangent + bend * (h * h) / 2

    return body


FAMILIES = (
    Family(
        "power_approximation",
        "A power near a point by its tangent and parabola",
        "(1 + x)^r at x = a + h > -1, from a",
        power_by_gauss,
        lambda a, h, r: (1 + a + h) ** r,
        lambda mp, a, h, r: mp.power(1 + a + h, r),
        power_derivatives,
        largest_power,
        power_slopes,
        drawn_with_exponent,
        (*RIGHT, EXPONENT),
        at(
            "a h r",
            *(f"{w} {r}" for w, r in zip(BESIDE, ("5", "1/2", "-1", "-7/3", "40", "1/3", "-9"), strict=True)),
        ),
        Axis("|h|/(1 + a)", lambda a, h, r: abs(h) / (1 + a), log=True),
    ),
    Family(
        "sine_approximation",
        "The sine near a point by its tangent and parabola",
        "sin x at x = a + h, from a",
        sin_by_bessel,
        lambda a, h: (a + h).sin(),
        lambda mp, a, h: mp.im(mp.expj(a + h)),
        sin_derivatives,
        largest_trigonometric,
        slopes(lambda x: x.cos()),
        drawn(-100, 100, 1),
        WIDE,
        at("a h", *NEAR),
        STEP,
    ),
    Family(
        "cosine_approximation",
        "The cosine near a point by its tangent and parabola",
        "cos x at x = a + h, from a",
        cos_by_bessel,
        lambda a, h: (a + h).cos(),
        lambda mp, a, h: mp.re(mp.expj(a + h)),
        cos_derivatives,
        largest_trigonometric,
        slopes(lambda x: -x.sin()),
        drawn(-100, 100, 1),
        WIDE,
        at("a h", *NEAR),
        STEP,
    ),
    Family(
        "exponential_approximation",
        "The exponential near a point by its tangent and parabola",
        "exp x at x = a + h, from a",
        lambda a, h: exp_by_bessel(a + h),
        lambda a, h: (a + h).exp(),
        lambda mp, a, h: mp.exp(a) * mp.exp(h),
        exp_derivatives,
        largest_exp,
        slopes(lambda x: x.exp()),
        drawn(-300, 300, 1),
        (Input("a", fmpq(-600), fmpq(600)), WIDE[1]),
        at("a h", *NEAR),
        STEP,
        monotone=True,
    ),
    Family(
        "logarithm_approximation",
        "The logarithm near a point by its tangent and parabola",
        "ln(1 + x) at x = a + h > -1, from a",
        lambda a, h: log1p_by_gauss(a + h),
        lambda a, h: (1 + a + h).log(),
        lambda mp, a, h: mp.log1p(a + h),
        log_derivatives,
        largest_log,
        slopes(lambda x: 1 / (1 + x)),
        drawn_right_of_minus_one,
        RIGHT,
        at("a h", *BESIDE),
        Axis("|h|/(1 + a)", lambda a, h: abs(h) / (1 + a), log=True),
        monotone=True,
    ),
)


def declared(f: Family) -> tuple[Problem, Algorithm]:
    problem = Problem(
        name=f.name,
        title=f.title,
        formula=f.formula,
        source=MITX.at("linear approximation of basic functions; quadratic approximation"),
        systems=("C1", "C2"),
        inputs=f.inputs,
        truth=Route(
            f.truth, "hypergeometric series at a + h (0F1, 2F1); the algorithms use elementary functions at a"
        ),
        second=Route(f.second, "FLINT's elementary function at a + h"),
        opinion=Route(f.opinion, "mpmath's elementary function"),
        sensitivity=Sensitivity(gradient=f.gradient, monotone=f.monotone),
        sweep=Sweep(axis=f.scale, points=f.points, count=200),
        references=f.references,
    )
    algorithm = Algorithm(
        name="taylor_polynomial",
        problem=problem,
        says="order 1: f(a) + f'(a) h, the tangent; order 2: f''(a) h^2/2 more, the parabola",
        source=MITX.at("linear approximation; quadratic approximation, two-point form"),
        body=approximation(f.derivatives),
        parameters=(ORDER,),
        truncation=Bound(lagrange(f.largest), "Taylor's theorem, Lagrange's remainder"),
        applies=defined if f.inputs[0] is RIGHT[0] else None,
        basic=False,
    )
    return problem, algorithm


DECLARED = tuple(declared(f) for f in FAMILIES)


POWER, SINE, COSINE, EXPONENTIAL, LOGARITHM = (problem for problem, _ in DECLARED)
