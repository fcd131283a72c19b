"""One way to declare a claim: ids, standing, and the whole of an entry's parts."""

import pytest
import toys

from verify.claims.declare import Claims
from verify.core.claim import Outcome, Reach, Standing
from verify.measure.harness import judge
from verify.measure.limits import Limits

E3 = Claims(toys.problem(), toys.SOURCE.at("section 1"), "E-3")


def said(holds, reach=Reach.IDENTITY, part="", **more):
    outcome = Outcome(holds, f"evidence {part}")
    return E3.law(part, says="says", reading="reading", check=lambda: outcome, reach=reach, **more)


def test_ids_and_standing():
    assert (said(True).id, said(True).standing, said(True).principal) == ("E-3", Standing.PRINCIPAL, True)
    assert (said(True, part="a").id, said(True, part="a").standing) == ("E-3a", Standing.PART)
    assert said(True, part="a", neighbour=True).standing is Standing.NEIGHBOUR
    assert said(True, part="a", further=True).standing is Standing.FURTHER
    ours = Claims(toys.problem(), toys.SOURCE, "P-1", further=True)
    assert not ours.finding(says="", reading="", check=lambda: None, reach=Reach.EXAMPLE).principal
    assert said(True, place="elsewhere").source.place == "elsewhere"


@pytest.mark.parametrize(
    ("second", "declared", "verdict"),
    [(True, "CONFIRMED", "CONFIRMED"), (False, "REFUTED", "REFUTED"), (None, "CONFIRMED", "UNDECIDED")],
)
def test_a_whole_is_confirmed_where_every_part_is_and_refuted_where_one_is(second, declared, verdict):
    parts = (
        said(True, part="a"),
        said(second, Reach.FINITE_SET, part="b", declared=declared),
        said(False, part="c", neighbour=True, declared="REFUTED"),
    )
    entry, *rest = E3.whole("law", says="says", reading="all", parts=parts)
    assert (entry.id, entry.principal, entry.declared) == ("E-3", True, declared)
    assert entry.reach is Reach.FINITE_SET
    assert tuple(rest) == parts
    found = judge(entry, Limits(max_bits=128))
    assert found.verdict == verdict
    assert "E-3c" not in found.evidence


def test_a_whole_has_several_parts():
    with pytest.raises(ValueError, match="declare it as one claim"):
        E3.whole("law", says="", reading="", parts=(said(True, part="a"),))
