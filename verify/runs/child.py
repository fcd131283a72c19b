"""One forked process that works on items one by one, and may be ended or die without loss.

It is forked, not spawned: functions, closures and balls are simply there, so that any Python callable can be
guarded. Answers come back pickled. A page of shared memory tells the parent how long the item in hand has
been worked on (`measure.limits` keeps the time), so that the parent can end what does not return.
"""

import contextlib
import os
import pickle
import random
import signal
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from verify.core import page
from verify.core.page import CALLING, DEADLINE, ITEM
from verify.measure.limits import Limits
from verify.runs import forked, serve
from verify.runs.forked import GRACE
from verify.runs.parcel import CUT_OFF, LENGTH, Work, write

READ = 1 << 16
RESIDENT = 2**30 if sys.platform == "darwin" else 2**20  # units of ru_maxrss in a GiB


class Child:
    """A process that answers items; its owner makes a new one when it has died."""

    def __init__(self, work: Work, limits: Limits) -> None:
        self.limits = limits
        self.page = page.shared()
        self.buffer = bytearray()
        self.killed: str | None = None  # why the parent ended it
        self.ended: tuple[int, float] | None = None  # exit status, and the most memory held, in GiB
        items, self.items = _pipe()
        self.answers, answers = _pipe()
        state = random.getstate()
        self.pid = _fork()
        if self.pid == 0:
            try:
                random.setstate(state)  # Python seeds it anew in every fork
                forked.close(self.items, self.answers)
                forked.close_private()
                serve.live(work, limits, self.page, items, answers)
            finally:
                os._exit(CUT_OFF)  # whatever happens: the frames above belong to the parent
        os.close(items)
        os.close(answers)
        os.set_blocking(self.answers, False)
        forked.keep_private(self.items, self.answers)

    def send(self, items: Sequence[tuple[int, Any]]) -> None:
        """Send items; only when all earlier ones are answered, so that neither side waits for the other."""
        with contextlib.suppress(BrokenPipeError):  # its death is noticed when its answers are read
            write(self.items, pickle.dumps(items, pickle.HIGHEST_PROTOCOL))

    def received(self) -> Iterator[tuple[list[tuple[int, Any]], list[str]]]:
        """The answers and remarks that have arrived since. EOFError where no more will."""
        while True:
            try:
                part = os.read(self.answers, READ)
            except BlockingIOError:
                break
            if not part:
                raise EOFError
            self.buffer += part
            yield from self._frames()

    def _frames(self) -> Iterator[Any]:
        while len(self.buffer) >= LENGTH.size:
            (size,) = LENGTH.unpack_from(self.buffer)
            end = LENGTH.size + size
            if len(self.buffer) < end:
                return
            frame = bytes(self.buffer[LENGTH.size : end])
            del self.buffer[:end]
            yield pickle.loads(frame)

    @property
    def in_hand(self) -> int:
        """The index of the item being worked on; negative while idle."""
        return int(self.page[ITEM])

    @property
    def is_calling(self) -> bool:
        return bool(self.page[CALLING])

    def late(self) -> float:
        """Seconds past the time limit; negative before it."""
        return time.monotonic() - self.page[DEADLINE]

    def kill(self, why: str) -> None:
        self.killed = why
        self._kill()

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def is_dead(self) -> bool:
        return self._reaped(os.WNOHANG)

    def bury(self) -> tuple[str, int]:
        """End the process and all it started; how it ended, and its exit status (negative: a signal)."""
        patience = time.monotonic() + (0 if self.killed else GRACE)
        while not self.is_dead() and time.monotonic() < patience:
            time.sleep(0.002)  # its pipe is closed, so it is about to end
        if not self.is_dead():
            self._kill()
            self._reaped(0)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)  # whatever the function forked and left behind
        forked.close(self.items, self.answers)
        assert self.ended is not None
        code, used = self.ended
        return self.killed or _ending(code, used, self.limits), code

    def _reaped(self, options: int) -> bool:
        if self.ended is None:
            try:
                pid, status, usage = os.wait4(self.pid, options)
            except ChildProcessError:  # someone else has already waited for it
                self.ended = CUT_OFF, 0.0
            else:
                if pid:
                    self.ended = os.waitstatus_to_exitcode(status), usage.ru_maxrss / RESIDENT
        return self.ended is not None


def _ending(code: int, used: float, limits: Limits) -> str:
    """How a process ended that was not killed from here. `used`: its peak memory in GiB."""
    if code == CUT_OFF:
        return "the process lost its connection: the function closed files that were not its own"
    if code >= 0:
        return f"the process ended with exit status {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    memory = (
        f" with {used:.1f} GiB of memory, of {limits.memory:g} allowed" if used > limits.memory / 2 else ""
    )
    return f"the process was killed by {name}{memory}"


# --- the parent's side ---------------------------------------------------------------------------------


def _pipe() -> tuple[int, int]:
    """A pipe whose descriptors lie above those of the standard files, which may be closed."""
    ends = os.pipe()
    moved = []
    for end in ends:
        if end <= 2:
            import fcntl

            moved.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 3))
            os.close(end)
        else:
            moved.append(end)
    return moved[0], moved[1]


def _fork() -> int:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()  # buffered output must not be written twice
    with warnings.catch_warnings():
        # No threads exist in the child, and it uses nothing they may hold: its streams are new.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()
