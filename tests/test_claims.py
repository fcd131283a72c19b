"""The forms that a claim's check takes: certain both ways, open where the balls are."""

import pytest
from flint import arb

from verify import claims

WIDE = arb(3, 1)


@pytest.mark.parametrize(
    ("value", "exceeds"), [(arb(5), True), (arb(2), False), (arb(3), False), (WIDE, None), (arb.nan(), None)]
)
def test_above_and_at_most_are_opposites(value, exceeds):
    up, down = (form(3, lambda: value, "the value")() for form in (claims.above, claims.at_most))
    assert up.holds is exceeds
    assert down.holds is (None if exceeds is None else not exceeds)
    assert "the bound is 3" in up.evidence
    assert up.ball is value


def test_only_what_is_proved_disproves():
    assert claims.disproved(claims.identity(lambda: [(1, 1)], "1 = 1"))().holds is False
    assert claims.disproved(claims.identity(lambda: [(1, 2)], "1 = 2"))().holds is None
    assert claims.disproved(claims.above(3, lambda: WIDE, "the value"))().holds is None


def test_told_changes_the_evidence_alone():
    plain = claims.at_most(3, lambda: arb(5), "the value")
    more = claims.told(plain, "so it is")()
    assert more.holds is False
    assert more.evidence == f"{plain().evidence}; so it is"
    assert more.ball == 5
