"""What a plot along the variable shows are the inputs that were judged, with the worst among them."""

import json
import math

import pytest
from click.testing import CliRunner

import verify
from verify.cli.main import cli


@pytest.mark.parametrize("points", [40, 3000])
def test_the_worst_is_among_what_is_drawn(points):
    found = verify.check(math.lgamma, "lgamma(x)", x=(0.5, 4), points=points)
    (shown,) = found.drawn
    places = shown["along"]["places"]
    assert [x for x, _, _ in places] == sorted(x for x, _, _ in places)
    assert len(places) == found.row["points"] if points == 40 else 200 < len(places) <= 402
    worst = max(places, key=lambda place: place[1])
    assert worst[1] == found.row["ulps"]["max"]
    assert worst[0] == float.fromhex(found.row["worst"]["inputs"]["x"])
    assert "drawn" not in found.row
    assert "Along x" in found._repr_html_()


def test_failures_are_drawn_and_inputs_that_do_not_count_are_not():
    found = verify.check(lambda x: math.nan if x < 0.5 else math.log(x), "log(x)", x=(-1, 1), points=60)
    places = found.drawn[0]["along"]["places"]
    told = {what if isinstance(what, str) else "judged" for _, what, _ in places}
    assert told == {"failed", "judged"}
    assert all(x > 0 for x, _, _ in places)


def test_several_variables_have_no_such_plot():
    assert verify.check(math.hypot, "sqrt(x^2 + y^2)", x=(1, 2), y=(1, 2), points=4).drawn[0]["along"] is None
    assert verify.check(math.exp, "exp(x)", at={"x": 1}).drawn[0]["along"] is None, "a line needs two places"


def test_the_page_of_the_command_has_it_and_the_json_has_not(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ("check", "math:log1p", "--truth", "log(1 + x)", "--domain", "x=0.5:1", "--points", "8")
    done = CliRunner().invoke(cli, [*words, "--html", "page.html", "--json"], catch_exceptions=False)
    (row,) = json.loads(done.stdout)["results"]
    assert "drawn" not in row
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<h2>Along x</h2>" in page
    assert page.count('<svg class="plot') == 2, "wide and narrow"
    assert '<math aria-label="log(1 + x)">' in page


CORE = "(FPCore half (x) :pre (<= 1 x 2) :spec (/ (- (exp x) 1) (* x x)) (/ (expm1 x) (* x x)))"


def test_the_truth_of_a_core_is_typeset(tmp_path):
    (tmp_path / "a.fpcore").write_text(CORE)
    page = verify.check(str(tmp_path / "a.fpcore"), points=8)._repr_html_()
    assert page.count("<mfrac>") == 1
    assert "<msup><mi>e</mi><mrow><mi>x</mi></mrow></msup><mo>−</mo><mn>1</mn>" in page
