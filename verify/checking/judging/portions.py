"""Work in portions, after each of which the clock can be looked at."""

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
FIRST, MOST = 4, 512  # items
LOOK_EVERY = 0.2  # seconds


def portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in order, few at a time where each takes long: one portion is done when the next is asked."""
    done, size = 0, FIRST
    while done < len(items):
        start = time.monotonic()
        yield items[done : done + size]
        done += size
        slow = time.monotonic() - start > LOOK_EVERY
        size = max(size // 4, 1) if slow else min(2 * size, MOST)
