"""Runs: the same rows however they are carried out, and what is kept, resumed, lost or out of time."""

import json
from dataclasses import replace

import pytest
from runs.deeds import DEAF

from verify.core.errors import BadInput
from verify.measure.limits import Limits
from verify.runs import cache, executors, perform, plan
from verify.runs.tasks import Climbing, Judging, Measuring, Trying

LIMITS = Limits(max_bits=512)


def carried_out(tasks, jobs=1, folder=None, address=None):
    kept = None if folder is None else cache.opened(folder)
    answers = dict(perform.carry_out(tasks, jobs, address, kept))
    return [answers[task] for task in tasks]


def entries(folder):
    return sorted(path for path in folder.iterdir() if path.suffix == ".json")


def test_one_process_and_two_give_the_same_rows(file):
    tasks = plan.plan(file(), LIMITS, count=90, seed=5)
    assert carried_out(tasks, 1) == carried_out(tasks, 2)


def test_the_one_place_asked_for(file):
    (rows,) = carried_out(plan.plan(file(), LIMITS, only=["newton"], at={"x": "2", "steps": "3"}))
    assert [(r["algorithm"], r["parameters"]) for r in rows] == [("newton", {"steps": 3})]


# --- what is kept ----------------------------------------------------------------------------------------


def test_answers_are_reused_by_content(file, tmp_path, monkeypatch):
    tasks = plan.plan(file(), LIMITS, count=50)
    folder = tmp_path / "cache"
    first = carried_out(tasks, folder=folder)
    assert len(entries(folder)) == len(tasks)
    monkeypatch.setattr(perform, "perform", lambda task: pytest.fail("done again"))
    assert carried_out(tasks, folder=folder) == first
    assert carried_out(tasks[::-1], folder=folder) == first[::-1]


def test_a_run_that_was_stopped_goes_on(file, tmp_path, monkeypatch, capsys):
    tasks = plan.plan(file(), LIMITS, count=50)
    whole = carried_out(tasks)
    folder = tmp_path / "cache"
    carried_out(tasks[:2], folder=folder)
    (folder / tasks[0].file()).write_text("{ half", encoding="utf-8")
    capsys.readouterr()
    given, each = [], executors.each

    def noted(work, tasks, *more):
        given.extend(tasks)
        return each(work, tasks, *more)

    monkeypatch.setattr(executors, "each", noted)
    assert carried_out(tasks, folder=folder) == whole
    assert set(given) == set(tasks) - {tasks[1]}, "what cannot be read is done again"
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert f"{tasks[0].file()} is ignored and computed again: " in told


def test_forgetting_spares_one_kind_and_what_is_not_ours(file, tmp_path):
    carried_out(plan.plan(file(), LIMITS, count=2), folder=tmp_path / "cache")
    (tmp_path / "cache" / "notes.json").write_text("mine", encoding="utf-8")
    kept = cache.opened(tmp_path / "cache")
    kept.forget(spare="claims")
    assert [path.name.split("-")[0] for path in entries(kept.folder)] == ["claims", "claims", "notes.json"]
    kept.forget()
    assert [path.name for path in entries(kept.folder)] == ["notes.json"]


# --- what is lost ----------------------------------------------------------------------------------------


def test_a_task_whose_process_dies_leaves_undecided_rows(file, tmp_path):
    tasks = plan.plan(file(CHECK="os._exit(3)"), LIMITS, count=2)
    folder = tmp_path / "cache"
    answers = dict(zip(tasks, carried_out(tasks, 2, folder), strict=True))
    (died,) = [rows[0] for task, rows in answers.items() if isinstance(task, Judging) and task.claim == "R-1"]
    assert died["verdict"] == "UNDECIDED"
    assert died["evidence"] == "the process ended with exit status 3"
    (other,) = [
        rows[0] for task, rows in answers.items() if isinstance(task, Judging) and task.claim == "R-2"
    ]
    assert other["verdict"] == "REFUTED"
    assert all(
        row["cause"] != "undecided"
        for task, rows in answers.items()
        if isinstance(task, Measuring)
        for row in rows
    )
    assert len(entries(folder)) == len(tasks) - 1, "what was lost is tried again"


GUILTY = """
import os
import numpy as np

def library(R, x):
    for v in [x] if hasattr(x, "mid") else np.ravel(x):  # a ball, or floats that go through together
        if v == 7:
            DEED
    return R.sqrt(x)

WAYS = ("""
DEEDS = {
    "os._exit(3)": "the process ended with exit status 3",
    DEAF: "the time limit of 0.5 s was reached",
}


@pytest.mark.parametrize("deed", DEEDS, ids=["exits", "deaf"])
def test_only_the_point_that_does_it_is_lost(file, tmp_path, deed, soon_ended):
    def tasks(deed):
        changes = {
            "WAYS = (": GUILTY.replace("DEED", deed),
            "body=lambda R, x: R.sqrt(x)": "body=library",
            '{"x": fmpq(random.randint(1, 10**6), 1000)} for _': '{"x": k + 1} for k',
        }
        planned = plan.plan(file(**changes), Limits(512, seconds=0.5), count=12)
        return [task for task in planned if isinstance(task, Measuring)]

    clean = [row for rows in carried_out(tasks("pass")) for row in rows]
    for jobs in (1, 2):
        folder = tmp_path / f"cache {jobs}"
        rows = [row for rows in carried_out(tasks(deed), jobs, folder) for row in rows]
        (place,) = [k for k, row in enumerate(rows) if row["cause"] == "undecided"]
        lost = rows[place]
        assert (lost["algorithm"], lost["inputs"]) == ("library", {"x": float(7).hex()})
        assert (lost["computed"], lost["reason"]) == ("nan", DEEDS[deed])
        assert rows[:place] + rows[place + 1 :] == clean[:place] + clean[place + 1 :]
        assert not entries(folder), "what was lost is tried again"


def test_a_task_that_raises_is_told_and_the_run_goes_on(file):
    # An axis that is no number is found only when the rows are written.
    entries = file(**{'Axis("x", lambda x: x)': 'Axis("x", lambda x: "far")'})
    tasks = [t for t in plan.plan(entries, LIMITS, count=2) if isinstance(t, Measuring | Judging)]
    answers = carried_out(tasks)
    assert [rows[0].get("verdict") for rows in answers] == [None, "CONFIRMED", "REFUTED"]


def test_a_claim_that_runs_out_of_time(file, tmp_path):
    tasks = plan.plan(file(CHECK="time.sleep(2)"), Limits(512, seconds=0.5), count=2)
    folder = tmp_path / "cache"
    answers = carried_out([t for t in tasks if isinstance(t, Judging)], 1, folder)
    assert [rows[0]["verdict"] for rows in answers] == ["UNDECIDED", "REFUTED"]
    assert answers[0][0]["evidence"] == "the time limit of 0.5 s was reached"
    assert len(entries(folder)) == 1, "a claim left open is asked again"


def test_laws_that_run_out_of_time_were_not_tried(file):
    slow = {"return x.sqrt()": "return time.sleep(2) or x.sqrt()"}
    tasks = [t for t in plan.plan(file(**slow), Limits(512, seconds=0.5), count=1) if isinstance(t, Trying)]
    told = [(row["found"], f"{row['law']} {row['says']}") for (row,) in carried_out(tasks)]
    assert told
    assert set(told) == {("unheld", "the laws were not tried: the time limit of 0.5 s was reached")}


def test_a_ladder_that_runs_out_of_time_is_left_out(file):
    slow = {"return x.sqrt()": "return time.sleep(0.2) or x.sqrt()"}
    tasks = plan.plan(file(**slow), Limits(512, seconds=0.05), count=1)
    assert carried_out([t for t in tasks if isinstance(t, Climbing)]) == [[], []]
    in_time = [t for t in plan.plan(file(), LIMITS) if isinstance(t, Climbing)]
    assert [len(rows) for rows in carried_out(in_time)] == [2, 2]


def test_bad_input_ends_a_run(file):
    tasks = plan.plan(file(), LIMITS, at={"x": "2"})
    wrong = [replace(tasks[0], points=((("x", "-1"),),))]
    for jobs in (1, 2):
        with pytest.raises(BadInput, match="outside the domain"):
            carried_out(wrong, jobs)


def test_rows_are_plain_data(file):
    for rows in carried_out(plan.plan(file(), LIMITS, count=2)):
        assert json.loads(json.dumps(rows, allow_nan=False)) == rows
