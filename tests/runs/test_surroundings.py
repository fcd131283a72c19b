"""What foreign code changes around itself is noticed and put back before the next item."""

import ctypes
import os
import random
import signal
import sys

import flint
import gmpy2
import numpy as np
import pytest

from verify.measure.limits import Limits
from verify.runs.surroundings import rounds_to_nearest
from verify.runs.workers import Guard

UPWARD = 0x800 if os.uname().machine == "x86_64" else 0x400000  # as fesetround knows it


def seen():
    context = gmpy2.get_context()
    return (
        flint.ctx.prec,
        context.precision,
        sys.getrecursionlimit(),
        os.getcwd(),
        rounds_to_nearest(),
        hash(random.getstate()),
        hash(np.random.get_state()[1].tobytes()),
        signal.getsignal(signal.SIGALRM).__name__,
    )


def flush_subnormals():
    """Set FTZ and DAZ in MXCSR, through fegetenv and fesetenv (glibc, x86-64: MXCSR is the last word)."""
    maths = ctypes.CDLL("libm.so.6")
    environment = (ctypes.c_uint32 * 8)()
    maths.fegetenv(environment)
    environment[7] |= 0x8040
    maths.fesetenv(environment)


DEEDS = {
    "the precision of balls": lambda: setattr(flint.ctx, "prec", 20),
    "gmpy2's context": lambda: setattr(gmpy2.get_context(), "precision", 7),
    "the recursion limit": lambda: sys.setrecursionlimit(10_000),
    "the current directory": lambda: os.chdir("/"),
    "the rounding mode of the processor": lambda: ctypes.CDLL("libm.so.6").fesetround(UPWARD),
    "the state of random": random.random,
    "the state of numpy.random": np.random.random,
    "the handler of SIGALRM": lambda: signal.signal(signal.SIGALRM, signal.SIG_IGN),
}
if os.uname().machine == "x86_64" and sys.platform == "linux":
    PROCESSOR = {"the rounding mode of the processor": flush_subnormals}
else:
    PROCESSOR = {}
    del DEEDS["the rounding mode of the processor"]


@pytest.mark.parametrize(("what", "do"), [*DEEDS.items(), *PROCESSOR.items()])
def test_it_is_told_and_put_back(what, do):
    def work(k):
        return do() and None if k == 1 else seen() if k == 2 else None

    with Guard(work, Limits()) as guard:
        after = list(guard.answers(range(3)))[2]
        again = list(guard.answers(range(3)))[2]
    with Guard(lambda _: seen(), Limits()) as fresh:
        (before,) = fresh.answers([0])
    assert [*guard.remarks] == [f"the function changed {what}, which was restored"], "once"
    assert after == again == before


def test_what_changes_nothing_is_not_remarked_on():
    with Guard(lambda k: k, Limits()) as guard:
        list(guard.each(range(1000)))
    assert guard.remarks == []
