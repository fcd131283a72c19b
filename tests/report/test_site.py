import base64
import copy
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from reported import document

import verify.report
from verify.report import rendering
from verify.report.claims import page_names
from verify.report.rows import BadRecord

LOADING = ("src", "href", "srcset", "data", "action", "xlink:href")


def render(record, out, published=False):
    return rendering.render(record, record["measurements"], out, published)


@pytest.fixture
def record():
    return document()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    render(document(), out)
    return out


class Parsed(HTMLParser):
    """Every element of a page, all that a browser would load, and its scripts and sheets."""

    def __init__(self, path):
        super().__init__()
        self.urls, self.tags, self.ids, self.styled, self.handlers = [], [], [], [], []
        self.texts, self.inside, self.policy = {"style": [], "script": []}, None, ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [given["id"]] if given.get("id") else []
        self.urls += [given[k] for k in LOADING if given.get(k)]
        self.styled += [given["style"]] if "style" in given else []
        self.handlers += [k for k in given if k.startswith("on")]
        self.inside = tag if tag in self.texts and given.get("type") != "application/json" else None
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside:
            self.texts[self.inside].append(data)


def every_page(pages):
    return sorted(pages.rglob("*.html"))


def test_files(pages):
    names = {str(p.relative_to(pages)) for p in pages.rglob("*") if p.is_file()}
    problems = {f"problems/{name}.html" for name in ("tiny", "vectors", "empty")}
    sources = {n for n in names if n.startswith("claims/")}
    assert names == {"index.html", "claims.html"} | problems | sources
    assert sources


def test_names_of_the_pages_of_sources():
    found = page_names(["A. B, C (2001)", "a b c 2001", "../..", "\u0416", "x" * 99])
    assert list(found.values()) == ["a-b-c-2001", "a-b-c-2001-1", "source", "source-3", "x" * 60]


def test_every_claim_is_listed_and_has_its_card_on_the_page_of_its_source(record, pages):
    listed = (pages / "claims.html").read_text(encoding="utf-8")
    for claim in record["claims"]:
        (link,) = re.findall(rf'href="(claims/[^"#]+)#{re.escape(claim["id"])}"', listed)
        card = (pages / link).read_text(encoding="utf-8").partition(f'id="{claim["id"]}"')[2]
        assert claim["verdict"] in card.partition("</article>")[0]


def test_every_link_leads_to_a_page_and_a_place(pages):
    anchors = {p: set(Parsed(p).ids) for p in every_page(pages)}
    for page in anchors:
        for url in Parsed(page).urls:
            if url.startswith("data:"):
                continue
            path, _, anchor = url.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target in anchors, url
            assert not anchor or anchor in anchors[target], url


def test_a_page_loads_nothing_and_lets_nothing_in(pages):
    for page in every_page(pages):
        found = Parsed(page)
        assert not [u for u in found.urls if ":" in u and u != "data:,"], page
        assert not {"img", "iframe", "object", "embed", "foreignObject"} & set(found.tags)
        assert not found.styled + found.handlers, "the policy forbids styles and handlers in an attribute"
        assert "default-src 'none'" in found.policy
        for kind in ("style", "script"):
            for text in found.texts[kind]:
                digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
                assert f"'sha256-{digest}'" in found.policy, (page, kind)


def test_ids_are_unique(pages):
    for page in every_page(pages):
        ids = Parsed(page).ids
        assert len(ids) == len(set(ids)), page


def test_markup_of_the_record_stays_text(pages):
    for page in every_page(pages):
        text = page.read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert Parsed(page).tags.count("script") <= 2
    assert "{{ 7*7 }}" in (pages / "problems" / "tiny.html").read_text(encoding="utf-8")


def test_same_record_same_files(record, pages, tmp_path):
    before = copy.deepcopy(record)
    for path in render(record, tmp_path):
        assert path.read_bytes() == (pages / path.relative_to(tmp_path)).read_bytes(), path
    assert record == before


def live(pages, name):
    text = (pages / "problems" / f"{name}.html").read_text(encoding="utf-8")
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)[1])


def test_the_data_of_a_page_are_the_record_s(pages):
    data = live(pages, "tiny")
    rows = [
        dict(zip(data["fields"], row, strict=True))
        for s in data["algorithms"][0]["settings"]
        for row in s["rows"]
    ]
    first = next(row for row in rows if row["axis"] == 0.5)
    assert first["hex"] == "0x1.8p+0"
    assert first["computed"] == "1.5"
    assert first["truth"].startswith("1.5")
    assert first["ulps"] == "7"
    assert first["digits"] == "4.25"
    # |-1.5e-3| + 2.1e-30, as log10 rounded up
    assert 1.5e-3 <= 10 ** first["forward_error"] <= 1.505e-3
    assert data["places"][first["place"]][2] == " --at x=0x1p-1"


def test_contents(pages):
    index = (pages / "index.html").read_text(encoding="utf-8")
    claims = (pages / "claims.html").read_text(encoding="utf-8")
    tiny = (pages / "problems" / "tiny.html").read_text(encoding="utf-8")
    assert "Of 2 statements of the sources <b>1 refuted, 1 undecided</b>" in index
    assert (
        "2 claims: 0 confirmed, 1 refuted, 1 undecided (counted separately: 1 neighbouring reading)" in claims
    )
    assert "declared confirmed" in tiny
    assert "verify run tiny --algorithm sum --at x=0x1.8p+0 --at terms=5" in tiny
    assert "1.21e520" in tiny
    assert "(1.0, 1.0, 1.0, … 5 entries)" in (pages / "problems" / "vectors.html").read_text(encoding="utf-8")


def test_an_empty_record_has_a_front_page(tmp_path):
    made = render({"provenance": {}, "measurements": [], "claims": []}, tmp_path)
    assert [p.name for p in made] == ["index.html"]


def test_a_record_without_declarations(record, tmp_path):
    del record["problems"], record["summary"]
    assert (tmp_path / "problems" / "tiny.html") in render(record, tmp_path)


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
        rendering.render(document, rows, tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_style_sheet_names_every_class_that_is_drawn(pages):
    sheet = Path(verify.report.__file__).parent / "templates" / "style.css"
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", sheet.read_text())) | {f"g{k}" for k in range(17)}
    drawn = set()
    for page in every_page(pages):
        for drawing in re.findall(r"<svg.*?</svg>", page.read_text(encoding="utf-8"), re.S):
            drawn |= {c for given in re.findall(r'class="([^"]*)"', drawing) for c in given.split()}
    assert drawn - known <= {"marks", "xaxis", "laws", "wide"}
