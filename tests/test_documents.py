"""The documents: their links lead somewhere, their examples run, and no count in them can grow old."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from toys import FILE

from verify.cli.main import cli
from verify.records.shapes import FIELDS

ROOT = Path(__file__).parent.parent
WRITTEN = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
PAGES = [*WRITTEN, *sorted(ROOT.glob("reports/*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
COUNT = re.compile(
    r"\b\d+ (problems|claims|algorithms|functions|statements|tests|measurements|sources|methods)\b"
)
EXAMPLE = re.compile(r"```python\n(.*?)```", re.S)


def targets(text):
    """What a text links to within the project; code is no link."""
    plain = re.sub(r"`[^`\n]*`", "", re.sub(r"```.*?```", "", text, flags=re.S))
    return [target for target in LINK.findall(plain) if not re.match(r"[a-z]+:|#", target)]


def test_links_are_seen():
    text = "[a](b.md) ![c](d/e.svg) `[f](g)` [h](https://i.j) [k](#l)\n```\n[m](n)\n```\n[o](p.md#q)"
    assert targets(text) == ["b.md", "d/e.svg", "p.md#q"]
    assert len(PAGES) > 20
    assert {"README.md", "CONTRIBUTING.md", "ci.md"} <= {path.name for path in WRITTEN}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    broken = [t for t in targets(text) if not (page.parent / t.partition("#")[0]).exists()]
    assert not broken


@pytest.mark.parametrize("page", WRITTEN, ids=lambda path: path.name)
def test_no_document_counts_what_will_grow(page):
    if "made by" in (text := page.read_text(encoding="utf-8")).partition("\n")[0]:
        pytest.skip("generated: its counts are made with it")
    assert not COUNT.findall(text)


def test_a_count_is_seen():
    assert COUNT.findall("the catalogue: 67 problems, 3 ulps, 2 claims") == ["problems", "claims"]


def test_the_guide_to_records_runs_as_it_stands(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roots.py").write_text(FILE.replace("CHECK", "pass"), encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["run", "roots.py", "--points", "4", "--jobs", "1"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    examples = EXAMPLE.findall((ROOT / "docs" / "records.md").read_text(encoding="utf-8"))
    assert len(examples) == 3
    for example in examples:
        exec(compile(example, "docs/records.md", "exec"), {})
        assert capsys.readouterr().out.strip()


def test_the_guide_to_records_names_every_field():
    guide = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    assert FIELDS.keys() - {"forward_error_componentwise"} <= set(re.findall(r"`(\w+)`", guide))
