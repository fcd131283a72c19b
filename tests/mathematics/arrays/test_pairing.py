"""The order of eigenvalues and roots that are known, two of them in one float too."""

import numpy as np
import pytest
from flint import acb, arb, fmpq

from verify.arithmetic.precision import Unsettled, precision
from verify.language.grammar import parse_known
from verify.language.known import Known
from verify.mathematics.arrays.expressions import evaluate
from verify.mathematics.arrays.pairing import by_parts, paired
from verify.mathematics.arrays.table import CALLS, OPERATIONS
from verify.mathematics.arrays.tangents import moved

TWINS = np.array([[1.0, 2.0**-70], [2.0**-70, 1.0]])  # eigenvalues 1 - 2^-70 and 1 + 2^-70


def node(formula, names):
    return parse_known(formula, Known(tuple(names), CALLS))


def test_eigenvalues_that_are_one_float_are_in_order():
    """The slope of the larger one is 1/2 by every entry, that of the smaller -1/2 beside the diagonal."""
    with precision(256):
        for k, slope in ((0, fmpq(1, 2)), (1, fmpq(3, 2))):
            tree = node(f"eigvals(A)[{k}] + A[0][1]", "A")
            value = evaluate(tree, {"A": TWINS})
            assert abs(value - arb(1) - arb((k and 2) * fmpq(1, 2**70))) < 1e-60
            found = moved(tree, {"A": TWINS})([np.array([[0.0, 1], [0, 0]])])
            assert abs(found - arb(slope)) < 1e-50


def test_roots_of_one_real_part_go_by_their_imaginary_parts():
    """(x - 5)(x^2 - 2x + 2)(x^2 + 4x + 13)^2: conjugates have one real part, which balls do not tell."""
    p = np.poly([5, 1 + 1j, 1 - 1j, *[-2 + 3j, -2 - 3j] * 2]).real.round()
    with precision(128):
        found = OPERATIONS["roots"].truth(p)
        for ball, root in zip(found, [*[-2 - 3j] * 2, *[-2 + 3j] * 2, 1 - 1j, 1 + 1j, 5], strict=True):
            assert abs(acb(ball) - acb(root)) < 1e-30


def test_what_balls_do_not_order_is_open():
    third, close = acb(arb(1) / 3, 1), acb(arb(1) / 3, -1)
    assert by_parts([third, close, acb(-1)], closed=True) == [2, 1, 0]
    assert by_parts([third, third, acb(1, 2), acb(1, 1)], closed=False) == [0, 1, 3, 2]
    for values in ([third, close], [acb(arb(1, 1)), acb(arb(1, 2))]):
        with pytest.raises(Unsettled):
            by_parts(values, closed=False)
    with pytest.raises(Unsettled):  # of the two in balls about the conjugate either may be it
        by_parts([acb(arb(0, 1), 1), acb(arb(0, 1), -1), acb(arb(0, 2), -1)], closed=True)
    assert sorted(paired([third, close], np.full(2, np.nan), closed=False)) == [0, 1]
