"""Formulas within sentences as people write them: exponents raised, roots and relations as signs."""

import re

from markupsafe import Markup, escape

# A power behind a letter, a digit or a bracket: a number, a word, or what stands in brackets (which go).
POWER = re.compile(r"(?<=[\w)\]|])\^(-?\w+(?:\.\d+)?|\((?:[^()]|\([^()]*\))*\))")
SIGNS = (
    (r"\bsqrt(?=\()", "√"),
    (r"\bpi\b", "π"),
    (r"(?<=[a-z)>])\*(?=[\w(√π])|(?<=[\w)>])\*(?=[a-z(√π])", "·"),  # 7*7 is not a formula
    ("&lt;=", "≤"),
    ("&gt;=", "≥"),
)


def raised(words: str) -> Markup:
    """The words as markup; what is markup in them stays text."""
    found = POWER.sub(lambda m: f"<sup>{_bare(m[1])}</sup>", str(escape(words)))
    for plain, sign in SIGNS:
        found = re.sub(plain, sign, found)
    return Markup(found)


def _bare(power: str) -> str:
    return power[1:-1] if power.startswith("(") else power
