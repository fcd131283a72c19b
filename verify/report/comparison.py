"""Two runs side by side: only what changed, and by how much."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from verify.report import text
from verify.report.answers import Answer, Part
from verify.report.lesson import Table
from verify.report.plot import Frame, Scale, label, number, svg

WIDE, NARROW = 780, 358
ROW = 26
MOST_DRAWN = 40
Change = Mapping[str, Any]


def comparison(changes: Sequence[Change], old: str, new: str) -> Answer:
    """What changed between two runs, the worse first."""
    if not changes:
        return Answer(f"{old} against {new}", ["Nothing changed."])
    worse = sum(bool(c["worse"]) for c in changes)
    told = f"{text.count(worse, 'change')} for the worse, {len(changes) - worse} for the better."
    rows = tuple(
        (
            f"{k} {'✗ worse' if c['worse'] else '✓ better'}",
            *(c[name] for name in ("name", "says", "before", "after")),
            _factor(c),
        )
        for k, c in enumerate(changes, 1)
    )
    heads: tuple[str, ...] = ("change", "of", "what", "before", "after", "by")
    if not any(row[-1] for row in rows):  # verdicts alone changed
        heads, rows = heads[:-1], tuple(row[:-1] for row in rows)
    parts = [Part("What changed", table=Table(heads, rows), drawings=_drawings(changes))]
    return Answer(f"{old} against {new}", [told], parts)


def _sizes(change: Change) -> tuple[float, float] | None:
    """Before and after, where both are sizes."""
    try:
        before, after = float(change["before"]), float(change["after"])
    except ValueError:
        return None
    return (before, after) if math.isfinite(before) and math.isfinite(after) else None


def _factor(change: Change) -> str:
    sizes = _sizes(change)
    if sizes is None or not all(sizes):
        return ""
    before, after = sizes
    return f"× {after / before:.3g}" if after >= before else f"÷ {before / after:.3g}"


def _drawings(changes: Sequence[Change]) -> tuple[str, ...]:
    """○ before, ● after, a line for each number of the table; no drawing where no change is one of sizes."""
    found = [(k, c, sizes) for k, c in enumerate(changes, 1) if (sizes := _sizes(c)) is not None]
    shown = found[:MOST_DRAWN]  # the worse come first
    return tuple(_drawn(shown, w, kind) for w, kind in ((WIDE, "wide"), (NARROW, "narrow"))) if found else ()


def _drawn(found: Sequence[tuple[int, Change, tuple[float, float]]], width: int, kind: str) -> str:
    sizes = [max(x, LEAST) for _, _, pair in found for x in pair]
    low, high = min(sizes) / 2, max(sizes) * 2
    view = Frame(
        width, ROW * len(found) + 84, Scale(low, high, "log"), Scale(0.5, len(found) + 0.5), left=96, right=16
    )
    body = view.axes("before ○, after ●", "", {}) + view.x_axis()
    for place, (k, change, pair) in zip(range(len(found), 0, -1), found, strict=True):
        before, after = (max(x, LEAST) for x in pair)
        words = f"{k} {'✗ worse' if change['worse'] else '✓ better'}"
        body += label(4, view.py(place) + 4, words, "tick")
        body += view.line([(before, place), (after, place)], "span")
        body += view.marks("ring", [(before, place)], "ringsoft") + view.marks(
            "ring", [(after, place)], "mark"
        )
    says = f"{len(found)} changes of size from {number(min(sizes))} to {number(max(sizes))}; see the table."
    return svg(view, body, says, kind)


LEAST = 1e-3  # on a logarithmic line zero has no place
