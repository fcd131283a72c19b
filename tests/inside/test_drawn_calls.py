"""Calls of numpy on drawn numbers that lie on, or an error away from, each other: against Fractions.

Each number is a sum of tenths, in float64 often an ulp or two off: what is compared, counted or ordered is
often equal in exact arithmetic alone, or in float64 alone. What is certified has to be right.
"""

import bisect
import itertools
import math
import random
from fractions import Fraction as F

import pytest
from flint import fmpq
from inside.texts import functions_of

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow

MANY, EACH = 20, 12  # tests, and programs in each


def number(rng):
    """As text, and what it is."""
    terms = [F(rng.randint(-9, 12), 10) for _ in range(rng.randint(1, 4))]
    return "(" + " + ".join(str(float(t)) for t in terms) + ")", sum(terms)


def counts(values, edges):
    """The last bin holds its upper end too."""
    return [sum(a <= v < b or (b == edges[-1] == v) for v in values) for a, b in itertools.pairwise(edges)]


def quantile(values, q):
    ordered, place = sorted(values), q * (len(values) - 1)
    k = min(math.floor(place), len(values) - 2)
    return ordered[k] + (ordered[k + 1] - ordered[k]) * (place - k)


def variance(values):
    mean = sum(values) / len(values)
    return sum((v - mean) ** 2 for v in values) / len(values)


# text of a call -> what it is, of the values v, integers n in order and one value w
CALLS = {
    "np.partition(v, 2)[2]": lambda v, n, w: sorted(v)[2],
    "v[np.argpartition(v, 1)[1]]": lambda v, n, w: sorted(v)[1],
    "np.histogram(v, bins=n)[0] @ [1, 10, 100]": lambda v, n, w: sum(
        c * 10**k for k, c in enumerate(counts(v, n))
    ),
    "np.histogram(v, bins=2, range=(-1, 1))[0] @ [1, 10]": lambda v, n, w: sum(
        c * 10**k for k, c in enumerate(counts(v, [-1, 0, 1]))
    ),
    "np.percentile(v, 30)": lambda v, n, w: quantile(v, F(3, 10)),
    "np.nanquantile(v, 0.7)": lambda v, n, w: quantile(v, F(7, 10)),
    "np.nanmedian(v)": lambda v, n, w: quantile(v, F(1, 2)),
    "np.nanvar(v)": lambda v, n, w: variance(v),
    "np.sum(v, where=v > 0, initial=w)": lambda v, n, w: w + sum(a for a in v if a > 0),
    "np.max(v, where=v < n[1], initial=w)": lambda v, n, w: max([w, *(a for a in v if a < n[1])]),
    "(np.array(n) < [w, w, w, w]).sum()": lambda v, n, w: sum(k < w for k in n),
    "([w] * 4 >= np.array(n)).sum()": lambda v, n, w: sum(w >= k for k in n),
    "int(w in np.array(n))": lambda v, n, w: int(w in n),
    "np.array(n).searchsorted(w)": lambda v, n, w: bisect.bisect_left(n, w),
    "np.digitize(w, n)": lambda v, n, w: bisect.bisect_right(n, w),
    "np.isin(np.array(n), v).sum()": lambda v, n, w: sum(k in v for k in n),
    "np.unique(v).size": lambda v, n, w: len(set(v)),
    "np.argmax(v, keepdims=True)[0]": lambda v, n, w: v.index(max(v)),
    "np.array_equal(v, np.round(v))": lambda v, n, w: all(a.denominator == 1 for a in v),
    "np.count_nonzero(np.diff(np.sort(v)))": lambda v, n, w: len(set(v)) - 1,
    "np.ptp(np.trim_zeros(v)) if (v != 0).any() else w": lambda v, n, w: (
        max(t := trimmed(v)) - min(t) if any(v) else w
    ),
}


def trimmed(values):
    at = [k for k, v in enumerate(values) if v]
    return values[at[0] : at[-1] + 1]


def drawn(rng):
    text = rng.choice([*CALLS])
    written, values = zip(*(number(rng) for _ in range(5)), strict=True)
    other, w = number(rng)
    n = sorted(rng.sample(range(-2, 3), 4))
    body = f"(lambda v, n, w: {text})(np.array([{', '.join(written)}]), {n}, {other}) + x / 3"
    return body, CALLS[text](list(values), n, w) + F(0.7) / 3


@pytest.mark.parametrize("seed", range(MANY))
def test_what_is_certified_is_right(seed, tmp_path):
    cases = [drawn(random.Random(EACH * seed + k)) for k in range(EACH)]
    programs = functions_of([text for text, _ in cases], tmp_path / f"texts_of_drawn_calls_{seed}.py", "x")
    certified = 0
    for text, truth in cases:
        found = account(follow(programs[text], [0.7]))
        if found.exact is not None:
            certified += 1
            with precision(max(found.bits, 400) + 64):  # of which the rational is made a ball
                assert found.exact.contains(fmpq(truth.numerator, truth.denominator)), text
    assert certified >= EACH // 3
