"""Error against bits of precision: the same body run in IEEE formats and in plain precisions."""

import math
from collections.abc import Sequence

from verify.report.plot import DIGIT, Frame, Scale, clipped, label, power_of_ten, svg
from verify.report.rows import ZERO, Algorithm, Problem, Row
from verify.report.theory import laws

CAPTION = (
    "The error of the same algorithm carried out with more bits. Joined marks are formats without a limit to "
    "their exponents, □ the IEEE formats; dashed is 2⁻ᵖ, what one rounding to p bits may cost. Where the "
    "marks level off, truncation is left and more bits gain nothing."
)
MOST_BITS, DEEPEST = 208, -63
MOST_LETTERS = 9  # of a number in a name
BESIDE = (-4, 20, -18, 34, -32, 48)  # pixels from a mark to the bottom of its name
Box = tuple[float, float, float, float]  # left, top, right and bottom, in pixels
Place = tuple[float, float]


def climbed(problem: Problem) -> list[Algorithm]:
    names = {row["algorithm"] for row in problem.ladders}
    return [a for a in problem.measured if a.name in names]


def place(row: Row) -> str:
    return ", ".join(f"{k} = {v}" for k, v in row["place"].items())


def _names(ladders: Sequence[Row]) -> list[str]:
    """Short names of the places: numbers cut after some digits, and told apart where these are alike."""
    names = [
        ", ".join(f"{k} = {clipped(str(v), MOST_LETTERS)}" for k, v in row["place"].items())
        for row in ladders
    ]
    return [
        name if name and names.count(name) == 1 else f"place {k}: {name}".removesuffix(": ")
        for k, name in enumerate(names, 1)
    ]


def draw(problem: Problem, algorithm: Algorithm, size: tuple[int, int], classes: str) -> str:
    ladders = [row for row in problem.ladders if row["algorithm"] == algorithm.name]
    sizes = [r["size"] for row in ladders for r in row["rungs"] if r["size"] not in (None, ZERO)]
    top = min(max(0, math.ceil(max(sizes, default=0))), 8)
    view = Frame(*size, Scale(0, MOST_BITS), Scale(DEEPEST, top))
    ticks = {float(k): power_of_ten(k) for k in range(-60, top + 1, 20)}
    body = view.axes("bits of precision", "relative error", ticks)
    for law in laws(problem, "precision"):
        body += view.line([(p, y) for p, y in law["line"] if p <= MOST_BITS and y >= DEEPEST], "theory2")
    taken: list[Box] = []
    for name, row in zip(_names(ladders), ladders, strict=True):
        body += _ladder(view, row, name, top, taken)
    says = (
        f"Error of {algorithm.name} against bits of precision at {len(ladders)} places; the table below has "
    )
    return svg(view, body, says + "where truncation takes over and which format is enough.", classes)


def _ladder(view: Frame, row: Row, name: str, top: float, taken: list[Box]) -> str:
    def places(of_format: bool) -> list[Place]:
        rungs: Sequence[Row] = row["rungs"]
        return [
            (r["bits"], max(min(r["size"], top), DEEPEST))
            for r in rungs
            if r["size"] not in (None, ZERO) and r["format"].startswith("p") is not of_format
        ]

    plain = places(False)
    body = view.line(plain, "thin") + view.marks("none", plain, "mark")
    body += view.marks("square", places(True), "hollow")
    return body + (_name(view, plain, name, taken) if plain else "")


def _name(view: Frame, line: Sequence[Place], words: str, taken: list[Box]) -> str:
    """The name of a line above or below one of its marks, from the right on, where it meets no other name and
    stays in the field: ladders may run or end together."""
    words = clipped(words, min(34, int((view.width - view.left - view.right) / DIGIT)))
    wide = DIGIT * len(words)
    boxes = [
        (
            view.px(x) - back * wide,
            view.py(y) + beside - 14,
            view.px(x) + (1 - back) * wide,
            view.py(y) + beside,
        )
        for back in (1, 0)
        for x, y in reversed(line)
        for beside in BESIDE
    ]
    free = [b for b in boxes if _inside(view, b) and not any(_meet(b, other) for other in taken)]
    chosen = (free or boxes)[0]
    taken.append(chosen)
    ends = boxes.index(chosen) < len(boxes) / 2
    return label(chosen[2 if ends else 0], chosen[3] - 3, words, "lab halo", "end" if ends else "start")


def _inside(view: Frame, box: Box) -> bool:
    return (
        view.left <= box[0]
        and box[2] <= view.width
        and box[1] >= view.top - 8
        and box[3] <= view.height - view.bottom
    )


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
