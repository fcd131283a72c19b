"""Help and listing."""

import subprocess
import sys

import pytest
from cli.documents import document

from verify import __version__
from verify.cli import main as main_module

COMMANDS = sorted(main_module.COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_help(verify, command):
    code, out, err = verify(command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: verify {command}")
    assert main_module.COMMANDS[command].says.rstrip(".") in " ".join(out.split())


def test_the_contracts_commands_are_there(verify):
    assert {"list", "show", "run", "claims", "certify", "report"} <= set(COMMANDS)
    code, out, err = verify("--help")
    assert (code, err) == (0, "")
    assert all(command in out for command in COMMANDS)


def test_no_command_at_all_shows_the_help(verify):
    code, out, err = verify()
    assert code in (0, 2)
    assert "Usage: verify" in out
    assert err == ""


def test_the_version(verify):
    code, out, _ = verify("--version")
    assert (code, out.strip()) == (0, f"verify, version {__version__}")


def test_the_module_is_the_command():
    told = subprocess.run(
        [sys.executable, "-m", "verify", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout == f"verify, version {__version__}\n"


def test_list(verify):
    listed = document(verify, "list")
    names = {p["name"] for p in listed["problems"]}
    assert {"exp_negative", "hilbert_solve", "gaussian_integral"} <= names
    first = next(p for p in listed["problems"] if p["name"] == "exp_negative")
    assert [a["name"] for a in first["algorithms"]] == ["direct", "recursion", "reciprocal"]
    assert {"id", "kind", "says", "reading", "source", "declared"} <= set(first["claims"][0])
    assert all(set(s["problems"]) <= names for s in listed["sources"])
    code, out, err = verify("list")
    assert (code, err) == (0, "")
    assert "exp_negative" in out
    assert "E-1a" in out


def test_show(verify):
    shown = document(verify, "show", "exp_negative")
    assert shown["name"] == "exp_negative"
    assert shown["last_record"] is None
    assert [a["parameters"][0]["name"] for a in shown["algorithms"]] == ["terms"] * 3
    code, out, _ = verify("show", "exp_negative")
    assert code == 0
    assert "no record of it at verify-out/record.json" in out


def test_claims(verify):
    rows = document(verify, "claims", "roots.py", "--jobs", 1)["claims"]
    assert [(r["id"], r["verdict"]) for r in rows] == [("R-1", "CONFIRMED"), ("R-2", "REFUTED")]
    fields = {"id", "problem", "kind", "says", "reading", "source", "verdict", "evidence", "bits"}
    assert all(fields <= set(row) for row in rows)
    code, out, err = verify("claims", "roots.py", "--jobs", 1)
    assert (code, err) == (0, "")
    assert "R-2 REFUTED" in out


def test_a_verdict_that_is_not_the_declared_one_exits_with_1(verify, here):
    text = (
        (here / "roots.py")
        .read_text(encoding="utf-8")
        .replace("check=check", "check=check, declared=REFUTED")
    )
    (here / "roots.py").write_text(text, encoding="utf-8")
    assert document(verify, "claims", "roots.py", "--jobs", 1, code=1)["claims"][0]["verdict"] == "CONFIRMED"
    code, out, _ = verify("claims", "roots.py", "--jobs", 1)
    assert code == 1
    assert "R-1 CONFIRMED, declared REFUTED" in out
