"""What the source says about it, each statement with its proof."""

from flint import arb, fmpq, fmpq_poly, fmpz_poly

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import every, less
from verify.catalogue.sources import DU
from verify.catalogue.taylor_degrees.methods import taylor
from verify.catalogue.taylor_degrees.problem import cosine, cosine_truth, radians
from verify.catalogue.taylor_degrees.truncation import taylor_bound
from verify.claims.declare import Claims
from verify.claims.forms import identity
from verify.core.claim import REFUTED, Outcome, Reach

B3 = Claims(cosine, DU.at("the cosine, on Taylor's expansion"), "B-3")
p_ = fmpq_poly([0, 1])  # pi


def right_angle() -> Outcome:
    value = cosine_truth(arb(90))
    evidence = "pi/2 is 90 degrees, which the text lists as computable: its cosine is 0 exactly"
    return Outcome(False if value.is_zero() else None, evidence, value)


def without_series() -> Outcome:
    """cos 37 degrees by bisection of a polynomial with integer coefficients, in rationals."""
    # T_90(cos t) = cos 90t, and 90 * 37 = 9 * 360 + 90. Of the 90 roots cos 1, cos 3, ..., cos 179 degrees
    # one lies in [0.79, 0.81]: cos 35 = 0.819, cos 39 = 0.777.
    chebyshev = fmpq_poly(fmpz_poly.chebyshev_t(90))
    low, high = fmpq(79, 100), fmpq(81, 100)
    rises = chebyshev(high) > 0
    assert (chebyshev(low) > 0) != rises, "the signs at the ends differ"
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if (chebyshev(middle) > 0) == rises else (middle, high)
    value = cosine_truth(arb(37))
    holds = every([less(low, value), less(value, high)])
    return Outcome(
        None if holds is None else not holds,
        f"cos 37 degrees is a root of Chebyshev's polynomial T_90; 60 bisections in rationals put it at "
        f"{arb((low + high) / 2).str(16, radius=False)}, without a series",
        value,
    )


def ten_decimals() -> Outcome:
    found, answers = [], []
    for d in (fmpq(37), fmpq(3889, 100)):
        value, bound = taylor(Ball(), arb(d), 6), taylor_bound(arb(d), 6)
        answers += [less(abs(value - cosine_truth(arb(d))), bound), less(bound, fmpq(5, 10**11))]
        found.append(f"{value.str(10, radius=False)} at {float(d.p) / float(d.q):g} degrees")
    return Outcome(every(answers), f"{' and '.join(found)}, within x^12/12! < 5e-11")


CLAIMS_B3 = (
    B3.law(
        "f",
        says="The cosine of 30, 45 and 90 degrees can be worked out, that of 37 or 38.89 degrees "
        "or pi/2 cannot.",
        reading="For pi/2, taken as an angle in radians as the text has it elsewhere.",
        check=right_angle,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        further=True,
    ),
    B3.law(
        "g",
        says="Neither man nor machine gets at such a cosine but by Taylor's expansion.",
        reading="cos 37 degrees has no other way of computing: none by additions and multiplications "
        "of rationals.",
        check=without_series,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        further=True,
    ),
    B3.finding(
        "h",
        says="Taylor's polynomials give the cosine of 37 and of 38.89 degrees.",
        reading="The polynomial of degree 10 has both to ten decimals: within 5e-11. (The text "
        "prints no values.)",
        check=ten_decimals,
        reach=Reach.FIGURE,
        further=True,
    ),
    B3.law(
        "i",
        says="2 pi is 360 degrees, so a radian is 180/pi degrees and a degree pi/180.",
        reading="The three agree, with p for pi.",
        check=identity(lambda: [(360 * (p_ / 180), 2 * p_)], "360 p/180 = 2p"),
        reach=Reach.IDENTITY,
        further=True,
        place="remark on radians",
        problem=radians,
    ),
)
