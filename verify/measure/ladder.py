"""The precision ladder: how the error of a body falls with the precision it is run in.

A body is run through MPFR at many precisions and in the IEEE formats, on data rounded to each, and every
result is compared with the truth at the exact data. Rounding and data error fall by one bit a bit; where the
truncation error takes over, the ladder ends in a floor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import mapped
from verify.arithmetic.mpfr import FORMATS, Format, Mpfr, as_rational
from verify.arithmetic.precision import Settled, accurate, lower, precision, refine
from verify.core.model import Algorithm, Finite, Unknown
from verify.core.theory import Quotient, Theory
from verify.measure.budget import Breakdown, norm
from verify.measure.point import Point, applies, for_truth, sweep_points
from verify.measure.run import run_ball, run_mpfr

# Denser where the IEEE formats lie: each rung of each algorithm is a row of every record.
PRECISIONS = (*range(8, 32, 4), *range(32, 64, 8), *range(64, 209, 24))
WIDE = 2**20  # an exponent range no precision-only rung leaves
WANTED = (3, 7, 15, 30)  # digits that people ask for
ROUNDOFF = Theory(
    claim="T-1d",
    name="one rounding",
    of="precision",
    variable="p",
    title="bits of precision",
    expression="2^(-p)",
    low="8",
    high="208",
    near=Quotient("0.99", "1"),
    says="one rounding to p bits makes a relative error of up to 2^(-p), and of no more",
)
SHARES = (0.25, 0.5)  # which places of the natural sweep the ladder stands at


@dataclass(frozen=True)
class Rung:
    """One format: its bits, and the relative error there as a ball (None: no number came out)."""

    format: str
    bits: int
    error: arb | None

    @property
    def digits(self) -> float:
        """Correct digits, rounded down; not capped, for a rung may carry more than float64."""
        if self.error is None:
            return 0.0
        worst = abs(self.error).upper()
        if worst.is_zero():
            return self.bits * 0.30102999566398
        return max(lower(-worst.log() / arb(10).log()), 0.0)


@dataclass(frozen=True)
class Ladder:
    """The rungs of one algorithm at one input, the floor |F - f|/|f|, and what follows from them.

    slope      change of log2 |error| a bit, by least squares over the rungs above the floor
    takes_over the first precision whose error is within twice the floor; None where there is none
    """

    algorithm: Algorithm
    where: Point
    parameters: Mapping[str, int]
    rungs: Sequence[Rung]
    floor: arb | None
    slope: float | None
    takes_over: int | None

    def reaching(self, digits: int) -> str | None:
        """The smallest IEEE format that gives the wanted number of correct digits here."""
        formats = [r for r in self.rungs if r.format in FORMATS and r.digits >= digits]
        return min(formats, key=lambda r: r.bits).format if formats else None


def places(algorithm: Algorithm, seed: int = 0) -> list[Point]:
    """Where the ladder of an algorithm stands: a quarter and half way along its natural sweep."""
    parameters = shown(algorithm)
    swept = [p for p in sweep_points(algorithm.problem, None, seed) if applies(algorithm, p, parameters)]
    return [swept[int(share * (len(swept) - 1))] for share in SHARES] if swept else []


def shown(algorithm: Algorithm) -> dict[str, int]:
    return {p.name: p.shown for p in algorithm.parameters}


def climb(algorithm: Algorithm, where: Point, parameters: Mapping[str, int]) -> Ladder:
    """Run the body on every rung. The algorithm must have a body."""
    formats = [Format(f"p{bits}", bits, WIDE) for bits in PRECISIONS] + list(FORMATS.values())
    truth = _truth(where)
    rungs = [Rung(f.name, f.bits, _error(algorithm, where, parameters, f, truth)) for f in formats]
    floor = _floor(algorithm, where, parameters)
    by_precision = [r for r in rungs if r.format not in FORMATS]
    return Ladder(
        algorithm,
        where,
        parameters,
        sorted(rungs, key=lambda r: (r.bits, r.format)),
        floor,
        _slope(by_precision, floor),
        _takes_over(by_precision, floor),
    )


def _truth(where: Point) -> Any:
    """The truth at the exact data, to 2^-300 of its size: beyond every rung."""

    def good(value: Any) -> bool:
        size = norm(value)
        values = value.flat if isinstance(value, np.ndarray) else [value]
        return size.is_finite() and all(v.rad() <= size * arb(2) ** -300 for v in values)

    found: Settled = refine([None], lambda _: where.problem.truth(*for_truth(where.data)), good, start=512)[0]
    return found.value


def _error(
    algorithm: Algorithm, where: Point, parameters: Mapping[str, int], format: Format, truth: Any
) -> arb | None:
    with np.errstate(all="ignore"):
        try:
            computed = run_mpfr(algorithm, Mpfr(format), where.data, parameters)
        except (ArithmeticError, ValueError):
            return None
    if any(as_rational(x) is None for x in np.ravel(np.array(computed, dtype=object))):
        return None
    with precision(512):
        if isinstance(truth, np.ndarray):
            error = norm(mapped(_exactly, np.array(computed, dtype=object)) - truth) / norm(truth)
        else:
            error = (_exactly(computed) - truth) / abs(truth)
        return error if error.is_finite() else None


def _exactly(x: Any) -> arb:
    return arb(as_rational(x))


def _floor(algorithm: Algorithm, where: Point, parameters: Mapping[str, int]) -> arb | None:
    """|F - f| / |f| at the exact data; None where nothing is known of |F - f|, where F does not exist or
    where it does not settle."""
    if isinstance(algorithm.truncation, Finite):
        return arb(0)
    if isinstance(algorithm.truncation, Unknown):
        return None

    def distance(_: None) -> arb:
        truth = where.problem.truth(*for_truth(where.data))
        return norm(run_ball(algorithm, where.data, parameters) - truth) / norm(truth)

    try:
        found = refine([None], distance, accurate(20, arb(2) ** -250))[0]
    except Breakdown:
        return None
    return found.value if found.done else None


def _above(rungs: Sequence[Rung], floor: arb | None) -> list[tuple[int, float]]:
    """(bits, log2 |error|) of the rungs certainly more than four times above the floor."""
    kept = []
    for rung in rungs:
        if rung.error is None or rung.error.contains(0):
            continue
        size = abs(rung.error)
        if floor is None or size > 4 * floor:
            kept.append((rung.bits, float((size.log() / arb(2).log()).mid())))
    return kept


def _slope(rungs: Sequence[Rung], floor: arb | None) -> float | None:
    kept = _above(rungs, floor)
    if len(kept) < 4:
        return None
    bits, sizes = np.array(kept).T
    return round(float(np.polyfit(bits, sizes, 1)[0]), 3)


def _takes_over(rungs: Sequence[Rung], floor: arb | None) -> int | None:
    """The least precision from which on every rung lies certainly within twice the floor."""
    if floor is None or floor.contains(0):
        return None
    least = None
    for rung in sorted(rungs, key=lambda r: -r.bits):
        if rung.error is None or not abs(rung.error) < 2 * floor:
            break
        least = rung.bits
    return least
