"""What is found where: the catalogue, a user's file, and what is wrong with either told in one line."""

import subprocess
import sys

import pytest

from verify.cli import entry_text
from verify.core.errors import BadInput
from verify.runs import discover

HEAD = """
from flint import fmpq
from verify.claims.declare import Claims
from verify.core.claim import Outcome, Reach
from verify.core.model import *
SOURCE = Source("Nobody", 2024, "A note")

def made(name):
    return Problem(
        name=name, title=name, formula="y", source=SOURCE, truth=Route(lambda x: x, "none"),
        sweep=Sweep(axis=Axis("x", lambda x: x), points=lambda count, random: [{"x": 1}], count=1),
        inputs=(Input("x"),),
    )

def way(name, of):
    return Algorithm(name=name, problem=of, says="a way", source=SOURCE, body=lambda R, x: x)

def claim(id, of):
    seen = lambda: Outcome(True, "seen")
    return Claims(of, SOURCE, id).law(says="says", reading="reading", check=seen, reach=Reach.EXAMPLE)
"""


@pytest.fixture
def file(tmp_path):
    def write(text, name="mine.py"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        discover.loaded.cache_clear()
        return str(path)

    yield write
    discover.loaded.cache_clear()


def test_the_catalogue_is_found_without_a_register():
    found = {e.problem.name: e for e in discover.everything()}
    assert {"exp_negative", "hilbert_solve", "gaussian_integral"} <= set(found)
    e = found["exp_negative"]
    assert [a.name for a in e.algorithms] == ["direct", "recursion", "reciprocal"]
    assert e.origin == "verify.catalogue.exp_negative"
    assert e.claim("E-1a").problem is e.problem


def test_a_users_file(file):
    path = file(
        HEAD
        + "p, q = made('p'), made('q')\n"
        + "WAYS = [way('one', p), (way('two', p), way('one', q))]\n"
        + "alone = way('three', p)\nagain = alone\nCLAIMS = (claim('P-1', p),)\n"
    )
    p, q = discover.select([path])
    assert [a.name for a in p.algorithms] == ["one", "two", "three"]
    assert [c.id for c in p.claims] == ["P-1"]
    assert ([a.name for a in q.algorithms], q.claims, q.origin) == (["one"], (), path)


def test_a_problem_is_known_by_what_belongs_to_it(file):
    (entry,) = discover.select([file(HEAD + "WAYS = [way('one', made('hidden'))]\n")])
    assert entry.problem.name == "hidden"


def test_a_way_of_ones_own_beside_the_catalogues(file):
    text = "from verify.catalogue.exp_negative.methods import *\nmine = way('mine', problem)\n"
    path = file(HEAD + text)
    both = discover.select(["exp_negative", path])
    assert [[a.name for a in e.algorithms] for e in both] == [["direct", "recursion", "reciprocal"], ["mine"]]
    (row,) = entry_text.problem_rows(both)
    assert [a["name"] for a in row["algorithms"]] == ["direct", "recursion", "reciprocal", "mine"]


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("exp_negative", "exp_negative"),  # written in its declaration
        ("series_exp", "scalar_series"),  # built
        ("lotkin_solve", "ill_conditioned_solve"),  # given to what declares it
        ("power_approximation", "linear_quadratic_approximation"),
    ],
)
def test_finding_one_problem_loads_one_family(name, family):
    code = (
        f"import sys; from verify.runs import discover; (e,) = discover.select([{name!r}])\n"
        "loaded = {m.split('.')[2] for m in sys.modules if m.startswith('verify.catalogue.')}\n"
        "print(e.problem.name, *sorted(loaded))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.split() == [name, *sorted([family, "sources"])]


def test_names_given_twice_are_taken_once(file):
    path = file(HEAD + "p = made('p')\n")
    names = [e.problem.name for e in discover.select(["exp_negative", path, "exp_negative", path])]
    assert names == ["exp_negative", "p"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("p = made('p')\nWAYS = [way('one', p), way('one', p)]\n", "declares one twice"),
        ("p = made('p')\nCLAIMS = [claim('P-1', p), claim('P-1', p)]\n", "declares P-1 twice"),
        ("p, q = made('p'), made('p')\n", "declares p twice"),
        ("p = made('p')\nw = way('one', made('p'))\n", "declares p twice"),
        ("p = made('../p')\n", "declares '../p'; a name has letters"),
        ("p = made('')\n", "a name has letters"),
        ("w = way('a/b', made('p'))\n", "declares 'a/b'; a name has letters"),
        ("x = 1\n", "declares no Problem"),
        ("", "declares no Problem"),
    ],
)
def test_declarations_that_contradict_each_other(file, text, said):
    with pytest.raises(BadInput, match=said):
        discover.select([file(HEAD + text)])


def test_a_name_that_means_two_things(file):
    one, two = (file(HEAD + "p = made('p')\n", name) for name in ("one.py", "two.py"))
    with pytest.raises(BadInput, match=r"two\.py declares p twice"):
        discover.select([one, two])
    with pytest.raises(BadInput, match="declares exp_negative twice"):
        discover.select(["exp_negative", file(HEAD + "p = made('exp_negative')\n")])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\nx = = 2\n", r"mine\.py, line 2: invalid syntax"),
        ("x = (\n", r"mine\.py, line 1"),
        ("x = 1\n\ny = x / 0\n", r"cannot be loaded: line 3: ZeroDivisionError: division by zero"),
        ("import no_such_module\n", r"line 1: ModuleNotFoundError"),
        ("import sys\nsys.exit(7)\n", r"line 2: SystemExit: 7"),
        ("raise BaseExceptionGroup('several', [ValueError(1)])\n", "cannot be loaded"),
        ("x = '\0'\n", "null bytes"),
        ("from verify.core.errors import BadInput\nraise BadInput('no good')\n", "no good"),
    ],
)
def test_a_file_that_cannot_be_read(file, text, said):
    with pytest.raises(BadInput, match=said):
        discover.select([file(text)])


def test_an_error_in_what_a_file_imports_is_told_where_it_lies(file, monkeypatch, tmp_path):
    (tmp_path / "helper_of_mine.py").write_text("def f(:\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(BadInput, match=r"helper_of_mine\.py, line 1: invalid syntax"):
        discover.select([file("import helper_of_mine\n")])


def test_no_such_file(tmp_path):
    (tmp_path / "folder.py").mkdir()
    for path in ("nowhere.py", str(tmp_path / "folder.py")):
        with pytest.raises(BadInput, match="there is no file"):
            discover.select([path])


def test_near_names_are_offered():
    with pytest.raises(BadInput, match="no problem named 'exp_negativ'; did you mean exp_negative"):
        discover.select(["exp_negativ"])
    (entry,) = discover.select(["exp_negative"])
    with pytest.raises(
        BadInput, match="no algorithm of exp_negative named 'recursive'; did you mean recursion"
    ):
        entry.algorithm("recursive")
    with pytest.raises(BadInput, match="there are direct, reciprocal, recursion"):
        entry.algorithm("zzz")
    with pytest.raises(BadInput, match="there is none"):
        discover.named("x", {}, "thing")


def test_a_relative_path_names_the_file_of_the_folder_it_is_read_in(tmp_path, monkeypatch):
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "program.py").write_text(f"FOLDER = {folder!r}\n", encoding="utf-8")
        monkeypatch.chdir(tmp_path / folder)
        module = discover.module_at("program.py")
        assert vars(module)["FOLDER"] == str(folder)
        assert discover.module_at("program.py") is module, "and is read once"


def test_a_file_imports_what_lies_beside_it(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", sys.path[:])
    (tmp_path / "beside_5d20.py").write_text("VALUE = 7\n", encoding="utf-8")
    (tmp_path / "fractions.py").write_text("raise AssertionError\n", encoding="utf-8")
    monkeypatch.delitem(sys.modules, "fractions")  # what is installed is found first
    text = "import fractions\nfrom beside_5d20 import VALUE\n"
    (tmp_path / "script.py").write_text(text, encoding="utf-8")
    assert vars(discover.module_at(str(tmp_path / "script.py")))["VALUE"] == 7
