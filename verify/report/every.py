"""Every input of a format: how the errors are spread, and where the largest ones are."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from verify.report import text
from verify.report.lesson import Table
from verify.report.plot import Frame, Scale, power_of_ten, svg

WIDE, NARROW = (780, 300), (358, 260)
Bins = Sequence[tuple[float, int]]


def bins_of(found: Mapping[str, Any]) -> Bins:
    return [(float(edge), int(n)) for edge, n in found["histogram"]]


def says(found: Mapping[str, Any]) -> list[str]:
    at = ", ".join(f"{k} = {v}" for k, v in (found["at"] or {}).items()) or "nowhere"
    return [
        f"{found['correctly_rounded']:,} of {found['inputs']:,} results are correctly rounded and "
        f"{found['faithful']:,} are one of the two floats next to the truth; "
        f"the largest error stands at {at}."
    ]


def table(bins: Bins) -> Table:
    """Up to the last bin that holds anything."""
    names = [*(f"{a:.4g} to {b:.4g}" for (a, _), (b, _) in pairwise(bins)), "1 and more"]
    rows = [(name, f"{n:,}") for name, (_, n) in zip(names, bins, strict=True)]
    last = max((k for k, (_, n) in enumerate(bins) if n), default=-1)
    return Table(("ulps", "inputs"), tuple(rows[: last + 1]))


def worst(found: Mapping[str, Any]) -> Table | None:
    """The largest errors, one of each piece of the line; none where a record has but the one."""
    rows = []
    for one in found.get("worst", ()):
        texts = [text.input_texts(name, value) for name, value in one["inputs"].items()]
        rows.append(
            (*(", ".join(words) for words in zip(*texts, strict=True)), text.downward(one["ulps"], 4))
        )
    return Table(("at", "in hex", "ulps, at least"), tuple(rows)) if rows else None


def drawings(bins: Bins) -> tuple[str, str]:
    return histogram(bins, WIDE, "wide"), histogram(bins, NARROW, "narrow")


def histogram(bins: Bins, size: tuple[int, int] = WIDE, kind: str = "") -> str:
    """How many inputs lie in each bin of ulps, on a logarithmic scale."""
    most = max((n for _, n in bins), default=1) or 1
    step = bins[1][0] - bins[0][0] if len(bins) > 1 else 1.0
    view = Frame(*size, Scale(bins[0][0], bins[-1][0] + step), Scale(0.5, 2.0 * most, "log"), left=58)
    ticks = {float(10**k): power_of_ten(k) for k in range(len(str(most)))}
    body = view.axes("ulps (the last bin: 1 and more)", "inputs", ticks)
    floor = view.height - view.bottom
    for edge, n in bins:
        if n:
            left, right, top = view.px(edge), view.px(edge + step), view.py(n)
            area = f'width="{right - left - 1:.1f}" height="{floor - top:.1f}"'
            body += f'<rect class="mark" x="{left:.1f}" y="{top:.1f}" {area}/>'
    total = text.count(sum(n for _, n in bins), "input")
    return svg(view, body, f"Errors of {total}; the table has the numbers.", kind)
