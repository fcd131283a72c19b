"""What the sentences say is counted again here, from the rows, by other code."""

import re
from statistics import median_low
from xml.etree import ElementTree

import pytest
from reported import diverging, document, law, measurement, problem

from verify.report import claims, lessons, prose, reading
from verify.report.axis import Axis
from verify.report.diagnostics import diagnostics
from verify.report.formula import mathml
from verify.report.plot import Scale, even


def read(record):
    return reading.read(record, record["measurements"])


def made(rows, **changes):
    """One problem with these rows, all of the algorithm `sum`."""
    record = document()
    record |= {
        "problems": [problem("tiny", "sum", axis={"title": "x", "log": False}, **changes)],
        "claims": [],
    }
    record["measurements"] = rows
    return read(record)


def falling(count, algorithm="sum", **changes):
    """Digits fall by one a step, to nothing."""
    return [
        measurement(k, algorithm, axis=float(k), digits=max(10.0 - k, 0.0), parameters={}, **changes)
        for k in range(1, count)
    ]


def test_the_summary_counts_what_the_rows_hold():
    rows = falling(16)
    (found,) = made(rows)
    said = prose.summary(found, Axis(found))
    half = median_low([r["digits"] for r in rows])
    assert f"at least {half:.3g} of 16 digits" in said[0]
    right = sum(r["cause"] == "none" for r in rows)
    assert f"Of {len(rows)} results {100 * right // len(rows)} % are right" in said[1]
    first = min(r["axis"] for r in rows if r["digits"] < 1)
    assert f"sum from x = {first:.5g}" in said[2]
    above = min(r["axis"] for r in rows if r["inherent"] is False)
    assert f"exceeded by sum first at x = {above:.5g}" in said[3]
    (found,) = made(falling(30))
    assert prose.summary(found, Axis(found))[0] == "Half of the results of sum have no digit right."


def test_a_digit_regained_moves_the_end():
    rows = falling(20)
    rows[15]["digits"] = 3.0
    (found,) = made(rows)
    assert prose.lost_from(found.measured[0].points) == rows[16]["axis"]
    rows[18]["digits"] = 3.0
    (found,) = made(rows)
    assert prose.lost_from(found.measured[0].points) is None


def test_what_is_undecided_is_no_loss():
    (found,) = made(falling(5, cause="undecided"))
    assert prose.lost_from(found.measured[0].points) is None
    assert prose.accuracies(found) == []


@pytest.mark.parametrize(
    ("part", "whole", "says"),
    [(0, 7, "0 %"), (7, 7, "100 %"), (1, 300, "below 1 %"), (299, 300, "over 99 %"), (1, 3, "33 %")],
)
def test_shares_are_never_rounded_to_all_or_nothing(part, whole, says):
    assert prose.percent(part, whole) == says


def test_the_lesson_on_cancellation_counts_its_runs():
    rows = falling(20, cancelled_in_all=40.0, cancelled_bits=40)
    rows += falling(20, "other", cancelled_in_all=1.0, cancelled_bits=1)
    for row in rows[19:]:
        row["digits"] = 15.0
    (lesson,) = lessons.lessons(made(rows))
    assert lesson.says[0].startswith("38 runs were watched")
    assert "Of the 38 that rounding or nothing limits" in lesson.says[0]
    assert "15 digits where fewer than 10 bits cancel" in lesson.says[0]
    lost = min(r["axis"] for r in rows[:19] if r["digits"] < 1)
    assert (
        f"the algorithm “sum” keeps no digit from x = {lost:.5g} on, where “other” keeps 15."
        in lesson.says[1]
    )
    assert lesson.links == ("tiny",)


def test_the_lesson_on_conditioning_measures_its_rate():
    rows = [
        {**row, "parameters": {"n": int(row["axis"])}, "condition_number": f"[1e{int(row['axis'])} +/- 0]"}
        for row in falling(15, inherent=True)
    ]
    (lesson,) = lessons.lessons(made(rows, lesson="ill-conditioning"))
    assert "multiplies the condition number κ by 10 on average" in lesson.says[0]
    assert "data good to half an ulp may cost 1 digit more" in lesson.says[0]
    assert "Of 14 errors that were judged 14" in lesson.says[1]


def test_the_lesson_on_breakdown_holds_the_best_against_the_law():
    rows = diverging()
    # The best is n = 3 + k with an error of 10^(-2k - 1): the law is off by half a decade there.
    line = [[10.0**-k, 3.0 + k] for k in range(4)], [[10.0**-k, -2 * k - 1.5] for k in range(4)]
    theory = [
        law(of, points, title="x") for of, points in zip(("optimal_terms", "least_term"), line, strict=True)
    ]
    found = made(rows, lesson="breakdown", theory=theory)
    algorithm = found[0].declared["algorithms"][0]
    algorithm |= {"parameters": [{"name": "terms", "shown": 3}], "grid": True}
    record = document() | {"problems": [{**found[0].declared}], "claims": [], "measurements": rows}
    (lesson,) = lessons.lessons(read(record))
    assert "At 4 places the best of them, N, is not the largest" in lesson.says[0]
    assert "lies within 0.5 decades of the least term" in lesson.says[1]
    assert "half of the 4 places" in lesson.says[1]
    rows[2]["inherent"] = True  # n = 3 at the first place: there the envelope is reached
    (lesson,) = lessons.lessons(read(record))
    assert "At 3 places" in lesson.says[0]


def test_diagnostics_have_the_range_of_the_record():
    vectors = next(p for p in read(document()) if p.name == "vectors")
    found = {d.title: d for d in diagnostics(vectors, Axis(vectors))}
    assert list(found) == ["backward error", "condition number, 2-norm", "growth factor"]
    # 10^9, 10^18 and 10^45, each with a radius of 1
    assert found["condition number, 2-norm"].table.rows == (("solve", "3", "1.01e9", "1e45"),)


def test_a_lesson_without_rows_is_not_told():
    assert lessons.lessons(made(falling(20))) == []


def test_the_number_line_says_on_which_side_the_value_lies():
    figure = "36.78"
    inside = {"figure": figure, "ball": "[36.784 +/- 1e-10]"}
    outside = {"figure": figure, "ball": "[36.787944117 +/- 1e-10]"}
    edge = {"figure": figure, "ball": "[36.785 +/- 1e-10]"}
    assert "within half a unit" in claims.printed_line(inside)
    assert "outside half a unit" in claims.printed_line(outside)
    assert "+0.794 units" in claims.printed_line(outside)
    assert "at the edge of half a unit" in claims.printed_line(edge)
    assert claims.printed_line({"ball": "[1 +/- 0]"}) == ""
    assert claims.printed_line({"ball": "[1 +/- 0]", "figure": "<b>"}) == ""
    assert "within half" in claims.printed_line({"ball": "[0.0082 +/- 1e-9]", "figure": "8e-3"})


def test_pieces_are_told_by_depth():
    assert "1 at depth 0, 6 at depth 2" in claims.pieces_plot({"pieces": [1, 0, 6]})
    assert claims.pieces_plot({}) == ""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("exp(-x^2)", {"msup", "mi", "mo"}),
        ("1/(1 + x)", {"mfrac"}),
        ("sqrt(pi)", {"msqrt"}),
        ("h_ij = 1/(i + j - 1)", {"msub", "mfrac"}),
        ("phi^ = ln R", {"mover"}),
        ("</mrow><script>alert(1)</script>", {"mo", "mtext"}),
        ("((((^^/!)__", {"mo"}),
        ("(" * 3000, {"mo"}),
    ],
)
def test_formulas_become_trees_whatever_they_say(text, parts):
    root = ElementTree.fromstring(str(mathml(text)))
    tags = {element.tag for element in root.iter()}
    assert parts <= tags
    assert tags <= set("math mrow mi mn mo mtext msup msub mfrac msqrt mover mspace".split())  # noqa: SIM905


def test_a_formula_keeps_all_its_letters():
    shown = "".join(ElementTree.fromstring(str(mathml("f(x) = a x^(n-1)/(b + c_2)!"))).itertext())
    assert re.sub(r"\s", "", shown) == "f(x)=axn−1(b+c2)!"


@pytest.mark.parametrize("ends", [(0, 1), (-3.2, 7.9), (1e-9, 2e-9), (0.5, 25.5), (-1e6, 1e6)])
def test_ticks_are_few_and_inside(ends):
    for most in (4, 6, 10):
        ticks = even(*ends, most)
        assert 2 <= len(ticks) <= most + 1
        assert all(ends[0] - 1e-9 * abs(ends[0]) <= t <= ends[1] + 1e-9 * abs(ends[1]) for t in ticks)


def test_a_scale_keeps_order():
    for scale in (Scale(1e-4, 1e4, "log"), Scale(0, 750, "symlog", 2.0), Scale(-1, 3)):
        places = [scale.at(scale.low + (scale.high - scale.low) * k / 20) for k in range(21)]
        assert places == sorted(places)
        assert (places[0], round(places[-1], 12)) == (0, 1)
        assert 2 <= len(scale.ticks(10)) <= 11


def test_a_data_set_is_called_by_its_name():
    rows = [{**row, "parameters": {"dataset": int(row["axis"])}} for row in falling(4, inherent=False)]
    named = [{"name": "dataset", "low": 1, "names": ["Norris", "Pontius", "NoInt1"]}]
    (found,) = made(rows, parameters=named)
    said = prose.summary(found, Axis(found))
    assert "sum first at x = Norris." in said[-1]
