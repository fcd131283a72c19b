"""What a lesson of the front page holds, and what the drawings of all of them share."""

import math
from dataclasses import dataclass

WIDE, NARROW = (780, 430), (350, 330)
ALL_DIGITS = 53 * math.log10(2)  # of float64
DIGIT_TICKS = {float(k): str(k) for k in range(0, 17, 4)}
Place = tuple[float, float]


@dataclass(frozen=True)
class Table:
    """The numbers behind a drawing."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Lesson:
    """What was proved, in two sentences; where; and the drawing, wide and narrow."""

    name: str
    title: str
    says: tuple[str, ...]
    law: tuple[str, str]  # what the line is, and its expression
    caption: str
    links: tuple[str, ...]
    drawings: tuple[str, str]
    table: Table
    key: tuple[tuple[str, str], ...] = ()  # shapes and what they stand for
