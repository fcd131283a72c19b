"""The worst case of a function: a certified lower side by search, an upper side by proof where there is a
body to follow."""

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from verify import expressions, floats, identity
from verify.bound import prove
from verify.check import Result, Sample, Subject, Where, assess, draw, finished, unjudged
from verify.limits import Limits
from verify.model import BadInput

CELLS = 64  # subranges a variable's domain is bracketed into
BATCH = 512
IDLE = 16  # batches without a new input: a domain of few points is used up
STEPS = (1, 2, 3, 5, 8, 13, 21, 34)


@dataclass(frozen=True)
class Budget:
    """How much a search may take: evaluations, or seconds, whichever is given."""

    evaluations: int | None = 20_000
    seconds: float | None = None

    @classmethod
    def parse(cls, text: str) -> "Budget":
        """20000 evaluations or 10s. BadInput for anything else."""
        try:
            if text.endswith("s"):
                seconds = float(text[:-1])
                if 0 < seconds < math.inf:
                    return cls(None, seconds)
            elif int(text) > 0:
                return cls(int(text))
        except ValueError:
            pass
        raise BadInput(f"{text!r} is no budget; write a number of evaluations (20000) or of seconds (10s)")


def search(what: Subject, budget: Budget, seed: int, limits: Limits) -> Result:
    """Bracket by subranges, climb where the error is large, look beside exact cases.

    With a budget of evaluations the same seed gives the same result.
    """
    if what.unsupported:
        return unjudged(what)
    random = Random(f"{what.name} search {seed}")
    idle = 0
    samples: dict[Where, Sample] = {}
    started = time.monotonic()

    def left() -> int:
        if budget.seconds is not None:
            return BATCH if time.monotonic() - started < budget.seconds else 0
        return (budget.evaluations or 0) - len(samples)

    for batch in _batches(what, random, samples, seed):
        fitted = dict.fromkeys(map(what.fitted, batch))
        fresh = [w for w in fitted if w not in samples and w in what][: max(left(), 0)]
        samples.update(zip(fresh, assess(what, fresh, limits), strict=True))
        idle = 0 if fresh else idle + 1
        if left() <= 0 or idle == IDLE:
            break
    result = finished(what, list(samples.values()), limits)
    bound, note = proved(what, list(samples.values()))
    return replace(result, proved_bound=bound, notes=(*result.notes, note))


def proved(what: Subject, samples: Sequence[Sample] = ()) -> tuple[float | None, str]:
    """An upper bound over the domain, or why there is only the lower side."""
    names = [r.name for r in what.domain]
    body = what.body or what.function
    formula = what.expression
    if formula is None:
        return None, "only the lower side: the truth is a function, not a formula to compare a body with"
    done = identity.traced(body, names)
    seen = [(s.where, s.computed) for s in samples]
    if done is None or not identity.follows(done, names, seen):
        return None, "only the lower side: the function's operations cannot be followed (a library's, say)"
    if not identity.same(done, formula, names):
        return None, f"only the lower side: that {expressions.text(done)} is the formula is not shown"
    if what.conditions or any(len(r.pieces) > 1 for r in what.domain):
        return None, "only the lower side: a bound is sought over one box without preconditions"
    bound = prove(body, what.truth, [r.pieces[0] for r in what.domain])
    if bound is None:
        return None, "no upper bound: the subdivision did not end (is the truth zero in the domain?)"
    return bound, "found <= true maximum <= proved, for every float64 input of the domain"


def _batches(
    what: Subject, random: Random, samples: dict[Where, Sample], seed: int
) -> Iterator[Sequence[Where]]:
    """Batches of inputs to try; each looks at what the ones before it found."""
    first = draw(what, BATCH * 4, seed)
    random.shuffle(first)  # a small budget is no reason to look at the low end only
    yield first
    yield _short(what, random)
    while True:
        yield list(_climb(what, _best(samples, 24), random))
        yield list(_bracket(what, samples, random))


def _best(samples: dict[Where, Sample], most: int) -> list[Sample]:
    """The worst numbers; those that are no number at all are found already."""
    finite = [s for s in samples.values() if s.ulps is not None]
    return sorted(finite, key=lambda s: -s.severity)[:most]


def _short(what: Subject, random: Random) -> list[Where]:
    """Inputs of few bits, and their neighbours: about them results are exact, or half way."""
    columns = []
    for r in what.domain:
        column = []
        for low, high in r.pieces:
            for _ in range(BATCH // 4):
                x = floats.from_ordinal(random.randint(floats.ordinal(low), floats.ordinal(high)))
                mantissa, exponent = math.frexp(x)
                kept = random.randint(1, 12)
                short = math.ldexp(round(mantissa * 2**kept), exponent - kept)
                column += floats.neighbours(short, (-1, 0, 1)) if math.isfinite(short) else []
        columns.append(column)
    if len(columns) == 1:
        return [(x,) for x in columns[0]]
    return [tuple(random.choice(c) for c in columns) for _ in range(BATCH)]


def _climb(what: Subject, best: Sequence[Sample], random: Random) -> Iterator[Where]:
    """From the worst inputs, one variable at a time, in steps from one float to a sixteenth of a binade."""
    for sample in best:
        for k, x in enumerate(sample.where):
            scale = 2 ** random.randint(0, 46)
            steps = [s * sign for s in STEPS for sign in (1, -1)]
            steps += [s * scale for s in steps]
            for y in floats.neighbours(x, steps):
                yield (*sample.where[:k], y, *sample.where[k + 1 :])


def _bracket(what: Subject, samples: dict[Where, Sample], random: Random) -> Iterator[Where]:
    """New inputs from the subranges whose worst so far is largest."""
    cells: dict[tuple[tuple[int, int], ...], float] = {}
    for s in samples.values():
        if s.ulps is not None:
            cell = tuple(_cell(r.pieces, x) for r, x in zip(what.domain, s.where, strict=True))
            cells[cell] = max(cells.get(cell, 0.0), s.ulps)
    worst = sorted(cells, key=lambda c: -cells[c])[:16]
    for cell in worst:
        for _ in range(BATCH // 32):
            yield tuple(
                floats.from_ordinal(random.randint(*_ends(r.pieces[piece], k)))
                for r, (piece, k) in zip(what.domain, cell, strict=True)
            )


def _cell(pieces: Sequence[tuple[float, float]], x: float) -> tuple[int, int]:
    piece = next(i for i, (low, high) in enumerate(pieces) if low <= x <= high)
    first, last = map(floats.ordinal, pieces[piece])
    return piece, (floats.ordinal(x) - first) * CELLS // (last - first + 1)


def _ends(piece: tuple[float, float], k: int) -> tuple[int, int]:
    first, last = map(floats.ordinal, piece)
    width = last - first + 1
    return first + k * width // CELLS, max(first + (k + 1) * width // CELLS - 1, first + k * width // CELLS)
