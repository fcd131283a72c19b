"""A few numbers in memory that a process may share with those it forks: by when the evaluation in hand has to
end, and which it is. Light, so that what only starts and watches a process loads no ball arithmetic."""

import math
import mmap
from array import array
from typing import Protocol

NEVER, IDLE = math.inf, -1.0
# Places: when the evaluation in hand has to end, by the monotonic clock, and the seconds it was allowed; the
# longest time without a sign of life; the item in hand; whether the function that is judged is being called;
# whether a command has come to its end.
DEADLINE, ALLOWED, STALL, ITEM, CALLING, FINISHED = range(6)
_FRESH = (NEVER, NEVER, NEVER, IDLE, 0.0, 0.0)


class Page(Protocol):
    def __getitem__(self, place: int, /) -> float: ...

    def __setitem__(self, place: int, value: float, /) -> None: ...


def shared() -> Page:
    """A page that this process and those that it forks from now on both see."""
    page: Page = memoryview(mmap.mmap(-1, mmap.PAGESIZE)).cast("d")
    for place, value in enumerate(_FRESH):
        page[place] = value
    return page


class _Own:
    """The page of this process."""

    page: Page = array("d", _FRESH)


own = _Own()
