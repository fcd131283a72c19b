"""Long runs: a tape that is gone through in pages tells what it tells as a whole.

Bit for bit, but for shares: contributions of many numbers are added in floats, of few in balls.
"""

import math
from collections.abc import Callable
from typing import Any

import pytest
from flint import arb, fmpq
from inside.shadow import PROGRAMS, plain

from verify.arithmetic.precision import precision
from verify.core.errors import BadInput
from verify.inside.account import account
from verify.inside.blame import blame
from verify.inside.follow import Trace, follow
from verify.inside.run import replay
from verify.inside.run.tape import LEAF, Decision, Decisions, Tape
from verify.records.blame import blame_row

NAMES = sorted(path.stem for path in PROGRAMS.glob("*.py"))


def row(function: Callable[..., Any], inputs: dict[str, Any]) -> dict[str, Any]:
    return blame_row("f", inputs, blame(account(follow(function, inputs))))


@pytest.fixture
def in_pages(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    def cut(page: int) -> None:
        monkeypatch.setattr(Trace, "replay", lambda trace: replay.replay(trace.tape, trace.local, page))
        monkeypatch.setattr(replay, "LONG", 1)

    return cut


MANY = 200  # operations, of which pages of three would be too many
SHARES = ("share", "share_ball", "unattributed", "turns", "gain")


def split(found: Any, name: str = "") -> tuple[Any, list[Any]]:
    """A row without its shares, and these."""
    if name in SHARES:
        return name, [found]
    if isinstance(found, dict):
        parts = [(key, split(value, key)) for key, value in found.items()]
        return {key: rest for key, (rest, _) in parts}, [v for _, (_, shares) in parts for v in shares]
    if isinstance(found, list):
        pairs = [split(value) for value in found]
        return [rest for rest, _ in pairs], [v for _, shares in pairs for v in shares]
    return found, []


def same_share(one: Any, two: Any) -> bool:
    if isinstance(one, str) and isinstance(two, str):
        return arb(one).overlaps(arb(two)) is True
    return one == (two if two is None else pytest.approx(two, rel=2.0**-30, abs=2.0**-30))


@pytest.mark.parametrize("name", NAMES)
def test_in_pages_everything_is_as_it_is_as_a_whole(name: str, in_pages: Callable[[int], None]) -> None:
    module = plain(PROGRAMS / f"{name}.py")
    whole, shares = split(row(module.f, module.AT))
    in_pages(3 if len(follow(module.f, module.AT).tape) < MANY else 16)
    rest, others = split(row(module.f, module.AT))
    assert rest == whole
    assert all(map(same_share, others, shares))


def recurrence(n: float) -> float:
    x, total = 0.1, 0.0
    for _ in range(int(n)):
        total = total + x * x
        x = 0.9 * x + 0.01
    return total


def test_of_a_long_run_one_page_is_at_hand_and_the_rest_is_thrown_away() -> None:
    trace = follow(recurrence, {"n": 2000.0})
    with precision(128):
        found = replay.replay(trace.tape, trace.local, 100)
    assert isinstance(found.balls, replay.Pages)
    # x and the total at each of the 80 boundaries, and the literals of the loop.
    assert len(found.balls) <= 100
    assert len(found.balls.kept) <= 2 * len(trace.tape) // 100 + 3
    assert replay.replay(trace.tape, trace.local).at(trace.place()).overlaps(found.at(trace.place()))


def test_the_shares_of_a_long_run_add_up_to_one(in_pages: Callable[[int], None]) -> None:
    in_pages(64)
    found = account(follow(recurrence, {"n": 3000.0}))
    exact, x = fmpq(0), fmpq(1, 10)
    left = found.unattributed()
    assert left is not None
    assert left.contains(0)
    assert left.rad() < 2.0**-40
    with precision(4096):
        short = account(follow(recurrence, {"n": 30.0}))
        for _ in range(30):
            exact, x = exact + x * x, fmpq(9, 10) * x + fmpq(1, 100)
        assert short.exact is not None
        assert short.exact.contains(exact)


def test_a_page_that_is_made_again_is_the_same(in_pages: Callable[[int], None]) -> None:
    trace = follow(recurrence, {"n": 200.0})
    with precision(128):
        whole, pages = (replay.replay(trace.tape, trace.local, page) for page in (10**6, 32))
    for place in [5, len(trace.tape) - 1, 90, 5, 300, 2]:  # no precision is in force here
        assert str(whole.at(place)) == str(pages.at(place))


def test_a_number_that_was_not_kept_is_a_fault_and_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    trace = follow(recurrence, {"n": 200.0})
    real = replay.crossing
    monkeypatch.setattr(replay, "LONG", 1)
    monkeypatch.setattr(replay, "crossing", lambda tape, page: real(tape, page) & False)
    with pytest.raises(AssertionError, match="was not kept"):
        replay.replay(trace.tape, trace.local, 32)


def test_too_many_numbers_that_stay_in_use_are_refused(
    in_pages: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def passes(n: float) -> float:
        row = [0.1 * k for k in range(int(n))]
        row = [x / 3 for x in row]
        return sum(row)

    in_pages(50)
    monkeypatch.setattr(replay, "MOST_KEPT", 40)
    with pytest.raises(BadInput, match="more than 40 numbers are used long after they were made"):
        account(follow(passes, {"n": 100.0}))


def test_decisions_come_back_as_they_went_in() -> None:
    made = [
        Decision(7, "<", 1, 2, 1),
        Decision(2**40, "floor", 3, -1, -(10**30)),
        Decision(9, "exact", 4, -1, 1),
        Decision(9, "trunc", 5, -1, 2**63 - 1),
    ]
    kept = Decisions()
    for d in made:
        kept.append(d)
    assert list(kept) == made
    kept.cut(1)
    kept.append(made[3])
    assert list(kept) == [made[0], made[3]]
    assert len(kept) == 2


def test_an_empty_tape_has_no_columns() -> None:
    tape = Tape()
    assert list(tape.stretches(10)) == []
    tape.leaf(3, math.pi)
    sites, operations, left, right = tape.columns(0, 1)
    assert [a.tolist() for a in (sites, operations, left, right)] == [[3], [LEAF], [-1], [-1]]
