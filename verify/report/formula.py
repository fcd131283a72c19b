"""Formulas as they are declared, x^(n-1) or 1/(1 + x), as MathML: a small tree, whatever text comes in.

Whatever the grammar does not know stays text, so that no formula is refused and none can become markup.
"""

import re
from html import escape
from itertools import pairwise

from markupsafe import Markup

TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)|(?P<name>log10|log2|[A-Za-zΑ-ω]+(?:_[A-Za-z0-9]+)*'*)|(?P<dots>\.\.\.)"
    r"|(?P<relation><=|>=|!=|[=<>~])|(?P<sign>[-+*/^!|,;:()\[\]])|(?P<space>\s+)|(?P<other>.)"
)
GREEK = {"euler": "γ"} | dict(
    zip(
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "eps",
            "theta",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "pi",
            "phi",
            "sigma",
            "omega",
            "Gamma",
            "Delta",
        ],
        "αβγδεθκλμνπφσωΓΔ",
        strict=True,
    )
)
SIGNS = {
    "*": "·",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "~": "≈",
    "-": "−",
    "...": "…",
    "integral": "∫",
    "sum": "∑",
    "inf": "∞",
}
FUNCTIONS = ["ln", "log", "sin", "cos", "tan", "atan", "sinh", "cosh", "tanh", "erfc", "erf", "max", "min"]
CALLED = {
    **{name: f"<mi>{name}</mi>" for name in FUNCTIONS},
    "log10": "<msub><mi>log</mi><mn>10</mn></msub>",
    "log2": "<msub><mi>log</mi><mn>2</mn></msub>",
    "lgamma": '<mi>ln</mi><mspace width="0.15em"></mspace><mi>Γ</mi>',
}
OPEN = {"(": ")", "[": "]"}
JOINS = re.compile(r"(?:with|on|of|for|or|and|where|over|least|at)\b")
LONG = 24  # characters that a phone has room for
DEEPEST = 40


def mathml(text: str) -> Markup:
    """The formula as a math element that also says the text; of a long one, an element each piece: browsers
    break lines between such elements and not within."""
    return Markup(" ").join(element(Reader(piece).row(()), piece) for piece in _pieces(text))


def _pieces(text: str) -> list[str]:
    """Cut behind commas and before words that join, outside of brackets."""
    if len(text) <= LONG:
        return [text]
    cuts, depth = [0], 0
    for k, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == " " and depth == 0 and (text[k - 1 : k] in (",", ";") or JOINS.match(text, k + 1)):
            cuts.append(k + 1)
    return [text[a:b].strip() for a, b in pairwise([*cuts, len(text)]) if text[a:b].strip()]


def element(body: str, text: str) -> Markup:
    """A math element that says the text to those who cannot see it."""
    return Markup(f'<math aria-label="{escape(" ".join(text.split()))}"><mrow>{body}</mrow></math>')


class Reader:
    """One pass over the tokens of a formula."""

    def __init__(self, text: str) -> None:
        found = [(m.lastgroup or "other", m[0]) for m in TOKEN.finditer(text)]
        self.tokens = [(kind, word) for kind, word in found]
        self.at = self.depth = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        found = self.peek()
        self.at += 1
        return found

    def spaces(self) -> bool:
        skipped = False
        while self.peek()[0] == "space":
            self.at += 1
            skipped = True
        return skipped

    def row(self, ends: tuple[str, ...]) -> str:
        """Factors and signs up to one of `ends`."""
        parts: list[str] = []
        while self.peek()[0] != "end" and self.peek()[1] not in ends:
            if self.spaces() and self.apart(parts):
                parts.append('<mspace width="0.2em"></mspace>')
            elif self.peek()[0] != "end" and self.peek()[1] not in ends:
                parts.append(self.quotient())
        return "".join(parts)

    def apart(self, parts: list[str]) -> bool:
        """Is a space a product, or one between words, rather than one about a sign?"""
        return bool(parts) and not parts[-1].startswith("<mo") and self.peek()[0] in ("number", "name")

    def quotient(self) -> str:
        """A factor, or several one over the other."""
        found = self.power()
        while True:
            mark = self.at
            self.spaces()
            if self.peek()[1] != "/" or not found.startswith(("<mi", "<mn", "<ms", "<mrow", "<mf", "<mover")):
                self.at = mark
                return found
            self.take()
            self.spaces()
            found = f"<mfrac>{bare(found)}{bare(self.power())}</mfrac>"

    def power(self) -> str:
        found = self.atom()
        while self.peek()[1] in ("^", "!"):
            if self.take()[1] == "!":
                found = f"<mrow>{found}<mo>!</mo></mrow>"
            elif self.peek()[0] in ("space", "end", "relation") or self.peek()[1] in (",", ")", "]"):
                found = f"<mover>{found}<mo>^</mo></mover>"  # a hat
            else:
                found = f"<msup>{found}{bare(self.exponent())}</msup>"
        return found

    def exponent(self) -> str:
        if self.peek()[1] == "-":
            self.take()
            return f"<mrow><mo>−</mo>{self.atom()}</mrow>"
        return self.atom()

    def atom(self) -> str:
        kind, word = self.take()
        if word in OPEN and self.depth < DEEPEST:
            return self.bracketed(word)
        if kind == "number":
            return f"<mn>{word}</mn>"
        if kind == "name":
            return self.name(word)
        if word == "*" and self.peek()[0] != "number":  # a product needs a dot before a number alone
            return '<mspace width="0.15em"></mspace>'
        return f"<mo>{escape(SIGNS.get(word, word))}</mo>"

    def bracketed(self, opening: str) -> str:
        self.depth += 1
        inner = self.row((")", "]"))
        self.depth -= 1
        closing = self.take()[1] or OPEN[opening]
        return f"<mrow><mo>{opening}</mo>{inner}<mo>{escape(closing)}</mo></mrow>"

    def name(self, word: str) -> str:
        called = self.peek()[1] == "(" and self.depth < DEEPEST
        if called and word in CALLED:
            self.take()
            return f"<mrow>{CALLED[word]}{self.bracketed('(')}</mrow>"
        if called and word in ("exp", "sqrt"):
            self.take()
            inside = bare(self.bracketed("("))
            return f"<msup><mi>e</mi>{inside}</msup>" if word == "exp" else f"<msqrt>{inside}</msqrt>"
        if word in ("integral", "sum"):
            return f"<mo>{SIGNS[word]}</mo>"
        return variable(word)


def variable(word: str) -> str:
    """A name, with its index lowered: x_1, kappa_max."""
    base, _, below = word.partition("_")
    if not base or "_" in below or len(below) > 3:
        return f"<mtext>{escape(word.replace('_', ' '))}</mtext>"
    return f"<msub>{symbol(base)}{symbol(below)}</msub>" if below else symbol(base)


def symbol(word: str) -> str:
    """A letter, a Greek one, a function's name; a longer word is prose."""
    stem = word.rstrip("'")
    primes = "′" * (len(word) - len(stem))
    if word.isdigit():
        return f"<mn>{word}</mn>"
    if len(stem) == 1 or stem in GREEK or stem in FUNCTIONS or re.fullmatch(r"[A-Za-z]\d", stem):
        return f"<mi>{escape(GREEK.get(stem, stem))}{primes}</mi>"
    if stem == "inf":
        return "<mi>∞</mi>"
    return f"<mtext>{escape(word)}</mtext>"


def bare(found: str) -> str:
    """What stood in parentheses without them, where a bar or a raised place groups it."""
    inner = found.removeprefix("<mrow><mo>(</mo>").removesuffix("<mo>)</mo></mrow>")
    balanced = len(found) - len(inner) == len("<mrow><mo>(</mo>") + len("<mo>)</mo></mrow>")
    return f"<mrow>{inner}</mrow>" if balanced and found.startswith("<mrow><mo>(</mo>") else found
