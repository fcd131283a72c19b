import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from reported import claim, document

from verify.report import rendering


def render(record, out):
    return rendering.render(record, record["measurements"], out, published=True)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    out = tmp_path_factory.mktemp("published")
    render(document(), out)
    return out


def test_files(pages):
    names = {str(p.relative_to(pages)) for p in pages.rglob("*") if p.is_file()}
    assert {"report.md", "tiny.md", "vectors.md", "empty.md", "figures/tiny-budget.svg"} <= names
    assert {"figures/tiny-digits.svg", "figures/tiny-cause.svg"} <= names
    assert not [n for n in names if n.startswith("figures/empty") or n.endswith((".part", ".html"))]


def test_first_line_names_the_command(pages):
    for path in pages.rglob("*.*"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert "verify run tiny --points 5 --seed 0" in first, path


def test_markup_of_the_record_stays_text(pages):
    for path in pages.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        # In Markdown a span of code is text already.
        assert "<script>alert" not in (re.sub("`[^`]*`", "", text) if path.suffix == ".md" else text), path


def test_drawings_are_xml_without_scripts(pages):
    drawings = sorted(pages.glob("figures/*.svg"))
    assert len(drawings) >= 4
    for path in drawings:
        root = ElementTree.parse(path).getroot()
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert {"path", "title", "style"} <= tags
        assert not tags & {"script", "foreignObject", "image"}
        assert not [k for e in root.iter() for k in e.attrib if k.endswith("href")]


def test_points_are_really_drawn(pages):
    root = ElementTree.parse(pages / "figures" / "tiny-budget.svg").getroot()
    rings = [e.attrib["d"] for e in root.iter() if e.attrib.get("class") == "m-ring"]
    assert [d.count("M") for d in rings] == [5, 1], (
        "five finite results within the frame, and one of the other"
    )
    crosses = [e for e in root.iter() if e.attrib.get("class") == "m-range"]
    assert len(crosses) == 1


def test_links_exist(pages):
    for path in pages.glob("*.md"):
        for target in re.findall(r"\]\(([^)]+\.(?:md|svg|html))\)", path.read_text(encoding="utf-8")):
            assert (pages / target).is_file(), target


def test_tables_keep_their_columns(pages):
    def cells(line):
        return len(re.findall(r"(?<!\\)\|", line))

    for path in pages.glob("*.md"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert any(re.fullmatch(r"\|(---\|)+", line) for line in lines) or path.name == "empty.md", path
        assert not any(line.startswith("\\|") for line in lines), f"{path} has a table that is escaped whole"
        for above, line in pairwise(lines):
            if above.startswith("|") and line.startswith("|"):
                assert cells(above) == cells(line), (path, line)


def test_contents(pages):
    tiny = (pages / "tiny.md").read_text(encoding="utf-8")
    assert "**REFUTED** (declared CONFIRMED)" in tiny
    assert "fl(x) = 0x1.5555555555555p-2" in tiny
    headline = "2 claims: 0 confirmed, 1 refuted, 1 undecided (counted separately: 1 neighbouring reading)"
    assert f"**{headline}**" in (pages / "report.md").read_text(encoding="utf-8").replace("\\", "")


def test_same_record_same_files(pages, tmp_path):
    for path in render(document(), tmp_path):
        assert path.read_bytes() == (pages / path.relative_to(tmp_path)).read_bytes(), path


def test_stale_pages_are_told(tmp_path):
    claims = [claim("CONFIRMED"), claim("REFUTED", id="T-2a", declared="REFUTED")]
    made = {"provenance": {"command": "verify run"}, "problems": [{"name": "tiny"}], "measurements": []}
    made["claims"] = claims
    render(made, tmp_path)
    assert rendering.stale(made, tmp_path) == []
    changed = {**made, "claims": [{**claims[0], "verdict": "REFUTED"}, claims[1]]}
    assert "T-1 is CONFIRMED, found REFUTED" in rendering.stale(changed, tmp_path)[0]
    fewer = {**made, "claims": claims[:1]}
    assert "T-2a is REFUTED, found no such claim" in rendering.stale(fewer, tmp_path)[0]
    (tmp_path / "tiny.md").unlink()
    assert "missing" in rendering.stale(made, tmp_path)[0]
