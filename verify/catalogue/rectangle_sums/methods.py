"""The ways to compute it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.float64 import Float64
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.rectangle_sums.problem import cubic_and_cosine, distance, integral, speed
from verify.catalogue.rectangle_sums.summation import BLOCK, SUMMATIONS
from verify.catalogue.rectangle_sums.truncation import bound_of
from verify.catalogue.sources import DAVIS, DU
from verify.core.model import Algorithm, Bound, Finite, Parameter, Problem


def speed_sum(a: arb, b: arb, cells: int, offset: int) -> arb:
    # h times the sum over k < n of 2(s + kh), s = a + offset h/2: sum of k = n(n-1)/2.
    h = (b - a) / cells
    return (b - a) * (2 * a + (cells - 1 + offset) * h)


def cubic_and_cosine_sum(a: arb, b: arb, cells: int, offset: int) -> arb:
    # h times the sum over k < n of f(s + kh), s = a + offset h/2. The powers of k add up to Faulhaber's
    # polynomials. The cosines: sum of cos(s + kh) = sin(nh/2)/sin(h/2) cos(s + (n-1)h/2), from
    # 2 sin(h/2) cos(s + kh) = sin(s + kh + h/2) - sin(s + kh - h/2), which telescopes; with nh = b - a and
    # sinc u = sin u/u the quotient times h is (b - a) sinc((b-a)/2)/sinc(h/2), defined at b = a as well.
    n, length = cells, b - a
    h = length / n
    s = a + offset * h / 2
    k1, k2 = fmpq(n * (n - 1), 2), fmpq((n - 1) * n * (2 * n - 1), 6)
    powers = n * s * s * (s + 3) + k1 * h * (3 * s * (s + 2)) + k2 * h * h * (3 * s + 3) + k1 * k1 * h**3
    waves = length * (length / 2).sinc() / (h / 2).sinc() * (s + (n - 1) * h / 2).cos()
    return powers * h + waves


# --- the rules ----------------------------------------------------------------------------------------
CELLS = Parameter("cells", 1, 10**6, tuple(10**k for k in range(7)), shown=1000)
OFFSETS = {"left": 0, "midpoint": 1, "right": 2}
PLACES = {"left": "left end", "midpoint": "middle", "right": "right end"}
THEOREMS = {"left": "mean value theorem", "midpoint": "Taylor's theorem", "right": "mean value theorem"}


@dataclass(frozen=True)
class Integrand:
    """An integrand, its rectangle sums in closed form, and bounds of |f'| and |f''| over [a, b]."""

    problem: Problem
    f: Callable[..., Any]
    sum_in_balls: Callable[..., Any]
    slope: Callable[[Any, Any], Any]
    curvature: Callable[[Any, Any], Any] | None


SPEED = Integrand(distance, speed, speed_sum, lambda a, b: arb(2), None)


# f' = 3x^2 + 6x - sin x lies between 0 and its value at the larger end for x >= 0, as f'' = 6x + 6 - cos x
# > 0 and f'(0) = 0; and |f''| <= 6x + 7.
CUBIC = Integrand(
    integral,
    cubic_and_cosine,
    cubic_and_cosine_sum,
    lambda a, b: 3 * a.max(b) ** 2 + 6 * a.max(b) - a.max(b).sin(),
    lambda a, b: 6 * a.max(b) + 7,
)


def rectangles(g: Integrand, rule: str, summation: str) -> Algorithm:
    """One rule with one way of adding up."""
    f, offset = g.f, OFFSETS[rule]
    add, add_blocks, how, source = SUMMATIONS[summation]

    def body(R: Arithmetic[Number], a: Number, b: Number, cells: int) -> Any:
        h = (b - a) / cells
        return add([f(R, a + h * (R(2 * k + offset) / 2)) for k in range(cells)], R(0)) * h

    def blocks(a: float, h: float, cells: int) -> Iterator[Any]:
        for k in range(0, cells, BLOCK):
            yield f(Float64(), a + h * (np.arange(k, min(k + BLOCK, cells)) + offset / 2))

    @lru_cache(maxsize=10_000)  # the measured order asks for the same sums again
    def one(a: float, b: float, cells: int) -> float:
        h = (b - a) / cells
        return float(add_blocks(blocks(a, h, cells)) * h)

    def float64(a: Matrix, b: Matrix, cells: int) -> Any:
        return np.vectorize(lambda a, b: one(float(a), float(b), cells), otypes=[float])(a, b)

    def ball(a: arb, b: arb, cells: int) -> Any:
        # In exact arithmetic the order of the additions does not matter: the closed form is the sum.
        return g.sum_in_balls(a, b, cells, offset)

    bound = bound_of(rule, g.slope, g.curvature)
    return Algorithm(
        name=f"{rule}_{summation}",
        problem=g.problem,
        says=f"rectangles as high as f at the {PLACES[rule]} of each cell, added {how}",
        source=DAVIS.at("section 2.1") if summation == "plain" else source,
        body=body,
        float64=float64,
        ball=ball,
        parameters=(CELLS,),
        truncation=Finite() if bound is None else Bound(bound, THEOREMS[rule]),
        # A sum without truncation error has no order.
        diagnostics={} if bound is None else {"order": order(g, ball), "measured_order": measured(g, one)},
        # the float64 side adds in blocks
        basic=False,
        grid=True,
    )


def order(g: Integrand, ball: Callable[..., Any]) -> Callable[..., Any]:
    """log2 of |E_n / E_2n|: the order between n and 2n cells, in exact arithmetic."""

    def found(R: Arithmetic[Number], a: Any, b: Any, cells: int) -> Any:
        value = g.problem.truth(a, b)
        coarse, fine = (abs(ball(a, b, n) - value) for n in (cells, 2 * cells))
        return (coarse / fine).log() / arb(2).log()

    return found


def measured(g: Integrand, one: Callable[..., float]) -> Callable[..., Any]:
    """log10 of the quotient of float64's errors over the last tenfold number of cells."""

    def found(R: Arithmetic[Number], a: Any, b: Any, cells: int) -> Any:
        value, most = g.problem.truth(a, b), max(cells, 10)
        coarse, fine = (abs(arb(one(float(a.mid()), float(b.mid()), n)) - value) for n in (most // 10, most))
        return (coarse / fine).log() / arb(10).log()

    return found


def distance_antiderivative(R: Any, a: Any, b: Any) -> Any:
    return b * b - a * a


def trapezium(R: Any, a: Any, b: Any) -> Any:
    return (b - a) * (2 * a + 2 * b) / 2


def integral_antiderivative(R: Arithmetic[Number], a: Number, b: Number) -> Number:
    low, high = (x * x * x * x / 4 + x * x * x + R.sin(x) for x in (a, b))
    return high - low


ALGORITHMS = (
    Algorithm(
        name="antiderivative",
        problem=distance,
        says="t^2 at the end less t^2 at the start",
        source=DU.at("section on the Newton-Leibniz formula"),
        body=distance_antiderivative,
        truncation=Finite(),
    ),
    Algorithm(
        name="area",
        problem=distance,
        says="the area between the line 2t and the axis, a trapezium",
        source=DU.at("section on the Newton-Leibniz formula"),
        body=trapezium,
        truncation=Finite(),
    ),
    *(rectangles(SPEED, rule, "plain") for rule in ("left", "right")),
    *(rectangles(SPEED, "midpoint", summation) for summation in SUMMATIONS),
    Algorithm(
        name="antiderivative",
        problem=integral,
        says="x^4/4 + x^3 + sin x at the end less the same at the start",
        source=DU.at("example on the Newton-Leibniz formula"),
        body=integral_antiderivative,
        basic=False,
        truncation=Finite(),
    ),
    *(rectangles(CUBIC, rule, summation) for rule in ("left", "midpoint") for summation in SUMMATIONS),
    rectangles(CUBIC, "right", "plain"),  # to float64 the two ends are alike
)


ON = {(a.problem.name, a.name): a for a in ALGORITHMS}
