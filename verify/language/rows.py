"""A row of the table of functions: what the truth language knows of one function."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flint import acb, arb

from verify.language.domains import Answer, reach

Ball = Callable[..., arb]
EVERYWHERE = "all real numbers"


@dataclass(frozen=True)
class Function:
    """A function of the language: its arguments' names, its ball, where it is defined (as an answer in
    three values and in words), its partial derivatives in the language itself (None: no formula)."""

    name: str
    arguments: tuple[str, ...]
    ball: Ball
    domain: Callable[..., Answer] | None
    says: str
    derivatives: tuple[str | None, ...]

    @property
    def signature(self) -> str:
        return f"{self.name}({', '.join(self.arguments)})"


def row(
    signature: str,
    ball: Ball,
    *derivatives: str | None,
    where: str = EVERYWHERE,
    domain: Callable[..., Answer] | None = None,
    most: Mapping[str, int] | None = None,
) -> Function:
    """A function by its signature; `most` bounds the sizes of arguments that FLINT is given."""
    match = re.fullmatch(r"(\w+)\(([\w, ]+)\)", signature)
    assert match is not None, signature
    name, arguments = match[1], tuple(match[2].split(", "))
    missing = (None,) * (len(arguments) - len(derivatives))
    if most:
        ball = _bounded(name, arguments, ball, most)
    return Function(name, arguments, ball, domain, where, derivatives + missing)


def _bounded(name: str, arguments: tuple[str, ...], ball: Ball, most: Mapping[str, int]) -> Ball:
    limited = [(k, argument, most[argument]) for k, argument in enumerate(arguments) if argument in most]

    def bounded(*x: arb) -> arb:
        for k, argument, limit in limited:
            reach(name, argument, x[k], limit)
        return ball(*x)

    return bounded


def real(value: acb) -> arb:
    """The real part of a complex function of real numbers where that function is real: its domain says
    so. An imaginary part that is certainly not zero contradicts that, and nothing is claimed."""
    return value.real if value.imag.contains(0) else arb.nan()
