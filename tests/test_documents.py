"""The documents: their links lead somewhere, their examples run, and no count in them can grow old."""

import re
import shlex
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from click.testing import CliRunner
from toys import FILE

from verify.cli.main import answer, cli
from verify.records.shapes import FIELDS

ROOT = Path(__file__).parent.parent
WRITTEN = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
PAGES = [*WRITTEN, *sorted(ROOT.glob("reports/*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
COUNT = re.compile(
    r"\b\d+ (problems|claims|algorithms|functions|statements|tests|measurements|sources|methods)\b"
)
BLOCK = re.compile(r"```(python|lisp|console)\n(.*?)```", re.S)
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


def outputs(block):
    """Each command of a console block with the lines that it has to print, `*` for what varies."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed.splitlines()


def matches(line, pattern):
    return fnmatchcase(line, pattern.replace("[", "[[]"))


def test_a_line_that_is_not_printed_is_seen():
    ((command, printed),) = outputs("$ verify blame a.py:f --at x=1\nline * [1.5\n")
    assert (command, printed) == ("verify blame a.py:f --at x=1", ["line * [1.5"])
    assert matches("line 3 [1.5", printed[0])
    assert not matches("line 3 1.5", printed[0])


def test_the_guide_to_seeing_inside_runs_as_it_stands(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((ROOT / "docs" / "inside.md").read_text(encoding="utf-8"))
    ran = 0
    for language, block in blocks:
        if language != "console":
            name = block.partition("\n")[0].lstrip("#; ")
            (tmp_path / name).write_text(block, encoding="utf-8")
            continue
        for command, printed in outputs(block):
            out = printed_by(shlex.split(command), monkeypatch, capfd).splitlines()
            for pattern in printed:
                assert any(matches(line, pattern) for line in out), (command, pattern, out)
            ran += 1
    assert ran >= 9


def printed_by(words, monkeypatch, capfd):
    if words[0] == "verify":
        monkeypatch.setattr(sys, "argv", words)
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            answer()
        out, err = capfd.readouterr()
        assert ended.value.code in (0, 1), err
        return out
    command = [sys.executable, *(["-m", "pytest", "-p", "no:cacheprovider"] if words[0] == "pytest" else [])]
    return subprocess.run([*command, *words[1:]], capture_output=True, text=True, check=False).stdout
