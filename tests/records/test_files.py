"""Files are written whole or not at all."""

import os

import pytest

from verify.core.errors import BadInput
from verify.records.files import write_text


def test_a_file_and_its_folder(tmp_path):
    path = tmp_path / "a" / "b" / "c.txt"
    write_text(path, "é\n")
    assert path.read_bytes() == "é\n".encode()
    write_text(path, "again")
    assert path.read_text(encoding="utf-8") == "again"
    assert os.listdir(path.parent) == ["c.txt"]


def test_what_fails_leaves_nothing_behind_and_the_old_file_alone(tmp_path, monkeypatch):
    path = tmp_path / "c.txt"
    write_text(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "\udc80")

    def fails(*_):
        raise OSError("no space")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="no space"):
        write_text(path, "new")
    assert os.listdir(tmp_path) == ["c.txt"]
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_permissions_are_those_of_any_new_file(tmp_path, mask):
    before = os.umask(mask)
    write_text(tmp_path / "a", "")
    (tmp_path / "b").touch()
    os.umask(before)
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_a_path_that_cannot_be(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        write_text(tmp_path / "file" / "below", "")
    with pytest.raises(BadInput, match="a folder"):
        write_text(tmp_path, "")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="a device or a pipe"):
        write_text(tmp_path / "pipe", "")
    assert sorted(os.listdir(tmp_path)) == ["file", "pipe"]


def test_a_link_stays_a_link(tmp_path):
    link, aim = tmp_path / "link", tmp_path / "aim"
    link.symlink_to("aim")
    for text in ("first", "second"):
        write_text(link, text)
        assert aim.read_text(encoding="utf-8") == text
    assert link.is_symlink()
    assert sorted(os.listdir(tmp_path)) == ["aim", "link"]
