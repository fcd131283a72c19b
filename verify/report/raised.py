"""Formulas within sentences as people write them: exponents raised, indices lowered, roots as signs."""

import re

from markupsafe import Markup, escape

# A power behind a letter, a digit or a bracket: a number, a word, or what stands in brackets (which go).
POWER = re.compile(r"(?<=[\w)\]|])\^(-?\w+(?:\.\d+)?|\((?:[^()]|\([^()]*\))*\))")
# An index of one letter: a letter, a number, 2n, or what stands in brackets; longer names are names.
INDEX = re.compile(r"(?<![\w.])([A-Za-z])_(\d*[a-z]|\d+|\([^()]*\))(?![\w(]|\.\w)")
SIGNS = (
    (r"\bsqrt(?=\()|\bsqrt (?=\w)", "√"),
    (r"\bpi\b", "π"),
    (r"(?<=[a-z)>])\*(?=[\w(√π])|(?<=[\w)>])\*(?=[a-z(√π])", "·"),  # 7*7 is not a formula
    ("&lt;=", "≤"),
    ("&gt;=", "≥"),
    (r"(?<=\d) %", "\N{NO-BREAK SPACE}%"),
)


def raised(words: str) -> Markup:
    """The words as markup; what is markup in them stays text."""
    found = _powers(str(escape(words)))
    found = INDEX.sub(lambda m: f"{m[1]}<sub>{_bare(m[2])}</sub>", found)
    for plain, sign in SIGNS:
        found = re.sub(plain, sign, found)
    return Markup(found)


def _powers(words: str) -> str:
    """Raised, and within what is raised too."""
    return POWER.sub(lambda m: f"<sup>{_powers(_bare(m[1]))}</sup>", words)


def _bare(power: str) -> str:
    return power[1:-1] if power.startswith("(") else power
