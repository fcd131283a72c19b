"""What the source says about it, each statement with its proof."""

from collections.abc import Sequence
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from verify.catalogue.rotation_logarithm.problem import problem
from verify.catalogue.sources import WEBLOG
from verify.claims.declare import Claims
from verify.claims.forms import both, identity
from verify.core.claim import REFUTED, Outcome, Reach
from verify.mathematics.exponential_series import differentiated, halved
from verify.mathematics.linear import array, rational_matrix

D2 = Claims(problem, WEBLOG.at("on ln(R)"), "D-2")


# R is normal with eigenvalues 1, e^(+-i t), so each term (-1)^n (R - I)^(n+1)/(n+1) has the 2-norm
# |z|^(n+1)/(n+1), z = e^(it) - 1, and the series converges if and only if it does at 0, z and its conjugate.
# The remainder there is (-1)^N z^(N+1) times the integral of s^N/(1 + sz) over [0, 1].
C_, S_, s_ = fmpq_mpoly_ctx.get(("C", "S", "s"), Ordering.lex).gens()


ONE = 1 + 0 * C_


def modulus(s: fmpq_mpoly) -> fmpq_mpoly:
    """|1 + sz|^2 - 1 for z = C - 1 + iS with C^2 + S^2 = 1."""
    return (1 + s * (C_ - 1)) ** 2 + s * s * S_ * S_ - 1 + s * s * (1 - C_ * C_ - S_ * S_)


def up_to_sixty_degrees() -> Sequence[tuple[Any, Any]]:
    # |z|^2 = 2 - 2C <= 1 if and only if C >= 1/2; and |1 + sz|^2 = 1 - 2s(1-s)(1-C) >= (1+C)/2, because
    # 2s(1-s) = 1/2 - 2(s - 1/2)^2. So the remainder is at most sqrt(4/3)/(N+1) where C >= 1/2.
    return [
        ((C_ - 1) ** 2 + S_ * S_ + (1 - C_ * C_ - S_ * S_), 2 - 2 * C_),
        (modulus(s_), -2 * s_ * (1 - s_) * (1 - C_)),
        (1 - 2 * s_ * (1 - s_) * (1 - C_) - (1 + C_) / 2, 2 * (s_ - fmpq(1, 2)) ** 2 * (1 - C_)),
        ((1 + fmpq(1, 2)) / 2 * ONE, fmpq(3, 4) * ONE),
    ]


def right_angle() -> Sequence[tuple[Any, Any]]:
    # R by 90 degrees about the third axis: (R - I)^4 is -4 on the plane, so term 4m - 1 has entries 4^m/(4m).
    Z = array([fmpq(k) for k in (-1, -1, 0, 1, -1, 0, 0, 0, 0)], (3, 3))
    plane = array([fmpq(-4 * int(i == j < 2)) for i in range(3) for j in range(3)], (3, 3))
    return list(zip((Z @ Z @ Z @ Z).flat, plane.flat, strict=True))


def beyond() -> Sequence[tuple[Any, Any]]:
    # |z|^2 = 1 + e, e = 1 - 2C > 0. The squares of the norms, (1+e)^(n+1)/(n+1)^2, are at least
    # n(n+1)/2 e^2/(n+1)^2 (binomial theorem), and so at least e^2/4 for n >= 1: 2n(n+1) - (n+1)^2 =
    # (n+1)(n-1).
    n, e = s_, S_
    return [
        (2 - 2 * C_ - 1, 1 - 2 * C_),
        ((2 * n * (n + 1) - (n + 1) ** 2) * e * e, (n + 1) * (n - 1) * e * e),
    ]


def at_the_identity() -> Outcome:
    # R = I: every (R - I)^(n+1) is 0, and so is the sum; I is not 0.
    ones = rational_matrix(array([fmpq(int(i == j)) for i in range(3) for j in range(3)], (3, 3)))
    differ = ones != ones - ones
    return Outcome(
        not differ, "at R = I the sum is 0; what is missing on the left is ln, which stands in the heading"
    )


def not_everywhere() -> Outcome:
    found = identity(right_angle, "(R - I)^4 = -4 on the plane of a turn by 90 degrees")()
    return Outcome(False if found.holds else None, f"{found.evidence}; term 4m - 1 is 4^m/(4m) in size")


AS_PRINTED = "The sum of (-1)^n/(n+1) (R - I)^(n+1) over n >= 0 is ln R (no range is given)."
CLAIMS_D2 = (
    D2.law(
        says="The matrix exponential is the sum of its series, and ln R that of the logarithm's.",
        reading="exp for every square matrix (D-2a, with D-2c for rotations); ln, which the text's heading "
        "names, for every rotation by at most pi/3, the range in which its series converges (D-2e, D-2g).",
        check=both(
            identity(halved, "a/(n+1) <= 1/2 from n = 2a on, a = ||A||"),
            identity(differentiated, "C_0 = I, (n+1) C_(n+1) = A C_n"),
            identity(up_to_sixty_degrees, "|e^(it) - 1|^2 = 2 - 2 cos t, |1 + sz|^2 >= cos^2(t/2)"),
        ),
        reach=Reach.THEOREM,
        place="on exp(A) and ln(R)",
    ),
    D2.law(
        "d",
        says="R is the sum of (-1)^n/(n+1) (R - I)^(n+1) over all n >= 0.",
        reading="To the letter, R on the left, for every rotation for which the sum exists.",
        check=at_the_identity,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        neighbour=True,
    ),
    D2.law(
        "e",
        says=AS_PRINTED,
        reading="With ln on the left, for every rotation by at most pi/3 (60 degrees), that angle included.",
        check=identity(up_to_sixty_degrees, "|e^(it) - 1|^2 = 2 - 2 cos t, |1 + sz|^2 >= cos^2(t/2)"),
        reach=Reach.THEOREM,
    ),
    D2.law(
        "f",
        says=AS_PRINTED,
        reading="With ln on the left, for every rotation by less than pi.",
        check=not_everywhere,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        neighbour=True,
    ),
    D2.law(
        "g",
        says=AS_PRINTED,
        reading="The range is exact: for no rotation by more than pi/3 does the series converge.",
        check=both(
            identity(beyond, "the norms of the terms stay above (1 - 2 cos t)/2 where cos t < 1/2"),
            identity(right_angle, "(R - I)^4 = -4 on the plane of a turn by 90 degrees"),
        ),
        reach=Reach.THEOREM,
        further=True,
    ),
)
