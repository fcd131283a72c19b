"""What a number of an array answers to its data, from the slopes by each entry."""

from collections.abc import Callable
from typing import Any

from flint import arb

from verify.arithmetic.arrays import Matrix, mapped
from verify.core.model import Sensitivity
from verify.measure.distance import power_of_two, ulp_exponents


def half_ulps(data: Matrix) -> Any:
    """ulp(x)/2 of float64 for each exact entry x."""
    return mapped(lambda x: power_of_two(ulp_exponents(arb(x))[1] - 1), data)


def by_slopes(value: Callable[[Matrix], Any], slopes: Callable[[Matrix], Any]) -> Sensitivity:
    """Condition number sum |x| |df/dx| / |f|, and what half an ulp of each x moves: sum |df/dx| ulp(x)/2."""

    def condition(data: Matrix) -> dict[str, arb]:
        return {"inf": _total(abs(data) * abs(slopes(data))) / abs(arb(value(data)))}

    def moved(data: Matrix) -> arb:
        return _total(half_ulps(data) * abs(slopes(data)))

    return Sensitivity(condition=condition, moved=moved)


def _total(terms: Any) -> arb:
    return sum((arb(t) for t in terms.flat), arb(0))
