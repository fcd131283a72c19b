"""A definite integral by an antiderivative and by rectangle sums: the distance travelled at speed 2t, and
the integral of x^3 + 3x^2 + cos x. Up to a million cells, added up in three ways."""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from random import Random
from typing import Any

import numpy as np
from flint import acb, arb, fmpq, fmpq_mpoly_ctx, fmpq_poly

from verify.arithmetic import Float64, exact
from verify.arithmetic.precision import every, less, negated
from verify.claims.forms import Check, at_each, both, disproved, each, identity, on_interval, printed, told
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
from verify.measure.harness import measure

DU = Source("Hivan Du", 2023, "Calculus: the Newton-Leibniz formula and Taylor expansion, Math 13")
DAVIS = Source("P. J. Davis and P. Rabinowitz", 1984, "Methods of Numerical Integration, 2nd ed.")
HIGHAM = Source("N. J. Higham", 2002, "Accuracy and Stability of Numerical Algorithms, 2nd ed.")
NEUMAIER = Source(
    "A. Neumaier", 1974, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen"
)


# --- the two integrands -------------------------------------------------------------------------------


def speed(R: Any, t: Any) -> Any:
    return 2 * t


def cubic_and_cosine(R: Any, x: Any) -> Any:
    return x * x * x + 3 * x * x + R.cos(x)


def speed_sum(a: Any, b: Any, cells: int, offset: int) -> Any:
    # h times the sum over k < n of 2(s + kh), s = a + offset h/2: sum of k = n(n-1)/2.
    h = (b - a) / cells
    return (b - a) * (2 * a + (cells - 1 + offset) * h)


def cubic_and_cosine_sum(a: Any, b: Any, cells: int, offset: int) -> Any:
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


def distance_truth(a: Any, b: Any) -> Any:
    # Simpson's rule is exact for polynomials of degree 3 and less: no antiderivative, no cells.
    return (b - a) * (2 * a + 4 * (a + b) + 2 * b) / 6


def integral_truth(a: Any, b: Any) -> Any:
    # The polynomial by Simpson's rule, exact for cubics. The cosine: its integral is 2 sin(l/2) cos m with
    # l = b - a, m the middle; sin z = z 0F1(3/2; -z^2/4) and cos z = 0F1(1/2; -z^2/4).
    length, m = b - a, (a + b) / 2
    cubic = a * a * (a + 3) + 4 * m * m * (m + 3) + b * b * (b + 3)
    sine = (-length * length / 16).hypgeom_0f1(arb(fmpq(3, 2)))
    return length * (cubic / 6 + sine * (-m * m / 4).hypgeom_0f1(arb(fmpq(1, 2))))


def quadrature(f: Callable[..., Any]) -> Callable[..., Any]:
    """Adaptive Gauss-Legendre quadrature in balls. The integrands are entire: nothing to check."""

    def second(a: Any, b: Any) -> Any:
        return acb.integral(lambda z, analytic: f(acb, z), a, b).real

    return second


def opinion_of(f: Callable[..., Any]) -> Callable[..., Any]:
    return lambda mp, a, b: mp.quad(lambda x: f(mp, x), [a + (b - a) * mp.mpf(k) / 8 for k in range(9)])


def gradient_of(f: Callable[..., Any]) -> Callable[..., list[Any]]:
    # The fundamental theorem: the integral from a to b changes by -f(a) with a and by f(b) with b.
    return lambda a, b: [-f(arb, a), f(arb, b)]


def length_axis(a: fmpq, b: fmpq) -> fmpq:
    return abs(b - a)


def from_zero_and_later(latest: int) -> Callable[[int, Random], Iterator[Mapping[str, Any]]]:
    """Intervals [0, b], which are well conditioned, and short ones far from 0, which are not."""

    def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
        later = max(count // 3, 1)
        for b in log_strata(count - later, -3, 2, random):
            yield {"a": fmpq(0), "b": b}
        yield {"a": fmpq(1), "b": fmpq(6)}
        for a, length in zip(
            strata(later - 1, 1, latest, 1, random), log_strata(later - 1, -6, 1, random), strict=False
        ):
            yield {"a": a, "b": a + length}

    return points


REFERENCES = tuple(
    {"a": a, "b": b}
    for a, b in (
        ("1", "6"),
        ("0", "5"),
        ("0", "1/10"),
        ("2", "2001/1000"),
        ("6", "1"),
        ("0", "100"),
        ("7", "7000001/1000000"),
    )
)

distance = Problem(
    name="distance_from_velocity",
    title="The distance travelled at speed 2t",
    formula="s = integral of 2t from a to b",
    source=DU.at("section on the Newton-Leibniz formula"),
    inputs=(Input("a", fmpq(0), fmpq(100)), Input("b", fmpq(0), fmpq(100))),
    truth=Route(distance_truth, "Simpson's rule, exact for cubics; no antiderivative and no cells"),
    second=Route(quadrature(speed), "adaptive Gauss-Legendre quadrature in balls"),
    opinion=Route(opinion_of(speed), "tanh-sinh quadrature in mpmath"),
    sensitivity=Sensitivity(gradient=gradient_of(speed)),
    sweep=Sweep(axis=Axis("|b - a|", length_axis, log=True), points=from_zero_and_later(20), count=16),
    systems=("B1",),
    references=REFERENCES,
)

integral = Problem(
    name="definite_integral",
    title="A definite integral of a cubic and a cosine",
    formula="I = integral of x^3 + 3x^2 + cos x from a to b",
    source=DU.at("example on the Newton-Leibniz formula"),
    inputs=(Input("a", fmpq(0), fmpq(100)), Input("b", fmpq(0), fmpq(100))),
    truth=Route(
        integral_truth,
        "Simpson's rule, exact for the cubic part, and 0F1 for the cosine; no antiderivative, no cells",
    ),
    second=Route(quadrature(cubic_and_cosine), "adaptive Gauss-Legendre quadrature in balls"),
    opinion=Route(opinion_of(cubic_and_cosine), "tanh-sinh quadrature in mpmath"),
    sensitivity=Sensitivity(gradient=gradient_of(cubic_and_cosine)),
    sweep=Sweep(axis=Axis("|b - a|", length_axis, log=True), points=from_zero_and_later(20), count=16),
    systems=("B1",),
    references=REFERENCES,
)


# --- adding up ----------------------------------------------------------------------------------------
# Each way is written twice: over any arithmetic, one number after the other, and for float64 in blocks,
# which perform the same additions in the same order (the tests compare them bit for bit).

BLOCK = 2**14  # a power of two, so that the pairs of a block are pairs of the whole


def plain(values: list[Any], zero: Any) -> Any:
    return reduce(operator.add, values, zero)  # sum() compensates floats from Python 3.12 on


def plain_blocks(blocks: Iterator[Any]) -> Any:
    total = 0.0
    for block in blocks:
        block[0] = total + block[0]
        total = np.add.accumulate(block)[-1]  # accumulate is sequential by its definition
    return total


def neumaier(values: list[Any], zero: Any) -> Any:
    total = lost = zero
    for x in values:
        after = total + x
        larger, smaller = (total, x) if abs(total) >= abs(x) else (x, total)
        lost = lost + ((larger - after) + smaller)
        total = after
    return total + lost


def neumaier_blocks(blocks: Iterator[Any]) -> Any:
    # The running sums do not depend on what was lost, so they come first, and the losses in one go.
    total = lost = 0.0
    for block in blocks:
        sums = np.add.accumulate(np.concatenate(([total], block)))
        before, after = sums[:-1], sums[1:]
        first = np.abs(before) >= np.abs(block)
        larger, smaller = np.where(first, before, block), np.where(first, block, before)
        lost = np.add.accumulate(np.concatenate(([lost], (larger - after) + smaller)))[-1]
        total = sums[-1]
    return total + lost


def pairwise(values: list[Any], zero: Any) -> Any:
    while len(values) > 1:
        odd = values[len(values) // 2 * 2 :]
        values = [x + y for x, y in zip(values[0::2], values[1::2], strict=False)] + odd
    return values[0]


def pairwise_blocks(blocks: Iterator[Any]) -> Any:
    sums = np.array([_pairs(block) for block in blocks])
    return _pairs(sums)


def _pairs(values: Any) -> Any:
    while values.size > 1:
        even = values.size // 2 * 2
        values = np.concatenate((values[0:even:2] + values[1:even:2], values[even:]))
    return values[0]


SUMMATIONS = {
    "plain": (plain, plain_blocks, "one after the other", HIGHAM.at("section 4.1")),
    "neumaier": (neumaier, neumaier_blocks, "with what each addition loses put back", NEUMAIER),
    "pairwise": (pairwise, pairwise_blocks, "in pairs, then pairs of pairs", HIGHAM.at("section 4.1")),
}

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

    def body(R: Any, a: Any, b: Any, cells: int) -> Any:
        h = (b - a) / cells
        return add([f(R, a + h * (R(2 * k + offset) / 2)) for k in range(cells)], R(0)) * h

    def blocks(a: float, h: float, cells: int) -> Iterator[Any]:
        for k in range(0, cells, BLOCK):
            yield f(Float64(), a + h * (np.arange(k, min(k + BLOCK, cells)) + offset / 2))

    @lru_cache(maxsize=10_000)  # the measured order asks for the same sums again
    def one(a: float, b: float, cells: int) -> float:
        h = (b - a) / cells
        return float(add_blocks(blocks(a, h, cells)) * h)

    def float64(a: Any, b: Any, cells: int) -> Any:
        return np.vectorize(lambda a, b: one(float(a), float(b), cells), otypes=[float])(a, b)

    def ball(a: Any, b: Any, cells: int) -> Any:
        # In exact arithmetic the order of the additions does not matter: the closed form is the sum.
        return g.sum_in_balls(a, b, cells, offset)

    bound = truncation(g, rule)
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


def truncation(g: Integrand, rule: str) -> Callable[..., Any] | None:
    def about_an_end(a: Any, b: Any, cells: int) -> Any:
        # f(x) - f(x_k) = f'(xi)(x - x_k), integrated over a cell from its end: at most h^2/2 max|f'| each.
        # There are n cells and nh = b - a.
        return (b - a) ** 2 / (2 * arb(cells)) * g.slope(a, b)

    def about_the_middle(a: Any, b: Any, cells: int) -> Any:
        # f(x) - f(x_k) - f'(x_k)(x - x_k) = f''(xi)(x - x_k)^2/2, and the linear term integrates to 0: at
        # most h^3/24 max|f''| each.
        assert g.curvature is not None, "a linear integrand has no truncation error here"
        return abs(b - a) ** 3 / (24 * arb(cells) ** 2) * g.curvature(a, b)

    if rule != "midpoint":
        return about_an_end
    return None if g.curvature is None else about_the_middle


def order(g: Integrand, ball: Callable[..., Any]) -> Callable[..., Any]:
    """log2 of |E_n / E_2n|: the order between n and 2n cells, in exact arithmetic."""

    def found(R: Any, a: Any, b: Any, cells: int) -> Any:
        value = g.problem.truth(a, b)
        coarse, fine = (abs(ball(a, b, n) - value) for n in (cells, 2 * cells))
        return (coarse / fine).log() / arb(2).log()

    return found


def measured(g: Integrand, one: Callable[..., float]) -> Callable[..., Any]:
    """log10 of the quotient of float64's errors over the last tenfold number of cells."""

    def found(R: Any, a: Any, b: Any, cells: int) -> Any:
        value, most = g.problem.truth(a, b), max(cells, 10)
        coarse, fine = (abs(arb(one(float(a), float(b), n)) - value) for n in (most // 10, most))
        return (coarse / fine).log() / arb(10).log()

    return found


def distance_antiderivative(R: Any, a: Any, b: Any) -> Any:
    return b * b - a * a


def trapezium(R: Any, a: Any, b: Any) -> Any:
    return (b - a) * (2 * a + 2 * b) / 2


def integral_antiderivative(R: Any, a: Any, b: Any) -> Any:
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

# --- claims -------------------------------------------------------------------------------------------

ON = {(a.problem.name, a.name): a for a in ALGORITHMS}
t_ = fmpq_poly([0, 1])
PRINTED = "1510.84"


def definite(f: fmpq_poly, a: int, b: int) -> fmpq:
    F = f.integral()
    return F(fmpq(b)) - F(fmpq(a))


def all_intervals() -> list[tuple[Any, Any]]:
    # d(t^2)/dt = 2t; b^2 - a^2 is the area (b - a)(2a + 2b)/2 of the trapezium under 2t.
    a, b = fmpq_mpoly_ctx.get(("a", "b"), "lex").gens()
    return [
        ((t_**2).derivative(), speed(None, t_)),
        (distance_antiderivative(None, a, b), trapezium(None, a, b)),
    ]


def by_the_text(sine: Callable[[int], Any], fourth: fmpq) -> Any:
    """F(6) - F(1) as the text writes it out, with c for the factor 1/4 of 6^4."""
    return (fourth * 6**4 + 6**3 + sine(6)) - (arb(fmpq(1, 4)) + 1 + sine(1))


def in_radians(x: int) -> Any:
    return arb(x).sin()


def in_degrees(x: int) -> Any:
    return (arb(x) / 180).sin_pi()


def rounds_to(figure: str, value: Any) -> bool | None:
    return printed(figure, lambda: value)().holds


def figure_check() -> Outcome:
    """The printed figure, and what slips lead to it."""
    found = printed(PRINTED, lambda: integral_truth(arb(1), arb(6)))()
    slipped = by_the_text(in_degrees, fmpq(1))
    slips = rounds_to(PRINTED, slipped)
    told = (
        "; with 6^4 in place of 6^4/4 and the sines taken of 6 and 1 degrees it comes to "
        f"{slipped.str(9, radius=False)}, which rounds to {PRINTED}: two slips"
    )
    return Outcome(found.holds, found.evidence + (told if slips else ""), found.ball)


def radians_check() -> Outcome:
    values = {
        "radians": by_the_text(in_radians, fmpq(1)),
        "degrees": by_the_text(in_degrees, fmpq(1)),
        "radians, 6^4/4": by_the_text(in_radians, fmpq(1, 4)),
        "degrees, 6^4/4": by_the_text(in_degrees, fmpq(1, 4)),
    }
    fits = {name: rounds_to(PRINTED, value) for name, value in values.items()}
    answer = every([fits["radians"] or fits["radians, 6^4/4"], fits["degrees"] is False])
    listed = ", ".join(f"{name} {value.str(9, radius=False)}" for name, value in values.items())
    return Outcome(answer, f"with the 1/4 of 6^4 lost, or not: {listed}; {PRINTED} comes from degrees only")


def never_ends() -> Outcome:
    # I - 2155/4 = sin 6 - sin 1 = (e^6i - e^-6i - e^i + e^-i)/(2i). By Lindemann and Weierstrass the
    # exponentials of distinct algebraic exponents are linearly independent over the algebraic numbers: were
    # I algebraic, a relation between the exponents 6i, -6i, i, -i and 0 with coefficients not all 0 would
    # hold. So I is transcendental, and a decimal that ends or recurs is rational.
    exponents = (6, -6, 1, -1, 0)
    rational_part = definite(t_**3 + 3 * t_**2, 1, 6)
    holds = len(set(exponents)) == len(exponents) and rational_part == fmpq(2155, 4)
    return Outcome(holds, "I = 2155/4 + sin 6 - sin 1 is transcendental (Lindemann-Weierstrass)")


def antiderivative_identity() -> list[tuple[Any, Any]]:
    # The sine's derivative is the cosine; the rest is a polynomial.
    return [((t_**4 / 4 + t_**3).derivative(), t_**3 + 3 * t_**2)]


def sums_of_2x() -> list[tuple[Any, Any]]:
    # n/l times the sum of 2(a + (k + o/2) l/n) over the cells k < n, the sum of k being n(n-1)/2 (induction:
    # it grows by n). For o = 1 it is n (b^2 - a^2)/l with b = a + l; for o = 0 and 2 it differs by l.
    a, l, n, o = fmpq_mpoly_ctx.get(("a", "l", "n", "o"), "lex").gens()  # noqa: E741
    total = 2 * n * a + (n - 1) * l + o * l
    return [
        ((n + 1) * n, n * (n - 1) + 2 * n),
        (total.subs({"o": 1}), n * (2 * a + l)),
        (total.subs({"o": 0}), n * (2 * a + l) - l),
        (total.subs({"o": 2}), n * (2 * a + l) + l),
    ]


def slope_of_cubic(x: Any) -> Any:
    return 3 * x * x + 6 * x - x.sin()


def routes_agree() -> bool | None:
    """F(6) - F(1) lies with the integral between the left and the right sum, which are close."""
    a, b = arb(1), arb(6)
    difference = by_the_text(in_radians, fmpq(1, 4))
    low, high = (cubic_and_cosine_sum(a, b, 10**6, o) for o in (0, 2))
    meets = difference.overlaps(quadrature(cubic_and_cosine)(a, b))
    return every([meets, less(low, difference), less(difference, high), less(high - low, fmpq(1, 500))])


def off(algorithm: Algorithm, **values: Any) -> Any:
    """|y^ - y|/|y| of what float64 gives."""
    m = measure(algorithm, **values)
    assert m.forward_error is not None, "the sums are finite"
    return abs(m.forward_error)


def short_interval() -> Outcome:
    a = exact(16 / 3)
    b = a + fmpq(1, 2**36)
    difference = off(ON["distance_from_velocity", "antiderivative"], a=a, b=b)
    one_cell = off(ON["distance_from_velocity", "midpoint_plain"], a=a, b=b, cells=1)
    return Outcome(
        less(difference, one_cell),
        f"for 2x on [a, a + 2^-36], a the float64 next to 16/3, the difference is off by "
        f"{difference.str(3, radius=False)} of the integral, one rectangle by "
        f"{one_cell.str(3, radius=False)}: b^2 and a^2 agree in their leading digits, and what is left of "
        "them was rounded",
        difference,
    )


def orders() -> Outcome:
    """Between n and 2n cells, n = 10^6, on [1, 6], in exact arithmetic."""
    found = {}
    for rule, declared in (("left", 1), ("midpoint", 2), ("right", 1)):
        order = ON["definite_integral", f"{rule}_plain"].diagnostics["order"]
        found[rule] = (order(None, arb(1), arb(6), 10**6), declared)
    close = [less(abs(order - declared), fmpq(1, 10**6)) for order, declared in found.values()]
    listed = ", ".join(f"{rule} {order.str(10)}" for rule, (order, _) in found.items())
    return Outcome(every(close), f"log2 |E_n/E_2n| at n = 10^6: {listed}")


def finer_is_nearer(n: int) -> bool | None:
    coarse, fine = (off(ON["definite_integral", "midpoint_plain"], a=1, b=6, cells=k) for k in (n, 10 * n))
    return less(fine, coarse)


def finer_is_no_nearer() -> Outcome:
    sums = ON["distance_from_velocity", "midpoint_plain"]
    coarse, fine = (off(sums, a=0, b=5, cells=n) for n in (1, 10**6))
    return Outcome(
        less(fine, coarse),
        f"for 2x on [0, 5] one rectangle gives 25 itself, 10^6 of them are off by "
        f"{fine.str(3, radius=False)} of it",
        fine,
    )


def crossover() -> Outcome:
    """On [0, 1/64]: where rounding exceeds truncation, and that the other two sums are better there."""
    rounded = rounding_leads("plain", 10**6, 2)
    truncated = [negated(rounding_leads(name, 10**5, fmpq(1, 2))) for name in ("neumaier", "pairwise")]
    return Outcome(
        every([rounded, *truncated]),
        "on [0, 1/64] rounding is more than twice truncation at 10^6 cells with plain addition, and less "
        "than half of it at 10^5 cells with Neumaier's and with pairwise addition",
    )


def rounding_leads(summation: str, cells: int, factor: Any) -> bool | None:
    """Is the rounding error more than `factor` times the truncation error?"""
    m = measure(ON["definite_integral", f"midpoint_{summation}"], a=0, b="1/64", cells=cells)
    assert m.rounding_error is not None, "the sums are finite"
    assert m.truncation_error is not None, "the sums are finite"
    return less(abs(m.truncation_error) * factor, abs(m.rounding_error))


def claim(
    id: str, problem: Problem, kind: str, place: str, declared: str, says: str, reading: str, check: Check
) -> Claim:
    return Claim(id, problem, kind, says, reading, DU.at(place), declared, check)


FORMULA, EXAMPLE, MEANING = "the Newton-Leibniz formula", "example of the formula", "what the formula means"

CLAIMS = (
    claim(
        "B-1a",
        distance,
        "printed",
        "introduction",
        CONFIRMED,
        "6^2 - 1^2 = 35 is the integral of 2x from 1 to 6.",
        "Both, as exact rationals.",
        identity(
            lambda: [(fmpq(6**2 - 1**2), 35), (definite(2 * t_, 1, 6), 35)], "6^2 - 1^2 = 35 = integral"
        ),
    ),
    claim(
        "B-1b",
        distance,
        "printed",
        FORMULA,
        CONFIRMED,
        "At rest at first and 2 m/s faster each second, it is 25 metres away after 5 s: s(5) - s(0) = 25.",
        "s = t^2 has s'' = 2, s'(0) = 0, and its values differ by 25.",
        identity(
            lambda: [
                ((t_**2).derivative().derivative(), fmpq_poly([2])),
                ((t_**2).derivative()(fmpq(0)), 0),
                ((t_**2)(fmpq(5)) - (t_**2)(fmpq(0)), 25),
            ],
            "s'' = 2, s'(0) = 0, s(5) - s(0) = 25",
        ),
    ),
    claim(
        "B-1c",
        distance,
        "printed",
        FORMULA,
        CONFIRMED,
        "The triangle under the line of the speed has sides 5 and 10 and the area 25.",
        "The height is 2t at t = 5; half of 5 times 10 is the integral of 2t from 0 to 5.",
        identity(
            lambda: [(speed(None, 5), 10), (fmpq(5 * 10, 2), 25), (definite(2 * t_, 0, 5), 25)],
            "5 * 10/2 = 25",
        ),
    ),
    claim(
        "B-1d",
        distance,
        "law",
        FORMULA,
        CONFIRMED,
        "The integral of 2x from a to b is b^2 - a^2, and it is the area under the line.",
        "For all real a and b.",
        identity(all_intervals, "(t^2)' = 2t and b^2 - a^2 = (b - a)(2a + 2b)/2"),
    ),
    claim(
        "B-2a",
        integral,
        "printed",
        EXAMPLE,
        REFUTED,
        "The integral of x^3 + 3x^2 + cos x from 1 to 6 is about 1510.84.",
        "The true value rounds to the printed figure.",
        figure_check,
    ),
    claim(
        "B-2b",
        integral,
        "finding",
        EXAMPLE,
        REFUTED,
        "In sin 6 and sin 1 the 6 and the 1 are radians, not degrees.",
        "The printed figure was computed so: with the slip in 6^4/4 or without it, radians give 1510.84. "
        "(About the formula it is right: the sine's derivative is the cosine in radians alone.)",
        radians_check,
    ),
    claim(
        "B-2c",
        integral,
        "law",
        EXAMPLE,
        CONFIRMED,
        "x^4/4 + x^3 + sin x is an antiderivative of x^3 + 3x^2 + cos x.",
        "For every real x, the sine's derivative being the cosine.",
        identity(antiderivative_identity, "(x^4/4 + x^3)' = x^3 + 3x^2"),
    ),
    claim(
        "B-2d",
        integral,
        "law",
        EXAMPLE,
        CONFIRMED,
        "The value of that integral is a decimal without end.",
        "The integral (not the figure printed for it) has no finite decimal expansion.",
        never_ends,
    ),
    claim(
        "B-2e",
        integral,
        "law",
        FORMULA,
        CONFIRMED,
        "There are infinitely many antiderivatives: x^2 and x^2 + 1 both have the derivative 2x.",
        "F + C for each constant C, and no others (a function with derivative 0 on an interval is constant).",
        identity(
            lambda: [((t_**2).derivative(), 2 * t_), ((t_**2 + 1).derivative(), 2 * t_)],
            "(x^2)' = (x^2 + 1)' = 2x",
        ),
    ),
    claim(
        "B-6a",
        distance,
        "law",
        MEANING,
        REFUTED,
        "A sum of rectangles is never more than an approximation of the integral.",
        "For every integrand, rule and number of cells the sum differs from the integral. (Neighbours: B-6b "
        "for the ends of the cells, B-6c for the limit.)",
        told(
            disproved(identity(sums_of_2x, "sums of 2x over n cells of [a, a + l]")),
            "with heights from the middle every sum of 2x, the text's own example, is the integral itself",
        ),
    ),
    claim(
        "B-6b",
        integral,
        "law",
        MEANING,
        CONFIRMED,
        "A sum of rectangles never attains the integral.",
        "With heights from the left or the right ends, for both of the text's integrands and any number of "
        "cells: where f rises strictly, each left rectangle is too small and each right one too large.",
        both(
            identity(sums_of_2x, "for 2x the sums are off by -l^2/n and l^2/n"),
            on_interval(
                fmpq(1),
                fmpq(6),
                lambda x: less(0, slope_of_cubic(x)),
                "for x^3 + 3x^2 + cos x on [1, 6], f' = 3x^2 + 6x - sin x > 0",
            ),
        ),
    ),
    claim(
        "B-6c",
        integral,
        "law",
        MEANING,
        REFUTED,
        "Even with infinitely many rectangles the value of the integral is never reached.",
        "The limit of the sums over n cells differs from the integral, for the text's example.",
        told(
            disproved(
                on_interval(
                    fmpq(1), fmpq(6), lambda x: less(slope_of_cubic(x), 145), "f' = 3x^2 + 6x - sin x < 145"
                )
            ),
            "so by the mean value theorem the sums are within 25 * 145/(2n) of it: their limit is the "
            "integral (which is how it is defined)",
        ),
    ),
    claim(
        "B-6d",
        integral,
        "law",
        MEANING,
        CONFIRMED,
        "The difference of the antiderivative's values is the integral itself, not an approximation.",
        "In exact arithmetic, for the text's example: F' = f, f is continuous (fundamental theorem).",
        both(
            identity(antiderivative_identity, "(x^4/4 + x^3)' = x^3 + 3x^2, (sin x)' = cos x"),
            each(
                [("F(6) - F(1)", routes_agree)],
                "F(6) - F(1) meets quadrature in balls and lies between the sums of 10^6 left and right "
                "rectangles, which are within 1/500",
            ),
        ),
    ),
    claim(
        "B-6e",
        distance,
        "finding",
        MEANING,
        REFUTED,
        "The difference of the antiderivative's values is the accurate one, rectangles are not.",
        "In float64, for 2x on any interval: the difference is nearer than a single rectangle with its "
        "height from the middle. (On a short interval away from 0 it cancels.)",
        short_interval,
    ),
    claim(
        "B-6f",
        integral,
        "finding",
        MEANING,
        CONFIRMED,
        "How near the rectangles come depends on how finely the interval is divided.",
        "The error falls with the first power of the number of cells for left and right ends, with the "
        "second for middles: the order is within 10^-6 of that at 10^6 cells on [1, 6].",
        orders,
    ),
    claim(
        "B-6g",
        integral,
        "finding",
        MEANING,
        CONFIRMED,
        "How near the rectangles come depends on how finely the interval is divided.",
        "The finer the nearer, in float64, for the text's example on [1, 6]: with middles added one after "
        "the other, each tenfold number of cells to 10^6 is nearer. (Neighbours: B-6h, B-6i.)",
        at_each(
            [10**k for k in range(6)],
            finer_is_nearer,
            lambda n: f"from {n} to {10 * n} cells",
            "each tenfold number of cells is nearer, from 1 to 10^6",
        ),
    ),
    claim(
        "B-6h",
        distance,
        "finding",
        MEANING,
        REFUTED,
        "How near the rectangles come depends on how finely the interval is divided.",
        "The finer the nearer, in float64, for 2x: 10^6 cells added one after the other are nearer than one.",
        finer_is_no_nearer,
    ),
    claim(
        "B-6i",
        integral,
        "finding",
        MEANING,
        CONFIRMED,
        "How near the rectangles come depends on how finely the interval is divided.",
        "Only until rounding overtakes truncation: with middles on [0, 1/64] that is so at 10^6 cells for "
        "plain addition, not yet at 10^5 for Neumaier's and for pairwise addition.",
        crossover,
    ),
    claim(
        "B-6j",
        distance,
        "law",
        MEANING,
        REFUTED,
        "Without the formula the only way to an integral is by infinitely many rectangles.",
        "Every integral needs one or the other. (The text's own 25 metres by the area of a triangle do not, "
        "nor does any trapezium under 2x.)",
        told(
            disproved(identity(all_intervals, "(b - a)(2a + 2b)/2 = b^2 - a^2")),
            "geometry gives the area of the trapezium under 2x, and it is the integral",
        ),
    ),
)
