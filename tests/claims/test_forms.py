"""The forms of a claim: each proves what holds, refutes what does not, leaves open what balls leave open."""

import math
from fractions import Fraction

import numpy as np
import pytest
import toys
from exactly import as_fmpq, contains, dyadic
from flint import arb, fmpq, fmpq_mat, fmpq_poly
from hypothesis import given
from hypothesis import strategies as st

from verify.arithmetic.precision import less, precision
from verify.claims import forms
from verify.core.claim import Outcome
from verify.core.errors import BadInput
from verify.measure.harness import judge
from verify.measure.limits import Limits

ANSWERS = {True: lambda: True, False: lambda: False, None: lambda: None}


def verdict(check):
    return judge(toys.claim(check), Limits(max_bits=512)).verdict


# --- printed figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "unit"),
    [
        ("3.14", (1, 100)),
        ("8e-3", (1, 1000)),
        ("-2", (1, 1)),
        ("1.50E+2", (1, 1)),
        ("5.", (1, 1)),
        ("+7e2", (100, 1)),
    ],
)
def test_the_unit_of_the_last_digit(figure, unit):
    assert forms.last_unit(figure) == fmpq(*unit)


@pytest.mark.parametrize("figure", ["", "pi", "0x1p3", "1/3", "1e", "nan", ".5"])
def test_what_is_no_printed_figure(figure):
    with pytest.raises(BadInput, match="printed decimal figure"):
        forms.printed(figure, lambda: arb(1))


@pytest.mark.parametrize(
    ("figure", "value", "holds"),
    [
        ("3.14", lambda: arb.pi(), True),
        ("3.15", lambda: arb.pi(), False),
        ("36.78", lambda: 100 / arb(1).exp(), False),
        ("36.79", lambda: 100 / arb(1).exp(), True),
        # exactly half a unit: right, from above and from below
        ("0.2", lambda: arb(0.25), True),
        ("0.3", lambda: arb(0.25), True),
        ("-0.3", lambda: arb(-0.25), True),
        ("0.3", lambda: arb(0.25) - arb(2) ** -400, False),
        ("0.2", lambda: arb(0.25) + arb(2) ** -400, False),
        ("0.2", lambda: fmpq(1, 4), True),
        ("1e3", lambda: arb(1500), True),
        ("1e3", lambda: arb(1500.0001), False),
        # half a unit, but in a ball that never shows it
        ("0.2", lambda: arb(2).sqrt() ** 2 / 8, None),
        ("0.2", lambda: arb.nan(), None),
        ("0.2", lambda: arb(0, math.inf), None),
    ],
)
def test_printed_within_half_a_unit(figure, value, holds):
    with precision(512):
        outcome = forms.printed(figure, value)()
    assert outcome.holds is holds
    assert figure in outcome.evidence


@given(m=st.integers(-(10**6), 10**6), off=st.one_of(st.fractions(-1, 1), st.just(Fraction(1, 2))))
def test_a_rational_is_printed_right_within_half_a_unit_and_only_there(m, off):
    value = (m + off) / 1000
    outcome = forms.printed(f"{m}e-3", lambda: as_fmpq(value))()
    assert outcome.holds is (abs(off) <= Fraction(1, 2))


# --- finite sets -----------------------------------------------------------------------------------------

cases = st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=6)
kinds = st.sampled_from([lambda a: a, lambda a: a if a is None else np.bool_(a)])


@given(answers=cases, kind=kinds)
def test_each_and_exists_are_three_valued(answers, kind):
    asked = [(f"at {k}", lambda a=a: kind(a)) for k, a in enumerate(answers)]
    all_of, one_of = forms.each(asked, "all hold")(), forms.exists(asked, "none holds")()
    assert all_of.holds is (False if False in answers else None if None in answers else True)
    assert one_of.holds is (True if True in answers else None if None in answers else False)
    if all_of.holds is False:
        assert f"at {answers.index(False)}" in all_of.evidence
    if one_of.holds is True:
        assert f"at {answers.index(True)}" in one_of.evidence


def test_evidence_counts():
    asked = [(str(k), lambda k=k: k > 2) for k in range(6)]
    assert forms.each(asked, "")().evidence == "it fails 0 (and 2 more of 6)"
    assert forms.exists(asked, "")().evidence == "it holds 3 (3 of 6 cases)"
    assert forms.each(asked[3:], "all are large")().evidence == "all are large"
    assert forms.exists(asked[:3], "all are small")().evidence == "all are small"
    at = forms.at_each(range(6), lambda k: k > 2, lambda k: f"at k = {k}", "")
    assert at().evidence == "it fails at k = 0 (and 2 more of 6)"


def test_a_claim_over_nothing_says_nothing():
    with pytest.raises(ValueError, match="no cases"):
        forms.each([], "")
    with pytest.raises(ValueError, match="no cases"):
        forms.exists([], "")
    with pytest.raises(ValueError, match="2"):
        forms.on_interval(fmpq(2), fmpq(1), lambda x: True, "a law")
    assert verdict(forms.identity(list, "nothing")) == "UNDECIDED"


# --- identities ------------------------------------------------------------------------------------------


def test_identities_over_the_rationals():
    x = fmpq_poly([0, 1])
    right = [((x + 1) ** 2, x**2 + 2 * x + 1), (fmpq(1, 3) + fmpq(1, 6), fmpq(1, 2))]
    assert forms.identity(lambda: right, "squares")().holds is True
    wrong = [*right, (fmpq_mat([[1, 2]]), fmpq_mat([[1, 3]]))]
    outcome = forms.identity(lambda: wrong, "squares")()
    assert outcome.holds is False
    assert "squares fails" in outcome.evidence


@pytest.mark.parametrize(("left", "right"), [(arb(1, 0.5), arb(1)), (0.1 + 0.2, 0.3), (np.float64(1), 1)])
def test_balls_and_floats_prove_no_identity(left, right):
    with pytest.raises(TypeError, match="balls and floats"):
        forms.identity(lambda: [(left, right)], "")()


# --- laws over an interval -------------------------------------------------------------------------------


def test_a_law_is_proved_for_every_real():
    proved = forms.on_interval(fmpq(0), fmpq(10), lambda x: less(x.sin() * x, 11 + x), "the bound")()
    assert proved.holds is True
    assert "every real of [0, 10]" in proved.evidence
    assert forms.on_interval(fmpq(1), fmpq(1), lambda x: less(0, x), "x > 0")().holds is True


def test_a_law_that_needs_too_many_pieces_stays_open():
    asked = []

    def law(x):
        asked.append(x)
        return True if x.rad() < arb(2) ** -8 else None

    outcome = forms.on_interval(fmpq(0), fmpq(1), law, "it", most_pieces=20)()
    assert outcome.holds is None
    assert len(asked) < 100
    assert forms.on_interval(fmpq(0), fmpq(1), law, "it")().evidence.endswith("on 256 balls")


@pytest.mark.parametrize(
    ("law", "where"),
    [
        (lambda x: less(x, 7), (7, 10)),  # fails on whole balls
        (lambda x: less(fmpq(1, 10**9), (x - fmpq(10, 3)) ** 2), (3.33, 3.34)),  # fails on a sliver
        (lambda x: np.bool_(False) if x > 7 else True if x < 7 else None, (7, 10)),
    ],
)
def test_a_law_is_refuted_by_a_point_where_it_fails(law, where):
    outcome = forms.on_interval(fmpq(0), fmpq(10), law, "the law")()
    assert outcome.holds is False
    point = outcome.evidence.split(" at ")[1]
    assert where[0] <= float(fmpq_of(point)) <= where[1]
    assert verdict(forms.on_interval(fmpq(0), fmpq(10), law, "the law")) == "REFUTED"


def fmpq_of(text):
    p, _, q = text.partition("/")
    return int(p) / int(q or 1)


@pytest.mark.parametrize(
    "law",
    [lambda x: less(0, x), lambda x: less(0, (3 * x - 1) ** 2), lambda x: None],
    ids=["end", "inside", "never"],
)
def test_a_law_with_equality_somewhere_stays_open_and_soon(law):
    check = forms.on_interval(fmpq(0), fmpq(1), law, "x > 0")
    with precision(512):
        outcome = check()
    assert outcome.holds is None
    assert "undecided near" in outcome.evidence
    assert len(outcome.evidence) < 200


@given(low=st.fractions(-5, 5), width=st.fractions(0, 5), t=st.fractions(0, 1), bits=st.integers(64, 200))
def test_the_pieces_cover_the_interval(low, width, t, bits):
    seen = []

    def law(x):
        seen.append(x)
        return True if len(seen) > 5 or len(seen) % 2 else None

    ends = [as_fmpq(low), as_fmpq(low + width)]
    with precision(bits):
        assert forms.on_interval(*ends, law, "")().holds is True
        whole = seen[0]
        assert all(contains(whole, v) for v in (low, low + width, low + t * width))
        proved = [x for k, x in enumerate(seen) if k > 4 or k % 2 == 0]
        assert any(dyadic(x.lower()) <= low + t * width <= dyadic(x.upper()) for x in proved)


# --- compositions ----------------------------------------------------------------------------------------


@given(a=st.sampled_from([True, False, None]), b=st.sampled_from([True, False, None]))
def test_both(a, b):
    outcome = forms.both(lambda: Outcome(a, "one"), lambda: Outcome(b, "two", arb(2)))()
    assert outcome.holds is (False if False in (a, b) else None if None in (a, b) else True)
    assert outcome.evidence in ("one", "two", "one; two")
    if outcome.holds is False:
        assert outcome.evidence == ("one" if a is False else "two")


@pytest.mark.parametrize(
    ("value", "over", "under"),
    [(arb(3), True, False), (arb(2), False, True), (arb(1), False, True), (arb(2, 0.1), None, None)],
)
def test_bounds(value, over, under):
    assert forms.above(2, lambda: value, "it")().holds is over
    assert forms.at_most(2, lambda: value, "it")().holds is under


def test_disproved_only_where_the_opposite_is_proved():
    for holds, found in ((True, False), (False, None), (None, None)):
        assert forms.disproved(lambda holds=holds: Outcome(holds, ""))().holds is found
    assert forms.told(lambda: Outcome(True, "seen"), "more")() == Outcome(True, "seen; more")


def test_the_pieces_of_a_subdivision_cover_the_range_once():
    outcome = forms.on_interval(fmpq(0), fmpq(10), lambda x: less(x.sin() * x, 11 + x), "the bound")()
    assert outcome.holds is True
    assert sum(outcome.pieces) == int(outcome.evidence.split(" on ")[1].split()[0])
    # A piece of depth k is 2^-k of the range.
    assert sum(fmpq(n, 2**k) for k, n in enumerate(outcome.pieces)) == 1


def test_a_printed_figure_is_told_with_its_ball():
    outcome = forms.printed("3.14", lambda: arb.pi())()
    assert (outcome.holds, outcome.figure) == (True, "3.14")
    assert forms.told(forms.printed("3.14", lambda: arb.pi()), "more")().figure == "3.14"


@pytest.mark.parametrize(
    ("off", "says"),
    [(arb(0), "0"), (arb("0 +/- 0.03"), "less than 1e-1"), (arb("0 +/- 3e-400"), "less than 1e-399")],
)
def test_what_is_not_told_from_a_printed_figure_lies_below_a_power_of_ten(off, says):
    outcome = forms.printed("0.25", lambda: arb("0.25") + off / 100)()
    assert f"; the printed 0.25 is {says} units of its last digit away" in outcome.evidence
