"""A truth as MathML: from the expression that is judged, so that what is shown is what was read."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from verify.core.errors import BadInput
from verify.language.grammar import parse_known
from verify.language.known import PLANE, Known
from verify.language.nodes import (
    AXIS,
    COMPARISONS,
    SHOWN,
    ZERO,
    Call,
    Node,
    Number,
    Variable,
    folded,
    size,
    text,
)
from verify.mathematics.arrays.table import CALLS
from verify.report.formula import SIGNS, element, symbol, variable

# How tightly a formula holds together: what stands in it and is looser needs brackets.
OR, AND, NOT, COMPARED, SUM, NEGATIVE, PRODUCT, POWER, FRACTION, ATOM = range(10)
OPERATORS = {"-": "−", "+": "+", "==": "="} | {s: SIGNS.get(s, s) for s in COMPARISONS if s != "=="}
BETWEEN = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉"), "norm": ("‖", "‖")}
CALLED = {
    "log2": "<msub><mi>log</mi><mn>2</mn></msub>",
    "log10": "<msub><mi>log</mi><mn>10</mn></msub>",
    "gamma": "<mi>Γ</mi>",
    "real": "<mi>Re</mi>",
    "imag": "<mi>Im</mi>",
}
NAMES = {"catalan": "<mi>G</mi>"}  # of constants that `symbol` does not know
DOT, UNSEEN, APPLIED = "<mo>·</mo>", "<mo>&#8290;</mo>", "<mo>&#8289;</mo>"


class Shown(NamedTuple):
    """Markup, how tightly it holds together, and whether it begins with a digit or a bracket."""

    markup: str
    level: int = ATOM
    plain: bool = False


def formula(row: Mapping[str, Any], written: str | None = None) -> Markup:
    """The truth of a row as a math element; nothing where it is no formula of the truth language, or a long
    one. `written`: the same in the truth language, where the row has it in another."""
    words = written or str(row.get("truth") or "")
    node = _read(words, row)
    if node is None or size(node) > SHOWN:
        return Markup("")
    return element(folded(node, shown).markup, words)


def _read(words: str, row: Mapping[str, Any]) -> Node | None:
    given = {**(row.get("domain") or {}), **(row.get("arrays") or {})}
    names = tuple(dict.fromkeys(name.removesuffix(".real").removesuffix(".imag") for name in given)) or None
    for operations in ({}, PLANE, CALLS):
        try:
            return parse_known(words, Known(names, operations))
        except BadInput:
            continue
    return None


def shown(node: Node, parts: list[Shown]) -> Shown:
    """A part of a formula, given what its arguments are."""
    if isinstance(node, Number):
        return _number(text(node))
    if isinstance(node, Variable):
        return Shown(variable(node.name))
    made = _MADE.get(node.name)
    if made is not None and not (node.name == "complex" and node.arguments[0] != ZERO):
        return made(node, parts)
    if node.name == "complex":
        real, unit = parts[0], _unit(node, parts)
        return Shown(_bracketed(real, SUM) + "<mo>+</mo>" + _bracketed(unit, PRODUCT), SUM)
    if node.name == AXIS or not node.arguments:
        return Shown(NAMES.get(node.name) or symbol(node.name) if not node.arguments else _word(text(node)))
    return _called(CALLED.get(node.name) or f"<mi>{escape(node.name)}</mi>", parts)


def _number(words: str) -> Shown:
    """A number as the language writes it: a decimal, with a power of ten, p/q, a hex float."""
    if words.startswith("(-"):
        return _negative(Call("neg"), [_number(words[2:-1])])
    above, bar, below = words.strip("()").partition("/")
    if bar:
        return Shown(f"<mfrac><mn>{above}</mn><mn>{below}</mn></mfrac>", FRACTION, True)
    if words.startswith("0x"):
        return Shown(f"<mn>{words}</mn>", ATOM, True)
    value = Decimal(words)
    power = value.adjusted()
    if -4 <= power < 9:
        return Shown(f"<mn>{value:f}</mn>", ATOM, True)
    digits = "".join(map(str, value.as_tuple().digits)).rstrip("0")
    sign = "<mo>−</mo>" if power < 0 else ""
    ten = f"<msup><mn>10</mn><mrow>{sign}<mn>{abs(power)}</mn></mrow></msup>"
    if digits == "1":
        return Shown(ten, POWER, True)
    point = "." if digits[1:] else ""
    return Shown(f"<mn>{digits[0]}{point}{digits[1:]}</mn>{DOT}{ten}", PRODUCT, True)


def _word(words: str) -> str:
    return f"<mtext>{escape(words)}</mtext>"


def _row(markup: str) -> str:
    return f"<mrow>{markup}</mrow>"


def _bracketed(part: Shown, least: int) -> str:
    """The part, in brackets where it holds together less than the place asks for."""
    return part.markup if part.level >= least else f"<mrow><mo>(</mo>{part.markup}<mo>)</mo></mrow>"


def _called(name: str, parts: list[Shown]) -> Shown:
    inside = "<mo>,</mo>".join(p.markup for p in parts)
    return Shown(f"<mrow>{name}{APPLIED}<mrow><mo>(</mo>{inside}<mo>)</mo></mrow></mrow>")


# --- what has a sign or a shape of its own ----------------------------------------------------------------


def _sum(node: Call, parts: list[Shown]) -> Shown:
    """From the left, so that only the right operand may need brackets."""
    left, right = _bracketed(parts[0], SUM), _bracketed(parts[1], PRODUCT)
    return Shown(f"{left}<mo>{OPERATORS[node.name]}</mo>{right}", SUM, parts[0].plain)


def _negative(node: Call, parts: list[Shown]) -> Shown:
    return Shown(f"<mo>−</mo>{_bracketed(parts[0], PRODUCT)}", NEGATIVE, True)


def _product(node: Call, parts: list[Shown]) -> Shown:
    """2 x without a dot; a dot wherever two names, numbers or brackets would meet. -a b is -(a b)."""
    left, right = _bracketed(parts[0], NEGATIVE), _bracketed(parts[1], POWER)
    meets = not isinstance(node.arguments[0], Number) or parts[1].plain or parts[1].level < POWER
    level = min(parts[0].level, PRODUCT) if parts[0].level >= NEGATIVE else PRODUCT
    return Shown(f"{left}{DOT if meets else UNSEEN}{right}", level, True)


def _quotient(node: Call, parts: list[Shown]) -> Shown:
    above, below = (_row(p.markup) for p in parts)
    return Shown(f"<mfrac>{above}{below}</mfrac>", FRACTION, True)  # behind a number it would be read as 2½


def _power(node: Call, parts: list[Shown]) -> Shown:
    base, exponent = _row(_bracketed(parts[0], ATOM)), _row(parts[1].markup)
    return Shown(f"<msup>{base}{exponent}</msup>", POWER, parts[0].plain or parts[0].level < ATOM)


def _raised(base: str, at: int = 0) -> Callable[[Call, list[Shown]], Shown]:
    def made(node: Call, parts: list[Shown]) -> Shown:
        return Shown(f"<msup>{base}{_row(parts[at].markup)}</msup>", POWER, base.startswith("<mn"))

    return made


def _over(power: str) -> Callable[[Call, list[Shown]], Shown]:
    """A matrix with a sign raised: its inverse."""

    def made(node: Call, parts: list[Shown]) -> Shown:
        first = f"<msup>{_row(_bracketed(parts[0], ATOM))}{power}</msup>"
        return (
            Shown(first + UNSEEN + _bracketed(parts[1], POWER), PRODUCT) if parts[1:] else Shown(first, POWER)
        )

    return made


def _between(node: Call, parts: list[Shown]) -> Shown:
    if len(parts) > 1:
        return _called(f"<mi>{node.name}</mi>", parts)
    left, right = BETWEEN[node.name]
    return Shown(f"<mrow><mo>{left}</mo>{parts[0].markup}<mo>{right}</mo></mrow>")


def _relation(node: Call, parts: list[Shown]) -> Shown:
    left, right = (_bracketed(p, SUM) for p in parts)
    return Shown(f"{left}<mo>{escape(OPERATORS[node.name])}</mo>{right}", COMPARED)


def _joined(level: int) -> Callable[[Call, list[Shown]], Shown]:
    def made(node: Call, parts: list[Shown]) -> Shown:
        return Shown(f"<mtext> {node.name} </mtext>".join(_bracketed(p, level + 1) for p in parts), level)

    return made


def _integral(node: Call, parts: list[Shown]) -> Shown:
    _, by, low, high = (p.markup for p in parts)
    sign = f"<msubsup><mo>∫</mo>{_row(low)}{_row(high)}</msubsup>"
    inside = _bracketed(parts[0], PRODUCT)
    return Shown(f'{sign}{inside}<mspace width="0.2em"></mspace><mi>d</mi>{by}', SUM)


def _unit(node: Call, parts: list[Shown]) -> Shown:
    return Shown(f"{_bracketed(parts[1], POWER)}{UNSEEN}<mi>i</mi>", PRODUCT, True)


_INVERSE = _over("<mrow><mo>−</mo><mn>1</mn></mrow>")
_MADE: dict[str, Callable[[Call, list[Shown]], Shown]] = {
    "+": _sum,
    "-": _sum,
    "neg": _negative,
    "*": _product,
    "@": _product,
    "/": _quotient,
    "^": _power,
    "exp": _raised("<mi>e</mi>"),
    "exp2": _raised("<mn>2</mn>"),
    "exp10": _raised("<mn>10</mn>"),
    "sqrt": lambda node, parts: Shown(f"<msqrt>{parts[0].markup}</msqrt>"),
    "cbrt": lambda node, parts: Shown(f"<mroot>{_row(parts[0].markup)}<mn>3</mn></mroot>"),
    "conj": lambda node, parts: Shown(f"<mover>{_row(parts[0].markup)}<mo>¯</mo></mover>"),
    "entry": lambda node, parts: Shown(
        f"<msub>{_row(_bracketed(parts[0], ATOM))}{parts[1].markup}</msub>", POWER
    ),
    "inv": _INVERSE,
    "solve": _INVERSE,
    "integrate": _integral,
    "complex": _unit,
    "not": lambda node, parts: Shown(f"<mtext>not </mtext>{_bracketed(parts[0], NOT)}", NOT),
    "and": _joined(AND),
    "or": _joined(OR),
    **dict.fromkeys(COMPARISONS, _relation),
    **dict.fromkeys(BETWEEN, _between),
}
