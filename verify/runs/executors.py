"""Where tasks run: in guarded processes of this machine, or on a dask cluster, whose workers guard theirs.

Never in threads: flint has one precision for all of them.
"""

import contextlib
import importlib.util
import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from verify.core import text
from verify.core.errors import BadInput, Stopped
from verify.measure.limits import Limits
from verify.runs import workers
from verify.runs.parcel import Lost

T = TypeVar("T")
R = TypeVar("R")
PATIENCE = 10.0  # seconds for a scheduler to answer, or to come back
POLL = 0.2
_one_at_a_time = threading.Lock()


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(
    work: Callable[[T], R],
    tasks: Sequence[T],
    limits: Limits,
    jobs: int = 1,
    address: str | None = None,
    begun: Callable[[int], None] = lambda index: None,
) -> Iterator[tuple[int, R | Lost]]:
    """The index and answer of each task, or the reason it was lost, in order of arrival.

    address: of a dask cluster, where `work` and the tasks must be importable. Raises Stopped if it is lost.
    """
    if address is None:
        yield from workers.each(work, tasks, limits, jobs, begun=begun)
    else:
        yield from _on_dask(work, tasks, limits, address)


def spread(jobs: int | None, work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """A map over several processes, in order. None: as many as there are processors.

    For work of our own, which nothing has to be guarded from: what a process loses is done in this one.
    """
    several = min(jobs or cores(), len(items))
    if several < 2 or not hasattr(os, "fork"):
        yield from map(work, items)
        return
    shared: workers.Guard[int, R] = workers.Guard(lambda k: work(items[k]), Limits(), several)
    with shared as hands:
        for item, answer in zip(items, hands.answers(range(len(items))), strict=True):
            yield work(item) if isinstance(answer, Lost) else answer


def refused(address: str | None) -> None:
    """Raise BadInput where this is not the address of a cluster, or dask is not installed."""
    if address is None:
        return
    if not re.fullmatch(r"dask://[^/\s]+:\d+", address):
        raise BadInput(f"{text.written(address)} is not an executor; give dask://HOST:PORT")
    if importlib.util.find_spec("distributed") is None:
        raise BadInput("dask is not installed; install verify-arb[dask]")


def _on_dask(
    work: Callable[[T], R], tasks: Sequence[T], limits: Limits, address: str
) -> Iterator[tuple[int, R | Lost]]:
    refused(address)
    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # a failure is reported in one line of ours
    try:
        client = Client(address.replace("dask://", "tcp://"), timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise BadInput(f"no dask scheduler answers at {address}: {text.told(error)}") from error
    try:
        futures = client.map(partial(_guarded, work, limits), tasks, pure=False)
        yield from _as_they_come(client, dict(enumerate(futures)), address)
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


def _as_they_come(client: Any, futures: dict[int, Any], address: str) -> Iterator[tuple[int, Any]]:
    seen = time.monotonic()
    while futures:
        states = {index: future.status for index, future in futures.items()}
        if client.status == "running" and "cancelled" not in states.values():
            seen = time.monotonic()
        elif time.monotonic() - seen > PATIENCE:
            raise Stopped(f"the dask scheduler at {address} was lost; what was done is kept")
        over = [index for index, state in states.items() if state in ("finished", "error")]
        for index in over:
            try:
                answer = _answer(futures[index])
            except (OSError, TimeoutError):  # the connection was lost on the way
                break
            del futures[index]
            yield index, answer
        time.sleep(POLL if not over else 0)


def _answer(future: Any) -> Any:
    error = future.exception(timeout=PATIENCE) if future.status == "error" else None
    if isinstance(error, BadInput):
        raise error
    if error is not None:
        return Lost(f"the cluster gave up on it: {text.told(error)}")
    return future.result(timeout=PATIENCE)


def _guarded(work: Callable[[T], R], limits: Limits, task: T) -> R | Lost:
    """On a worker: in a process of its own, one at a time, however many threads the worker has."""
    with _one_at_a_time:
        return workers.once(lambda: work(task), limits)
