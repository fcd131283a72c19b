"""One forked process that works on items one by one, and can be ended or die without loss.

It is forked, not spawned: functions, closures and balls are simply there, so that any Python callable can be
guarded. What comes back is pickled. A page of shared memory tells the parent since when the item in hand is
being worked on (`measure.limits` keeps the time), so that the parent can end what does not return.
"""

import contextlib
import copyreg
import faulthandler
import gc
import io
import mmap
import os
import pickle
import random
import resource
import signal
import struct
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flint import arb

from verify.arithmetic.precision import Hopeless
from verify.core import page, text
from verify.core.errors import BadInput
from verify.core.page import CALLING, DEADLINE, IDLE, ITEM, NEVER, STALL, Page
from verify.measure.limits import Limits, clock
from verify.runs import process
from verify.runs.process import GRACE
from verify.runs.surroundings import Surroundings

FLUSH, MOST = 0.05, 64  # answers are sent after so many seconds, or when there are so many
TOGETHER = 32  # items are done at once where that is possible
LENGTH = struct.Struct("<Q")
SEVERAL = -2.0  # in place of the item in hand
RETIRED, CUT_OFF = 70, 71  # exit statuses: it used much memory and makes room; its channel was closed within
GIB = 2**30
READ = 1 << 16


@dataclass(frozen=True)
class Lost:
    """What stands for an answer that did not come, and why.

    by_function: the function that is judged, when it was called, ended the process or left it no choice.
    """

    why: str
    by_function: bool = False


@dataclass(frozen=True)
class Refused:
    """What stands for BadInput, which is the user's to mend."""

    why: str


def _ball(middle: tuple[int, int], radius: tuple[int, int]) -> arb:
    """The ball of these dyadic numbers.

    arb rounds a radius that it is given up to the next number of 30 bits above it, so it is given one a
    little below; where that does not reach it, the radius itself.
    """
    m, e = radius
    x, wanted = arb(middle), arb(radius)
    if m:
        ball = arb(x, arb(((m << 40) - 1, e - 40)))
        return ball if ball.rad() >= wanted else arb(x, wanted)
    return x


def _reduced(ball: arb) -> tuple[Any, tuple[Any, ...]]:
    """Midpoint and radius as what they are, dyadic: the same ball, whatever precision is in force."""
    if ball.is_nan():
        return arb, ("nan",)
    if not ball.is_finite():
        return arb, ("inf",) if ball > 0 else ("-inf",) if ball < 0 else (0, "inf")
    return _ball, tuple((int(m), int(e)) for m, e in (ball.mid().man_exp(), ball.rad().man_exp()))


copyreg.pickle(arb, _reduced)


class Work(NamedTuple):
    """What is done with an item; and with several at once where that is cheaper (None: not these)."""

    single: Callable[[Any], Any]
    several: Callable[[list[Any]], list[Any] | None] | None = None


class Child:
    """A process that answers for items; made anew by whoever holds it when it has died."""

    def __init__(self, work: Work, limits: Limits) -> None:
        self.limits = limits
        self.page = page.shared()
        self.buffer = bytearray()
        self.killed = ""  # why the parent ended it
        self.ended: tuple[int, float] | None = None  # exit status, and the most memory held, in GiB
        items, self.items = _pipe()
        self.answers, answers = _pipe()
        state = random.getstate()
        self.pid = _fork()
        if self.pid == 0:
            try:
                random.setstate(state)  # Python seeds it anew in every fork
                process.close(self.items, self.answers)
                process.close_private()
                _live(work, limits, self.page, items, answers)
            finally:
                os._exit(CUT_OFF)  # whatever happens: these are another process's frames
        os.close(items)
        os.close(answers)
        os.set_blocking(self.answers, False)
        process.keep_private(self.items, self.answers)

    def send(self, items: Sequence[tuple[int, Any]]) -> None:
        """Items to work on. Only to one that has answered for all it had: so neither waits for the other."""
        with contextlib.suppress(BrokenPipeError):  # it died, which is seen when its answers are asked for
            _write(self.items, pickle.dumps(items, pickle.HIGHEST_PROTOCOL))

    def received(self) -> Iterator[tuple[list[tuple[int, Any]], list[str]]]:
        """The answers and remarks that have come since. EOFError where no more will."""
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
        """The item that it works on; negative where it is idle."""
        return int(self.page[ITEM])

    @property
    def is_calling(self) -> bool:
        return bool(self.page[CALLING])

    def late(self) -> float:
        """By how many seconds it is past its limit; negative before."""
        return time.monotonic() - self.page[DEADLINE]

    def kill(self, why: str) -> None:
        self.killed = why
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def is_dead(self) -> bool:
        return self._reaped(os.WNOHANG)

    def bury(self) -> tuple[str, int]:
        """End it with all that it started; how it ended, and its exit status (negative: a signal)."""
        patience = time.monotonic() + (0 if self.killed else GRACE)
        while not self.is_dead() and time.monotonic() < patience:
            time.sleep(0.002)  # its pipe is closed, so it is about to end
        if not self.is_dead():
            self.kill(self.killed)
            self._reaped(0)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)  # what a function forked and left behind
        process.close(self.items, self.answers)
        assert self.ended is not None
        code, used = self.ended
        return self.killed or _ending(code, used, self.limits), code

    def _reaped(self, options: int) -> bool:
        if self.ended is None:
            try:
                pid, status, usage = os.wait4(self.pid, options)
            except ChildProcessError:  # someone else has waited for it
                self.ended = CUT_OFF, 0.0
            else:
                if pid:
                    self.ended = os.waitstatus_to_exitcode(status), usage.ru_maxrss / 2**20
        return self.ended is not None


def _ending(code: int, used: float, limits: Limits) -> str:
    """How a process ended that nobody here killed. `used`: the most memory it held, in GiB."""
    if code == CUT_OFF:
        return "the process lost its connection: the function closed files that were not its own"
    if code >= 0:
        return f"the process ended with exit status {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    memory = (
        f" with {used:.1f} GiB of memory, of {limits.memory:g} allowed" if used > limits.memory / 2 else ""
    )
    return f"the process was killed by {name}{memory}"


def no_memory(limits: Limits) -> str:
    return f"needed more than {limits.memory:g} GiB of memory"


# --- the parent's side ---------------------------------------------------------------------------------


def _pipe() -> tuple[int, int]:
    """A pipe whose ends lie above the standard files, which may be closed."""
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
            stream.flush()  # what waits there is not written twice
    with warnings.catch_warnings():
        # Threads do not exist in the child, and it uses nothing that they may hold: its streams are new.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _write(file: int, data: bytes) -> None:
    view = memoryview(LENGTH.pack(len(data)) + data)
    while view:
        view = view[os.write(file, view) :]


# --- within the child ----------------------------------------------------------------------------------


def _live(work: Work, limits: Limits, page: Page, items: int, answers: int) -> None:
    """Answer until no more items come."""
    parent = os.getppid()
    _settle(parent)
    clock.__init__()  # type: ignore[misc]  # the parent's limits are not this process's
    clock.page = page
    clock.start()
    page[STALL] = limits.seconds
    much = _data() + limits.memory * GIB / 2
    _with_memory(limits)
    around = Surroundings()
    source = os.fdopen(items, "rb")
    while head := source.read(LENGTH.size):
        batch = pickle.loads(source.read(LENGTH.unpack(head)[0]))
        clock.rings_at = NEVER  # whoever stopped the timer: it is set again
        _answer_all(work, batch, answers, around, limits)
        page[ITEM], page[DEADLINE] = IDLE, NEVER
        if _data() > much:  # what an item left behind is not the next one's fault
            os._exit(RETIRED)
    os._exit(0)


def _answer_all(
    work: Work, batch: list[tuple[int, Any]], out: int, around: Surroundings, limits: Limits
) -> None:
    found: list[tuple[int, Any]] = []
    own, sent = os.getpid(), time.monotonic()
    for k in range(0, len(batch), TOGETHER):
        group = batch[k : k + TOGETHER]
        several = _several(work, [item for _, item in group], around)
        for place, (index, item) in enumerate(group):
            if several is None:
                clock.page[ITEM], clock.page[CALLING] = index, 0
                clock.out_of_limits()
                answer = answered(work.single, item, limits)
                around.restore()
            else:
                answer = several[place]
            if os.getpid() != own:
                os._exit(0)  # a fork that the function made and that returned here as well
            found.append((index, answer))
            if len(found) >= MOST or time.monotonic() - sent > FLUSH:
                _send(out, found, [])
                found, sent = [], time.monotonic()
    _send(out, found, around.remarks())


def _several(work: Work, items: list[Any], around: Surroundings) -> list[Any] | None:
    """The answers for some items at once; None where they have to be taken one by one, as where one of them
    changed what the others were computed in."""
    if work.several is None or len(items) < 2:
        return None
    clock.page[ITEM], clock.page[CALLING] = SEVERAL, 0
    clock.out_of_limits()
    try:
        answers = work.several(items)
    except BaseException:
        answers = None
    return None if around.restore() else answers


def answered(work: Callable[[Any], Any], item: Any, limits: Limits) -> Any:
    try:
        return work(item)
    except MemoryError:
        return Lost(no_memory(limits), bool(clock.page[CALLING]))
    except BadInput as error:
        return Refused(str(error))
    except Hopeless as error:
        return Lost(str(error))
    except BaseException as error:
        return Lost(f"raised {text.told(error)}", bool(clock.page[CALLING]))


def _send(out: int, found: list[tuple[int, Any]], remarks: list[str]) -> None:
    try:
        data = pickle.dumps((found, remarks), pickle.HIGHEST_PROTOCOL)
    except Exception:  # one of them cannot be pickled
        data = pickle.dumps(([(k, _sendable(answer)) for k, answer in found], remarks))
    _write(out, data)


def _sendable(answer: Any) -> Any:
    try:
        pickle.dumps(answer)
    except Exception as error:
        return Lost(f"the answer cannot be passed on: {text.told(error)}")
    return answer


def _settle(parent: int) -> None:
    """A process of its own: a group that can be ended with all it starts, nothing of the terminal's."""
    os.setpgid(0, 0)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    faulthandler.disable()
    gc.freeze()
    process.end_with(parent)
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 0)
    try:
        os.dup2(2, 1)  # what foreign code writes is no answer
    except OSError:
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stderr = io.TextIOWrapper(
        os.fdopen(2, "wb", 0, closefd=False), "utf-8", "backslashreplace", write_through=True
    )


def _with_memory(limits: Limits) -> None:
    """Allow so much beyond what the parent had."""
    allowed = int(_data() + limits.memory * GIB)
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if hard != resource.RLIM_INFINITY:
        allowed = min(allowed, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))


def _data() -> int:
    """Bytes of private memory that this process may write to; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[5]) * mmap.PAGESIZE
    except OSError:
        return 0
