"""Known faults in float32, in casts and in complex numbers: which lines are found, and who is accused.

For each program it is worked out here by rationals, or by mpmath, what each of its lines adds to the error: a
line makes the error where that is a tenth of it. Nothing of it is asked of what is tested.
"""

import cmath
import inspect
import math
from collections import Counter
from fractions import Fraction as F
from typing import NamedTuple

import mpmath
import numpy as np
import pytest

from verify.inside.account import account
from verify.inside.blame import blame
from verify.inside.follow import follow
from verify.inside.lines import lines


class Case(NamedTuple):
    """A program, its inputs, and what its lines add to the error, by how they begin; `part` of the result."""

    program: object
    inputs: list
    added: object
    part: str = ""


def running_mean(x):
    total = np.float32(0)
    for v in x:
        total += v
    mean = total / np.float32(len(x))
    return mean - x[0]  # magnifies


def of_running_mean(x):
    total = np.float32(0)
    for v in x:
        total += v
    count, mean = len(x), total / np.float32(len(x))
    exact = sum(F(float(v)) for v in x)
    return {
        "total += v": (F(float(total)) - exact) / count,
        "mean =": F(float(mean)) - F(float(total)) / count,
        "return": F(float(mean - x[0])) - (F(float(mean)) - F(float(x[0]))),
    }


def dot(x, y):
    total = np.float32(0)
    for a, b in zip(x, y, strict=True):
        product = a * b
        total += product  # magnifies
    return total


def of_dot(x, y):
    products = [a * b for a, b in zip(x, y, strict=True)]
    exact = [F(float(a)) * F(float(b)) for a, b in zip(x, y, strict=True)]
    rounded = [F(float(p)) for p in products]
    return {
        "product =": sum(rounded) - sum(exact),
        "total +=": F(float(sum(products, np.float32(0)))) - sum(rounded),
    }


def textbook_variance(x):
    mean = x.mean()
    squares = (x * x).mean()
    return squares - mean * mean  # magnifies


def of_textbook_variance(x):
    values = [F(float(v)) for v in x]
    exact, m = sum(values) / len(values), F(float(x.mean()))
    return {
        "mean =": -(m - exact) * (m + exact),
        "squares =": F(float((x * x).mean())) - sum(v * v for v in values) / len(values),
        "return": F(float((x * x).mean() - x.mean() * x.mean())) - (F(float((x * x).mean())) - m * m),
    }


def cast_before(t, step):
    before = np.float32(t)
    after = np.float32(t + step)
    return after - before  # magnifies


def of_cast_before(t, step):
    return {
        "before =": F(t) - F(float(np.float32(t))),
        "after =": F(float(np.float32(t + step))) - (F(t) + F(step)),
        "return": F(0),  # of neighbours: exact (Sterbenz)
    }


def stored(x):
    kept = np.zeros(2, dtype=np.float32)
    kept[0] = x
    return math.cos(kept[0]) - math.cos(x)


def half_log(x):
    y = np.float16(1) + np.float16(x)
    return np.log(y)  # magnifies


def of_half_log(x):
    y = np.float16(1) + np.float16(x)
    return {
        "y =": mpmath.log(float(y)) - mpmath.log1p(x),
        "return": mpmath.mpf(float(np.log(y))) - mpmath.log(float(y)),
    }


def small_root(b, c):
    d = cmath.sqrt(b * b - 4 * c)
    return (-b + d) / 2  # magnifies


def of_small_root(b, c):
    d, wide_b = cmath.sqrt(b * b - 4 * c), mpmath.mpc(b)
    exact = mpmath.sqrt(wide_b * wide_b - 4 * mpmath.mpc(c))
    return {
        "d =": ((mpmath.mpc(d) - exact) / 2).real,
        "return": (mpmath.mpc((-b + d) / 2) - (mpmath.mpc(d) - wide_b) / 2).real,
    }


def quotient(z, w):
    ratio = z / w
    return ratio - 1  # magnifies


def of_quotient(z, w):
    ratio = z / w
    return {
        "ratio =": (mpmath.mpc(ratio) - mpmath.mpc(z) / mpmath.mpc(w)).real,
        "return": (mpmath.mpc(ratio - 1) - (mpmath.mpc(ratio) - 1)).real,
    }


def cancelled_sum(z):
    squares = z * z
    return squares.sum()  # magnifies


def of_cancelled_sum(z):
    squares = [mpmath.mpc(v) for v in z * z]
    return {
        "squares =": sum(s - mpmath.mpc(v) ** 2 for s, v in zip(squares, z.tolist(), strict=True)).real,
        "return": (mpmath.mpc((z * z).sum()) - sum(squares)).real,
    }


LARGE = np.float32(16384) + np.arange(40, dtype=np.float32) ** 2 / np.float32(512)
X, Y = np.array([1.1, -1.1, 0.3], dtype=np.float32), np.array([0.7, 0.70001, 1e-7], dtype=np.float32)
CIRCLE = np.array([cmath.rect(1.3, 0.1 + 2 * math.pi * k / 8) for k in range(8)])
CASES = [
    Case(running_mean, [LARGE], of_running_mean),
    Case(dot, [X, Y], of_dot),
    Case(textbook_variance, [LARGE], of_textbook_variance),
    Case(cast_before, [2.0**20, 0.03], of_cast_before),
    Case(half_log, [2.0**-9 * 1.3], of_half_log),
    Case(small_root, [1e5 + 2j, 1 + 1j], of_small_root, ".real"),
    Case(quotient, [0.3000001 + 0.7j, 0.3 + 0.7j], of_quotient, ".real"),
    Case(cancelled_sum, [CIRCLE], of_cancelled_sum, ".real"),
]


def name_of(case):
    return case.program.__name__


def added(case):
    """What each line adds, by its number."""
    text, first = inspect.getsourcelines(case.program)
    with mpmath.workdps(60):
        parts = case.added(*case.inputs)
    numbers = {
        begins: next(n for n, line in enumerate(text, first) if line.strip().startswith(begins))
        for begins in parts
    }
    return {numbers[begins]: float(part) for begins, part in parts.items()}


def found(case):
    return blame(account(follow(case.program, case.inputs), case.part))


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_each_line_adds_what_it_adds_by_other_means(case):
    seen, parts = found(case), added(case)
    a, total = seen.account, sum(added(case).values())
    assert a.reason is None
    assert float(a.error) == pytest.approx(total, rel=1e-9)
    for line in lines(seen.sites):
        share = 0.0 if line.share is None else float(line.share)
        assert share == pytest.approx(parts.get(line.line, 0.0) / total, abs=1e-9)


def test_what_is_found_and_who_is_accused(capsys):
    right, wrong, missed = Counter(), Counter(), Counter()
    for case in CASES:
        parts, (text, first) = added(case), inspect.getsourcelines(case.program)
        total = abs(sum(parts.values()))
        said = {
            "makes": {n for n, part in parts.items() if abs(part) >= total / 10},
            "magnifies": {n for n, line in enumerate(text, first) if line.rstrip().endswith("# magnifies")},
        }
        for kind, declared in said.items():
            here = {line.line for line in lines(found(case).sites) if getattr(line, kind)}
            right[kind] += len(here & declared)
            wrong[kind] += len(here - declared)
            missed[kind] += len(declared - here)
    with capsys.disabled():
        print(f"\n{len(CASES)} programs in float32, with casts and of complex numbers")
        for kind in right:
            precision = right[kind] / (right[kind] + wrong[kind])
            recall = right[kind] / (right[kind] + missed[kind])
            print(f"  {kind:9} precision {precision:.1%}, recall {recall:.1%}")
    assert sum(right.values()) / (sum(right.values()) + sum(wrong.values())) >= 0.95
    assert sum(right.values()) / (sum(right.values()) + sum(missed.values())) >= 0.95


def test_what_an_array_of_a_narrower_format_keeps_is_rounded():
    """The store makes the error, and the cosines of numbers that are near each other cancel."""
    guilty = [line for line in lines(blame(account(follow(stored, [0.3]))).sites) if line.makes]
    text, first = inspect.getsourcelines(stored)
    assert [text[line.line - first].strip() for line in guilty] == ["kept[0] = x"]
