"""Three answers of a law; what it is tried on; which calls a truth and a body share."""

from functools import cache, partial

import toys
from flint import arb

from verify.claims import laws, obeyed
from verify.claims.independence import calls
from verify.core.model import Bound, Finite


def half(R, x):
    return x / 2


HALVES = toys.algorithm(toys.problem(truth=lambda x: x * arb(0.5)), half, truncation=Finite())


def found(algorithm):
    return {j.law: j.found for j in obeyed.judge(algorithm, laws.LAWS, [*obeyed.sample(algorithm)])}


def test_laws_that_hold():
    assert set(found(HALVES).values()) == {"held"}
    assert obeyed.faults(HALVES) == []
    assert all(j.passed for j in obeyed.quick(HALVES))


def test_a_law_that_does_not_apply_is_skipped():
    unknown = toys.algorithm(HALVES.problem, half)
    assert found(unknown)["bound_holds"] == "skipped"
    library = toys.algorithm(HALVES.problem, half, truncation=Finite(), basic=False)
    assert found(library)["formats_agree"] == "skipped"
    assert obeyed.faults(unknown) == obeyed.faults(library) == []


def test_a_law_that_nothing_was_held_against_has_not_passed():
    nowhere = toys.algorithm(HALVES.problem, lambda R, x: R(0) / R(0), truncation=Finite())
    judged = found(nowhere)
    for law in ("precisions_agree", "bound_holds", "inclusion", "parts_add_up"):
        assert judged[law] in ("unheld", "broken"), law
    assert judged["precisions_agree"] == "unheld"
    assert any("nothing was held against it" in fault for fault in obeyed.faults(nowhere))
    assert not all(j.passed for j in obeyed.quick(nowhere))


def test_a_bound_that_is_not_finite_bounds_nothing():
    endless = Bound(lambda x: arb("inf"), "none")
    assert found(toys.algorithm(HALVES.problem, half, truncation=endless))["bound_holds"] == "unheld"


def test_no_points_are_no_pass():
    empty = toys.algorithm(
        toys.problem(truth=lambda x: x * arb(0.5), points=lambda count, random: []), half, truncation=Finite()
    )
    assert {found(empty)[law.name] for law in laws.LAWS} == {"unheld"}


def test_what_laws_evaluate_is_evaluated_once():
    asked = []

    def counted(R, x):
        asked.append(R.name)
        return x / 2

    (trial, *_) = obeyed.sample(toys.algorithm(HALVES.problem, counted, truncation=Finite()))
    laws.precisions_agree.at(trial)
    once = len(asked)
    laws.bound_holds.at(trial)
    assert len(asked) == once


def exponential(x):
    return x.exp()


def scaled(scale, f, x):
    return scale * f(x)


def test_calls_are_seen_in_closures_partials_and_caches():
    def closed(f):
        return lambda x: f(x) + 1

    for hidden in (
        closed(exponential),
        partial(scaled, 2, exponential),
        cache(exponential),
        closed(partial(scaled, 2, closed(exponential))),
        lambda x, f=exponential: f(x),
        toys.problem(truth=exponential).truth,
    ):
        assert "exp" in calls(hidden)
    assert "exp" not in calls(lambda x: x + 1)


def test_a_truth_shared_through_a_partial_is_no_second_route():
    shared = toys.algorithm(
        toys.problem(truth=partial(scaled, 2, exponential)), lambda R, x: R.exp(x) * 2, truncation=Finite()
    )
    finding = laws.truth_is_independent(shared)
    assert finding.holds is False
    assert "exp" in finding.says
