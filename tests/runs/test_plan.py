"""Plans: which tasks a run consists of, and what their answers depend on."""

import pytest

from verify.core.errors import BadInput
from verify.measure.limits import Limits
from verify.runs import cache, plan
from verify.runs.tasks import Judging, Measuring

LIMITS = Limits(max_bits=512)


def test_a_plan_covers_points_claims_and_ladders(file):
    tasks = plan.plan(file(), LIMITS)
    measuring = [t for t in tasks if isinstance(t, Measuring)]
    assert sum(len(t.points) for t in measuring) == 100
    assert max(len(t.points) for t in measuring) == plan.CHUNK
    assert [t.claim for t in tasks if isinstance(t, Judging)] == ["R-1", "R-2"]
    assert all(t.algorithms == ("newton", "library") for t in measuring)
    assert {t.kind for t in tasks} == {"measurements", "claims", "ladders", "laws"}


def test_a_plan_for_one_place_judges_no_claims(file):
    (task,) = plan.plan(file(), LIMITS, only=["newton"], at={"x": "2", "steps": "3"})
    assert task.points == ((("x", "2"),),)
    assert task.algorithms == ("newton",)
    assert task.fixed == (("x", "2"), ("steps", "3"))


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


def test_a_seed_gives_the_same_tasks(file):
    entries = file()
    once, again, other = (plan.plan(entries, LIMITS, seed=seed) for seed in (1, 1, 2))
    assert once == again
    assert once != other


def test_the_parts_of_a_task_are_its_single_measurements_in_order(file):
    task = next(t for t in plan.plan(file(), LIMITS, count=3) if isinstance(t, Measuring))
    single = plan.parts(task)
    named = [(p.algorithms, dict(p.fixed).get("steps"), p.points) for p in single]
    newton = [(("newton",), steps, (where,)) for steps in ("2", "5") for where in task.points]
    assert named == newton + [(("library",), None, (where,)) for where in task.points]
    assert not any(map(plan.parts, single))
    assert not any(plan.parts(t) for t in plan.plan(file(), LIMITS) if not isinstance(t, Measuring))


def test_every_change_of_a_task_or_its_code_is_another_answer(file, tmp_path, monkeypatch):
    def files(limits=LIMITS, **changes):
        return {
            t.file()
            for t in plan.plan(file(**changes), limits, count=3)
            if isinstance(t, Measuring | Judging)
        }

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
    (tmp_path / "catalogue" / "family").mkdir(parents=True)
    monkeypatch.setattr(cache, "OWN", tmp_path)

    def hashed(path, text):
        (tmp_path / path).write_text(text, encoding="utf-8")
        cache.code.cache_clear()
        return cache.code()

    first = hashed("errors.py", "1")
    assert first == hashed("catalogue/family/problem.py", "a problem of another name")
    assert first != (first := hashed("catalogue/sources.py", "what every family cites"))
    assert first != hashed("errors.py", "2")
    cache.code.cache_clear()
