"""JSON as it is read, hashed and written here: what can be read in two ways is refused."""

import hashlib
import json
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from verify.core.errors import BadInput
from verify.records.files import read_bytes

Row = dict[str, Any]

MOST_BYTES = 64 * 2**20
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def read(path: Path, wanted: str) -> Any:
    """The contents of a JSON file. BadInput if it is not JSON; `wanted` says what would be right."""
    try:
        return parse(read_bytes(path, MOST_BYTES).decode())
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}; give {wanted}") from error
    except RecursionError as error:
        raise BadInput(f"{path} is not JSON (nested too deep); give {wanted}") from error
    except ValueError as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(f"{path} is not JSON ({error}); give {wanted}") from error


def parse(text: str) -> Any:
    """ValueError also for a key given twice, and for numbers that are not finite."""
    return STRICT.decode(text)


def _once(pairs: Sequence[tuple[str, Any]]) -> Row:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number in JSON")


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _no_number(text)


STRICT = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)


def digest(content: Any) -> str:
    """Hash of plain data: of its JSON without spaces, with keys in order."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(document: Row) -> Row:
    """A document with the hash of all the rest of it."""
    return {**document, "sha256": digest(document)}


def is_sealed(document: Any) -> bool:
    """Does a document carry its hash, and has nothing in it changed since?"""
    if not isinstance(document, dict) or "sha256" not in document:
        return False
    return bool(document["sha256"] == digest({k: v for k, v in document.items() if k != "sha256"}))


def readable(value: Any) -> Any:
    """The same data, control characters and halves of characters in its texts written as escapes."""
    if isinstance(value, str):
        return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", value)
    if isinstance(value, dict):
        return {readable(key): readable(part) for key, part in value.items()}
    return [readable(part) for part in value] if isinstance(value, list | tuple) else value


def to_json(document: Any) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def to_lines(document: Row) -> str:
    """The JSON of a large document: a line for each of its entries, and for each entry of a list."""

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    def body(value: Any) -> str:
        listed = isinstance(value, list) and value
        return "[\n" + ",\n".join(map(line, value)) + "\n]" if listed else line(value)

    return "{\n" + ",\n".join(f"{line(key)}: {body(value)}" for key, value in document.items()) + "\n}\n"
