"""How much cancels, and where: bits cancelled beside the digits that are left, and the line that did it."""

import math
from collections.abc import Mapping
from typing import Any

import altair as alt

from verify.report import style, text
from verify.report.panels import Figure, colour, concat, heading
from verify.report.rows import CAUSES, Algorithm, Point
from verify.report.scene import Scene

MOST_BITS = 80  # drawn: nothing is left to lose
ALL_DIGITS = 53 * math.log10(2)  # of float64
CAPTION = (
    "Bits that the sums and differences of the float64 run cancel in total (the largest intermediate "
    "magnitude over the result), against the correct digits of the result; the colour says what limits "
    "them. The line is what remains if operands carry an error of u; differences of exact numbers cost "
    "nothing and lie above it. Runs of very many operations are left out."
)


def watched(algorithm: Algorithm) -> list[Point]:
    """The runs, at the parameters shown, of which it is known how much they cancel."""
    return [p for p in algorithm.shown_points if p.row.get("cancelled_in_all") is not None]


def cancellation(scene: Scene) -> list[Figure]:
    """Drawn where something cancels at all."""
    found = [a for a in scene.problem.measured if any(p.row["cancelled_in_all"] for p in watched(a))]
    if not found:
        return []
    causes = {p.cause for a in found for p in watched(a)}
    kinds = [c for c in CAUSES if c in causes]

    def draw(algorithm: Algorithm, width: int) -> Any:
        chart = scene.chart(algorithm, live=True).transform_filter("isValid(datum.l) && isValid(datum.g)")
        chart = chart.transform_calculate(v=f"min(datum.l, {MOST_BITS})")
        x = alt.X("v:Q", title="bits cancelled in all", scale=alt.Scale(domain=[0, MOST_BITS], nice=False))
        y = alt.Y("g:Q", title="correct digits", scale=alt.Scale(domain=[0, 17], nice=False))
        dots = chart.mark_circle(size=26, opacity=0.8, clip=True).encode(x=x, y=y, color=colour("c:N", kinds))
        line = alt.Chart(alt.NamedData(name="unit")).mark_rule(strokeDash=[4, 3], color=style.FAINT)
        rest = line.encode(x=alt.datum(0), y=alt.datum(ALL_DIGITS), x2=alt.datum(53), y2=alt.datum(0))
        return alt.layer(rest, dots).properties(
            width=width, height=200, title=heading(scene, algorithm, width)
        )

    title = "bits cancelled and digits left"
    return [concat(scene, "cancellation", title, CAPTION, "rows", draw, found, True)]


def cancelled_row(algorithm: Algorithm) -> dict[str, Any] | None:
    """An algorithm in one line: the most that cancels, on which line, where, and the digits left there."""
    points = watched(algorithm)
    if not points:
        return None
    most = max(points, key=lambda p: (p.row["cancelled_in_all"], -(p.row["digits"] or 0)))
    if not most.row["cancelled_in_all"]:
        return {"in_all": 0, "bits": 0, "line": "", "axis": "–", "digits": "–", "cause": ""}
    return {
        "in_all": most.row["cancelled_in_all"],
        "bits": most.row["cancelled_bits"],
        "line": most.row.get("cancelled_at") or "",
        "axis": text.axis_value(most.axis) if most.axis == most.axis else "–",
        "digits": text.downward(most.row["digits"]),
        "cause": most.cause,
    }


def blamed_row(summary: Mapping[str, Any]) -> dict[str, Any] | None:
    """The lines to blame where an algorithm's rounding is worst; or why there are none."""
    found = summary.get("blamed")
    if found is None:
        return None
    part = [f"entry {found['part']}"] if found["part"] else []
    place = ", ".join([f"{name} = {value}" for name, value in found["place"].items()] + part)
    why = found["not_followed"]
    if why is None and not found["guilty"]:
        why = "nothing is to blame: rounding makes at most 2 ulps"
    ulps = found["rounding_ulps"]
    return {
        "place": place,
        "ulps": "–" if ulps is None else text.upward(ulps),
        "lines": [_guilty(line) for line in found["guilty"]],
        "why": why or "",
    }


def _guilty(line: Mapping[str, Any]) -> dict[str, str]:
    parts = []
    if line["makes"]:
        share = line["share"]
        parts.append("makes the error" if share is None else f"makes {100 * share:.3g}% of the error")
    if line["magnifies"]:
        bits = line["cancelled_bits"]
        cancels = f", cancels {bits if isinstance(bits, str) else text.upward(bits)} bits" if bits else ""
        parts.append(f"magnifies it{cancels}")
    code = "; ".join(dict.fromkeys(line["codes"]))
    return {"at": f"{line['file']}, line {line['line']}", "code": code, "does": "; ".join(parts)}
