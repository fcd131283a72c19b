"""einsum, convolve, correlate: each entry is a sum of products of entries, one step in whatever order."""

import string
from collections.abc import Sequence
from functools import reduce
from operator import mul
from typing import Any

import numpy as np
from flint import arb

from verify.inside.run.kinds import kind_of
from verify.inside.run.products import DOT
from verify.inside.run.tape import FUN, SUM, Function


def sum_of_products(count: int) -> Function:
    """sum_j x_1j x_2j .. of `count` rows that follow each other."""

    def rows(x: Sequence[arb]) -> list[Sequence[arb]]:
        n = len(x) // count
        return [x[k * n : (k + 1) * n] for k in range(count)]

    def ball(*x: arb) -> arb:
        return sum((reduce(mul, term) for term in zip(*rows(x), strict=True)), arb(0))

    def secants(floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
        # a_1 .. a_m - A_1 .. A_m = sum_i A_1 .. A_(i-1) (a_i - A_i) a_(i+1) .. a_m
        a, exact = rows(floats), rows(balls)
        return [
            reduce(mul, [*(r[j] for r in exact[:i]), *(r[j] for r in a[i + 1 :])], arb(1))
            for i in range(count)
            for j in range(len(a[i]))
        ]

    return Function("einsum", ball, secants=secants)


def _labels(subscripts: str, count: int) -> tuple[list[str], str]:
    """Of the operands and of the result. NotImplementedError where an ellipsis stands for some."""
    given, arrow, result = subscripts.replace(" ", "").partition("->")
    operands = given.split(",")
    if "." in given or len(operands) != count:
        raise NotImplementedError
    once = sorted(c for c in set(given) - {","} if given.count(c) == 1)
    return operands, result if arrow else "".join(once)


def einsum(arrays: Any, subscripts: Any, *x: Any, **named: Any) -> Any:
    """NotImplementedError for forms that are not followed."""
    if not isinstance(subscripts, str) or set(named) - {"optimize"} or not x or not arrays.is_real(x):
        raise NotImplementedError
    labels, result = _labels(subscripts, len(x))
    parts = [arrays.parts(v) for v in x]
    made = np.asarray(np.einsum(subscripts, *(values for values, _ in parts), **named))
    if not all(values.size for values, _ in parts):
        raise NotImplementedError
    summed = "".join(c for c in string.ascii_letters if c in "".join(labels) and c not in result)
    size: dict[str, int] = {}
    for names, (values, _) in zip(labels, parts, strict=True):
        size |= zip(names, values.shape, strict=True)
    shape = [size[c] for c in result + summed]
    rows = [
        _spread(nodes, names, result + summed, shape).reshape(*made.shape, -1)
        for names, (_, nodes) in zip(labels, parts, strict=True)
    ]
    if len(rows) == 1:
        return arrays.made(made, arrays.pooled(SUM, rows[0], made))
    function = DOT if len(rows) == 2 else sum_of_products(len(rows))
    return arrays.made(made, arrays.pooled(FUN, np.concatenate(rows, axis=-1), made, function))


def _spread(nodes: np.ndarray, names: str, order: str, shape: list[int]) -> np.ndarray:
    """The places of an operand over all labels: repeated labels are a diagonal, missing ones repeat it."""
    own = "".join(c for c in order if c in names)
    diagonal = np.einsum(f"{names}->{own}", nodes)
    return np.broadcast_to(diagonal[tuple(slice(None) if c in own else None for c in order)], shape)


def convolved(arrays: Any, function: Any, a: Any, v: Any, mode: str) -> Any:
    """np.convolve or np.correlate: which products an entry is made of is asked of numpy, in integers."""
    (x, p), (y, q) = arrays.parts(arrays.array(a)), arrays.parts(arrays.array(v))
    if x.ndim != 1 or y.ndim != 1 or not (x.size and y.size):
        raise NotImplementedError
    made = np.asarray(function(x, y, mode))
    if not kind_of(made.dtype):  # of integers
        return made
    zero = arrays.recorder.integer(0, arrays.site).node
    rows = np.full((made.size, 2, min(x.size, y.size)), zero)
    used = np.zeros(made.size, dtype=np.int64)
    for j in range(y.size):  # 1, 2, .. at the places of x: the entries that are multiplied by y_j
        unit = np.zeros(y.size, dtype=np.int64)
        unit[j] = 1
        places = function(np.arange(1, x.size + 1), unit, mode)
        at = np.flatnonzero(places)
        rows[at, 0, used[at]], rows[at, 1, used[at]] = p[places[at] - 1], q[j]
        used[at] += 1
    return arrays.made(made, arrays.pooled(FUN, rows.reshape(made.size, -1), made, DOT))
