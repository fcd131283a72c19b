"""Inputs inside preconditions, against every input of a small format and against conditions in rationals."""

import itertools
import math
import operator
import random
from collections.abc import Callable
from fractions import Fraction as Q

import pytest
from flint import arb

from verify.arithmetic.mpfr import FORMATS, Format
from verify.checking import result as check
from verify.checking import result_row
from verify.checking.gate import Gate
from verify.checking.sampling.boxes import Conditions, Line
from verify.checking.sampling.drawing import draw
from verify.checking.sampling.region import Region
from verify.checking.subjects.subject import Range, Subject, parse_domain
from verify.checking.subjects.truths import in_balls
from verify.language import grammar
from verify.measure.limits import Limits

TINY = Format("tiny", 3, 3)
NUMBERS = sorted({s * m * 2.0**e for s in (1, -1) for m in range(8) for e in range(-4, 2)})
ALL = "-1.7e308:1.7e308"


def subject(domain: list[str], *given: str) -> Subject:
    ranges = parse_domain(domain)
    names = tuple(r.name for r in ranges)
    truth, _ = in_balls(grammar.number("+".join(names), names), names)
    conditions = tuple(grammar.condition(text, names) for text in given)
    return Subject("t", lambda *x: sum(x), truth, "sum", ranges, conditions=conditions)


@pytest.mark.parametrize("format", [TINY, *FORMATS.values()], ids=lambda f: f.name)
def test_places_count_the_numbers_of_a_format(format: Format) -> None:
    bits, emax = min(format.bits, 53), min(format.emax, 1023)
    chance = random.Random(format.name)
    largest = float(2 - Q(2) ** (1 - bits)) * 2.0**emax
    last = format.ordinal(largest)
    assert last == ((2 * emax + 1) << (bits - 1)) - 1  # binades from the subnormals' to the largest
    for place in [0, 1, 2, 2 ** (bits - 1), last, *(chance.randint(0, last) for _ in range(200))]:
        x = format.from_ordinal(place)
        assert format.ordinal(x) == place == -format.ordinal(-x)
        assert format.nearest(x) == x
        between = (Q(x) + Q(format.from_ordinal(place + 1))) / 2 if place < last else None
        if between is not None and Q(float(between)) == between:
            assert format.ordinal(float(between)) == place  # the last one below it
            assert format.ordinal(-float(between)) == -place - 1


def test_a_line_holds_the_numbers_of_its_pieces() -> None:
    line = Line(Range("x", ((-3.0, -0.3), (0.0, 1.2)), TINY))
    numbers = [line.number(k) for k in range(line.length)]
    assert numbers == [x for x in NUMBERS if -3 <= x <= -0.3 or 0 <= x <= 1.2]
    assert [line.place(x) for x in numbers] == list(range(line.length))
    assert line.place(-0.25) is None
    whole = Line(Range("n", ((-2.0, 1.0), (5.0, 6.0)), whole=True))
    assert [whole.number(k) for k in range(whole.length)] == [-2, -1, 0, 1, 5, 6]


# --- against every input of a small format --------------------------------------------------------------

SIGNS: dict[str, Callable[[Q, Q], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
TERMS: dict[str, Callable[[Q, Q], Q]] = {
    "x": lambda x, y: x,
    "y": lambda x, y: y,
    "x*y": lambda x, y: x * y,
    "x^2 + y^2": lambda x, y: x * x + y * y,
    "x - 3*y": lambda x, y: x - 3 * y,
    "x^3 - y": lambda x, y: x**3 - y,
    "1": lambda x, y: Q(1),
    "5/2": lambda x, y: Q(5, 2),
}


def made(seed: int) -> tuple[str, Callable[[Q, Q], bool]]:
    """A condition as text and in rationals: comparisons joined by and, or, not."""
    chance = random.Random(seed)
    parts = []
    for _ in range(chance.randint(1, 3)):
        left, right = chance.sample(sorted(TERMS), 2)
        sign = chance.choice(sorted(SIGNS))
        holds = SIGNS[sign]
        parts.append(
            (
                f"{left} {sign} {right}",
                lambda x, y, h=holds, a=left, b=right: h(TERMS[a](x, y), TERMS[b](x, y)),
            )
        )
    word = chance.choice(("and", "or"))
    join = all if word == "and" else any
    text = f" {word} ".join(f"({t})" for t, _ in parts)
    return text, lambda x, y: join(f(x, y) for _, f in parts)


@pytest.mark.parametrize("seed", range(8))
def test_nothing_invalid_is_drawn_and_nothing_valid_is_missed(seed: int) -> None:
    text, holds = made(seed)
    domain = tuple(Range(name, ((-14.0, 14.0),), TINY) for name in "xy")
    valid = {
        p for p in itertools.product([x for x in NUMBERS if abs(x) <= 14], repeat=2) if holds(*map(Q, p))
    }
    region = Region(domain, (grammar.condition(text, ("x", "y")),))
    assert not (region.is_empty and valid), text
    drawn = set(region.draw(len(valid) + 200, [[], []], random.Random(seed)))
    assert drawn <= valid, text
    assert len(drawn) >= 0.9 * len(valid), text
    for box in region.kept:  # every corner, as every point
        for places in itertools.product(*box):
            assert region.conditions.point(places) in valid, text


def test_what_is_empty_is_proved_so() -> None:
    region = Region(parse_domain(["x=0:1", "y=0:1"]), (grammar.condition("x + y > 3", ("x", "y")),))
    assert region.is_empty
    region = Region(parse_domain(["x=0:1", "y=0:1"]), (grammar.condition("x < y and y < x", ("x", "y")),))
    assert not region.is_empty
    assert region.draw(10, [[], []], random.Random(0)) == []


# --- preconditions that random inputs hardly ever meet ----------------------------------------------------

HARD: dict[str, tuple[list[str], list[str], Callable[..., bool]]] = {
    "a triangle": (
        ["a=0:1e6", "b=0:1e6", "c=0:1e6"],
        ["a < b", "b < c", "c < a + b"],
        lambda a, b, c: a < b < c < a + b,
    ),
    "a triangle of any size": (
        [f"{v}={ALL}" for v in "abc"],
        ["0 < a", "a < b", "b < c", "c < a + b"],
        lambda a, b, c: 0 < a < b < c < a + b,
    ),
    "six in order": (
        [f"{v}=-1e9:1e9" for v in "abcdef"],
        [f"{x} < {y}" for x, y in itertools.pairwise("abcdef")],
        lambda *x: list(x) == sorted(set(x)),
    ),
    "two boxes": (
        [f"x={ALL}", f"y={ALL}"],
        ["(0 <= x and x <= 1 and 0 <= y and y <= 1) or (100 <= x and x <= 101 and 5 <= y and y <= 6)"],
        lambda x, y: (0 <= x <= 1 and 0 <= y <= 1) or (100 <= x <= 101 and 5 <= y <= 6),
    ),
    "a thin ring": (
        ["x=-2:2", "y=-2:2"],
        ["x^2 + y^2 < 1.0000001", "x^2 + y^2 > 0.9999999"],
        lambda x, y: abs(x * x + y * y - 1) < Q(1, 10**7),
    ),
    "integers of a sum": (["n=0..1000", "m=0..1000"], ["n + m == 777"], lambda n, m: n + m == 777),
}


@pytest.mark.parametrize("name", HARD)
def test_nine_tenths_of_what_is_drawn_count(name: str) -> None:
    domain, given, holds = HARD[name]
    what = subject(domain, *given)
    drawn = draw(what, 300, 3)
    assert len(drawn) >= (200 if name != "integers of a sum" else 60)
    assert len(set(drawn)) == len(drawn)
    assert sum(holds(*map(Q, x)) for x in drawn) >= 0.9 * len(drawn)
    assert drawn == draw(what, 300, 3) != draw(what, 300, 4)


def test_both_boxes_are_drawn_from() -> None:
    domain, given, _ = HARD["two boxes"]
    drawn = draw(subject(domain, *given), 400, 1)
    assert min(sum(x < 50 for x, _ in drawn), sum(x > 50 for x, _ in drawn)) > 20
    assert {(0.0, 0.0), (1.0, 1.0)} & set(drawn) or any(0.0 in p or 1.0 in p for p in drawn)


def test_special_numbers_and_the_ends_are_among_what_is_drawn() -> None:
    drawn = draw(subject(["x=0:1024", "y=0:1024"], "x < y", "y < 1.25*x + 1"), 400, 2)
    numbers = {v for p in drawn for v in p}
    assert {0.0, 1.0} <= numbers
    assert any(y == math.nextafter(1024.0, 0) or y == 1024.0 for _, y in drawn)
    powers = {v for v in numbers if v and math.frexp(v)[0] == 0.5}
    assert len(powers) > 10


def test_an_exponential_between_two_numbers() -> None:
    drawn = draw(subject([f"x={ALL}"], "100 < exp(x)", "exp(x) < 101"), 300, 0)
    assert len(drawn) >= 200
    # log 100 = 4.60517018598809..., log 101 = 4.61512051684126...
    assert sum(4.605170185988091 < x < 4.615120516841260 for (x,) in drawn) >= 0.9 * len(drawn)


def test_equal_sides_are_met_or_told() -> None:
    what = subject(["x=-2:2", "y=-2:2"], "x == 2*y")
    drawn = draw(what, 100, 0)
    assert len(drawn) > 10
    assert all(x == 2 * y for x, y in drawn)
    impossible = subject(["x=0:1", "y=0:1"], "x + y > 3")
    found = check.check(impossible, 50, 0, Limits())
    assert "no input satisfies the precondition: proved" in found.notes
    hardly = subject(["x=0:1", "y=0:1"], "x < y", "y < x")
    assert "no input that satisfies the precondition was found" in check.check(hardly, 50, 0, Limits()).notes


def test_the_share_that_counts_is_told() -> None:
    gate = Gate()
    found = check.check(subject(["x=0:1", "y=0:1"], "x < y"), 100, 0, Limits())
    assert result_row.row(found, gate, "")["valid_share"] >= 0.9
    # pi/4 and its like are never met exactly: undecided or excluded, and told.
    ring = check.check(subject(["x=0.5:1", "y=0.5:1"], "x^2 + y^2 == 4/3"), 100, 0, Limits())
    assert any("precondition" in note for note in ring.notes)


def test_a_condition_is_asked_of_whole_boxes() -> None:
    conditions = Conditions(parse_domain(["x=0:4"]), (lambda x: bool(x < 2) or (None if x < 3 else False),))
    line = conditions.lines[0]
    low, two, three, four = (line.place(v) for v in (0.0, 1.75, 2.5, 4.0))
    assert conditions.over(((low or 0, two or 0),), [0]) == {0: True}
    assert conditions.over(((three or 0, four or 0),), [0]) == {0: False}
    assert isinstance(line.ball(low or 0, four or 0), arb)
    assert line.ball(low or 0, four or 0).contains(arb(math.pi))
