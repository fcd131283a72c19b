"""What a result was made of, and what cancelled on the way to it alone."""

import numpy as np
import pytest

from verify.inside.follow import follow
from verify.inside.run.kinds import cancelled_bits
from verify.inside.seen import ancestors, seen


def beside(x):
    lost = (x + 1e10) - 1e10  # cancels, and the result is not made of it
    y = x - 0.75
    return y * y if lost > -1 else lost


def test_a_cancellation_beside_the_result_does_not_count():
    trace = follow(beside, [1.0])
    found = seen(trace, trace.place())
    assert found.bits == 2  # 1 - 0.75 = 2^-2
    assert found.site.code == "x - 0.75"
    assert found.routines == ()


def test_a_result_is_made_of_all_that_went_into_it_and_of_nothing_else():
    trace = follow(beside, [1.0])
    made_of = ancestors(trace, trace.place())
    codes = {trace.site(trace.tape.site(k)).code for k in np.flatnonzero(made_of)}
    assert codes >= {"x - 0.75", "y * y"}
    assert "x + 1e10" not in codes


def test_a_routine_is_one_operation_of_which_nothing_is_known_inside():
    def solved(x):
        return np.linalg.solve(np.array([[x, 1.0], [1.0, 3.0]]), np.array([1.0, 2.0]))[0]

    trace = follow(solved, [2.5])
    assert seen(trace, trace.place()).routines == ("solve",)


@pytest.mark.parametrize(
    ("a", "b", "total", "bits"),
    [
        (1.0, -0.75, 0.25, 2.0),
        (1.0, -1.0, 0.0, 53.0),
        (0.0, 0.0, 0.0, 0.0),
        (1.0, 2.0, 3.0, np.log2(2 / 3)),
        (np.inf, -np.inf, np.nan, np.nan),
    ],
)
def test_bits_of_a_sum(a, b, total, bits):
    found = cancelled_bits(*(np.array([x]) for x in (a, b, total)), np.array([0]))
    np.testing.assert_array_equal(found, [bits])
