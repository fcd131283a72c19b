"""The declared faults are proved right by experiment: each line exact, alone at fault, or healed, in MPFR."""

import functools

import pytest
from inside.judge import FAULTY, GOOD, LARGE, MATTERS, NOTHING, Evidence
from inside.shadow import PROGRAMS

NAMES = sorted(path.stem for path in PROGRAMS.glob("*.py"))


def the_shadow_is_the_program(evidence: Evidence) -> None:
    """With nothing exact the shadow is float64: bit for bit, but for numpy's order of additions."""
    computed, followed = evidence.module.f(**evidence.inputs), float(evidence.faulty[1].h)
    if hasattr(evidence.module, "np"):
        ratio = evidence.ulps(computed) / evidence.ulps(followed)
        assert 1 / 16 <= ratio <= 16, f"{computed!r}, but {followed!r} followed"
    else:
        assert computed == followed, f"{computed!r}, but {followed!r} followed"


def the_fault_is_large_and_the_repair_works(evidence: Evidence) -> None:
    wrong = evidence.ulps(evidence.module.f(**evidence.inputs))
    right = evidence.ulps(evidence.module.repaired(**evidence.inputs))
    assert wrong >= FAULTY, f"f is right to {wrong:.3g} ulps"
    assert right <= GOOD or right <= 2 * evidence.envelope, (
        f"repaired is wrong by {right:.3g} ulps, the envelope is {evidence.envelope:.3g}"
    )
    assert wrong >= 8 * right, f"f is wrong by {wrong:.3g} ulps, repaired by {right:.3g}"


def the_makers_make_it(evidence: Evidence) -> None:
    makes = evidence.said["makes"]
    assert makes, "no line is said to make the error"
    left = evidence.left(makes)
    assert left <= 1 / 8, f"{left:.3g} of the error is left when its makers are exact"
    assert makes <= evidence.rounded, f"exact: {makes - evidence.rounded}"
    parts = {line: max(evidence.alone(line), evidence.change(line)) for line in makes}
    weak = {line: part for line, part in parts.items() if part < MATTERS}
    assert not weak, f"lines said to make the error make these parts of it: {weak}"


def every_maker_is_declared(evidence: Evidence) -> None:
    others = evidence.rounded - evidence.said["makes"]
    strong = {line: part for line in others if (part := evidence.alone(line)) >= MATTERS}
    assert not strong, f"lines not said to make the error make these parts of it: {strong}"


def the_magnifiers_magnify(evidence: Evidence) -> None:
    amplified = {line: float(evidence.faulty[0].amplified[line]) for line in evidence.said["magnifies"]}
    assert all(kappa >= LARGE for kappa in amplified.values()), amplified
    weak = {line: part for line in amplified if (part := evidence.passed(line)) < MATTERS}
    assert not weak, f"lines said to magnify pass on these parts of the error: {weak}"


def every_magnifier_is_declared(evidence: Evidence) -> None:
    run = evidence.faulty[0]
    large = {line for line, kappa in run.amplified.items() if kappa >= LARGE}
    others = {
        line: part
        for line in large - evidence.said["magnifies"]
        if (part := evidence.passed(line)) >= MATTERS
    }
    assert not others, f"lines not said to magnify pass on these parts of the error: {others}"


def the_innocent_are_innocent(evidence: Evidence) -> None:
    innocent, run = evidence.said["innocent"], evidence.faulty[0]
    for line in innocent & run.lines:
        made = evidence.alone(line)
        assert made <= NOTHING, f"line {line} makes {made:.3g} of the error"
    for line in innocent - run.lines:
        made = evidence.alone_in_repaired(line)
        assert made <= GOOD, f"line {line} of the repair makes {made:.3g} ulps"


def the_branches_are_those_that_exact_arithmetic_decides_otherwise(evidence: Evidence) -> None:
    assert evidence.faulty[0].diverged == evidence.said["branch"]


CHECKS = (
    the_shadow_is_the_program,
    the_fault_is_large_and_the_repair_works,
    the_makers_make_it,
    every_maker_is_declared,
    the_magnifiers_magnify,
    every_magnifier_is_declared,
    the_innocent_are_innocent,
    the_branches_are_those_that_exact_arithmetic_decides_otherwise,
)


@functools.cache
def evidence_of(name: str) -> Evidence:
    return Evidence(PROGRAMS / f"{name}.py")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_program(name: str, check) -> None:
    check(evidence_of(name))


def test_there_are_many():
    assert len(NAMES) >= 50


@pytest.mark.parametrize(
    ("right", "wrong", "check"),
    [
        ("c = math.cos(x)  # makes", "c = math.cos(x)", the_makers_make_it),
        ("c = math.cos(x)  # makes", "c = math.cos(x)", every_maker_is_declared),
        ("c = math.cos(x)  # makes", "c = math.cos(x)  # makes, innocent", the_innocent_are_innocent),
        ("# magnifies", "# makes, magnifies", the_makers_make_it),
        ("c = math.cos(x)  # makes", "c = math.cos(x)  # makes, magnifies", the_magnifiers_magnify),
        ("# makes", "# makes, branch", the_branches_are_those_that_exact_arithmetic_decides_otherwise),
        ('{"x": 1.2e-5}', '{"x": 1.2}', the_fault_is_large_and_the_repair_works),
        ("/ (x / 2)) ** 2 / 2", "/ (x / 2)) ** 2 / 1.9999999", the_fault_is_large_and_the_repair_works),
    ],
)
def test_a_wrong_declaration_is_caught(right, wrong, check, tmp_path):
    text = (PROGRAMS / "one_minus_cos.py").read_text()
    assert right in text
    changed = tmp_path / "changed.py"
    changed.write_text(text.replace(right, wrong, 1))
    with pytest.raises(AssertionError):
        check(Evidence(changed))
