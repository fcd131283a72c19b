"""Maps over the plane: each cell has the digits of the function at its middle, each cut its ends."""

import cmath

import mpmath
import pytest
from reported import check_row

from verify.checking import plane_map
from verify.checking.subjects.subject import subject
from verify.measure.limits import Limits
from verify.report import plane
from verify.report.answers import answer_page, checks

DOMAIN = ("z=-2-2j:2+2j",)


def root(z):
    """Right above the real axis; half as many digits below; no number far on the right."""
    if z.real > 0.5:
        raise ValueError("too far")
    return cmath.sqrt(z) * (1 + 3e-8 * (z.imag < 0))


@pytest.fixture
def found(monkeypatch):
    monkeypatch.setattr(plane_map, "STEPS", 6)
    what = subject("root", "sqrt(z)", DOMAIN, function=root)
    return plane_map.plane_map(what, Limits())


def test_a_cell_has_the_digits_at_its_middle(found):
    mp = mpmath.mp.clone()
    mp.dps = 40
    for place, told in enumerate(found["cells"]):
        j, k = divmod(place, 6)
        z = complex(-2 + 4 * (k + 0.5) / 6, -2 + 4 * (j + 0.5) / 6)
        if z.real > 0.5:
            assert told == "failed"
        else:
            true = mp.sqrt(mp.mpc(z))
            off = abs(mp.mpc(root(z)) - true) / abs(true)
            assert told <= (16 if off == 0 else -mp.log10(off)) < told + 1.01 or told == 16


def test_a_cut_has_its_ends_within_the_rectangle(found):
    assert found["cuts"] == [{"of": "sqrt", "axis": "real", "ends": [-2.0, 0.0]}]
    for truth, ends in (("acos(z)", [[-2.0, -1.0], [1.0, 2.0]]), ("exp(z)", []), ("sqrt(z^2)", [])):
        what = subject("cmath:acos", truth, DOMAIN)
        cuts = plane_map._cuts(what, [-2.0, 2.0], [-2.0, 2.0])
        assert sorted(cut["ends"] for cut in cuts) == ends


def test_a_real_function_has_no_map():
    assert plane_map.plane_map(subject("math:exp", "exp(x)", ("x=0:1",)), Limits()) is None


def test_a_variable_beside_the_complex_one_is_held_at_the_worst_input(monkeypatch):
    """Judged at k = 3 it is right everywhere, at k = 2 nowhere."""
    monkeypatch.setattr(plane_map, "STEPS", 2)
    what = subject(
        "own", "z*k", ("k=1:4", *DOMAIN), format="complex64", function=lambda k, z: z * k if k == 3 else z
    )
    assert plane_map.plane_map(what, Limits()) is None
    for k, digits in ((3.0, {16}), (2.0, {0})):
        found = plane_map.plane_map(what, Limits(), {"k": k.hex(), "z.real": "0x0p+0", "z.imag": "0x0p+0"})
        assert (set(found["cells"]), found["held"], found["variable"]) == (digits, {"k": k}, "z")
        assert f"Over the plane of z, at k = {k:g}" in answer_page(checks([check_row()], [found]), "verify")


def test_the_page_counts_the_cells(found):
    rows = dict(plane.table(found).rows)
    assert rows["no number"] == "12"
    assert rows["7 digits"] == str(found["cells"].count(7))
    assert sum(map(int, rows.values())) == 36
    drawn = plane.draw(found)
    assert drawn.count("law-line") == 1
    assert "Over the plane of z" in answer_page(checks([check_row()], [found, None]), "c")
