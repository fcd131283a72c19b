"""How far a truth is pursued: bits and seconds."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from verify.arithmetic.precision import LEAST_BITS, MAX_BITS, Hopeless, OutOfTime, Unsettled
from verify.core.errors import BadInput

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
    """OutOfTime after so many seconds: at once in a main thread, elsewhere when the work returns.

    A limit within a limit is the shorter of the two, and what is left of the outer one stands after it.
    """
    if seconds is None:
        yield
        return
    start = time.monotonic()
    in_main = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    with _alarm(seconds) if in_main else nullcontext():
        yield
    if not in_main and time.monotonic() - start > seconds:
        raise OutOfTime(_told(seconds))


def _told(seconds: float) -> str:
    return f"the time limit of {seconds:g} s was reached"


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    start, over = time.monotonic(), False

    def ring(*_: Any) -> None:
        if not over:
            raise OutOfTime(_told(seconds))

    before = signal.signal(signal.SIGALRM, ring)
    outer = signal.setitimer(signal.ITIMER_REAL, seconds)[0]
    try:
        if outer:
            signal.setitimer(signal.ITIMER_REAL, min(seconds, outer))
        yield
    finally:
        over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if outer:
            signal.setitimer(signal.ITIMER_REAL, max(outer - (time.monotonic() - start), 1e-6))


def guarded(seconds: float | None) -> AbstractContextManager[None]:
    """A time limit; and what a truth or a body raises is Hopeless: it ends this evaluation, not the run."""
    return _Guard(None if seconds is None else time_limit(seconds))


class _Guard(AbstractContextManager[None]):
    # A class is entered in a tenth of a generator's time, and this one is entered for every evaluation.
    def __init__(self, limit: AbstractContextManager[None] | None) -> None:
        self.limit = limit

    def __enter__(self) -> None:
        if self.limit is not None:
            self.limit.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.limit is not None:
            self.limit.__exit__(kind, error, trace)
        if isinstance(error, Exception) and not isinstance(error, Unsettled | Hopeless):
            raise Hopeless(f"the evaluation in balls raised {type(error).__name__}: {error}") from error
