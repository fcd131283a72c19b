"""Where a subject is looked at: inputs drawn from its domain, and inputs beside remarkable ones."""

import itertools
import math
from collections.abc import Sequence
from random import Random

from verify.checking.one_input.samples import Judged, Sample
from verify.checking.sampling.boxes import Conditions
from verify.checking.sampling.plane_drawing import pairs
from verify.checking.sampling.region import region
from verify.checking.subjects.plane import Own
from verify.checking.subjects.subject import Range, Subject, Where
from verify.core import numbers

MOSTLY = 0.9  # of the inputs drawn: where fewer satisfy the preconditions that is reported
ENOUGH = 0.9  # of the inputs drawn without regard to preconditions


def draw(what: Subject, count: int, seed: int) -> list[Where]:
    """Inputs within the domain and the preconditions: each variable's own sample, and for several variables
    random pairs of them. Where few of these satisfy the preconditions, others are sought that do."""
    random = Random(f"{what.drawn_as} {seed}")
    if what.rectangles:
        return _in_rectangles(what, count, random)
    columns = []
    for r in what.domain:
        share = max(count // len(r.pieces), 8)
        columns.append([x for piece in r.pieces for x in _column(r, piece, share, random)])
    drawn = _combined(columns, count, random)
    if what.conditions and all(columns):
        drawn = _satisfying(what, drawn, columns, count, random)
    return sorted(drawn)


def _in_rectangles(what: Subject, count: int, random: Random) -> list[Where]:
    """Points of each rectangle, with samples of the real variables; those that no precondition excludes."""
    columns: list[Sequence[tuple[float, ...]]] = []
    for k, r in enumerate(what.domain):
        if r.part == "real":
            columns.append(pairs(r, what.domain[k + 1], count, random))
        elif not r.part:
            share = max(count // len(r.pieces), 8)
            column = [r.nearest(x) for piece in r.pieces for x in _column(r, piece, share, random)]
            columns.append([(x,) for x in column if x in r])
    if not all(columns):
        return []
    rows = (
        [(p,) for p in columns[0]]
        if len(columns) == 1
        else [tuple(map(random.choice, columns)) for _ in range(count)]
    )
    drawn = [tuple(itertools.chain(*row)) for row in rows]
    if isinstance(what.truth, Own):  # it does not receive the sign of a zero
        drawn = [w for w in drawn if all(x for r, x in zip(what.domain, w, strict=True) if r.part)]
    if what.conditions:
        return _admitted(what, drawn, count, random)
    return sorted(drawn)


def _admitted(what: Subject, drawn: list[Where], count: int, random: Random) -> list[Where]:
    conditions = Conditions(what.domain, what.conditions)
    found = [w for w in drawn if conditions.admits(w)]
    if len(found) <= len(drawn) * ENOUGH:
        columns = [sorted({w[k] for w in drawn}) for k in range(len(what.domain))]
        found += region(what.domain, what.conditions).draw(count - len(found), columns, random)
    return sorted(found)


def _combined(columns: Sequence[Sequence[float]], count: int, random: Random) -> set[Where]:
    if not all(columns):
        return set()
    if len(columns) == 1:
        return {(x,) for x in columns[0]}
    drawn: set[Where] = {tuple(random.choice(c) for c in columns) for _ in range(count)}
    return drawn | {tuple(c[k] for c in columns) for k in (0, -1)}


def _satisfying(
    what: Subject, drawn: set[Where], columns: Sequence[Sequence[float]], count: int, random: Random
) -> set[Where]:
    """As many inputs that no precondition excludes."""
    conditions = Conditions(what.domain, what.conditions)
    found = {x for x in drawn if conditions.admits(x)}
    if len(found) > len(drawn) * ENOUGH:
        more = _combined(columns, count, random) - drawn
        return found | set(itertools.islice(filter(conditions.admits, sorted(more)), len(drawn) - len(found)))
    return found | set(region(what.domain, what.conditions).draw(count - len(found), columns, random))


def _column(r: Range, piece: tuple[float, float], count: int, random: Random) -> list[float]:
    if not r.whole:
        return numbers.sample(*piece, count, random, r.format)
    first, last = math.ceil(piece[0]), math.floor(piece[1])
    if last - first < count:
        return [float(n) for n in range(first, last + 1)]
    chosen = {first, first + 1, last - 1, last, *(random.randint(first, last) for _ in range(count))}
    return sorted(map(float, chosen))


def told(what: Subject, share: float | None) -> list[str]:
    """What is to be said where only this share of the inputs drawn satisfies the preconditions (None: none
    was drawn).
    """
    if not what.conditions or (share is not None and share >= MOSTLY):
        return []
    if share:
        return [f"only {100 * share:.3g}% of the inputs drawn satisfy the precondition"]
    if region(what.domain, what.conditions).is_empty:
        return ["no input satisfies the precondition: proved"]
    return ["no input that satisfies the precondition was found"]


def beside(what: Subject, samples: Sequence[Sample], most: int) -> list[Where]:
    """Inputs next to the worst ones and next to where the result changes its sign or its direction."""
    finite = [s for s in samples if isinstance(s, Judged)]
    places = [s.where for s in sorted(finite, key=lambda s: -s.ulps)[: most // 8]]
    if len(what.domain) == 1:
        places += [(x,) for x in _turns([(s.where[0], s.computed) for s in finite])][: most // 8]
    near = {
        (*place[:k], x, *place[k + 1 :])
        for place in places
        for k in range(len(place))
        for x in _neighbours(what.domain[k], place[k])
        if x in what.domain[k]
    }
    fresh = {x for x in map(what.fitted, near) if x in what} - {s.where for s in samples}
    conditions = Conditions(what.domain, what.conditions)
    return sorted(filter(conditions.admits, fresh))


def _neighbours(r: Range, x: float) -> list[float]:
    """One to three numbers of a range's kind to either side."""
    steps = (-3, -2, -1, 1, 2, 3)
    if r.whole:
        return [x + k for k in steps]
    return numbers.neighbours(x, steps, r.format)


def _turns(curve: list[tuple[float, float]]) -> list[float]:
    """Sampled places about zeros, poles and turning points of the computed curve."""
    found = []
    for (_, a), (x, b), (_, c) in zip(curve, curve[1:], curve[2:], strict=False):
        if a * b <= 0 or (b - a) * (c - b) <= 0:
            found.append(x)
    return found
