"""The command in a process of its own, so that its output and its exit are its own.

Foreign code that is merely imported can leave (`os._exit(0)`), crash or write to file descriptor 1. The
process that was started only waits: it passes on the exit code of a command that came to its end, and tells
of one that did not. Results go to the real standard output; what is written to descriptor 1 goes to standard
error.
"""

import contextlib
import io
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from verify.core.page import DEADLINE, FINISHED, Page, own, shared
from verify.runs.forked import GRACE, end_with, keep_private

TWICE = 1.0  # seconds: a terminal's interrupt reaches both processes, and is one
TICK = 0.5
LEAST, MOST = 0.001, 0.05  # seconds between two looks


class Outlet(io.FileIO):
    """Standard output. A reader that has seen enough (`| head -1`) does not change how the command ends."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data) or 0
        except BrokenPipeError:
            return len(data)


def supervised(command: Callable[[], None]) -> None:
    """Run the command, which ends by SystemExit, and end as it does."""
    if not hasattr(os, "fork"):
        command()
        return
    _open_standard_files()
    page = shared()
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        end_with(parent)
        own.page = page
        signal.signal(signal.SIGINT, _once())
        _separated()
        try:
            command()
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
            page[FINISHED] = 1
        return
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: _passed_on(pid, number))
    status = _waited(pid, lambda: time.monotonic() > page[DEADLINE] + GRACE)
    _end(status, bool(page[FINISHED]), page)


def _open_standard_files() -> None:
    """Descriptors 0 to 2 are files: what is opened next must not take their place."""
    while (file := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(file)


def _separated() -> None:
    private = os.dup(1)
    keep_private(private)
    os.dup2(2, 1)
    old = sys.stdout
    encoding = getattr(old, "encoding", None) or "utf-8"
    outlet = Outlet(private, "wb")
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(outlet), encoding, getattr(old, "errors", None), line_buffering=outlet.isatty()
    )


def _once() -> Callable[[int, FrameType | None], None]:
    last = -TWICE

    def interrupt(_: int, frame: FrameType | None) -> None:
        nonlocal last
        if time.monotonic() - last > TWICE:
            last = time.monotonic()
            raise KeyboardInterrupt

    return interrupt


def _passed_on(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _waited(pid: int, is_late: Callable[[], bool]) -> int:
    """The exit code, negative for a signal. A command that is past a limit of its own in compiled code is
    ended."""
    if not hasattr(os, "pidfd_open"):  # Linux alone has it
        return _looked_after(pid, is_late)
    poll, handle = select.poll(), os.pidfd_open(pid)
    poll.register(handle, select.POLLIN)
    while not poll.poll(1000 * TICK):
        if is_late():
            _passed_on(pid, signal.SIGKILL)
    os.close(handle)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def _looked_after(pid: int, is_late: Callable[[], bool]) -> int:
    """The same by polling."""
    pause = LEAST
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if is_late():
            _passed_on(pid, signal.SIGKILL)
        time.sleep(pause)
        pause = min(2 * pause, MOST)


def _end(code: int, finished: bool, page: Page) -> None:
    if code >= 0 and finished:
        os._exit(code)  # it has written all there is, and nothing here is to be tidied up
    if code in (-signal.SIGINT, -signal.SIGTERM, -signal.SIGHUP):
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    ended = f"ended with exit status {code}" if code >= 0 else f"was killed by {signal.Signals(-code).name}"
    late = " at its limit of time" if code == -signal.SIGKILL and time.monotonic() > page[DEADLINE] else ""
    with contextlib.suppress(OSError):
        os.write(2, f"verify: the process {ended}{late} before its answer was complete\n".encode())
    os._exit(1)
