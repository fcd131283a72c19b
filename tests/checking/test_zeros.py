"""Beside a zero a small error is many ulps of what is left: a large search looks there."""

import math

import numpy as np

from verify.checking.judging.judge import Judge
from verify.checking.one_input.samples import Judged
from verify.checking.searching.search import Budget, search
from verify.checking.searching.zeros import beside_zeros
from verify.checking.subjects.subject import subject
from verify.interface.check_text import _worst_lines
from verify.measure.limits import Limits

LIMITS = Limits(1024)


def test_a_large_search_looks_beside_the_zeros():
    """The float nearest to a zero of lgamma, -2.457..., where more ulps are lost than beside 1 and 2."""
    what = subject("math:lgamma", "lgamma(x)", ["x=-100:1e300"])
    result = search(what, Budget(21_000), 0, LIMITS, seeds=False)
    with Judge(what, LIMITS) as judge:
        (nearest,) = judge.samples([(float.fromhex("-0x1.3a7fc9600f86cp+1"),)])
    assert max(s.ulps for s in result.samples if isinstance(s, Judged)) >= nearest.ulps


def test_zeros_are_found_between_results_of_different_signs():
    what = subject("own", "sin(x)", ["x=1:7"], function=math.sin)
    with Judge(what, LIMITS) as judge:
        samples = list(judge.samples([(x,) for x in np.linspace(1, 6.5, 7).tolist()]))
        found = {x for (x,) in beside_zeros(judge, samples, lambda: False)}
        assert beside_zeros(judge, samples, lambda: True) != found
    assert {math.pi, math.nextafter(math.pi, 4), 2 * math.pi} <= found
    assert len(found) == 2 * 65


def test_where_a_function_gives_no_number_no_zero_is_looked_for():
    def broken(x):
        return math.nan if 3 < x < 3.3 else math.sin(x)

    what = subject("own", "sin(x)", ["x=1:5"], function=broken)
    with Judge(what, LIMITS) as judge:
        samples = list(judge.samples([(2.0,), (4.0,)]))
        (x, *_) = sorted(x for (x,) in beside_zeros(judge, samples, lambda: False))
    assert x < 3.001


def test_a_truth_that_is_zero_is_missed_by_so_much_and_by_no_number_of_ulps():
    row = {"ulps": None, "truth": "[0 +/- 0]", "computed": "-0x1.0p-50", "inputs": {"x": "0x1.0p+0"}}
    row |= {"digits": None, "inherent": False, "cause": "rounding", "condition_number": None}
    assert _worst_lines(row)[""].startswith("8.88e-16 from zero, 0.00 digits")
