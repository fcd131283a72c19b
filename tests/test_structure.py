"""What may import what: read from the sources, so that an order once kept stays kept."""

import ast
import functools
import importlib.util
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import verify

ROOT = Path(verify.__file__).parent
# Bottom up; a package imports nothing of its own rank or above it.
ORDER = [
    "arithmetic",
    "core",
    "language measure",
    "mathematics inside",
    "records",
    "claims",
    "catalogue report",
    "runs",
    "checking",
    "fpcore testing trust",
    "interface",
    "cli",
]
RANK = {name: k for k, names in enumerate(ORDER) for name in names.split()}
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "Path", "urlopen", "loadtxt"}
NO_PART_OF_A_DECLARATION = {"records", "report", "runs", "checking", "fpcore", "testing", "interface", "cli"}


def name_of(path: Path) -> str:
    """enclose, arithmetic.ball, report (a package by its __init__)."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {name_of(path): path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py")}


tree_of = functools.cache(ast.parse)  # each source is asked by several rules
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")  # of statements, where others stand


def statements(source: str, deep: bool = True) -> Iterator[ast.AST]:
    """All of a source, in its functions too or not. No import stands in an expression, so none is entered."""
    waiting: list[ast.AST] = [tree_of(source)]
    while waiting:
        node = waiting.pop()
        yield node
        if deep or not is_put_off(node):
            for block in BLOCKS:
                waiting += getattr(node, block, ())


@functools.cache
def imported(source: str, deep: bool = True) -> frozenset[str]:
    """Dotted names of what a source imports: at its top, or inside its functions too."""
    found = set()
    for node in statements(source, deep):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def is_put_off(node: ast.AST) -> bool:
    """What importing a module does not run: its functions, and what only type checkers read."""
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return isinstance(node, ast.FunctionDef)


def own(source: str, among: dict[str, str] | None = None, deep: bool = True) -> set[str]:
    """The modules of this package that a source imports."""
    among = SOURCES if among is None else among
    found = set()
    for dotted in imported(source, deep):
        package, *rest = dotted.split(".")
        if package != "verify":
            continue
        whole, parent = ".".join(rest), ".".join(rest[:-1])
        found.add(whole if whole in among else parent)
    return found


def reaches(name: str, among: dict[str, str] | None = None) -> set[str]:
    """All modules of this package that importing one brings in at once, packages above them included."""
    among = SOURCES if among is None else among
    found, waiting = set(), [name]
    while waiting:
        name = waiting.pop()
        if name in found or name not in among:
            continue
        found.add(name)
        waiting += own(among[name], among, deep=False) | {name.rpartition(".")[0]}
    return found


def rank(name: str) -> int | None:
    return RANK.get(name.split(".")[0])


def upward(name: str, source: str) -> list[str]:
    """What a module imports that stands above it."""
    mine = rank(name)
    package = name.split(".")[0]
    return [
        other
        for other in own(source)
        if mine is not None and other.split(".")[0] != package and (rank(other) or 0) >= mine
    ]


def touches_the_precision(source: str) -> bool:
    """flint.ctx, however it is reached."""
    names = imported(source)
    if "ctx" not in source:
        return "flint.*" in names
    attributes = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree_of(source))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    return "flint.ctx" in names | attributes or "flint.*" in names


def calls(source: str) -> set[str]:
    nodes = [node.func for node in ast.walk(tree_of(source)) if isinstance(node, ast.Call)]
    return {n.attr if isinstance(n, ast.Attribute) else getattr(n, "id", "") for n in nodes}


def is_a_declaration(name: str) -> bool:
    return name.startswith("catalogue.")


def family(name: str) -> str:
    return name.split(".")[1]


# --- the rules -------------------------------------------------------------------------------------------


def test_nothing_imports_in_a_circle():
    graph = {name: own(source) - {name, ""} for name, source in SOURCES.items()}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_the_order_is_kept():
    wrong = {name: found for name, source in SOURCES.items() if (found := upward(name, source))}
    assert not wrong
    packages = {name.split(".")[0] for name in SOURCES} - {"", "__main__"}
    assert packages == set(RANK), "every package has its rank"


def test_rooms_within_a_package_keep_an_order():
    """What two rooms of a package import of each other goes one way; modules beside the rooms may do both."""
    graph: dict[str, set[str]] = {}
    for name, source in SOURCES.items():
        if name.count(".") == 2 and not is_a_declaration(name):
            room = name.rpartition(".")[0]
            others = {other.rpartition(".")[0] for other in own(source) if other.count(".") == 2}
            graph.setdefault(room, set()).update(
                other for other in others if other != room and other.split(".")[0] == room.split(".")[0]
            )
    assert graph
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_only_the_entry_point_imports_the_command_line():
    assert [name for name, source in SOURCES.items() if {"cli", "cli.main"} & own(source)] == ["__main__"]


def test_a_page_is_made_from_records_alone():
    for name in (name for name in SOURCES if name.split(".")[0] == "report"):
        assert {other.split(".")[0] for other in own(SOURCES[name])} <= {"report", "records"}, name
        for part in reaches(name):
            packages = {dotted.split(".")[0] for dotted in imported(SOURCES[part], deep=False)}
            assert not packages & {"flint", "gmpy2", "mpmath"}, f"{name} by way of {part}"


def test_only_one_module_touches_the_precision():
    assert [name for name, source in SOURCES.items() if touches_the_precision(source)] == [
        "arithmetic.precision"
    ]


def test_a_family_of_the_catalogue_stands_alone():
    declarations = {name: source for name, source in SOURCES.items() if is_a_declaration(name)}
    assert declarations
    for name, source in declarations.items():
        used = own(source)
        families = {family(other) for other in used if is_a_declaration(other)}
        assert families <= {family(name), "sources"}, f"{name} imports another family"
        assert not {other.split(".")[0] for other in used} & NO_PART_OF_A_DECLARATION, name
        assert not calls(source) & FILES, f"{name} reads a file"


def test_a_file_of_the_catalogue_is_read_in_one_go():
    long = {name: n for name, source in SOURCES.items() if (n := source.count("\n")) > 250}
    assert not {name for name in long if is_a_declaration(name)}


def taken_over(tree: ast.Module) -> set[str]:
    """The names at the top of a module that it has from elsewhere."""
    return {a.asname or a.name for n in tree.body if isinstance(n, ast.ImportFrom) for a in n.names}


def test_a_name_has_one_address():
    """What is imported from a module of this package is defined there; the facades are for users."""
    trees = {name: tree_of(source) for name, source in SOURCES.items()}
    wrong = [
        f"{name} has {alias.name} from {node.module}"
        for name, source in SOURCES.items()
        for node in statements(source)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("verify.")
        for alias in node.names
        if alias.name in taken_over(trees.get(node.module.removeprefix("verify."), ast.Module([], [])))
        and f"{node.module}.{alias.name}".removeprefix("verify.") not in trees
    ]
    assert not wrong


def test_every_module_says_what_it_is():
    assert not [name for name, source in SOURCES.items() if source and not ast.get_docstring(tree_of(source))]


def test_no_module_is_longer_than_one_reads_at_once():
    tests = Path(__file__).parent
    lengths = {
        path.relative_to(folder.parent): path.read_text(encoding="utf-8").count("\n")
        for folder in (ROOT, tests)
        for path in folder.rglob("*.py")
    }
    assert not {str(path): n for path, n in lengths.items() if n > 300}


def test_what_is_slow_to_load_is_loaded_by_those_who_need_it():
    """By its effect: rendering loads no ball arithmetic, showing a problem no formula and no format but
    float64, a check nothing that sees inside a function. What a command costs is what it loads."""
    import subprocess
    import sys

    code = """
import sys, verify.report.rendering
print(sorted({'flint', 'gmpy2', 'mpmath'} & set(sys.modules)))
import verify.cli.catalogue, verify.catalogue.exp_negative.claims, verify.runs.discover
print(sorted({'flint', 'gmpy2', 'lark', 'mpmath', 'pyarrow'} & set(sys.modules)))
import verify.interface.check; print('verify.inside.follow' in sys.modules)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == ["[]", "['flint']", "False"]


# --- each rule catches what it forbids -------------------------------------------------------------------


def test_imports_are_seen_wherever_they_stand():
    source = "from verify.runs import plan\ndef f():\n import verify.checking.result, verify.core.model\n"
    assert own(source) == {"runs.plan", "checking.result", "core.model"}
    assert sorted(upward("runs.cache", source)) == ["checking.result"]
    assert sorted(upward("measure.budget", source)) == ["checking.result", "runs.plan"]
    assert upward("cli.main", source) == []


@pytest.mark.parametrize(
    "source",
    ["import flint\nflint.ctx.prec = 9\n", "from flint import ctx\n", "def f():\n    from flint import *\n"],
)
def test_a_touched_precision_is_seen(source):
    assert touches_the_precision(source)
    assert not touches_the_precision("from verify.arithmetic.precision import precision\nmp.workprec(9)\n")


def test_a_detour_is_seen():
    among = {
        "report": "from verify.records import files\n",
        "records.files": "import verify.measure.harness\n",
        "measure.harness": "import flint\n",
    }
    assert reaches("report", among) == {"report", "records.files", "measure.harness"}


def test_a_read_file_is_seen():
    assert calls("x = open('a').read()\nPath('b').read_text()\n") & FILES == {"open", "Path", "read_text"}


def test_all_modules_are_importable():
    assert all(importlib.util.find_spec(f"verify.{name}" if name else "verify") for name in SOURCES)
