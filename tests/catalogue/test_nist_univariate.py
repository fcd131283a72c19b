"""NIST's data sets for summary statistics: what they say, and figures checked by other means."""

import dataclasses
import statistics
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from flint import fmpq

from verify.catalogue.nist.claims_univariate import CERTIFIED, claim
from verify.catalogue.nist.data_univariate import DATA
from verify.catalogue.nist.datasets import Dataset, datasets
from verify.catalogue.nist.methods_univariate import ALGORITHMS
from verify.catalogue.nist.univariate import DEVIATION, SETS, autocorrelation_slopes, exact_autocorrelation
from verify.cli import run_text
from verify.core.errors import BadInput
from verify.core.model import Algorithm
from verify.measure.harness import judge, measure
from verify.measure.limits import Limits
from verify.measure.point import point
from verify.records import write
from verify.runs import discover, plan

NAMED = {s.name: s for s in SETS}
BY_NAME = {a.name: a for a in ALGORITHMS}
SIZES = {
    "NumAcc1": 3,
    "NumAcc4": 1001,
    "Michelso": 100,
    "Mavro": 50,
    "Lew": 200,
    "Lottery": 218,
    "PiDigits": 5000,
}


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_a_data_set_has_its_observations(name, size):
    assert len(NAMED[name].columns[0]) == size


def test_a_repeated_group_is_written_out():
    y = Dataset("made", "", "7 3*(1.5,-2) 4e-1; 1").columns
    assert [str(v) for v in y[0]] == ["7", "3/2", "-2", "3/2", "-2", "3/2", "-2", "2/5"]
    assert list(y[1]) == [1]


def test_the_exact_statistics_are_those_of_fractions():
    y = [Fraction(int(v.p), int(v.q)) for v in NAMED["Mavro"].columns[0]]
    mean = statistics.mean(y)
    z = [v - mean for v in y]
    r = sum(a * b for a, b in pairwise(z)) / sum(v * v for v in z)
    assert exact_autocorrelation(NAMED["Mavro"].columns[0]) == fmpq(r.numerator, r.denominator)


def test_the_slopes_of_the_autocorrelation_are_differences():
    y, h = NAMED["NumAcc1"].columns[0], fmpq(1, 10**9)
    for k, slope in enumerate(autocorrelation_slopes(y)):
        moved = y.copy()
        moved[k] = moved[k] + h
        assert abs((exact_autocorrelation(moved) - exact_autocorrelation(y)) / h - slope) < fmpq(1, 10**7)


@pytest.mark.parametrize("quantity", [q for q, *_ in CERTIFIED])
@pytest.mark.parametrize("name", ["NumAcc4", "Lew"])
def test_a_figure_with_a_wrong_last_digit_is_refuted(name, quantity):
    figures, observations = DATA[name]
    right = datasets(DATA)[list(DATA).index(name)].certified[quantity][0]
    changed = right[:-1] + ("2" if right[-1] != "2" else "3")
    wrong = Dataset(name, figures.replace(right, changed), observations)
    (told,) = [c for c in CERTIFIED if c[0] == quantity]
    assert judge(claim(wrong, *told), Limits()).verdict == "REFUTED"


def test_the_rounding_of_the_data_takes_what_the_standard_deviation_lacks():
    m = measure(BY_NAME["statistics_stdev"], dataset="NumAcc4")
    assert m.cause == "data"
    assert m.inherent
    assert 8.2 < m.digits < 8.4
    assert measure(BY_NAME["textbook"], dataset=4).digits == 0


def test_a_data_set_has_a_name_and_a_number():
    named, numbered = (point(DEVIATION, {}, {"dataset": k}) for k in ("Lew", 7))
    assert named.parameters == numbered.parameters == {"dataset": 7}
    assert np.all(named.data[0] == numbered.data[0])
    with pytest.raises(BadInput, match="Lottery"):
        point(DEVIATION, {}, {"dataset": 10})
    with pytest.raises(BadInput, match="Lewd"):
        point(DEVIATION, {}, {"dataset": "Lewd"})


# --- extras ----------------------------------------------------------------------------------------------

ABSENT = dataclasses.replace(BY_NAME["numpy_std"], name="absent", needs="no_such_module")


def entry(*algorithms: Algorithm) -> discover.Entry:
    return discover.Entry(DEVIATION, algorithms, (), "verify.catalogue.nist")


def test_what_is_not_installed_is_left_out_and_told():
    entries = [entry(BY_NAME["numpy_std"], ABSENT)]
    tasks = plan.plan(entries, Limits(), count=2)
    assert not any("absent" in str(task) for task in tasks)
    assert any("numpy_std" in str(task) for task in tasks)
    (line,) = run_text.skipped([write.problem_row(DEVIATION, entries[0].algorithms)])
    assert line.startswith("no_such_module is not installed")
    assert line.endswith("nist_standard_deviation absent")
    with pytest.raises(BadInput, match="absent needs no_such_module"):
        plan.plan(entries, Limits(), only=["absent"])


def test_what_is_installed_is_not_told():
    assert run_text.skipped([write.problem_row(DEVIATION, (BY_NAME["numpy_std"],))]) == []
