"""What libraries state of their own errors, and the vector instructions that numpy found here."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

FILE = "data/stated_errors.toml"


@dataclass(frozen=True)
class Statement:
    """ulps: by the function's name. mark: a letter to refer to the source by. room: by how much an error may
    be larger than the figure as it is written, which is rounded, or counts numbers between two."""

    library: str
    format: str
    mark: str
    source: str
    room: float
    ulps: dict[str, float]


def statements(library: str, format: str) -> list[Statement]:
    return [s for s in _all() if (s.library, s.format) == (library, format)]


@cache
def _all() -> list[Statement]:
    text = resources.files("verify.checking").joinpath(FILE).read_text(encoding="utf-8")
    return [Statement(**row) for row in tomllib.loads(text)["statement"]]


def vector_instructions() -> str:
    """Of this processor, as numpy uses them."""
    built = np.show_config(mode="dicts").get("SIMD Extensions", {})
    # numpy leaves out what is empty: `found`, on a processor that has no more than the baseline.
    return ", ".join([*built.get("baseline", ()), *built.get("found", ())]) or "every processor"
