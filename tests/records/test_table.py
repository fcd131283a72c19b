"""Measurements in Parquet: outward ends, the order of the tasks, and what others read."""

import json
import math
from fractions import Fraction

import numpy as np
import pyarrow.parquet
import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st
from measured import balls, measured, measurements

from verify.core.errors import BadInput
from verify.records import table, write


def row(k=1, **more):
    return write.measurement_row(measured(ulps=float(k), **more))


def exactly(text):
    middle, radius = text.strip("[]").split(" +/- ")
    return Fraction(middle) - Fraction(radius), Fraction(middle) + Fraction(radius)


@given(ball=balls(), digits=st.integers(2, 40))
def test_ends_are_outside_and_next_to_the_ball(ball, digits):
    text = write.ball_text(ball, digits)
    low, high = table.interval(text)
    least, most = exactly(text)
    assert low == -math.inf or Fraction(low) <= least
    assert high == math.inf or Fraction(high) >= most
    inner = math.nextafter(low, math.inf), math.nextafter(high, -math.inf)
    assert math.isinf(inner[0]) or Fraction(inner[0]) > least - Fraction(1, 10**50) * abs(least)
    assert math.isinf(inner[1]) or Fraction(inner[1]) < most + Fraction(1, 10**50) * abs(most)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("[1 +/- 0]", (1.0, 1.0)),
        ("[0 +/- 0]", (0.0, 0.0)),
        ("[0.1 +/- 0]", (math.nextafter(0.1, 0), 0.1)),  # the double 0.1 lies above the decimal
        ("[1.2e+520 +/- 1e+500]", (1.7976931348623157e308, math.inf)),
        ("[-1.2e+520 +/- 1e+500]", (-math.inf, -1.7976931348623157e308)),
        ("[1e-520 +/- 1e-530]", (0.0, 5e-324)),
        ("[1e+99999999999999999999 +/- 0]", (-math.inf, math.inf)),
        ("inf", (math.inf, math.inf)),
    ],
)
def test_ends_at_the_edges(text, ends):
    assert table.interval(text) == ends


@given(m=measurements())
def test_rows_are_read_as_written(tmp_path_factory, m):
    path = tmp_path_factory.getbasetemp() / "one.parquet"
    written = write.measurement_row(m)
    table.write(path, [written])
    (read,) = table.rows(path)
    assert {k: v for k, v in read.items() if v is not None} == {
        k: v for k, v in written.items() if v is not None
    }


def test_tasks_in_any_order_give_the_same_file(tmp_path):
    tasks = [[row(10 * k + i, reason=f"{k}") for i in range(k)] for k in range(7)]
    for name, order in (("a", range(7)), ("b", (6, 2, 0, 5, 1, 4, 3))):
        with table.ordered(tmp_path / name) as add:
            for k in order:
                add(k, tasks[k])
    assert table.fingerprint(tmp_path / "a") == table.fingerprint(tmp_path / "b")
    assert [r["ulps"] for r in table.rows(tmp_path / "b")] == [
        10.0 * k + i for k in range(7) for i in range(k)
    ]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_a_large_task_is_written_in_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "GROUP", 10)
    table.write(tmp_path / "m", [row(k) for k in range(95)])
    assert [r["ulps"] for r in table.rows(tmp_path / "m", "ulps")] == [float(k) for k in range(95)]
    assert pyarrow.parquet.ParquetFile(tmp_path / "m").num_row_groups > 4


def test_no_rows_at_all_are_a_file_with_its_columns(tmp_path):
    table.write(tmp_path / "deep" / "m", [])
    assert table.count(tmp_path / "deep" / "m") == 0
    assert pyarrow.parquet.read_schema(tmp_path / "deep" / "m").names == list(table.columns())


def test_what_fails_leaves_nothing(tmp_path):
    def stopped():
        with table.ordered(tmp_path / "m") as add:
            add(0, [row()])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stopped()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(AssertionError, match=r"shapes\.FIELDS does not name colour"):
        table.write(tmp_path / "m", [{**row(), "colour": "red"}])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" * 9, b"no"])
def test_what_is_no_such_file(tmp_path, content):
    (tmp_path / "m").write_bytes(content)
    with pytest.raises(BadInput, match="not a Parquet file"):
        list(table.rows(tmp_path / "m"))
    pyarrow.parquet.write_table(pyarrow.table({"a": [1]}), tmp_path / "m")
    with pytest.raises(BadInput, match="does not have the columns"):
        table.count(tmp_path / "m")


def test_a_cell_that_is_not_json(tmp_path):
    table.write(tmp_path / "m", [row()])
    forged = pyarrow.parquet.read_table(tmp_path / "m").to_pydict()
    for cell in ('{"x": "1", "x": "2"}', "{", "[" * 100_000):
        content = pyarrow.table(
            {**forged, "inputs": [cell]}, schema=pyarrow.parquet.read_schema(tmp_path / "m")
        )
        pyarrow.parquet.write_table(content, tmp_path / "n")
        with pytest.raises(BadInput, match="a cell that is not JSON"):
            list(table.rows(tmp_path / "n"))


def test_pandas_polars_and_duckdb_read_it_in_a_line(tmp_path, monkeypatch):
    import duckdb
    import pandas
    import polars

    monkeypatch.chdir(tmp_path)
    rows = [
        row(1, forward_error=arb("0.1")),
        row(5, computed=np.array([1.0, 2.0]), inherent=True),
        row(3, algorithm="other"),
    ]
    table.write(tmp_path / "m.parquet", rows)
    frame = pandas.read_parquet("m.parquet")
    assert frame.groupby("algorithm").ulps.max().to_dict() == {"way": 5.0, "other": 3.0}
    low, high = frame.forward_error_low[0], frame.forward_error_high[0]
    assert Fraction(low) < Fraction(1, 10) < Fraction(high)
    assert high - low < 1e-11
    lazily = polars.scan_parquet("m.parquet").filter(polars.col("inherent")).collect()
    assert json.loads(lazily["computed"][0]) == ["0x1.0000000000000p+0", "0x1.0000000000000p+1"]
    found = duckdb.sql("SELECT inputs->>'x' FROM 'm.parquet' ORDER BY ulps DESC LIMIT 1").fetchall()
    assert found == [("0x1.0000000000000p-1",)]
