"""The page of problems over named data sets: the digits of each routine, and those that the data allow."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from verify.report import markdown
from verify.report.reading import read
from verify.report.rows import Algorithm, Point, Problem, Row, log_size


def page(document: Row, rows: Sequence[Row], command: str) -> str:
    """The page in Markdown; without a table where no problem of the record has named data sets."""
    problems = [p for p in read(document, rows) if _names(p)]
    return (
        markdown.templates()
        .get_template("datasets.md.j2")
        .render(
            command=command,
            problems=[_table(p) for p in problems],
            claims=[c for p in problems for c in p.claims],
            refuted=[c for p in problems for c in p.claims if c["verdict"] == "REFUTED"],
        )
    )


def _names(problem: Problem) -> dict[int, str]:
    """What the values of the problem's first parameter are called, by number; empty where they are not."""
    first: Mapping[str, Any] = next(iter(problem.declared["parameters"]), {})
    return dict(enumerate(first.get("names", []), first.get("low", 1)))


def _table(problem: Problem) -> dict[str, Any]:
    parameter, names = problem.declared["parameters"][0]["name"], _names(problem)
    found = {a.name: {p.row["parameters"][parameter]: p for p in a.points} for a in problem.measured}
    numbers = sorted({k for points in found.values() for k in points})
    return {
        "name": problem.name,
        "title": problem.declared["title"],
        "algorithms": [_described(a) for a in problem.measured],
        "not_installed": [a.name for a in problem.algorithms if "not_installed" in a.declared],
        "rows": [
            {
                "name": names.get(k, k),
                "allowed": digits(next(points[k] for points in found.values() if k in points), "data_error"),
                "has": [
                    digits(points[k], "forward_error") if k in points else "" for points in found.values()
                ],
            }
            for k in numbers
        ],
    }


def _described(algorithm: Algorithm) -> dict[str, str]:
    return {"name": algorithm.name, "says": algorithm.declared["says"]}


def digits(point: Point, error: str) -> str:
    """Decimal digits that an error leaves, rounded down: of a vector in its worst entry."""
    size = log_size(point.row.get(f"{error}_componentwise") or point.row.get(error))
    if size is None:
        return "none"
    return "all" if size == -math.inf else f"{max(math.floor(-100 * size) / 100, 0):.2f}"
