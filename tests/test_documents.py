"""The documents: their links lead somewhere, their examples run, and no count in them can grow old."""

import re
import runpy
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from toys import FILE

from verify.cli.main import cli
from verify.records.shapes import FIELDS

ROOT = Path(__file__).parent.parent
WRITTEN = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
PAGES = [*WRITTEN, *sorted(ROOT.glob("reports/*.md"))]
MADE = runpy.run_path(str(ROOT / ".ci" / "site.py"))["PAGES"] | {"api.md"}
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
    asked = {t: t.partition("#")[0] for t in targets(text)}
    broken = [t for t, file in asked.items() if not (page.parent / file).exists() and file not in MADE]
    assert not broken


@pytest.mark.parametrize("page", WRITTEN, ids=lambda path: path.name)
def test_no_document_counts_what_will_grow(page):
    if "made by" in (text := page.read_text(encoding="utf-8")).partition("\n")[0]:
        pytest.skip("generated: its counts are made with it")
    assert not COUNT.findall(re.sub(r"```console\n.*?```", "", text, flags=re.S))  # what is printed is tested


def test_a_count_is_seen():
    assert COUNT.findall("the catalogue: 67 problems, 3 ulps, 2 claims") == ["problems", "claims"]


def test_the_words_under_the_readme_s_figure_hold_in_the_published_page():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    page = (ROOT / "reports" / "exp_negative.md").read_text(encoding="utf-8")
    (terms,) = re.findall(r"from (\d+) terms of a series", readme)
    along = r"\| (\w+) \(terms = (\d+)\) \| (\w+) \| \d+ of \d+ \| ([\d.]+) \| ([\d.]+) \| \S+ \| ([\d.]+) \|"
    rows = {
        (a, c): [float(low), float(high), float(d)]
        for a, n, c, low, high, d in re.findall(along, page)
        if n == terms
    }
    for name in ("direct", "recursion"):  # everything is lost, first to rounding, then to truncation
        (starts, ends, digits), (later, *_) = rows[name, "rounding"], rows[name, "truncation"]
        assert digits == 0
        assert starts < later
        assert later <= ends + 1 < 50, "rounding hands over to truncation, but for single points"
    # Up to where it runs out of terms it has lost no more than the data explain, within an ulp or two.
    assert all(rows["reciprocal", cause][2] > 14 for cause in ("none", "data", "rounding"))
    assert rows["reciprocal", "truncation"][0] > rows["reciprocal", "rounding"][1]


def test_the_guide_to_records_runs_as_it_stands(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roots.py").write_text(FILE.replace("CHECK", "pass"), encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["run", "roots.py", "--points", "4", "--jobs", "1"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    (rows,) = (words for words in typed(ROOT / "docs" / "records.md", LINE) if "--rows" in words)
    ran(rows)
    examples = EXAMPLE.findall((ROOT / "docs" / "records.md").read_text(encoding="utf-8"))
    assert len(examples) == 6
    for example in examples:
        exec(compile(example, "docs/records.md", "exec"), {})
        assert capsys.readouterr().out.strip()


def test_the_guide_to_records_names_every_field():
    guide = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    assert FIELDS.keys() <= set(re.findall(r"`(\w+)`", guide))


def test_the_guide_to_python_runs_as_it_stands(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    names = {}
    for example in EXAMPLE.findall((ROOT / "docs" / "python.md").read_text(encoding="utf-8")):
        if example.startswith("# "):
            (tmp_path / example.partition("\n")[0][2:]).write_text(example, encoding="utf-8")
        else:
            exec(compile(example, "docs/python.md", "exec"), names)
    out = capsys.readouterr().out
    assert out.count("True") >= 3
    assert "is the maximum over" in out
    assert "magnifies" in out


# --- commands ---------------------------------------------------------------------------------------------

LINE = re.compile(r"^(?: {4,}(?:- run: )?)(?:\$ )?(verify [^#\n]*[^#\n ])", re.M)
SPAN = re.compile(r"`(verify [^`]*)`")
MODULE = "import math\n\n\ndef f(x):\n    return math.log1p(x) / x\n"
FILES = {
    "mypackage/__init__.py": "",
    "mypackage/mod.py": MODULE,
    "mypackage/special.py": MODULE,
    "path/file.py": "import math\n\n\ndef area(x, y):\n    return math.sqrt(x * x - y * y)\n",
    "bench.fpcore": "(FPCore (x) :pre (<= 0 x 1) (sqrt (+ x 1)))\n",
    "program.py": EXAMPLE.findall((ROOT / "docs" / "blame.md").read_text(encoding="utf-8"))[0],
}


def typed(page, pattern):
    """The commands in a document, as words; what a shell would do with > is left to the test."""
    found = pattern.findall(page.read_text(encoding="utf-8"))
    return [shlex.split(command) for command in dict.fromkeys(found)]


PRINTED = {shlex.join(words): words for page in WRITTEN for words in typed(page, LINE)}
OPTIONS = {
    name: {option for parameter in cli.get_command(None, name).params for option in parameter.opts}
    | {"--help", "-h"}
    for name in cli.list_commands(None)
}


def test_commands_are_seen():
    assert len(PRINTED) >= 8
    assert {"check", "blame", "run", "compare"} <= {words[1] for words in PRINTED.values()}


@pytest.mark.parametrize("page", WRITTEN, ids=lambda path: path.name)
def test_every_command_and_option_that_is_named_exists(page):
    for words in [*typed(page, SPAN), *typed(page, LINE)]:
        if words[1] in ("--help", "--version"):
            continue
        assert words[1] in OPTIONS, words
        options = {word.strip("[]") for word in words if word.strip("[").startswith("--")}
        assert options <= OPTIONS[words[1]], words


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("words", PRINTED.values(), ids=PRINTED)
def test_every_printed_command_runs(words, here, monkeypatch):
    monkeypatch.chdir(here)
    if "compare" in words:  # the record of an older release is the reader's
        made = next(w for w in PRINTED.values() if "new.json" in w and "check" in w)
        accuracy = ran(made[: made.index(">")])
        for name in words[2:]:
            (here / name).write_text(accuracy, encoding="utf-8")
    ran(words[: words.index(">")] if ">" in words else words)


def ran(words):
    """Standard output of a command that has to end as expected."""
    done = CliRunner().invoke(cli, words[1:], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout
