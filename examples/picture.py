"""Where the pictures of the examples go: the folder that is named on the command line, or this one."""

import sys
from pathlib import Path

import altair as alt


def save(chart: alt.Chart | alt.LayerChart, name: str) -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    chart.properties(width=560, height=300).save(folder / f"{name}.svg")
