"""Are two formulas one over a whole box of inputs? A theorem says so; its hypothesis is checked in balls."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from flint import arb

from verify.arithmetic.precision import Unsettled, precision
from verify.language.conditions import holds
from verify.language.expressions import Undefined, evaluate
from verify.language.nodes import Node

BITS = 128
PIECES = 1024  # into which the box is cut where balls over all of it are too wide
TRIALS = 8  # inputs of the box at which the theorem is tried, beside the one at hand


@dataclass(frozen=True)
class Formulas:
    """Two formulas that a theorem says are equal where both are defined and the condition holds."""

    before: Node
    after: Node
    condition: Node | None


def equal_over(both: Formulas, balls: Mapping[str, arb]) -> bool:
    """Does the hypothesis hold, and are both sides defined, all over the box? Shown piece by piece."""
    waiting, seen = [(dict(balls), 0)], 0
    while waiting:
        (piece, depth), seen = waiting.pop(), seen + 1
        with precision(BITS):
            answer = _hypothesis(both, piece)
        if answer is None and seen + len(waiting) < PIECES and (halves := _halved(both, piece, depth)):
            waiting += [(half, depth + 1) for half in halves]
        elif not answer:
            return False
    return True


def _hypothesis(both: Formulas, piece: Mapping[str, arb]) -> bool | None:
    """The same of one piece, in three values. A finite ball of a formula says that it is defined there."""
    try:
        if not all(evaluate(side, piece).is_finite() for side in (both.before, both.after)):
            return None
        return True if both.condition is None else holds(both.condition, piece)
    except Undefined:
        return False
    except Unsettled:
        return None


def _halved(both: Formulas, piece: Mapping[str, arb], depth: int) -> list[dict[str, arb]]:
    """Two boxes that cover it, cut across one of its wide sides; none for a point.

    The sides that leave the question open when all others are points take turns; without such a side all do.
    """
    wide = [name for name, ball in piece.items() if not ball.rad().is_zero()]
    if not wide:
        return []
    with precision(BITS):
        points = {name: ball.mid() for name, ball in piece.items()}
        to_blame = [n for n in wide if not _hypothesis(both, {**points, n: piece[n]})] or wide
        name = to_blame[depth % len(to_blame)]
        middle, half = piece[name].mid(), piece[name].rad() / 2
        # m +/- r is covered by c +/- r/2 with c = m - r/2 and m + r/2; c is rounded within its radius.
        return [{**piece, name: arb(middle + sign * half, half)} for sign in (-1, 1)]


def falsified(both: Formulas, balls: Mapping[str, arb], at: Mapping[str, arb]) -> bool:
    """Is there an input at which the two certainly differ? Then the theorem is none.

    Inputs of the box, the one at hand, and, where the hypothesis allows them, numbers of moderate size: there
    no leading term of a series hides the others.
    """
    chance = random.Random(0)
    inputs = [dict(at)]
    for _ in range(TRIALS):
        inputs.append({n: b.mid() + b.rad() * arb(chance.uniform(-1, 1)) for n, b in balls.items()})
        inputs.append({n: arb(chance.uniform(-2, 2)) for n in balls})
        inputs.append({n: arb(chance.uniform(0, 1)) for n in balls})
    with precision(4 * BITS):
        return any(_differ(both, x) for x in inputs)


def _differ(both: Formulas, x: Mapping[str, arb]) -> bool:
    if not _hypothesis(both, x):
        return False
    return not evaluate(both.before, x).overlaps(evaluate(both.after, x))
