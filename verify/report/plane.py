"""A map of correct digits over the complex plane, with the branch cuts in it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from verify.report.lesson import Table
from verify.report.plot import Frame, Scale, short, svg

SIZE = (560, 500)
SAYS = (
    "Correct digits at the middle of each cell, the darker the fewer: a sample, and no bound of the cell. "
    "Crossed: no number came out where the truth is one. Dashed: branch cuts."
)
Row = Mapping[str, Any]


def draw(found: Row) -> str:
    """The map of one row of `checking.plane_map`."""
    (a, b), (c, d) = found["sides"]
    view = Frame(*SIZE, Scale(a, b), Scale(c, d))
    name = found["variable"]
    body = view.axes(f"real part of {name}", f"imaginary part of {name}")
    body += f'<g class="cells">{_cells(view, found)}</g>'
    for cut in found["cuts"]:
        low, high = cut["ends"]
        line = [(low, 0.0), (high, 0.0)] if cut["axis"] == "real" else [(0.0, low), (0.0, high)]
        body += view.line(line, "over") + view.line(line, "law-line")
    cuts = f" and {len(found['cuts'])} branch cuts" if found["cuts"] else ""
    return svg(view, body, f"Correct digits over the plane of {name}{cuts}; the table has their number.")


def _cells(view: Frame, found: Row) -> str:
    steps = found["steps"]
    (a, b), (c, d) = found["sides"]
    paths: dict[str, list[str]] = {}
    failed = []
    for place, told in enumerate(found["cells"]):
        j, k = divmod(place, steps)
        x, y = (a + (b - a) * n / steps for n in (k, k + 1)), (c + (d - c) * n / steps for n in (j, j + 1))
        left, right = (short(view.px(v)) for v in x)
        bottom, top = (short(view.py(v)) for v in y)
        kind = f"g{told}" if isinstance(told, int) else "" if told is None else f"f-{_CAUSES[told]}"
        if kind:
            paths.setdefault(kind, []).append(f"M{left} {top}H{right}V{bottom}H{left}Z")
        if told == "failed":
            failed.append((a + (b - a) * (k + 0.5) / steps, c + (d - c) * (j + 0.5) / steps))
    drawn = "".join(f'<path class="{kind}" d="{"".join(d)}"/>' for kind, d in sorted(paths.items()))
    return drawn + view.marks("range", failed, "best")


_CAUSES = {"failed": "range", "undecided": "undecided"}


def table(found: Row) -> Table:
    """How many cells have how many digits."""
    counts: Counter[int | str | None] = Counter(found["cells"])
    digits = sorted((k for k in counts if isinstance(k, int)), reverse=True)
    names = {"failed": "no number", "undecided": "undecided", None: "the truth is not a number"}
    rows = [(f"{k} digits", str(counts[k])) for k in digits]
    rows += [(words, str(counts[k])) for k, words in names.items() if counts[k]]
    return Table(("at the middle", "cells"), tuple(rows))


def key(found: Row) -> tuple[tuple[str, str], ...]:
    """The colours, and what they stand for."""
    digits = sorted({k for k in found["cells"] if isinstance(k, int)})
    return tuple((f"g{k}", str(k)) for k in digits)
