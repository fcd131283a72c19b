"""What a forked process owes its parent: to end when it ends, and to leave its files alone."""

import contextlib
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
# Seconds past its limit before a process is killed that its own alarm did not interrupt.
GRACE = 1.0
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # without fork nothing is killed
_private: set[int] = set()


def keep_private(*files: int) -> None:
    """Files that processes forked from now on must not share: this process's ends of their pipes."""
    _private.update(files)


def close(*files: int) -> None:
    """Close those that are open; none is private any longer."""
    _private.difference_update(files)
    for file in files:
        with contextlib.suppress(OSError):
            os.close(file)


def close_private() -> None:
    """Close the parent's private files; called in a forked process."""
    close(*_private)


def end_with(parent: int) -> None:
    """End when the parent is killed, even in the middle of compiled code."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(0)
