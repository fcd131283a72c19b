"""Claims as cards and as a ledger: the ball against a printed figure, the pieces of a subdivision."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from verify.report.plot import Frame, Scale, label, number, svg
from verify.report.rows import VERDICTS, Problem, Row
from verify.report.text import WIDE, ball_ends

MARKS = {"CONFIRMED": "✓", "REFUTED": "✗", "UNDECIDED": "?"}
LINE = (330, 76)
FAR = 3  # units of the last digit that the number line shows on either side


def card(claim: Row) -> dict[str, Any]:
    """A claim with what can be drawn of it."""
    line, pieces = printed_line(claim), pieces_plot(claim)
    return {**claim, "lines": [line] if line else [], "pieces": pieces}


def entry_of(id: str) -> str:
    """The entry of the source list a claim belongs to: A-8 of A-8a."""
    return re.sub(r"(?<=\d)[a-z]+$", "", id)


def verdict_counts(claims: Sequence[Row]) -> list[tuple[str, int]]:
    """How many principal readings have each verdict."""
    counts = Counter(c["verdict"] for c in claims if c["principal"])
    return [(v, counts[v]) for v in VERDICTS if counts[v]]


def title_of(source: str) -> str:
    """A source without the place in it."""
    return re.split(r"(?<=\(\d{4}\)), |(?<=\(undated\)), ", source, maxsplit=1)[0] or "no source"


def ledger(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """The claims by source, each with the name of its page, and by entry within it."""
    sources: dict[str, dict[str, list[Row]]] = {}
    for problem in problems:
        for claim in problem.claims:
            entries = sources.setdefault(title_of(claim["source"]), {})
            entries.setdefault(entry_of(claim["id"]), []).append(claim)
    names = page_names(list(sources))
    return [
        {
            "source": source,
            "page": names[source],
            "verdicts": verdict_counts([c for entry in entries.values() for c in entry]),
            "entries": [{"id": id, "claims": [card(c) for c in found]} for id, found in entries.items()],
        }
        for source, entries in sources.items()
    ]


def page_names(sources: Sequence[str]) -> dict[str, str]:
    """A name of a file for each source: its words in plain letters, numbered where two have the same."""
    found: dict[str, str] = {}
    for source in sources:
        plain = re.sub("[^a-z0-9]+", "-", source.lower()).strip("-") or "source"
        words = plain if len(plain) <= 60 else plain[:60].rpartition("-")[0] or plain[:60]
        found[source] = words if words not in found.values() else f"{words}-{len(found)}"
    return found


def printed_line(claim: Row) -> str:
    """The true value and its ball against the printed figure, in units of the figure's last digit."""
    figure, ball = claim.get("figure"), str(claim.get("ball") or "")
    try:
        printed = Decimal(str(figure)) if figure and ball else None
    except InvalidOperation:
        printed = None
    if printed is None or not printed.is_finite():
        return ""
    unit = Decimal((0, (1,), int(printed.as_tuple().exponent)))  # of the last printed digit
    low, high = (float(WIDE.divide(WIDE.subtract(end, printed), unit)) for end in ball_ends(ball))
    return number_line(low, high, str(figure))


def number_line(low: float, high: float, printed: str) -> str:
    middle = (low + high) / 2
    reach = FAR if abs(middle) <= FAR else 1.2 * abs(middle)
    view = Frame(*LINE, Scale(-reach, reach), Scale(0, 1), left=14, right=14, top=20, bottom=30)
    window = [(max(-0.5, -reach), 0.5), (min(0.5, reach), 0.5)]
    y = view.py(0.5)
    left, right = view.px(window[0][0]), view.px(window[1][0])
    body = (
        f'<rect class="win" x="{left:.1f}" y="{y - 10:.1f}" width="{max(right - left, 2):.1f}" height="20"/>'
    )
    body += view.line([(-reach, 0.5), (reach, 0.5)], "axis") + view.marks("plus", [(0.0, 0.5)], "env")
    body += label(view.px(0), 14, printed, "halo", "middle")
    body += view.marks("square", [(middle, 0.5)], "mark")
    body += view.line([(low, 0.5), (high, 0.5)], "theory") if high - low > reach / 100 else ""
    off = f"{middle:+.3g} units" if math.isfinite(middle) else "far away"
    side = "start" if middle < -reach / 2 else "end" if middle > reach / 2 else "middle"
    body += label(view.px(middle), view.height - 8, f"true value, {off}", "tick", side)
    within = (
        "within"
        if low >= -0.5 and high <= 0.5
        else "outside"
        if high < -0.5 or low > 0.5
        else "at the edge of"
    )
    says = f"The true value lies {off} of the last printed digit from {printed}: {within} half a unit."
    return svg(view, body, says)


def pieces_plot(claim: Row) -> str:
    """How many pieces of a subdivision were proved at each depth."""
    depths = claim.get("pieces")
    if not isinstance(depths, Sequence) or not depths:
        return ""
    counts = [int(n) for n in depths]
    view = Frame(330, 130, Scale(-0.5, len(counts) - 0.5), Scale(0, max(counts)), left=44, top=24, bottom=40)
    body = view.axes("halvings of the range", "pieces proved", {v: number(v) for v in view.y.ticks(3)})
    width = (view.width - view.left - view.right) / len(counts)
    for depth, n in enumerate(counts):
        top, floor = view.py(n), view.py(0)
        x = view.px(depth) - 0.4 * width
        body += (
            f'<rect class="mark" x="{x:.1f}" y="{top:.1f}" width="{0.8 * width:.1f}" '
            f'height="{floor - top:.1f}"/>'
        )
    told = ", ".join(f"{n} at depth {k}" for k, n in enumerate(counts) if n)
    return svg(view, body, f"Pieces of the range that were proved: {told}.")
