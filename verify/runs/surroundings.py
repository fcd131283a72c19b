"""Global state that foreign code may change for all code after it: checked and restored after every item."""

import contextlib
import os
import random
import signal
import sys
from collections.abc import Callable
from typing import Any

import gmpy2

from verify.arithmetic.precision import current_bits, set_bits

TINY, LEAST = 2.0**-80, 5e-324


class Surroundings:
    """The state at the time it is made; `restore` puts back what differs, and records the fact."""

    def __init__(self) -> None:
        self.said: set[str] = set()
        self.fresh: list[str] = []
        self.changes = 0
        self.bits = current_bits()
        self.depth = sys.getrecursionlimit()
        self.alarm = signal.getsignal(signal.SIGALRM)
        self.folder = _folder()
        self.context = _mpfr_context()
        self.random = random.getstate()
        self.numpy_random = _numpy_state()

    def restore(self) -> bool:
        """After every item: check what takes less than a microsecond. Return whether anything was changed."""
        before = self.changes
        if not rounds_to_nearest():
            self._told("the rounding mode of the processor", _round_to_nearest)
        if current_bits() != self.bits:
            self._told("the precision of balls", lambda: set_bits(self.bits))
        if sys.getrecursionlimit() != self.depth:
            self._told("the recursion limit", lambda: sys.setrecursionlimit(self.depth))
        if _mpfr_context() != self.context:
            self._told("gmpy2's context", self._put_context)
        return self.changes > before

    def remarks(self) -> list[str]:
        """Changes not yet reported. Called before answers are sent: it checks the slower things too."""
        if signal.getsignal(signal.SIGALRM) is not self.alarm:
            self._told("the handler of SIGALRM", lambda: signal.signal(signal.SIGALRM, self.alarm))
        if _folder() != self.folder and self.folder:
            self._told("the current directory", lambda: os.chdir(self.folder))
        if random.getstate() != self.random:
            self._told("the state of random", lambda: random.setstate(self.random))
        state = _numpy_state()
        if self.numpy_random is None:
            self.numpy_random = state  # imported since
        elif state != self.numpy_random:
            self._told("the state of numpy.random", self._put_numpy_state)
        told, self.fresh = self.fresh, []
        return told

    def _told(self, what: str, put_back: Callable[[], Any]) -> None:
        self.changes += 1
        with contextlib.suppress(Exception):
            put_back()
        if what not in self.said:
            self.said.add(what)
            self.fresh.append(f"the function changed {what}, which was restored")

    def _put_context(self) -> None:
        names = dict(zip(MPFR, self.context, strict=True))
        gmpy2.set_context(gmpy2.context(**names))

    def _put_numpy_state(self) -> None:
        import numpy.random

        algorithm, key, *rest = self.numpy_random
        numpy.random.set_state((algorithm, numpy.frombuffer(key, numpy.uint32), *rest))


def rounds_to_nearest(one: float = 1.0, tiny: float = TINY, least: float = LEAST) -> bool:
    """Whether float64 rounds to nearest and keeps subnormal numbers.

    1 +- 2^-80 and -1 - 2^-80 round to themselves in no directed rounding; a processor that flushes subnormals
    makes 2^-1074 * 1 zero.
    """
    return one + tiny == one == one - tiny and least * one > 0.0


def _round_to_nearest() -> None:
    import ctypes

    # fesetenv(FE_DFL_ENV): the default environment keeps subnormal numbers too. On Linux it is (fenv_t *) -1,
    # on macOS the address of a variable.
    maths = ctypes.CDLL("libm.so.6" if sys.platform == "linux" else None)
    if sys.platform == "darwin":
        maths.fesetenv(ctypes.byref(ctypes.c_byte.in_dll(maths, "_FE_DFL_ENV")))
    else:
        maths.fesetenv(ctypes.c_void_p(-1))


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # it was removed
        return ""


MPFR = ("precision", "round", "emax", "emin", "subnormalize")


def _mpfr_context() -> tuple[int, ...]:
    c = gmpy2.get_context()
    return c.precision, c.round, c.emax, c.emin, c.subnormalize


def _numpy_state() -> Any:
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is None:
        return None
    algorithm, key, *rest = numpy_random.get_state()
    return (algorithm, key.tobytes(), *rest)
