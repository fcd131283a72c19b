"""How long an answer may take, and who hears of its progress."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from verify.core.errors import BadInput
from verify.measure.limits import MOST_SECONDS


class Meter(Protocol):
    """Is notified of each item that starts and ends, by name, and of the progress of the current one."""

    def begun(self, name: str, /) -> None: ...

    def done(self, name: str, /) -> None: ...

    def reached(self, done: int, of: int, /) -> None: ...


Progress = Callable[[int], AbstractContextManager[Meter]]


class _Nobody:
    def begun(self, name: str, /) -> None:
        pass

    def done(self, name: str, /) -> None:
        pass

    def reached(self, done: int, of: int, /) -> None:
        pass


@contextmanager
def silent(total: int) -> Iterator[Meter]:
    """Nobody hears of it."""
    yield _Nobody()


def until(total: float | None) -> float:
    """When it has to end, by the monotonic clock."""
    if total is None:
        return math.inf
    if not 0 < total <= MOST_SECONDS:
        raise BadInput(f"--total must be above 0 and at most 10^8 seconds, got {total:g}")
    return time.monotonic() + total
