"""Surveys of functions of arrays: every line of the tables can be judged, and a page tells the arrays."""

import pytest

from verify.checking import survey
from verify.checking.arrays.data import data_of
from verify.checking.arrays.truth import truths
from verify.checking.survey import Line
from verify.checking.survey_page import page
from verify.core import formats
from verify.language.array_libraries import ARRAY_TABLES


@pytest.mark.parametrize("library", ARRAY_TABLES)
def test_every_line_has_a_truth_its_arrays_and_a_function(library):
    table = survey.lines(library, 1, 0, 4096)
    assert len(table) > 5
    assert len({(line.target, line.domain) for line in table}) == len(table)
    for line in table:
        specs = dict(part.split("=", 1) for part in line.domain)
        data = data_of(specs, formats.named("float64"))
        assert [d.name for d in data] == list(specs)
        assert truths(line.truth, list(specs))
        assert line.target.split(":")[1].split("[")[0] == line.truth.split("(")[0]


def test_a_line_is_judged_and_told():
    line = Line("numpy.linalg:det", "det(a)", ("a=frank(5)",), 1, 0, 4096)
    row = survey.judge(line, 60.0, 4.0, float("inf"))
    assert row["passed"]
    assert row["ulps"]["max"] < 1000
    told = page("numpy.linalg", [row], "verify survey numpy.linalg")
    assert "`a=frank(5)`" in told
    assert "at the arrays named beside it" in told
    assert "tensorsolve" in told


def test_a_line_that_makes_no_sense_is_lost_alone():
    row = survey.judge(
        Line("numpy.linalg:det", "det(a)", ("a=frnk(5)",), 1, 0, 4096), 60.0, 4.0, float("inf")
    )
    assert row["notes"][0] == survey.LOST
    assert "near it: frank" in row["notes"][1]
