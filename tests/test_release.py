"""What is published says the same of itself everywhere, and names no registry."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

import verify

ROOT = Path(verify.__file__).parent.parent
TOLD = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))


def test_one_version():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert cited["version"] == verify.__version__ == newest[1]
    assert cited["license"] == TOLD["license"]


def test_the_versions_of_python_are_those_that_are_tried():
    job = yaml.safe_load((ROOT / ".github/workflows/tests.yml").read_text(encoding="utf-8"))["jobs"]["tests"]
    tried = job["strategy"]["matrix"]
    said = [c.split(" :: ")[-1] for c in TOLD["classifiers"] if re.search(r"Python :: 3\.\d", c)]
    assert tried["python"] == said
    assert said[0] == TOLD["requires-python"].removeprefix(">=")
    assert tried["system"] == ["ubuntu-latest", "macos-latest", "windows-latest"]


def test_nothing_is_published_unless_someone_says_so():
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    assert list(told[True]) == ["workflow_dispatch"]  # YAML 1.1 reads the key "on" as true
    assert told["jobs"]["publish"]["if"] == "inputs.publish"
    assert "secrets." not in text


def test_hooks_run_commands_that_there_are():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in hooks} == {"verify-check", "verify-tests"}
    assert all({"name", "entry", "language"} <= hook.keys() for hook in hooks)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_whole(workflow):
    told = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert told["jobs"]
    for job in told["jobs"].values():
        assert job["runs-on"]
        assert all("uses" in step or "run" in step for step in job["steps"])


def test_no_registry_is_named():
    hosts = re.compile(r"pypi\.(org|io)|pythonhosted|npmjs\.|crates\.io|conda\.anaconda")
    looked = [path for path in ROOT.glob("*") if path.is_file()]
    for folder in (".github", ".ci", "docs", "examples", "verify"):
        looked += [
            path for path in (ROOT / folder).rglob("*") if path.suffix in (".md", ".yml", ".py", ".txt")
        ]
    assert len(looked) > 100
    assert not [path for path in looked if hosts.search(path.read_text(encoding="utf-8", errors="replace"))]
