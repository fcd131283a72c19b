"""Drawing: scales, ticks, marks and frames as SVG text, without styles of its own.

Every shape is a class that the style sheet colours, so that one drawing serves light and dark. Marks of a
kind are one path: a place and then a small outline relative to it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

# Outlines about the place of a mark; kinds differ by shape and not by colour alone.
SHAPES = {
    "ring": "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0",
    "rounding": "m-2.2 0a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0",
    "truncation": "m0-3l2.9 5h-5.8z",
    "data": "m-2.1-2.1h4.2v4.2h-4.2z",
    "algorithm": "m0-3.2l3.2 3.2l-3.2 3.2l-3.2-3.2z",
    "none": "m-1.6 0a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0",
    "envelope": "m-4 0h8",
    "range": "m-4-4l8 8m0-8l-8 8",
    "undecided": "m0-5l5 5l-5 5l-5-5z",
    "above": "m0-5l5 8h-10z",
    "below": "m0 5l5-8h-10z",
    "plus": "m-4 0h8m-4-4v8",
    "square": "m-3.4-3.4h6.8v6.8h-6.8z",
    "diamond": "m0-4.4l4.4 4.4l-4.4 4.4l-4.4-4.4z",
    "triangle": "m0-4.2l4.2 7.2h-8.4z",
    "star": "m-4 0h8m-6-3.5l4 7m0-7l-4 7",
}
SERIES = (
    "ring",
    "diamond",
    "triangle",
    "square",
    "plus",
    "star",
    "above",
    "below",
    "range",
)  # told apart where colour means nothing
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
STEPS = (1, 2, 5, 10)
DIGIT = 8.5  # pixels of a letter of a label, at most


@dataclass(frozen=True)
class Scale:
    """Values to 0..1: linear, log, or symlog, log(1 + x/constant)."""

    low: float
    high: float
    kind: str = "linear"
    constant: float = 1.0

    def bent(self, x: float) -> float:
        if self.kind == "symlog":
            return math.log1p(max(x, 0.0) / self.constant)
        return math.log10(x) if self.kind == "log" else x

    def at(self, x: float) -> float:
        low, high = self.bent(self.low), self.bent(self.high)
        return (self.bent(x) - low) / (high - low) if high > low else 0.5

    def ticks(self, most: int) -> list[float]:
        if self.kind == "linear":
            return even(self.low, self.high, most)
        # 0, 1, 2, 5, 10, ..., or powers of ten alone where these are too many
        floor = self.constant if self.kind == "symlog" else self.low
        powers = range(math.floor(math.log10(floor)), math.ceil(math.log10(self.high)) + 1)
        for multiples, step in (((1, 2, 5), 1), *(((1,), k) for k in (1, 2, 5, 10, 20, 50, 100, 200))):
            found = [float(f"{m}e{k}") for k in powers if k % step == 0 for m in multiples]
            kept = [x for x in found if self.low <= x <= self.high]
            if len(kept) <= most:
                return [0.0, *kept] if self.kind == "symlog" and self.low <= 0 else kept
        return kept


def even(low: float, high: float, most: int) -> list[float]:
    """Evenly spaced round numbers, at most `most`."""
    span = high - low
    if span <= 0 or not math.isfinite(span):
        return [low]
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(s * power for s in (*STEPS, 20) if span / (s * power) <= most)
    return [k * step for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def number(x: float) -> str:
    """A tick's label: 0.5, 20, 10⁻⁴."""
    if x and not 1e-3 <= abs(x) < 1e5:
        power = math.floor(math.log10(abs(x)) + 1e-9)
        mantissa = x / 10.0**power
        times = "" if abs(mantissa - 1) < 1e-9 else f"{mantissa:.3g}·"
        return f"{times}10{str(power).translate(SUPERSCRIPT)}"
    return f"{x:.6g}".replace("-", "−")


def power_of_ten(k: float) -> str:
    return "1" if k == 0 else f"10{str(round(k)).translate(SUPERSCRIPT)}"


@dataclass(frozen=True)
class Frame:
    """A plot's field in pixels, with its two scales."""

    width: int
    height: int
    x: Scale
    y: Scale
    left: int = 52
    right: int = 10
    top: int = 30
    bottom: int = 44

    def px(self, x: float) -> float:
        return self.left + self.x.at(x) * (self.width - self.left - self.right)

    def py(self, y: float) -> float:
        return self.height - self.bottom - self.y.at(y) * (self.height - self.top - self.bottom)

    def marks(self, shape: str, places: Iterable[tuple[float, float]], classes: str) -> str:
        """Marks of one kind as one path."""
        outline = SHAPES[shape]
        d = "".join(f"M{short(self.px(x))} {short(self.py(y))}{outline}" for x, y in places)
        return f'<path class="{classes}" d="{d}"/>' if d else ""

    def line(self, places: Sequence[tuple[float, float]], classes: str) -> str:
        if len(places) < 2:
            return ""
        d = "L".join(f"{short(self.px(x))} {short(self.py(y))}" for x, y in places)
        return f'<path class="{classes}" d="M{d}"/>'

    def under(self, places: Sequence[tuple[float, float]], classes: str) -> str:
        """The field below a line."""
        if len(places) < 2:
            return ""
        floor = short(self.height - self.bottom)
        d = "L".join(f"{short(self.px(x))} {short(self.py(y))}" for x, y in places)
        ends = f"L{short(self.px(places[-1][0]))} {floor}L{short(self.px(places[0][0]))} {floor}Z"
        return f'<path class="{classes}" d="M{d}{ends}"/>'

    def text(self, x: float, y: float, words: str, classes: str = "", anchor: str = "start") -> str:
        """Words at a place of the field."""
        return label(self.px(x), self.py(y), words, classes, anchor)

    def axes(
        self, x_title: str, y_title: str, y_ticks: Mapping[float, str] | None = None, x_most: int = 0
    ) -> str:
        """Grid, ticks and titles."""
        floor, right = self.height - self.bottom, self.width - self.right
        ticks = {v: number(v) for v in self.y.ticks(6)} if y_ticks is None else y_ticks
        parts = [label(2, 16, y_title, "lab")] if y_title else []
        for value, words in ticks.items():
            y = self.py(value)
            parts.append(f'<path class="grid" d="M{self.left} {short(y)}H{right}"/>')
            parts.append(label(self.left - 6, y + 4, words, "tick", "end"))
        title = label(right, floor + 36, clipped(x_title, 60), "lab", "end") if x_title else ""
        return "".join(parts) + self.x_axis(x_most) + title

    def x_axis(self, most: int = 0) -> str:
        floor = self.height - self.bottom
        parts = [f'<path class="axis" d="M{self.left} {floor}H{self.width - self.right}"/>']
        for value in self.x.ticks(most or (10 if self.width > 500 else 6)):
            x = self.px(value)
            parts.append(f'<path class="axis" d="M{short(x)} {floor}v4"/>')
            words = number(value)
            # Half a label beyond the edge would be cut where the drawing stands alone.
            at = min(x, self.width - DIGIT * len(words) / 2)
            parts.append(label(at, floor + 18, words, "tick", "middle"))
        return f'<g class="xaxis">{"".join(parts)}</g>'


def label(x: float, y: float, words: str, classes: str = "", anchor: str = "start") -> str:
    given = f' class="{classes}"' if classes else ""
    given += f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{short(x)}" y="{short(y)}"{given}>{escape(words)}</text>'


def clipped(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def short(x: float) -> str:
    """A pixel to a tenth."""
    text = f"{x:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def svg(frame: Frame, body: str, says: str, classes: str = "", attributes: str = "") -> str:
    """A drawing with the sentence that a screen reader speaks."""
    return (
        f'<svg class="plot {classes}" viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" '
        f'height="{frame.height}" role="img" aria-label="{escape(says)}"{attributes}>{body}</svg>'
    )
