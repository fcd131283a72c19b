"""What the source says about it, each statement with its proof."""

from collections.abc import Callable
from typing import Any

from flint import arb, fmpq, fmpq_poly, fmpq_series

from verify.arithmetic.precision import less
from verify.catalogue.quotient_near_zero.problem import elementary, problem
from verify.catalogue.quotient_near_zero.truncation import alpha, beta, linear_quotient
from verify.catalogue.sources import MITX
from verify.claims.declare import Claims
from verify.claims.forms import Check, both, each, identity, last_unit, on_interval
from verify.core.claim import REFUTED, Outcome, Reach
from verify.core.literals import rational

C8 = Claims(problem, MITX.at("typical problems, functions that are quotients"), "C-8")
HALF = fmpq(1, 2)


def taylor() -> list[fmpq]:
    """The first two Taylor coefficients of ln(1+x)/(x e^x) at 0, exactly."""
    x = fmpq_series([0, 1], prec=4)
    log, e = (1 + x).log(), (-x).exp()
    shifted = [log[1], log[2]]  # of ln(1+x)/x
    return [shifted[0] * e[0], shifted[0] * e[1] + shifted[1] * e[0]]


def quotient(top: list[Any], bottom: list[int]) -> list[fmpq]:
    """The first two of a quotient of polynomials."""
    series = fmpq_series(top, prec=2) / fmpq_series(bottom, prec=2)
    return [series[0], series[1]]


def same(left: Callable[[], list[fmpq]], right: Callable[[], list[fmpq]], says: str) -> Check:
    return identity(lambda: list(zip(left(), right(), strict=True)), says)


def over_square(x: arb) -> arb:
    """(f - (1 - 3x/2))/x^2 over a ball."""
    near = linear_quotient(x)
    return near if x.contains(0) else near.intersection((elementary(x) - 1 + 3 * x / 2) / (x * x))


def kept_over_square(x: arb) -> arb:
    """(f - (1 - x/2)/(1+x))/x^2."""
    near = (1 - x / 2) * (beta(x) - 1 / (1 + x)) + alpha(x) * (-x).exp()
    return near if x.contains(0) else near.intersection((elementary(x) - (1 - x / 2) / (1 + x)) / (x * x))


def naive_over_x(x: arb) -> arb:
    """(f - 1/(1+x))/x."""
    near = kept_over_square(x) * x - 1 / (2 * (1 + x))
    return near if x.contains(0) else near.intersection((elementary(x) - 1 / (1 + x)) / x)


def least(size: Callable[[Any], Any], k: str, witness: fmpq, says: str) -> Check:
    """The largest |size| on [-1/2, 1/2] is k to within a unit of its last digit."""
    low, high = rational(k) - last_unit(k), rational(k) + last_unit(k)
    return both(
        on_interval(-HALF, HALF, lambda x: less(abs(size(x)), high), f"{says} < {text(high)}", 5000),
        each(
            [(f"at x = {witness}", lambda: less(low, abs(size(arb(witness)))))],
            f"{text(low)} is too small at x = {witness}",
        ),
    )


def text(x: fmpq) -> str:
    return f"{int(x.p) / int(x.q):g}"


def undivided() -> Outcome:
    """(1 - x/2)/(1+x) has the coefficients 1 and -3/2 too."""
    agrees = quotient([1, -HALF], [1, 1]) == taylor()
    found = least(kept_over_square, "0.85755", -HALF, "|f - (1 - x/2)/(1+x)|/x^2")()
    holds = None if found.holds is None else not (agrees and found.holds)
    return Outcome(holds, f"it has the coefficients 1 and -3/2, and {found.evidence}")


def wrong_sign() -> Outcome:
    x = fmpq_series([0, 1], prec=3)
    c = (1 + x).log()[2]
    return Outcome(c == HALF, f"ln(1+x) = x - x^2/2 + ...: the coefficient of x^2 is {c}, not 1/2")


def last_step() -> Outcome:
    product = fmpq_poly([1, HALF]) * fmpq_poly([1, -1])
    other = fmpq_poly([1, -HALF]) * fmpq_poly([1, -1])
    return Outcome(
        product[1] == fmpq(-3, 2),
        f"(1 + x/2)(1 - x) = {product}, so 1 - x/2 to first order; the printed result comes from "
        f"(1 - x/2)(1 - x) = {other}, with the right sign of x^2/2 (C-8d)",
    )


CLAIMS_C8 = C8.whole(
    "law",
    says="ln(1+x)/(x e^x) is 1 - 3x/2 to first order near 0; the naive quotient 1/(1+x) is not that",
    reading="Both.",
    parts=(
        C8.law(
            "a",
            says="Near 0, ln(1+x)/(x e^x) is 1 - 3x/2 to first order",
            reading="Its first two Taylor coefficients, and the truncation error is O(x^2): the least k "
            "on [-1/2, 1/2] is 2.14245.",
            check=both(
                same(taylor, lambda: [fmpq(1), fmpq(-3, 2)], "the coefficients of 1 and x are 1 and -3/2"),
                least(over_square, "2.14245", -HALF, "|f - (1 - 3x/2)|/x^2"),
            ),
            reach=Reach.SUBDIVISION,
        ),
        C8.law(
            "b",
            says="The naive quotient 1/(1+x) is not the linear approximation",
            reading="It is right at 0, its slope is -1, and the truncation error is not O(x^2).",
            check=same(
                lambda: [a - b for a, b in zip(taylor(), quotient([1], [1, 1]), strict=True)],
                lambda: [fmpq(0), fmpq(-1, 2)],
                "f - 1/(1+x) = 0 - x/2 + ..., which over x^2 has no bound",
            ),
            reach=Reach.IDENTITY,
        ),
        C8.law(
            "c",
            says="What the naive quotient gives is good to a constant only",
            reading="Its truncation error is O(x), and the least k on [-1/2, 1/2] is 0.597.",
            check=least(naive_over_x, "0.597", fmpq(-387, 1000), "|f - 1/(1+x)|/|x|"),
            reach=Reach.SUBDIVISION,
            further=True,
        ),
        C8.law(
            "d",
            says="The numerator is to be taken as x + x^2/2",
            reading="As the quadratic approximation of ln(1+x). (Its x^2 has the other sign; the text's "
            "own list of quadratic approximations has it right.)",
            check=wrong_sign,
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            further=True,
        ),
        C8.law(
            "e",
            says="(1 + x/2)(1 - x) is 1 - 3x/2 to first order",
            reading="The last step as printed.",
            check=last_step,
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            further=True,
        ),
        C8.law(
            "f",
            says="e^x in the denominator cannot simply be divided by; it must become a factor 1 - x first",
            reading="(1 - x/2)/(1 + x), left undivided, is not right to first order.",
            check=undivided,
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            further=True,
        ),
    ),
)
