"""What a function that is followed runs within: one thread, a deeper recursion, few looks for garbage."""

import decimal
import gc
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

RECURSION = 4  # an instrumented call is two
MOST_RECURSION = 100_000
COLLECTED = 100_000  # new objects before garbage is looked for


@contextmanager
def told_once() -> Iterator[None]:
    """What a function warns of it has said when it ran by itself."""
    with warnings.catch_warnings():
        warnings.showwarning = lambda *_, **__: None
        yield


@contextmanager
def own_decimals() -> Iterator[None]:
    """Whether decimals were rounded is asked of their context (dispatch/calls.py)."""
    with decimal.localcontext() as context:
        context.clear_flags()
        yield


@contextmanager
def one_thread() -> Iterator[list[int]]:
    """The threads that were started meanwhile: what they compute is not on the tape in order."""
    started: list[int] = []
    before = threading.getprofile()
    threading.setprofile(lambda *_: started.append(threading.get_ident()) if len(started) < 1 else None)
    try:
        yield started
    finally:
        threading.setprofile(before)


@contextmanager
def deep() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, min(before * RECURSION, MOST_RECURSION)))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Followed numbers are many and in no cycles: to look for some so often takes longer than the rest."""
    before = gc.get_threshold()
    gc.set_threshold(before[0] and max(before[0], COLLECTED), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
