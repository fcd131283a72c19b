"""Error against bits of precision: the same body run in IEEE formats and in plain precisions."""

import math
from collections.abc import Sequence

from verify.report.plot import Frame, Scale, clipped, power_of_ten, svg
from verify.report.rows import ZERO, Algorithm, Problem, Row
from verify.report.theory import laws

CAPTION = (
    "The error of the same algorithm carried out with more bits. Joined marks are formats without a limit to "
    "their exponents, □ the IEEE formats; dashed is 2⁻ᵖ, what one rounding to p bits may cost. Where the "
    "marks level off, truncation is left and more bits gain nothing."
)
MOST_BITS, DEEPEST = 208, -63
Place = tuple[float, float]


def climbed(problem: Problem) -> list[Algorithm]:
    names = {row["algorithm"] for row in problem.ladders}
    return [a for a in problem.measured if a.name in names]


def place(row: Row) -> str:
    return ", ".join(f"{k} = {v}" for k, v in row["place"].items())


def draw(problem: Problem, algorithm: Algorithm, size: tuple[int, int], classes: str) -> str:
    ladders = [row for row in problem.ladders if row["algorithm"] == algorithm.name]
    sizes = [r["size"] for row in ladders for r in row["rungs"] if r["size"] not in (None, ZERO)]
    top = min(max(0, math.ceil(max(sizes, default=0))), 8)
    view = Frame(*size, Scale(0, MOST_BITS), Scale(DEEPEST, top))
    ticks = {float(k): power_of_ten(k) for k in range(-60, top + 1, 20)}
    body = view.axes("bits of precision", "relative error", ticks)
    for law in laws(problem, "precision"):
        body += view.line([(p, y) for p, y in law["line"] if p <= MOST_BITS and y >= DEEPEST], "theory2")
    for k, row in enumerate(ladders):
        body += _ladder(view, row, k, top)
    says = (
        f"Error of {algorithm.name} against bits of precision at {len(ladders)} places; the table below has "
    )
    return svg(view, body, says + "where truncation takes over and which format is enough.", classes)


def _ladder(view: Frame, row: Row, number: int, top: float) -> str:
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
    if plain:
        # Ladders may end in one place: each name stands lower on its line than the one before.
        at = plain[max(len(plain) - 1 - 3 * number, 0)]
        body += view.text(*at, clipped(place(row) or f"place {number + 1}", 34), "lab halo", "end")
    return body
