"""Inputs that the literature knows to be hard: where a search may begin. What they are worth is certified."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from verify.arithmetic.mpfr import BINARY64
from verify.checking.subjects.subject import Subject, Where
from verify.language.grammar import number
from verify.language.nodes import Variable, substituted

FILE = "data/hard_inputs.toml"


def hard_inputs(what: Subject) -> list[Where]:
    """Of the same formula of one float64 variable, within the domain."""
    if what.expression is None or len(what.domain) != 1 or what.domain[0].format != BINARY64:
        return []
    (r,) = what.domain
    formula = substituted(what.expression, {r.name: Variable("x")})
    texts = next((inputs for truth, inputs in _known().items() if number(truth, ("x",)) == formula), [])
    return [(x,) for x in map(float.fromhex, texts) if (x,) in what]


def told(known: list[Where]) -> str:
    return f"; {len(known)} were known to be hard (--no-seeds leaves them out)" if known else ""


@cache
def _known() -> dict[str, list[str]]:
    text = resources.files("verify.checking").joinpath(FILE).read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    return dict(data["inputs"])
