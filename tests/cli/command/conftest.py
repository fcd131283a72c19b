"""An empty folder, and the command line run in this process."""

import sys

import pytest
from toys import FILE

from verify.cli import run as running
from verify.cli.main import answer
from verify.runs import cache, discover


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """An empty folder with a user's file in it; declarations are read anew."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roots.py").write_text(
        FILE.replace("count=100", "count=3").replace("CHECK", "pass"), encoding="utf-8"
    )
    yield tmp_path
    discover.loaded.cache_clear()
    cache.code.cache_clear()


@pytest.fixture
def verify(monkeypatch, capsys):
    """Run a command: its exit code and what it wrote on either stream."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["verify", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            answer()
        return ended.value.code, *capsys.readouterr()

    return run


@pytest.fixture
def no_pages(monkeypatch):
    """A run without its report and without asking for the processor: both take their time."""
    monkeypatch.setattr("cpuinfo.get_cpu_info", dict)
    monkeypatch.setattr(running, "rendered", lambda record, out, each: [out / "index.html"])
