"""e^-x for x >= 0 by three summations: direct powers and factorials, a recursion, a reciprocal."""

import math
from collections.abc import Iterator, Mapping
from functools import cache
from random import Random
from typing import Any

import numpy as np
from flint import arb, fmpq, fmpq_mpoly_ctx, fmpq_poly, fmpz

from verify.arithmetic import Float64
from verify.arithmetic.precision import every, less
from verify.claims.forms import Check, at_each, disproved, identity, printed, told
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Input,
    Measurement,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.sampling import strata
from verify.measure.harness import measure, sweep
from verify.measure.limits import Limits
from verify.measure.point import point
from verify.measure.sensitivity import by_series

HOMEWORK = Source("Computational physics course", 2022, "Homework 1, solutions")


def truth(x: Any) -> Any:
    return (-x).exp()


def opinion(mp: Any, x: Any) -> Any:
    # A continued fraction by Lentz's rule, not mpmath's exp: e^x = 1 + 2x/(2 - x + x^2/(6 + x^2/(10 + ...))).
    # 2 - x + ... comes to 2x/(e^x - 1): some 3x/2 bits cancel.
    with mp.extraprec(int(3 * x) + 20):
        terms = int(mp.prec + 4 * x + 20)
        tail = mp.mpf(4 * terms + 2)
        for k in range(terms - 1, 0, -1):
            tail = 4 * k + 2 + x * x / tail
        return 1 / (1 + 2 * x / (2 - x + x * x / tail))


def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    # Decimals, as one would type them: the data error shows. Half where the three ways differ most,
    # half out to where e^-x itself leaves float64's range.
    half = count // 2
    for x in strata(half, 0, 50, 3, random) + strata(count - half, 50, 750, 3, random):
        yield {"x": x}


problem = Problem(
    name="exp_negative",
    title="The exponential of a negative number",
    formula="y = exp(-x), x >= 0",
    source=HOMEWORK.at("section 1"),
    inputs=(Input("x", fmpq(0), fmpq(750)),),
    truth=Route(
        truth, "arb's exp, by argument reduction and bit-burst; the algorithms only add, multiply and divide"
    ),
    opinion=Route(opinion, "a continued fraction in mpmath"),
    sensitivity=Sensitivity(gradient=by_series(truth), monotone=True),
    sweep=Sweep(axis=Axis("x", lambda x: x), points=points, count=280),
    systems=("E1",),
    references=tuple(
        {"x": x} for x in ("0", "1/10", "1", "5/2", "10", "17", "184/5", "50", "100", "700", "750")
    ),
)

TERMS = Parameter("terms", 1, 200, (5, 10, 20, 50, 100, 150, 200), shown=100)


def direct(R: Any, x: Any, terms: int) -> Any:
    total = power = factorial = R(1)
    for k in range(1, terms):
        power = power * -x
        factorial = factorial * k
        total = total + power / factorial
    return total


def recursion(R: Any, x: Any, terms: int) -> Any:
    total = term = R(1)
    for k in range(1, terms):
        term = term * -x / k
        total = total + term
    return total


def reciprocal(R: Any, x: Any, terms: int) -> Any:
    return R(1) / recursion(R, -x, terms)


def first_omitted(x: Any, terms: int) -> Any:
    # Taylor's theorem with Lagrange's remainder, x >= 0: the error of the first n terms of e^-x is
    # e^-xi x^n/n! for some 0 <= xi <= x, hence at most x^n/n!.
    return x**terms / arb(terms).fac()


def reciprocal_remainder(x: Any, terms: int) -> Any:
    # With S the sum for e^x, 0 <= e^x - S <= e^x x^n/n! (Lagrange, xi <= x), so that
    # |1/S - e^-x| = (e^x - S) / (S e^x) <= x^n/n! / S, and S >= 1 for x >= 0.
    return first_omitted(x, terms) / recursion(arb, -x, terms)


ALGORITHMS = (
    Algorithm(
        name="direct",
        problem=problem,
        says="powers and factorials formed apart, then divided",
        source=HOMEWORK.at("section 1, direct evaluation"),
        body=direct,
        parameters=(TERMS,),
        truncation=Bound(first_omitted, "Taylor's theorem, Lagrange's remainder"),
    ),
    Algorithm(
        name="recursion",
        problem=problem,
        says="each term from the one before, s_n = -s_(n-1) x/n",
        source=HOMEWORK.at("section 1, recursion"),
        body=recursion,
        parameters=(TERMS,),
        truncation=Bound(first_omitted, "Taylor's theorem, Lagrange's remainder"),
    ),
    Algorithm(
        name="reciprocal",
        problem=problem,
        says="the recursion for e^x, then one over it",
        source=HOMEWORK.at("section 1, reciprocal"),
        body=reciprocal,
        parameters=(TERMS,),
        truncation=Bound(reciprocal_remainder, "Taylor's theorem, Lagrange's remainder"),
    ),
)

# --- claims -----------------------------------------------------------------------------------------

TEXT_TERMS = 101  # the text sums n = 0..100
BY_NAME = {a.name: a for a in ALGORITHMS}


@cache
def on_tenths(name: str) -> dict[fmpq, Measurement]:
    """The algorithm at x = 1/10, 2/10, ..., 50 with the text's number of terms."""
    tenths = [point(problem, {"x": fmpq(k, 10)}, {}) for k in range(1, 501)]
    swept = sweep(BY_NAME[name], tenths, Limits(), {"terms": TEXT_TERMS})
    return {m.inputs["x"]: m for m in swept}


def forward(m: Measurement) -> arb:
    return arb.pos_inf() if m.forward_error is None else abs(m.forward_error)


def above(m: Measurement, level: fmpq) -> bool | None:
    return less(level, forward(m))


def no_worse(x: fmpq, name: str, others: tuple[str, ...]) -> bool | None:
    """At x: is |y^ - y| of `name` at most that of each of the others?"""
    mine = on_tenths(name)[x]
    answers = []
    for other in (on_tenths(o)[x] for o in others):
        same = mine.computed == other.computed
        answers.append(True if same else less(forward(mine), forward(other)))
    return every(answers)


def direct_is_last(x: fmpq) -> bool | None:
    return every([no_worse(x, name, ("direct",)) for name in ("recursion", "reciprocal")])


def reciprocal_is_first(x: fmpq) -> bool | None:
    return no_worse(x, "reciprocal", ("direct", "recursion"))


def rounding_dominates(x: fmpq) -> bool:
    return on_tenths("recursion")[x].cause == "rounding"


def at_x(x: fmpq) -> str:
    return f"at x = {float_text(x)}"


def overflow_check() -> Outcome:
    found = {name: measure(a, x=50, terms=200).computed for name, a in BY_NAME.items()}
    holds = math.isnan(found["direct"]) and all(
        math.isfinite(found[name]) for name in ("recursion", "reciprocal")
    )
    shown = ", ".join(f"{name} {value:.6g}" for name, value in found.items())
    return Outcome(holds, f"at x = 50 with 200 terms: {shown} (50^182 and 171! are beyond float64)")


def remainder_identities() -> list[tuple[fmpq_poly, fmpq_poly]]:
    # (-1)^(n+1) r_n lies in (0, x^(n+1)/(n+1)!) for x > 0, r_n = e^-x - T_n: true for r_(-1) = e^-x, and
    # r_n' = -r_(n-1), r_n(0) = 0, so integrating the bounds of (-1)^n r_(n-1) over [0, x] gives the next.
    # What the induction uses is T_n' = -T_(n-1) with T_n(0) = 1.
    sums = [fmpq_poly([fmpq((-1) ** k) / fmpz.fac_ui(fmpz(k)) for k in range(n + 1)]) for n in range(201)]
    steps = [(sums[n].derivative(), -sums[n - 1]) for n in range(1, 201)]
    return steps + [(s(fmpq_poly([0])), fmpq_poly([1])) for s in sums]


def stirling_ratio() -> Outcome:
    # q_n(x) = (x^(n+1)/(n+1)!) / (e x/n)^n = x n^n / ((n+1) e^n n!), linear in x: its largest value for
    # 0 < x <= n/e is at the end. n! > sqrt(2 pi n) (n/e)^n makes q_n(x) < x / ((n+1) sqrt(2 pi n)) -> 0.
    sharp = every(
        [less(quotient(arb(1), n), 1 / ((n + 1) * (2 * arb.pi() * n).sqrt())) for n in range(1, 101)]
    )
    q = quotient(100 / arb(1).exp(), 100)
    return Outcome(
        False if sharp and q < fmpq(1, 2) else None,
        f"the quotient of the two tends to 0 for every x; at n = 100 it is at most {q.str(5)} "
        "for all x <= n/e",
        q,
    )


def quotient(x: arb, n: int) -> arb:
    """q_n(x) = (x^(n+1)/(n+1)!) / (e x/n)^n."""
    return x * (n * arb(n).log() - n - arb(n + 1).lgamma()).exp() / (n + 1)


def stirling_root() -> Outcome:
    # 1/(e sqrt n) <= (n/e)^n / n! <= 1/sqrt(2 pi n) for n >= 1 (Stirling with its bounds), so that
    # |ln q_n|/n <= (|ln x| + ln(n+1) + 1 + ln(n)/2)/n, which tends to 0: the n-th roots agree in the limit.
    def bound_at(x: arb, n: int) -> arb:
        return (abs(x.log()) + arb(n + 1).log() + 1 + arb(n).log() / 2) / n

    sizes = [arb(x) for x in (fmpq(1, 100), fmpq(1), fmpq(100))]
    places = [(x, 10**k) for x in sizes for k in range(1, 7)]
    kept = [less(abs(quotient(x, n).log()) / n, bound_at(x, n)) for x, n in places]
    bound = bound_at(arb(100), 10**6)
    return Outcome(
        every([*kept, less(bound, fmpq(1, 10000))]),
        "|ln q_n|/n <= (|ln x| + ln(n+1) + 1 + ln(n)/2)/n -> 0 for every x > 0; "
        f"for 1/100 <= x <= 100 and n = 10^6 it is below {bound.str(4, radius=False)}",
        bound,
    )


def terms_rise_and_fall() -> list[tuple[Any, Any]]:
    # s_(n+1) (n+1) = -x s_n: |s_(n+1)/s_n| = x/(n+1), above 1 up to n + 1 < x, below 1 from n + 1 > x on, and
    # below 1/2 from n + 1 > 2x on.
    n, x, s = fmpq_mpoly_ctx.get(("n", "x", "s"), "lex").gens()
    factorials = [math.factorial(k) for k in range(31)]
    terms = [(-x) ** k / fmpq(f) for k, f in enumerate(factorials)]
    return [(terms[k + 1] * (k + 1), -x * terms[k]) for k in range(30)] + [
        ((n + 1) * s - x * s, (n + 1 - x) * s)
    ]


def terms_for_a_hundredth(x: int, most: int) -> int | None:
    """The least degree from which T_n(x) stays within 1 per cent of e^-x, x of either sign."""
    # For x > 0 the first term left out bounds the rest (E-2a), and falls from most > x on; for x < 0 the rest
    # falls by itself.
    value = truth(arb(x))
    good = [less(abs(recursion(arb, arb(x), n + 1) / value - 1), fmpq(1, 100)) for n in range(most)]
    good.append(less(first_omitted(arb(abs(x)), most), value / 100))
    if None in good:
        return None
    return next((n for n in range(most) if all(good[n:])), None)


def slower() -> Outcome:
    alternating, one_sign = (terms_for_a_hundredth(x, 101) for x in (17, -17))
    known = alternating is not None and one_sign is not None
    return Outcome(
        alternating > one_sign if known else None,  # type: ignore[operator]
        f"at x = 17 the sum for e^-x is within 1 per cent from degree {alternating} on, that for e^x from "
        f"{one_sign} on",
    )


def beyond_the_range() -> Outcome:
    with np.errstate(over="ignore", divide="ignore"):
        value = float(reciprocal(Float64(), np.float64(720), 2000))
    true = truth(arb(720))
    subnormal = less(arb(2) ** -1074, true)
    return Outcome(
        None if subnormal is None else not (subnormal and value == 0),
        f"at x = 720 the sum for e^x leaves float64's range, and the reciprocal is {value:g}, not "
        f"{true.str(5, radius=False)}, a (subnormal) float64",
        true,
    )


def first_above(level: fmpq, low: fmpq, high: fmpq) -> Check:
    """The first tenth at which the recursion's relative forward error certainly exceeds `level`."""

    def check() -> Outcome:
        for x, m in on_tenths("recursion").items():
            answer = above(m, level)
            if answer is None:
                return Outcome(None, f"open at x = {float_text(x)}")
            if answer:
                evidence = f"above {float_text(level)} first at x = {float_text(x)}"
                return Outcome(low <= x <= high, evidence, forward(m))
        return Outcome(False, f"never above {float_text(level)}")

    return check


def float_text(x: fmpq) -> str:
    return f"{int(x.p) / int(x.q):g}"


def truncation_is_small() -> Outcome:
    m = measure(BY_NAME["recursion"], x="367/10", terms=TEXT_TERMS)
    assert m.truncation_error is not None, "the sum is finite"
    size = abs(m.truncation_error)
    return Outcome(
        less(size, fmpq(1, 100)),
        f"at x = 36.7 the truncation error alone is {size.str(4, radius=False)} times e^-x, which is 1e-16 "
        f"there; in itself it is {(size * m.truth).str(4, radius=False)}, and the bound is an absolute one",
        size,
    )


def tenths(low: str, high: str) -> list[fmpq]:
    return [fmpq(k, 10) for k in range(int(float(low) * 10), int(float(high) * 10) + 1)]


SET = "x = 0.1, 0.2, ..., 50 with n = 0..100"


def claim(id: str, kind: str, says: str, reading: str, place: str, declared: str, check: Check) -> Claim:
    source = HOMEWORK.at(f"section 1, {place}")
    return Claim(id, problem, kind, says, reading, source, declared, check)


CLAIMS = (
    claim(
        "E-1a",
        "finding",
        "Powers and factorials overflow as x and n grow.",
        "At x = 50 with 200 terms the direct way returns no number while the other two return one.",
        "direct evaluation",
        CONFIRMED,
        overflow_check,
    ),
    claim(
        "E-1b",
        "finding",
        "Direct evaluation is the least stable of the three.",
        f"At every point of {SET}, neither of the other two is further off than the direct way. "
        "(Neighbour: E-1a, overflow, holds.)",
        "direct evaluation",
        REFUTED,
        at_each(
            tenths("0.1", "50"),
            direct_is_last,
            at_x,
            "the direct way is never nearer",
        ),
    ),
    claim(
        "E-2a",
        "law",
        "The remainder after the term of degree n is below x^(n+1)/(n+1)!.",
        "For every x > 0: 0 < (-1)^(n+1) (e^-x - T_n(x)) < x^(n+1)/(n+1)!, by induction on n.",
        "remainder",
        CONFIRMED,
        identity(remainder_identities, "T_n' = -T_(n-1), T_n(0) = 1, n <= 200, the step of the induction"),
    ),
    claim(
        "E-2b",
        "law",
        "For large n that bound behaves like (e x/n)^n.",
        "Asymptotic equality: the quotient of the two tends to 1. (Neighbour: E-2c, equal n-th roots.)",
        "remainder",
        REFUTED,
        stirling_ratio,
    ),
    claim(
        "E-2c",
        "law",
        "For large n that bound behaves like (e x/n)^n.",
        "Equal exponential rates: the n-th roots of the two have quotient 1 in the limit.",
        "remainder",
        CONFIRMED,
        stirling_root,
    ),
    claim(
        "E-2d",
        "law",
        "The terms alternate; their magnitudes rise for n < x, fall for n > x and tend to 0.",
        "For every x > 0: |s_n/s_(n-1)| = x/n, above 1 for n < x, below 1 for n > x, below 1/2 for n > 2x.",
        "recursion",
        CONFIRMED,
        identity(terms_rise_and_fall, "(n+1) s_(n+1) = -x s_n, n < 30; (n+1) s - x s = (n + 1 - x) s"),
    ),
    claim(
        "E-2e",
        "finding",
        "The alternation of the terms makes the series converge slowly.",
        "In truncation error: for some x > 0 and n the sum to n is further from e^-x than that of the same "
        "terms without signs is from e^x. (Neighbour: E-2f, relative to the value.)",
        "remainder",
        REFUTED,
        told(
            disproved(identity(remainder_identities, "T_n' = -T_(n-1), T_n(0) = 1, n <= 200")),
            "so |e^-x - T_n(x)| < x^(n+1)/(n+1)! (E-2a), which is the first of the terms, all positive, that "
            "make e^x - T_n(-x)",
        ),
    ),
    claim(
        "E-2f",
        "finding",
        "The alternation of the terms makes the series converge slowly.",
        "Relative to the value: for 1 per cent at x = 17 more terms are needed than for e^x. (e^-x is small "
        "beside its terms, whatever their signs do.)",
        "remainder",
        CONFIRMED,
        slower,
    ),
    claim(
        "E-3a",
        "printed",
        "With 100 terms the bound allows x up to 100/e = 36.78.",
        "36.78 against 100/e. (What was done: the digits were cut off; rounded it is 36.79.)",
        "remainder",
        REFUTED,
        printed("36.78", lambda: 100 / arb(1).exp()),
    ),
    claim(
        "E-3b",
        "finding",
        "The recursion is far off the true value from about x = 17.",
        f"Of {SET}, the first x whose relative error exceeds 1 per cent lies in [16.5, 17.5]. "
        "(Neighbours: 0.1 per cent is first passed at 15.7, 10 per cent at 18.4, 100 per cent at 19.9.)",
        "results",
        CONFIRMED,
        first_above(fmpq(1, 100), fmpq(33, 2), fmpq(35, 2)),
    ),
    claim(
        "E-3c",
        "finding",
        "The cause is cancellation of large terms, not too few of them.",
        "At every tenth from 17 to 36.7 rounding is certified to dominate truncation and data.",
        "results",
        CONFIRMED,
        at_each(
            tenths("17", "36.7"),
            rounding_dominates,
            at_x,
            "rounding dominates at all of the points",
        ),
    ),
    claim(
        "E-3d",
        "finding",
        "With 100 terms the bound allows x up to 36.78.",
        "The truncation error is below 1 per cent of e^-x there. (Neighbour: it is below 1 per cent of 1, "
        "which is all that the bound says.)",
        "remainder",
        REFUTED,
        truncation_is_small,
    ),
    claim(
        "E-4a",
        "finding",
        "The reciprocal gives the most accurate value of the three.",
        f"At every point of {SET} it is at least as near as both others. (Neighbour: E-4b.)",
        "reciprocal",
        REFUTED,
        at_each(
            tenths("0.1", "50"),
            reciprocal_is_first,
            at_x,
            "the reciprocal is never further off",
        ),
    ),
    claim(
        "E-4b",
        "finding",
        "The reciprocal gives the most accurate value of the three.",
        "At every tenth from 3 to 50, where there is something to cancel, it is at least as near as "
        "both others.",
        "reciprocal",
        CONFIRMED,
        at_each(
            tenths("3", "50"),
            reciprocal_is_first,
            at_x,
            "the reciprocal is at least as near at all of the points",
        ),
    ),
    claim(
        "E-4c",
        "finding",
        "In the reciprocal nothing overflows.",
        "For every x whose e^-x is a float64, given as many terms as it takes.",
        "reciprocal",
        REFUTED,
        beyond_the_range,
    ),
)
