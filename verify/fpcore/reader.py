"""S-expressions with their places: what an FPCore file is before it means anything.

FPCore 2.0, section "Syntax" (FPBench, fpbench.org/spec/fpcore-2.0.html). Round and square brackets are
read alike but have to match, as files in use write either.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flint import fmpq, fmpz

from verify.core.errors import BadInput
from verify.core.literals import shortened

TOKEN = re.compile(
    r"""(?P<space>\s+|;[^\n]*)
      | (?P<open>[(\[]) | (?P<close>[)\]])
      | (?P<string>"(?:[^"\\]|\\.)*")
      | (?P<atom>[^\s()\[\]";]+)""",
    re.VERBOSE | re.DOTALL,
)
RATIONAL = re.compile(r"([+-]?[0-9]+)/([0-9]*[1-9][0-9]*)")
DECIMAL = re.compile(r"([+-]?)(?=\.?[0-9])([0-9]*)(?:\.([0-9]*))?(?:e([+-]?[0-9]+))?", re.IGNORECASE)
HEXADECIMAL = re.compile(
    r"([+-]?)0x(?=\.?[0-9a-f])([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?[0-9]+))?", re.IGNORECASE
)
# `#` is not a letter of the standard's symbols; FPBench's own files write (# i) for an integer context.
SYMBOL = re.compile(r"[^\W\d][\w~!@$%^&*\-+=<>.?/:]*|[~!@$%^&*_\-+=<>.?/:#][\w~!@$%^&*\-+=<>.?/:]*")
LARGEST_EXPONENT = 20_000  # beyond every format by far; a larger one would only fill the memory
MOST_DEPTH = 1000  # of lists within lists
# Where a core may begin, whatever the text before it is: at the begin of a line, or behind a bracket.
BEGINNING = re.compile(r"(?:^|(?<=[)\]]))[ \t]*(?=[(\[]FPCore\b)", re.MULTILINE)
ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t", "r": "\r"}
PARTNER = {"(": ")", "[": "]"}


@dataclass(frozen=True)
class Place:
    """Where in a file, counted from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


NOWHERE = Place(0, 0)


@dataclass(frozen=True)
class Symbol:
    name: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Number:
    """A literal: every kind of them is a rational number. `text` is how it was written."""

    value: fmpq
    place: Place = field(default=NOWHERE, compare=False)
    text: str = field(default="", compare=False)

    def __hash__(self) -> int:
        return hash((int(self.value.p), int(self.value.q)))


@dataclass(frozen=True)
class String:
    value: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class List:
    items: tuple["Datum", ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Wrong:
    """What could not be read, and why: who has no use for it may pass over it."""

    reason: str
    place: Place = field(default=NOWHERE, compare=False)


Datum = Symbol | Number | String | List | Wrong


def wrong(place: Place, what: str) -> BadInput:
    """What is wrong, with its place; who reads the file puts its name before it."""
    return BadInput(f"{place}: {what}")


def read_whole(text: str) -> list[Datum]:
    """All data of a text. Where brackets or strings do not close, a Wrong stands for the core in question,
    and the others are read on their own."""
    try:
        return read(text)
    except BadInput:
        pass
    starts = [0, *(m.end() for m in BEGINNING.finditer(text)), len(text)]
    found: list[Datum] = []
    for start, end in itertools.pairwise(starts):
        place = Place(text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1)
        try:
            found += read(text[start:end], place)
        except BadInput as why:
            found.append(Wrong(str(why), place))
    return found


def read(text: str, start: Place = Place(1, 1)) -> list[Datum]:
    """All data of a text that begins at a place of its file. BadInput, with line and column, where brackets
    or strings do not close."""
    found: list[Datum] = []
    open_lists: list[tuple[str, Place, list[Datum]]] = []
    for kind, token, place in _tokens(text, start):
        here = open_lists[-1][2] if open_lists else found
        if kind == "open":
            if len(open_lists) == MOST_DEPTH:
                raise wrong(place, f"more than {MOST_DEPTH} lists, one within the other")
            open_lists.append((token, place, []))
        elif kind == "close":
            if not open_lists:
                raise wrong(place, f"'{token}' closes nothing")
            bracket, begin, items = open_lists.pop()
            if PARTNER[bracket] != token:
                raise wrong(place, f"'{token}' closes the '{bracket}' of {begin}; write '{PARTNER[bracket]}'")
            (open_lists[-1][2] if open_lists else found).append(List(tuple(items), begin))
        elif kind == "string":
            here.append(String(_unescaped(token[1:-1]), place))
        else:
            here.append(_atom(token, place))
    if open_lists:
        bracket, begin, _ = open_lists[-1]
        raise wrong(begin, f"the '{bracket}' is never closed; a '{PARTNER[bracket]}' is missing")
    return found


def _tokens(text: str, first: Place) -> Iterator[tuple[str, str, Place]]:
    line, start, position = first.line, 1 - first.column, 0
    while position < len(text):
        place = Place(line, position - start + 1)
        match = TOKEN.match(text, position)
        if match is None:  # the only thing that no kind of token takes
            raise wrong(place, "the string is never closed; a '\"' is missing")
        kind, token = str(match.lastgroup), match.group()
        if kind != "space":
            yield kind, token, place
        if "\n" in token:
            line += token.count("\n")
            start = position + token.rindex("\n") + 1
        position = match.end()


def _atom(token: str, place: Place) -> Datum:
    if match := RATIONAL.fullmatch(token):
        return Number(fmpq(fmpz(match[1].lstrip("+")), fmpz(match[2])), place, token)
    for form, digits, base in ((DECIMAL, 10, 10), (HEXADECIMAL, 16, 2)):
        if match := form.fullmatch(token):
            return _number(match, digits, base, place)
    if not SYMBOL.fullmatch(token):
        return Wrong(f"{shortened(token)!r} is neither a number nor a symbol", place)
    return Symbol(token, place)


def _number(match: re.Match[str], digits: int, base: int, place: Place) -> Number | Wrong:
    """sign, whole part, fraction in `digits`; exponent of `base`."""
    sign, whole, fraction, exponent = match.groups(default="")
    if len(exponent) > 6 or abs(int(exponent or 0)) > LARGEST_EXPONENT:
        told = f"the exponent {shortened(exponent)} is beyond what is accepted ({LARGEST_EXPONENT})"
        return Wrong(told, place)
    # fmpz reads any number of decimal digits; int refuses more than some thousands.
    figures = fmpz(whole + fraction) if digits == 10 else fmpz(int(whole + fraction, digits))
    value = fmpq(-figures if sign == "-" else figures, fmpz(digits) ** len(fraction))
    return Number(value * fmpq(base) ** int(exponent or 0), place, match[0])


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[0]), text, flags=re.DOTALL)


def written(datum: Datum) -> str:
    """The text of a datum, on one line; reading it gives the datum again."""
    match datum:
        case Symbol(name):
            return name
        case Number(value):
            return datum.text or str(value)
        case String(value):
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case List(items):
            return "(" + " ".join(map(written, items)) + ")"
        case Wrong():
            return "?"
