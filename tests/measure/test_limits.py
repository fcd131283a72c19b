"""Limits of time: they ring once, within each other, and leave the clock as it was."""

import signal
import threading
import time

import pytest

from verify.arithmetic.precision import Hopeless, OutOfTime, Unsettled
from verify.measure.limits import guarded, time_limit


def busy(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def forever():
    while True:
        pass


def test_it_rings():
    with pytest.raises(OutOfTime, match=r"time limit of 0\.05 s"), time_limit(0.05):
        forever()


def test_it_leaves_the_clock_as_it_was():
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(5):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) is before
    with pytest.raises(KeyError), time_limit(5):
        raise KeyError
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_no_limit():
    with time_limit(None):
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.parametrize("inner", [0.01, 5])
def test_an_inner_limit_does_not_end_the_outer_one(inner):
    def often():
        while True:
            with time_limit(inner):
                busy(0.001)

    with pytest.raises(OutOfTime), time_limit(0.1):
        often()


def test_an_inner_limit_is_the_shorter_of_the_two():
    with pytest.raises(OutOfTime, match=r"time limit of 0\.1 s"), time_limit(0.1), time_limit(500):
        forever()
    with pytest.raises(OutOfTime, match=r"time limit of 0\.1 s"), time_limit(500), time_limit(0.1):
        forever()


def test_in_another_thread_it_is_told_when_the_work_returns():
    told = []

    def work():
        try:
            with time_limit(0.01):
                busy(0.05)
        except OutOfTime as why:
            told.append(str(why))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert told == ["the time limit of 0.01 s was reached"]


@pytest.mark.parametrize("error", [Unsettled("more bits"), Hopeless("no use"), OutOfTime("no time")])
def test_what_says_itself_that_it_failed_is_not_told_again(error):
    with pytest.raises(type(error), match=str(error)), guarded(None):
        raise error


def test_what_else_is_raised_is_hopeless():
    with pytest.raises(Hopeless, match="raised KeyError: 3"), guarded(None):
        raise KeyError(3)
    with pytest.raises(OutOfTime), guarded(0.02):
        forever()
    with pytest.raises(KeyboardInterrupt), guarded(None):
        raise KeyboardInterrupt
