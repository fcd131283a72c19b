"""The figures of a problem as Vega-Lite specifications; their data are the tables of `data`."""

from altair.utils.schemapi import debug_mode

from verify.report.budget import budget
from verify.report.cancellation import cancellation
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
    makers = (sweeps, cause_map, digits_map, attainable, norms, cancellation, ladder)
    # Altair checks each part of each chart against its schema, which takes longer than drawing them; the
    # tests check every whole specification once.
    with debug_mode(False):
        return [budget(scene), *(figure for make in makers for figure in make(scene))]
