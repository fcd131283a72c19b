"""numpy's arrays of integers beside followed numbers, alone or in lists: nothing is taken for a mere float.

0.1 * 3 * 10 is 3.0000000000000004 in float64, and 3 in exact arithmetic.
"""

from fractions import Fraction as F

import numpy as np
import pytest
from flint import fmpq
from inside.texts import functions_of

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow

THREE = "0.1 * 3 * 10"
x = F(0.7)
TEXTS = {
    f"(np.array([3]) < [{THREE}])[0] * x": 0,
    f"([{THREE}] <= np.array([3]))[0] * x": x,
    f"(np.array([3]) == ({THREE},))[0] * x": x,
    f"(np.int64(3) < [{THREE}])[0] * x": 0,
    f"({THREE} in np.array([3])) * x": x,
    f"({THREE} not in np.array([3])) * x": 0,
    f"(lambda a: {THREE} not in a in [a])(np.array([3])) * x": 0,
    f"([{THREE}] in np.array([3])) * x": x,
    f"({THREE} in np.array([True, False])) * x": 0,
    f"(3 in np.array([{THREE}])) * x": x,
    f"({THREE} in [3]) * x": x,
    f"np.array([1, 3]).searchsorted({THREE}) * x": x,
    f"np.isin(np.array([3]), [{THREE}])[0] * x": x,
    f"np.where(np.array([3]) < [{THREE}], x, 2 * x)[0]": 2 * x,
    f"(np.array([3]) // [{THREE}])[0] * x": x,
    f"(np.array([3]) % [{THREE}])[0] + x": x,
    "np.array([1, 3, 1]) @ [1, x, x / 3]": 1 + 3 * x + x / 3,
    "(np.array([[1, 3, 1]] * 3) * (1, x, x / 3))[2, 1]": 3 * x,
    "([1, x] - np.array([1, 3]))[1]": x - 3,
    "(np.array([1, 3]) ** [2, x / 7])[0] + x": 1 + x,
}


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    return functions_of([*TEXTS], tmp_path_factory.mktemp("integers") / "texts_among_integers.py", "x")


@pytest.mark.parametrize("text", TEXTS)
def test_against_rationals(text, programs):
    found, truth = account(follow(programs[text], [0.7])), F(TEXTS[text])
    with precision(400):
        assert found.exact.contains(fmpq(truth.numerator, truth.denominator))
        assert found.exact.rad() < 1e-20


def scalars(x):
    """numpy's float64 to a power is C's; np.power has code of its own, which may be an ulp off."""
    total = np.float64(0)
    for k in range(200):
        total = total + np.float64(x + k) ** np.float64(x / 3)
    return total


def test_powers_of_scalars_come_out_as_numpys():
    assert account(follow(scalars, [0.7])).certified
