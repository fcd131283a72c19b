"""How far a truth is pursued: bits and seconds."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from verify.enclose import LEAST_BITS, MAX_BITS, Hopeless, OutOfTime, Unsettled
from verify.model import BadInput

MOST_SECONDS = 1e8  # three years; the system's timer takes no infinity


@dataclass(frozen=True)
class Limits:
    """How far a truth is pursued: bits carried, and seconds for one evaluation or claim (None: no end)."""

    max_bits: int = MAX_BITS
    seconds: float | None = None

    def __post_init__(self) -> None:
        if self.max_bits < LEAST_BITS:
            raise BadInput(
                f"a limit of {self.max_bits} bits is too low to judge float64; give at least {LEAST_BITS}"
            )
        if self.seconds is not None and not 0 < self.seconds <= MOST_SECONDS:
            raise BadInput(f"a time limit of {self.seconds} s is none; give one above 0 and up to 10^8")


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """OutOfTime after so many seconds: at once in a main thread, elsewhere when the work returns."""
    if seconds is None:
        yield
        return
    why = f"the time limit of {seconds:g} s was reached"
    in_main = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")

    def ring(*_: Any) -> None:
        raise OutOfTime(why)

    start = time.monotonic()
    before = signal.signal(signal.SIGALRM, ring) if in_main else None
    try:
        if in_main:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        if in_main:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
    if not in_main and time.monotonic() - start > seconds:
        raise OutOfTime(why)


@contextmanager
def guarded(seconds: float | None) -> Iterator[None]:
    """A time limit; and what a truth or a body raises is Hopeless: it ends this evaluation, not the run."""
    try:
        with time_limit(seconds):
            yield
    except (Unsettled, Hopeless):
        raise
    except Exception as error:
        raise Hopeless(f"the evaluation in balls raised {type(error).__name__}: {error}") from error
