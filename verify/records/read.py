"""A record read from its files, and checked before anything is made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verify.core.errors import BadInput
from verify.records import plain, schema, shapes, table
from verify.records.plain import Row
from verify.records.summary import thinned

WANTED = "a record.json that `verify run` wrote"


@dataclass(frozen=True)
class Record:
    """What a record says, and the file of its measurements.

    is_ours: this process wrote them, so the shape of each row needs no check.
    """

    document: Row
    measurements: Path
    is_ours: bool = False

    def rows(self, *names: str) -> Iterator[Row]:
        """Every measurement, or these fields of it."""
        return table.rows(self.measurements, *names)

    def drawn(self) -> list[Row]:
        """The measurements that figures and tables show. BadInput where one is malformed."""
        found = [*thinned(self.rows)]
        if self.is_ours:
            return found
        return list(schema.checked("measurements", found, str(self.measurements), table.WANTED))


def record(path: Path) -> Record:
    """A record, whole and unchanged. BadInput where it is not."""
    document = _checked(plain.read(path, WANTED), path)
    told: Row = document["measurements"]
    file = path.parent / told["file"]
    if not file.is_file():
        raise BadInput(
            f"{file}, the measurements of {path}, is missing; keep both files together or run again"
        )
    if table.fingerprint(file) != told["sha256"] or table.count(file) != told["rows"]:
        raise BadInput(f"{file} is not the file of measurements that {path} names; run again")
    return Record(document, file)


def _checked(document: Any, path: Path) -> Row:
    """The document. BadInput where it is not a record of this version, was changed, or is malformed."""
    said = document.get("schema") if isinstance(document, dict) else None
    if said != shapes.RECORD:
        if isinstance(said, str) and said.startswith("verify-record/"):
            raise BadInput(f"{path} is of another version ({said[:40]}, not {shapes.RECORD}); run again")
        raise BadInput(f"{path} is not a record; its schema should be {shapes.RECORD}")
    if not plain.is_sealed(document):
        raise BadInput(f"{path} was changed after it was written: its hash does not fit; run again")
    return dict(schema.checked("record", document, str(path), WANTED))
