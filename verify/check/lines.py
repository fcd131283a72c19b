"""The whole line of floats of a short format, as arrays: every number between two places."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from verify.arithmetic.mpfr import FORMATS, Format
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
        return self.format.ordinal(float((2 - 2.0 ** (1 - self.format.bits)) * 2.0**self.format.emax))

    def between(self, first: int, last: int) -> Any:
        """The numbers from one place to another. Places count away from zero, whose sign is plus."""
        # A number and the next larger in size differ by one in their bits: IEEE 754's encoding is in order.
        places = np.arange(first, last + 1, dtype=np.int64)
        sign = np.int64(1) << (8 * np.dtype(self.bits).itemsize - 1)
        return np.where(places < 0, -places | sign, places).astype(self.bits).view(self.dtype)


LINES = {
    line.name: line
    for line in (
        Line("float16", FORMATS["binary16"], np.float16, np.uint16),
        Line("float32", FORMATS["binary32"], np.float32, np.uint32),
    )
}


def line(name: str) -> Line:
    """The line of a format by its name. BadInput for one that is not judged as a whole."""
    if name not in LINES:
        raise BadInput(f"--format {name}: every input can be judged of {', '.join(LINES)}; name one of these")
    return LINES[name]
