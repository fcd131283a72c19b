"""The public names: each is what its place says, type checkers see the same, the wheel has what it needs."""

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest

import verify

PACKAGE = Path(verify.__file__).parent
ROOT = PACKAGE.parent
TEXTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *PACKAGE.glob("cli/templates/*.txt")]
IMPORT = re.compile(r"^from (verify[\w.]*) import (\([^)]*\)|[^\n]*)", re.M)


def seen_by_type_checkers():
    """Name by name, the module that the branch for type checkers imports it from."""
    tree = ast.parse(Path(verify.__file__).read_text(encoding="utf-8"))
    (branch,) = (node for node in tree.body if isinstance(node, ast.If))
    return {alias.name: node.module for node in branch.body for alias in node.names}


def test_a_name_has_one_place():
    assert seen_by_type_checkers() == verify._MODULES
    assert sorted(verify.__all__) == sorted(verify._MODULES)


def test_no_name_is_a_package_too():
    """Importing verify.measure binds the name to the package, whatever it stood for before."""
    assert not {path.stem for path in PACKAGE.iterdir()} & set(verify.__all__)


@pytest.mark.parametrize("name", verify.__all__)
def test_a_public_name_is_the_one_at_its_place(name):
    assert getattr(verify, name) is getattr(importlib.import_module(verify._MODULES[name]), name)


def test_other_names_are_refused():
    with pytest.raises(AttributeError, match="verify has no nothing"):
        verify.nothing  # noqa: B018


def imported(text):
    """(module, name) for what a text tells its reader to import."""
    for module, names in IMPORT.findall(text):
        for name in re.findall(r"[A-Za-z_]\w*", re.sub(r"#.*", "", names)):
            yield module, name


def test_what_documents_and_templates_import_is_there():
    asked = {pair for path in TEXTS for pair in imported(path.read_text(encoding="utf-8"))}
    assert {("verify", "Problem"), ("verify.testing", "assert_certified")} <= asked
    assert not [f"{m}.{n}" for m, n in asked if not hasattr(importlib.import_module(m), n)]


def test_what_is_not_python_is_shipped():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = told["tool"]["setuptools"]["package-data"]
    shipped = {
        path
        for package, globs in patterns.items()
        for pattern in globs
        for path in ROOT.joinpath(*package.split(".")).glob(pattern)
    }
    here = {path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path for path in here if path.suffix != ".py"} == shipped
    assert PACKAGE / "py.typed" in shipped
