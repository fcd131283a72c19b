"""Thousands of results at once: what is certain of them, and which ones balls have to judge."""

from typing import Any

import numpy as np

from verify.arithmetic.mpfr import Format
from verify.checking.every import binade, each
from verify.checking.every.compared import Compared
from verify.checking.every.counts import Counts

SHORT = 2**11  # results: to halve so few costs as much as to judge each by its own ulp


def counted(of: Compared, y: Any, first: int, format: Format) -> tuple[Counts, Any]:
    """Of results at the places from `first` on; indices of the others. The errors are lost.

    Halved until one ulp serves all of an array: a truth that passes a power of two does so at one place.
    """
    if not of.values.relative:
        quick = binade.counted(of, y, first, format)
        if quick is not None:
            return quick
        if len(y) > SHORT:
            half = len(y) // 2
            halves = (
                counted(of.part(part), y[part], first + part.start, format)
                for part in (slice(0, half), slice(half, len(y)))
            )
            (a, some), (b, others) = halves
            return a + b, np.concatenate([some, others + half])
    return each.counted(of, y, first, format)
