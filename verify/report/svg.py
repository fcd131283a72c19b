"""A specification with its data as a compact SVG; the same text for the same input."""

import re
from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import Any

import vl_convert

_LONG = re.compile(r"-?\d+\.\d{3,}")
_MARK = re.compile(r'<path transform="translate\(([-\d.]+),([-\d.]+)\)" (d="[^"]*"[^<>]*)/>')
_EMPTY = re.compile(r'<path class="(?:background|foreground)" d="(?:M0,0h0v0h0Z)?"[^<>]*/>')


def draw(spec: Mapping[str, Any], datasets: Mapping[str, Any], name: str, title: str) -> str:
    """The SVG, its ids made unique by `name` so that several can stand in one page."""
    text: str = vl_convert.vegalite_to_svg({**spec, "datasets": dict(datasets)})
    text = text.replace(' aria-hidden="true"', "").replace(' pointer-events="none"', "")
    text = _EMPTY.sub("", _LONG.sub(_rounded, text))
    # Neighbouring cells of a map touch without a seam.
    text = text.replace('<g class="mark-rect role-mark', '<g shape-rendering="crispEdges" class="mark-rect')
    text = _unique(_shared(text), name)
    head, body = text.split(">", 1)
    return f'{head} role="img"><title>{escape(title)}</title>{body}'


def _rounded(match: re.Match[str]) -> str:
    text = f"{float(match[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _shared(text: str) -> str:
    """Symbols drawn often are defined once and used."""
    counts = Counter(match[3] for match in _MARK.finditer(text))
    often = {shape: f"symbol{n}" for n, (shape, count) in enumerate(counts.items()) if count > 2}

    def use(match: re.Match[str]) -> str:
        shape = often.get(match[3])
        return f'<use href="#{shape}" x="{match[1]}" y="{match[2]}"/>' if shape else match[0]

    defined = "".join(f'<path id="{name}" {shape}/>' for shape, name in often.items())
    return _MARK.sub(use, text).replace("</svg>", f"<defs>{defined}</defs></svg>")


def _unique(text: str, name: str) -> str:
    """Ids in the order they occur, with the figure's name before them."""
    found = {old: f"{name}-{n}" for n, old in enumerate(dict.fromkeys(re.findall(r' id="([^"]+)"', text)))}
    for old, new in found.items():
        for before, after in ((' id="', '"'), ('href="#', '"'), ("url(#", ")")):
            text = text.replace(f"{before}{old}{after}", f"{before}{new}{after}")
    return text
