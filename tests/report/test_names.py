"""Names within drawings stand beside what they name, off one another and off the marks."""

import re
from html import unescape

import pytest
from reported import law, rich

from verify.report import budget, ladders, maps, reading, theory
from verify.report.axis import Axis
from verify.report.formula import mathml
from verify.report.plot import DIGIT, Frame, Scale

TEXT = re.compile(r'<text x="([\d.]+)" y="([\d.]+)" class="lab halo" text-anchor="end">([^<]*)</text>')


def read(record):
    return {p.name: p for p in reading.read(record, record["measurements"])}


def climbed(*inputs):
    """Ladders of one body with the same rungs at these places."""
    record = rich()
    (ladder,) = record["ladders"]
    record["ladders"] = [{**ladder, "inputs": {"x": x}} for x in inputs]
    return read(record)["tiny"]


@pytest.mark.parametrize("size", [budget.WIDE, budget.NARROW])
def test_ladders_that_run_together_have_names_apart(size):
    problem = climbed("1/3", "1/4", "1/5")
    drawn = ladders.draw(problem, problem.measured[0], size, "")
    boxes = [
        (float(x) - DIGIT * len(name), float(y) - 11, float(x), float(y))
        for x, y, name in TEXT.findall(drawn)
    ]
    assert len(boxes) == 3
    for k, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 52
        assert right <= size[0]
        assert 20 <= top < bottom <= size[1] - 44
        for other in boxes[:k]:
            assert right < other[0] or other[2] < left or bottom < other[1] or other[3] < top


def test_places_whose_numbers_begin_alike_are_told_apart():
    problem = climbed("0x1.5555555555555p-2", "0x1.5555555555556p-2")
    names = [name for _, _, name in TEXT.findall(ladders.draw(problem, problem.measured[0], budget.WIDE, ""))]
    assert names == ["place 1: x = 0.333333…", "place 2: x = 0.333333…"]


def test_a_cause_is_named_where_no_best_value_is_ringed():
    problem = read(rich())["diverging"]
    (found,) = maps.maps(problem, Axis(problem))
    drawn = maps.draw(problem, Axis(problem), found, "cause", maps.WIDE, "")
    (rings,) = re.findall(r'class="best" d="([^"]*)"', drawn)
    ringed = {round(float(y), 1) for y in re.findall(r"M[\d.]+ ([\d.]+)m", rings)}
    names = re.findall(r'y="([\d.]+)" class="halo strong"[^>]*>(\w+)<', drawn)
    assert [name for _, name in names] == ["truncation"]
    assert round(float(names[0][0]) - 4, 1) not in ringed
    assert drawn.index("halo strong") > drawn.index('class="best"'), "a name lies over what is drawn"


@pytest.mark.parametrize(("x", "anchor"), [(0.95, "end"), (0.2, None)])
def test_the_name_of_a_rising_line_stays_in_the_field(x, anchor):
    view = Frame(350, 280, Scale(0, 1), Scale(-10, 0))
    places = [[x * k / 20, k / 2 - 10] for k in range(21)]
    line = {**law("rounding_error", places), "name": "half an ulp of every term"}
    drawn = theory.draw(view, [line])
    found = re.search(r'<text x="([\d.]+)" y="[\d.]+" class="halo"(?: text-anchor="(\w+)")?>', drawn)
    assert found is not None
    wide = theory.LETTER * len(line["name"])
    left = float(found[1]) - (wide if found[2] else 0)
    assert found[2] == anchor
    assert left >= view.left
    assert left + wide <= view.width
    at = view.px(places[18][0])  # where along the line it is named
    assert left > at or left + wide < at, "it does not cross the line"


def test_a_long_formula_is_cut_where_a_line_may_break():
    text = "least k with |f(x) - P(x)| <= k |x|^(order + 1) on [-d, d], f = e^x"
    pieces = [unescape(said) for said in re.findall(r'<math aria-label="([^"]*)"', mathml(text))]
    assert pieces == ["least k", "with |f(x) - P(x)| <= k |x|^(order + 1)", "on [-d, d],", "f = e^x"]
    assert mathml("y = e^-x, x >= 0").count("<math") == 1, "what is short has room"
    assert mathml("b = H (1, 1 with 1 or 1, ..., 1) of n").count("<math") == 2, "brackets stay whole"
