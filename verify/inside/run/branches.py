"""Decisions on the path: would exact arithmetic take them too?"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.precision import less, negated
from verify.inside.run.rationals import Rationals
from verify.inside.run.replay import Replay
from verify.inside.run.tape import FUN, LEAF, Decision, Tape

SYMBOLS = {"floor", "ceil", "trunc", "nearest", "decimal"}  # decimal: nearest, at so many places

DEPTH = 4  # of what two numbers are made of, to see that they are the same


@dataclass(frozen=True)
class Branch:
    """Decisions at a site that came out as `taken`; in exact arithmetic as `exact`, None where it is open."""

    site: int
    kind: str
    taken: bool
    exact: bool | None
    count: int
    first: Decision


def branches(found: Replay) -> list[Branch]:
    """The decisions that exact arithmetic takes otherwise, or that are open; one entry a site and answer."""
    if not (len(found.tape.decisions) or found.tape.hashed):
        return []
    rationals = Rationals(found)
    seen: dict[tuple[int, str, bool, bool | None], Branch] = {}
    for d, exact in itertools.chain(
        _answered(found, rationals), ((d, answer(found, rationals, d)) for d in _lookups(found))
    ):
        taken = bool(d.taken) if d.kind not in SYMBOLS else True
        if exact == taken:
            continue
        key = (d.site, d.kind, taken, exact)
        old = seen.get(key)
        seen[key] = Branch(*key, 1, d) if old is None else replace(old, count=old.count + 1)
    return list(seen.values())


def _answered(found: Replay, rationals: Rationals) -> Iterator[tuple[Decision, bool | None]]:
    """The decisions about numbers that have an error, in their order, each as exact arithmetic takes it."""
    decisions, exact = found.tape.decisions, np.frombuffer(found.exact, dtype=np.uint8)
    left, right = np.array(decisions.left), np.array(decisions.right)
    # Without an error float64 decides as exact arithmetic does.
    asked = np.flatnonzero((exact[left] == 0) | ((right >= 0) & (exact[right] == 0)))
    # Page by page: what lies in one page is evaluated while that page is loaded.
    pages = np.argsort(left[asked] // found.page, kind="stable")
    answers = np.zeros(len(asked), dtype=np.int8)
    codes = {False: 0, True: 1, None: 2}
    for k in pages.tolist():
        answers[k] = codes[answer(found, rationals, decisions[int(asked[k])])]
    for place, code in zip(asked.tolist(), answers.tolist(), strict=True):
        yield decisions[place], (False, True, None)[code]


def answer(found: Replay, rationals: Rationals, d: Decision) -> bool | None:
    """A decision in exact arithmetic, in three values."""
    a = found.at(d.left)
    if a is None or d.kind == "exact":
        return None
    if (d.kind == "number" or d.left == d.right) and not _is_number(found, rationals, d.left):
        return None
    return d.kind == "number" or _answer(found, rationals, d, a)


def _is_number(found: Replay, rationals: Rationals, place: int) -> bool:
    """x / 0 is none, and no number of bits tells; floats may have divided by an error."""
    a = found.at(place)
    finite = a is not None and a.is_finite()
    return finite or found.tape.is_given(place) or rationals(place) is not None


def _answer(found: Replay, rationals: Rationals, d: Decision, a: arb) -> bool | None:
    if d.kind in SYMBOLS:
        settled = _rounds_to(a, d.kind, d.taken)
        if settled is None and (x := rationals(d.left)) is not None:
            return rational_rounded(x, d.kind) == d.taken
        return settled
    b = found.at(d.right)
    if b is None:
        return None
    if any(map(found.tape.is_given_nan, (d.left, d.right))):
        return bool(d.taken)  # a NaN that was given is one in exact arithmetic too, and compares as such
    if d.left == d.right:
        return d.kind in ("<=", ">=", "==")
    settled = compared(a, d.kind, b)
    if settled is None:
        x, y = rationals(d.left), rationals(d.right)
        if x is not None and y is not None:
            return {"<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y, "==": x == y, "!=": x != y}[d.kind]
        if a.is_finite() and _same(found.tape, rationals, d.left, d.right):
            return d.kind in ("<=", ">=", "==")
    return settled


def _same(tape: Tape, rationals: Rationals, i: int, j: int, depth: int = DEPTH) -> bool:
    """Are two numbers certainly equal: the same rational, or the same function of the same numbers?"""
    x, y = rationals(i), rationals(j)
    if i == j or (x is not None and y is not None):
        return i == j or x == y
    operation = tape.operation(i)
    if operation == LEAF:  # the same constant
        constant = tape.leaves.get(i)
        return callable(constant) and tape.operation(j) == LEAF and tape.leaves.get(j) is constant
    one, two = tape.operands(i), tape.operands(j)
    alike = operation == tape.operation(j) and len(one) == len(two) and depth > 0
    if not alike or (operation == FUN and tape.function(i) is not tape.function(j)):
        return False
    return all(_same(tape, rationals, p, q, depth - 1) for p, q in zip(one, two, strict=True))


def compared(a: arb, kind: str, b: arb) -> bool | None:
    match kind:
        case "<":
            return less(a, b)
        case ">":
            return less(b, a)
        case "<=":
            return negated(less(b, a))
        case ">=":
            return negated(less(a, b))
    same = True if a == b else None if a.overlaps(b) else False
    return same if kind == "==" else negated(same)


def _rounds_to(a: arb, kind: str, n: int) -> bool | None:
    """Is n the floor (ceil, trunc, nearest, ties open) of what is in the ball?"""
    down, up = (arb(n), arb(n) + 1, (False, True)), (arb(n) - 1, arb(n), (True, False))
    low, high, strict = {
        "floor": down,
        "ceil": up,
        # Towards 0: the floor of what is positive, the ceiling of what is negative, all between -1 and 1.
        "trunc": down if n > 0 else up if n < 0 else (arb(-1), arb(1), (True, True)),
        "nearest": (arb(n) - arb(0.5), arb(n) + arb(0.5), (True, True)),
    }["nearest" if kind == "decimal" else kind]
    above, below = (a > low) if strict[0] else (a >= low), (a < high) if strict[1] else (a <= high)
    if above and below:
        return True
    return False if a < low or a > high else None


def rational_rounded(x: fmpq, kind: str) -> int:
    whole = int(x.floor())
    match kind:
        case "floor":
            return whole
        case "ceil":
            return int(x.ceil())
        case "trunc":
            return whole if x >= 0 else int(x.ceil())
    twice = 2 * (x - whole)
    return whole + int(twice > 1 or (twice == 1 and whole % 2 == 1))  # ties to even


def _lookups(found: Replay) -> Iterator[Decision]:
    """Numbers looked up by value: right if equal floats, and only they, are equal exactly.

    Equal floats asked each other by ==, which is on the tape; here different floats have to differ exactly,
    from each other and from the integers, which may be keys too.
    """
    places = [k for k in found.tape.hashed if not found.exact[k] or len(found.tape.hashed) > 1]
    if all(found.exact[k] for k in places):
        return
    balls = [(k, found.at(k)) for k in places]
    for k, ball in balls:
        value = found.tape.values[k]
        near = ball is None or not ball.is_finite() or (ball.contains_integer() and not _is_whole(value))
        if near and not found.exact[k]:
            yield Decision(found.tape.site(k), "exact", k, -1, 1)
    ordered = sorted(
        (k for k, b in balls if b is not None and b.is_finite()), key=lambda k: found.tape.values[k]
    )
    for i, j in itertools.pairwise(ordered):
        if found.tape.values[i] != found.tape.values[j]:
            # In the order of the floats: neighbours certainly apart keep all apart.
            yield Decision(found.tape.site(j), "<", i, j, 1)


def _is_whole(x: float) -> bool:
    return math.isfinite(x) and x.is_integer()
