"""Blame against the known faults: which declared lines are found, and which innocent ones are accused."""

import functools
import math
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from inside.shadow import PROGRAMS, declared, plain

from verify.inside.account import Account, account
from verify.inside.blame import Blame, blame
from verify.inside.chain import chain
from verify.inside.follow import follow
from verify.inside.lines import lines

NAMES = sorted(path.stem for path in PROGRAMS.glob("*.py"))


@functools.cache
def blamed(name: str) -> tuple[Path, Blame]:
    path = PROGRAMS / f"{name}.py"
    module = plain(path)
    trace = follow(module.f, module.AT)
    assert trace.computed() == module.f(**module.AT)
    return path, blame(account(trace))


def found_lines(name: str) -> dict[str, set[int]]:
    path, found = blamed(name)
    own = [line for line in lines(found.sites) if line.file == str(path)]
    at_fault = found.ulps is None or found.ulps > 2
    turned = [b for b in found.account.branches if b.kind != "decimal"]
    return {
        "makes": {line.line for line in own if at_fault and line.makes},
        "magnifies": {line.line for line in own if at_fault and line.magnifies},
        "branch": {found.account.trace.site(b.site).line for b in turned},
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_shares_add_up(name):
    a: Account = blamed(name)[1].account
    assert a.certified
    assert not a.reason
    if a.shares() and a.turned is None:
        assert a.unattributed().contains(0)
        assert abs(a.unattributed()) < 1e-6


@pytest.mark.parametrize("name", NAMES)
def test_the_error_is_that_of_the_experiment(name):
    """F(fl x) by the run of the program in MPFR with every line exact, on its own path."""
    from inside.judge import Evidence

    found = blamed(name)[1]
    evidence = Evidence(PROGRAMS / f"{name}.py")
    if found.account.turned is not None:
        return
    assert found.ulps == pytest.approx(float(evidence.error), rel=0.02) or hasattr(evidence.module, "np")


def test_what_is_found_and_who_is_accused(capsys):
    """Precision and recall by line. A line that is declared to be nothing is no maker; one that magnifies
    without being declared is wrong only where it is declared innocent: the declarations name the worst."""
    right, wrong, missed, shown = Counter(), Counter(), Counter(), {}
    for name in NAMES:
        said, found = declared(PROGRAMS / f"{name}.py"), found_lines(name)
        for kind, here in found.items():
            accused = here - said[kind] if kind != "magnifies" else here & said["innocent"]
            right[kind] += len(here & said[kind])
            wrong[kind] += len(accused)
            missed[kind] += len(said[kind] - here)
    with capsys.disabled():
        print(f"\n{len(NAMES)} programs with known faults")
        for kind in right:
            precision = right[kind] / (right[kind] + wrong[kind])
            recall = right[kind] / (right[kind] + missed[kind])
            said = right[kind] + missed[kind]
            print(f"  {kind:9} precision {precision:.1%}, recall {recall:.1%} of {said} lines")
            shown[kind] = precision, recall
    total = sum(right.values())
    assert total / (total + sum(wrong.values())) >= 0.95
    assert total / (total + sum(missed.values())) >= 0.95
    # What the guide says of it.
    guide = " ".join((PROGRAMS.parents[2] / "docs" / "blame.md").read_text(encoding="utf-8").split())
    figures = re.search(
        r"Of the (\d+) that are followed, at least (\d+)% of the lines that make an error are found, "
        r"and at least (\d+)% of the lines accused of it are guilty; "
        r"of those that magnify it at least (\d+)% are found",
        guide,
    )
    count, *least = map(int, figures.groups())
    assert count == len(NAMES)
    # What LAPACK rounds differs from machine to machine, and with it a line or two.
    measured = [*reversed(shown["makes"]), shown["magnifies"][1]]
    assert all(low / 100 <= found < low / 100 + 0.03 for low, found in zip(least, measured, strict=True))
    assert shown["magnifies"][0] == 1  # "no innocent line is accused"
    assert shown["branch"][1] == 1  # "all are found"


def test_no_innocent_line_is_called_a_maker_of_half_the_error():
    for name in NAMES:
        path, found = blamed(name)
        innocent = declared(path)["innocent"]
        for line in lines(found.sites):
            if line.file == str(path) and line.line in innocent and line.share is not None:
                assert not abs(line.share) > 0.5, (name, line.line)


def test_what_a_solver_rounds_within_passes_through_it():
    """The matrix's own roundings are 6% of the error; the rest is elimination's, magnified as these are."""
    _, found = blamed("vandermonde_fit")
    (solver,) = [s for s in found.sites if s.site.code.startswith("np.linalg.solve")]
    assert solver.local_ulps > 1000
    assert solver.passed > 0.99


def test_errors_that_cancel_in_a_difference_are_magnified_by_it():
    """Its two operands bring three tenths of the total each, of opposite sign: the net is a hundredth."""
    _, found = blamed("circumcircle")
    (difference,) = [s for s in found.sites if s.site.line == 15 and (s.condition_number or 0) >= 8]
    assert difference.passed > 0.25


def test_the_chain_leads_from_the_result_to_the_maker():
    _, found = blamed("one_minus_cos")
    codes = [link.site.code for link in chain(found.account)]
    assert "math.cos" in codes[-1]
    assert codes[0].startswith("(1 - c)") or "/" in codes[0]


def arc(x: float) -> float:
    return math.acos(1 - x * x)


def step(x: float) -> float:
    return math.floor(1 - x * x) + x


def test_at_a_zero_of_a_function_its_condition_number_is_infinite():
    """1 - 1e-20 rounds to 1, where acos is 0: all digits of sqrt(2) 1e-10 are lost in it."""
    (function,) = [
        s for s in blame(account(follow(arc, {"x": 1e-10}))).sites if s.site.code.startswith("math.acos")
    ]
    assert function.condition_number == math.inf
    assert function.magnifies


def test_a_step_has_no_condition_number_at_its_zeros():
    sites = blame(account(follow(step, {"x": 0.3}))).sites
    assert not [s for s in sites if s.condition_number == math.inf]


@pytest.mark.parametrize("sum_of", [math.fsum, sum, lambda x: np.array(x).sum()])
def test_a_sum_that_comes_out_as_0_magnifies_what_its_terms_carry(sum_of):
    """The square of 0.1 rounds to the float that is taken off: what should be left is that error."""

    def difference(x):
        square = x * x
        return sum_of([square, -0.010000000000000002])

    assert difference(0.1) == 0
    guilty = blame(account(follow(difference, [0.1]))).guilty
    assert math.inf in {s.condition_number for s in guilty}
    assert [s.magnifies for s in guilty if s.condition_number == math.inf] == [True]


def test_where_a_function_has_no_slope_its_secant_says_what_it_magnifies():
    """asin sqrt a at a = 1 - t^2 that rounds to 1: asin(1) - asin(sqrt a) = t + O(t^3); t^2/2 becomes t."""

    def angle(t):
        root = math.sqrt(1 - t * t)
        return math.asin(root)

    t = 2.0**-30
    found = blame(account(follow(angle, [t])))
    (function,) = [s for s in found.guilty if s.site.code == "math.asin(root)"]
    assert function.magnifies
    assert function.condition_number == pytest.approx(t / (t * t / 2) / (math.pi / 2), rel=1e-6)
