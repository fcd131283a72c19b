"""A dask cluster on this machine: a scheduler and workers as processes of their own."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENT = 240  # seconds that a cluster may take on a busy machine before a test gives up


class Cluster:
    """A scheduler and workers as processes of their own, as they are started on a cluster."""

    def __init__(self, folder):
        self.folder = folder
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
        with (self.folder / f"log-{len(self.processes)}").open("w") as log:
            command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
            self.processes.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder))
        return self.processes[-1]

    def worker(self, threads=1):
        words = ("--nthreads", str(threads), "--no-nanny", "--no-dashboard", "--memory-limit", "0")
        return self._start("worker", "--scheduler-file", str(self.file), *words)

    def close(self):
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    pytest.importorskip("distributed", reason="dask is not installed (extra: dask)")
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), *sys.path)))
    )
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "1")  # of three, which only take time
    found = Cluster(tmp_path)
    yield found
    found.close()
