"""Tensors of FPCore."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from fpcore.cores import LIMITS, MATMUL, loaded, ulps

from verify.checking import result as check
from verify.checking.one_input.sample import assess
from verify.checking.one_input.samples import Outside


def test_tensor_results_are_judged_entry_by_entry(tmp_path: Path) -> None:
    found = loaded(tmp_path, MATMUL)
    assert [what.name for what in found] == ["matmul[0,0]", "matmul[1,0]"]
    first = found[0]
    assert [r.name for r in first.domain][:4] == ["A[0,0]", "A[0,1]", "A[0,2]", "A[1,0]"]
    where = tuple(float(k + 1) / 7 for k in range(9))
    a, b = np.array(where[:6]).reshape(2, 3), np.array(where[6:])
    for row, what in enumerate(found):
        total = 0.0
        for k in range(3):
            total += float(a[row, k] * b[k])
        (sample,) = assess(what, [where], LIMITS)
        assert sample.computed == total
        exact = sum(Fraction(a[row, k]) * Fraction(b[k]) for k in range(3))
        assert sample.ulps == pytest.approx(float(ulps(Fraction(total), exact)), abs=1e-3)
    notes = check.check(first, 10, 0, LIMITS).notes
    assert "the dimension an is taken as 3" in notes


def test_a_tensor_of_varying_size(tmp_path: Path) -> None:
    found = loaded(tmp_path, "(FPCore sums (n) :pre (<= 1 n 3) (tensor* ([i n]) ([s 0 (+ s 0.1)]) s))")
    assert [what.name for what in found] == ["sums[0]", "sums[1]", "sums[2]"]
    result = check.check(found[2], 20, 0, LIMITS)
    assert {s.where[0]: s.why if isinstance(s, Outside) else None for s in result.samples} == {
        1.0: "the result has no such entry here",
        2.0: "the result has no such entry here",
        3.0: None,
    }


def test_too_many_entries_are_not_judged(tmp_path: Path) -> None:
    (what,) = loaded(tmp_path, "(FPCore () (tensor ([i 7] [j 7]) i))")
    assert "49 entries" in what.unsupported
