"""What the source says about it, each statement with its proof."""

from verify.catalogue.matrix_exponential.problem import PROBLEMS
from verify.catalogue.sources import WEBLOG
from verify.claims.declare import Claims
from verify.claims.forms import both, identity
from verify.core.claim import REFUTED, Outcome, Reach
from verify.mathematics.exponential_series import differentiated, halved

D2 = Claims(PROBLEMS[0], WEBLOG.at("on exp(A)"), "D-2")


def nowhere_divergent() -> Outcome:
    found = identity(halved, "a/(n+1) <= 1/2 from n = 2a on")()
    return Outcome(
        False if found.holds else None,
        f"{found.evidence}; so the norms of the terms are summable for every matrix",
    )


CLAIMS_D2 = (
    D2.law(
        "a",
        says="exp(A) is the sum of A^n/n! over all n >= 0.",
        reading="For every square matrix A of any size the series converges absolutely, and its sum "
        "is X(1), X' = AX, X(0) = I.",
        check=both(
            identity(halved, "a/(n+1) <= 1/2 from n = 2a on, a = ||A||"),
            identity(differentiated, "C_0 = I, (n+1) C_(n+1) = A C_n"),
        ),
        reach=Reach.THEOREM,
    ),
    D2.law(
        "b",
        says="There is a result only where the series converges.",
        reading="As a proviso that excludes something: for some square matrix the series diverges.",
        check=nowhere_divergent,
        reach=Reach.THEOREM,
        declared=REFUTED,
        neighbour=True,
    ),
)
