"""What the commands say of the expressions of a core."""

import json
import sys
from pathlib import Path

import pytest
from fpcore.cores import ROOTS

from verify.cli.main import answer


@pytest.fixture
def verify(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bench.fpcore").write_text(ROOTS + '(FPCore (x y) :name "sum" (+ x y))', encoding="utf-8")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["verify", *arguments])
        with pytest.raises(SystemExit) as ended:
            answer()
        return ended.value.code, *capsys.readouterr()

    return run


def test_the_commands_name_expressions(verify):
    code, out, _ = verify("blame", "bench.fpcore", "--core", "roots", "--at", "x=1e11")
    assert code == 0
    assert (
        "bench.fpcore, line 2, column 3, (- (sqrt (+ x 1)) (sqrt x)): magnifies it: cancels 37.55 bits" in out
    )
    code, out, _ = verify("blame", "bench.fpcore", "--core", "roots", "--at", "x=1e11", "--json")
    row = json.loads(out)
    assert row["truth"] is not None
    assert sum(s["share"] for s in row["sites"]) + row["unattributed"] == pytest.approx(1)
    verify("blame", "bench.fpcore", "--core", "roots", "--at", "x=1e11", "--html", "page.html")
    page = Path("page.html").read_text(encoding="utf-8")
    assert "(- (sqrt (+ x 1)) (sqrt x)): magnifies it" in page
    assert "(sqrt x): makes" in page
    code, out, _ = verify("check", "bench.fpcore", "--core", "roots", "--points", "40", "--json")
    (row,) = json.loads(out)["results"]
    assert {line["column"] for line in row["guilty"]} >= {3}
    assert row["guilty"][0]["file"] == "bench.fpcore"
    out = verify("check", "bench.fpcore", "--core", "roots", "--points", "40")[1]
    assert "bench.fpcore, line 2, column 3, (- (sqrt (+ x 1)) (sqrt x)): magnifies it" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["bench.fpcore", "--at", "x=1"], "name one of bench.fpcore with --core; there are roots, sum"),
        (["bench.fpcore", "--core", "none", "--at", "x=1"], "has no core 'none'; there are roots, sum"),
        (["bench.fpcore", "--core", "sum", "--at", "x=1"], "it has to give x, y"),
        (["bench.fpcore", "--core", "roots", "--at", "x=2", "--truth", "x"], "leave --truth out"),
        (["math:cos", "--core", "roots", "--at", "x=2"], "leave it out"),
    ],
)
def test_bad_input_is_one_line(verify, arguments, says):
    code, out, err = verify("blame", *arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
