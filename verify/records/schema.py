"""Plain data checked against their shape; a departure is reported in one line."""

import functools
from collections.abc import Callable
from typing import Any

import fastjsonschema

from verify.core.errors import BadInput
from verify.records.shapes import SHAPES


@functools.cache
def _checker(kind: str) -> Callable[[Any], Any]:
    checker: Callable[[Any], Any] = fastjsonschema.compile(SHAPES[kind], use_default=False)
    return checker


def misfit(kind: str, content: Any) -> str:
    """Where plain data depart from their shape; empty where they do not."""
    try:
        _checker(kind)(content)
    except fastjsonschema.JsonSchemaValueException as error:
        return f"{kind}{error.message.removeprefix('data')}"[:200]
    return ""


def checked(kind: str, content: Any, origin: str, wanted: str) -> Any:
    """The content. BadInput where it does not have the shape of its kind."""
    if wrong := misfit(kind, content):
        raise BadInput(f"{origin} is malformed: {wrong}; give {wanted}")
    return content
