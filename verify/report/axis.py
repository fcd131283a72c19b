"""A problem's natural axis: its scale and the bins that all its tables and figures share."""

import math
from bisect import bisect_right
from itertools import pairwise
from statistics import median
from typing import Literal

from verify.report import text
from verify.report.rows import Point, Problem

BINS = 60
CROWDED = 5  # a median this many times below the maximum: most of the points would share a narrow strip


class Axis:
    """The scale ("linear", "log" or "symlog") and bins on it.

    symlog, log(1 + x/c), is for an axis that starts near 0 where most of the points lie; c puts their
    median in the middle.
    """

    def __init__(self, problem: Problem) -> None:
        self.title = str(problem.declared["axis"]["title"]) or "measurement"
        self.scale: Literal["linear", "log", "symlog"] = (
            "log" if problem.declared["axis"]["log"] else "linear"
        )
        self.constant = 1.0
        self.names = {
            p.axis: name
            for p in problem.points
            for k, name in p.called.items()
            if isinstance(name, str) and p.row["parameters"].get(k) == p.axis
        }
        drawn = sorted({p.axis for p in problem.points if self.has(p)})
        self.empty = not drawn
        if self.scale == "linear" and drawn and drawn[0] >= 0:
            self._spread(median(drawn), drawn[-1])
        self._edges = _edges([self._scaled(x) for x in drawn] or [0.0])
        self.bins = len(self._edges) - 1

    def _spread(self, middle: float, most: float) -> None:
        if 0 < CROWDED * middle < most:
            # log(1 + m/c) = log(1 + M/c)/2 for c = m^2/(M - 2m).
            self.scale, self.constant = "symlog", float(f"{middle**2 / (most - 2 * middle):.3g}")

    def has(self, point: Point) -> bool:
        return math.isfinite(point.axis) and (point.axis > 0 or self.scale != "log")

    def bin(self, point: Point) -> int:
        return min(max(bisect_right(self._edges, self._scaled(point.axis)) - 1, 0), self.bins - 1)

    def edge(self, k: int) -> float:
        return self._unscaled(self._edges[k])

    def middle(self, k: int) -> float:
        return self._unscaled((self._edges[k] + self._edges[k + 1]) / 2)

    def at(self, x: float) -> str:
        """A place in words: x = 0.25, or data set = Norris where numbers stand for names."""
        return f"{self.title} = {self.names.get(x) or text.axis_value(x)}"

    def domain(self) -> list[float]:
        return [self.edge(0), self.edge(self.bins)]

    def ticks(self) -> list[float] | None:
        """Powers of ten on a log scale; 0, 1, 2, 5, 10, ... on symlog, which has no good ticks of its own."""
        least, most = self.domain()
        if self.scale == "log" and most >= 100 * least:
            powers = range(math.ceil(math.log10(least)), math.floor(math.log10(most)) + 1)
            return [float(f"1e{k}") for k in powers]
        if self.scale != "symlog":
            return None
        powers = range(math.floor(math.log10(self.constant)), math.ceil(math.log10(most)) + 1)
        return [0.0, *(float(f"{m}e{k}") for k in powers for m in (1, 2, 5) if m * 10.0**k <= most)]

    def _scaled(self, x: float) -> float:
        if self.scale == "symlog":
            return math.log1p(x / self.constant)
        return math.log10(x) if self.scale == "log" else x

    def _unscaled(self, x: float) -> float:
        if self.scale == "symlog":
            return self.constant * math.expm1(max(x, 0.0))
        return 10.0**x if self.scale == "log" else x


def _edges(values: list[float]) -> list[float]:
    """Few values, as the orders of a matrix have, get a bin each; many share equal bins."""
    low, high = values[0], values[-1]
    if len(values) == 1:
        return [low - 0.5, high + 0.5]
    if len(values) > BINS:
        return _equal(values)
    between = [(a + b) / 2 for a, b in pairwise(values)]
    return [2 * low - between[0], *between, 2 * high - between[-1]]


def _equal(values: list[float]) -> list[float]:
    """Equal bins; one or two empty ones join their neighbour, a wider gap stays to be seen."""
    low, high = values[0], values[-1]
    edges = [low + (high - low) * k / BINS for k in range(BINS)]
    filled = {bisect_right(edges, x) - 1 for x in values}
    gap = {k + 1 for k in filled if not filled & {k + 1, k + 2, k + 3}}
    return [edges[k] for k in range(BINS) if k in filled | gap] + [high]
