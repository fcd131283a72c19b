"""Every input of a check as a row of a Parquet file, against exact arithmetic and MPFR."""

import math
from fractions import Fraction
from random import Random

import gmpy2
import numpy as np
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from tests.checking.asked import LIMITS, made
from verify.checking import result as check
from verify.checking import result_row
from verify.checking.gate import Gate
from verify.checking.many import stream
from verify.cli.main import cli
from verify.core.errors import BadInput
from verify.mathematics.doubled.balls import NOTHING, Balls
from verify.mathematics.doubled.ends import ends
from verify.records.inputs import written

LARGEST = float(np.finfo(np.float64).max)


def listed(path, what, count, jobs=1):
    """The result of a check, and its rows."""
    with written(path, what.names) as add:
        found = check.check(what, count, 0, LIMITS, jobs=jobs, add=add)
    return result_row.row(found, Gate(), ""), pyarrow.parquet.read_table(path).to_pylist()


@pytest.fixture
def short(monkeypatch):
    """Portions of a few inputs."""
    for name, size in (("BASE", 64), ("MANY", 128), ("SIZE", 200)):
        monkeypatch.setattr(stream, name, size)
    monkeypatch.setattr(check, "BASE", 64)


def true_expm1(x, rounding):
    return float(gmpy2.context(precision=53, round=rounding).expm1(gmpy2.mpfr(x)))


@pytest.mark.parametrize("points", [60, 500], ids=["one by one", "in portions"])
def test_every_input_is_a_row_whose_truth_mpfr_confirms(short, tmp_path, points):
    what = made(math.expm1, "exp(x) - 1", "x=-700:1000")
    row, rows = listed(tmp_path / "rows.parquet", what, points)
    counted = [r for r in rows if r["verdict"] != "outside"]
    assert (len(rows), len(counted)) == (row["points"] + row["outside_domain"], row["points"])
    judged = [r for r in rows if r["verdict"] == "judged"]
    assert max(r["ulps_low"] for r in judged) <= row["ulps"]["max"]
    assert max(r["ulps_high"] for r in judged) >= row["found"] > 0.5
    assert not [r for r in judged if r["why"] is not None]
    for r in judged:
        low, high = (true_expm1(r["x"], rounding) for rounding in (gmpy2.RoundDown, gmpy2.RoundUp))
        assert r["truth_low"] <= high
        assert low <= r["truth_high"]
        assert r["truth_high"] - r["truth_low"] <= 4 * math.ulp(high)
        assert r["computed"] == math.expm1(r["x"])
        unit = math.ulp(low) if math.isfinite(high) else 2.0**971
        most = max(abs(Fraction(r["computed"]) - Fraction(end)) for end in (low, min(high, LARGEST)))
        assert r["ulps_low"] <= most / Fraction(unit)
        assert r["envelopes"] is None or r["envelopes"] <= 2.01 * r["ulps_high"]
    outside = {r["why"] for r in rows if r["verdict"] == "outside"}
    assert outside == {"the truth is beyond the format, and so is the result"}


def test_rows_do_not_depend_on_who_judges_them(short, tmp_path):
    what = made(math.expm1, "exp(x) - 1", "x=-1:1")
    one, two = (listed(tmp_path / f"{jobs}.parquet", what, 700, jobs)[1] for jobs in (1, 2))
    assert one == two
    assert len(one) > 700


def test_failures_and_what_is_open_say_why(tmp_path):
    def fails(x):
        if x > 0.75:
            raise ArithmeticError("no root")
        return math.nan if x > 0.25 else math.sqrt(x)

    _, rows = listed(tmp_path / "rows.parquet", made(fails, "sqrt(x)", "x=-1:1"), 60)
    said = {(r["verdict"], r["why"]) for r in rows}
    told = {verdict: " ".join(sorted(w or "-" for v, w in said if v == verdict)) for verdict, _ in said}
    assert told["judged"] == "-"
    assert "no root" in told["failed"]
    assert "nan" in told["failed"]
    assert "not defined" in told["outside"]
    for r in rows:
        if r["verdict"] == "failed":
            assert r["truth_low"] <= math.sqrt(r["x"]) <= r["truth_high"]
            assert math.isnan(r["computed"])
        if r["verdict"] == "outside":
            assert r["truth_low"] is None


def test_ends_enclose_balls_of_floats():
    random = Random(5)

    def size():
        return (
            random.choice([-1, 1]) * random.random() * 2.0 ** random.choice([-1074, -1022, -60, 0, 60, 1023])
        )

    given = [(size(), size(), abs(size())) for _ in range(2000)]
    given += [
        (LARGEST, 1e292, 0.0),
        (-LARGEST, -1e292, 0.0),
        (0.0, 0.0, 0.0),
        (1.0, 0.0, 0.0),
        (-LARGEST,) * 2 + (1.0,),
    ]
    low, high = ends(Balls(*map(np.array, zip(*given, strict=True))))
    for (h, rest, e), a, b in zip(given, low.tolist(), high.tolist(), strict=True):
        middle = Fraction(h) + Fraction(rest)
        assert a == -math.inf or Fraction(a) <= middle - Fraction(e)
        assert a < math.inf
        assert b == math.inf or middle + Fraction(e) <= Fraction(b)
        assert b > -math.inf
    assert (low[-2], high[-2]) == (1.0, 1.0)
    for hopeless in ((math.inf, 0.0, 0.0), (1.0, math.nan, 0.0), (1.0, 0.0, NOTHING)):
        assert np.isnan(ends(Balls(*map(np.array, hopeless)))).all()


def test_a_file_is_whole_or_not_there(tmp_path):
    path = tmp_path / "rows.parquet"
    path.write_text("of before")
    with pytest.raises(KeyError), written(path, ["x"]) as add:
        add({"x": np.zeros(3)})
    assert [p.read_text() for p in tmp_path.iterdir()] == ["of before"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["math:exp", "--truth", "exp(x)", "--domain", "x=0:1", "--search"], "leave out --search"),
        (["numpy:exp", "--truth", "exp(x)", "--format", "float16", "--exhaustive"], "leave out --rows"),
        (
            ["cmath:exp", "--truth", "exp(z)", "--domain", "z=0:1+1j"],
            "complex and longer ones have no column",
        ),
        (
            ["math:exp", "--truth", "exp(verdict)", "--domain", "verdict=0:1"],
            "give the variable verdict another",
        ),
        (["bench.fpcore"], "choose with --core"),
    ],
    ids=["search", "exhaustive", "complex", "name", "cores"],
)
def test_what_has_no_rows_is_told(words, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bench.fpcore").write_text("(FPCore (x) (+ x 1)) (FPCore (x) (+ x 2))")
    outcome = CliRunner().invoke(cli, ["check", *words, "--rows", "rows.parquet"])
    assert isinstance(outcome.exception, BadInput)
    assert says in str(outcome.exception)
    assert not (tmp_path / "rows.parquet").exists()
