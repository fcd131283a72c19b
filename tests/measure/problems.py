"""Toy problems that are measured."""

import math
import time

import numpy as np

from verify.measure.limits import Limits

LOW = Limits(max_bits=1024)


def raises(*_, **__):
    raise KeyError("lost")


def alone(x):
    """A routine that takes one float at a time, and raises where it likes."""
    if x == 2:
        raise OverflowError("math range error")
    return math.sqrt(x)


def column(*entries):
    made = np.empty(len(entries), dtype=object)
    made[:] = entries
    return made


def slow(x):
    time.sleep(1)
    return x
