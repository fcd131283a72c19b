"""What the source found when it solved the system, judged on certified errors."""

from flint import arb

from verify.catalogue.hilbert_solve.methods import ALGORITHMS
from verify.catalogue.hilbert_solve.problem import problem
from verify.catalogue.sources import HOMEWORK
from verify.claims.declare import Claims
from verify.claims.forms import above, at_most
from verify.core.claim import REFUTED, Reach
from verify.core.model import Measurement
from verify.measure.budget import UNIT_ROUNDOFF, as_ball, largest, norm
from verify.measure.harness import measure

E12 = Claims(problem, HOMEWORK.at("section 3.4"), "E-12")


def solved(n: int) -> list[Measurement]:
    """Elimination and Cholesky, measured."""
    return [measure(a, n=n) for a in ALGORITHMS if a.name in ("elimination", "cholesky")]


def in_roundoffs(part: arb | None) -> arb:
    assert part is not None, "float64 solves these systems"
    return part / UNIT_ROUNDOFF


def forward(n: int) -> list[arb]:
    return [in_roundoffs(m.forward_error) for m in solved(n)]


def quotient_of_errors(n: int) -> arb:
    left, right = forward(n)
    return (left / right).max(right / left)


def difference(n: int) -> arb:
    left, right = (as_ball(m.computed) for m in solved(n))
    return norm(left - right) / UNIT_ROUNDOFF  # the solution has norm 1


def worst_backward() -> arb:
    return largest([in_roundoffs(m.backward_error) for n in range(1, 11) for m in solved(n)])


CLAIMS_E12 = (
    E12.finding(
        "a",
        says="The condition number makes the solutions up to n = 10 very unstable.",
        reading="With b = H_n (1, ..., 1), for the text gives none: at n = 10 the forward errors of "
        "elimination and of Cholesky in float64 exceed 5e12 unit roundoffs.",
        check=above(
            5 * 10**12, lambda: forward(10)[0].min(forward(10)[1]), "the smaller forward error over u"
        ),
        reach=Reach.MEASUREMENT,
    ),
    E12.finding(
        "b",
        says="The solutions up to n = 10 are very unstable.",
        reading="In the sense of stability: elimination or Cholesky in float64 has a normwise "
        "backward error above 2 unit roundoffs for some n = 1..10.",
        check=above(2, worst_backward, "the largest backward error over u"),
        reach=Reach.MEASUREMENT,
        declared=REFUTED,
        neighbour=True,
    ),
    E12.finding(
        "c",
        says="Elimination and Cholesky differ little.",
        reading="In accuracy: their forward errors are within a factor of 10 for every n = 2..10 (at "
        "n = 1 both are zero).",
        check=at_most(
            10,
            lambda: largest([quotient_of_errors(n) for n in range(2, 11)]),
            "the largest quotient of the forward errors",
        ),
        reach=Reach.MEASUREMENT,
    ),
    E12.finding(
        "d",
        says="Elimination and Cholesky give nearly the same result.",
        reading="As vectors: for every n = 1..10 the two solutions differ by at most 1e6 unit "
        "roundoffs of their size. (Neighbour: by less than 1e-4 of it, so four decimals "
        "agree; the bound of 1e6 is ours.)",
        check=at_most(
            10**6,
            lambda: largest([difference(n) for n in range(1, 11)]),
            "the largest difference over u",
        ),
        reach=Reach.MEASUREMENT,
        declared=REFUTED,
        neighbour=True,
    ),
)
