"""What the figures of one problem share: its axes, its rows by algorithm, the dropdowns of parameters."""

from dataclasses import dataclass
from functools import cached_property

import altair as alt

from verify.report import style
from verify.report.axis import Axis
from verify.report.data import detail_names, own_parameters
from verify.report.rows import Algorithm, Problem

NUMBERS = ["a", "i", "x", "x2", "o", "y", "z", "m", "n", "g", "t", "r", "u", "d", "b", "k", "w", "l"]
RUNGS = {**dict.fromkeys("abve", "number"), "f": "string", "w": "string"}


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
        parse = dict.fromkeys(columns, "number") if table != "rungs" else RUNGS
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
        if (ticks := axis.ticks()) is not None:
            shown.values = ticks
        if axis.scale == "symlog":
            scale.constant = axis.constant
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
