"""What the source says about it, each statement with its proof."""

from typing import Any

from flint import arb, fmpq, fmpq_poly

from verify.arithmetic.precision import every, less, negated
from verify.catalogue.big_o_constant.methods import OF
from verify.catalogue.big_o_constant.problem import FUNCTIONS, largest
from verify.catalogue.big_o_constant.quotients import log_g
from verify.catalogue.sources import MITX
from verify.claims.declare import Claims
from verify.claims.forms import identity, printed
from verify.core.claim import REFUTED, Outcome, Reach

C4 = Claims(OF["power"], MITX.at("big O notation"), "C-4")


EXP, LOG, POWER, SIN, COS = FUNCTIONS


TENTH = fmpq(1, 10)
x_ = fmpq_poly([0, 1])
ERROR = (1 + x_) ** 5 - (1 + 5 * x_)


def expansion() -> list[tuple[Any, Any]]:
    return [(ERROR, 10 * x_**2 + 10 * x_**3 + 5 * x_**4 + x_**5)]


def at_a_tenth() -> Outcome:
    off, bound = ERROR(TENTH), 12 * TENTH**2
    return Outcome(bool(abs(off) < bound), f"1.1^5 - 1.5 = {off}, and 12 x^2 = {bound}", arb(off))


def up_to_a_tenth() -> Outcome:
    k = largest(POWER, arb(TENTH), 1).value
    near, far = (largest(POWER, arb(fmpq(n, 10_000)), 1).value for n in (1827, 1828))
    return Outcome(
        every([less(k, 12), less(near, 12), less(12, far)]),
        f"the least k on [-0.1, 0.1] is {k.str(12, radius=False)}, that of 10 + 10x + 5x^2 + x^3 at 0.1; "
        "12 serves on [-0.1827, 0.1827] and no longer on [-0.1828, 0.1828]",
        k,
    )


def square_dominates() -> Outcome:
    share = 10 * TENTH**2 / ERROR(TENTH)
    return Outcome(bool(share > fmpq(9, 10)), f"10 x^2 is {share} of it, {arb(share).str(4, radius=False)}")


def without_magnitude() -> Outcome:
    """e^x - (1 + x + x^2/2) at x = -1/2, where k x^3 < 0 for every k > 0."""
    x = arb(fmpq(-1, 2))
    size = abs(x.exp() - (1 + x + x * x / 2))
    return Outcome(
        False if size > 0 else None,
        f"at x = -1/2 |e^x - (1 + x + x^2/2)| is {size.str(4, radius=False)} and k x^3 is negative for every "
        "k > 0: no odd order would ever hold on both sides of 0",
        size,
    )


def at_one_point() -> Outcome:
    d = arb(fmpq(1, 2))
    found, least = abs(log_g(2, d)), largest(LOG, d, 1).value
    return Outcome(
        negated(less(found, least)),
        f"ln(1+x) - x at x = 1/2 over x^2 gives k = {found.str(6, radius=False)}; on [-1/2, 1/2] the "
        f"least k is {least.str(6, radius=False)}, at x = -1/2",
        least,
    )


CLAIMS_C4 = (
    C4.printed(
        says="At x = 0.1 the linear approximation of (1+x)^5 is off by less than 12 x^2",
        reading="At that x, exactly.",
        check=at_a_tenth,
        reach=Reach.FIGURE,
    ),
    C4.law(
        "b",
        says="The remainder of 1 + 5x is 10x^2 + 10x^3 + 5x^4 + x^5",
        reading="As polynomials.",
        check=identity(expansion, "(1+x)^5 - (1+5x) = 10x^2 + 10x^3 + 5x^4 + x^5"),
        reach=Reach.IDENTITY,
        further=True,
    ),
    C4.law(
        "c",
        says="The remainder is O(x^2), with 12 for the constant",
        reading="For every x of [-0.1, 0.1], not only at 0.1.",
        check=up_to_a_tenth,
        reach=Reach.SUBDIVISION,
        further=True,
    ),
    C4.finding(
        "d",
        says="At x = 0.1 the term in x^2 decides the size of the remainder",
        reading="It makes more than nine tenths of it.",
        check=square_dominates,
        reach=Reach.FIGURE,
        further=True,
    ),
    C4.law(
        "e",
        says="f is O(x^n) near 0 if |f(x)| <= k x^n",
        reading="As printed, without the magnitude of x^n, for the text's own example e^x = 1 + x + "
        "x^2/2 + O(x^3). (With |x|^n, as the sentence before has it, it holds: C-2d.)",
        check=without_magnitude,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        neighbour=True,
        problem=OF["exp"],
    ),
    C4.law(
        "f",
        says="k is found by dividing the remainder by x^n",
        reading="At x = d, so that it serves on [-d, d]: for ln(1+x), d = 1/2. (For (1+x)^5 and e^x "
        "it does serve.)",
        check=at_one_point,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        neighbour=True,
        problem=OF["log"],
    ),
)


C5 = Claims(OF["power"], MITX.at("big O notation"), "C-5")


def decimal_exponent() -> Outcome:
    cube = fmpq(1, 5) ** 3
    return Outcome(
        bool(fmpq(1, 1000) <= cube < fmpq(1, 100)),
        "10^-3 <= 0.2^3 = 8e-3 < 10^-2 (the nearest power of ten, in ratio, is 10^-2)",
    )


CLAIMS_C5 = (
    C5.printed(
        "a",
        says="0.2^3 = 0.008",
        reading="Half a unit of the last digit; it is exact.",
        check=printed("0.008", lambda: fmpq(1, 5) ** 3),
        reach=Reach.FIGURE,
        further=True,
    ),
    C5.printed(
        says="0.2^3 = 8e-3",
        reading="Half a unit of the last digit; it is exact.",
        check=printed("8e-3", lambda: fmpq(1, 5) ** 3),
        reach=Reach.FIGURE,
    ),
    C5.finding(
        "c",
        says="The order of magnitude of 0.2^3 is 10^-3",
        reading="The exponent of its decimal notation. (Rounded in the logarithm it would be 10^-2.)",
        check=decimal_exponent,
        reach=Reach.FIGURE,
        further=True,
    ),
)
