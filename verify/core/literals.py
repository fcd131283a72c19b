"""Exact rationals from literals: a decimal is the rational typed; a hex literal is the double it writes."""

import math
import re
from typing import Any

from flint import fmpq

from verify.arithmetic.float64 import exact
from verify.core.errors import BadInput

_RATIONAL = re.compile(r"\+?(-?\d+)/(\d*[1-9]\d*)", re.ASCII)
_DECIMAL = re.compile(r"\+?(-?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?", re.ASCII)
_HEX = re.compile(r"[+-]?0[xX](?=\.?[\da-fA-F])[\da-fA-F]*\.?[\da-fA-F]*(?:[pP][+-]?\d+)?", re.ASCII)
MOST_DIGITS = 4000  # Python reads and writes integers of up to 4300


def rational(value: Any) -> fmpq:
    """An exact rational from 0.1 (the double), "0.1" (the decimal), "1/10" or "0x1.8p-3".

    BadInput for NaN, infinities and what is not a number.
    """
    if isinstance(value, fmpq):
        return value
    if isinstance(value, int):
        return fmpq(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise BadInput(f"{value} is not a finite number; give a finite decimal, p/q or hex float")
        return exact(value)
    text = str(value).strip()
    if any(len(digits) > MOST_DIGITS for digits in re.findall(r"\d+", text)):
        raise BadInput(f"{shortened(text)} has more than {MOST_DIGITS} digits; give fewer")
    if match := _RATIONAL.fullmatch(text):
        return fmpq(int(match[1]), int(match[2]))
    if _HEX.fullmatch(text):
        return _double(text)
    if match := _DECIMAL.fullmatch(text):
        return _decimal(*match.groups(default=""))
    raise BadInput(f"{shortened(text)!r} is not a finite number; give a decimal, p/q or hex float")


def _double(literal: str) -> fmpq:
    try:
        return exact(float.fromhex(literal))
    except OverflowError as error:
        raise BadInput(f"{shortened(literal)} is beyond float64; give a smaller hex float") from error


def _decimal(sign: str, whole: str, fraction: str, exponent: str) -> fmpq:
    power = int(exponent or 0) - len(fraction)
    if abs(power) + len(whole) > MOST_DIGITS:
        raise BadInput(f"a decimal of more than {MOST_DIGITS} places is not accepted; give one of fewer")
    return fmpq(int(sign + whole + fraction)) * fmpq(10) ** power


def shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}..."
