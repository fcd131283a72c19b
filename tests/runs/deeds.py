"""What foreign code may do to the process that runs it, and what is then said of it."""

import ctypes
import os
import signal
import sys
import time

from flint import arb

from verify.measure.limits import Limits

SHORT = Limits(seconds=0.4)
# A statement that does not return and does not hear the alarm: to the guard as compiled code, but idle.
DEAF = "import signal, time; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM}); time.sleep(600)"


UPWARD = 0x800 if os.uname().machine == "x86_64" else 0x400000  # as fesetround knows it


def in_compiled_code():
    sum(range(10**13))  # returns to the interpreter in days


def swallowing():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def leaves_a_fork_that_keeps_the_pipe():
    if os.fork() == 0:
        time.sleep(600)
    os._exit(2)


def unwritable():
    class Silent(BaseException):
        def __str__(self):
            raise ValueError

    raise Silent


def crashes():
    ctypes.string_at(0)


def flint_aborts():
    arb(0).polylog(arb(10) ** 30)


DEEDS = {
    "os._exit": (lambda: os._exit(0), "the process ended with exit status 0"),
    "sys.exit": (lambda: sys.exit(0), "raised SystemExit: 0"),
    "BaseException": (unwritable, "raised Silent: (its message cannot be written)"),
    "KeyboardInterrupt": (lambda: exec("raise KeyboardInterrupt"), "raised KeyboardInterrupt"),
    "segfault": (crashes, "the process was killed by SIGSEGV"),
    "abort": (os.abort, "the process was killed by SIGABRT"),
    "flint": (flint_aborts, "the process was killed by SIGABRT"),
    "endless": (lambda: exec("while True: pass"), "the time limit of 0.4 s was reached"),
    "endless in C": (in_compiled_code, "the time limit of 0.4 s was reached"),
    "swallows the alarm": (swallowing, "the time limit of 0.4 s was reached"),
    "sleeps": (lambda: time.sleep(600), "the time limit of 0.4 s was reached"),
    "blocks signals": (lambda: exec(DEAF), "the time limit of 0.4 s was reached"),
    "stops itself": (lambda: os.kill(os.getpid(), signal.SIGSTOP), "the time limit of 0.4 s was reached"),
    "closes all files": (
        lambda: os.closerange(3, 256),
        "the process lost its connection: the function closed files that were not its own",
    ),
    "leaves a fork": (leaves_a_fork_that_keeps_the_pipe, "the process ended with exit status 2"),
    "no pickle": (lambda: lambda: 1, "the answer cannot be passed on: "),
    "kills itself twice": (lambda: os.kill(os.getpid(), signal.SIGKILL), "the process was killed by SIGKILL"),
}


def limits_of(said):
    """Short where the limit is what ends it; what ends by itself has time to, on a busy machine too."""
    return SHORT if "time limit" in said else Limits()
