"""The guard of foreign code: what hangs, exits, crashes or eats memory costs its own item and is reported.

The work is done in a warm forked process (`runs.child`) that is replaced when it dies; with several jobs, in
several. Where the system cannot fork, the work is done in this process: time limits then hold only while
Python code runs, and a crash takes the run with it.
"""

import itertools
import os
import select
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

from verify.core.errors import BadInput
from verify.core.page import ALLOWED
from verify.measure.limits import Limits, alive, listening, told
from verify.runs.child import Child
from verify.runs.forked import GRACE, KILL
from verify.runs.parcel import CUT_OFF, RETIRED, Lost, Refused, Work
from verify.runs.serve import answered

T = TypeVar("T")
R = TypeVar("R")
TICK = 0.2  # seconds between two looks at whether a process is late or dead
MOST_DEATHS = 4  # in a row with no item being processed, before an item is blamed
# Rarely the item's fault, so it is tried once more: the process was killed from outside, or its channel was
# closed, which is also what an alarm looks like that rings late, between two items.
OUTSIDE = (-KILL, -signal.SIGTERM, CUT_OFF)


class Guard(AbstractContextManager["Guard[T, R]"], Generic[T, R]):
    """Up to `jobs` processes that do `work`, warm for as long as the guard is open.

    `work` is taken as it is when the first item arrives: later changes in this process are not seen there.
    batch: how many items are passed on together; more than one where each takes less than a millisecond.
    several: answers several items at once, where that is cheaper; None for items that must be done singly.
    begun: is called with the index of each item that is begun.
    `remarks` lists what foreign code changed around itself.
    """

    def __init__(
        self,
        work: Callable[[T], R],
        limits: Limits,
        jobs: int = 1,
        batch: int = 1,
        several: Callable[[list[T]], list[R] | None] | None = None,
        begun: Callable[[int], None] = lambda index: None,
    ) -> None:
        self.begun = begun
        self.work, self.limits, self.batch = Work(work, several), limits, batch
        self.hands = [_Hand() for _ in range(jobs)]
        self.remarks: list[str] = []
        self.suspects: set[int] = set()
        self.deaths = 0
        self.singly = 0  # how many items are passed on one by one, until the guilty one is known

    def each(self, items: Iterable[T]) -> Iterator[tuple[int, R | Lost]]:
        """Index and answer of each item, or why there is none, in order of arrival. BadInput is raised."""
        if not hasattr(os, "fork"):
            yield from self._here(items)
            return
        waiting = _Waiting(items)
        self.suspects.clear()
        try:
            yield from self._shared_out(waiting)
        finally:
            for hand in self.hands:
                if hand.items:  # the caller left before everything was answered
                    hand.close()

    def _shared_out(self, waiting: "_Waiting") -> Iterator[tuple[int, Any]]:
        while True:
            alive()
            for hand in self.hands:
                if not hand.items:
                    self._give(hand, waiting.taken(1 if self.singly > 0 else self.batch))
                    self.singly -= self.singly > 0
            busy = [hand for hand in self.hands if hand.items]
            if not busy:
                return
            for hand in self._ready(busy):
                yield from self._received(hand, waiting)

    def answers(self, items: Iterable[T]) -> Iterator[R | Lost]:
        """The answers in the order of the items."""
        known: dict[int, R | Lost] = {}
        due = 0
        for index, answer in self.each(items):
            known[index] = answer
            while due in known:
                yield known.pop(due)
                due += 1

    def _give(self, hand: "_Hand", items: dict[int, Any]) -> None:
        if items:
            if hand.child is None:
                hand.child = Child(self.work, self.limits)
            hand.items = items
            hand.child.send(list(items.items()))
            for index in items:
                self.begun(index)

    def _ready(self, busy: list["_Hand"]) -> list["_Hand"]:
        """Those that have something to say, or have died; those past their limit are ended."""
        poll = select.poll()
        for hand in busy:
            assert hand.child is not None
            poll.register(hand.child.answers, select.POLLIN)
        left = min(-hand.child.late() for hand in busy if hand.child is not None) + GRACE
        ready = {file for file, _ in poll.poll(1000 * min(max(left, 0.001), TICK))}
        spoken = [hand for hand in busy if hand.child is not None and hand.child.answers in ready]
        return spoken or [hand for hand in busy if self._is_over(hand)]

    def _is_over(self, hand: "_Hand") -> bool:
        child = hand.child
        assert child is not None
        if child.late() > GRACE and not child.killed:
            child.kill(told(child.page[ALLOWED]))
        return child.is_dead()

    def _received(self, hand: "_Hand", waiting: "_Waiting") -> Iterator[tuple[int, Any]]:
        child = hand.child
        assert child is not None
        over = child.is_dead()  # asked before reading: then everything it sent is there
        try:
            for answers, remarks in child.received():
                self.remarks += [r for r in remarks if r not in self.remarks]
                for index, answer in answers:
                    if isinstance(answer, Refused):
                        raise BadInput(answer.why)
                    if index in hand.items:
                        del hand.items[index]
                        self.deaths = 0
                        yield index, answer
        except BadInput:
            raise
        except Exception:  # the end of its answers, or no answer at all: something else wrote into its pipe
            over = True
        if over:
            yield from self._mourned(hand, child, waiting)

    def _mourned(self, hand: "_Hand", child: Child, waiting: "_Waiting") -> Iterator[tuple[int, Lost]]:
        """A process died: its current item is lost, the others wait for the next process."""
        hand.child = None
        why, code = child.bury()
        index, retired = child.in_hand, code == RETIRED and child.in_hand < 0
        self.deaths += not retired
        if code == CUT_OFF or index not in hand.items:
            index = next(iter(hand.items)) if len(hand.items) == 1 or self.deaths > MOST_DEATHS else -1
            self.singly += 0 if retired else len(hand.items)
        if code in OUTSIDE and not child.killed and index not in self.suspects:
            self.suspects.add(index)
            _say(f"{why}; another goes on")
        elif index in hand.items and not retired:
            del hand.items[index]
            yield index, Lost(why, child.is_calling and not child.killed)
        waiting.put_back(hand.items)
        hand.items = {}

    def _here(self, items: Iterable[T]) -> Iterator[tuple[int, R | Lost]]:
        _say("this system cannot fork: code that crashes or does not return is not ended")
        waiting = _Waiting(items)
        with listening():
            while group := waiting.taken(self.batch):  # the batches that a process would be sent
                yield from zip(group, self._answered_here(list(group.values())), strict=True)

    def _answered_here(self, group: list[T]) -> Iterator[R | Lost]:
        try:
            several = self.work.several(group) if self.work.several and len(group) > 1 else None
        except Exception:  # told of the item at which it happens
            several = None
        for place, item in enumerate(group):
            answer = answered(self.work.single, item, self.limits) if several is None else several[place]
            if isinstance(answer, Refused):
                raise BadInput(answer.why)
            yield answer

    def close(self) -> None:
        for hand in self.hands:
            hand.close()

    def __exit__(self, *_: Any) -> None:
        self.close()


class _Hand:
    """A slot for one process, and the items it has not answered yet."""

    def __init__(self) -> None:
        self.child: Child | None = None
        self.items: dict[int, Any] = {}

    def close(self) -> None:
        if self.child is not None:
            self.child.kill("the guard was closed")
            self.child.bury()
        self.child, self.items = None, {}


class _Waiting:
    """Items in order; those put back come first."""

    def __init__(self, items: Iterable[Any]) -> None:
        self.rest = enumerate(items)
        self.again: deque[tuple[int, Any]] = deque()

    def taken(self, count: int) -> dict[int, Any]:
        again = [self.again.popleft() for _ in range(min(count, len(self.again)))]
        return dict(again + list(itertools.islice(self.rest, count - len(again))))

    def put_back(self, items: dict[int, Any]) -> None:
        self.again.extendleft(reversed(items.items()))


def _say(line: str) -> None:
    print(f"verify: {line}", file=sys.stderr, flush=True)


def each(
    work: Callable[[T], R],
    items: Iterable[T],
    limits: Limits,
    jobs: int = 1,
    batch: int = 1,
    begun: Callable[[int], None] = lambda index: None,
) -> Iterator[tuple[int, R | Lost]]:
    """The index and answer of each item, or the reason it was lost, in order of arrival."""
    with Guard(work, limits, jobs, batch, begun=begun) as guard:
        yield from guard.each(items)


def once(ask: Callable[[], R], limits: Limits) -> R | Lost:
    """One answer, from a process of its own."""
    ((_, answer),) = each(lambda _: ask(), [None], limits)
    return answer
