"""Colours, shapes and sizes of the figures: one meaning each, told apart by colour-blind readers."""

from typing import Any

# Okabe and Ito's palette; the same word has the same colour in every figure and table.
COLOURS = {
    "total": "#3b3b3b",
    "rounding": "#d55e00",
    "truncation": "#0072b2",
    "data": "#009e73",
    "algorithm": "#a0522d",
    "none": "#dfe3e6",
    "range": "#cc79a7",
    "undecided": "#f0c800",
    "envelope": "#000000",
    "componentwise": "#56b4e9",
    "backward": "#8d6e3f",
    "backward componentwise": "#c9a76a",
}
MEANINGS = {
    "total": "forward error",
    "rounding": "rounding",
    "truncation": "truncation",
    "data": "data",
    "algorithm": "rounding and truncation, not told apart",
    "none": "none (at most 2 ulp)",
    "range": "range (not finite, or underflow)",
    "undecided": "undecided",
    "envelope": "envelope",
    "componentwise": "forward error, componentwise",
    "backward": "backward error, normwise",
    "backward componentwise": "backward error, componentwise",
}
FONT = "'Source Sans 3', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"
INK, FAINT, GRID = "#222222", "#6b7075", "#eceff1"
WIDTH, GAP = 1060, 56
LOW, HIGH = -20, 5  # the frame of every error axis, as log10


def panels(count: int) -> tuple[int, int]:
    """How many panels stand side by side, and how wide each is."""
    columns = count if count <= 4 else 3
    return columns, min((WIDTH - GAP * columns) // max(columns, 1), 520)


def config() -> dict[str, Any]:
    title = {"font": FONT, "color": INK, "anchor": "start", "subtitleFont": FONT, "subtitleColor": FAINT}
    axis = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": INK, "labelFontSize": 11}
    legend = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 12, "titleFontSize": 12}
    return {
        "font": FONT,
        "background": "white",
        "mark": {"aria": False},
        "view": {"stroke": "#c5cace"},
        "title": {**title, "fontSize": 15, "subtitleFontSize": 12, "subtitlePadding": 4},
        "axis": {**axis, "titleFontSize": 12, "titleFontWeight": "normal", "gridColor": GRID},
        "legend": {**legend, "titleFontWeight": "normal", "labelLimit": 300, "symbolStrokeWidth": 1.5},
        "concat": {"spacing": 18},
    }
