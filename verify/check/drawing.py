"""Where a subject is looked at: inputs drawn from its domain, and inputs beside remarkable ones."""

import math
from collections.abc import Sequence
from random import Random

from verify.arithmetic import BINARY64
from verify.check.subject import Range, Sample, Subject, Where
from verify.core import numbers


def draw(what: Subject, count: int, seed: int) -> list[Where]:
    """Inputs within the domain: each variable's own sample, and for several variables random pairs of
    them. Preconditions are asked later, in balls."""
    random = Random(f"{what.name} {seed}")
    columns = []
    for r in what.domain:
        share = max(count // len(r.pieces), 8)
        columns.append([x for piece in r.pieces for x in _column(r, piece, share, random)])
    drawn: set[Where]
    if len(columns) == 1:
        drawn = {(x,) for x in columns[0]}
    else:
        drawn = {tuple(random.choice(c) for c in columns) for _ in range(count)}
        drawn |= {tuple(c[k] for c in columns) for k in (0, -1)}
    return sorted(x for x in set(map(what.fitted, drawn)) if x in what)


def _column(r: Range, piece: tuple[float, float], count: int, random: Random) -> list[float]:
    if not r.whole:
        return numbers.sample(*piece, count, random)
    first, last = math.ceil(piece[0]), math.floor(piece[1])
    if last - first < count:
        return [float(n) for n in range(first, last + 1)]
    chosen = {first, first + 1, last - 1, last, *(random.randint(first, last) for _ in range(count))}
    return sorted(map(float, chosen))


def beside(what: Subject, samples: Sequence[Sample], most: int) -> list[Where]:
    """Inputs next to the worst ones and next to where the result changes its sign or its direction."""
    finite = [s for s in samples if s.ulps is not None]
    places = [s.where for s in sorted(finite, key=lambda s: -s.severity)[: most // 8]]
    if len(what.domain) == 1:
        places += [(x,) for x in _turns([(s.where[0], s.computed) for s in finite])][: most // 8]
    near = {
        (*place[:k], x, *place[k + 1 :])
        for place in places
        for k in range(len(place))
        for x in _neighbours(what.domain[k], place[k])
        if x in what.domain[k]
    }
    return sorted({x for x in map(what.fitted, near) if x in what} - {s.where for s in samples})


def _neighbours(r: Range, x: float) -> list[float]:
    """One to three numbers of a range's kind to either side."""
    steps = (-3, -2, -1, 1, 2, 3)
    if r.whole:
        return [x + k for k in steps]
    unit: int = 2 ** max(BINARY64.bits - r.format.bits, 0)  # counted in float64
    return numbers.neighbours(x, [k * unit for k in steps])


def _turns(curve: list[tuple[float, float]]) -> list[float]:
    """Sampled places about zeros, poles and turning points of the computed curve."""
    found = []
    for (_, a), (x, b), (_, c) in zip(curve, curve[1:], curve[2:], strict=False):
        if a * b <= 0 or (b - a) * (c - b) <= 0:
            found.append(x)
    return found
