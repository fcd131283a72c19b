"""1/(1-x) by its series: inside the radius of convergence, at its edge and outside.

The finite sum is known for every x: 1 + x + ... + x^(n-1) = (1 - x^n)/(1 - x). So the truncation error is
known exactly, and it is what makes the series useless outside.
"""

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

from flint import fmpq, fmpq_mpoly_ctx, fmpq_poly

from verify.claims.forms import Check, both, disproved, identity, told
from verify.core.claim import CONFIRMED, REFUTED, Claim
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Input,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.sampling import strata

DU = Source("Hivan Du", 2023, "Calculus: the Newton-Leibniz formula and Taylor expansion, Math 13")
KNUTH = Source("D. E. Knuth", 1997, "The Art of Computer Programming, vol. 2, 3rd ed.")
EULER = Source("L. Euler", 1748, "Introductio in analysin infinitorum")
AHLFORS = Source("L. V. Ahlfors", 1979, "Complex Analysis, 3rd ed.")
RANGE = "section on Taylor's expansion, its range"


def truth(x: Any) -> Any:
    return 1 / (1 - x)


def opinion(mp: Any, x: Any) -> Any:
    # Newton's iteration y (2 - (1-x) y) for the reciprocal, which doubles the digits and never divides.
    d = 1 - x
    sign, magnitude = mp.sign(d), mp.mag(d)
    y = mp.ldexp(sign, -magnitude)  # within a factor of 2 of the reciprocal, and not above it
    for _ in range(12):
        y = y * (2 - d * y)
    return y


def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    # Both sides of the edge, close to it, and on to where the powers leave float64's range: at x = 10 it is
    # 308 of them.
    near = [s * (1 + t * fmpq(1, 10**k)) for s in (1, -1) for t in (1, -1) for k in (1, 2, 3, 5)]
    half = max((count - len(near)) // 2, 2)
    spread = strata(half, -2, 2, 3, random) + strata(half, -11, 11, 2, random)
    for x in sorted({fmpq(10), *near, *spread} - {fmpq(1)}):
        yield {"x": x}


problem = Problem(
    name="geometric_series",
    title="1/(1-x) by its series",
    formula="y = 1/(1-x), x other than 1",
    source=DU.at(RANGE),
    inputs=(Input("x", fmpq(-1000), fmpq(1000)),),
    truth=Route(
        truth, "one division of balls; the algorithms add and multiply powers of x, of 1/x or of (1+x)/2"
    ),
    opinion=Route(opinion, "Newton's iteration for a reciprocal in mpmath, without a division"),
    sensitivity=Sensitivity(gradient=lambda x: [1 / ((1 - x) * (1 - x))]),
    sweep=Sweep(axis=Axis("x", lambda x: x), points=points, count=150),
    systems=("B4",),
    references=tuple(
        {"x": x} for x in ("0", "1/2", "-1/2", "999/1000", "-1", "3/2", "10", "-10", "1000", "1/3")
    ),
)

TERMS = Parameter("terms", 1, 1000, (1, 2, 4, 10, 20, 50, 100, 200, 500, 1000), shown=20)
FACTORS = Parameter("factors", 0, 20, (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20), shown=6)


def series(R: Any, x: Any, terms: int) -> Any:
    total = power = R(1)
    for _ in range(1, terms):
        power = power * x
        total = total + power
    return total


def horner(R: Any, x: Any, terms: int) -> Any:
    total = R(1)
    for _ in range(1, terms):
        total = 1 + x * total
    return total


def product(R: Any, x: Any, factors: int) -> Any:
    total, power = R(1), x
    for _ in range(factors):
        total = total * (1 + power)
        power = power * power
    return total


def inverted(R: Any, x: Any, terms: int) -> Any:
    # 1/(1-x) = -(1/x)/(1 - 1/x), with the series in 1/x.
    power = total = -1 / x
    for _ in range(1, terms):
        power = power / x
        total = total + power
    return total


def recentred(R: Any, x: Any, terms: int) -> Any:
    # 1/(1-x) = (1/2)/(1 - (1+x)/2), Taylor's series about -1.
    q = (1 + x) / 2
    power = total = R(1) / 2
    for _ in range(1, terms):
        power = power * q
        total = total + power
    return total


# (1 - q)(1 + q + ... + q^(n-1)) = 1 - q^n telescopes, whatever q; over 1 - q the sum falls short of 1/(1-q)
# by q^n/(1-q). For q = x, 1/x and (1+x)/2 the factor before the sum makes the last denominator 1 - x.


def remainder(x: Any, terms: int) -> Any:
    return abs(x) ** terms / abs(1 - x)


def remainder_of_product(x: Any, factors: int) -> Any:
    # (1 + x)(1 + x^2)(1 + x^4)... to K factors is the sum of the first 2^K powers.
    return remainder(x, 2**factors)


def remainder_inverted(x: Any, terms: int) -> Any:
    return 1 / abs(x) ** terms / abs(1 - x)


def remainder_recentred(x: Any, terms: int) -> Any:
    return abs((1 + x) / 2) ** terms / abs(1 - x)


def algorithm(
    name: str,
    says: str,
    source: Source,
    body: Callable[..., Any],
    parameter: Parameter,
    truncation: Callable[..., Any],
) -> Algorithm:
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=source,
        body=body,
        parameters=(parameter,),
        truncation=Bound(truncation, "finite geometric sum"),
        applies=lambda x, **_: x != 1 and (x != 0 or body is not inverted),
        grid=True,
    )


ALGORITHMS = (
    algorithm("series", "1 + x + x^2 + ..., power by power", DU.at(RANGE), series, TERMS, remainder),
    algorithm("horner", "1 + x (1 + x (...))", KNUTH.at("section 4.6.4"), horner, TERMS, remainder),
    algorithm(
        "product",
        "(1 + x)(1 + x^2)(1 + x^4)...",
        EULER.at("chapter 16"),
        product,
        FACTORS,
        remainder_of_product,
    ),
    algorithm(
        "inverted",
        "-(1/x + 1/x^2 + ...), the series that converges outside",
        AHLFORS.at("chapter 5, section 1.3"),
        inverted,
        TERMS,
        remainder_inverted,
    ),
    algorithm(
        "recentred",
        "1/2 + (1+x)/4 + (1+x)^2/8 + ..., the series about -1, with radius 2",
        AHLFORS.at("chapter 5, section 1.2"),
        recentred,
        TERMS,
        remainder_recentred,
    ),
)

# --- claims -------------------------------------------------------------------------------------------

x_ = fmpq_poly([0, 1])
CUBIC = fmpq_poly([1, 1, 1, 1])


def telescoping() -> list[tuple[Any, Any]]:
    # With S for the sum of n terms and p for x^n: if (1-x)S = 1 - p, then (1-x)(S + p) = 1 - xp.
    x, p = fmpq_mpoly_ctx.get(("x", "p"), "lex").gens()
    step = [((1 - p) + (1 - x) * p, 1 - x * p)]
    return step + [((1 - x_) * fmpq_poly([1] * n), 1 - x_**n) for n in range(1, 101)]


def at_ten() -> list[tuple[Any, Any]]:
    # S_n(10) = (10^n - 1)/9: all positive, and growing.
    step = [(10 * (x_ - 1) + 9, 10 * x_ - 1)]  # 9 S_(n+1) = 9 (10 S_n + 1) with x_ for 10^n
    return [(fmpq(1) / (1 - 10), fmpq(-1, 9)), (fmpq_poly([1])(fmpq(10)), (10 - 1) / fmpq(9)), *step]


def third_order() -> list[tuple[Any, Any]]:
    # 1/(1-x) - (1 + x + x^2 + x^3) = x^4/(1-x), and over x^3 that is x/(1-x), which tends to 0 with x.
    return [((1 - x_) * CUBIC + x_**4, fmpq_poly([1]))]


def at_minus_one() -> list[tuple[Any, Any]]:
    # 1 - 1 + 1 - ...: S_(n+2) = S_n there, S_1 = 1, S_2 = 0.
    sums = [fmpq_poly([1] * n)(fmpq(-1)) for n in range(1, 101)]
    return [((-x_) ** 2, x_**2), *((s, (n + 1) % 2) for n, s in enumerate(sums))]


def claim(id: str, declared: str, says: str, reading: str, check: Check) -> Claim:
    return Claim(id, problem, "law", says, reading, DU.at(RANGE), declared, check)


TELESCOPES = identity(telescoping, "(1-x)(1 + x + ... + x^(n-1)) = 1 - x^n, by induction and for n <= 100")

CLAIMS = (
    claim(
        "B-4a",
        CONFIRMED,
        "The series 1 + x + x^2 + ... for 1/(1-x) has the radius of convergence 1.",
        "For real and complex x: the sums tend to 1/(1-x) where |x| < 1, and to nothing where |x| > 1.",
        told(
            TELESCOPES,
            "so they are off by x^n/(1-x), which tends to 0 for |x| < 1 and grows without bound for |x| > 1",
        ),
    ),
    claim(
        "B-4b",
        CONFIRMED,
        "At x = 10 the left side is negative, the right side a large positive number.",
        "1/(1-10) < 0, and every sum of n terms is positive, (10^n - 1)/9.",
        identity(at_ten, "1/(1-10) = -1/9; S_1 = (10 - 1)/9; 10 (10^n - 1) + 9 = 10^(n+1) - 1"),
    ),
    claim(
        "B-4c",
        CONFIRMED,
        "1/(1-x) = 1 + x + x^2 + x^3 + o(x^3).",
        "As x tends to 0: the difference over x^3 is x/(1-x).",
        identity(third_order, "(1-x)(1 + x + x^2 + x^3) + x^4 = 1"),
    ),
    claim(
        "B-4d",
        REFUTED,
        "That formula, with its remainder, does not hold at x = 10.",
        "With the remainder x^4/(1-x) that o(x^3) stands for, it fails there. (It is the infinite series "
        "that fails, B-4b: o(x^3) says nothing about an x away from 0.)",
        told(
            disproved(
                both(
                    identity(third_order, "the formula with x^4/(1-x) for every x but 1"),
                    identity(lambda: [(CUBIC(fmpq(10)) + fmpq(10**4, 1 - 10), fmpq(-1, 9))], "at x = 10"),
                )
            ),
            "1111 - 10000/9 = -1/9",
        ),
    ),
    claim(
        "B-4e",
        REFUTED,
        "Its range of use is 1.",
        "Up to and with the edge, the pole left out: the sums tend to 1/(1-x) at x = -1 as well. (For "
        "|x| < 1 they do, B-4a.)",
        told(
            disproved(identity(at_minus_one, "at x = -1 the sums are 1, 0, 1, 0, ...")),
            "they do not tend to 1/2",
        ),
    ),
)
