"""What every figure is put together from: colours, headings, panels side by side under one title."""

import json
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from verify.report import style
from verify.report.rows import Algorithm
from verify.report.scene import Scene

LOG_U = -53 * 0.30102999566398120  # log10 of the unit roundoff 2^-53


@dataclass(frozen=True)
class Figure:
    """One drawing: its name, what it shows, and the Vega-Lite specification without its data."""

    name: str
    title: str
    caption: str
    spec: dict[str, Any]


def clamped(field: str) -> str:
    return f"clamp(datum.{field}, {style.LOW}, {style.HIGH})"


def size_text(field: str) -> str:
    """An expression that writes a size given as log10."""
    v = f"datum.{field}"
    power = f"format(pow(10, {v} - floor({v})), '.2f') + 'e' + floor({v})"
    return f"!isValid({v}) ? 'none' : {v} <= -999 ? '0' : {v} >= 999999 ? '∞' : {power}"


def colour(field: str, kinds: Sequence[str], title: str | None = None) -> alt.Color:
    """The palette of `style` on the kinds that occur, with a legend that explains them."""
    words = {k: style.MEANINGS[k] for k in kinds}
    legend = alt.Legend(
        orient="top",
        direction="horizontal",
        title=title,
        labelExpr=f"{json.dumps(words, ensure_ascii=False)}[datum.label]",
        columns=len(kinds),
        symbolOpacity=1,
    )
    scale = alt.Scale(domain=list(kinds), range=[style.COLOURS[k] for k in kinds])
    return alt.Color(field, scale=scale, legend=legend)


def heading(scene: Scene, algorithm: Algorithm, width: int, named: Sequence[str] = ()) -> alt.TitleParams:
    """The algorithm's name, what it is, the parameter values it is shown at."""
    at = ", ".join(f"{k} = {v}" for k, v in algorithm.shown.items() if k in named)
    texts = [wrapped(a, width) for a in scene.problem.measured]
    lines = wrapped(algorithm, width)
    lines += [""] * (max(map(len, texts)) - len(lines))
    text = f"{algorithm.name} ({at})" if at else algorithm.name
    return alt.TitleParams(text=text, subtitle=lines, anchor="start", frame="group", fontSize=13, offset=6)


def wrapped(algorithm: Algorithm, width: int) -> list[str]:
    return textwrap.wrap(str(algorithm.declared["says"]), max(width // 6, 20))[:3]


def concat(
    scene: Scene,
    name: str,
    title: str,
    caption: str,
    table: str,
    draw: Callable[[Algorithm, int], Any],
    algorithms: Sequence[Algorithm],
    live: bool = False,
) -> Figure:
    """A panel an algorithm, side by side, under one title and one legend; `live` with the dropdowns."""
    columns, width = style.panels(len(algorithms))
    panels = [plain(draw(a, width)) for a in algorithms]
    spec = {"concat": panels, "columns": columns, "spacing": 14}
    return finish(scene, name, title, caption, table, spec, live)


def layered(*charts: Any, title: alt.TitleParams, **properties: Any) -> dict[str, Any]:
    """Charts upon each other, as plain data."""
    return {"layer": [plain(chart) for chart in charts], "title": title.to_dict(), **properties}


def plain(chart: Any) -> dict[str, Any]:
    """A chart as the part of a specification: composing the parts as plain data spares Altair's copies."""
    if isinstance(chart, dict):
        return chart
    kept: dict[str, Any] = _inheriting(chart.to_dict(validate=False))
    return kept


def _inheriting(spec: Any) -> Any:
    """Without what Altair gives to every chart of its own: a part takes the data of the whole."""
    if isinstance(spec, list):
        return [_inheriting(part) for part in spec]
    if not isinstance(spec, dict):
        return spec
    own = {"$schema", "config", "datasets"}
    return {
        key: _inheriting(value)
        for key, value in spec.items()
        if key not in own and not (key == "data" and value == {"name": "empty"})
    }


def finish(
    scene: Scene,
    name: str,
    title: str,
    caption: str,
    table: str,
    spec: dict[str, Any],
    live: bool = False,
) -> Figure:
    """The figure under its title, which names the parameter values chosen."""
    above, still = json.dumps(f"{scene.problem.name}: {title}", ensure_ascii=False), title
    params = []
    for signal, d in scene.dropdowns.items() if live else ():
        label = scene.label(d)
        above += f" + {json.dumps(f', {label} = ')} + {signal}"
        still += f", {label} = {d.shown}"
        bind = {"input": "select", "options": list(d.values), "name": f"{label} "}
        params.append({"name": signal, "value": d.shown, "bind": bind})
    whole = {
        "$schema": alt.SCHEMA_URL,
        "config": style.config(),
        "data": scene.data(table).to_dict(),
        "title": {"text": {"expr": above}, "offset": 10},
        **({"params": params} if params else {}),
        **spec,
    }
    return Figure(name, still, caption, whole)
