"""Measurements as a Parquet file: written as tasks end, in the order of the tasks, and read in pieces.

Nested values are JSON text. Beside each ball NAME stand NAME_low and NAME_high, the float64 numbers next to
its ends outside it. Whatever the number of rows, those of a few tasks are in memory at a time.
"""

import decimal
import hashlib
import json
import math
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from verify.core.errors import BadInput
from verify.records import plain
from verify.records.files import beside, whole
from verify.records.plain import Row
from verify.records.shapes import (
    BALL,
    BALLS,
    COMPONENTWISE,
    COUNT,
    FIELDS,
    HEX,
    NUMBER,
    OBJECT,
    TEXT,
    TRUTH_VALUE,
)

GROUP = 10_000  # rows a group of the file
BATCH = 500  # rows that are turned into plain data at a time
OPTIONAL = (*COMPONENTWISE, "details", "broken", "reason")
WANTED = "the file that `verify run` wrote beside its record"


def _rounding(mode: str) -> decimal.Context:
    return decimal.Context(60, mode, decimal.MIN_EMIN, decimal.MAX_EMAX)


FLOOR, CEILING = _rounding(decimal.ROUND_FLOOR), _rounding(decimal.ROUND_CEILING)


def columns() -> dict[str, str]:
    """Every column of the file and what kind of value it holds."""
    found: dict[str, str] = {}
    for name, kind in FIELDS.items():
        found[name] = kind
        if kind in (BALL, BALLS):
            found |= {f"{name}_low": NUMBER, f"{name}_high": NUMBER}
    return found


def arrow() -> Any:
    """pyarrow, which takes a while to load, on the system's allocator: its own keeps some 70 MB."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # read when it is first loaded
    import pyarrow.ipc
    import pyarrow.parquet

    return pyarrow


def _arrow_schema() -> Any:
    pyarrow = arrow()

    texts = (TEXT, OBJECT, HEX, BALL, BALLS)
    types = {NUMBER: pyarrow.float64(), COUNT: pyarrow.int64(), TRUTH_VALUE: pyarrow.bool_()}
    types |= dict.fromkeys(texts, pyarrow.string())
    return pyarrow.schema([(name, types[kind]) for name, kind in columns().items()])


# --- writing -----------------------------------------------------------------------------------------------


@contextmanager
def ordered(path: Path) -> Iterator[Callable[[int, Sequence[Row]], None]]:
    """Takes rows of tasks as they come, each with its place in the order; at the end the file is there."""
    pyarrow = arrow()

    places: list[int] = []
    packed = pyarrow.ipc.IpcWriteOptions(compression="lz4")
    with beside(path) as spilled:
        with pyarrow.ipc.new_file(str(spilled), _arrow_schema(), options=packed) as writer:

            def add(place: int, rows: Sequence[Row]) -> None:
                for k in range(0, len(rows), GROUP):
                    writer.write_batch(_to_arrow(rows[k : k + GROUP]))
                    places.append(place)

            yield add
        with whole(path) as part:
            _sort(spilled, places, part)


def _sort(spilled: Path, places: Sequence[int], path: Path) -> None:
    """The batches in the order of their places (those of one place as they came), small ones joined."""
    pyarrow = arrow()

    with (
        pyarrow.OSFile(str(spilled)) as file,
        pyarrow.parquet.ParquetWriter(path, _arrow_schema(), compression="zstd") as writer,
    ):
        source = pyarrow.ipc.open_file(file)
        waiting: list[Any] = []

        def flush() -> None:
            if waiting:
                writer.write_table(pyarrow.Table.from_batches(waiting), row_group_size=2 * GROUP)
                waiting.clear()

        for k in sorted(range(len(places)), key=places.__getitem__):
            waiting.append(source.get_batch(k))
            if sum(batch.num_rows for batch in waiting) >= GROUP:
                flush()
        flush()


def write(path: Path, rows: Sequence[Row]) -> None:
    """The file of rows that are all there."""
    with ordered(path) as add:
        add(0, rows)


def _to_arrow(rows: Sequence[Row]) -> Any:
    pyarrow = arrow()

    if unknown := set().union(*rows) - FIELDS.keys():
        raise AssertionError(f"shapes.FIELDS does not name {', '.join(sorted(unknown))} of a measurement")
    content: dict[str, list[Any]] = {}
    for name, kind in FIELDS.items():
        values = [row.get(name) for row in rows]
        content[name] = [json.dumps(v) if isinstance(v, dict | list) else v for v in values]
        if kind in (BALL, BALLS):
            # The rows of a task repeat one another: a truth for each algorithm, an envelope of 1/2, no error.
            ends = {v: interval(v) for v in {v for v in values if isinstance(v, str)}}
            told = [ends[v] if isinstance(v, str) else (None, None) for v in values]
            content[f"{name}_low"] = [low for low, _ in told]
            content[f"{name}_high"] = [high for _, high in told]
    return pyarrow.RecordBatch.from_pydict(content, schema=_arrow_schema())


def interval(ball: str) -> tuple[float, float]:
    """Float64 numbers at or outside the ends of a ball; an infinite one is all there is above float64."""
    if ball == "inf":
        return math.inf, math.inf
    try:
        middle, radius = (Decimal(part) for part in ball.strip("[]").split(" +/- "))
        low, high = FLOOR.subtract(middle, radius), CEILING.add(middle, radius)
    except (decimal.Overflow, decimal.InvalidOperation):  # exponents that Decimal does not hold
        return -math.inf, math.inf
    near_low, near_high = float(low), float(high)
    return (
        math.nextafter(near_low, -math.inf) if near_low > low else near_low,
        math.nextafter(near_high, math.inf) if near_high < high else near_high,
    )


# --- reading -----------------------------------------------------------------------------------------------


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def count(path: Path) -> int:
    """How many rows there are. BadInput where the file is not one of ours."""
    with _opened(path) as file:
        return int(file.metadata.num_rows)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    pyarrow = arrow()

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            if file.schema_arrow != _arrow_schema():
                raise BadInput(
                    f"{path} does not have the columns of measurements in this version; give {WANTED}"
                )
            yield file
    except (pyarrow.ArrowException, OSError) as error:
        raise BadInput(f"{path} is not a Parquet file that can be read; give {WANTED}") from error


def rows(path: Path, *names: str) -> Iterator[Row]:
    """The measurements, a row each, with these fields only where any are named."""
    wanted = list(names) or list(FIELDS)
    with _opened(path) as file:
        for batch in file.iter_batches(batch_size=BATCH, columns=wanted):
            columns = [_values(FIELDS[name], batch.column(name).to_pylist(), path) for name in wanted]
            for cells in zip(*columns, strict=True):
                row = zip(wanted, cells, strict=True)
                yield {name: cell for name, cell in row if cell is not None or name not in OPTIONAL}


def _values(kind: str, cells: list[Any], path: Path) -> list[Any]:
    """What the cells of a column say. Rows with the same text share its value, which nobody changes."""
    if kind not in (OBJECT, HEX, BALLS):
        return cells
    try:
        nested = {
            text: plain.parse(text) for text in set(cells) if text is not None and _is_nested(kind, text)
        }
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path} holds a cell that is not JSON ({error}); give {WANTED}") from error
    return [nested.get(cell, cell) for cell in cells] if nested else cells


def _is_nested(kind: str, text: str) -> bool:
    return kind == OBJECT or text[:2] in ('["', "[[", "[]")
