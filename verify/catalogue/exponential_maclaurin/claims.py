"""What the source says about it, each statement with its proof."""

import math
from typing import Any

from flint import arb, fmpq, fmpq_mpoly_ctx

from verify.arithmetic.precision import every, less
from verify.catalogue.exponential_maclaurin.problem import problem, truth
from verify.catalogue.sources import DU
from verify.claims.declare import Claims
from verify.claims.forms import at_each, disproved, each, identity, printed, told
from verify.core.claim import REFUTED, Outcome, Reach

B3 = Claims(problem, DU.at("example of Maclaurin's expansion"), "B-3")


def partial_sum(degree: int) -> fmpq:
    """T_n(1) = 1 + 1/1! + ... + 1/n!"""
    return sum((fmpq(1, math.factorial(k)) for k in range(degree + 1)), fmpq(0))


def euler() -> arb:
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


CLAIMS_B3 = B3.whole(
    "printed",
    says="The polynomial of degree 5 gives 2.7167 for e; e = 2.71828...",
    reading="The first figure is that of T_5(1), the second the first digits of e.",
    parts=(
        B3.printed(
            "a",
            says="The polynomial of degree 5 gives 2.7167 at x = 1.",
            reading="T_5(1) = 163/60 rounds to the printed figure. (Neighbour: B-3b.)",
            check=printed("2.7167", lambda: partial_sum(5)),
            reach=Reach.FIGURE,
        ),
        B3.printed(
            "b",
            says="e, computed so, is 2.7167.",
            reading="e itself to four decimals. (The polynomial is cut off too early for the last two of "
            "them.)",
            check=printed("2.7167", euler),
            reach=Reach.FIGURE,
            declared=REFUTED,
            neighbour=True,
        ),
        B3.printed(
            "c",
            says="e = 2.71828...",
            reading="These are its first digits: e lies in [2.71828, 2.71829). (It also rounds to 2.71828.)",
            check=each(
                [
                    (
                        "e",
                        lambda: every(
                            [less(fmpq(271828, 10**5), euler()), less(euler(), fmpq(271829, 10**5))]
                        ),
                    )
                ],
                "2.71828 < e < 2.71829",
            ),
            reach=Reach.FIGURE,
        ),
        B3.law(
            "d",
            says="The digits of e go round and round for ever.",
            reading="The decimal recurs. (Neighbour: B-3e, it never ends.)",
            check=told(
                disproved(IRRATIONAL), "so e is not a fraction (Fourier), and a decimal that recurs is one"
            ),
            reach=Reach.THEOREM,
            declared=REFUTED,
            neighbour=True,
        ),
        B3.law(
            "e",
            says="The digits of e go on for ever.",
            reading="The decimal does not end: e times a power of ten is never an integer.",
            check=IRRATIONAL,
            reach=Reach.THEOREM,
            further=True,
        ),
    ),
)


B5 = Claims(problem, DU.at("remark on factorials"), "B-5")


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


CLAIMS_B5 = (
    B5.law(
        says="Factorials grow faster than exponentials.",
        reading="n!/c^n has no bound, for every c > 0: from n = 2m on, m >= c an integer, it at "
        "least doubles each time.",
        check=identity(growth, "(2m + j + 1) - 2m = j + 1 > 0"),
        reach=Reach.IDENTITY,
    ),
    B5.law(
        "b",
        says="Factorials grow faster than exponentials.",
        reading="From the start: n! > 10^n for every n >= 1.",
        check=from_the_start,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        neighbour=True,
    ),
)
