"""Pages of single answers: what they say is what the rows hold, and hostile words stay words."""

import re
from xml.etree import ElementTree

from reported import CHANGES, EVERY, HOSTILE
from reported import check_row as row

from verify.report import scatter
from verify.report.answers import Answer, Line, Part, answer_page, checks
from verify.report.comparison import comparison
from verify.report.every import histogram
from verify.report.formula import mathml


def test_a_comparison_tells_the_changes_and_their_direction():
    page = answer_page(comparison(CHANGES, "old.json", "new.json"), "verify compare old.json new.json")
    assert "1 change for the worse, 1 for the better." in page
    assert re.search(r"✗ worse.*4\.5.*✓ better", page, re.S)
    assert "<script>alert" not in page
    assert "script-src 'sha256-" in page
    assert page.count("<script") == 1
    root = ElementTree.fromstring(comparison(CHANGES, "a", "b").parts[0].drawings[0])
    places = [
        re.match(r"M([\d.]+) ([\d.]+)", e.attrib["d"]) for e in root.iter("path") if e.get("class") == "mark"
    ]
    assert len(places) == 1, "a verdict has no size"
    assert comparison(CHANGES, "a", "b").parts[0].table.rows[0][-1] == "× 3.75"
    many = comparison([CHANGES[0]] * 99, "a", "b").parts[0]
    assert len(many.table.rows) == 99
    assert many.drawings[0].count("✗ worse") == 40, "a drawing of all would be as long as the table"
    assert "Nothing changed." in answer_page(comparison([], "a", "b"), "c")


def test_a_check_tells_its_figures():
    (first, worst) = checks([row()]).parts
    assert ("largest error found, ulps", "2.5") in first.table.rows
    assert not any(name == "proved for all inputs" for name, _ in first.table.rows), "nothing is proved"
    assert not any("kept" in value for _, value in first.table.rows), "nothing was asked for"
    (gated, _) = checks([row()], limit="At most 2 ulps").parts
    assert ("At most 2 ulps", "✗ not kept") in gated.table.rows
    assert "7 inputs were judged" in first.says[0]
    assert ("in hex", "fl(x) = 0x1.5555555555555p-2") in worst.table.rows
    assert worst.command == "verify check m:f"
    assert checks([row(passed=True), row()]).says == ["1 of 2 do not pass."]


def test_a_check_begins_with_what_it_comes_to():
    (found,) = checks([row(passed=True)]).says
    assert found.startswith(
        "Of 7 inputs the worst has 4 digits right and is off by at most 2.5 ulps, with rounding"
    )
    limit = "The limit, at most 4 ulps,"
    assert checks([row(passed=True)], limit=limit).says[1] == "The limit, at most 4 ulps, is kept."
    assert checks([row()], limit=limit).says[1] == "The limit, at most 4 ulps, is not kept."
    assert checks([row(worst=None)]).says == ["Nothing is certified.", "Not everything could be certified."]
    all_of_them = checks([row(passed=True, exhaustive=EVERY)]).says
    assert all_of_them == ["None of 100 inputs gives an error above 2.5 ulps."]


def test_a_check_names_the_lines_to_blame():
    line = {"file": "a.py", "line": 3, "column": None, "codes": ["1 - c"], "makes": False, "magnifies": True}
    line |= {"cancelled_bits": 53.0, "condition_number": "inf", "share": 0.0, "local_ulps": 0.0}
    part = checks([row(guilty=[line])]).parts[-1]
    assert part.table.rows == (("a.py, line 3", "1 - c", "magnifies it, cancels 53 bits"),)


def test_every_input_has_a_histogram():
    parts = checks([row(exhaustive=EVERY)]).parts
    assert "all 100 inputs were judged" in parts[0].says[0]
    assert len(parts[1].drawings) == 2, "wide and narrow"
    worst = [{"inputs": {"x": "0x1.8p+0"}, "ulps": 1.25}, {"inputs": {"x": "-0x1p-2"}, "ulps": 0.75}]
    places = checks([row(exhaustive=EVERY | {"worst": worst})]).parts[2].table.rows
    assert places == (("x = 1.5", "x = 0x1.8p+0", "1.25"), ("x = -0.25", "x = -0x1p-2", "0.75"))
    assert parts[1].table.rows == (("0 to 0.5", "90"), ("0.5 to 1", "8"), ("1 and more", "2"))
    assert "90 of 100 results are correctly rounded and 98" in parts[1].says[0]


def test_taller_bars_hold_more_inputs():
    root = ElementTree.fromstring(histogram([(0.0, 100), (0.5, 10), (1.0, 0)]))
    bars = [float(e.attrib["height"]) for e in root.iter("rect")]
    assert len(bars) == 2
    assert bars[0] > bars[1] > 0


def test_a_source_is_shaded_by_its_share():
    lines = [Line(1, "a = <b>"), Line(2, "c", 0.96, HOSTILE, True), Line(3, "d", -0.04)]
    page = answer_page(Answer("t", (), [Part("f.py", lines=lines)]), "verify blame f.py:f")
    assert [line.shade for line in lines] == [0, 10, 0]
    assert 'class="shade10 magnifies"' in page
    assert [line.percent for line in lines] == ["", "96 %", "-4 %"]
    assert Line(1, "", -1e-17).percent == "below 0.1 %"
    assert "96 %" in page
    assert "a = &lt;b&gt;" in page
    assert "<script>alert" not in page


def test_the_truth_of_a_check_is_typeset():
    page = answer_page(checks([row(), row()], formulas=[mathml("x^2")]), "c")
    assert page.count("<math") == 1, "where there is no formula the text alone says it"
    assert '<math aria-label="x^2"><mrow><msup>' in page


PLACES = [
    [0.001, 5.0, 2.0],
    [0.1, 0.25, 0.5],
    [1.0, "failed", None],
    [3.0, "undecided", None],
    [10.0, 1e30, None],
]


def test_errors_are_drawn_along_the_variable():
    along = {"variable": HOSTILE, "places": PLACES}
    page = answer_page(checks([row(), row()], [along]), "c")
    assert "<script>alert" not in page
    wide, narrow = map(ElementTree.fromstring, scatter.drawings(along))
    paths = {e.get("class"): e.get("d") for e in wide.iter("path")}
    dots = [tuple(map(float, at)) for at in re.findall(r"M([\d.]+) ([\d.]+)", paths["mark"])]
    dashes = [tuple(map(float, at)) for at in re.findall(r"M([\d.]+) ([\d.]+)", paths["env"])]
    assert [x for x, _ in dots] == sorted(x for x, _ in dots)
    assert dots[2][1] < dots[0][1] < dots[1][1], "a larger error stands higher"
    # 5 ulps are twice the envelope, 0.25 ulps half of it.
    assert dashes[0][1] > dots[0][1]
    assert dashes[1][1] < dots[1][1]
    assert paths["m-range"].count("M") == paths["m-undecided"].count("M") == 1
    rows = scatter.table(along).rows
    assert sum(int(n) for _, n, _, _ in rows) == len(PLACES)
    assert [worst for _, _, worst, _ in rows if worst != "–"][-1] == "1.01e30", "the float is above 10^30"
    assert sum(int(failed) for *_, failed in rows) == 1
    assert narrow.get("width") == "358"


def test_inputs_of_both_signs_or_one_size_stand_on_a_plain_line():
    for places in ([[-1.0, 1.0, None], [1.0, 2.0, None]], [[5.0, 1.0, 1.0], [5.0, 1.0, 1.0]]):
        rows = scatter.table({"variable": "x", "places": places}).rows
        assert sum(int(n) for _, n, _, _ in rows) == 2
