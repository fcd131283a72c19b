"""The shapes of single values in plain data, and how shapes are put together."""

from verify.records.plain import Row

NAME = {"type": "string", "pattern": r"^[A-Za-z0-9_][A-Za-z0-9_.+-]*$", "maxLength": 200}
WORDS = {"type": "string", "pattern": "^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]*$"}
DECIMAL = r"[0-9]+(\.[0-9]*)?(e[+-]?[0-9]+)?"
_BALL = rf"\[[+-]?{DECIMAL} \+/- {DECIMAL}\]"
ONE_BALL = {"type": "string", "pattern": rf"^{_BALL}$"}
ONE_TRUTH = {"type": "string", "pattern": rf"^{_BALL}( \+ {_BALL}j)?$"}  # of a complex number both parts
ONE_EXTENT = {"type": "string", "pattern": rf"^(\[[+-]?{DECIMAL} \+/- {DECIMAL}\]|inf)$"}  # may be infinite
_HEX = r"0x[01](\.[0-9a-f]+)?p[+-][0-9]+"
_FLOAT = rf"(-?{_HEX}|nan|-?inf)"
ONE_HEX = {"type": "string", "pattern": rf"^{_FLOAT}$"}
ONE_RESULT = {"type": "string", "pattern": rf"^{_FLOAT}([+-]({_HEX}|nan|inf)j)?$"}  # complex: both parts
EXACT = {"type": "string", "pattern": r"^-?(0x[01](\.[0-9a-f]+)?p[+-][0-9]+|[0-9]+(/[0-9]+)?)$"}
WHOLE = {"type": "integer"}
NATURAL = {"type": "integer", "minimum": 0}
SIZE = {"type": "number", "minimum": 0}
FLAG = {"type": "boolean"}
HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def maybe(shape: Row) -> Row:
    return {**shape, "type": [shape["type"], "null"]}


def each(shape: Row) -> Row:
    return {"type": "array", "items": shape}


def mapping(shape: Row) -> Row:
    return {"type": "object", "propertyNames": WORDS, "additionalProperties": shape}


def holding(required: Row, optional: Row | None = None) -> Row:
    """An object with these fields; it may have others."""
    properties = {**required, **(optional or {})}
    return {"type": "object", "required": [*required], "properties": properties}


def entrywise(shape: Row) -> Row:
    """A number, vector or matrix of such texts."""
    either = ["string", "array"]
    return {**shape, "type": either, "items": {**shape, "type": either, "items": shape}}
