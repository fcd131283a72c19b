"""How far the eigenvalues of a Jordan block move, and how far they are in float64."""

from collections.abc import Sequence
from typing import Any

from flint import arb, fmpq, fmpq_poly

from verify.catalogue.defective_eigenvalue.problem import EIGVALS, SIZES, jordan, problem
from verify.catalogue.sources import WILKINSON
from verify.claims.declare import Claims
from verify.claims.forms import at_each, identity
from verify.core.claim import Reach
from verify.mathematics.linear import rational_matrix
from verify.measure.harness import measure


def moved_blocks() -> Sequence[tuple[Any, Any]]:
    # Expanding det(x I - J - e E_n1) along the first column: (x - 1)^n - e, whose roots are 1 + e^(1/n) times
    # the n-th roots of one.
    e, pairs = fmpq(1, 2**20), []
    for n in SIZES:
        J = jordan(n)
        J[n - 1, 0] = J[n - 1, 0] + e
        pairs.append((rational_matrix(J).charpoly(), fmpq_poly([-1, 1]) ** n - e))
    return pairs


def of_the_root(n: int) -> bool | None:
    """The error lies between a tenth of u^(1/n) and ten times it."""
    # What a backward stable routine adds to A has entries of about u: one in the corner, once A is a Jordan
    # block again, moves the eigenvalues by its n-th root, and a constant c in front of it by c^(1/n) of that.
    error, root = measure(EIGVALS, n=n).forward_error, (arb(2) ** -53).root(n)
    return None if error is None else bool(root / 10 < error < 10 * root)


W = Claims(problem, WILKINSON.at("chapter 2"), "JOR-1", further=True)
CLAIMS = (
    W.law(
        "a",
        says="A perturbation e in the corner of a Jordan block moves its eigenvalues by e^(1/n).",
        reading="For n = 2..12 and e = 2^-20 the characteristic polynomial is (x - 1)^n - e.",
        check=identity(moved_blocks, "the characteristic polynomial is (x - 1)^n - e"),
        reach=Reach.FINITE_SET,
    ),
    W.finding(
        "b",
        says="So a defective eigenvalue is computed with the n-th root of the precision.",
        reading="numpy's spectral radius for each n = 3..12 errs by u^(1/n), to within a factor of 10.",
        check=at_each(range(3, SIZES[-1] + 1), of_the_root, lambda n: f"for n = {n}", "for each n"),
        reach=Reach.MEASUREMENT,
    ),
)
