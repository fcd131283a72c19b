"""A system without fork, signals of Unix, locks and limits of resources: the same answers, in one process."""

import json
import os
import re
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
from verify.cli.main import main
for words in WORDS:
    sys.argv = ["verify", *words]
    try:
        main()
    except SystemExit as ended:
        print("exit", ended.code)
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


def printed(commands, folder):
    """The exit code and the document of each, and what was said of all."""
    paths = os.pathsep.join(p for p in sys.path if p)
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE.replace("WORDS", repr([[*words, "--json"] for words in commands]))],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr, done.stderr
    told = re.split(r"^exit (\d+)\n", done.stdout, flags=re.M)
    return list(zip(map(int, told[1::2]), map(json.loads, told[:-1:2]), strict=True)), done.stderr


def without_seconds(found):
    for row in found.get("results", ()):
        (row["exhaustive"] or {}).pop("seconds", None)
    return found


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """What the commands answer there, in one process."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "own.py").write_text(SOURCE, encoding="utf-8")
    answers, said = printed(COMMANDS.values(), folder)
    assert said.count("this system cannot fork") >= len(COMMANDS)
    return folder, dict(zip(COMMANDS, answers, strict=True))


@pytest.mark.parametrize("name", COMMANDS)
def test_answers_are_the_same_without_a_fork(name, elsewhere, monkeypatch):
    folder, answers = elsewhere
    monkeypatch.chdir(folder)
    forked = CliRunner().invoke(cli, [*COMMANDS[name], "--json"], catch_exceptions=False)
    code, there = answers[name]
    assert (code, without_seconds(there)) == (forked.exit_code, without_seconds(json.loads(forked.stdout)))


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


@pytest.mark.parametrize(("encoding", "forks"), [("ascii", True), ("cp1252", False)])
def test_a_letter_that_the_output_lacks_is_escaped(encoding, forks, tmp_path, monkeypatch, loaded):
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    (tmp_path / "own.py").write_text(GREEK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    if forks:
        found = json.loads(loaded.run("verify", *COMMANDS["blame"], "--json").stdout)
    else:
        ((_, found),), _ = printed([COMMANDS["blame"]], tmp_path)
    assert [line["codes"] for line in found["guilty"]] == [["math.cos(x)"], ["1 - λ"]]


def test_what_is_escaped_is_json():
    said = "λ𝜆\udcc3é"
    written, end = streams.escaped(UnicodeEncodeError("ascii", said, 0, len(said), "not there"))
    assert (written, end) == (r"\u03bb\ud835\udf06\udcc3\u00e9", len(said))
    assert json.loads(f'"{written}"') == said
