"""What the guard costs: checks with every call in a guarded process, beside the same in this process.

Both judge the same inputs and find the same; they are timed in turn, in several rounds, and the medians are
printed. Aim: below a tenth of what `verify check` takes as a command, which is timed too.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from verify.checking.judging.judge import Judge
from verify.checking.one_input.sample import assess
from verify.checking.one_input.samples import Undecided
from verify.checking.sampling.drawing import draw
from verify.checking.subjects.subject import Subject, subject
from verify.measure.limits import Limits

POINTS, ROUNDS = 4000, 7
CASES = (
    ("math:expm1", "exp(x) - 1", "x=-1:1"),
    ("math:lgamma", "lgamma(x)", "x=0.5:4"),
    ("math:hypot", "hypot(x, y)", "x=1:2 y=0:1"),
)


def guarded(what: Subject) -> None:
    with Judge(what, Limits()) as judge:
        assert not any(isinstance(s, Undecided) for s in judge.samples(draw(what, POINTS, 0)))


def bare(what: Subject) -> None:
    assert not any(isinstance(s, Undecided) for s in assess(what, draw(what, POINTS, 0), Limits()))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    print(f"{POINTS} inputs, {ROUNDS} interleaved rounds, medians")
    for target, truth, domain in CASES:
        what = subject(target, truth, domain.split())
        words = [sys.executable, "-m", "verify", "check", target, "--truth", truth]
        words += [w for d in domain.split() for w in ("--domain", d)]
        times: dict[str, list[float]] = {"guarded": [], "bare": [], "command": []}
        for _ in range(ROUNDS):
            times["guarded"].append(seconds(lambda what=what: guarded(what)))  # type: ignore[misc]
            times["bare"].append(seconds(lambda what=what: bare(what)))  # type: ignore[misc]
            times["command"].append(seconds(lambda words=words: subprocess.run(words, capture_output=True)))  # type: ignore[misc]
        with_guard, without, whole = (statistics.median(times[key]) for key in ("guarded", "bare", "command"))
        cost = with_guard - without
        print(
            f"  {target:14} guarded {with_guard:6.3f} s, bare {without:6.3f} s, "
            f"cost {cost:6.3f} s: {cost / whole:6.1%} of the command's {whole:.2f} s"
        )


if __name__ == "__main__":
    main()
