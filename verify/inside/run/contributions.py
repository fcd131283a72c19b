"""What numbers contribute to an error, added by site: adjoints times local errors, many at once."""

import math
from collections.abc import Callable, Iterator

import numpy as np
from flint import arb

from verify.arithmetic.sums import exact_sum
from verify.inside.run import error_balls, slopes
from verify.inside.run.error_balls import Balls, U, as_ball
from verify.inside.run.local import QUOTIENT_BOUND
from verify.inside.run.replay import Replay, of_floats
from verify.inside.run.tape import ABS, ADD, CAST, DIV, FUN, LEAF, MUL, NEG, SUB, SUM

FEW = 768  # numbers that fsum adds sooner
SPREAD = 2_000  # numbers of sites that are counted sooner than sorted


def numbered(sites: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different sites in their order, and which of them each is: np.unique, without sorting where the
    sites lie as close together as those of one file do."""
    least, most = int(sites.min()), int(sites.max())
    if most - least > SPREAD + len(sites):
        names, which = np.unique(sites, return_inverse=True)
        return names, which
    offsets = sites - least
    found = np.zeros(most - least + 1, dtype=bool)
    found[offsets] = True
    order = np.cumsum(found) - 1
    return found.nonzero()[0] + least, order[offsets]


def by_site(sites: np.ndarray, g: Balls, delta: np.ndarray) -> Iterator[tuple[int, arb, np.ndarray]]:
    """Each site, the sum of its g times delta, and which numbers they are."""
    if not sites.size:
        return
    part = error_balls.scaled(g, delta)
    # A local error is good to QUOTIENT_BOUND of itself; most are exact.
    rad = error_balls.enlarged(part.rad + QUOTIENT_BOUND * np.abs(part.mid))
    names, which = numbered(sites)
    # Numbers of 16 bits are sorted by counting.
    few = which.astype(np.int16) if len(names) < 2**15 else which
    order, ends = np.argsort(few, kind="stable"), np.cumsum(np.bincount(which)).tolist()
    spreads = error_balls.enlarged(np.bincount(which, weights=rad) * (1 + 2 * U * len(which)))
    middles, first = part.mid[order], 0
    for site, last, spread in zip(names.tolist(), ends, spreads.tolist(), strict=True):
        yield site, _added(middles[first:last]) + as_ball(0.0, spread), order[first:last]
        first = last


def _added(x: np.ndarray) -> arb:
    """fsum rounds correctly, and raises where a partial sum overflows or is not a number."""
    if len(x) <= FEW:
        try:
            total = math.fsum(x.tolist())
        except (OverflowError, ValueError):
            return exact_sum(x)
        if math.isfinite(total):
            return arb(total, math.ulp(total))
    return exact_sum(x)


def local_ball(found: Replay, place: int) -> arb:
    """delta: the float minus the exact result of the operation at its float operands."""
    tape, value = found.tape, arb(found.tape.values[place])
    operation = tape.operation(place)
    if operation == LEAF:
        return value - found.ball(place)
    operands = tape.operands(place)
    if found.all_exact(operands):
        return value - found.ball(place)
    together = of_floats(tape, place)
    if together is not None:
        return value - together
    x = [found.float_of(k) for k in operands]
    if operation == SUM:
        return value - sum(x, arb(0))
    if operation == FUN:
        return value - slopes.value(tape.function(place), x)
    return value - ON_BALLS[operation](x[0], x[-1])


ON_BALLS: dict[int, Callable[[arb, arb], arb]] = {
    ADD: lambda a, b: a + b,
    SUB: lambda a, b: a - b,
    MUL: lambda a, b: a * b,
    DIV: lambda a, b: a / b,
    NEG: lambda a, _: -a,
    ABS: lambda a, _: abs(a),
    CAST: lambda a, _: a,
}
