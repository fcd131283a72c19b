"""What an algorithm's own parameter does: error and cause for each value, the best value, what it attains."""

from typing import Any

import altair as alt

from verify.report.budget import extra_causes, parts_found
from verify.report.panels import LOG_U, Figure, clamped, colour, concat, heading
from verify.report.rows import Algorithm
from verify.report.scene import Scene

SWEEP = (
    "The forward error for each value of the parameter. A line ends where the result is not a finite "
    "number; exact results are left out."
)
CAUSES_MAP = (
    "The most frequent cause at each place, for each value of the parameter: where truncation takes over "
    "from rounding, where the result leaves float64's range, and how far each value can be used."
)
DIGITS_MAP = (
    "Correct decimal digits, the least at each place, for each value of the parameter. The ring marks the "
    "best value there."
)
ATTAINABLE = (
    "The forward error with the best of the parameter's measured values at each place: none of them does "
    "better. "
    "The colour says what limits it; the dashed line is the unit roundoff u."
)


def swept(scene: Scene) -> dict[str, list[Algorithm]]:
    """The algorithms by the first of their own parameters that was measured at several values."""
    found: dict[str, list[Algorithm]] = {}
    for algorithm in scene.problem.measured:
        names = [name for name, values in algorithm.parameters.items() if len(values) > 1]
        if names:
            found.setdefault(names[0], []).append(algorithm)
    return found


def has_lines(algorithm: Algorithm) -> bool:
    """A single quantity varies along the axis, so that a line means something."""
    own = algorithm.parameters
    varied = {name for p in algorithm.points for name in (*p.row["inputs"], *p.row["parameters"])}
    return len(varied - own.keys()) <= 1


def sweeps(scene: Scene) -> list[Figure]:
    figures = []
    for parameter, algorithms in swept(scene).items():
        lines = [a for a in algorithms if has_lines(a) and len(a.parameters[parameter]) <= 12]
        if lines:
            figures.append(_sweep(scene, parameter, lines))
    return figures


def _sweep(scene: Scene, parameter: str, algorithms: list[Algorithm]) -> Figure:
    scheme = alt.SchemeParams(name="viridis", extent=[0.0, 0.9])
    values = sorted({v for a in algorithms for v in a.parameters[parameter]})
    column = scene.column(parameter)
    shade = alt.Color(f"{column}:O", title=parameter, scale=alt.Scale(scheme=scheme, domain=values))

    def draw(algorithm: Algorithm, width: int) -> Any:
        chart = scene.chart(algorithm, free=parameter).transform_filter("!isValid(datum.t) || datum.t > -999")
        legend = alt.Legend(orient="top", direction="horizontal", symbolType="stroke", symbolStrokeWidth=3)
        return (
            chart.mark_line(strokeWidth=1.3, clip=True)
            .encode(x=scene.x(), y=scene.y(algorithm, "t:Q"), color=shade.legend(legend), order="x:Q")
            .properties(width=width, height=220, title=heading(scene, algorithm, width))
        )

    title = f"forward error against {scene.axis.title} for each value of {parameter}"
    return concat(scene, f"sweep-{parameter}", title, SWEEP, "rows", draw, algorithms)


def rows_of(algorithm: Algorithm, parameter: str) -> int:
    """Height of a map with a row for each value of the parameter."""
    count = len(algorithm.parameters[parameter])
    return min(max(16 * count, 60), max(320, 5 * count))


def cause_map(scene: Scene) -> list[Figure]:
    kinds = [*parts_found(scene), *extra_causes(scene)]

    def one(parameter: str, algorithms: list[Algorithm]) -> Figure:
        def draw(algorithm: Algorithm, width: int) -> Any:
            y = alt.Y(f"{scene.column(parameter)}:O", sort="descending", title=parameter)
            chart = scene.chart(algorithm, free=parameter).transform_filter("datum.m == 1")
            return (
                chart.mark_rect(clip=True)
                .encode(x=scene.x(), x2="x2:Q", y=y.axis(labelOverlap="greedy"), color=colour("c:N", kinds))
                .properties(
                    width=width, height=rows_of(algorithm, parameter), title=heading(scene, algorithm, width)
                )
            )

        title = f"what makes the error, against {scene.axis.title} and {parameter}"
        return concat(scene, f"causes-{parameter}", title, CAUSES_MAP, "causes", draw, algorithms)

    return [one(parameter, algorithms) for parameter, algorithms in swept(scene).items()]


def mapped(scene: Scene) -> list[Algorithm]:
    return [a for a in scene.problem.measured if a.declared["grid"] and any(map(len, a.parameters.values()))]


def digits_map(scene: Scene) -> list[Figure]:
    algorithms = mapped(scene)
    if not algorithms:
        return []
    legend = alt.Legend(orient="top", direction="horizontal", gradientLength=240, title="correct digits")
    shade = alt.Color("g:Q", scale=alt.Scale(scheme="cividis", domain=[0, 16], clamp=True), legend=legend)

    def draw(algorithm: Algorithm, width: int) -> Any:
        parameter = next(iter(algorithm.parameters))
        y = alt.Y(f"{scene.column(parameter)}:O", sort="descending", title=parameter)
        y = y.axis(labelOverlap="greedy")
        shown = [alt.Tooltip("g:Q", title="digits", format=".2f"), alt.Tooltip("c:N", title="cause")]
        base = scene.chart(algorithm, free=parameter)
        cells = base.mark_rect(clip=True).encode(x=scene.x(), x2="x2:Q", y=y, color=shade, tooltip=shown)
        best = base.transform_filter("datum.m == 1")
        rings = best.mark_point(size=20, stroke="#d55e00", strokeWidth=1.3, fill="white", opacity=1)
        return alt.layer(cells, rings.encode(x=scene.x("o:Q"), y=y)).properties(
            width=width, height=rows_of(algorithm, parameter), title=heading(scene, algorithm, width)
        )

    title = f"correct digits against {scene.axis.title} and the parameter, with the best value ringed"
    return [concat(scene, "digits", title, DIGITS_MAP, "map", draw, algorithms)]


def attainable(scene: Scene) -> list[Figure]:
    algorithms = mapped(scene)
    if not algorithms:
        return []
    kinds = [*parts_found(scene), *extra_causes(scene)]

    def draw(algorithm: Algorithm, width: int) -> Any:
        base = scene.chart(algorithm, free=next(iter(algorithm.parameters)))
        base = base.transform_filter("datum.m == 1 && isValid(datum.t)")
        base = base.transform_calculate(v=clamped("t"))
        line = base.mark_line(stroke="#9aa0a6", strokeWidth=1, clip=True)
        dots = base.mark_point(size=42, filled=True, opacity=1, stroke="#555555", strokeWidth=0.6, clip=True)
        x = scene.x("o:Q")
        shown = [alt.Tooltip(f"p{k}:Q", title=name) for k, name in enumerate(scene.own)]
        shown += [alt.Tooltip("g:Q", title="digits", format=".2f"), alt.Tooltip("c:N", title="cause")]
        rule = alt.Chart(alt.NamedData(name="unit")).mark_rule(strokeDash=[4, 3], color="#000000")
        return alt.layer(
            rule.encode(y=alt.datum(LOG_U)),
            line.encode(x=x, y=scene.y(algorithm)),
            dots.encode(x=x, y=scene.y(algorithm), color=colour("c:N", kinds), tooltip=shown),
        ).properties(width=width, height=220, title=heading(scene, algorithm, width))

    title = f"attainable accuracy against {scene.axis.title}"
    return [concat(scene, "attainable", title, ATTAINABLE, "map", draw, algorithms)]
