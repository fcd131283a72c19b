"""Inner products as functions of all their entries, with secant slopes."""

from collections.abc import Sequence

import numpy as np
from flint import arb

from verify.arithmetic.sums import exact_dot
from verify.inside.run.tape import Function


def dot(*x: arb) -> arb:
    """sum a_i b_i of a_1 .. a_n, b_1 .. b_n."""
    n = len(x) // 2
    return sum((a * b for a, b in zip(x[:n], x[n:], strict=True)), arb(0))


def dot_secants(floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
    """a b - A B = B (a - A) + a (b - B)."""
    n = len(floats) // 2
    return [*balls[n:], *floats[:n]]


def dot_on_floats(x: np.ndarray) -> arb:
    """The inner product of the first half and the second."""
    return exact_dot(*np.split(x, 2))


DOT = Function("dot", dot, secants=dot_secants, on_floats=dot_on_floats)
