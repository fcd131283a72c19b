import ast
import copy
import json
import math
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import altair
import jsonschema
import pytest
import vl_convert

import verify.report
from verify.report import reading
from verify.report.axis import Axis
from verify.report.data import tables, thinned
from verify.report.figures import figures
from verify.report.rows import BadRecord, log_size
from verify.report.tables import causes_along, worst
from verify.report.text import downward, input_texts, truth, upward

# In these tests a record holds its measurements itself.


def read(record):
    return reading.read(record, record["measurements"])


def render(record, out, published=True):
    return verify.report.render(record, record["measurements"], out, published)


HOSTILE = '<script>alert("1")</script> & | `x` --> ]]> </svg> {{ 7*7 }}'


def measurement(k, algorithm="sum", **changes):
    row = {
        "problem": "tiny",
        "algorithm": algorithm,
        "inputs": {"x": "1/3" if k % 2 else (k / 4).hex()},
        "parameters": {"terms": 5},
        "axis": k / 4,
        "computed": "0x1.8000000000000p+0",
        "truth": "[1.5000000000000000000000000000000001 +/- 3e-35]",
        "forward_error": f"[-1.5e-{k + 1} +/- 2.1e-30]",
        "rounding_error": f"[-1.5e-{k + 1} +/- 2.1e-30]",
        "truncation_error": "[0 +/- 0]",
        "data_error": "[0 +/- 3e-40]",
        "backward_error": None,
        "condition_number": "[2.00000000000 +/- 1e-17]",
        "ulps": 3.5 * k,
        "digits": 4.25,
        "cause": "rounding",
        "inherent": False,
        "bits": 128,
    }
    return {**row, **changes}


def nothing(**changes):
    names = ["forward", "rounding", "truncation", "data", "backward"]
    return {
        **{f"{n}_error": None for n in names},
        "condition_number": None,
        "ulps": None,
        "inherent": None,
    } | changes


def rows():
    huge = "[1.2e+520 +/- 1e+500]"
    yield from (measurement(k) for k in range(1, 6))
    yield from (measurement(k, parameters={"terms": 9}, cause="none") for k in range(1, 6))
    yield measurement(6, forward_error=huge, truncation_error=huge, ulps=None, cause="truncation", digits=0.0)
    yield measurement(7, computed="nan", cause="range", digits=0.0, reason=HOSTILE, **nothing())
    yield measurement(8, computed="-inf", truth=None, cause="undecided", digits=None, axis=None, **nothing())


def vector(n):
    entries = ["[1.00000000000000000000000000000 +/- 1e-40]"] * n
    return measurement(
        n,
        "solve",
        problem="vectors",
        inputs={},
        parameters={"n": n},
        axis=n,
        computed=["0x1.0p+0"] * n,
        truth=entries,
        backward_error="[1e-17 +/- 1e-30]",
        forward_error_componentwise="[3e-9 +/- 1e-30]",
        details={"condition_number_2": f"[1e+{9 * n} +/- 1]", "growth_factor": "[1.5 +/- 0]"},
    )


def parameter(name, shown):
    return {"name": name, "domain": "1..9", "shown": shown}


def problem(name, algorithm, **changes):
    row = {
        "name": name,
        "title": f"Title {HOSTILE}",
        "formula": HOSTILE,
        "source": HOSTILE,
        "truth": HOSTILE,
        "inputs": [{"name": "x", "domain": "[0, inf)"}],
        "parameters": [],
        "axis": {"title": HOSTILE, "log": False},
        "algorithms": [
            {"name": algorithm, "says": HOSTILE, "source": "", "parameters": [], "theorem": "", "grid": False}
        ],
    }
    return {**row, **changes}


def claim(verdict, **changes):
    row = {"id": "T-1", "problem": "tiny", "kind": "bound", "says": HOSTILE, "reading": "r", "source": "s"}
    row |= {"principal": True, "standing": "principal", "reach": HOSTILE}
    return {**row, "verdict": verdict, "evidence": HOSTILE, "bits": 256, "declared": "CONFIRMED", **changes}


def document():
    tiny = problem("tiny", "sum")
    tiny["algorithms"][0] |= {"parameters": [parameter("terms", 5)], "grid": True}
    return {
        "schema": "verify-record/1",
        "provenance": {"command": "verify run tiny --points 5 --seed 0", "cpu": HOSTILE, "seed": 0},
        "problems": [tiny, problem("vectors", "solve"), problem("empty", "none")],
        "summary": [{"problem": "tiny", "algorithm": "sum", "ulps": {"max": None, "p99": 4.0, "median": 1}}],
        "measurements": [*rows(), measurement(3, f"other {HOSTILE}"), *map(vector, (1, 2, 5))],
        "claims": [
            claim("REFUTED"),
            claim("UNDECIDED", id="T-2", bits=None),
            claim("CONFIRMED", id="T-3", principal=False, standing="neighbour"),
        ],
    }


@pytest.fixture
def record():
    return document()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    out = tmp_path_factory.mktemp("report")
    render(document(), out)
    return out


LOADING = ("src", "href", "srcset", "data", "action", "xlink:href")


class References(HTMLParser):
    """Everything a browser would load, and every element."""

    def __init__(self):
        super().__init__()
        self.urls, self.tags, self.ids = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        self.urls += [
            given[k] for k in ("src", "href", "srcset", "data", "action", "xlink:href") if given.get(k)
        ]


def parsed(pages):
    parser = References()
    parser.feed((pages / "report.html").read_text(encoding="utf-8"))
    return parser


def test_files(pages):
    names = {str(p.relative_to(pages)) for p in pages.rglob("*") if p.is_file()}
    assert {"report.html", "report.md", "tiny.md", "vectors.md", "empty.md"} <= names
    assert {"figures/tiny-budget.svg", "figures/tiny-digits.svg", "figures/vectors-norms.svg"} <= names
    assert not [n for n in names if n.startswith("figures/empty") or n.endswith(".part")]


def test_first_line_names_the_command(pages):
    for path in pages.rglob("*.*"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert "verify run tiny --points 5 --seed 0" in first, path


def test_page_loads_nothing(pages):
    parser = parsed(pages)
    assert all(url.startswith(("#", "data:")) for url in parser.urls), parser.urls
    assert "link" in parser.tags
    assert not {"img", "iframe", "object", "embed"} & set(parser.tags)
    text = (pages / "report.html").read_text(encoding="utf-8")
    styles = re.findall(r"<style>.*?</style>", text, re.S)
    assert styles
    assert not [s for s in styles if "url(" in s or "@import" in s]


def test_markup_of_the_record_stays_text(pages):
    parser = parsed(pages)
    assert parser.tags.count("script") == 2 + 3
    assert len(parser.ids) == len(set(parser.ids))
    for path in pages.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        # In Markdown a span of code is text already.
        assert "<script>alert" not in (re.sub("`[^`]*`", "", text) if path.suffix == ".md" else text), path
    assert "{{ 7*7 }}" in (pages / "report.html").read_text(encoding="utf-8")


def test_drawings_are_xml_without_scripts(pages):
    drawings = sorted(pages.glob("figures/*.svg"))
    assert len(drawings) >= 8
    for path in drawings:
        root = ElementTree.parse(path).getroot()
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags & {"path", "use"}
        assert not tags & {"script", "foreignObject", "image"}
        links = [v for e in root.iter() for k, v in e.attrib.items() if k.endswith("href")]
        assert all(link.startswith("#") for link in links)


def test_markdown_links_exist(pages):
    for path in pages.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)]+\.(?:md|svg|html))\)", text):
            assert (pages / target).is_file(), target


def test_tables_of_markdown_keep_their_columns(pages):
    cells = lambda line: len(re.findall(r"(?<!\\)\|", line))  # noqa: E731
    for path in pages.glob("*.md"):
        lines = path.read_text(encoding="utf-8").splitlines()
        for above, line in pairwise(lines):
            if above.startswith("|") and line.startswith("|"):
                assert cells(above) == cells(line), (path, line)


def test_same_record_same_files(record, pages, tmp_path):
    before = copy.deepcopy(record)
    made = render(record, tmp_path)
    assert record == before
    for path in made:
        again = (pages / path.relative_to(tmp_path)).read_bytes()
        assert path.read_bytes() == again, path


def test_contents(pages):
    page = (pages / "report.html").read_text(encoding="utf-8")
    tiny = (pages / "tiny.md").read_text(encoding="utf-8")
    assert "1.21e520" in page
    assert "1.21e520" in tiny
    assert "verify run tiny --algorithm sum --at x=0x1.8p+0 --at terms=5" in page
    assert "x = 1/3" in page
    assert "fl(x) = 0x1.5555555555555p-2" in page
    assert "**REFUTED** (declared CONFIRMED)" in tiny
    assert "1 UNDECIDED" in page
    headline = "2 claims: 0 confirmed, 1 refuted, 1 undecided (counted separately: 1 neighbouring reading)"
    assert headline in page
    assert f"**{headline}**" in (pages / "report.md").read_text(encoding="utf-8").replace("\\", "")
    assert "(1.0, 1.0, 1.0, … 5 entries)" in page


def test_empty_record(tmp_path):
    made = render({"provenance": {}, "measurements": [], "claims": []}, tmp_path)
    assert [p.name for p in made] == ["report.html", "report.md"]


def test_record_without_declarations(record, tmp_path):
    del record["problems"], record["summary"]
    assert (tmp_path / "tiny.md") in render(record, tmp_path)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("forward_error", "1e-3"),
        ("truth", ["[1 +- 2]"]),
        ("computed", "one"),
        ("computed", None),
        ("cause", "bad luck"),
        ("parameters", {}),
        ("ulps", "many"),
        ("inputs", {"x": "1/0"}),
        ("algorithm", None),
    ],
)
def test_malformed_measurement(record, tmp_path, field, value):
    record["measurements"][0][field] = value
    with pytest.raises(BadRecord, match=r"\w+ .*"):
        render(record, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["../up", "", "report", "a b", ".hidden"])
def test_a_name_that_is_no_file_name(record, tmp_path, name):
    record["problems"][2]["name"] = name
    with pytest.raises(BadRecord, match="letters, digits"):
        render(record, tmp_path)


@pytest.mark.parametrize(
    ("document", "rows"), [(None, []), ([], []), ({"claims": []}, [1]), ({"claims": [1]}, [])]
)
def test_what_is_no_record(tmp_path, document, rows):
    with pytest.raises(BadRecord, match="record"):
        verify.report.render(document, rows, tmp_path)
    assert not list(tmp_path.iterdir())


def test_size_is_the_upper_end_of_the_ball():
    assert log_size("[-1.5e-3 +/- 5e-4]") == pytest.approx(math.log10(2e-3))
    assert log_size("[1.2e+520 +/- 1e500]") == pytest.approx(520 + math.log10(1.2))
    assert log_size("[0 +/- 0]") == -math.inf
    assert log_size(None) is None


def test_sizes_round_up_and_digits_down():
    assert upward(1.0000001e-7) == "1.01e-7"
    assert upward(999.5) == "1000"
    assert upward(0.0) == "0"
    assert upward(None) == "–"
    assert downward(15.999) == "15.9"


def test_texts_of_inputs_and_truths():
    assert input_texts("x", "32617/50") == ("x = 652.34", "fl(x) = 0x1.462b851eb851fp+9")
    assert input_texts("x", "0x1.8000000000000p+1") == ("x = 3", "x = 0x1.8p+1")
    assert truth("[0.5 +/- 0.25]") == "[0.5 +/- 0.25]"
    assert (
        truth("[2.874205806616106228389560570412680132680e-15 +/- 1.01e-55]") == "2.8742058066161062284e-15"
    )
    beyond = "[2.5e+" + "9" * 30 + " +/- 1e+7]"  # exponents that Decimal does not hold
    assert truth(beyond) == beyond


def test_an_input_is_a_decimal_where_it_ends():
    pi = "31415926535897932384626433832795028841971693993751"
    assert input_texts("x", f"{pi}/1{'0' * 49}")[0] == f"x = 3.{pi[1:]}"
    assert input_texts("x", f"1{'0' * 60}1/10")[0] == "x = about 1.0000000000000000e60"
    assert input_texts("x", f"1/3{'0' * 300}")[0] == "x = about 3.3333333333333333e-301"
    assert input_texts("x", "1/3")[0] == "x = 1/3"


def test_components_are_drawn_without_a_backward_error(record):
    for row in record["measurements"]:
        if row["problem"] == "vectors":
            row["backward_error"] = None
    found = next(p for p in read(record) if p.name == "vectors")
    drawn = next(f for f in figures(found) if f.name == "norms")
    assert "component" in drawn.title
    assert "backward" not in drawn.title
    assert "'backward'" not in json.dumps(drawn.spec)


def test_an_order_keeps_its_sign(record):
    for row in record["measurements"]:
        row["details"] = {"measured_order": "[-1.75 +/- 1e-9]", "growth_factor": "[-1.75 +/- 1e-9]"}
    point = read(record)[0].points[0]
    assert point.details["measured_order"] == -1.75
    assert point.details["growth_factor"] == pytest.approx(math.log10(1.75))


def test_worst_forward_error_of_a_cause_is_the_largest(record):
    tiny, large = "[1e-20 +/- 0]", "[1e-3 +/- 0]"
    record["measurements"] = [
        measurement(1, forward_error=tiny, ulps=9.0),
        measurement(2, forward_error=large, ulps=5.0),
    ]
    (row,) = causes_along(read(record)[0].algorithms[0])
    assert float(row["worst"]) == pytest.approx(1e-3, rel=0.01)


def test_worst_shows_every_cause_and_few_lost_ones(record):
    record["measurements"] += [
        measurement(k, computed="nan", cause="range", digits=0.0, **nothing()) for k in range(20, 40)
    ]
    found = worst(read(record)[0].algorithms[0])
    assert [p.cause for p in found].count("range") == 3
    assert {p.cause for p in found} == {"range", "undecided", "truncation", "rounding"}


def test_budget_moves_along_its_axis_and_has_a_dropdown(record):
    found = read(record)[0]
    budget = next(f for f in figures(found) if f.name == "budget")
    compiled = json.dumps(vl_convert.vegalite_to_vega({**budget.spec, "datasets": tables(found)}))
    assert "zoom_x" in compiled
    assert '"options": [5, 9]' in compiled
    assert budget.title.endswith("terms = 5")


def test_thinning_keeps_the_worst_of_each_run(record):
    record["measurements"] = [measurement(1, axis=k, ulps=float(k % 10)) for k in range(100)]
    points = read(record)[0].points
    kept = thinned(points, 20)
    assert len(kept) == 20
    assert [p.axis for p in kept if p.row["ulps"] == 9.0] == list(range(9, 100, 10))


def test_crowded_axis_is_spread(record):
    record["measurements"] = [measurement(1, axis=k / 10) for k in range(100)] + [measurement(1, axis=1000)]
    axis = Axis(read(record)[0])
    assert axis.scale == "symlog"
    assert axis.edge(0) == 0
    assert axis.edge(axis.bins) == pytest.approx(1000)
    assert all(0 <= axis.bin(p) < axis.bins for p in read(record)[0].points)


def test_report_imports_no_ball_arithmetic():
    allowed = {
        "verify.report",
        "verify.records.files",
        "verify.records.summary",
        "altair",
        "vl_convert",
        "jinja2",
        "markupsafe",
    }
    for path in Path(verify.report.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [a.name for a in node.names] if isinstance(node, ast.Import) else []
            outside = [n for n in names if n.startswith("verify") or n in {"flint", "numpy", "mpmath"}]
            assert all(n.startswith(tuple(allowed)) for n in outside), (path, names)


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_script_of_the_page_parses(pages):
    script = Path(verify.report.__file__).parent / "templates" / "page.js"
    run = subprocess.run(
        ["node", "--input-type=module", "--check"], input=script.read_text(), text=True, capture_output=True
    )
    assert run.returncode == 0, run.stderr


def test_stale_pages_are_told(tmp_path):
    claims = [
        claim("CONFIRMED"),
        claim("REFUTED", id="T-2a", declared="REFUTED"),
    ]
    document = {
        "provenance": {"command": "verify run"},
        "problems": [{"name": "tiny"}],
        "measurements": [],
        "claims": claims,
    }
    render(document, tmp_path)
    assert verify.report.stale(document, tmp_path) == []
    changed = {**document, "claims": [{**claims[0], "verdict": "REFUTED"}, claims[1]]}
    assert "T-1 is CONFIRMED, found REFUTED" in verify.report.stale(changed, tmp_path)[0]
    fewer = {**document, "claims": claims[:1]}
    assert "T-2a is REFUTED, found no such claim" in verify.report.stale(fewer, tmp_path)[0]
    (tmp_path / "tiny.md").unlink()
    assert "missing" in verify.report.stale(document, tmp_path)[0]


def test_every_specification_fits_the_schema():
    drawn = [f for problem in read(document()) for f in figures(problem)]
    assert len(drawn) >= 4
    for figure in drawn:
        altair.Chart.from_dict(figure.spec, validate=True)
    broken = {**drawn[0].spec, "columns": "three"}
    with pytest.raises(jsonschema.ValidationError):
        altair.Chart.from_dict(broken, validate=True)


def test_points_are_really_drawn(tmp_path):
    render(document(), tmp_path)
    marks = (tmp_path / "figures" / "tiny-budget.svg").read_text()
    shown = [p for a in read(document())[0].measured for p in a.shown_points]
    assert marks.count("<use") + marks.count("<path") > 2 * len(shown) > 8


def test_a_page_of_many_problems_holds_the_live_figures_alone(tmp_path, monkeypatch):
    few = render(document(), tmp_path / "few")[0].read_text()
    monkeypatch.setattr(verify.report.pages, "MANY", 0)
    many = render(document(), tmp_path / "many")[0].read_text()
    assert "<svg" in few
    assert "<svg" not in many.split("<main>")[1].split("</main>")[0]
    assert 'href="figures/tiny-budget.svg"' in many


def test_what_is_not_published_is_one_page_without_pictures(tmp_path):
    (page,) = render(document(), tmp_path, published=False)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    text = page.read_text()
    assert "figures/" not in text.split("<main>")[1]
    assert '"budget":{' in text, "the figures are live all the same"
