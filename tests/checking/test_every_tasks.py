"""Parts of a line: whoever judges them, in whatever order and after whatever end, the answer is one."""

import json

import pytest
from click.testing import CliRunner

from verify.checking import survey
from verify.checking.every import outcome, tasks
from verify.checking.every.counts import Counts
from verify.checking.every.tasks import Asked
from verify.checking.gate import Gate
from verify.cli.main import cli
from verify.core.errors import BadInput
from verify.measure.limits import Limits
from verify.records import schema
from verify.runs import cache, executors

ASKED = Asked("numpy:log1p", "log1p(x)", ("x=-1:8",), "float16", Limits(max_bits=2048))


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(tasks, "TASK", 2**13)


def judged(asked=ASKED, **how):
    row = outcome.exhaustive(asked, Gate(), **how)
    del row["exhaustive"]["seconds"]
    return json.dumps(row, sort_keys=True)


def test_jobs_make_no_difference():
    assert len(tasks.tasks(ASKED)) == 5
    assert judged() == judged(jobs=3)


def test_the_parts_are_the_line():
    asked = Asked("numpy:exp", "exp(x)", ("x=-3:-1,0:1,1:2,1.5:5",), "float16", Limits())
    format = tasks.judge(asked).scalar.format
    places = [k for task in tasks.tasks(asked) for k in range(task.first, task.last + 1)]
    wanted = [*range(format.ordinal(-3.0), format.ordinal(-1.0) + 1), *range(format.ordinal(5.0) + 1)]
    assert places == wanted


def test_what_was_found_is_not_found_again(tmp_path, monkeypatch):
    whole, folder = judged(), tmp_path / "every"
    cut = json.loads(judged(folder=folder, until=0.0))
    left = len([*folder.glob("counts-*")])
    assert (left, cut["passed"], cut["proved_bound"], cut["complete"]) == (1, False, None, False)
    assert cut["undecided"] == sum(t.count for t in tasks.tasks(ASKED)[1:])
    asked, each = [], executors.each
    monkeypatch.setattr(
        executors, "each", lambda work, of, *rest: asked.append(len(of)) or each(work, of, *rest)
    )
    assert judged(folder=folder, resume=True) == whole
    assert asked == [4]
    assert not [*folder.glob("counts-*")], "what is over needs no parts"


def test_a_survey_goes_on_within_a_function(tmp_path, monkeypatch):
    line = survey.only(survey.lines("numpy", 60, 0, 2048, "float16"), ["sqrt"])
    kept = cache.opened(tmp_path / "cache")
    # One part takes all the time there is; the row that is left does not count as an answer.
    monkeypatch.setattr(survey, "SEARCHING", 0.0)
    ((_, cut),) = survey.survey(line, kept, 1, 60.0)
    parts = [*kept.folder.glob("counts-*")]
    assert (len(parts), cut["complete"]) == (1, False)
    monkeypatch.setattr(survey, "SEARCHING", 0.8)
    asked, each = tmp_path / "asked", executors.each
    monkeypatch.setattr(
        executors, "each", lambda work, of, *rest: asked.write_text(str(len(of))) and each(work, of, *rest)
    )
    ((_, row),) = survey.survey(line, kept, 1, 60.0)
    assert row["complete"]
    assert row["exhaustive"]["correctly_rounded"] == 0x7BFF + 2
    assert (
        int(asked.read_text())
        == len(tasks.tasks(Asked("numpy:sqrt", "sqrt(x)", (), "float16", Limits()))) - 1
    )
    assert not [*kept.folder.glob("counts-*")], "what is over needs no parts"
    asked.unlink()
    assert [*survey.survey(line, kept, 1, 60.0)] == [(line[0], row)]
    assert not asked.exists()


def test_parts_of_another_question_do_not_answer(tmp_path, monkeypatch):
    folder = tmp_path / "every"
    judged(folder=folder, until=0.0)
    other = Asked("numpy:expm1", "log1p(x)", ASKED.domain, "float16", ASKED.limits)
    assert judged(other, folder=folder, resume=True) == judged(other)
    first = tasks.tasks(ASKED)[0]
    before = first.file()
    monkeypatch.setattr(cache, "imported", lambda: "the user's file was changed")
    assert first.file() != before


def test_counts_are_plain_data():
    counts = Counts(5, 1, 0, 1, 2, 3, 1, 0.75, 1.5, -7, 9, ((1.5, -7), (1.25, 4)), ((0.75, -7),), (1,) * 17)
    for found in (counts, Counts()):
        assert not schema.misfit("counts", json.loads(json.dumps([found.row()])))
        assert Counts.of_row(json.loads(json.dumps(found.row()))) == found
    assert schema.misfit("counts", [counts.row() | {"inputs": -1}])


def test_what_goes_with_every_input_alone_is_told():
    outcome = CliRunner().invoke(
        cli, ["check", "math:exp", "--truth", "exp(x)", "--domain", "x=0:1", "--resume"]
    )
    assert isinstance(outcome.exception, BadInput)
    assert "--resume: only with --exhaustive" in str(outcome.exception)
