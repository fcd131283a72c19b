"""A definite integral by an antiderivative and by rectangle sums: the distance travelled at speed 2t, and
the integral of x^3 + 3x^2 + cos x. Up to a million cells, added up in three ways."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from flint import acb, arb, fmpq

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.sources import DU
from verify.core.model import Axis, Input, Inputs, Problem, Route, Sensitivity, Sweep
from verify.mathematics.sampling import log_strata, strata


# --- the two integrands -------------------------------------------------------------------------------
def speed(R: Any, t: Any) -> Any:
    return 2 * t


def cubic_and_cosine(R: Arithmetic[Number], x: Any) -> Any:
    return x * x * x + 3 * x * x + R.cos(x)


def distance_truth(a: arb, b: arb) -> arb:
    # Simpson's rule is exact for polynomials of degree 3 and less: no antiderivative, no cells.
    return (b - a) * (2 * a + 4 * (a + b) + 2 * b) / 6


def integral_truth(a: arb, b: arb) -> arb:
    # The polynomial by Simpson's rule, exact for cubics. The cosine: its integral is 2 sin(l/2) cos m with
    # l = b - a, m the middle; sin z = z 0F1(3/2; -z^2/4) and cos z = 0F1(1/2; -z^2/4).
    length, m = b - a, (a + b) / 2
    cubic = a * a * (a + 3) + 4 * m * m * (m + 3) + b * b * (b + 3)
    sine = (-length * length / 16).hypgeom_0f1(arb(fmpq(3, 2)))
    return length * (cubic / 6 + sine * (-m * m / 4).hypgeom_0f1(arb(fmpq(1, 2))))


def quadrature(f: Callable[..., Any]) -> Callable[..., Any]:
    """Adaptive Gauss-Legendre quadrature in balls. The integrands are entire: nothing to check."""

    def second(a: arb, b: arb) -> arb:
        return acb.integral(lambda z, analytic: f(acb, z), a, b).real

    return second


def opinion_of(f: Callable[..., Any]) -> Callable[..., Any]:
    return lambda mp, a, b: mp.quad(lambda x: f(mp, x), [a + (b - a) * mp.mpf(k) / 8 for k in range(9)])


def gradient_of(f: Callable[..., Any]) -> Callable[..., list[Any]]:
    # The fundamental theorem: the integral from a to b changes by -f(a) with a and by f(b) with b.
    return lambda a, b: [-f(arb, a), f(arb, b)]


def length_axis(a: fmpq, b: fmpq) -> fmpq:
    return abs(b - a)


def from_zero_and_later(latest: int) -> Callable[[int, Random], Iterator[Inputs]]:
    """Intervals [0, b], which are well conditioned, and short ones far from 0, which are not."""

    def points(count: int, random: Random) -> Iterator[Inputs]:
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
