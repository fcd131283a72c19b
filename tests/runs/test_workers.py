"""What foreign code may do to its process costs its own item, is told, and nothing else suffers."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from flint import arb, fmpq
from runs.deeds import DEEDS, SHORT, limits_of

from verify.arithmetic.precision import precision
from verify.core.errors import BadInput
from verify.core.page import DEADLINE, NEVER, own
from verify.measure.limits import AGAIN, Limits, time_limit
from verify.runs import forked, serve, workers
from verify.runs.parcel import Lost
from verify.runs.workers import Guard, each, once

pytestmark = pytest.mark.usefixtures("soon_ended")
GUILTY = 3


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_costs_its_own_item(deed):
    do, said = DEEDS[deed]
    answers = dict(each(lambda k: do() if k == GUILTY else k * k, range(8), limits_of(said), batch=8))
    lost = answers.pop(GUILTY)
    assert isinstance(lost, Lost)
    assert lost.why.startswith(said)
    assert answers == {k: k * k for k in range(8) if k != GUILTY}


def test_all_deeds_in_turn_in_two_processes():
    deeds = [*DEEDS.values()]
    answers = dict(
        each(lambda k: deeds[k // 2][0]() if k % 2 else k, range(2 * len(deeds)), SHORT, 2, batch=3)
    )
    for k, (_, said) in enumerate(deeds):
        assert answers[2 * k] == 2 * k
        assert answers[2 * k + 1].why.startswith(said)


@pytest.mark.parametrize("much", [lambda: bytearray(2**33), lambda: [0] * 2**30])
def test_too_much_memory(much):
    answers = dict(each(lambda k: len(much()) if k == 0 else k, range(3), Limits(memory=1), batch=3))
    assert answers == {0: Lost("needed more than 1 GiB of memory"), 1: 1, 2: 2}


def test_memory_that_an_item_keeps_is_not_the_next_ones_fault():
    kept = []

    def work(k):
        kept.append(bytearray(b"x") * 2**26)
        return len(kept)

    answers = [answer for _, answer in each(work, range(12), Limits(memory=0.25))]
    assert all(isinstance(answer, int) for answer in answers), (
        "a process that holds much makes room for another"
    )


def test_no_answer_counts_twice_and_order_is_kept():
    with Guard(lambda k: os._exit(1) if k % 7 == 3 else k, SHORT, batch=16) as guard:
        answers = list(guard.answers(range(100)))
    assert [a if isinstance(a, int) else -1 for a in answers] == [-1 if k % 7 == 3 else k for k in range(100)]


def test_it_is_warm_and_streams():
    pids, seen = set(), 0

    def endless():
        nonlocal seen
        while True:
            seen += 1
            yield seen

    with Guard(lambda _: os.getpid(), SHORT, batch=10) as guard:
        for _ in range(3):
            pids |= {pid for _, pid in guard.each(range(50))}
        source = guard.each(endless())
        pids |= {next(source)[1] for _ in range(50)}
    assert len(pids) == 1
    assert os.getpid() not in pids
    assert seen <= 60, "items are taken as they are needed"


def test_a_process_ended_from_outside_is_replaced_and_the_item_is_tried_again(tmp_path, capfd):
    mark = tmp_path / "first"

    def work(k):
        if k == 2 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return k

    assert dict(each(work, range(5), SHORT, jobs=2)) == {k: k for k in range(5)}
    assert "was killed by SIGKILL; another goes on" in capfd.readouterr().err


def test_bad_input_passes():
    def work(_):
        raise BadInput("no such thing; write another")

    with pytest.raises(BadInput, match="no such thing; write another"):
        list(each(work, [1], SHORT))


@pytest.mark.parametrize("ball", [arb(1) / 3, arb(5, "1e-30"), arb(2) ** 10**20, arb(0)])
def test_balls_and_rationals_come_back_as_they_are(ball):
    with precision(300):
        wide = ball + arb(1) / 3
    back = once(lambda: (ball, wide, fmpq(1, 3)), SHORT)
    for x, y in zip((ball, wide), back, strict=False):
        assert x.mid().man_exp() == y.mid().man_exp()
        assert x.rad().man_exp() == y.rad().man_exp()
    assert back[2] == fmpq(1, 3)


def test_balls_that_are_not_finite():
    back = once(lambda: (arb("nan"), arb("inf"), arb(0, "inf")), SHORT)
    assert back[0].is_nan()
    assert back[1] > 10**300
    assert not back[2].is_finite()
    assert back[2].contains(7)


def test_nothing_reaches_standard_output(capfd):
    def loud(_):
        print("printed")
        os.write(1, b"written\n")
        os.system("echo from a shell")
        sys.stdout.buffer.write(b"buffered\n")
        return sys.stdin.read()

    assert once(lambda: loud(0), SHORT) == ""
    out, err = capfd.readouterr()
    assert out == ""
    assert {"printed", "written", "from a shell", "buffered"} <= set(err.splitlines())


def test_what_waits_for_its_reader_is_not_out_of_time(monkeypatch):
    """An answer larger than a pipe is written as fast as it is read: no limit stands then."""
    seen = []
    monkeypatch.setattr(serve, "write", lambda out, data: seen.append(own.page[DEADLINE]))
    own.page[DEADLINE] = 0.0
    serve._send(1, [(0, 1)], [])
    assert seen == [NEVER]


def test_a_limit_ends_an_item_and_not_what_is_done_between_items(monkeypatch, capfd):
    """The alarm rings again after what it ended has been answered, while the process restores its state."""

    def limited(k):
        with time_limit(1e-6):
            time.sleep(10)

    monkeypatch.setattr(workers, "GRACE", forked.GRACE)  # the process is not ended for being late
    restore = serve.Surroundings.restore
    monkeypatch.setattr(serve.Surroundings, "restore", lambda self: time.sleep(2 * AGAIN) or restore(self))
    answers = dict(each(limited, range(2), Limits(seconds=1e-6)))
    assert [answers[k].why for k in range(2)] == ["the time limit of 1e-06 s was reached"] * 2
    assert "another goes on" not in capfd.readouterr().err


def test_a_fork_that_returns_answers_nothing():
    def forks(k):
        os.fork()
        return k

    assert list(each(forks, range(4), SHORT, batch=4)) == [(k, k) for k in range(4)]


def test_what_is_left_behind_ends_with_the_guard():
    def forks(_):
        pid = os.fork()
        if pid == 0:
            time.sleep(600)
        return pid

    pid = once(lambda: forks(0), SHORT)
    until = time.monotonic() + 60
    with contextlib.suppress(OSError):
        while "(zombie)" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8"):
            assert time.monotonic() < until, "it is still there"
            time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own signal at a parent's death")
@pytest.mark.parametrize("doing", ["sum(range(10**13))", "__import__('time').sleep(600)"])
def test_it_ends_when_the_parent_is_killed_alone(doing):
    script = f"""
        import os
        from verify.measure.limits import Limits
        from verify.runs.workers import each

        def work(k):
            os.write(2, f"{{os.getpid()}}\\n".encode())
            {doing}

        list(each(work, range(2), Limits(), jobs=2))
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stderr=subprocess.PIPE, text=True
    )
    with parent:
        children = [int(parent.stderr.readline()) for _ in range(2)]
        parent.kill()
        assert parent.stderr.read() == "", "the pipe ends when the last of them does"
    assert len(set(children)) == 2


def test_a_guard_within_a_guard():
    def inner(k):
        return [a for _, a in each(lambda j: os._exit(5) if j == 1 else j + k, range(3), SHORT)]

    lost = Lost("the process ended with exit status 5")
    assert dict(each(inner, (10, 20), SHORT, jobs=2)) == {0: [10, lost, 12], 1: [20, lost, 22]}


def test_closed_standard_files():
    script = """
        from verify.measure.limits import Limits
        from verify.runs.workers import each
        answers = dict(each(lambda k: print("x") or k, range(3), Limits()))
        raise SystemExit(0 if answers == {k: k for k in range(3)} else 3)
    """
    words = f'{sys.executable} -c "$0" <&- >&- 2>&-'
    assert subprocess.run(["sh", "-c", words, textwrap.dedent(script)], check=False).returncode == 0
