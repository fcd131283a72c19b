"""A dask cluster does what this machine does; what becomes of a run that loses a worker or the scheduler."""

import os
import signal

import pytest

from verify.checking.every import tasks as every
from verify.checking.every.outcome import exhaustive
from verify.checking.gate import Gate
from verify.core.errors import BadInput, Stopped
from verify.measure.limits import Limits
from verify.runs import cache, executors, perform, plan
from verify.runs.parcel import Lost
from verify.runs.tasks import Measuring

LIMITS = Limits(max_bits=512)


@pytest.mark.parametrize("address", ["nonsense", "tcp://localhost:1", "", "dask//x", "dask://", "dask://h"])
def test_an_executor_that_is_none(address):
    with pytest.raises(BadInput, match="dask://HOST:PORT"):
        executors.refused(address)


def test_work_of_our_own_is_spread_in_order_and_what_a_process_loses_is_done_here():
    here = os.getpid()

    def work(item):
        if item == 3 and os.getpid() != here:
            os._exit(1)
        return item, os.getpid() == here

    answers = list(executors.spread(2, work, range(5)))
    assert answers == [(item, item == 3) for item in range(5)]
    assert list(executors.spread(1, work, [3])) == [(3, True)]


def test_dask_that_is_not_there(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BadInput, match="install verify-arb"):
        executors.refused("dask://localhost:1")


def test_a_scheduler_that_does_not_answer(monkeypatch):
    monkeypatch.setattr(executors, "PATIENCE", 1)
    with pytest.raises(BadInput, match=r"no dask scheduler answers at dask://127\.0\.0\.1:9"):
        list(executors.each(str, [1], LIMITS, address="dask://127.0.0.1:9"))


def carried_out(tasks, **more):
    answers = dict(perform.carry_out(tasks, **more))
    return [answers[task] for task in tasks]


def test_a_cluster_gives_the_same_rows(file, running):
    tasks = plan.plan(file(), LIMITS, count=90)
    assert carried_out(tasks, address=running.address) == carried_out(tasks)


def test_a_cluster_gives_the_same_answer_for_every_input(running, monkeypatch):
    monkeypatch.setattr(every, "TASK", 2**13)
    asked = every.Asked("numpy:log1p", "log1p(x)", ("x=-1:8",), "float16", Limits(max_bits=2048))
    there, here = (
        exhaustive(asked, Gate(), address=address)["exhaustive"] for address in (running.address, None)
    )
    assert {**there, "seconds": 0} == {**here, "seconds": 0}


def test_a_deed_on_a_cluster_costs_its_own_point(file, running):
    tasks = plan.plan(file(CHECK="os._exit(3)"), LIMITS, count=3)
    rows = [row for found in carried_out(tasks, address=running.address) for row in found]
    verdicts = {row["id"]: (row["verdict"], row["evidence"]) for row in rows if "verdict" in row}
    assert verdicts["R-1"] == ("UNDECIDED", "the process ended with exit status 3")
    assert verdicts["R-2"][0] == "REFUTED"
    assert all(row["cause"] != "undecided" for row in rows if "cause" in row)


def gives_up(k):
    os.kill(os.getppid(), signal.SIGKILL)


def test_a_worker_that_is_killed_costs_nothing_and_a_task_that_kills_every_one_is_lost(
    file, cluster, tmp_path
):
    mark = tmp_path / "begun"
    slow = {"return x.sqrt()": f"open({str(mark)!r}, 'a').close(); time.sleep(0.0008); return x.sqrt()"}
    tasks = [t for t in plan.plan(file(**slow), LIMITS, count=60) if isinstance(t, Measuring)]
    first = cluster.worker()
    found = perform.carry_out(tasks, address=cluster.address)
    answers = [next(found)]
    first.send_signal(signal.SIGKILL)
    cluster.worker()
    answers += found
    assert dict(answers) == dict(zip(tasks, carried_out(tasks), strict=True))
    cluster.worker()
    ((_, answer),) = executors.each(gives_up, [0], LIMITS, address=cluster.address)
    assert isinstance(answer, Lost)
    assert answer.why.startswith("the cluster gave up on it: KilledWorker")


def test_a_scheduler_that_is_lost_is_told_and_the_run_goes_on_from_there(
    file, cluster, tmp_path, monkeypatch
):
    monkeypatch.setattr(executors, "PATIENCE", 3)
    slow = {"return x.sqrt()": "time.sleep(0.0008); return x.sqrt()"}
    tasks = [t for t in plan.plan(file(**slow), LIMITS, count=100) if isinstance(t, Measuring)]
    cluster.worker()
    kept = cache.opened(tmp_path / "cache")
    found = perform.carry_out(tasks, address=cluster.address, cache=kept)
    first = next(found)
    cluster.scheduler.kill()
    with pytest.raises(Stopped, match=r"the dask scheduler at dask://.* was lost; what was done is kept"):
        list(found)
    begun = []
    resumed = dict(perform.carry_out(tasks, cache=kept, begun=begun.append))
    assert first[0] not in begun
    assert resumed[first[0]] == first[1]
    assert len(begun) < len(tasks)
