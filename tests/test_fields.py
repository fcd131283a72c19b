"""Every field that the program writes is named in the documents."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from toys import FILE

import verify
from verify.cli.main import cli
from verify.records.shapes import SHAPES, VERSIONS

DOCS = Path(verify.__file__).parent.parent / "docs"
TEXT = "".join((DOCS / f"{page}.md").read_text(encoding="utf-8") for page in ("fields", "records"))
NAMED = set(re.findall(r"`(\w+)`", TEXT))
# Whose fields bear names of the user's, or of what was met: variables, reasons, versions, digits.
OPEN = {"inputs", "domain", "parameters", "arrays", "details", "place", "at", "first_failure", "known"} | {
    *("failed_reasons", "outside_reasons", "reasons", "causes", "reaching", "versions", "provenance"),
    *("quantities",),
}
SOURCE = """import math
from decimal import Decimal


def f(x):
    c = math.cos(x)
    return (1 - c) / (x * x)


def g(x):
    t = 0.0
    while t < x:
        t += 0.1
    return t + float(Decimal(x))
"""
ASKED = {
    "check": "check own.py:f --truth '(1-cos(x))/x^2' --domain x=1e-6:1 --points 4",
    "every": "check numpy:sqrt --truth sqrt(x) --format float16 --domain x=1:1.25 --exhaustive",
    "arrays": "check numpy.linalg:solve --truth solve(A,b) --array A=hilbert(3) --array b=ones(3)",
    "blame": "blame own.py:f --at x=1e-8",
    "branch": "blame own.py:g --at x=1.0",
    "survey": "survey math --only exp --budget 20 --jobs 1",
    "run": "run roots.py --points 2 --jobs 1",
    "show": "show roots.py",
    "functions": "functions",
    "compare": "compare old.json new.json",
}


def fields(document):
    """The names of fields, but for those of objects whose names are not the program's."""
    if isinstance(document, list):
        for part in document:
            yield from fields(part)
    elif isinstance(document, dict):
        for name, part in document.items():
            yield name
            if name not in OPEN or isinstance(part, list):
                yield from fields(part)


def shaped(shape):
    """The same of a shape."""
    if isinstance(shape, dict):
        for name, part in shape.items():
            if name == "properties":
                yield from part
            yield from shaped(part)


def test_fields_are_seen():
    assert {*fields({"a": [{"b": 1}], "inputs": {"x": {"y": 2}}, "domain": [{"c": 0}]})} == {
        *("a", "b", "inputs", "domain", "c")
    }
    assert {*shaped(SHAPES)} > {"lesson", "family", "figure", "pieces"}
    assert not {*shaped(SHAPES)} - NAMED - {*VERSIONS}


@pytest.mark.parametrize("what", ASKED)
def test_every_field_that_is_written_is_named(what, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("own.py").write_text(SOURCE, encoding="utf-8")
    Path("roots.py").write_text(FILE.replace("CHECK", "pass"), encoding="utf-8")
    row = {"target": "f", "undecided": 0, "passed": True, "worst": None}
    for name, worst in (("old", 1.0), ("new", 9.0)):
        ulps = dict.fromkeys(("max", "p99", "median"), worst)
        Path(f"{name}.json").write_text(json.dumps({"results": [row | {"ulps": ulps}]}), encoding="utf-8")
    done = CliRunner().invoke(cli, [*shlex.split(ASKED[what]), "--json"], catch_exceptions=False)
    document = json.loads(done.stdout)
    assert document
    assert {*fields(document)} - NAMED == set()
