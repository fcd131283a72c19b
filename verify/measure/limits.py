"""How far an evaluation is pursued: bits, seconds and memory; and the clock that ends what takes too long.

One deadline stands at a time, that of the innermost limit. It lies in a page that a guard shares with the
process it watches: the process itself is interrupted by an alarm where Python runs, and the guard ends it
where the code is compiled and does not return. The alarm is set once for many short evaluations, so that a
limit costs a microsecond.
"""

import math
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Any

from verify.arithmetic.precision import LEAST_BITS, MAX_BITS, Hopeless, OutOfTime, Unsettled
from verify.core import text
from verify.core.errors import BadInput
from verify.core.page import ALLOWED, CALLING, DEADLINE, NEVER, STALL, Page, own

SECONDS, MEMORY = 60.0, 4.0  # the defaults: of one evaluation or claim, and GiB
MOST_SECONDS = 1e8  # three years; the system's timer takes no infinity
AGAIN = 0.2  # seconds until an alarm that was swallowed rings again


@dataclass(frozen=True)
class Limits:
    """How far a truth is pursued: bits carried, seconds for one evaluation or claim, GiB of memory for it."""

    max_bits: int = MAX_BITS
    seconds: float = SECONDS
    memory: float = MEMORY

    def __post_init__(self) -> None:
        if self.max_bits < LEAST_BITS:
            raise BadInput(
                f"a limit of {self.max_bits} bits is too low to judge float64; give at least {LEAST_BITS}"
            )
        if not 0 < self.seconds <= MOST_SECONDS:
            raise BadInput(f"the time limit must be above 0 and at most 10^8 seconds, got {self.seconds:g}")
        if not 0 < self.memory < math.inf:
            raise BadInput(f"the memory limit must be a positive number of GiB, got {self.memory:g}")


class _Clock:
    """What stands in this process: the page, when the alarm rings, how deep limits lie in one another."""

    def __init__(self) -> None:
        self.rings_at, self.depth = NEVER, 0
        self.before: tuple[Any, float, float] | None = None  # handler, timer and time when ours was set
        self.main = threading.main_thread().ident

    @property
    def page(self) -> Page:
        return own.page  # asked each time: a process may be given another after this was loaded

    def arm(self, end: float) -> None:
        self.rings_at = end
        signal.setitimer(signal.ITIMER_REAL, max(end - time.monotonic(), 1e-6))

    def start(self) -> None:
        handler = signal.signal(signal.SIGALRM, _ring)
        self.before = handler, signal.setitimer(signal.ITIMER_REAL, 0)[0], time.monotonic()

    def stop(self) -> None:
        assert self.before is not None
        handler, left, since = self.before
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.before, self.rings_at = None, NEVER
        signal.signal(signal.SIGALRM, signal.SIG_DFL if handler is None else handler)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - since), 1e-6))

    def out_of_limits(self) -> None:
        """No limit stands; only the time without a sign of life counts."""
        self.depth = 0
        self.page[ALLOWED] = self.page[STALL]
        self.page[DEADLINE] = time.monotonic() + self.page[STALL]


clock = _Clock()


def alive() -> None:
    """A sign of life from work that is not a single evaluation: it may go on."""
    if clock.depth == 0:
        clock.out_of_limits()


class calling(AbstractContextManager[None]):
    """Within it the function that is judged is called: if the process ends, that is its doing."""

    def __enter__(self) -> None:
        clock.page[CALLING] = 1

    def __exit__(self, kind: type[BaseException] | None, *_: Any) -> None:
        if kind is None or issubclass(kind, Hopeless):
            clock.page[CALLING] = 0


def told(seconds: float) -> str:
    return f"the time limit of {seconds:g} s was reached"


def _ring(_: int, frame: FrameType | None) -> None:
    now, end = time.monotonic(), clock.page[DEADLINE]
    if frame is not None and frame.f_code.co_filename == __file__:
        clock.arm(now + 0.001)  # never while a limit is entered or left: what stood before has to stand again
    elif now < end:
        clock.rings_at = NEVER
        if end < NEVER:
            clock.arm(end)
    else:
        clock.arm(now + AGAIN)
        raise OutOfTime(told(clock.page[ALLOWED]))


@contextmanager
def listening() -> Iterator[None]:
    """Within it limits are cheap: the alarm's handler is set once for all of them."""
    if clock.before is not None or not _rings():
        yield
        return
    clock.start()
    try:
        yield
    finally:
        clock.stop()


def _rings() -> bool:
    return threading.get_ident() == clock.main and hasattr(signal, "setitimer")


class time_limit(AbstractContextManager[None]):
    """OutOfTime after so many seconds (None: no end): at once in a main thread, elsewhere when the work
    returns.

    A limit within a limit is the shorter of the two, and what is left of the outer one stands after it.
    """

    # A class is entered in a tenth of a generator's time, and this one is entered for every evaluation.
    def __init__(self, seconds: float | None) -> None:
        self.seconds = NEVER if seconds is None else seconds
        self.outer = NEVER, NEVER
        self.end = NEVER
        self.rings = self.owns = False

    def __enter__(self) -> None:
        self.end = time.monotonic() + self.seconds
        self.rings = self.seconds < NEVER and _rings()
        if not self.rings:
            return
        if clock.before is None:
            clock.start()
            self.owns = True
        page = clock.page
        self.outer = page[DEADLINE], page[ALLOWED]
        clock.depth += 1
        if clock.depth == 1 or self.end < self.outer[0]:
            page[ALLOWED] = self.seconds
            page[DEADLINE] = self.end
            if self.end < clock.rings_at:
                clock.arm(self.end)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.rings:
            if error is None and time.monotonic() > self.end:
                raise OutOfTime(told(self.seconds))
            return
        clock.depth -= 1
        if clock.depth == 0:
            clock.out_of_limits()
        else:
            clock.page[DEADLINE], clock.page[ALLOWED] = self.outer
        if self.owns:
            clock.stop()


class guarded(time_limit):
    """A time limit; and what a truth or a body raises is Hopeless: it ends this evaluation, not the run."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        if error is not None and not isinstance(error, Unsettled | Hopeless | KeyboardInterrupt):
            raise Hopeless(f"the evaluation in balls raised {text.placed(error)}") from error
