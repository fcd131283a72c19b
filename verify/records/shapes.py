"""The shapes of plain data: a record, its rows, the result of a check, reference values.

A field of a measurement is named here once: the shape of a row and the columns of the Parquet file follow.
"""

from verify.records.plain import Row
from verify.records.value_shapes import (
    EXACT,
    FLAG,
    HASH,
    NAME,
    NATURAL,
    ONE_BALL,
    ONE_EXTENT,
    ONE_HEX,
    ONE_RESULT,
    ONE_TRUTH,
    SIZE,
    WHOLE,
    WORDS,
    each,
    entrywise,
    holding,
    mapping,
    maybe,
)

RECORD = "verify-record/2"

TEXT, OBJECT, HEX, BALLS, BALL = "text", "object", "hex", "balls", "ball"
NUMBER, COUNT, TRUTH_VALUE = "number", "count", "truth value"
# Of vectors and matrices alone: the largest of the entries' relative errors, beside those in norm.
COMPONENTWISE = ("forward_error_componentwise", "data_error_componentwise")
FIELDS = {
    "problem": TEXT,
    "algorithm": TEXT,
    "inputs": OBJECT,
    "parameters": OBJECT,
    "axis": NUMBER,
    "computed": HEX,
    "truth": BALLS,
    "forward_error": BALL,
    "algorithm_error": BALL,
    "rounding_error": BALL,
    "truncation_error": BALL,
    "data_error": BALL,
    "backward_error": BALL,
    "condition_number": BALL,
    "envelope": BALL,
    "inherent_error": BALL,
    "ulps": NUMBER,
    "digits": NUMBER,
    "cause": TEXT,
    "inherent": TRUTH_VALUE,
    "cancelled_bits": COUNT,
    "cancelled_in_all": NUMBER,
    "cancelled_at": TEXT,
    "bits": COUNT,
    **dict.fromkeys(COMPONENTWISE, BALL),
    "details": OBJECT,
    "broken": TEXT,
    "reason": TEXT,
}
CAUSES = ("none", "data", "truncation", "rounding", "algorithm", "range", "undecided")
VERDICTS = ("CONFIRMED", "REFUTED", "UNDECIDED")
STANDINGS = ("principal", "part", "neighbour", "further")

FOUND = ("held", "broken", "skipped", "unheld")
PLACE = {"inputs": mapping(EXACT), "parameters": mapping(WHOLE)}
WAY = {"problem": NAME, "algorithm": NAME}
ULPS = holding({"max": maybe(SIZE), "p99": maybe(SIZE), "median": maybe(SIZE)})
CAUSE = {"enum": [*CAUSES]}
MEASUREMENT = holding(
    {
        **WAY,
        **PLACE,
        "axis": maybe({"type": "number"}),
        "computed": entrywise(ONE_RESULT),
        "truth": {**entrywise(ONE_TRUTH), "type": ["string", "array", "null"]},
        "ulps": maybe(SIZE),
        "digits": maybe(SIZE),
        "cause": CAUSE,
        "inherent": maybe(FLAG),
        "bits": NATURAL,
        **{name: maybe(ONE_BALL) for name in ("forward_error", "rounding_error", "truncation_error")},
        **{name: maybe(ONE_BALL) for name in ("data_error", "backward_error")},
        "condition_number": maybe(ONE_EXTENT),
    },
    {
        "algorithm_error": maybe(ONE_BALL),
        **{name: maybe(ONE_BALL) for name in COMPONENTWISE},
        "envelope": maybe(ONE_EXTENT),
        "inherent_error": maybe(ONE_EXTENT),
        "cancelled_bits": maybe(NATURAL),
        "cancelled_in_all": maybe(SIZE),
        "cancelled_at": maybe(WORDS),
        "details": mapping(ONE_EXTENT),
        "broken": WORDS,
        "reason": WORDS,
    },
)
CLAIM = holding(
    {
        "id": NAME,
        "problem": NAME,
        "says": WORDS,
        "reading": WORDS,
        "source": WORDS,
        "verdict": {"enum": [*VERDICTS]},
        "declared": {"enum": [*VERDICTS]},
        "evidence": WORDS,
        "bits": maybe(NATURAL),
        "kind": WORDS,
        "principal": FLAG,
        "standing": {"enum": [*STANDINGS]},
        "reach": WORDS,
    },
    {"ball": ONE_BALL, "figure": WORDS, "pieces": each(NATURAL)},
)
RUNG = holding({"format": WORDS, "bits": NATURAL, "error": maybe(ONE_BALL), "digits": SIZE})
LADDER = holding(
    {
        **WAY,
        **PLACE,
        "rungs": each(RUNG),
        "floor": maybe(ONE_BALL),
        "slope": maybe({"type": "number"}),
        "takes_over": maybe(NATURAL),
        "reaching": mapping(maybe(WORDS)),
    }
)
PARAMETER = holding({"name": NAME, "domain": WORDS, "shown": WHOLE})
ALGORITHM = holding(
    {
        "name": NAME,
        "says": WORDS,
        "source": WORDS,
        "parameters": each(PARAMETER),
        "theorem": WORDS,
        "grid": FLAG,
    }
)
PLACED = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
THEORY = holding(
    {
        **dict.fromkeys(("claim", "name", "of", "variable", "expression", "title", "says"), WORDS),
        "algorithms": each(NAME),
        "at": mapping(WHOLE),
        "log": FLAG,
        "line": each(PLACED),
    }
)
PROBLEM = holding(
    {
        "name": {**NAME, "not": {"const": "report"}},  # the name of the page of all
        "title": WORDS,
        "formula": WORDS,
        "source": WORDS,
        "truth": WORDS,
        "inputs": each(holding({"name": NAME, "domain": WORDS})),
        "parameters": each(PARAMETER),
        "axis": holding({"title": WORDS, "log": FLAG}),
        "algorithms": each(ALGORITHM),
    },
    {"family": WORDS, "lesson": WORDS, "theory": each(THEORY)},
)
GUILTY = holding(
    {
        "file": WORDS,
        "line": NATURAL,
        "share": maybe({"type": "number"}),
        "makes": FLAG,
        "magnifies": FLAG,
        "codes": each(WORDS),
        "cancelled_bits": {"type": ["number", "string"]},
    }
)
BLAMED = holding(
    {
        **WAY,
        "place": mapping(WORDS),
        "part": maybe(WORDS),
        "rounding_ulps": maybe(SIZE),
        "guilty": each(GUILTY),
        "not_followed": maybe(WORDS),
    },
    {"cancelled_bits": SIZE, "cancelled_at": WORDS, "routines": each(WORDS)},
)
SUMMARY = holding(
    {
        **WAY,
        "points": NATURAL,
        "not_finite": NATURAL,
        "undecided": NATURAL,
        "ulps": ULPS,
        "causes": {"type": "object", "propertyNames": CAUSE, "additionalProperties": NATURAL},
        "worst": holding({**PLACE, "computed": entrywise(ONE_RESULT), "ulps": maybe(SIZE), "cause": CAUSE}),
    },
    {"blamed": maybe(BLAMED)},
)
LAW = holding({**WAY, "law": WORDS, "found": {"enum": [*FOUND]}, "says": WORDS})
DOCUMENT = holding(
    {
        "schema": {"const": RECORD},
        "provenance": {**mapping({"type": ["string", "number", "null"]}), "required": ["command"]},
        "problems": each(PROBLEM),
        "summary": each(SUMMARY),
        "claims": each(CLAIM),
        "ladders": each(LADDER),
        "measurements": holding({"file": NAME, "rows": NATURAL, "sha256": HASH}),
        "sha256": HASH,
    },
    {"headline": WORDS, "laws": each(LAW), "theory": each(THEORY)},
)
RESULT = holding(
    {
        "target": WORDS,
        "ulps": ULPS,
        "worst": maybe(holding(PLACE)),
        "undecided": NATURAL,
        "passed": FLAG,
    },
    {"failed": NATURAL, "notes": each(WORDS)},
)
OPINION = {
    "type": ["object", "null"],
    "required": ["value", "agrees"],
    "properties": {"value": entrywise(WORDS), "agrees": FLAG},
}
REFERENCE = holding(
    {
        **PLACE,
        "quantity": WORDS,
        "value": entrywise(ONE_BALL),
        "bits": NATURAL,
        "mpmath": OPINION,
        "doubtful": FLAG,
    },
    {"second_bits": NATURAL},
)
VERSIONS = ("verify", "python_flint", "flint", "mpmath", "gmpy2", "mpfr")
REFERENCES = holding(
    {
        **dict.fromkeys(("schema", "problem", "formula", "route", "second_route", "mpmath_route"), WORDS),
        "quantities": mapping(WORDS),
        "versions": holding(dict.fromkeys(VERSIONS, WORDS)),
        "values": each(REFERENCE),
        "sha256": HASH,
    }
)
# Of a part of all inputs, as it is kept while the others are judged.
COUNTS = holding(
    {
        **dict.fromkeys(
            ("inputs", "outside", "undecided", "failed", "correct", "faithful", "pieces"), NATURAL
        ),
        "low": ONE_HEX,
        "high": ONE_HEX,
        "at": WHOLE,
        "failure": maybe(WHOLE),
        **dict.fromkeys(
            ("candidates", "peaks"),
            each({"type": "array", "items": [ONE_HEX, WHOLE], "minItems": 2, "maxItems": 2}),
        ),
        "bins": each(NATURAL),
    }
)
SHAPES: dict[str, Row] = {
    "counts": each(COUNTS),
    "references": REFERENCES,
    "record": DOCUMENT,
    "measurements": each(MEASUREMENT),
    "claims": each(CLAIM),
    "ladders": each(LADDER),
    "laws": each(LAW),
    "blamed": each(BLAMED),
    "results": each(RESULT),
}
