"""The figures of a problem as Vega-Lite specifications; their data are the tables of `data`."""

from verify.report.budget import budget
from verify.report.errorplots import norms
from verify.report.ladderplot import ladder
from verify.report.panels import Figure
from verify.report.parameterplots import attainable, cause_map, digits_map, sweeps
from verify.report.rows import Problem
from verify.report.scene import Scene


def figures(problem: Problem) -> list[Figure]:
    """What can be drawn of a problem; nothing where nothing was measured."""
    scene = Scene(problem)
    if not problem.measured or scene.axis.empty:
        return []
    drawn = [
        *sweeps(scene),
        *cause_map(scene),
        *digits_map(scene),
        *attainable(scene),
        *norms(scene),
        *ladder(scene),
    ]
    return [budget(scene), *drawn]
