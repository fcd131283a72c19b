"""A site with one page of each kind, from a small record."""

import pytest
from reported import CHANGES, EVERY, HOSTILE, check_row, rich, survey_row

from verify.report.answers import Answer, Line, Part, answer_page, checks
from verify.report.comparison import comparison
from verify.report.rendering import render
from verify.report.survey import paragraphs, survey_page


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    record = rich()
    render(record, record["measurements"], out)
    every = {"inputs": 9, "correctly_rounded": 7, "faithful": 9, "histogram": [[0.0, 7], [0.5, 2], [1.0, 0]]}
    rows = [survey_row("f"), survey_row("g", envelope=9.0, exhaustive=every), survey_row("h", failed=2)]
    says = paragraphs(f"<!-- made -->\n# lib\n\nJudged. {HOSTILE}\n\n- Beyond: *f*.\n\n| function |\n")
    assert says[1:] == ["Beyond: f."]
    page = survey_page("lib", rows, says, HOSTILE)
    (out / "survey.html").write_text(page, encoding="utf-8")
    lines = [Line(1, "def f(x):"), Line(2, "    return 1 - x  # " + "long " * 30, 0.96, HOSTILE, True)]
    single = {
        "check": checks([check_row(exhaustive=EVERY, target=HOSTILE)]),
        "blame": Answer("f at x = 1", ["No digit is right."], [Part("f.py", lines=lines)]),
        "compare": comparison(CHANGES, "old.json", "new.json"),
    }
    for name, answer in single.items():
        (out / f"{name}.html").write_text(answer_page(answer, f"verify {name}"), encoding="utf-8")
    return out
