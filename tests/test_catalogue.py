"""The laws, over every algorithm of the catalogue; and a planted fault for each law to catch."""

import dataclasses
import functools

import flint
import numpy as np
import pytest
import toys
from flint import arb

from verify.arithmetic.precision import precision
from verify.catalogue.exp_negative import methods
from verify.catalogue.exp_negative import problem as problems
from verify.claims import laws, obeyed
from verify.core.claim import CONFIRMED, REFUTED, Outcome
from verify.core.model import Bound, Route, Unknown
from verify.measure.budget import Budget
from verify.measure.harness import judge
from verify.measure.limits import Limits
from verify.measure.point import point
from verify.runs import discover

ENTRIES = discover.everything()
ALGORITHMS = [a for e in ENTRIES for a in e.algorithms]
CLAIMS = [c for e in ENTRIES for c in e.claims]


@functools.lru_cache(maxsize=1)
def swept(name):
    """The points of a problem, whose algorithms are tried one after the other: they share its truth."""
    (problem,) = (e.problem for e in ENTRIES if e.problem.name == name)
    return obeyed.places(problem, count=6)


@pytest.mark.parametrize("algorithm", ALGORITHMS, ids=lambda a: f"{a.problem.name}-{a.name}")
def test_laws(algorithm):
    """All of them over the points of one sample, so that what they evaluate there is evaluated once."""
    trials = [*obeyed.sample(algorithm, swept(algorithm.problem.name))] if algorithm.installed else []
    judged = obeyed.judge(algorithm, laws.LAWS if algorithm.installed else (), trials)
    assert not [f"{j.law} {j.says}" for j in judged if not j.passed]
    if not algorithm.installed:
        pytest.skip(f"{algorithm.needs} is not installed: all that is known is that its truth is independent")


def test_the_bounds_of_a_family_are_found_in_its_truncation():
    bounds = [a.truncation.function for a in ALGORITHMS if isinstance(a.truncation, Bound)]
    assert len(bounds) > 50
    for bound in bounds:
        found = bound.func if isinstance(bound, functools.partial) else bound
        assert found.__module__.endswith(".truncation"), (found.__module__, found.__name__)


def test_the_stairs_of_a_lesson_are_all_drawn_against_the_order_of_a_matrix():
    axes = {
        e.problem.name: e.problem.sweep.axis.title for e in ENTRIES if e.problem.lesson == "ill-conditioning"
    }
    assert len(axes) > 1
    assert set(axes.values()) == {"n"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.problem.name)
def test_verdicts_are_declared(entry):
    wrong = [laws.verdict_is_declared(judge(claim, Limits())) for claim in entry.claims]
    assert not any(wrong), [*filter(None, wrong)]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.problem.name)
def test_mpmath_agrees(entry):
    assert entry.problem.opinion is not None
    wrong = [laws.second_opinion(entry.problem, given) for given in entry.problem.references[:2]]
    assert not any(wrong), wrong


def test_every_problem_is_complete():
    for entry in ENTRIES:
        problem = entry.problem
        assert problem.references, problem.name
        assert problem.sensitivity.gradient or problem.sensitivity.condition, (
            f"{problem.name} has no condition number"
        )
        assert len({a.name for a in entry.algorithms}) == len(entry.algorithms) > 0
        for a in entry.algorithms:
            assert a.source.author, a.name
            assert a.source.title, a.name
            known = not isinstance(a.truncation, Unknown) or not a.has_exact_course
            assert known, f"{a.name} does not say what is known of |F - f|"


def test_claim_ids_are_unique():
    assert len({c.id for c in CLAIMS}) == len(CLAIMS)


SOURCE_LIST = {"A": 10, "B": 6, "C": 9, "D": 3, "E": 19}  # entries of each of the five texts


def test_each_entry_of_the_source_list_has_one_principal_reading():
    entries = {f"{text}-{k}" for text, last in SOURCE_LIST.items() for k in range(1, last + 1)}
    principal = [c.id for c in CLAIMS if c.principal]
    assert len(principal) == len(entries) == 47
    assert set(principal) == entries


def test_what_is_no_principal_reading_stands_below_an_entry_or_beside_the_list():
    entries = {c.id for c in CLAIMS if c.principal}
    beside = {c.id[:-1] for c in CLAIMS if c.standing == "further"}
    for c in CLAIMS:
        if c.standing == "part":
            assert c.id[:-1] in entries, c.id
        if c.standing == "neighbour":
            assert c.id[:-1] in entries | beside, c.id


# --- planted faults: a law that none of them breaks is no law ------------------------------------------

RECURSION = next(a for a in methods.ALGORITHMS if a.name == "recursion")
AT = point(problems.problem, {"x": "17.3"}, {})
GIVEN = {"terms": 100}


def broken(law, algorithm, where=AT, parameters=GIVEN):
    assert law(RECURSION, AT, parameters).holds, "the law must hold before the fault is planted"
    found = law(algorithm, where, parameters)
    assert found.holds is False
    return found.says


def test_wrong_coefficient_breaks_the_bound():
    def body(R, x, terms):
        total = term = R(1)
        for k in range(1, terms):
            term = term * -x / (k + 1 if k == 7 else k)
            total = total + term
        return total

    assert "exceeds" in broken(laws.bound_holds, toys.with_body(RECURSION, body))


def test_dropped_term_breaks_the_bound():
    def body(R, x, terms):
        total = term = R(1)
        for k in range(1, terms):
            term = term * -x / k
            total = total if k == 5 else total + term
        return total

    assert "exceeds" in broken(laws.bound_holds, toys.with_body(RECURSION, body))


def test_bound_too_small_is_caught():
    small = dataclasses.replace(RECURSION, truncation=Bound(lambda x, terms: arb(2) ** -400, "none"))
    assert "exceeds" in broken(laws.bound_holds, small)


def test_shrunk_ball_is_caught():
    def ball(x, terms):
        return RECURSION.body(arb, x, terms).mid()

    shrunk = dataclasses.replace(RECURSION, body=None, ball=ball, float64=np.exp)
    assert "apart" in broken(laws.precisions_agree, shrunk)
    assert "misses" in broken(laws.inclusion, shrunk)


def test_widened_ball_is_caught():
    def ball(x, terms):
        return RECURSION.body(arb, x, terms) + arb(0, 1e-20)

    widened = dataclasses.replace(RECURSION, body=None, ball=ball, float64=lambda x, terms: np.exp(-x))
    assert "too wide" in broken(laws.parts_add_up, widened)


def test_wrong_truth_is_caught():
    wrong = dataclasses.replace(problems.problem, truth=Route(lambda x: (-x).exp() + arb(2) ** -90, "wrong"))
    assert wrong.references
    assert "mpmath says" in laws.second_opinion(wrong, {"x": "5/2"})
    moved = dataclasses.replace(RECURSION, problem=wrong)
    where = point(wrong, {"x": "17.3"}, {})
    assert "exceeds" in broken(laws.bound_holds, moved, where)


@pytest.mark.parametrize(
    "gradient",
    [
        lambda x: [-2 * (-x).exp()],
        lambda x: [(-x).exp()],
        lambda x: [-(-x).exp() * (1 + arb(2) ** -30)],
        lambda x: [arb(0)],
    ],
)
def test_a_wrong_gradient_is_caught(gradient):
    sensitivity = dataclasses.replace(problems.problem.sensitivity, gradient=gradient)
    wrong = dataclasses.replace(problems.problem, sensitivity=sensitivity)
    moved = dataclasses.replace(RECURSION, problem=wrong)
    where = point(wrong, {"x": "17.3"}, {})
    assert "derivative 1 is" in broken(laws.slopes, moved, where)


def test_truth_that_calls_the_body_is_caught():
    def truth(x):
        return methods.recursion(arb, x, 200)

    def body(R, x, terms):
        return methods.recursion(R, x, terms)

    borrowed = dataclasses.replace(problems.problem, truth=Route(truth, "borrowed"))
    assert laws.truth_is_independent(RECURSION).holds
    found = laws.truth_is_independent(dataclasses.replace(RECURSION, problem=borrowed, body=body))
    assert "recursion" in found.says


def test_fused_arithmetic_is_caught():
    def body(R, x, terms):
        if R.name == "binary64" and isinstance(x, np.floating):
            x = x * (1 + 2**-52)  # numpy's side alone is changed by one unit in the last place
        return RECURSION.body(R, x, terms)

    assert "MPFR" in broken(laws.formats_agree, toys.with_body(RECURSION, body))


def test_precision_left_set_is_caught():
    def body(R, x, terms):
        if R.name == "ball":
            flint.ctx.prec = 200
        return RECURSION.body(R, x, terms)

    with precision(64):
        assert "precision" in broken(laws.restores_precision, toys.with_body(RECURSION, body))


def test_parts_that_do_not_add_up_are_caught():
    good = Budget.of(arb(3), arb(2.5), arb(2.25), arb(2))
    assert good.adds_up()
    assert not dataclasses.replace(good, data=arb(0.5)).adds_up()


@pytest.mark.parametrize("holds", [True, False, None])
def test_changed_verdict_is_caught(holds):
    declared = {True: REFUTED, False: CONFIRMED, None: CONFIRMED}[holds]
    claim = toys.claim(lambda: Outcome(holds, "planted"), declared)
    assert "declared" in laws.verdict_is_declared(judge(claim, Limits(max_bits=128)))
