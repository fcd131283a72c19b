"""What a forked process owes the one it came from: to end with it, and to leave its files alone."""

import contextlib
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
# Of a process that watches another: seconds past a limit before one that its own alarm did not interrupt is
# killed.
GRACE = 1.0
_private: set[int] = set()


def keep_private(*files: int) -> None:
    """Files of this process that those forked from now on have no part in: its ends of their pipes."""
    _private.update(files)


def close(*files: int) -> None:
    """Close what is open of these; they are private no longer."""
    _private.difference_update(files)
    for file in files:
        with contextlib.suppress(OSError):
            os.close(file)


def close_private() -> None:
    """In a forked process."""
    close(*_private)


def end_with(parent: int) -> None:
    """End when the parent is killed, also in the midst of compiled code."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(0)
