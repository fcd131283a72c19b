"""How the parameters of a least-squares fit answer to its data."""

from collections.abc import Callable, Sequence

from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.core.model import Sensitivity
from verify.mathematics.linear import array
from verify.mathematics.slopes import half_ulps
from verify.measure.budget import largest


def of_a_fit(fitted: Callable[..., Sequence[arb]], weighted: Callable[..., Sequence[arb]]) -> Sensitivity:
    """`fitted`: (x, y, ...) -> the parameters b. `weighted`: (x, y, ..., of_y, of_x) -> for each b_j the sum
    of |db_j/dd| times the weight of d, over all data d.
    """

    def condition(x: Matrix, y: Matrix, *model: int) -> dict[str, arb]:
        """The largest sum |db_j/dd| |d| over max |b_j|; componentwise, over |b_j| each."""
        moved, b = weighted(x, y, *model, abs(y), abs(x)), [abs(v) for v in fitted(x, y, *model)]
        shares = [m / v for m, v in zip(moved, b, strict=True)]
        return {"inf": largest(moved) / largest(b), "componentwise": largest(shares)}

    def moved(x: Matrix, y: Matrix, *model: int) -> Matrix:
        found = [*weighted(x, y, *model, half_ulps(y), half_ulps(x))]
        return array(found, (len(found),))

    return Sensitivity(condition=condition, moved=moved)
