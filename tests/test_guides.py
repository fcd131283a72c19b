"""The documents for each kind of user: every block runs as it stands, and the site has every page."""

import inspect
import re
import runpy
import shlex
import sys
from pathlib import Path

import pytest
import yaml
from pages import BLOCK, matches, outputs, printed_by

import verify
import verify.testing

ROOT = Path(verify.__file__).parent.parent
GUIDES = {  # how many commands and programs there are in each
    "tutorial": 4,
    "maintainer": 3,
    "analyst": 1,
    "teacher": 2,
    "tester": 1,
    "wrong": 2,
    "problem": 2,
}
SITE = runpy.run_path(str(ROOT / ".ci" / "site.py"))
INTERFACE = runpy.run_path(str(ROOT / ".ci" / "interface.py"))


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder whose modules can be imported, and are forgotten."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if (tmp_path / f"{name}.py").exists():
            del sys.modules[name]


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_runs_as_it_stands(guide, here, monkeypatch, capfd):
    names, ran = {}, 0
    for language, block in BLOCK.findall((ROOT / "docs" / f"{guide}.md").read_text(encoding="utf-8")):
        if language == "python" and block.startswith("# "):
            (here / block.partition("\n")[0][2:]).write_text(block, encoding="utf-8")
            continue
        if language == "python":
            exec(compile(block, f"docs/{guide}.md", "exec"), names)
            assert capfd.readouterr().out.strip()
            ran += 1
            continue
        for command, printed in outputs(block):
            out = printed_by(shlex.split(command), monkeypatch, capfd).splitlines()
            assert out
            for pattern in printed:
                assert any(matches(line, pattern) for line in out), (command, pattern, out)
            ran += 1
    assert ran == GUIDES[guide]


def places(nav):
    for entry in nav:
        if isinstance(entry, str):
            yield entry
        elif isinstance(value := next(iter(entry.values())), str):
            yield value
        else:
            yield from places(value)


def test_the_site_has_every_page_once():
    told = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    written = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert sorted(places(SITE["on_config"](told)["nav"])) == sorted(
        written | SITE["PAGES"] | {INTERFACE["PAGE"]}
    )


def test_commands_and_names_are_described():
    commands, names = SITE["commands"](), INTERFACE["page"]()
    assert "## verify check" in commands
    assert "--exhaustive" in commands
    for place in (verify, verify.testing):
        assert [n for n in place.__all__ if f"### {place.__name__}.{n}\n" not in names] == []
    assert not re.search(r"0x[0-9a-f]{8,}", names), "an address differs from run to run"
    assert "`.to_frame(library: str | None = None) -> Any`: A data frame" in names


@pytest.mark.parametrize("place", [verify, verify.testing], ids=lambda place: place.__name__)
def test_a_public_name_says_what_it_is(place):
    names = [n for n in place.__all__ if callable(getattr(place, n))]
    assert [n for n in names if len(inspect.getdoc(getattr(place, n)) or "") < 20] == []
    assert {n for n in names if not inspect.isclass(getattr(place, n))} >= {"assert_certified", "blame"}


def test_a_signature_is_cut_at_its_own_commas():
    assert INTERFACE["_split"]("f(a: d[b, c] = (1, 2), *, e=3) -> g").splitlines() == [
        "f(",
        "    a: d[b, c] = (1, 2),",
        "    *,",
        "    e=3,",
        ") -> g",
    ]


def test_a_docstring_becomes_a_table():
    told = INTERFACE["told"]("Do it.\n\na, b  |x|*y, and\n      more\nc     `*c`")
    assert told.splitlines()[2:] == [
        "| | |",
        "|---|---|",
        r"| `a, b` | \|x\|\*y, and more |",
        "| `c` | `*c` |",
    ]
