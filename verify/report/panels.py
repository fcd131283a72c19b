"""What every figure is put together from: data, axes, colours, filters, dropdowns, and the concatenation."""

import json
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt

from verify.report import style
from verify.report.axis import Axis
from verify.report.data import detail_names, own_parameters
from verify.report.rows import Algorithm, Problem

LOG_U = -53 * 0.30102999566398120  # log10 of the unit roundoff 2^-53
NUMBERS = ["a", "i", "x", "x2", "y", "z", "m", "n", "g", "t", "r", "u", "d", "b", "k", "w"]


@dataclass(frozen=True)
class Figure:
    """One drawing: its name, what it shows, and the Vega-Lite specification without its data."""

    name: str
    title: str
    caption: str
    spec: dict[str, Any]


@dataclass(frozen=True)
class Dropdown:
    """A parameter to choose, for the algorithms that share its values and the one shown first."""

    parameter: str
    values: tuple[int, ...]
    shown: int
    algorithms: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """A problem with what its figures share."""

    problem: Problem

    @cached_property
    def axis(self) -> Axis:
        return Axis(self.problem)

    @cached_property
    def own(self) -> list[str]:
        return own_parameters(self.problem)

    @cached_property
    def details(self) -> list[str]:
        return detail_names(self.problem)

    def column(self, parameter: str) -> str:
        return f"p{self.own.index(parameter)}"

    @cached_property
    def dropdowns(self) -> dict[str, Dropdown]:
        """By the name of its signal; parameters alike in name, values and the one shown share one."""
        found: dict[tuple[str, tuple[int, ...], int], list[str]] = {}
        for a in self.problem.measured:
            for name, values in a.parameters.items():
                if len(values) > 1:
                    found.setdefault((name, values, a.shown[name]), []).append(a.name)
        return {f"choice{k}": Dropdown(*key, tuple(users)) for k, (key, users) in enumerate(found.items())}

    def choice(self, algorithm: str, parameter: str) -> str | None:
        """The signal that chooses this algorithm's parameter."""
        for signal, d in self.dropdowns.items():
            if d.parameter == parameter and algorithm in d.algorithms:
                return signal
        return None

    def label(self, dropdown: Dropdown) -> str:
        alone = [d.parameter for d in self.dropdowns.values()].count(dropdown.parameter) == 1
        return dropdown.parameter if alone else f"{dropdown.parameter} of {', '.join(dropdown.algorithms)}"

    def data(self, table: str) -> alt.NamedData:
        columns = [*NUMBERS, *(f"p{k}" for k in range(len(self.own)))]
        columns += [f"x{k}" for k in range(len(self.details))] if table == "rows" else []
        parse = dict.fromkeys(columns, "number")
        return alt.NamedData(name=table, format=alt.CsvDataFormat(type="csv", parse=parse))

    def chart(self, algorithm: Algorithm, free: str = "", live: bool = False) -> alt.Chart:
        """The algorithm's rows at the parameters shown (or chosen, if `live`), but for the one left free."""
        tests = [f"datum.a == {self.problem.measured.index(algorithm)}"]
        for name, value in algorithm.shown.items():
            choice = self.choice(algorithm.name, name) if live else None
            if name != free:
                tests.append(f"datum.{self.column(name)} == {choice or value}")
        return alt.Chart().transform_filter(" && ".join(tests))

    def x(self, field: str = "x:Q", title: bool = True) -> alt.X:
        """The natural axis, its labels only where `title` is wanted."""
        axis, shown = self.axis, alt.Axis(grid=False, labels=title, ticks=title, labelOverlap="greedy")
        scale = alt.Scale(type=axis.scale, domain=axis.domain(), nice=False)
        if axis.scale == "symlog":
            scale.constant, shown.values = axis.constant, axis.ticks()
        elif axis.scale == "log":
            shown.format = "~e"
        return alt.X(field, scale=scale, title=axis.title if title else None, axis=shown)

    def y(self, algorithm: Algorithm, field: str = "v:Q") -> alt.Y:
        """log10 of a relative error as a power of ten; the first panel of a row has the title."""
        shown = alt.Axis(labelExpr="'1e' + datum.value", tickCount=6)
        scale = alt.Scale(domain=[style.LOW, style.HIGH], nice=False)
        columns, _ = style.panels(len(self.problem.measured))
        first = self.problem.measured.index(algorithm) % columns == 0
        return alt.Y(field, scale=scale, axis=shown, title="relative error" if first else None)


def clamped(field: str) -> str:
    return f"clamp(datum.{field}, {style.LOW}, {style.HIGH})"


def size_text(field: str) -> str:
    """An expression that writes a size given as log10."""
    v = f"datum.{field}"
    power = f"format(pow(10, {v} - floor({v})), '.2f') + 'e' + floor({v})"
    return f"!isValid({v}) ? 'none' : {v} <= -999 ? '0' : {power}"


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
    chart = alt.concat(*(draw(a, width) for a in algorithms), columns=columns, spacing=14)
    return finish(scene, name, title, caption, table, chart, live)


def finish(
    scene: Scene, name: str, title: str, caption: str, table: str, chart: Any, live: bool = False
) -> Figure:
    """The figure under its title, which names the parameter values chosen."""
    above, still = json.dumps(f"{scene.problem.name}: {title}", ensure_ascii=False), title
    for signal, d in scene.dropdowns.items() if live else ():
        label = scene.label(d)
        above += f" + {json.dumps(f', {label} = ')} + {signal}"
        still += f", {label} = {d.shown}"
        bind = alt.binding_select(options=list(d.values), name=f"{label} ")
        chart = chart.add_params(alt.param(name=signal, value=d.shown, bind=bind))
    chart.data = scene.data(table)
    chart = chart.properties(title=alt.TitleParams(text=alt.expr(above), offset=10))
    return Figure(name, still, caption, chart.configure(**style.config()).to_dict())
