"""The guarded process: it answers until no more items arrive, and restores what foreign code changed."""

import contextlib
import faulthandler
import gc
import io
import mmap
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from verify.arithmetic.precision import Hopeless, OutOfTime
from verify.core import text
from verify.core.errors import BadInput
from verify.core.page import CALLING, DEADLINE, IDLE, ITEM, NEVER, STALL, Page, own
from verify.measure.limits import Limits, clock
from verify.runs import forked
from verify.runs.parcel import GIB, LENGTH, RETIRED, Lost, Refused, Work, write
from verify.runs.surroundings import Surroundings

FLUSH, MOST = 0.05, 64  # answers are sent after so many seconds, or when there are so many
TOGETHER = 512  # items are done at once where that is possible
SEVERAL = -2.0  # in place of the current item


def no_memory(limits: Limits) -> str:
    return f"needed more than {limits.memory:g} GiB of memory"


def live(work: Work, limits: Limits, page: Page, items: int, answers: int) -> None:
    """Answer until no more items arrive."""
    parent = os.getppid()
    _settle(parent)
    clock.__init__()  # type: ignore[misc]  # the parent's limits are not this process's
    own.page = page
    clock.start()
    page[STALL] = limits.seconds
    much = _data() + limits.memory * GIB / 2
    _with_memory(limits)
    around = Surroundings()
    source = os.fdopen(items, "rb")
    while head := source.read(LENGTH.size):
        batch = pickle.loads(source.read(LENGTH.unpack(head)[0]))
        clock.rings_at = NEVER  # foreign code may have stopped the timer; it is set again
        _answer_all(work, batch, answers, around, limits)
        page[ITEM], page[DEADLINE] = IDLE, NEVER
        if _data() > much:  # the next item must not pay for what this one left behind
            os._exit(RETIRED)
    os._exit(0)


def _answer_all(
    work: Work, batch: list[tuple[int, Any]], out: int, around: Surroundings, limits: Limits
) -> None:
    found: list[tuple[int, Any]] = []
    pid, sent = os.getpid(), time.monotonic()
    for k in range(0, len(batch), TOGETHER):
        group = batch[k : k + TOGETHER]
        several = _several(work, [item for _, item in group], around)
        for place, (index, item) in enumerate(group):
            if several is None:
                clock.page[ITEM], clock.page[CALLING] = index, 0
                answer = _in_time(work.single, item, limits)
                around.restore()
            else:
                answer = several[place]
            if os.getpid() != pid:
                os._exit(0)  # a fork that the function made and that returned here as well
            found.append((index, answer))
            if len(found) >= MOST or time.monotonic() - sent > FLUSH:
                _send(out, found, [])
                found, sent = [], time.monotonic()
    _send(out, found, around.remarks())


def _several(work: Work, items: list[Any], around: Surroundings) -> list[Any] | None:
    """The answers for several items at once; None where they must be computed one by one, for example because
    one of them changed the state in which the others were computed."""
    if work.several is None or len(items) < 2:
        return None
    clock.page[ITEM], clock.page[CALLING] = SEVERAL, 0
    try:
        clock.out_of_limits()
        answers = work.several(items)
        clock.page[DEADLINE] = NEVER
    except BaseException:
        clock.page[DEADLINE] = NEVER
        answers = None
    return None if around.restore() else answers


def _in_time(work: Callable[[Any], Any], item: Any, limits: Limits) -> Any:
    """The answer; its time ends with it, so that nothing rings while the next one is prepared."""
    try:
        clock.out_of_limits()
        answer = answered(work, item, limits)
        clock.page[DEADLINE] = NEVER
    except OutOfTime as late:  # a very short limit ends while the limit or the answer is being set up
        clock.page[DEADLINE] = NEVER
        answer = Lost(str(late))
    return answer


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
    clock.page[DEADLINE] = NEVER  # waiting for the reader must not count as an item's time
    try:
        data = pickle.dumps((found, remarks), pickle.HIGHEST_PROTOCOL)
    except Exception:  # one of them cannot be pickled
        data = pickle.dumps(([(k, _sendable(answer)) for k, answer in found], remarks))
    write(out, data)


def _sendable(answer: Any) -> Any:
    try:
        pickle.dumps(answer)
    except Exception as error:
        return Lost(f"the answer cannot be passed on: {text.told(error)}")
    return answer


def _settle(parent: int) -> None:
    """Detach: a group of its own that can be ended with everything it starts, and no terminal."""
    os.setpgid(0, 0)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    faulthandler.disable()
    gc.freeze()
    forked.end_with(parent)
    import resource  # systems without fork lack this module

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 0)
    try:
        os.dup2(2, 1)  # output of foreign code is not an answer
    except OSError:
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stderr = io.TextIOWrapper(
        os.fdopen(2, "wb", 0, closefd=False), "utf-8", "backslashreplace", write_through=True
    )


def _with_memory(limits: Limits) -> None:
    """Allow this much memory beyond what the parent had."""
    import resource

    allowed = int(_data() + limits.memory * GIB)
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if hard != resource.RLIM_INFINITY:
        allowed = min(allowed, hard)
    with contextlib.suppress(OSError, ValueError):  # not every system takes it
        resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))


def _data() -> int:
    """Bytes of private memory that this process may write to; 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[5]) * mmap.PAGESIZE
    except OSError:
        return 0
