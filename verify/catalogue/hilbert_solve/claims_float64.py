"""What the source found when it solved the system, judged on certified errors."""

from flint import arb, fmpq

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


def difference(n: int) -> arb:
    left, right = (as_ball(m.computed) for m in solved(n))
    return norm(left - right)  # the solution has norm 1


def largest_difference() -> arb:
    return largest([difference(n) for n in range(1, 11)])


def worst_backward() -> arb:
    return largest([in_roundoffs(m.backward_error) for n in range(1, 11) for m in solved(n)])


CLAIMS_E12 = E12.whole(
    "finding",
    says="The computed solutions up to n = 10 are badly unstable, by the condition number; elimination and "
    "Cholesky differ little.",
    reading="Unstable in accuracy, half of float64's digits being lost (E-12a); little is at most 1 percent "
    "(E-12c).",
    parts=(
        E12.finding(
            "a",
            says="The condition number makes the solutions up to n = 10 very unstable.",
            reading="With b = H_n (1, ..., 1), for the text gives none: at n = 10 elimination and "
            "Cholesky in float64 lose half of the digits: each forward error exceeds 2^26 unit roundoffs.",
            check=above(
                2**26, lambda: forward(10)[0].min(forward(10)[1]), "the smaller forward error over u"
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
            reading="For every n = 1..10 the two solutions differ by at most 1 percent of their size.",
            check=at_most(fmpq(1, 100), largest_difference, "the largest difference"),
            reach=Reach.MEASUREMENT,
        ),
        E12.finding(
            "d",
            says="Elimination and Cholesky give nearly the same result.",
            reading="To rounding: for every n = 1..10 the two solutions differ by at most 1e6 unit roundoffs "
            "of their size. (The bound is ours; E-12c, to 1 percent, holds.)",
            check=at_most(
                10**6, lambda: largest_difference() / UNIT_ROUNDOFF, "the largest difference over u"
            ),
            reach=Reach.MEASUREMENT,
            declared=REFUTED,
            neighbour=True,
        ),
    ),
)
