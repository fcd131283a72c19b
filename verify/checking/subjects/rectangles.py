"""Rectangles of complex numbers as domains, z=-1-1j:1+1j, and points in them."""

import math

from verify.arithmetic.mpfr import Format
from verify.core import complexes
from verify.core.errors import BadInput
from verify.core.literals import rational


def is_rectangle(text: str) -> bool:
    """Does a domain name complex ends?"""
    return any(map(complexes.is_complex, text.split(":")))


def number(text: str, format: Format) -> float:
    """A number, or a part of a complex one, rounded to the format; a zero keeps its sign."""
    x = format.rounded(rational(text))
    return -0.0 if x == 0 and text.startswith("-") else x


def sides(option: str, text: str, format: Format) -> tuple[tuple[float, float], tuple[float, float]]:
    """The real and the imaginary side of a rectangle that two corners give. BadInput where they give none."""
    low, found, high = text.partition(":")
    if not found or "," in text:
        raise BadInput(f"--domain {option!r} is not one rectangle; write --domain z=-1-1j:1+1j")
    corners = [[number(p, format) for p in complexes.parts(corner)] for corner in (low, high)]
    (a, c), (b, d) = corners
    if not all(map(math.isfinite, (a, b, c, d))):
        raise BadInput(f"--domain {option!r} is beyond the format; its largest number is {format.largest!r}")
    if a > b or c > d:
        raise BadInput(f"--domain {option!r} is empty; give the lower left corner, then the upper right one")
    return (a + 0.0, b + 0.0), (c + 0.0, d + 0.0)
