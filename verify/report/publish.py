"""The pages for a code host: Markdown with pictures, the same text for the same record."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from verify.report import budget, ladders, lessons, maps, markdown, tables
from verify.report.axis import Axis
from verify.report.page import comment
from verify.report.parts import problem_part
from verify.report.picture import Panel, sheet
from verify.report.points import thinned
from verify.report.rows import Problem, Row
from verify.report.site import shared_with
from verify.report.words import WORDS

MOST_POINTS = 90  # of a panel: a picture to look at, not to read off


def pages(document: Row, problems: Sequence[Problem]) -> dict[str, str]:
    """Every file by its name."""
    shared = {**shared_with(document), "words": list(WORDS.items())}
    templates = markdown.templates()
    taught = lessons.lessons(problems)
    rows = [tables.index_row(p) for p in problems]
    index = templates.get_template("index.md.j2").render(**shared, rows=rows, lessons=taught)
    made = {"report.md": index}
    pictures = {f"lesson-{x.name}": sheet([Panel("", x.drawings[0])], x.title) for x in taught}
    for problem in problems:
        figures = _figures(problem)
        part = {**problem_part(problem, document.get("summary") or []), "figures": figures}
        tabled = [tables.algorithm_table(problem, a, {}) for a in problem.measured]
        content = {**shared, "p": part, "algorithms": tabled}
        made[f"{problem.name}.md"] = templates.get_template("problem.md.j2").render(**content)
        pictures |= {f"{problem.name}-{f['name']}": f["svg"] for f in figures}
    head = f"<?{_instruction(document)}?>\n"
    return made | {f"figures/{name}.svg": head + drawn + "\n" for name, drawn in pictures.items()}


def _instruction(document: Row) -> str:
    """A comment may not hold the -- of an option, a processing instruction may."""
    made_by = comment(str(shared_with(document)["made_by"]).replace("&lt;", "<").replace("&gt;", ">"))
    return Markup(made_by.replace("made by", "made-by", 1).replace("?", "&#63;"))


def _figures(problem: Problem) -> list[dict[str, Any]]:
    axis = Axis(problem)
    if axis.empty or not problem.measured:
        return []
    found = [("budget", f"Error budget against {axis.title}", budget.CAPTION, _budgets(problem, axis))]
    drawn = maps.maps(problem, axis)
    for what, caption in (("digits", maps.DIGITS), ("cause", maps.CAUSE)):
        panels = [Panel(m.algorithm.name, maps.draw(problem, axis, m, what, maps.WIDE, "")) for m in drawn]
        if panels:
            title = "Correct digits" if what == "digits" else "Leading cause"
            found.append((what, f"{title} against {axis.title} and the parameter", caption, panels))
    climbed = [Panel(a.name, ladders.draw(problem, a, budget.WIDE, "")) for a in ladders.climbed(problem)]
    if climbed:
        found.append(("ladder", "Error against precision", ladders.CAPTION, climbed))
    return [
        {
            "name": name,
            "heading": heading,
            "alt": f"{problem.name}: {heading}",
            "caption": caption,
            "svg": sheet(panels, f"{problem.name}: {heading}"),
        }
        for name, heading, caption, panels in found
    ]


def _budgets(problem: Problem, axis: Axis) -> list[Panel]:
    def points(algorithm: Any) -> Any:
        return thinned([p for p in algorithm.shown_points if axis.has(p)], MOST_POINTS)

    return [
        Panel(a.name, budget.panel(problem, axis, a, points(a), budget.WIDE, "")) for a in problem.measured
    ]
