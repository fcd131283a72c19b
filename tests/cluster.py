"""A dask cluster on this machine: a scheduler and workers as processes of their own."""

import os
import sys
import time
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest
from commands import Loaded

PATIENT = 240  # seconds that a cluster may take on a busy machine before a test gives up


class Cluster:
    """A scheduler and workers as processes of their own, as they are started on a cluster."""

    def __init__(self, loaded, folder):
        self.loaded, self.folder = loaded, folder
        self.processes = []
        file = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--port", "0", "--scheduler-file", str(file), "--no-dashboard"
        )
        until = time.monotonic() + PATIENT
        while not (file.is_file() and "address" in file.read_text(encoding="utf-8")):
            assert time.monotonic() < until, "no scheduler came up"
            time.sleep(0.1)
        self.file = file
        address = file.read_text(encoding="utf-8").split('"address": "tcp://')[1].split('"')[0]
        self.address = f"dask://{address}"

    def _start(self, *words):
        with (self.folder / f"log-{len(self.processes)}").open("w") as log, chdir(self.folder):
            command = ["distributed.cli.dask_" + words[0], *words[1:]]
            self.processes.append(self.loaded.start(*command, stdout=log, stderr=log))
        return self.processes[-1]

    def worker(self, threads=1):
        words = ("--nthreads", str(threads), "--no-nanny", "--no-dashboard", "--memory-limit", "0")
        return self._start("worker", "--scheduler-file", str(self.file), *words)

    def close(self):
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def dask():
    """What has loaded all that a scheduler and a worker need."""
    pytest.importorskip("distributed", reason="dask is not installed (extra: dask)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), *sys.path))))
        patch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "1")  # of three, which only take time
        found = Loaded(
            "distributed", "verify.runs.executors", "verify.runs.tasks", "verify.checking.every.tasks"
        )
    yield found
    found.close()


@contextmanager
def started(dask, folder):
    found = Cluster(dask, folder)
    try:
        yield found
    finally:
        found.close()


@pytest.fixture
def cluster(dask, tmp_path):
    """A cluster without workers, to be broken."""
    with started(dask, tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def running(dask, tmp_path_factory):
    """A cluster of two workers, of one thread and of three, for all that leave it as it is."""
    with started(dask, tmp_path_factory.mktemp("cluster")) as found:
        for threads in (1, 3):
            found.worker(threads)
        yield found
