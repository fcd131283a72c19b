"""A record read from its file, and checked before anything is made of it."""

import json
from pathlib import Path
from typing import Any

from verify.core.errors import BadInput
from verify.records.write import SCHEMA, Row

NUMBER = (int, float, type(None))
# What is read of a record without further checks: keys and the kinds of their values.
SHAPE: Row = {
    "provenance": {"command": str},
    "problems": [{"name": str}],
    "summary": [
        {
            "problem": str,
            "algorithm": str,
            "points": int,
            "ulps": {"max": NUMBER, "p99": NUMBER, "median": NUMBER},
            "causes": dict,
            "worst": {"inputs": dict, "parameters": dict},
        }
    ],
    "measurements": [{"problem": str, "algorithm": str, "inputs": dict, "parameters": dict, "cause": str}],
    "claims": [{"id": str, "problem": str, "verdict": str, "declared": str, "says": str}],
}


def record(path: Path) -> Row:
    """A record. BadInput where there is none, or what is there is not one."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}; `verify run` writes a record") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path} is not JSON ({error}); give a record.json of `verify run`") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise BadInput(f"{path} is not a record of this version; its schema should be {SCHEMA}")
    if misfit := _misfit(document, SHAPE, "the record"):
        raise BadInput(f"{path} is malformed: {misfit}; give a record.json of `verify run`")
    return document


def _misfit(value: Any, shape: Any, where: str) -> str:
    """Where a value departs from a shape; empty where it does not."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return f"{where} is no object"
        inner = [(value.get(key, ...), part, f"{key} of {where}") for key, part in shape.items()]
    elif isinstance(shape, list):
        if not isinstance(value, list):
            return f"{where} is no list"
        inner = [(item, shape[0], f"entry {k} in {where}") for k, item in enumerate(value)]
    elif isinstance(value, shape):
        return ""
    else:
        return f"{where} is {'missing' if value is ... else repr(value)[:40]}"
    return next((misfit for part in inner if (misfit := _misfit(*part))), "")
