"""The error budget against the natural axis, and beneath it the share of each cause."""

from typing import Any

import altair as alt

from verify.report import style
from verify.report.panels import Figure, colour, concat, heading, layered, plain, size_text
from verify.report.rows import CAUSES, Algorithm
from verify.report.scene import Scene

PARTS = {"r": "rounding", "u": "truncation", "d": "data"}
WORDS = {
    "t": "forward error",
    "r": "rounding error",
    "u": "truncation error",
    "m": "rounding and truncation",
    "d": "data error",
}
CROSS = "M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7"
SHAPES = {"envelope": "stroke", "none": "square", "range": CROSS, "undecided": "diamond"}
CAPTION = (
    "Rings: the forward error of each computed value. Coloured dots: its rounding, truncation and data "
    "error; the one inside the ring dominates. Black dashes: the envelope, what data good to half an "
    "ulp cost; an error above it is not inherent in the problem. ▲ and ▼, in the colour of the cause: "
    "outside the frame. ✕: no finite number came out. ◆: no bound was found. The strip below: the share of "
    "each cause among the measurements at that place."
)


def budget(scene: Scene) -> Figure:
    kinds = ["total", *parts_found(scene), "envelope", *extra_causes(scene)]

    def draw(algorithm: Algorithm, width: int) -> Any:
        named = [name for name in algorithm.shown if not scene.choice(algorithm.name, name)]
        layers = layered(
            _parts(scene, algorithm, kinds),
            _total(scene, algorithm, kinds),
            _envelope(scene, algorithm, kinds),
            _status(scene, algorithm, kinds),
            title=heading(scene, algorithm, width, named),
            width=width,
            height=250,
        )
        strip = _strip(scene, algorithm, kinds).properties(width=width, height=26, data=scene.data("causes"))
        shared = {"scale": {"x": "shared"}}
        return {"vconcat": [layers, plain(strip)], "spacing": 5, "resolve": shared}

    title = f"error budget against {scene.axis.title}"
    figure = concat(scene, "budget", title, CAPTION, "rows", draw, scene.problem.measured, True)
    _zoom(figure.spec)
    return figure


def _zoom(spec: dict[str, Any]) -> None:
    """Dragging moves the axis, ctrl and the wheel stretch it; the wheel alone scrolls the page."""
    select = {"type": "interval", "encodings": ["x"], "zoom": "wheel![event.ctrlKey]"}
    views = [f"panel{k}" for k in range(len(spec["concat"]))]
    # Set here, for Altair renames the views it concatenates.
    for name, panel in zip(views, spec["concat"], strict=True):
        panel["vconcat"][0]["layer"][0]["name"] = name
    spec.setdefault("params", []).append({"name": "zoom", "select": select, "bind": "scales", "views": views})


def parts_found(scene: Scene) -> list[str]:
    """The parts of the budget that come into the frame anywhere."""
    sizes = {k: [p.sizes[f"{k}_error"] for p in scene.problem.points] for k in PARTS.values()}
    return [k for k, found in sizes.items() if any(x is not None and x > style.LOW for x in found)]


def extra_causes(scene: Scene) -> list[str]:
    """The causes that occur and are not part of the budget."""
    found = {p.cause for p in scene.problem.points}
    return [c for c in CAUSES if c in found and c not in PARTS.values()]


def _tooltip(scene: Scene, chart: Any) -> Any:
    words = {**WORDS, "b": "backward error", "k": "condition number", "e": "envelope"}
    chart = chart.transform_calculate(**{f"{k}_text": size_text(k) for k in words})
    shown = [alt.Tooltip("x:Q", title=scene.axis.title), alt.Tooltip("c:N", title="cause")]
    shown += [alt.Tooltip("g:Q", title="digits", format=".2f")]
    shown += [alt.Tooltip(f"{k}_text:N", title=word) for k, word in words.items()]
    return chart.encode(tooltip=shown)


def _total(scene: Scene, algorithm: Algorithm, kinds: list[str]) -> Any:
    """Rings; beyond the frame triangles in the colour of the cause."""
    low, high = style.LOW, style.HIGH
    chart = scene.chart(algorithm, live=True).transform_filter("isValid(datum.t)")
    above, below = f"datum.t > {high}", f"datum.t < {low}"
    chart = chart.transform_calculate(
        v=f"clamp(datum.t, {low + 0.3}, {high - 0.3})", kind=f"{above} ? datum.c : 'total'"
    )
    shape = alt.when(above).then(alt.value("triangle-up")).when(below).then(alt.value("triangle-down"))
    return (
        _tooltip(scene, chart)
        .mark_point(size=34, strokeWidth=0.9, filled=False, clip=True, opacity=0.75)
        .encode(
            x=scene.x(title=False),
            y=scene.y(algorithm),
            shape=shape.otherwise(alt.value("circle")),
            color=colour("kind:N", kinds),
        )
    )


def _parts(scene: Scene, algorithm: Algorithm, kinds: list[str]) -> Any:
    name = " : ".join(f"datum.part == '{k}' ? '{word}'" for k, word in PARTS.items()) + " : ''"
    chart = scene.chart(algorithm, live=True).transform_fold(list(PARTS), as_=["part", "v"])
    chart = chart.transform_filter(f"isValid(datum.v) && datum.v >= {style.LOW} && datum.v <= {style.HIGH}")
    return (
        chart.transform_calculate(kind=name)
        .mark_point(size=11, filled=True, clip=True, opacity=0.9)
        .encode(x=scene.x(title=False), y=scene.y(algorithm), color=colour("kind:N", kinds))
    )


def _envelope(scene: Scene, algorithm: Algorithm, kinds: list[str]) -> Any:
    chart = scene.chart(algorithm, live=True).transform_filter("isValid(datum.e)")
    chart = chart.transform_calculate(v="datum.e", kind="'envelope'")
    # This layer also gives the legend its shapes.
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=[SHAPES.get(k, "circle") for k in kinds]))
    return chart.mark_point(size=22, strokeWidth=1.4, clip=True, opacity=1).encode(
        x=scene.x(title=False), y=scene.y(algorithm), color=colour("kind:N", kinds), shape=shape
    )


def _status(scene: Scene, algorithm: Algorithm, kinds: list[str]) -> Any:
    """What has no total to show: no finite number, or nothing decided."""
    chart = scene.chart(algorithm, live=True).transform_filter("!isValid(datum.t)")
    chart = chart.transform_calculate(v=str(style.HIGH - 1))
    shape = alt.when("datum.c == 'range'").then(alt.value(CROSS)).otherwise(alt.value("diamond"))
    return (
        _tooltip(scene, chart)
        .mark_point(size=40, strokeWidth=1.4, filled=False, clip=True, opacity=0.9)
        .encode(
            x=scene.x(title=False),
            y=scene.y(algorithm),
            shape=shape,
            color=colour("c:N", kinds),
        )
    )


def _strip(scene: Scene, algorithm: Algorithm, kinds: list[str]) -> Any:
    chart = scene.chart(algorithm, live=True)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, 1]), axis=None)
    shown = [alt.Tooltip("c:N", title="cause"), alt.Tooltip("n:Q", title="measurements")]
    return chart.mark_rect(clip=True, opacity=1).encode(
        x=scene.x(), x2="x2:Q", y=y, y2="z:Q", color=colour("c:N", kinds), tooltip=shown
    )
