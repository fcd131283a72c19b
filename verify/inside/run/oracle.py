"""The path that exact arithmetic takes: decisions are answered by balls while the function runs.

Where a decision of float64's path comes out otherwise in exact arithmetic, the function is run once more with
an oracle. The numbers' exact counterparts are then F(fl x) itself; their floats mean nothing on that path.
"""

from verify.arithmetic.precision import precision
from verify.inside.run.branches import answer, rational_rounded
from verify.inside.run.rationals import Rationals
from verify.inside.run.replay import Replay, extend
from verify.inside.run.tape import Decision, Tape

MOST_NUMBERS = 2_000_000  # every counterpart is kept while the path is still open


class Open(RuntimeError):
    """Balls and rationals do not decide, or the path is too long to tell."""


class Oracle:
    """Answers decisions on a tape that is being written, at one precision."""

    def __init__(self, tape: Tape, bits: int) -> None:
        self.tape, self.bits = tape, bits
        self.found = Replay(tape, [], bytearray())
        self.rationals = Rationals(self.found)

    def decide(self, kind: str, left: int, right: int) -> bool:
        """left `kind` right."""
        if any(map(self.tape.is_given_nan, (left, right))):
            return kind == "!="
        with precision(self.bits):
            self._catch_up()
            found = answer(self.found, self.rationals, Decision(0, kind, left, right, 1))
        if found is None:
            raise Open
        return found

    def whole(self, kind: str, place: int) -> int:
        """What a number rounds to: floor, ceil, trunc or nearest."""
        with precision(self.bits):
            self._catch_up()
            ball = self.found.at(place)
            if ball is None or not ball.is_finite():
                raise Open
            n = rational_rounded(ball.mid().fmpq(), kind)
            if answer(self.found, self.rationals, Decision(0, kind, place, -1, n)):
                return n
            exact = self.rationals(place)
        if exact is None:
            raise Open
        return rational_rounded(exact, kind)

    def needs_number(self, place: int) -> None:
        """Open where there may be none: what is divided by 0, as floats may not tell."""
        with precision(self.bits):
            self._catch_up()
            ball = self.found.at(place)
            if not self.tape.is_given(place) and (ball is None or not ball.is_finite()):
                raise Open

    def _catch_up(self) -> None:
        if len(self.tape) > MOST_NUMBERS:
            raise Open
        new = len(self.tape) - len(self.found.balls)
        self.found.exact.extend(bytes(new))  # nothing is claimed of the floats
        extend(self.found)
