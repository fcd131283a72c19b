import ast
import math
import shutil
import subprocess
from pathlib import Path

import pytest
from reported import document, measurement

import verify.report
from verify.report import reading
from verify.report.axis import Axis
from verify.report.points import thinned
from verify.report.rows import log_size
from verify.report.tables import causes_along
from verify.report.text import downward, input_texts, places, truth, typed, upward


def read(record):
    return reading.read(record, record["measurements"])


@pytest.fixture
def record():
    return document()


def test_size_is_the_upper_end_of_the_ball():
    assert log_size("[-1.5e-3 +/- 5e-4]") == pytest.approx(math.log10(2e-3))
    assert log_size("[1.2e+520 +/- 1e500]") == pytest.approx(520 + math.log10(1.2))
    assert log_size("[0 +/- 0]") == -math.inf
    assert log_size(None) is None


def test_sizes_round_up_and_digits_down():
    assert upward(1.0000001e-7) == "1.01e-7"
    assert upward(999.5) == "1000"
    assert upward(0.0) == "0"
    assert upward(None) == "–"
    assert downward(15.999) == "15.9"


def test_texts_of_inputs_and_truths():
    assert input_texts("x", "32617/50") == ("x = 652.34", "fl(x) = 0x1.462b851eb851fp+9")
    assert input_texts("x", "0x1.8000000000000p+1") == ("x = 3", "x = 0x1.8p+1")
    assert truth("[0.5 +/- 0.25]") == "[0.5 +/- 0.25]"
    assert (
        truth("[2.874205806616106228389560570412680132680e-15 +/- 1.01e-55]") == "2.8742058066161062284e-15"
    )
    beyond = "[2.5e+" + "9" * 30 + " +/- 1e+7]"  # exponents that Decimal does not hold
    assert truth(beyond) == beyond


def test_an_input_is_a_decimal_where_it_ends():
    pi = "31415926535897932384626433832795028841971693993751"
    assert input_texts("x", f"{pi}/1{'0' * 49}")[0] == f"x = 3.{pi[1:]}"
    assert input_texts("x", f"1{'0' * 60}1/10")[0] == "x = about 1.0000000000000000e60"
    assert input_texts("x", f"1/3{'0' * 300}")[0] == "x = about 3.3333333333333333e-301"
    assert input_texts("x", "1/3")[0] == "x = 1/3"


def test_an_order_keeps_its_sign(record):
    for row in record["measurements"]:
        row["details"] = {"measured_order": "[-1.75 +/- 1e-9]", "growth_factor": "[-1.75 +/- 1e-9]"}
    point = read(record)[0].points[0]
    assert point.details["measured_order"] == -1.75
    assert point.details["growth_factor"] == pytest.approx(math.log10(1.75))


def test_worst_forward_error_of_a_cause_is_the_largest(record):
    tiny, large = "[1e-20 +/- 0]", "[1e-3 +/- 0]"
    record["measurements"] = [
        measurement(1, forward_error=tiny, ulps=9.0),
        measurement(2, forward_error=large, ulps=5.0),
    ]
    (row,) = causes_along(read(record)[0].algorithms[0])
    assert float(row["worst"]) == pytest.approx(1e-3, rel=0.01)


def test_thinning_keeps_the_worst_of_each_run(record):
    record["measurements"] = [measurement(1, axis=k, ulps=float(k % 10)) for k in range(100)]
    points = read(record)[0].points
    kept = thinned(points, 20)
    assert len(kept) == 20
    assert [p.axis for p in kept if p.row["ulps"] == 9.0] == list(range(9, 100, 10))


def test_crowded_axis_is_spread(record):
    record["measurements"] = [measurement(1, axis=k / 10) for k in range(100)] + [measurement(1, axis=1000)]
    axis = Axis(read(record)[0])
    assert axis.scale == "symlog"
    assert axis.edge(0) == 0
    assert axis.edge(axis.bins) == pytest.approx(1000)
    assert all(0 <= axis.bin(p) < axis.bins for p in read(record)[0].points)


def test_report_imports_no_ball_arithmetic():
    allowed = {
        "verify.report",
        "verify.records.files",
        "verify.records.shares",
        "verify.records.summary",
        "jinja2",
        "markupsafe",
    }
    for path in Path(verify.report.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [a.name for a in node.names] if isinstance(node, ast.Import) else []
            outside = [n for n in names if n.startswith("verify") or n in {"flint", "numpy", "mpmath"}]
            assert all(n.startswith(tuple(allowed)) for n in outside), (path, names)


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_scripts_of_the_pages_parse():
    for name in ("lists.js", "problem.js"):
        script = Path(verify.report.__file__).parent / "templates" / name
        run = subprocess.run(["node", "--check", str(script)], text=True, capture_output=True)
        assert run.returncode == 0, run.stderr


def test_a_command_has_the_number_as_one_types_it():
    assert places({"x": "18129/1000", "y": "1/3", "z": "-0x1.8000000000000p+1"}, {"terms": 7}) == (
        " --at x=18.129 --at y=1/3 --at z=-0x1.8p+1 --at terms=7"
    )
    assert typed("1/1267650600228229401496703205376") == "1/1267650600228229401496703205376"
    assert typed("-162/25") == "-6.48"
