"""e^x for x >= 0, e itself at x = 1, by Maclaurin's polynomials and by compound interest."""

import math
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from flint import arb, fmpq, fmpq_mpoly_ctx

from verify.arithmetic.precision import every, less
from verify.claims.forms import Check, at_each, disproved, each, identity, printed, told
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
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
from verify.measure.sensitivity import by_series

DU = Source("Hivan Du", 2023, "Calculus: the Newton-Leibniz formula and Taylor expansion, Math 13")
KNUTH = Source("D. E. Knuth", 1997, "The Art of Computer Programming, vol. 2, 3rd ed.")
EULER = Source("L. Euler", 1748, "Introductio in analysin infinitorum")
EXAMPLE, GROWTH = "example of Maclaurin's expansion", "remark on factorials"


def truth(x: Any) -> Any:
    return x.exp()


def opinion(mp: Any, x: Any) -> Any:
    # Newton's iteration for ln y = x, each step doubling the digits.
    y = mp.mpf(math.exp(float(x)))
    for _ in range(7):
        y = y * (1 + x - mp.ln(y))
    return y


def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    yield {"x": fmpq(1)}
    half = count // 2
    for x in strata(half, 0, 4, 2, random)[1:] + strata(count - half, 4, 50, 2, random)[1:]:
        yield {"x": x}


problem = Problem(
    name="exponential_maclaurin",
    title="e^x by its polynomials about 0, and by compound interest",
    formula="y = e^x, x >= 0; e itself at x = 1",
    source=DU.at(EXAMPLE),
    inputs=(Input("x", fmpq(0), fmpq(50)),),
    truth=Route(
        truth, "arb's exp, by argument reduction and bit-burst; the algorithms add, multiply and divide"
    ),
    opinion=Route(opinion, "Newton's iteration on mpmath's logarithm"),
    sensitivity=Sensitivity(gradient=by_series(truth), monotone=True),
    sweep=Sweep(axis=Axis("x", lambda x: x), points=points, count=120),
    systems=("B3",),
    references=tuple({"x": x} for x in ("0", "1", "1/2", "2", "10", "50")),
)

DEGREE = Parameter("degree", 0, 200, (1, 2, 3, 5, 10, 15, 20, 30, 50, 100, 200), shown=20)
DOUBLINGS = Parameter("doublings", 0, 64, (0, 5, 10, 15, 20, 25, 30, 35, 40, 50, 64), shown=25)


def maclaurin(R: Any, x: Any, degree: int) -> Any:
    total = term = R(1)
    for k in range(1, degree + 1):
        term = term * x / k
        total = total + term
    return total


def horner(R: Any, x: Any, degree: int) -> Any:
    total = R(1)
    for k in range(degree, 0, -1):
        total = 1 + total * x / k
    return total


def compound(R: Any, x: Any, doublings: int) -> Any:
    value = 1 + x / 2**doublings
    for _ in range(doublings):
        value = value * value
    return value


def lagrange(x: Any, degree: int) -> Any:
    # 0 <= e^x - T_n(x) = e^xi x^(n+1)/(n+1)! for some 0 <= xi <= x.
    return x.exp() * x ** (degree + 1) / math.factorial(degree + 1)


def interest(x: Any, doublings: int) -> Any:
    # y - y^2/2 <= ln(1+y) <= y for y >= 0, so with n parts e^(x - x^2/(2n)) <= (1 + x/n)^n <= e^x; and
    # 1 - e^-v <= v.
    return x.exp() * x * x / 2 ** (doublings + 1)


ALGORITHMS = (
    Algorithm(
        name="maclaurin",
        problem=problem,
        says="1 + x + x^2/2! + ... + x^n/n!, from the left",
        source=DU.at(EXAMPLE),
        body=maclaurin,
        parameters=(DEGREE,),
        truncation=Bound(lagrange, "Taylor's theorem, Lagrange's remainder"),
        grid=True,
    ),
    Algorithm(
        name="horner",
        problem=problem,
        says="the same polynomial as 1 + x (1 + x/2 (1 + x/3 (...)))",
        source=KNUTH.at("section 4.6.4"),
        body=horner,
        parameters=(DEGREE,),
        truncation=Bound(lagrange, "Taylor's theorem, Lagrange's remainder"),
        grid=True,
    ),
    Algorithm(
        name="compound",
        problem=problem,
        says="(1 + x/n)^n with n = 2^k, by k squarings",
        source=EULER.at("chapter 7"),
        body=compound,
        parameters=(DOUBLINGS,),
        truncation=Bound(interest, "y - y^2/2 <= ln(1+y) <= y"),
        grid=True,
    ),
)

# --- claims -------------------------------------------------------------------------------------------


def partial_sum(degree: int) -> fmpq:
    """T_n(1) = 1 + 1/1! + ... + 1/n!"""
    return sum((fmpq(1, math.factorial(k)) for k in range(degree + 1)), fmpq(0))


def euler() -> Any:
    return truth(arb(1))


def fourier_step(q: int) -> bool | None:
    # q! (e - s_q) = 1/(q+1) + 1/((q+1)(q+2)) + ... lies above 0 and below the geometric series in 1/(q+1),
    # which is 1/q. Were e = p/q, it would be an integer: (q-1)! p less the integer q! s_q.
    rest = math.factorial(q) * (euler() - partial_sum(q))
    return every([less(0, rest), less(rest, fmpq(1, q))])


IRRATIONAL = at_each(
    range(1, 31),
    fourier_step,
    lambda q: f"at q = {q}",
    "0 < q! (e - s_q) < 1/q for every q (its terms are below those of a geometric series; here q <= 30)",
)


def growth() -> list[tuple[Any, Any]]:
    # Let m >= c be an integer and n = 2m + j, j >= 0. Then n!/m^n grows by (n+1)/m, and n + 1 - 2m = j + 1
    # > 0: it at least doubles at each step. So n!/c^n >= n!/m^n >= 2^(n-2m) (2m)!/m^(2m), without bound.
    m, j = fmpq_mpoly_ctx.get(("m", "j"), "lex").gens()
    return [(2 * m + j + 1 - 2 * m, j + 1)]


def from_the_start() -> Outcome:
    behind = [n for n in range(1, 41) if math.factorial(n) <= 10**n]
    return Outcome(
        not behind,
        f"n! <= 10^n for n = {behind[0]}, ..., {behind[-1]}; 25! is the first that is larger, and stays so",
    )


def claim(id: str, kind: str, place: str, declared: str, says: str, reading: str, check: Check) -> Claim:
    return Claim(id, problem, kind, says, reading, DU.at(place), declared, check)


CLAIMS = (
    claim(
        "B-3a",
        "printed",
        EXAMPLE,
        CONFIRMED,
        "The polynomial of degree 5 gives 2.7167 at x = 1.",
        "T_5(1) = 163/60 rounds to the printed figure. (Neighbour: B-3b.)",
        printed("2.7167", lambda: partial_sum(5)),
    ),
    claim(
        "B-3b",
        "printed",
        EXAMPLE,
        REFUTED,
        "e, computed so, is 2.7167.",
        "e itself to four decimals. (The polynomial is cut off too early for the last two of them.)",
        printed("2.7167", euler),
    ),
    claim(
        "B-3c",
        "printed",
        EXAMPLE,
        CONFIRMED,
        "e = 2.71828...",
        "These are its first digits: e lies in [2.71828, 2.71829). (It also rounds to 2.71828.)",
        each(
            [("e", lambda: every([less(fmpq(271828, 10**5), euler()), less(euler(), fmpq(271829, 10**5))]))],
            "2.71828 < e < 2.71829",
        ),
    ),
    claim(
        "B-3d",
        "law",
        EXAMPLE,
        REFUTED,
        "The digits of e go round and round for ever.",
        "The decimal recurs. (Neighbour: B-3e, it never ends.)",
        told(disproved(IRRATIONAL), "so e is not a fraction (Fourier), and a decimal that recurs is one"),
    ),
    claim(
        "B-3e",
        "law",
        EXAMPLE,
        CONFIRMED,
        "The digits of e go on for ever.",
        "The decimal does not end: e times a power of ten is never an integer.",
        IRRATIONAL,
    ),
    claim(
        "B-5a",
        "law",
        GROWTH,
        CONFIRMED,
        "Factorials grow faster than exponentials.",
        "n!/c^n has no bound, for every c > 0: from n = 2m on, m >= c an integer, it at least doubles each "
        "time.",
        identity(growth, "(2m + j + 1) - 2m = j + 1 > 0"),
    ),
    claim(
        "B-5b",
        "law",
        GROWTH,
        REFUTED,
        "Factorials grow faster than exponentials.",
        "From the start: n! > 10^n for every n >= 1.",
        from_the_start,
    ),
)
