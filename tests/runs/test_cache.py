"""What is kept between runs: used where it is sound, computed anew where not, in a folder of its own."""

import json
import os
import subprocess
import sys
from typing import get_args

import pytest
from toys import FILE

from verify.core.errors import BadInput
from verify.measure.limits import Limits
from verify.records import plain
from verify.runs import cache, discover, perform, plan
from verify.runs.tasks import Judging, Task


@pytest.fixture(scope="module")
def tasks(tmp_path_factory):
    path = tmp_path_factory.mktemp("roots") / "roots.py"
    path.write_text(FILE.replace("count=100", "count=2").replace("CHECK", "pass"), encoding="utf-8")
    yield plan.plan(discover.select([str(path)]), Limits(512))
    discover.loaded.cache_clear()
    cache.code.cache_clear()


@pytest.fixture(scope="module")
def rows(tasks):
    return dict(perform.carry_out(tasks))


@pytest.fixture
def kept(tmp_path, rows):
    found = cache.opened(tmp_path / "cache")
    for task, answer in rows.items():
        found.put(task.file(), answer)
    return found


def carried_out(tasks, kept):
    return dict(perform.carry_out(tasks, cache=kept))


def edited(path, change, seal):
    entry = json.loads(path.read_text(encoding="utf-8"))
    entry["rows"] = change(entry["rows"])
    if seal:
        del entry["sha256"]
        entry = plain.sealed(entry)
    path.write_text(json.dumps(entry), encoding="utf-8")


FORGERIES = {
    "empty": lambda text: "",
    "cut off": lambda text: text[: len(text) // 2],
    "another JSON": lambda text: "5",
    "a list": lambda text: "[]",
    "an object": lambda text: "{}",
    "rows without a seal": lambda text: "[{}]",
    "brackets": lambda text: "[" * 100_000,
    "twice": lambda text: text.replace('"rows"', '"rows": [], "rows"', 1),
    "NUL": lambda text: text + "\0",
    "another schema": lambda text: text.replace("verify-cache/1", "verify-cache/0"),
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
@pytest.mark.parametrize("kind", ["claims", "ladders", "measurements"])
def test_what_is_not_sound_is_computed_anew_with_a_line(tasks, rows, kept, kind, forge, capsys):
    task = next(t for t in tasks if t.kind == kind)
    path = kept.folder / task.file()
    path.write_text(forge(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert carried_out(tasks, kept) == rows
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert err.startswith(f"verify: {path} is ignored and computed again: ")
    assert kept.answer(task.file()) == rows[task], "and is sound again"


@pytest.mark.parametrize("seal", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        lambda rows: [{**rows[0], "verdict": "REFUTED"}] if "verdict" in rows[0] else [],
        lambda rows: [],
        lambda rows: [{}],
        lambda rows: 5,
        lambda rows: [{**rows[0], "problem": "another"}],
        lambda rows: [{**rows[0], "verdict": "TRUE"}],
    ],
    ids=["flipped", "dropped", "blank", "number", "another's", "no verdict"],
)
def test_a_claim_edited_is_judged_anew(tasks, rows, kept, change, seal, capsys):
    task = next(t for t in tasks if isinstance(t, Judging) and t.claim == "R-1")
    edited(kept.folder / task.file(), change, seal)
    found = carried_out(tasks, kept)[task]
    if seal and change(rows[task]) == [{**rows[task][0], "verdict": "REFUTED"}]:
        return  # whoever can make the hash can write what he likes
    assert found == rows[task]


def test_an_answer_under_another_name_is_not_used(tasks, rows, kept, capsys):
    one, other = (kept.folder / t.file() for t in tasks if isinstance(t, Judging))
    other.write_bytes(one.read_bytes())
    assert carried_out(tasks, kept) == rows
    assert "was changed after it was written" in capsys.readouterr().err


def test_links_pipes_and_folders_in_the_place_of_an_answer(tasks, rows, kept, tmp_path):
    first, second, third = (kept.folder / t.file() for t in tasks[:3])
    for path in (first, second, third):
        path.unlink()
    precious = tmp_path / "precious"
    precious.write_text("mine", encoding="utf-8")
    first.symlink_to(precious)
    os.mkfifo(second)
    assert carried_out(tasks, kept) == rows
    assert precious.read_text(encoding="utf-8") == "mine"
    assert not first.is_symlink()
    kept.forget()
    assert precious.exists()


# --- a folder of its own -----------------------------------------------------------------------------------


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_is_marked_and_opened_again(tmp_path):
    kept = cache.opened(tmp_path / "deep" / "cache")
    assert names(kept.folder) == [cache.MARK]
    (kept.folder / "notes.txt").write_text("mine", encoding="utf-8")
    cache.opened(kept.folder).forget()
    assert names(kept.folder) == [cache.MARK, "notes.txt"], "only answers are dropped"


def test_a_link_is_refused(tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "other")
    with pytest.raises(BadInput, match="is a symbolic link"):
        cache.opened(tmp_path / "cache")


@pytest.mark.parametrize("name", ["precious.json", f"claims-{'0' * 63}g.json", "CACHEDIR.TAG2", ".x.part"])
def test_a_folder_with_another_file_is_refused(tmp_path, name):
    (tmp_path / name).write_text("{}", encoding="utf-8")
    with pytest.raises(BadInput, match="which verify did not write"):
        cache.opened(tmp_path)
    assert names(tmp_path) == [name]


def test_a_folder_whose_mark_is_another_programs_is_refused(tmp_path):
    (tmp_path / cache.MARK).write_text(
        "Signature: 8a477f597d28d172789f06886806bc55\n# rsync", encoding="utf-8"
    )
    (tmp_path / "a").touch()
    with pytest.raises(BadInput, match="which verify did not write"):
        cache.opened(tmp_path)


def test_nothing_is_written_through_a_link_in_the_place_of_the_mark(tmp_path, kept):
    precious = tmp_path / "precious"
    precious.write_text("mine", encoding="utf-8")
    (kept.folder / cache.MARK).unlink()
    (kept.folder / cache.MARK).symlink_to(precious)
    cache.opened(kept.folder)
    assert precious.read_text(encoding="utf-8") == "mine"
    assert (kept.folder / cache.MARK).read_text(encoding="utf-8") == cache.MARKED


def test_a_folder_of_answers_that_lost_its_mark_is_ours(tmp_path, kept):
    (kept.folder / cache.MARK).unlink()
    before = names(kept.folder)
    assert names(cache.opened(kept.folder).folder) == sorted([*before, cache.MARK])


def test_the_answer_to_every_kind_of_task_is_ours():
    assert {bool(cache.NAME.fullmatch(f"{t.kind}-{'0' * 64}.json")) for t in get_args(Task)} == {True}


# --- what a killed process leaves --------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from verify.records import files
with files.whole(Path(sys.argv[1])) as part:
    part.write_text("half")
    print(part.name, flush=True)
    sys.stdin.read()
"""


def writing(path):
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return process, process.stdout.readline().strip()


def test_parts_of_a_killed_run_are_gone_after_the_next(tmp_path):
    kept = cache.opened(tmp_path / "cache")
    name = f"claims-{'0' * 64}.json"
    process, part = writing(kept.folder / name)
    assert names(kept.folder) == sorted([part, cache.MARK])
    cache.opened(kept.folder)
    assert part in names(kept.folder), "what is being written is let alone"
    process.kill()
    process.communicate()
    assert part in names(kept.folder)
    cache.opened(kept.folder)
    assert names(kept.folder) == [cache.MARK]
