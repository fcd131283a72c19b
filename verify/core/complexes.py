"""Complex numbers as text, RE+IMj, with parts as hex floats or decimals."""

import re
from typing import Literal

from verify.core.errors import BadInput

Side = Literal["real", "imag"]  # a part of a complex number, by the name of its attribute
SIDES: tuple[Side, Side] = ("real", "imag")
NUMBER = r"(?:0x[0-9a-f]+\.?[0-9a-f]*(?:p[+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|nan)"
COMPLEX = re.compile(rf"([+-]?{NUMBER})?(?:([+-]?{NUMBER})j)?", re.IGNORECASE | re.ASCII)


def is_complex(text: str) -> bool:
    return text.strip().lower().endswith("j")


def parts(text: str) -> tuple[str, str]:
    """The texts of the real and the imaginary part. BadInput where it is not a complex number."""
    match = COMPLEX.fullmatch(text.strip())
    if match is None or not (match[1] or match[2]) or (match[1] and match[2] and match[2][0] not in "+-"):
        raise BadInput(f"{text!r} is not a complex number; write for example 1+2j, or -0x1.8p-1-0.0j")
    return match[1] or "0", match[2] or "0"


def joined(re_: str, im: str) -> str:
    """The text of a number from the texts of its parts."""
    return f"{re_}{im if im.startswith(('-', '+')) else '+' + im}j"


def hexadecimal(z: complex) -> str:
    return joined(z.real.hex(), z.imag.hex())


def value(text: str) -> complex:
    """Of parts that are hex floats."""
    return complex(*map(float.fromhex, parts(text)))
