"""How far from orthogonal the columns are that float64 makes, exactly: ||Q^T Q - I|| by rationals."""

from flint import fmpq

from verify.arithmetic.arrays import mapped
from verify.arithmetic.float64 import exact
from verify.catalogue.gram_schmidt.methods import CLASSICAL, HOUSEHOLDER, MODIFIED
from verify.catalogue.gram_schmidt.problem import EXPONENTS, problem
from verify.catalogue.sources import BJORCK_1967, HIGHAM
from verify.claims.declare import Claims
from verify.claims.forms import Check, at_each
from verify.core.claim import Reach
from verify.core.model import Algorithm
from verify.measure.harness import measure

U = fmpq(1, 2**53)


def loss(algorithm: Algorithm, k: int) -> fmpq:
    """The largest entry of |Q^T Q - I|."""
    Q = mapped(lambda v: exact(float(v)), measure(algorithm, k=k).computed)
    G = Q.T @ Q
    worst: fmpq = max(abs(G[i, j] - int(i == j)) for i in range(3) for j in range(3))
    return worst


def below(algorithm: Algorithm, constant: int, power: int) -> Check:
    return at_each(
        EXPONENTS,
        lambda k: bool(loss(algorithm, k) <= constant * fmpq(2) ** (power * k) * U),
        lambda k: f"at k = {k}",
        f"it holds at each of {len(EXPONENTS)} matrices",
    )


G1 = Claims(problem, HIGHAM.at("section 19.8"), "GS-1", further=True)
CLAIMS = (
    G1.finding(
        "a",
        says="The classical method can lose orthogonality altogether.",
        reading="For each k >= 30 of the sweep two columns in float64 have an inner product above 1/4.",
        check=at_each(
            [k for k in EXPONENTS if k >= 30],
            lambda k: bool(loss(CLASSICAL, k) > fmpq(1, 4)),
            lambda k: f"at k = {k}",
            "above 1/4 in each case",
        ),
        reach=Reach.MEASUREMENT,
    ),
    Claims(problem, BJORCK_1967, "GS-2", further=True).finding(
        says="The modified method loses orthogonality in proportion to kappa u.",
        reading="For each k of the sweep every entry of Q^T Q - I in float64 is at most 8 2^k u.",
        check=below(MODIFIED, 8, 1),
        reach=Reach.MEASUREMENT,
    ),
    G1.finding(
        "b",
        says="Householder's Q is orthogonal to the working precision, whatever kappa is.",
        reading="For each k of the sweep every entry of Q^T Q - I in float64 is at most 16 u.",
        place="section 19.3",
        check=below(HOUSEHOLDER, 16, 0),
        reach=Reach.MEASUREMENT,
    ),
)
