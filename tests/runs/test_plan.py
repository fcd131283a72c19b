"""Runs: the same rows however they are carried out, and what is kept, resumed, lost or out of time."""

import contextlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from toys import FILE

from verify.core.errors import BadInput
from verify.measure.limits import Limits
from verify.runs import cache, discover, plan, workers

# A user's file: one problem, a way with a parameter, a way of one's own choosing, two claims.
LIMITS = Limits(max_bits=512)


@pytest.fixture
def file(tmp_path):
    """Write the file, with other text in places, and read it anew."""
    path = tmp_path / "roots.py"

    def write(**changes):
        text = FILE
        for old, new in {"CHECK": "pass", **changes}.items():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        discover.module_at.cache_clear()
        cache.code.cache_clear()
        return discover.select([str(path)])

    yield write
    discover.module_at.cache_clear()
    cache.code.cache_clear()


def carried_out(tasks, jobs=1, folder=None, address=None):
    kept = None if folder is None else cache.opened(folder)
    with workers.executor(jobs, address) as pool:
        answers = dict(plan.carry_out(tasks, pool, kept))
    return [answers[task] for task in tasks]


def entries(folder):
    return sorted(path for path in folder.iterdir() if path.suffix == ".json")


def test_a_plan_covers_points_claims_and_ladders(file):
    tasks = plan.plan(file(), LIMITS)
    assert sum(len(t.points) for t in tasks) == 100
    assert max(len(t.points) for t in tasks) == plan.CHUNK
    assert [t.claim for t in tasks if t.claim] == ["R-1", "R-2"]
    assert all(t.algorithms == ("newton", "library") for t in tasks if t.points)
    assert {t.kind for t in tasks} == {"measurements", "claims", "ladders"}


def test_a_plan_for_one_place_judges_no_claims(file):
    (task,) = plan.plan(file(), LIMITS, only=["newton"], at={"x": "2", "steps": "3"})
    assert task.points == ((("x", "2"),),)
    (rows,) = carried_out([task])
    assert [(r["algorithm"], r["parameters"]) for r in rows] == [("newton", {"steps": 3})]


@pytest.mark.parametrize(
    ("only", "at", "said"),
    [
        (["newtno"], {}, "did you mean newton"),
        ([], {"y": "1"}, "roots has no y; it takes steps, x"),
        (["library"], {"steps": "1"}, "roots has no steps"),
        ([], {"x": "-1"}, "outside the domain"),
        ([], {"x": "nan"}, "not a finite number"),
        ([], {"steps": "0"}, "integer in 1..20"),
        (["newton"], {"steps": "21"}, "integer in 1..20"),
    ],
)
def test_a_plan_refuses_what_does_not_fit(file, only, at, said):
    with pytest.raises(BadInput, match=said):
        plan.plan(file(), LIMITS, only=only, at=at)


def test_one_process_and_two_give_the_same_rows(file):
    tasks = plan.plan(file(), LIMITS, count=90, seed=5)
    assert carried_out(tasks, 1) == carried_out(tasks, 2)


def test_a_seed_gives_the_same_tasks(file):
    entries = file()
    once, again, other = (plan.plan(entries, LIMITS, seed=seed) for seed in (1, 1, 2))
    assert once == again
    assert once != other


# --- what is kept ----------------------------------------------------------------------------------------


def test_answers_are_reused_by_content(file, tmp_path, monkeypatch):
    tasks = plan.plan(file(), LIMITS, count=50)
    folder = tmp_path / "kept"
    first = carried_out(tasks, folder=folder)
    assert len(entries(folder)) == len(tasks)
    monkeypatch.setattr(plan, "perform", lambda task: pytest.fail("done again"))
    assert carried_out(tasks, folder=folder) == first
    assert carried_out(tasks[::-1], folder=folder) == first[::-1]


def test_a_run_that_was_stopped_goes_on(file, tmp_path, monkeypatch, capsys):
    tasks = plan.plan(file(), LIMITS, count=50)
    whole = carried_out(tasks)
    folder = tmp_path / "kept"
    carried_out(tasks[:2], folder=folder)
    (folder / tasks[0].file()).write_text("{ half", encoding="utf-8")
    capsys.readouterr()
    done, perform = [], plan.perform
    monkeypatch.setattr(plan, "perform", lambda task: done.append(task) or perform(task))
    assert carried_out(tasks, folder=folder) == whole
    assert set(done) == set(tasks) - {tasks[1]}, "what cannot be read is done again"
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert f"{tasks[0].file()} is not used but computed anew: " in told


def test_every_change_of_a_task_or_its_code_is_another_answer(file, tmp_path, monkeypatch):
    def files(limits=LIMITS, **changes):
        return {t.file() for t in plan.plan(file(**changes), limits, count=3) if not t.ladder}

    first = files()
    assert first == files()
    assert not first & files(CHECK="assert True")
    assert not first & files(Limits(max_bits=600))
    assert not first & files(Limits(512, seconds=9))
    helper = tmp_path / "constants_of_mine.py"
    helper.write_text("TWO = 2\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    imported = {"import os, time": "import os, time\nfrom constants_of_mine import TWO"}
    before = files(**imported)
    helper.write_text("TWO = 3\n", encoding="utf-8")
    assert not before & files(**imported), "what the file imports is part of it"


def test_the_package_is_part_of_it_without_its_catalogue(tmp_path, monkeypatch):
    (tmp_path / "catalogue").mkdir()
    monkeypatch.setattr(cache, "OWN", tmp_path)

    def hashed(path, text):
        (tmp_path / path).write_text(text, encoding="utf-8")
        cache.code.cache_clear()
        return cache.code()

    first = hashed("errors.py", "1")
    assert first == hashed("catalogue/other.py", "a problem of another name")
    assert first != hashed("errors.py", "2")
    cache.code.cache_clear()


def test_forgetting_spares_one_kind_and_what_is_not_ours(file, tmp_path):
    carried_out(plan.plan(file(), LIMITS, count=2), folder=tmp_path / "kept")
    (tmp_path / "kept" / "notes.json").write_text("mine", encoding="utf-8")
    kept = cache.opened(tmp_path / "kept")
    kept.forget(spare="claims")
    assert [path.name.split("-")[0] for path in entries(kept.folder)] == ["claims", "claims", "notes.json"]
    kept.forget()
    assert [path.name for path in entries(kept.folder)] == ["notes.json"]


# --- what is lost ----------------------------------------------------------------------------------------


def test_a_task_whose_process_dies_leaves_undecided_rows(file, tmp_path):
    tasks = plan.plan(file(CHECK="os._exit(3)"), LIMITS, count=2)
    folder = tmp_path / "kept"
    answers = dict(zip(tasks, carried_out(tasks, 2, folder), strict=True))
    (died,) = [rows[0] for task, rows in answers.items() if task.claim == "R-1"]
    assert died["verdict"] == "UNDECIDED"
    assert died["evidence"] == "the process that worked on it died"
    (other,) = [rows[0] for task, rows in answers.items() if task.claim == "R-2"]
    assert other["verdict"] == "REFUTED"
    assert all(row["cause"] != "undecided" for task, rows in answers.items() if task.points for row in rows)
    assert len(entries(folder)) == len(tasks) - 1, "what was lost is tried again"


def test_measurements_that_are_lost_keep_their_places(file):
    killer = {"return x.sqrt()": "return os._exit(3) if __name__ != '__main__' else x"}
    tasks = plan.plan(file(**killer), LIMITS, only=["newton"], at={"x": "2"})
    ((one, two),) = carried_out(tasks, 2)
    for row, steps in ((one, 2), (two, 5)):
        assert (row["cause"], row["computed"], row["parameters"]) == ("undecided", "nan", {"steps": steps})
        assert row["reason"] == "the process that worked on it died"
        assert row["inputs"] == {"x": float(2).hex()}


def test_a_task_that_raises_is_told_and_the_run_goes_on(file):
    # An axis that is no number is found only when the rows are written.
    entries = file(**{'Axis("x", lambda x: x)': 'Axis("x", lambda x: "far")'})
    tasks = [t for t in plan.plan(entries, LIMITS, count=2) if not t.ladder]
    answers = carried_out(tasks)
    assert [rows[0].get("verdict") for rows in answers] == [None, "CONFIRMED", "REFUTED"]


def test_a_claim_that_runs_out_of_time(file, tmp_path):
    tasks = plan.plan(file(CHECK="time.sleep(2)"), Limits(512, seconds=0.5), count=2)
    folder = tmp_path / "kept"
    answers = carried_out([t for t in tasks if t.claim], 1, folder)
    assert [rows[0]["verdict"] for rows in answers] == ["UNDECIDED", "REFUTED"]
    assert answers[0][0]["evidence"] == "the time limit of 0.5 s was reached"
    assert len(entries(folder)) == 1, "a claim left open is asked again"


def test_a_ladder_that_runs_out_of_time_is_left_out(file):
    slow = {"return x.sqrt()": "return time.sleep(0.2) or x.sqrt()"}
    tasks = plan.plan(file(**slow), Limits(512, seconds=0.05), count=1)
    assert carried_out([t for t in tasks if t.ladder]) == [[], []]
    assert [len(rows) for rows in carried_out([t for t in plan.plan(file(), LIMITS) if t.ladder])] == [
        2,
        2,
    ]


def test_bad_input_ends_a_run(file):
    tasks = plan.plan(file(), LIMITS, at={"x": "2"})
    wrong = [plan.Task(**{**tasks[0].__dict__, "points": ((("x", "-1"),),)})]
    for jobs in (1, 2):
        with pytest.raises(BadInput, match="outside the domain"):
            carried_out(wrong, jobs)


def test_what_waits_is_not_begun_when_a_run_is_left(tmp_path):
    marks = [tmp_path / f"{k}" for k in range(40)]
    with contextlib.suppress(ZeroDivisionError), workers.executor(1 + 1, None) as pool:
        assert pool is not None
        for mark in marks:
            pool.submit(_mark, mark)
        raise ZeroDivisionError
    assert sum(mark.exists() for mark in marks) < 40


def _mark(path):
    path.write_text("begun", encoding="utf-8")


# --- where tasks run -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["nonsense", "tcp://localhost:1", "", "dask//x"])
def test_an_executor_that_is_none(address):
    with pytest.raises(BadInput, match="dask://HOST:PORT"), workers.executor(2, address):
        pass


def test_any_executor_will_do(file):
    tasks = [t for t in plan.plan(file(), LIMITS, count=2) if t.claim]
    with ThreadPoolExecutor(1) as pool:
        found = {task.claim: rows[0]["verdict"] for task, rows in plan.carry_out(tasks, pool, None)}
    assert found == {"R-1": "CONFIRMED", "R-2": "REFUTED"}


def test_a_dask_cluster_gives_the_same_rows(file):
    distributed = pytest.importorskip("distributed", reason="dask is not installed (extra: dask)")
    tasks = plan.plan(file(), LIMITS, count=3)
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        address = cluster.scheduler_address.replace("tcp://", "dask://")
        assert carried_out(tasks, address=address) == carried_out(tasks)


def test_dask_that_is_not_there():
    with contextlib.suppress(ImportError):
        import distributed  # noqa: F401

        pytest.skip("dask is installed")
    with pytest.raises(BadInput, match="install verify-arb"), workers.executor(1, "dask://localhost:1"):
        pass


def test_rows_are_plain_data(file):
    for rows in carried_out(plan.plan(file(), LIMITS, count=2)):
        assert json.loads(json.dumps(rows, allow_nan=False)) == rows
