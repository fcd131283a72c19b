"""The pages of a report, whole, as text."""

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from typing import Any

import jinja2
from markupsafe import Markup

from verify.records.summary import headline
from verify.report import markdown, style, svg, tables, text
from verify.report.data import own_parameters, point_numbers
from verify.report.data import tables as data_tables
from verify.report.figures import figures
from verify.report.panels import Figure
from verify.report.reading import read
from verify.report.rows import Problem, Row
from verify.report.words import WORDS

FEW = 5  # problems that one process draws sooner than several start
MANY = 12  # problems beyond which the page holds the live figures alone; as pictures they lie beside it
BUNDLE = """
import sys, vl_convert
sys.stdout.buffer.write(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;").encode())
"""


def files(document: Row, rows: Sequence[Row], published: bool) -> dict[str, str]:
    """Every file of the report by its name; those for publishing where that is asked for."""
    problems = read(document, rows)
    parts = _problems(problems, document.get("summary") or [], published)
    shared = {
        **_shared(document),
        "rows": [tables.index_row(p) for p in problems],
        "problems": parts,
        "published": published,
        "still": published and len(problems) <= MANY,
    }
    page = _html().get_template("report.html.j2").render(**shared, bundle=_bundle())
    return {"report.html": page, **(_pages(parts, shared) if published else {})}


def _pages(parts: Sequence[dict[str, Any]], shared: dict[str, Any]) -> dict[str, str]:
    """The pages in Markdown and their pictures."""
    templates = markdown.environment()
    made = {"report.md": templates.get_template("index.md.j2").render(**shared)}
    for part in parts:
        made[f"{part['name']}.md"] = templates.get_template("problem.md.j2").render(**shared, p=part)
        for figure in part["figures"]:
            made[f"figures/{part['name']}-{figure['name']}.svg"] = _file(figure["svg"], shared["made_by"])
    return made


def _shared(document: Row) -> dict[str, Any]:
    given = document.get("provenance")
    provenance = given if isinstance(given, Mapping) else {}
    command = str(provenance.get("command", "an unknown command"))
    return {
        "command": command,
        "made_by": Markup(_comment(f"made by `verify report` from the record of `{command}`")),
        "provenance": list(provenance.items()),
        "words": list(WORDS.items()),
        "headline": headline(document["claims"]) if document.get("claims") else "",
        "style": style,
    }


def _comment(words: str) -> str:
    """Text that cannot end an HTML comment."""
    return " ".join(words.split()).replace("<", "&lt;").replace(">", "&gt;")


def _file(drawing: str, made_by: str) -> str:
    """An SVG file; a comment may not hold the -- of an option, a processing instruction may."""
    return f"<?{made_by.replace('made by', 'made-by', 1).replace('?', '&#63;')}?>\n{drawing}\n"


def _problems(problems: Sequence[Problem], summaries: Sequence[Row], published: bool) -> list[dict[str, Any]]:
    """The parts of each problem; many are drawn in several processes, for drawing takes the time."""
    work = partial(_problem, summaries=summaries, published=published)
    if len(problems) < FEW:
        return [work(p) for p in problems]
    spawn = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(problems)), mp_context=spawn) as workers:
        return list(workers.map(work, problems))


def _problem(problem: Problem, summaries: Sequence[Row], published: bool) -> dict[str, Any]:
    summary = {s.get("algorithm"): s for s in summaries if s.get("problem") == problem.name}
    data = {**data_tables(problem), "unit": [{}]}
    drawn = figures(problem)
    return {
        **problem.declared,
        "axis": problem.declared["axis"]["title"] or "axis",
        "domains": tables.parameter_domains(problem),
        "command": f"verify run {problem.name}",
        "algorithms": [tables.algorithm_table(problem, a, summary.get(a.name, {})) for a in problem.measured],
        "ladders": tables.ladder_rows(problem),
        "claims": problem.claims,
        "live": _live(problem, data, {f.name: f.spec for f in drawn}),
        "figures": [
            {
                "name": f.name,
                "heading": f.title[:1].upper() + f.title[1:],
                "alt": f"{problem.name}: {f.title}",
                "caption": f.caption,
                "svg": _picture(problem, f, data) if published else "",
            }
            for f in drawn
        ],
    }


def _picture(problem: Problem, figure: Figure, data: Row) -> str:
    title = f"{problem.name}: {figure.title}"
    return svg.draw(figure.spec, data, f"{problem.name}-{figure.name}", title)


def _live(problem: Problem, data: Row, specs: Row) -> str:
    """What the interactive figures need, as JSON that is safe inside a script element."""
    content = {
        "problem": problem.name,
        "algorithms": [{"name": a.name, "own": list(a.parameters)} for a in problem.measured],
        "own": own_parameters(problem),
        "places": [_options(problem, key) for key in point_numbers(problem)],
        "tables": data,
        "specs": specs,
    }
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(plain.replace("<", "\\u003c"))


def _options(problem: Problem, place: tuple[tuple[str, Any], ...]) -> str:
    names = {i for p in problem.points for i in p.row["inputs"]}
    given = dict(place)
    inputs = {k: v for k, v in given.items() if k in names}
    return text.places(inputs, {k: v for k, v in given.items() if k not in names})


@cache
def _html() -> jinja2.Environment:
    loader = jinja2.PackageLoader("verify.report")
    made = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    made.filters["raw"] = Markup
    return made


@cache
def _bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script. Its maker keeps 90 MB: it has a process of its own."""
    made = subprocess.run([sys.executable, "-c", BUNDLE], capture_output=True, check=True)
    return Markup(made.stdout.decode().replace("</script", "<\\/script").replace("<!--", "<\\!--"))
