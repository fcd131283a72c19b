"""What the source says about the nine series, each statement with its proof."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flint import fmpq, fmpq_poly

from verify.catalogue.scalar_series.general_term import L_, PRINTED, alpha_, general_term, n_, terms_grow, x_
from verify.catalogue.scalar_series.methods import PROBLEMS, SERIES
from verify.catalogue.sources import WEBLOG
from verify.claims.declare import Claims
from verify.claims.forms import Check, identity, told
from verify.core.claim import REFUTED, Claim, Outcome, Reach

D1 = Claims(PROBLEMS["exp"], WEBLOG.at("scalar series"), "D-1")
THEOREM = {series.name: series.theorem for series in SERIES}
PLACES = {series.name: series.place for series in SERIES}


def law(letter: str, name: str, term: str, where: str) -> Claim:
    # The recurrence with the right first coefficient gives every Taylor coefficient. That the sums tend to
    # the function where the reading says so is what the truncation bound proves: there it tends to 0.
    formula = PROBLEMS[name].formula.removeprefix("y = ").split(",")[0]
    return D1.law(
        letter,
        says=f"{formula} is the sum of {term}.",
        reading="For every n >= 0 that is the Taylor term of the function, and the sum over all n is the "
        f"function for {where}.",
        check=told(
            identity(partial(general_term, name), "the recurrence of the Taylor coefficients for all n"),
            f"the remainder tends to 0 for {where} (quoted: {THEOREM[name]})",
        ),
        reach=Reach.THEOREM,
        problem=PROBLEMS[name],
        place=PLACES[name],
    )


def unbounded(letter: str, name: str, where: str, witness: Check) -> Claim:
    return D1.law(
        letter,
        says="The function equals its series (no range is given).",
        reading=f"For every {where} where the function is defined.",
        check=witness,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        neighbour=True,
        problem=PROBLEMS[name],
        place=PLACES[name],
    )


def literal() -> Outcome:
    # (1 - x) x^k = x^k - x^(k+1), added up over k <= n.
    telescopes = identity(lambda: [((1 - x_) * L_, L_ - x_ * L_)], "(1 - x) q = q - x q with q = x^k")()
    return Outcome(
        False if telescopes.holds else None,
        f"{telescopes.evidence}; so (1 - x)(1 + x + ... + x^n) = 1 - x^(n+1), which is 1 at x = 0 alone",
    )


def binomial_theorem() -> Sequence[tuple[Any, Any]]:
    # C(m, n+1) (n+1) = C(m, n) (m - n) is the printed quotient at alpha = m; it is 0 at n = m: the sum ends.
    above, below = PRINTED["binomial"].quotient(n_, alpha_)
    powers = [fmpq_poly([1, 1]) ** m for m in range(40)]
    finite = [
        (fmpq_poly([PRINTED["binomial"].coefficient(n, fmpq(m)) for n in range(m + 2)]), powers[m])
        for m in range(40)
    ]
    return [((n_ + 1) * above, below * (alpha_ - n_)), (0 * n_, above.subs({"alpha": 3, "n": 3})), *finite]


CLAIMS_D1 = D1.whole(
    "law",
    says="Each of nine functions is the sum of its series, with the general term as printed.",
    reading="All nine, where the series converges to the function; the text gives no range (D-1j to D-1n).",
    parts=(
        law("a", "exp", "x^n/n!", "every real x"),
        law("b", "power", "(x ln a)^n/n!", "every a > 0 and real x"),
        law("c", "sin", "(-1)^n x^(2n+1)/(2n+1)!", "every real x"),
        law("d", "cos", "(-1)^n x^(2n)/(2n)!", "every real x"),
        law("e", "geometric", "x^n", "|x| < 1"),
        law("f", "alternating", "(-1)^n x^n", "|x| < 1"),
        law("g", "log1p", "(-1)^n x^(n+1)/(n+1)", "-1 < x <= 1"),
        law("h", "log", "(-1)^n (x-1)^(n+1)/(n+1)", "0 < x <= 2"),
        law("i", "binomial", "alpha (alpha-1) ... (alpha-n+1) x^n/n!", "|x| < 1 and every real alpha"),
        unbounded("j", "geometric", "x", terms_grow("geometric", 2)),
        unbounded("k", "alternating", "x", terms_grow("alternating", 2)),
        unbounded("l", "log1p", "x", terms_grow("log1p", 2)),
        unbounded("m", "log", "x", terms_grow("log", 2)),
        unbounded("n", "binomial", "x and alpha", terms_grow("binomial", 2, start=2)),
        D1.law(
            "o",
            says="1/(1-x) = 1 + x + x^2 + x^3 + ... + x^n: it ends with its general term, as all nine do in "
            "print.",
            reading="To the letter: equality with the sum of n + 1 terms, for some n and every |x| < 1.",
            check=literal,
            reach=Reach.IDENTITY,
            declared=REFUTED,
            neighbour=True,
            problem=PROBLEMS["geometric"],
            place=PLACES["geometric"],
        ),
        D1.law(
            "p",
            says="For a positive integer alpha it is the binomial theorem.",
            reading="For alpha = m = 1, 2, 3, ... the coefficients are C(m, n), and 0 from n = m + 1 on.",
            check=identity(binomial_theorem, "(n+1) C(m, n+1) = (m-n) C(m, n) is the printed recurrence"),
            reach=Reach.IDENTITY,
            further=True,
            problem=PROBLEMS["binomial"],
            place=PLACES["binomial"],
        ),
    ),
)
