"""Guilty lines in words: where they are, and what they do."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from verify.records.guilty import place_text, summary, verdict
from verify.report.lines import cancelled_row, guilty_line

LINE = {"file": "a.py", "line": 3, "column": None, "codes": ["1 - c"], "makes": True, "magnifies": False}


def test_a_file_below_the_folder_is_named_as_one_would_type_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inside, beside = tmp_path / "deeper" / "a.py", tmp_path.parent / "a.py"
    assert place_text(LINE | {"file": str(inside)}) == f"{inside.relative_to(tmp_path)}, line 3"
    assert place_text(LINE | {"file": str(beside)}) == f"{beside}, line 3"
    assert place_text(LINE | {"column": 4}) == "a.py, line 3, column 4, 1 - c"


@pytest.mark.parametrize(
    ("share", "says"),
    [
        (0.97, "97% of the"),
        (-0.794, "-79.4% of the"),
        (9.5, "950% of the"),
        (-63.94, "-63.9 times the"),
        (None, "the"),
    ],
)
def test_a_share_far_beyond_the_whole_is_told_in_times(share, says):
    told = verdict(LINE | {"share": share, "local_ulps": 0.25})
    cancels = ", most of which cancels" if "times" in says else ""
    assert told == f"makes {says} rounding error, by up to 0.25 ulps"
    assert guilty_line(LINE | {"share": share})["does"] == f"makes {says} error{cancels}"


def test_a_file_of_an_installed_package_is_named_from_the_package_on(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    installed = tmp_path / "env" / "site-packages" / "package" / "a.py"
    assert place_text(LINE | {"file": str(installed)}) == f"{Path('package', 'a.py')}, line 3"


MAKER = LINE | {"file": "/there/rk.py", "share": 0.9, "makes": True}
MAGNIFIER = LINE | {"file": "/here/a.py", "line": 9, "share": 0.1, "makes": False, "magnifies": True}
ROW = {
    "exact": "[1 +/- 0]",
    "truth": None,
    "total_ulps": 100.0,
    "digits": 13.9,
    "branches": [],
    "truncation_ulps": None,
}


@pytest.mark.parametrize(
    ("guilty", "says"),
    [
        ([MAKER, MAGNIFIER], "line 3 of rk.py rounds, and line 9 of a.py magnifies what was lost."),
        ([MAKER], "line 3 of rk.py rounds once or many times, and no line magnifies it."),
        (
            [MAKER | {"file": "/here/a.py", "magnifies": True}],
            "line 3 rounds, and it magnifies what was lost.",
        ),
    ],
)
def test_lines_of_other_files_are_named_with_their_file(guilty, says):
    row = ROW | {"target": "a.py:f", "rounding_ulps": 100.0, "guilty": guilty}
    assert summary(row) == f"13 digits are right: {says}"


NUMBERED = {"parameters": [{"name": "n", "low": 1, "names": ["A", "B", "C"]}]}
UNWATCHED = SimpleNamespace(shown_points=())
FOLLOWED = {"place": {"n": "3"}, "part": None, "not_followed": None, "guilty": []}


@pytest.mark.parametrize(
    ("blamed", "bits", "line"),
    [
        (FOLLOWED | {"cancelled_bits": 12.5, "cancelled_at": "a - b", "routines": []}, "12.5", "a - b"),
        (
            FOLLOWED | {"cancelled_bits": 0.0, "cancelled_at": "", "routines": ["lstsq", "solve"]},
            "0",
            "not known: what lstsq, solve cancels inside",
        ),
        (FOLLOWED | {"not_followed": "it is compiled"}, "not known", "it is compiled"),
        (FOLLOWED, "not known", "more operations than are watched"),
    ],
)
def test_what_a_routine_cancels_is_what_was_seen_or_not_known(blamed, bits, line):
    row = cancelled_row(UNWATCHED, {"blamed": blamed}, NUMBERED)
    assert (row["in_all"], row["bits"], row["line"], row["axis"]) == ("not known", bits, line, "n = C")


def test_of_what_was_neither_watched_nor_followed_nothing_is_said():
    assert cancelled_row(UNWATCHED, {}, {}) is None


def test_a_zero_that_is_missed_is_said_to_be_missed():
    row = ROW | {"target": "a.py:f", "exact": "[0 +/- 0]", "truth": None, "total_ulps": None, "digits": 0.0}
    row |= {"rounding_ulps": None, "guilty": [MAKER | {"file": "/here/a.py", "magnifies": True}]}
    assert summary(row) == (
        "The exact value is zero, the computed one is not: line 3 rounds, and it magnifies what was lost."
    )
    assert summary(row | {"digits": 17.0}) == ""
