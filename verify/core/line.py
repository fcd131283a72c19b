"""The whole line of floats of a format, as arrays: every number between two places."""

from typing import Any

import numpy as np

from verify.core import formats
from verify.core.errors import BadInput
from verify.core.formats import Scalar
from verify.core.numbers import bound_text

MOST = 10**10  # floats that are judged one and all


def numbers(scalar: Scalar, first: int, last: int) -> Any:
    """The numbers from one place to another. Places count away from zero, whose sign is plus."""
    if first < 0 <= last:
        return np.concatenate([numbers(scalar, first, -1), numbers(scalar, 0, last)])
    # A number and the next larger in size differ by one in their bits: IEEE 754's encoding is in order.
    size = np.dtype(scalar.type).itemsize
    if first < 0:
        sign = 1 << (8 * size - 1)
        bits = np.arange(sign - first, sign - last - 1, -1, dtype=f"u{size}")
    else:
        bits = np.arange(first, last + 1, dtype=f"u{size}")
    return bits.view(scalar.type)


def at(scalar: Scalar, places: Any) -> Any:
    """The numbers at an array of places, in int64."""
    size = np.dtype(scalar.type).itemsize
    bits = np.abs(places).astype(f"u{size}")
    return np.where(places < 0, bits | bits.dtype.type(1 << (8 * size - 1)), bits).view(scalar.type)


def named(name: str, count: int | None = None) -> Scalar:
    """A format by its name, of which so many numbers are to be judged (None: all).

    BadInput where these are too many.
    """
    scalar = formats.real(name)
    if count is None:
        count = 2 * scalar.format.ordinal(scalar.format.largest) + 1
    if count > MOST:
        raise BadInput(
            f"--format {name} has {bound_text(float(count))} numbers there, too many to judge each; give a "
            f"--domain that holds at most {MOST:,}, or a shorter format"
        )
    return scalar
