"""Where sweeps take their points: exact decimals, one from each of many strata, the ends included."""

from collections.abc import Callable, Iterator, Mapping
from random import Random

from flint import fmpq


def strata(count: int, low: int, high: int, decimals: int, random: Random) -> list[fmpq]:
    """`count` increasing decimals from [low, high]: the ends, and one from each equal part between."""
    scale = 10**decimals
    first, last = low * scale, high * scale
    inner = max(count - 2, 0)
    drawn = []
    for k in range(inner):
        start, end = (first + (last - first) * j // inner for j in (k, k + 1))
        drawn.append(random.randint(start, max(start, end - 1)))
    return [fmpq(n, scale) for n in sorted({first, *drawn, last})][: max(count, 1)]


def log_strata(count: int, low: int, high: int, random: Random) -> list[fmpq]:
    """`count` increasing decimals of three digits from [10^low, 10^high], evenly spread in log10."""
    width = (high - low) / max(count - 2, 1)
    drawn = {fmpq(10) ** low, fmpq(10) ** high}
    for k in range(max(count - 2, 0)):
        exponent = low + (k + random.random()) * width
        whole = int(exponent // 1)
        drawn.add(fmpq(round(10 ** (exponent - whole) * 100), 100) * fmpq(10) ** whole)
    return sorted(drawn)[: max(count, 1)]


def in_shares(
    name: str, *ranges: tuple[int, int], digits: int
) -> Callable[[int, Random], Iterator[Mapping[str, fmpq]]]:
    """The points of one input: as many of each range, decimals of so many digits as one would type them."""

    def points(count: int, random: Random) -> Iterator[Mapping[str, fmpq]]:
        for k, (low, high) in enumerate(ranges):
            share = count * (k + 1) // len(ranges) - count * k // len(ranges)
            for x in strata(share, low, high, digits, random):
                yield {name: x}

    return points
