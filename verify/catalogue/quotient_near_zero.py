"""ln(1+x)/(x e^x) near 0: linear approximations made the right way and the naive way, and the quotient as it
stands in float64.

Two things go wrong near 0. Numerator and denominator both vanish, so that one more term of the logarithm is
needed than the order suggests; and in float64 the sum 1 + x drops what ln needs of a small x.
"""

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

from flint import arb, fmpq, fmpq_poly, fmpq_series

from verify.arithmetic.precision import less
from verify.claims.forms import Check, both, each, identity, last_unit, on_interval
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
from verify.core.literals import rational
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Finite,
    Input,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.sampling import log_strata

NOTES = Source("MITx 18.01.1x", None, "Calculus 1A, notes on approximations")
EXAMPLE = NOTES.at("typical problems, functions that are quotients")


def log_quotient(x: Any) -> Any:
    """ln(1+x)/x = 2F1(1, 1; 2; -x)."""
    return (-x).hypgeom_2f1(1, 1, 2)


def exp_of_minus(x: Any) -> Any:
    # cosh x + sinh x by 0F1; where the sum would cancel, the reciprocal of the one for -x
    if x > 0:
        return 1 / exp_of_minus(-x)
    z = x * x / 4
    return z.hypgeom_0f1(arb(0.5)) - x * z.hypgeom_0f1(arb(1.5))


def truth(x: Any) -> Any:
    return log_quotient(x) * exp_of_minus(x)


def elementary(x: Any) -> Any:
    return x.log1p() / (x * x.exp())


def gradient(x: Any) -> list[Any]:
    # (A e^-x)' = (A' - A) e^-x with A = 2F1(1, 1; 2; -x), A' = -1/2 2F1(2, 2; 3; -x)
    return [-((-x).hypgeom_2f1(2, 2, 3) / 2 + log_quotient(x)) * (-x).exp()]


def opinion(mp: Any, x: Any) -> Any:
    return mp.log1p(x) / x / mp.exp(x)


def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    # Both signs down to 1e-18, far below the unit roundoff; to the left up to -1, to the right to where
    # e^-x leaves float64's range.
    sizes = log_strata(count - 2, -18, 3, random)
    for k, x in enumerate(sizes):
        if k % 2 and x < 1:
            yield {"x": -x}
        elif x <= 720:
            yield {"x": x}
    yield from ({"x": fmpq(-999, 1000)}, {"x": fmpq(720)})


problem = Problem(
    name="quotient_near_zero",
    title="A quotient whose numerator and denominator vanish together",
    formula="ln(1 + x)/(x e^x), x > -1; 1 at x = 0",
    source=EXAMPLE,
    systems=("C6",),
    inputs=(Input("x", fmpq(-1), fmpq(720), above=True),),
    truth=Route(truth, "hypergeometric series, 2F1 for ln(1+x)/x and 0F1 for the exponential"),
    second=Route(elementary, "FLINT's log1p and exp"),
    opinion=Route(opinion, "mpmath's log1p and exp"),
    sensitivity=Sensitivity(
        gradient=gradient,
        # ln(1+x)/x and e^-x are positive and fall strictly, so their product does
        monotone=True,
    ),
    sweep=Sweep(axis=Axis("|x|", lambda x: abs(x), log=True), points=points, count=160),
    references=tuple(
        {"x": x}
        for x in ("1/10", "-1/10", "1/1000000", "-1/100000000000000000000", "-9/10", "1", "10", "100", "700")
    ),
)


def linear(R: Any, x: Any) -> Any:
    return 1 - 3 * x / 2


def kept_quotient(R: Any, x: Any) -> Any:
    return (1 - x / 2) / (1 + x)


def naive_quotient(R: Any, x: Any) -> Any:
    return 1 / (1 + x)


def printed_quotient(R: Any, x: Any) -> Any:
    return (1 + x / 2) / (1 + x)


def by_log(R: Any, x: Any) -> Any:
    return R.log(1 + x) / (x * R.exp(x))


def by_log1p(R: Any, x: Any) -> Any:
    return R.log1p(x) / (x * R.exp(x))


# Truncation. For x > -1:
#   ln(1+x)/x = integral over [0, 1] of dt/(1+xt) = 1 - x/2 + alpha x^2, alpha = integral of t^2/(1+xt),
#   between 1/3 and 1/(3(1+x));
#   e^-x = 1 - x + beta x^2, beta = e^-xi/2, between 1/2 and e^-x/2 (Lagrange).
THEOREM = "Taylor's theorem for both factors, with integral and Lagrange's remainder"


def alpha(x: Any) -> Any:
    return (1 / arb(3)).union(1 / (3 * (1 + x)))


def beta(x: Any) -> Any:
    return arb(0.5).union((-x).exp() / 2)


def linear_quotient(x: Any) -> Any:
    """(f - (1 - 3x/2))/x^2, enclosed."""
    # (1 - x/2 + alpha x^2) e^-x, and (1 - x/2)(1 - x) = 1 - 3x/2 + x^2/2
    return fmpq(1, 2) + alpha(x) * (-x).exp() + beta(x) * (1 - x / 2)


def kept_remainder(x: Any) -> Any:
    # e^-x - 1/(1+x) = x^2 (beta - 1/(1+x)), as (1-x)(1+x) - 1 = -x^2
    return x * x * ((1 - x / 2) * (beta(x) - 1 / (1 + x)) + alpha(x) * (-x).exp())


def linear_bound(x: Any) -> Any:
    return abs(x * x * linear_quotient(x))


def kept_bound(x: Any) -> Any:
    return abs(kept_remainder(x))


def naive_bound(x: Any) -> Any:
    # 1/(1+x) is the kept quotient and (x/2)/(1+x)
    return abs(kept_remainder(x) - x / (2 * (1 + x)))


def printed_bound(x: Any) -> Any:
    # (1 + x/2)/(1+x) is the kept quotient and x/(1+x)
    return abs(kept_remainder(x) - x / (1 + x))


def not_zero(x: fmpq) -> bool:
    return x != 0


def algorithm(name: str, says: str, body: Callable[..., Any], **how: Any) -> Algorithm:
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=EXAMPLE,
        body=body,
        **how,
    )


ALGORITHMS = (
    algorithm(
        "linear",
        "1 - 3x/2: ln to second order over x, times 1 - x for e^-x, cut after x",
        linear,
        truncation=Bound(linear_bound, THEOREM),
    ),
    algorithm(
        "naive_quotient",
        "1/(1 + x): linear approximations of ln(1+x) and e^x, divided",
        naive_quotient,
        truncation=Bound(naive_bound, THEOREM),
    ),
    algorithm(
        "kept_quotient",
        "(1 - x/2)/(1 + x): ln to second order over x, the division left as it stands",
        kept_quotient,
        truncation=Bound(kept_bound, THEOREM),
    ),
    algorithm(
        "printed_quotient",
        "(1 + x/2)/(1 + x): the same with the text's sign of x^2/2",
        printed_quotient,
        truncation=Bound(printed_bound, THEOREM),
    ),
    algorithm(
        "by_log",
        "the quotient as it stands, log(1 + x)",
        by_log,
        truncation=Finite(),
        applies=not_zero,
        basic=False,
    ),
    algorithm(
        "by_log1p",
        "the quotient with log1p(x), which does not form 1 + x",
        by_log1p,
        truncation=Finite(),
        applies=not_zero,
        basic=False,
    ),
)

# --- claims -----------------------------------------------------------------------------------------


HALF = fmpq(1, 2)


def taylor() -> list[fmpq]:
    """The first two Taylor coefficients of ln(1+x)/(x e^x) at 0, exactly."""
    x = fmpq_series([0, 1], prec=4)
    log, e = (1 + x).log(), (-x).exp()
    shifted = [log[1], log[2]]  # of ln(1+x)/x
    return [shifted[0] * e[0], shifted[0] * e[1] + shifted[1] * e[0]]


def quotient(top: list[Any], bottom: list[Any]) -> list[fmpq]:
    """The first two of a quotient of polynomials."""
    series = fmpq_series(top, prec=2) / fmpq_series(bottom, prec=2)
    return [series[0], series[1]]


def same(left: Callable[[], list[fmpq]], right: Callable[[], list[fmpq]], says: str) -> Check:
    return identity(lambda: list(zip(left(), right(), strict=True)), says)


def over_square(x: Any) -> Any:
    """(f - (1 - 3x/2))/x^2 over a ball."""
    near = linear_quotient(x)
    return near if x.contains(0) else near.intersection((elementary(x) - 1 + 3 * x / 2) / (x * x))


def kept_over_square(x: Any) -> Any:
    """(f - (1 - x/2)/(1+x))/x^2."""
    near = (1 - x / 2) * (beta(x) - 1 / (1 + x)) + alpha(x) * (-x).exp()
    return near if x.contains(0) else near.intersection((elementary(x) - (1 - x / 2) / (1 + x)) / (x * x))


def naive_over_x(x: Any) -> Any:
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


def claim(id: str, says: str, reading: str, declared: str, check: Check) -> Claim:
    return Claim(id, problem, "law", says, reading, EXAMPLE, declared, check)


CLAIMS = (
    claim(
        "C-8a",
        "Near 0, ln(1+x)/(x e^x) is 1 - 3x/2 to first order",
        "Its first two Taylor coefficients, and the truncation error is O(x^2): the least k on [-1/2, 1/2] "
        "is 2.14245.",
        CONFIRMED,
        both(
            same(taylor, lambda: [fmpq(1), fmpq(-3, 2)], "the coefficients of 1 and x are 1 and -3/2"),
            least(over_square, "2.14245", -HALF, "|f - (1 - 3x/2)|/x^2"),
        ),
    ),
    claim(
        "C-8b",
        "The naive quotient 1/(1+x) is not the linear approximation",
        "It is right at 0, its slope is -1, and the truncation error is not O(x^2).",
        CONFIRMED,
        same(
            lambda: [a - b for a, b in zip(taylor(), quotient([1], [1, 1]), strict=True)],
            lambda: [fmpq(0), fmpq(-1, 2)],
            "f - 1/(1+x) = 0 - x/2 + ..., which over x^2 has no bound",
        ),
    ),
    claim(
        "C-8c",
        "What the naive quotient gives is good to a constant only",
        "Its truncation error is O(x), and the least k on [-1/2, 1/2] is 0.597.",
        CONFIRMED,
        least(naive_over_x, "0.597", fmpq(-387, 1000), "|f - 1/(1+x)|/|x|"),
    ),
    claim(
        "C-8d",
        "The numerator is to be taken as x + x^2/2",
        "As the quadratic approximation of ln(1+x). (Its x^2 has the other sign; the text's own list of "
        "quadratic approximations has it right.)",
        REFUTED,
        wrong_sign,
    ),
    claim(
        "C-8e",
        "(1 + x/2)(1 - x) is 1 - 3x/2 to first order",
        "The last step as printed.",
        REFUTED,
        last_step,
    ),
    claim(
        "C-8f",
        "e^x in the denominator cannot simply be divided by; it must become a factor 1 - x first",
        "(1 - x/2)/(1 + x), left undivided, is not right to first order.",
        REFUTED,
        undivided,
    ),
)
