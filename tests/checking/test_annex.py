"""Special values of complex functions: what is right passes, each planted fault is told with its clause."""

import json

import pytest
from click.testing import CliRunner

from verify.checking import annex
from verify.checking.every.special import Required
from verify.checking.subjects.subject import subject
from verify.cli.main import cli
from verify.measure.limits import Limits

PLANE = "z=-1-1j:1+1j"


def found(name, truth, format="complex128", given=()):
    return annex.specials(subject(name, truth, [PLANE], given, format=format), Limits())


def own(tmp_path, body, truth="exp(z)"):
    path = tmp_path / f"own_{len([*tmp_path.iterdir()])}.py"
    path.write_text(f"import cmath, math\ndef f(z):\n    {body}\n")
    return found(f"{path}:f", truth)


@pytest.mark.parametrize("format", ["complex128", "complex64"])
@pytest.mark.parametrize("name", ["exp", "sqrt", "arctan", "absolute"])
def test_numpy_is_as_the_annex_has_it(name, format):
    truth = {"arctan": "atan(z)", "absolute": "abs(z)"}.get(name, f"{name}(z)")
    special = found(f"numpy:{name}", truth, format)
    assert len(special) == (77 if name == "arctan" else 73)
    assert all(s.right for s in special)


def test_python_raises_where_a_flag_is_raised():
    special = {s.input: s for s in found("cmath:log", "log(z)")}
    zero = special["0.0+0.0j"]
    assert zero.result.startswith("raised ValueError")
    assert zero.right
    assert zero.required == Required("(-inf, 0)", "G.6.3.2")


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("return cmath.exp(complex(z.real, abs(z.imag)))", {"0.0-0.0j", "inf-2.0j"}),
        ("return 0.0 if cmath.isnan(z) else cmath.exp(z)", {"nan+0.0j", "1.0+nanj"}),
        ("if math.isinf(z.real): raise ValueError\n    return cmath.exp(z)", {"inf+1.0j", "-inf+nanj"}),
        ("return cmath.exp(z) + 1e-15", {"0.0+0.0j"}),
    ],
)
def test_a_planted_fault_is_told(tmp_path, body, where):
    wrong = {s.input for s in own(tmp_path, body) if not s.right}
    assert where <= wrong


def test_pi_is_one_of_the_two_numbers_beside_it(tmp_path):
    near = own(tmp_path, "w = cmath.log(z)\n    return complex(w.real, math.nextafter(w.imag, 9))", "log(z)")
    far = own(tmp_path, "w = cmath.log(z)\n    return complex(w.real, w.imag - 1e-15)", "log(z)")
    # The float beside pi from above is right too; one three floats below is not.
    assert {s.input for s in near if s.input == "-inf+1.0j" and not s.right} == set()
    assert {s.input for s in far if s.input == "-inf+1.0j" and not s.right} == {"-inf+1.0j"}


def test_only_a_function_of_the_table_at_every_argument_is_asked():
    assert found("cmath:log10", "log10(z)") == []
    assert found("cmath:exp", "exp(z) + 0") == []
    assert found("cmath:exp", "exp(z)", given=["imag(z) > 0"]) == []
    assert found("cmath:exp.real", "exp(z)") == []


def test_the_command_tells_it_and_says_the_clause(tmp_path):
    (tmp_path / "own.py").write_text("import cmath\ndef f(z):\n    return cmath.exp(z) if z == z else 0j\n")
    asked = ["check", f"{tmp_path / 'own.py'}:f", "--truth", "exp(z)", "--domain", PLANE, "--points", "20"]
    text = CliRunner().invoke(cli, asked)
    assert text.exit_code == 0
    assert "0.0+nanj gives 0.0+0.0j, to be (nan, nan) by G.6.3.1" in text.output
    (row,) = json.loads(CliRunner().invoke(cli, [*asked, "--json"]).output)["results"]
    # e^(-inf) is zero whatever stands beside it.
    wrong = {s["input"] for s in row["special"] if not s["right"]}
    assert wrong == {s["input"] for s in row["special"] if "nan" in s["input"]} - {"-inf+nanj"}
