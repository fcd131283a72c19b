"""A system without fork, signals of Unix, locks and limits of resources: the same answers, in one process."""

import json
import os
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from verify.cli import streams
from verify.cli.main import cli
from verify.cli.supervise import _looked_after

# What Windows lacks is taken away before anything of the package is loaded.
PRELUDE = """
import os, select, signal, sys
for module in ("fcntl", "resource", "pwd", "grp"):
    sys.modules[module] = None
for name in ("fork", "wait4", "setpgid", "killpg", "pidfd_open", "sched_getaffinity", "O_NONBLOCK"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGKILL", "SIGALRM", "SIGHUP", "setitimer", "ITIMER_REAL", "getitimer"):
    if hasattr(signal, name):
        delattr(signal, name)
del select.poll
sys.argv[0] = "verify"
from verify.cli.main import main
main()
"""
SOURCE = "import math\n\n\ndef f(x):\n    c = math.cos(x)\n    return (1 - c) / (x * x)\n"
COMMANDS = {
    "check": ("check", "own.py:f", "--truth", "(1 - cos(x))/x^2", "--domain", "x=1e-3:1", "--points", "40"),
    "search": ("check", "math:exp", "--truth", "exp(x)", "--domain", "x=0:1", "--search", "--budget", "200"),
    "every": (
        "check",
        "numpy:sqrt",
        "--truth",
        "sqrt(x)",
        "--format",
        "float16",
        "--domain",
        "x=1:2",
        "--exhaustive",
    ),
    "blame": ("blame", "own.py:f", "--at", "x=1e-8"),
}


def printed(words, folder, prelude):
    start = ["-c", PRELUDE] if prelude else ["-m", "verify"]
    paths = os.pathsep.join(p for p in sys.path if p)
    done = subprocess.run(
        [sys.executable, *start, *words, "--json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout), done.stderr


def without_seconds(found):
    for row in found.get("results", ()):
        (row["exhaustive"] or {}).pop("seconds", None)
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_answers_are_the_same_without_a_fork(name, tmp_path, monkeypatch):
    (tmp_path / "own.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    forked = CliRunner().invoke(cli, [*COMMANDS[name], "--json"], catch_exceptions=False)
    other, there, said = printed(COMMANDS[name], tmp_path, prelude=True)
    here = json.loads(forked.stdout)
    assert (other, without_seconds(there)) == (forked.exit_code, without_seconds(here))
    assert "this system cannot fork" in said


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no process to wait for")
@pytest.mark.parametrize(("late", "code"), [(False, 7), (True, -9)])
def test_a_process_is_waited_for_where_it_cannot_be_polled(late, code):
    pid = os.fork()
    if pid == 0:
        if late:
            time.sleep(60)
        os._exit(7)
    assert _looked_after(pid, lambda: late) == code


GREEK = "import math\n\n\ndef f(x):\n    λ = math.cos(x)  # 𝜆 ≠ Λ\n    return (1 - λ) / (x * x)\n"


@pytest.mark.parametrize(("encoding", "prelude"), [("ascii", False), ("cp1252", True)])
def test_a_letter_that_the_output_lacks_is_escaped(encoding, prelude, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    (tmp_path / "own.py").write_text(GREEK, encoding="utf-8")
    _, found, _ = printed(COMMANDS["blame"], tmp_path, prelude)
    assert [line["codes"] for line in found["guilty"]] == [["math.cos(x)"], ["1 - λ"]]


def test_what_is_escaped_is_json():
    said = "λ𝜆\udcc3é"
    written, end = streams.escaped(UnicodeEncodeError("ascii", said, 0, len(said), "not there"))
    assert (written, end) == (r"\u03bb\ud835\udf06\udcc3\u00e9", len(said))
    assert json.loads(f'"{written}"') == said
