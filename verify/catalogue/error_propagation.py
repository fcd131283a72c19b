"""Propagation of measurement errors to first order, against the certified range of the result.

A result f is computed from measured values x_i, each known to within d_i. How far can the true value lie
from f(x)? The first-order answer is sum |df/dx_i| d_i; products of the d_i are dropped. The certified answer
is the largest |f(x') - f(x)| over the box |x'_i - x_i| <= d_i. The two part where d_i is no longer small
beside x_i, and where a derivative vanishes at x: the range of a throw at 45 degrees.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic import nearest
from verify.arithmetic.precision import Unsettled
from verify.core.literals import rational
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Input,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.extrema import Maximum, maximum
from verify.mathematics.sampling import log_strata

NOTES = Source("MITx 18.01.1x", None, "Calculus 1A, notes on approximations")
PLACE = NOTES.at("error approximation")
G = fmpq(980665, 100000)  # standard gravity, m/s^2


@dataclass(frozen=True)
class Measured:
    """A result computed from measured quantities.

    value, gradient   (*x) over balls, wide ones too; for the range
    hessian           (*x) -> rows of second derivatives over balls, for the bound of what is dropped
    derivatives       (R, *x) -> the partial derivatives in every arithmetic
    opinion           (mp, *x, *d) -> the largest deviation by mpmath
    quantities        name: the range of its values, for each measured quantity
    allowed           (**inputs) -> does f stay in its domain over the whole box?
    references        rows of values, the errors last
    """

    name: str
    title: str
    formula: str
    value: Callable[..., Any]
    gradient: Callable[..., Sequence[Any]]
    hessian: Callable[..., Sequence[Sequence[Any]]]
    derivatives: Callable[..., Sequence[Any]]
    opinion: Callable[..., Any]
    quantities: Mapping[str, tuple[fmpq, fmpq]]
    allowed: Callable[..., bool]
    references: tuple[str, ...]
    basic: bool = True


# --- the diameter of a ball: its volume pi d^3/6 ------------------------------------------------------


def volume(d: Any) -> Any:
    return arb.pi() * d * d * d / 6


def volume_gradient(d: Any) -> list[Any]:
    return [arb.pi() * d * d / 2]


def volume_hessian(d: Any) -> list[list[Any]]:
    return [[arb.pi() * d]]


def volume_derivatives(R: Any, d: Any) -> list[Any]:
    return [R.pi() * d * d / 2]


def volume_opinion(mp: Any, d: Any, e: Any) -> Any:
    return mp.pi * e * (3 * d * (d + e) + e * e) / 6


# --- distance and time: the velocity s/t --------------------------------------------------------------


def velocity(s: Any, t: Any) -> Any:
    return s / t


def velocity_gradient(s: Any, t: Any) -> list[Any]:
    w = 1 / t  # of a wide ball narrower than 1/(t t)
    return [w, -s * w * w]


def velocity_hessian(s: Any, t: Any) -> list[list[Any]]:
    w = 1 / t
    return [[arb(0), -w * w], [-w * w, 2 * s * w * w * w]]


def velocity_derivatives(R: Any, s: Any, t: Any) -> list[Any]:
    return [1 / t, -s / (t * t)]


def velocity_opinion(mp: Any, s: Any, t: Any, e_s: Any, e_t: Any) -> Any:
    return (t * e_s + s * e_t) / (t * (t - e_t))


# --- distance and elevation: the height of a building, b tan(theta) -------------------------------------


def height(b: Any, theta: Any) -> Any:
    s, c = theta.sin_cos()
    return b * s / c


def height_gradient(b: Any, theta: Any) -> list[Any]:
    s, c = theta.sin_cos()
    return [s / c, b / (c * c)]


def height_hessian(b: Any, theta: Any) -> list[list[Any]]:
    s, c = theta.sin_cos()
    mixed = 1 / (c * c)
    return [[arb(0), mixed], [mixed, 2 * b * s / (c * c * c)]]


def height_derivatives(R: Any, b: Any, theta: Any) -> list[Any]:
    t = R.tan(theta)
    return [t, b * (1 + t * t)]


def height_opinion(mp: Any, b: Any, theta: Any, e_b: Any, e: Any) -> Any:
    h = b * mp.tan(theta)
    corners = [(b + i * e_b) * mp.tan(theta + j * e) for i in (-1, 1) for j in (-1, 1)]
    return max(abs(c - h) for c in corners)  # tan rises and b > 0: the largest is at a corner


# --- mass, diameter and length of a wire: its density 4m/(pi d^2 l) -------------------------------------


def density(m: Any, d: Any, length: Any) -> Any:
    i, j = 1 / d, 1 / length
    return 4 * m * i * i * j / arb.pi()


def density_gradient(m: Any, d: Any, length: Any) -> list[Any]:
    i, j = 1 / d, 1 / length
    by_mass = 4 * i * i * j / arb.pi()
    return [by_mass, -2 * m * by_mass * i, -m * by_mass * j]


def density_hessian(m: Any, d: Any, length: Any) -> list[list[Any]]:
    i, j = 1 / d, 1 / length
    p = 4 * i * i * j / arb.pi()
    m_d, m_l, d_l = -2 * p * i, -p * j, 2 * m * p * i * j
    return [[arb(0), m_d, m_l], [m_d, 6 * m * p * i * i, d_l], [m_l, d_l, 2 * m * p * j * j]]


def density_derivatives(R: Any, m: Any, d: Any, length: Any) -> list[Any]:
    by_mass = 4 / (R.pi() * d * d * length)
    return [by_mass, -2 * m * by_mass / d, -m * by_mass / length]


def density_opinion(mp: Any, m: Any, d: Any, length: Any, e_m: Any, e_d: Any, e_l: Any) -> Any:
    # rises with m, falls with d and l, and convex in those: furthest at the thin, short, heavy corner
    return 4 / mp.pi * ((m + e_m) / ((d - e_d) ** 2 * (length - e_l)) - m / (d * d * length))


# --- speed and angle of a throw: its range v^2 sin(2 theta)/g -------------------------------------------


def throw(v: Any, theta: Any) -> Any:
    s, c = theta.sin_cos()
    return 2 * v * v * s * c / G


def throw_gradient(v: Any, theta: Any) -> list[Any]:
    s, c = theta.sin_cos()
    return [4 * v * s * c / G, 2 * v * v * (c * c - s * s) / G]


def throw_hessian(v: Any, theta: Any) -> list[list[Any]]:
    s, c = theta.sin_cos()
    mixed = 4 * v * (c * c - s * s) / G
    return [[4 * s * c / G, mixed], [mixed, -8 * v * v * s * c / G]]


def throw_derivatives(R: Any, v: Any, theta: Any) -> list[Any]:
    g = R(G)
    return [2 * v * R.sin(2 * theta) / g, 2 * v * v * R.cos(2 * theta) / g]


def throw_opinion(mp: Any, v: Any, theta: Any, e_v: Any, e: Any) -> Any:
    # sin(2 theta) is concave on [0, pi/2]: least at an end, largest at pi/4 or at the end nearest to it
    g = mp.mpf(int(G.p)) / int(G.q)
    ends = [mp.sin(2 * (theta - e)), mp.sin(2 * (theta + e))]
    top = mp.mpf(1) if abs(theta - mp.pi / 4) <= e else max(ends)
    r = v * v * mp.sin(2 * theta)
    return max((v + e_v) ** 2 * top - r, r - (v - e_v) ** 2 * min(ends)) / g


def quantities(**ranges: str) -> dict[str, tuple[fmpq, fmpq]]:
    found = {}
    for name, text in ranges.items():
        low, high = text.split()
        found[name] = (rational(low), rational(high))
    return found


RESULTS = (
    Measured(
        "volume_from_diameter",
        "The volume of a ball from its measured diameter",
        "pi d^3/6",
        volume,
        volume_gradient,
        volume_hessian,
        volume_derivatives,
        volume_opinion,
        quantities(d="0.001 10"),
        lambda **x: True,
        ("1 0.01", "0.02 0.000001", "3.7 2"),
    ),
    Measured(
        "velocity_from_distance_and_time",
        "A velocity from measured distance and time",
        "s/t",
        velocity,
        velocity_gradient,
        velocity_hessian,
        velocity_derivatives,
        velocity_opinion,
        quantities(s="0.1 1000", t="0.1 100"),
        lambda **x: bool(x["t_error"] < x["t"]),
        ("100 9.58 0.01 0.01", "5 2 0.1 1.9", "1 3 0.000000001 0.000000001"),
    ),
    Measured(
        "height_from_elevation",
        "The height of a building from its distance and elevation",
        "b tan(theta)",
        height,
        height_gradient,
        height_hessian,
        height_derivatives,
        height_opinion,
        quantities(b="10 500", theta="0.05 1.5"),
        # 1.57 < pi/2
        lambda **x: bool(x["theta"] + x["theta_error"] < fmpq(157, 100) and x["b_error"] <= x["b"]),
        ("120 0.6 0.5 0.01", "30 1.5 1 0.05", "30 0.1 3 0.3"),
        basic=False,
    ),
    Measured(
        "density_of_wire",
        "The density of a wire from mass, diameter and length",
        "4m/(pi d^2 length)",
        density,
        density_gradient,
        density_hessian,
        density_derivatives,
        density_opinion,
        quantities(m="0.001 5", d="0.0001 0.01", length="0.1 10"),
        lambda **x: bool(x["d_error"] < x["d"] and x["length_error"] < x["length"]),
        ("0.035 0.001 5 0.0001 0.00001 0.001", "1 0.01 2 0.3 0.004 1"),
    ),
    Measured(
        "range_of_throw",
        "The range of a throw from speed and angle",
        "v^2 sin(2 theta)/g",
        throw,
        throw_gradient,
        throw_hessian,
        throw_derivatives,
        throw_opinion,
        quantities(v="1 100", theta="0.1 1.4"),
        # 0 <= theta <= pi/2 over the box, as 1.57 < pi/2
        lambda **x: bool(
            x["theta_error"] <= x["theta"]
            and x["theta"] + x["theta_error"] < fmpq(157, 100)
            and x["v_error"] <= x["v"]
        ),
        ("20 0.5 0.1 0.01", "20 0.7853982 0.0001 0.2", "20 0.7853982 5 0.3", "9 1.2 1 0.1"),
        basic=False,
    ),
)


# --- the deviation ------------------------------------------------------------------------------------


def split(values: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    """The measured values and their errors."""
    half = len(values) // 2
    return values[:half], values[half:]


def deviations(m: Measured, values: Sequence[Any]) -> list[tuple[int, Maximum]]:
    """How far the result may lie above f(x) and below it, with the sign and the places."""
    x, d = split(values)
    centre = m.value(*x)
    box = [(v - e, v + e) for v, e in zip(x, d, strict=True)]

    def one(sign: int) -> Maximum:
        return maximum(
            lambda *y: sign * (m.value(*y) - centre),
            lambda *y: [sign * slope for slope in m.gradient(*y)],
            box,
            most_pieces=3000,
        )

    return [(1, one(1)), (-1, one(-1))]


def deviation(m: Measured) -> Callable[..., Any]:
    def truth(*values: Any) -> Any:
        (_, above), (_, below) = deviations(m, values)
        return above.value.max(below.value)

    return truth


def slopes(m: Measured, *values: Any) -> list[Any]:
    # Danskin's theorem: with x* where the largest deviation D = s (f(x*) - f(x)) is taken,
    # dD/dx_i = s (f_i(x*) - f_i(x)) and dD/dd_i = |f_i(x*)|, which is 0 where x*_i is not an end.
    x, _ = split(values)
    try:
        sides = deviations(m, values)
    except Unsettled:
        return [arb.nan()] * len(values)
    at_x = m.gradient(*x)
    found: list[Any] = []
    for sign, side in sides:
        if all(not side.value < other.value for _, other in sides):
            for place in side.where:
                there = m.gradient(*place)
                rows = [sign * (p - q) for p, q in zip(there, at_x, strict=True)] + [abs(p) for p in there]
                found = [a.union(b) for a, b in zip(found, rows, strict=True)] if found else rows
    return found


def first_order(m: Measured) -> Callable[..., Any]:
    def body(R: Any, *values: Any) -> Any:
        half = len(values) // 2
        slopes_at_x = m.derivatives(R, *values[:half])
        terms = [abs(slope) * e for slope, e in zip(slopes_at_x, values[half:], strict=True)]
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total

    return body


def dropped(m: Measured, *values: Any) -> Any:
    # |f(x') - f(x) - sum f_i(x) (x'_i - x_i)| <= 1/2 sum max |f_ij| d_i d_j over the box (Taylor, Lagrange's
    # remainder on the segment), and the largest |sum f_i(x) (x'_i - x_i)| is sum |f_i(x)| d_i.
    x, d = split(values)
    box = [v + e * arb(0, 1) for v, e in zip(x, d, strict=True)]
    total = arb(0)
    for row, e in zip(m.hessian(*box), d, strict=True):
        for second, other in zip(row, d, strict=True):
            total = total + abs(second) * e * other
    return total / 2


# --- problems and algorithms ----------------------------------------------------------------------------


def decimal(size: float) -> fmpq:
    """A decimal of four digits."""
    return rational(f"{size:.3e}")


def drawn(m: Measured) -> Callable[..., Iterator[Mapping[str, Any]]]:
    def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
        # Relative errors from what float64 no longer resolves, by 1e-9, an excellent measurement, to more
        # than one half, which is none at all.
        for k, largest in enumerate(log_strata(count, -17, 0, random)):
            values = {
                name: decimal(math.exp(random.uniform(math.log(nearest(low)), math.log(nearest(high)))))
                for name, (low, high) in m.quantities.items()
            }
            if m.value is throw and k % 2:
                values["theta"] = rational("0.7853982")  # 45 degrees, where the derivative nearly vanishes
            for name in m.quantities:
                share = nearest(largest) * random.uniform(0.2, 0.7)
                values[f"{name}_error"] = decimal(nearest(values[name]) * share)
            if m.allowed(**values):
                yield values

    return points


def relative_error(m: Measured, /, **values: fmpq) -> fmpq:
    return max(values[f"{name}_error"] / values[name] for name in m.quantities)


def declared(m: Measured) -> tuple[Problem, Algorithm]:
    names = [*m.quantities, *(f"{name}_error" for name in m.quantities)]
    highest = [high for _, high in m.quantities.values()] * 2
    problem = Problem(
        name=m.name,
        title=m.title,
        formula=f"the largest |f(x') - f(x)| with |x'_i - x_i| <= error_i, f = {m.formula}",
        source=PLACE,
        systems=("C3",),
        inputs=tuple(
            Input(name, fmpq(0), high, above=True) for name, high in zip(names, highest, strict=True)
        ),
        truth=Route(
            deviation(m),
            "branch and bound over the box, values of f in balls; the algorithm uses derivatives at x",
        ),
        opinion=Route(m.opinion, "the corner, or the inner maximum, that a theorem names, in mpmath"),
        sensitivity=Sensitivity(gradient=partial(slopes, m)),
        sweep=Sweep(
            axis=Axis("largest relative error of measurement", partial(relative_error, m), log=True),
            points=drawn(m),
            count=60,
        ),
        references=tuple(dict(zip(names, row.split(), strict=True)) for row in m.references),
    )
    algorithm = Algorithm(
        name="first_order",
        problem=problem,
        says="sum of |df/dx_i| error_i; products of errors are dropped",
        source=PLACE,
        body=first_order(m),
        truncation=Bound(partial(dropped, m), "Taylor's theorem in several variables, Lagrange's remainder"),
        applies=m.allowed,
        basic=m.basic,
    )
    return problem, algorithm


DECLARED = tuple(declared(m) for m in RESULTS)
