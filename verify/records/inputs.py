"""Inputs that were judged as a Parquet file, a row each, a chunk at a time; in the end whole or not at all.

A column of float64 for each variable; `verdict` and `why` are texts, all others are float64, null where
nothing is known.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from verify.core.errors import BadInput
from verify.records.files import whole
from verify.records.table import arrow

NUMBERS = ("computed", "truth_low", "truth_high", "ulps_low", "ulps_high", "envelopes")
TEXTS = ("verdict", "why")
KNOWN = ("computed",)  # NaN there is what came out
Add = Callable[[Mapping[str, Any]], None]


@contextmanager
def written(path: Path, names: Sequence[str]) -> Iterator[Add]:
    """Takes columns as they come, each chunk a row group; at the end the file is there. BadInput where a
    variable bears the name of a column."""
    if taken := [name for name in names if name in (*NUMBERS, *TEXTS)]:
        raise BadInput(
            f"--rows has a column {taken[0]} of its own; give the variable {taken[0]} another name"
        )
    pyarrow = arrow()
    numbers, text = (*names, *NUMBERS), pyarrow.string()
    schema = pyarrow.schema([(n, pyarrow.float64()) for n in numbers] + [(n, text) for n in TEXTS])
    asked = {name: name in (*names, *KNOWN) for name in numbers}  # NaN is a number there
    with whole(path) as part, pyarrow.parquet.ParquetWriter(part, schema, compression="zstd") as writer:

        def add(columns: Mapping[str, Any]) -> None:
            found = [pyarrow.array(columns[n], from_pandas=not kept) for n, kept in asked.items()]
            found += [pyarrow.array(columns[n], type=text) for n in TEXTS]
            writer.write_batch(pyarrow.RecordBatch.from_arrays(found, schema=schema))

        yield add
