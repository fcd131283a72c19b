"""The command as it is started: its exit code and its output are its own, whatever code it loads does."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import toys
from runs.deeds import DEAF

FILE = """
import os, sys, time
DEED
def exits(x):
    if x > 0.999:
        os._exit(0)
    return x
def leaves_when_followed(x):
    if type(x) is not float:
        sys.exit(0)
    return x
def aborts_when_followed(x):
    if type(x) is not float:
        os.abort()
    return x
def hangs(x):
    while x == 1:
        pass
    return x
def does_not_return(x):
    if x == 1:
        DEAF
    return x
def eats(x):
    return float(len(bytearray(2**32))) if x == 1 else x
def loud(x):
    print("printed")
    os.write(1, b"written")
    os.system("echo from a shell")
    return x
def drifts(x, calls=[0]):
    calls[0] += 1
    return x + calls[0]
def fine(x):
    return x
"""


@pytest.fixture
def verify(tmp_path, monkeypatch, loaded):
    monkeypatch.chdir(tmp_path)

    def run(name, *words, deed="", command=None):
        (tmp_path / "own.py").write_text(FILE.replace("DEED", deed).replace("DEAF", DEAF), encoding="utf-8")
        given = ["check", f"own.py:{name}", "--truth", "x", "--domain", "x=0:1", "--points", "60", *words]
        found = loaded.run("verify", *(command or given))
        return found.returncode, found.stdout, found.stderr

    return run


def results(out):
    return json.loads(out)["results"]


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("os._exit(0)", "the process ended with exit status 0 before its answer was complete"),
        ("os.abort()", "the process was killed by SIGABRT before its answer was complete"),
        (
            DEAF,
            "the process was killed by SIGKILL at its limit of time before its answer was complete",
        ),
    ],
)
def test_a_file_that_ends_the_process_while_it_is_read_passes_no_gate(verify, deed, told):
    code, out, err = verify("fine", "--max-ulps", "1", "--timeout", "0.5", "--json", deed=deed)
    assert (code, out) == (1, "")
    assert err.splitlines()[-1] == f"verify: {told}"


def test_a_file_that_does_not_end_while_it_is_read(verify):
    code, out, err = verify("fine", "--timeout", "0.5", deed="while True: pass")
    assert (code, out) == (2, "")
    assert "the time limit of 0.5 s was reached" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("given", [("--domain", "x=0:1"), ("--array", "x=vector(3)")])
def test_a_formula_that_takes_too_long_to_read_is_bad_input(loaded, given):
    formula = "+".join(["sum(x)" if "--array" in given else "x"] * 2000)
    found = loaded.run("verify", "check", "math:fsum", "--truth", formula, *given, "--timeout", "1e-6")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("verify: the time limit of 1e-06 s was reached before what is asked was")
    assert found.stderr.count("\n") == 1


def test_what_a_file_writes_while_it_is_read_is_no_part_of_the_answer(verify):
    deed = "os.write(1, b'low'); print('high'); os.system('echo shell')"
    code, out, err = verify("loud", "--json", deed=deed)
    assert code == 0
    assert results(out)[0]["passed"]
    assert all(word in err for word in ("low", "high", "shell", "printed", "written", "from a shell"))


SEARCH = ("--search", "--budget", "2500")  # as many as reach the end of the range


@pytest.mark.parametrize(
    ("name", "key", "reason", "search"),
    [
        ("exits", "failed_reasons", "the process ended with exit status 0", ()),
        ("exits", "failed_reasons", "the process ended with exit status 0", SEARCH),
        ("hangs", "undecided_reasons", "the time limit of 0.5 s was reached", ()),
        ("does_not_return", "undecided_reasons", "the time limit of 0.5 s was reached", SEARCH),
        ("eats", "failed_reasons", "raised MemoryError", ()),
        ("eats", "failed_reasons", "raised MemoryError", SEARCH),
    ],
)
def test_a_function_that_misbehaves_fails_there_and_nowhere_else(verify, name, key, reason, search):
    limits = ("--memory", "1", "--max-ulps", "1", *(("--timeout", "0.5") if "time limit" in reason else ()))
    code, out, _ = verify(name, *limits, *search, "--json")
    assert code == 1
    (row,) = results(out)
    assert [why for why in row[key] if reason in why]
    assert row["ulps"]["max"] == 0, "the others are judged"
    assert not row["passed"]


@pytest.mark.parametrize("name", ["leaves_when_followed", "aborts_when_followed"])
def test_following_a_function_for_a_bound_is_guarded(verify, name):
    code, out, _ = verify(name, "--search", "--budget", "300", "--max-ulps", "1", "--json")
    (row,) = results(out)
    assert code == 0, "it returned what it should at every float"
    assert row["passed"]
    assert row["proved_bound"] is None


def test_a_function_that_is_not_deterministic_passes_no_gate(verify):
    code, out, _ = verify("drifts", "--max-envelope", "1e300", "--json")
    assert code == 1
    assert results(out)[0]["notes"][0].startswith("the function is not deterministic: at x=")


def test_a_reader_that_has_seen_enough_changes_nothing(loaded, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ("check", "math:sqrt", "--truth", "sqrt(x)", "--domain", "x=1:2", "--points", "50")
    for gate, code in (("0.5", 0), ("0.4", 1)):
        head = subprocess.Popen(["head", "-1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        with head, open("errors", "w+") as errors:
            command = loaded.start("verify", *words, "--max-ulps", gate, stdout=head.stdin, stderr=errors)
            assert head.communicate()[0] == "math:sqrt against sqrt(x)\n"
            assert command.wait() == code
        assert Path("errors").read_text() == ""


def test_standard_output_that_is_closed(verify, tmp_path):
    script = f"{sys.executable} -m verify check math:sqrt --truth 'sqrt(x)' --domain x=1:2 --points 50 >&-"
    found = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (found.returncode, found.stderr) == (0, "")


BEGINS = """
import os, time
def f(x):
    os.write(2, f"{os.getpid()}\\n".encode())
    time.sleep(SECONDS)
    return x
"""


@pytest.fixture
def begun(tmp_path, monkeypatch, loaded):
    """A command whose function has been called, what it says from there on, and the process that calls it."""
    monkeypatch.chdir(tmp_path)

    def start(seconds):
        (tmp_path / "own.py").write_text(BEGINS.replace("SECONDS", seconds), encoding="utf-8")
        reads, writes = os.pipe()
        words = ("check", "own.py:f", "--truth", "x", "--domain", "x=0:1", "--points", "100000000")
        with open(writes) as out:
            command = loaded.start("verify", *words, stdout=out, stderr=out)
        said = stack.enter_context(os.fdopen(reads))
        return command, said, int(said.readline())

    with contextlib.ExitStack() as stack:
        yield start


def test_an_interrupt_ends_it_in_one_line(begun):
    command, said, _ = begun("0")
    command.send_signal(signal.SIGINT)
    told = [word for word in said.read().split() if not word.isdigit()]
    assert command.wait() == 130
    assert told[:2] == ["verify:", "interrupted;"]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own signal at a parent's death")
def test_nothing_is_left_where_it_is_killed(begun):
    command, said, working = begun("600")
    assert working != command.pid
    command.kill()
    assert said.read() == "", "the pipe ends when the last of them does"
    assert command.wait() == -signal.SIGKILL


def test_total_ends_with_what_there_is(verify):
    words = ("check", "math:exp", "--truth", "exp(x)", "--domain", "x=0:1", "--points", "1000000000")
    code, out, _ = verify("", command=[*words, "--total", "1", "--json", "--max-ulps", "1"])
    (row,) = results(out)
    assert (code, row["complete"], row["passed"]) == (1, False, False)
    assert row["points"] < 1000000000
    assert "ended by the limit of time" in row["notes"][0]


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ("os._exit(0)", "the process ended with exit status 0"),
        (DEAF, "the time limit of 0.5 s was reached"),
    ],
)
def test_a_truth_that_does_not_return_is_no_reference(verify, tmp_path, deed, why):
    truth = f"def truth(x):\n    if x > 1: {deed}\n    return x.sqrt()\n"
    text = toys.FILE.replace("def truth(x): return x.sqrt()", truth).replace("CHECK", "pass")
    text = text.replace("inputs=", "references=({'x': '1/4'}, {'x': 2}), inputs=")
    (tmp_path / "roots.py").write_text(text, encoding="utf-8")
    code, out, err = verify("", command=["certify", "roots.py", "--timeout", "0.5"])
    assert (code, out) == (2, "")
    assert why in err.splitlines()[-1]
    assert not (tmp_path / "references" / "roots.json").exists()
