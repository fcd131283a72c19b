"""The whole line of floats of a short format, as arrays: every number between two places."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from verify.arithmetic.mpfr import Format
from verify.core import formats
from verify.core.errors import BadInput


@dataclass(frozen=True)
class Line:
    """A format whose numbers numpy holds: `bits`, the unsigned integers of the same size."""

    name: str
    format: Format
    dtype: Any
    bits: Any

    @property
    def last(self) -> int:
        """The place of the largest number."""
        return self.format.ordinal(self.format.largest)

    def between(self, first: int, last: int) -> Any:
        """The numbers from one place to another. Places count away from zero, whose sign is plus."""
        # A number and the next larger in size differ by one in their bits: IEEE 754's encoding is in order.
        places = np.arange(first, last + 1, dtype=np.int64)
        sign = np.int64(1) << (8 * np.dtype(self.bits).itemsize - 1)
        return np.where(places < 0, -places | sign, places).astype(self.bits).view(self.dtype)


def line(name: str) -> Line:
    """The line of a format by its name. BadInput for one that is not judged as a whole."""
    scalar = formats.named(name)
    size = np.dtype(scalar.type).itemsize
    if size > 4:
        raise BadInput(f"--format {name} has too many numbers to judge each; float32 and shorter ones can be")
    return Line(scalar.name, scalar.format, scalar.type, np.dtype(f"u{size}").type)
