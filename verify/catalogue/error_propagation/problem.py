"""Propagation of measurement errors to first order, against the certified range of the result.

A result f is computed from measured values x_i, each known to within d_i. How far can the true value lie
from f(x)? The first-order answer is sum |df/dx_i| d_i; products of the d_i are dropped. The certified answer
is the largest |f(x') - f(x)| over the box |x'_i - x_i| <= d_i. The two part where d_i is no longer small
beside x_i, and where a derivative vanishes at x: the range of a throw at 45 degrees.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.float64 import nearest
from verify.arithmetic.precision import Unsettled
from verify.catalogue.error_propagation.formulas import (
    density,
    density_derivatives,
    density_gradient,
    density_hessian,
    density_opinion,
    height,
    height_derivatives,
    height_gradient,
    height_hessian,
    height_opinion,
    throw,
    throw_derivatives,
    throw_gradient,
    throw_hessian,
    throw_opinion,
    velocity,
    velocity_derivatives,
    velocity_gradient,
    velocity_hessian,
    velocity_opinion,
    volume,
    volume_derivatives,
    volume_gradient,
    volume_hessian,
    volume_opinion,
)
from verify.catalogue.sources import MITX
from verify.core.literals import rational
from verify.core.model import Inputs
from verify.mathematics.extrema import Maximum, maximum
from verify.mathematics.sampling import log_strata

PLACE = MITX.at("error approximation")


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
def split(values: Sequence[arb]) -> tuple[Sequence[Any], Sequence[Any]]:
    """The measured values and their errors."""
    half = len(values) // 2
    return values[:half], values[half:]


def deviations(m: Measured, values: Sequence[arb]) -> list[tuple[int, Maximum]]:
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
    def truth(*values: arb) -> arb:
        (_, above), (_, below) = deviations(m, values)
        return above.value.max(below.value)

    return truth


def slopes(m: Measured, *values: arb) -> list[arb]:
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


# --- problems and algorithms ----------------------------------------------------------------------------
def decimal(size: float) -> fmpq:
    """A decimal of four digits."""
    return rational(f"{size:.3e}")


def drawn(m: Measured) -> Callable[..., Iterator[Inputs]]:
    def points(count: int, random: Random) -> Iterator[Inputs]:
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
