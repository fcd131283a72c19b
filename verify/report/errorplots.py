"""Forward beside backward error, and the condition numbers they hang on."""

import json
from typing import Any

import altair as alt

from verify.report import style
from verify.report.panels import LOG_U, Figure, colour, concat, finish, heading, plain
from verify.report.parameterplots import has_lines
from verify.report.rows import Algorithm, is_linear
from verify.report.scene import Scene

NORMS = (
    "Forward and backward error of each result, with the envelope. An algorithm is backward "
    "stable where its backward error stays near u; its forward error can then be κ times as large."
)
COMPONENTS = (
    "The forward error of each result by norm, relative to the largest entry, and by component, each entry "
    "relative to itself: where only the second is large, the small entries have lost their digits."
)
CONDITIONS = (
    "Condition numbers of the problem. Above the dashed line, 1/u, data good to half an ulp need not "
    "determine a single digit of the result."
)
DIAGNOSTICS = "What else was certified for each run."
SHADES = ("#222222", "#7a52c7", "#8a8f94", "#b08900")
SHAPES = ("circle", "square", "triangle-up", "cross")
BACKWARD_COMPONENTWISE = "backward_error_componentwise"


def norms(scene: Scene) -> list[Figure]:
    backward, components = (_sizes(scene, n) for n in ("backward_error", "forward_error_componentwise"))
    found = [_norms(scene, backward)] if backward or components else []
    conditions = [n for n in scene.details if n.startswith("condition_number")]
    if scene.problem.has_arrays and _sizes(scene, "condition_number"):
        found.append(_conditions(scene, conditions))
    rest = [n for n in scene.details if n not in conditions and n != BACKWARD_COMPONENTWISE]
    return [*found, *([_diagnostics(scene, rest)] if rest else [])]


def _sizes(scene: Scene, name: str) -> bool:
    return any(p.sizes[name] is not None for p in scene.problem.points)


def _kinds(scene: Scene) -> dict[str, str]:
    """Column -> kind of the error, for those that were measured."""
    kinds = {"t": "total"}
    if _sizes(scene, "forward_error_componentwise"):
        kinds["w"] = "componentwise"
    if _sizes(scene, "backward_error"):
        kinds["b"] = "backward"
    if BACKWARD_COMPONENTWISE in scene.details:
        kinds[f"x{scene.details.index(BACKWARD_COMPONENTWISE)}"] = "backward componentwise"
    return {**kinds, "e": "envelope"}


def _norms(scene: Scene, backward: bool) -> Figure:
    kinds = _kinds(scene)
    name = " : ".join(f"datum.part == '{k}' ? '{kind}'" for k, kind in kinds.items()) + " : ''"

    def draw(algorithm: Algorithm, width: int) -> Any:
        chart = scene.chart(algorithm, live=True).transform_fold(list(kinds), as_=["part", "v"])
        chart = chart.transform_filter("isValid(datum.v) && datum.v > -999").transform_calculate(kind=name)
        words = list(kinds.values())
        encoded = chart.encode(x=scene.x(), y=scene.y(algorithm), color=colour("kind:N", words))
        few = has_lines(algorithm) and len(algorithm.shown_points) <= 80
        lines = [encoded.mark_line(strokeWidth=1.2, clip=True)] if few else []
        layers = alt.layer(*_symbols(encoded, words), *lines)
        return layers.properties(width=width, height=240, title=heading(scene, algorithm, width))

    what = "forward and backward error" if backward else "forward error by norm and by component"
    title, note = f"{what} against {scene.axis.title}", NORMS if backward else COMPONENTS
    return concat(scene, "norms", title, note, "rows", draw, scene.problem.measured, True)


def _symbols(encoded: Any, words: list[str]) -> list[Any]:
    """Dots for errors, dashes for the envelope; both take part in the legend."""
    shapes = alt.Scale(domain=words, range=["stroke" if k == "envelope" else "circle" for k in words])
    # The forward error is drawn larger: the componentwise one may lie upon it.
    size = alt.condition("datum.kind == 'total'", alt.value(44), alt.value(16))
    dots = encoded.transform_filter("datum.kind != 'envelope'").encode(size=size)
    dashes = encoded.transform_filter("datum.kind == 'envelope'")
    dashes = dashes.encode(shape=alt.Shape("kind:N", scale=shapes))
    return [
        dots.mark_point(filled=True, clip=True, opacity=0.85),
        dashes.mark_point(size=22, strokeWidth=1.4, clip=True, opacity=1),
    ]


def _conditions(scene: Scene, names: list[str]) -> Figure:
    columns = {"k": "infinity norm" if names else "κ"}
    columns |= {f"x{scene.details.index(n)}": _norm_name(n) for n in names}
    first = scene.problem.measured[0]
    lines = _lines(scene, scene.chart(first), columns, "condition number", has_lines(first))
    rule = alt.Chart(alt.NamedData(name="unit")).mark_rule(strokeDash=[4, 3], color=style.FAINT)
    layered = alt.layer(*lines, rule.encode(y=alt.datum(-LOG_U))).properties(width=620, height=240)
    return finish(
        scene,
        "conditions",
        f"condition numbers against {scene.axis.title}",
        CONDITIONS,
        "rows",
        plain(layered),
    )


def _norm_name(name: str) -> str:
    norm = name.removeprefix("condition_number_").replace("_", " ")
    return f"{norm}-norm" if norm.isdigit() else norm


def _diagnostics(scene: Scene, names: list[str]) -> Figure:
    """A panel for each quantity, the algorithms told apart by shape and shade."""
    columns, width = style.panels(len(names))

    def draw(name: str) -> Any:
        column, users = (
            f"x{scene.details.index(name)}",
            [a for a in scene.problem.measured if any(p.details.get(name) is not None for p in a.points)],
        )
        title, names = name.replace("_", " "), [a.name for a in users]
        layers = [
            layer
            for a in users
            for layer in _lines(
                scene, scene.chart(a), {column: a.name}, title, has_lines(a), names, is_linear(name)
            )
        ]
        return alt.layer(*layers).properties(width=width, height=200)

    chart = alt.concat(*map(draw, names), columns=columns, spacing=14).resolve_scale(
        color="independent", shape="independent"
    )
    words = ", ".join(n.replace("_", " ") for n in names)
    return finish(
        scene, "diagnostics", f"{words} against {scene.axis.title}", DIAGNOSTICS, "rows", plain(chart)
    )


def _lines(
    scene: Scene,
    chart: alt.Chart,
    columns: dict[str, str],
    title: str,
    joined: bool,
    domain: list[str] | None = None,
    linear: bool = False,
) -> list[alt.Chart]:
    """Sizes of any height, or plain values, told apart by shape and shade; one may lie upon another."""
    kind = " : ".join(f"datum.part == '{k}' ? {json.dumps(w)}" for k, w in columns.items())
    chart = chart.transform_fold(list(columns), as_=["part", "v"])
    chart = chart.transform_filter("isValid(datum.v) && datum.v > -999").transform_calculate(
        kind=f"{kind} : ''"
    )
    words = domain or list(columns.values())
    legend = alt.Legend(orient="top", direction="horizontal", title=None, columns=len(words))
    scale = alt.Scale(domain=words, range=[SHADES[k % 4] for k in range(len(words))])
    # No two alike to sixteen.
    marks = alt.Scale(domain=words, range=[SHAPES[(k + k // 4) % 4] for k in range(len(words))])
    power = "abs(datum.value) < 5 ? format(pow(10, datum.value), '.2~r') : '1e' + datum.value"
    axis = alt.Axis(tickCount=6) if linear else alt.Axis(labelExpr=power, tickCount=6)
    encoded = chart.encode(
        x=scene.x(),
        y=alt.Y("v:Q", axis=axis, title=title, scale=alt.Scale(zero=False)),
        color=alt.Color("kind:N", scale=scale, legend=legend),
    )
    shape = alt.Shape("kind:N", scale=marks, legend=legend)
    dots = encoded.mark_point(filled=False, size=36, clip=True, opacity=1, strokeWidth=1.1).encode(
        shape=shape
    )
    return [encoded.mark_line(strokeWidth=0.8, clip=True), dots] if joined else [dots]
