"""The precision ladder: error against the bits that a body is run in, the IEEE formats marked."""

from typing import Any

import altair as alt

from verify.report import style
from verify.report.panels import Figure, concat, heading
from verify.report.rows import Algorithm, Row
from verify.report.scene import Scene

CAPTION = (
    "Forward error of the same body run in p bits through MPFR, on data rounded to p bits; squares are the "
    "IEEE formats with their own exponent range; the dashed line is 2^-p. Where a line levels off, "
    "truncation dominates and more bits gain nothing."
)
SHADES = ("#222222", "#7a52c7", "#b08900", "#8a8f94")


def ladder(scene: Scene) -> list[Figure]:
    """A panel for each algorithm whose body was run in many formats."""
    climbed = {row["algorithm"] for row in scene.problem.ladders}
    algorithms = [a for a in scene.problem.measured if a.name in climbed]
    if not algorithms:
        return []
    places = list(dict.fromkeys(place(row) for row in scene.problem.ladders))

    def draw(algorithm: Algorithm, width: int) -> Any:
        chart = alt.Chart().transform_filter(f"datum.a == {scene.problem.measured.index(algorithm)}")
        layers = _layers(chart.transform_filter("isValid(datum.v)"), places)
        panel = heading(scene, algorithm, width, list(algorithm.parameters))
        return alt.layer(*layers).properties(width=width, height=220, title=panel)

    return [concat(scene, "ladder", "error against precision", CAPTION, "rungs", draw, algorithms)]


def place(row: Row) -> str:
    """Where a ladder stands, but for the algorithm's own parameters, which the heading names."""
    return ", ".join(f"{k} = {v}" for k, v in row["place"].items())


def _layers(chart: alt.Chart, places: list[str]) -> list[Any]:
    shades = alt.Scale(domain=places, range=[SHADES[k % len(SHADES)] for k in range(len(places))])
    legend = alt.Legend(orient="top", direction="horizontal", title="at", columns=4)
    encoded = chart.encode(
        x=alt.X("b:Q", title="bits", scale=alt.Scale(domain=[0, 204], nice=False), axis=alt.Axis(grid=False)),
        y=alt.Y("v:Q", title="relative error", axis=alt.Axis(labelExpr="'1e' + datum.value", tickCount=6)),
        color=alt.Color("w:N", scale=shades, legend=legend),
    )
    roundoff = chart.mark_line(strokeDash=[3, 3], color=style.FAINT, strokeWidth=1)
    bits = encoded.transform_filter("datum.f == 'p'")
    formats = encoded.transform_filter("datum.f != 'p'")
    return [
        roundoff.encode(x="b:Q", y="e:Q"),
        bits.mark_line(strokeWidth=1, interpolate="linear"),
        bits.mark_point(filled=True, size=10),
        formats.mark_point(shape="square", size=42, strokeWidth=1.4),
    ]
