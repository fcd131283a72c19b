"""A global context of gmpy2 in which whatever relies on it goes wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

import gmpy2


@contextmanager
def hostile() -> Iterator[None]:
    """Whoever used gmpy2 last left this: two bits, another direction, a narrow range, every trap set."""
    before = gmpy2.get_context()
    gmpy2.set_context(
        gmpy2.context(
            precision=2,
            round=gmpy2.RoundToZero,
            emax=4,
            emin=-4,
            subnormalize=True,
            trap_inexact=True,
            trap_overflow=True,
            trap_underflow=True,
            trap_invalid=True,
            trap_erange=True,
            trap_divzero=True,
        )
    )
    try:
        yield
    finally:
        gmpy2.set_context(before)
