"""Pages of single answers: what they say is what the rows hold, and hostile words stay words."""

import re
from xml.etree import ElementTree

from reported import HOSTILE, measurement

from verify.report.answers import Answer, Line, Part, answer_page, checks, comparison, histogram

CHANGES = [
    {"name": HOSTILE, "says": "max of ulps", "before": "1.2", "after": "4.5", "worse": True},
    {"name": "b", "says": "verdict", "before": "UNDECIDED", "after": "CONFIRMED", "worse": False},
]
EVERY = {
    "inputs": 100,
    "at": {"x": "0x1.8p+0"},
    "correctly_rounded": 90,
    "faithful": 98,
    "histogram": [[0.0, 90], [0.5, 8], [1.0, 2]],
}


def row(**changes):
    found = {"target": "m:f", "truth": "exp(x)", "format": "float16", "points": 7, "undecided": 1}
    found |= {"ulps": {"max": 2.5, "p99": 1.0, "median": 0.25}, "proved_bound": None, "outside_domain": 3}
    return (
        found
        | {"passed": False, "failed": 0, "worst": measurement(1), "command": "verify check m:f"}
        | changes
    )


def test_a_comparison_tells_the_changes_and_their_direction():
    page = answer_page(comparison(CHANGES, "old.json", "new.json"), "verify compare old.json new.json")
    assert "1 change for the worse, 1 for the better." in page
    assert re.search(r"✗ worse.*4\.5.*✓ better", page, re.S)
    assert "<script>alert" not in page
    assert "script-src 'none'" in page
    assert "Nothing changed." in answer_page(comparison([], "a", "b"), "c")


def test_a_check_tells_its_figures():
    (first, worst) = checks([row()]).parts
    assert ("largest error found, ulps", "2.5") in first.table.rows
    assert ("proved for all inputs", "–") in first.table.rows
    assert ("passed", "✗ no") in first.table.rows
    assert "7 inputs were judged" in first.says[0]
    assert ("in hex", "fl(x) = 0x1.5555555555555p-2") in worst.table.rows
    assert worst.command == "verify check m:f"
    assert checks([row(passed=True), row()]).says == ["1 of 2 did not pass."]


def test_every_input_has_a_histogram():
    parts = checks([row(exhaustive=EVERY)]).parts
    assert "all 100 inputs were judged" in parts[0].says[0]
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
    assert "96 %" in page
    assert "a = &lt;b&gt;" in page
    assert "<script>alert" not in page
