"""Drawings that stand alone: panels side by side in one SVG file with its colours in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from verify.report.environment import inlined

GAP, HEAD = 28, 24


@dataclass(frozen=True)
class Panel:
    """A drawing and its heading."""

    title: str
    drawing: str


def sheet(panels: Sequence[Panel], title: str) -> str:
    """At most two panels side by side."""
    sizes = [_size(p.drawing) for p in panels]
    columns = 1 if len(panels) == 1 else 2
    width = max(w for w, _ in sizes)
    body, y = [], 0
    for k in range(0, len(panels), columns):
        for j, panel in enumerate(panels[k : k + columns]):
            x = j * (width + GAP)
            if panel.title:
                body.append(f'<text class="strong" x="{x + 2}" y="{y + 16}">{escape(panel.title)}</text>')
            nested = panel.drawing.replace(
                "<svg ", f'<svg x="{x}" y="{y + (HEAD if panel.title else 0)}" ', 1
            )
            body.append(nested)
        y += max(h for _, h in sizes[k : k + columns]) + HEAD
    whole = columns * width + (columns - 1) * GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 {whole} {y}" width="{whole}" '
        f'height="{y}" role="img"><title>{escape(title)}</title><style>{escape(_style())}</style>'
        f'<rect class="paper" width="{whole}" height="{y}"/>{"".join(body)}</svg>'
    )


def _size(drawing: str) -> tuple[int, int]:
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing)
    assert found is not None, "every drawing has a view box"
    return int(found[1]), int(found[2])


@cache
def _style() -> str:
    """The rules for plots, from the one style sheet: those of its first two parts, colours and drawings."""
    text = inlined("style.css")
    colours = text[: text.index("* { box-sizing")]
    plots = text[text.index("/* plots */") : text.index("/* tables, controls, cards */")]
    kept = [
        line for line in plots.splitlines() if line.startswith((".", "svg")) and not line.startswith("svg.")
    ]
    font = (
        "svg "  # what is drawn inherits it
        '{ font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; }'
    )
    return "\n".join([colours.strip(), font, ".paper { fill: var(--page); }", *kept])
