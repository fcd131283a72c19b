"""Where tasks run: this process, a pool of processes, or a dask cluster. Never threads: flint has one
precision for all of them."""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from verify.core.errors import BadInput

T = TypeVar("T")
R = TypeVar("R")


class Died(RuntimeError):
    """The process that worked on a task ended without an answer."""


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def executor(jobs: int, address: str | None) -> contextlib.AbstractContextManager[Executor | None]:
    """None for this process, a pool of `jobs` processes, or the dask cluster at an address."""
    if address is not None:
        return _dask(address)
    return contextlib.nullcontext() if jobs == 1 else _pool(jobs)


@contextlib.contextmanager
def _pool(jobs: int) -> Iterator[Executor]:
    """Processes that an interrupt ends at once; what still waits when the run is left is not begun."""
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _dask(address: str) -> Iterator[Executor]:
    if not address.startswith("dask://"):
        raise BadInput(f"{address!r} is no executor; give dask://HOST:PORT")
    try:
        from distributed import Client
    except ImportError as error:
        raise BadInput("dask is not installed; install verify-arb[dask]") from error
    try:
        client = Client(address.replace("dask://", "tcp://"), timeout=10)
    except (OSError, ValueError) as error:
        raise BadInput(f"no dask scheduler answers at {address}: {error}") from error
    with client:
        yield client.get_executor()


def each(
    work: Callable[[T], R], tasks: Sequence[T], workers: Executor | None
) -> Iterator[tuple[T, R | Exception]]:
    """Each task with its answer, or with what was raised in its place, in any order."""
    if workers is None:
        for task in tasks:
            yield task, _answer(lambda task=task: work(task))  # type: ignore[misc]
        return
    futures: dict[Future[Any], T] = {workers.submit(work, task): task for task in tasks}
    crashed = []
    for future in as_completed(futures):
        task, answer = futures.pop(future), _answer(future.result)
        if isinstance(answer, BrokenProcessPool):
            crashed.append(task)
        else:
            yield task, answer
    # One task that kills its process takes the pool with it; each then gets a process of its own.
    for task in crashed:
        with _pool(1) as own:
            answer = _answer(own.submit(work, task).result)
        died = isinstance(answer, BrokenProcessPool)
        yield task, Died("the process that worked on it died") if died else answer


def _answer(ask: Callable[[], R]) -> R | Exception:
    try:
        return ask()
    except BadInput:
        raise
    except Exception as error:
        return error
