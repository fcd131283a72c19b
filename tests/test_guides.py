"""The documents for each kind of user: every block runs as it stands, and the site has every page."""

import inspect
import re
import runpy
import shlex
import sys
from pathlib import Path

import pytest
import yaml
from pages import BLOCK, agrees, outputs, printed_by

import verify
import verify.testing

ROOT = Path(verify.__file__).parent.parent
WRITTEN = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
WRITTEN["README"] = (ROOT / "README.md").read_text(encoding="utf-8")
OWN_TESTS = {
    "blame",
    "python",
    "records",
    "testing",
}  # in other files, as their blocks need what is not in them
GUIDES = [name for name, text in WRITTEN.items() if BLOCK.search(text) and name not in OWN_TESTS]
FILE = re.compile(r"[#;] (\w+\.\w+)\n")
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


def test_guides_are_seen():
    assert {
        "tutorial",
        "maintainer",
        "analyst",
        "teacher",
        "tester",
        "wrong",
        "inside",
        "README",
        "index",
    } <= {*GUIDES}


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_runs_as_it_stands(guide, here, monkeypatch, capfd, loaded):
    names = {}
    for language, block in BLOCK.findall(WRITTEN[guide]):
        if file := FILE.match(block):
            (here / file[1]).write_text(block, encoding="utf-8")
        elif language == "python":
            exec(compile(block, f"docs/{guide}.md", "exec"), names)
        else:
            for command, printed in outputs(block):
                out = printed_by(shlex.split(command), monkeypatch, capfd, loaded)
                assert agrees(out, printed), f"{command}\nprints\n{out}\nand not\n{printed}"


def test_what_is_not_printed_is_seen():
    ((command, printed),) = outputs("$ verify blame a.py:f --at x=1\nat 3 [1.5]:  0.00\n...\nend\n")
    assert command == "verify blame a.py:f --at x=1"
    said = "at 3 [2.25e-7]: 0.00 \nmore\nand more\nend\n"
    assert agrees(said, printed)
    assert agrees(said.replace("2.25e-7", "0x1.8p-3"), printed)
    for right, wrong in (
        ("at 3", "at 4"),
        ("0.00", "0.01"),
        ("[", "("),
        ("end", "end\nmore"),
        ("at", "not at"),
    ):
        assert not agrees(said.replace(right, wrong, 1), printed), wrong


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
