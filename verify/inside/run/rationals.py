"""Exact rational counterparts, for ties that balls can never settle: 10 times 1/10 against 1."""

import math

from flint import fmpq

from verify.arithmetic.float64 import exact
from verify.inside.run.replay import Replay
from verify.inside.run.tape import ABS, ADD, CAST, DIV, LEAF, MUL, NEG, SUB, SUM

MOST_STEPS = 20_000
MOST_BITS = 20_000


class Rationals:
    """Counterparts worked out on demand; None where there is none, or it grows too long."""

    def __init__(self, found: Replay) -> None:
        self.found = found
        self.known: dict[int, fmpq | None] = {}
        self.steps = 0

    def __call__(self, place: int) -> fmpq | None:
        waiting = [place]
        while waiting:
            here = waiting[-1]
            if here in self.known:
                waiting.pop()
                continue
            missing = (
                []
                if self.found.exact[here]
                else [k for k in self.found.tape.operands(here) if k not in self.known]
            )
            if missing and self.steps < MOST_STEPS:
                waiting += missing
                continue
            self.steps += 1
            self.known[here] = None if missing else self._made(here)
            waiting.pop()
        return self.known[place]

    def _made(self, place: int) -> fmpq | None:
        tape = self.found.tape
        if self.found.exact[place]:
            return exact(tape.values[place])
        operation = tape.operation(place)
        if operation == LEAF:
            if place in tape.leaves:
                says = tape.leaves[place]
                return says if isinstance(says, fmpq) else None
            value, certain = tape.values[place], self.found.at(place) is not None
            return exact(value) if certain and math.isfinite(value) else None
        operands = [self.known[k] for k in tape.operands(place)]
        x = [v for v in operands if v is not None]
        if len(x) < len(operands):
            return None
        made = self._applied(place, operation, x)
        if made is None or int(made.p).bit_length() + int(made.q).bit_length() > MOST_BITS:
            return None
        return made

    def _applied(self, place: int, operation: int, x: list[fmpq]) -> fmpq | None:
        match operation:
            case 1:
                return x[0] + x[1]
            case 2:
                return x[0] - x[1]
            case 3:
                return x[0] * x[1]
            case 4:
                return None if x[1] == 0 else x[0] / x[1]
            case 5:
                return -x[0]
            case 6:
                return abs(x[0])
            case 7:
                return sum(x, fmpq(0))
            case 9:
                return x[0]
        rational = self.found.tape.function(place).rational
        return None if rational is None else rational(*x)


assert (*range(1, 8), 9) == (ADD, SUB, MUL, DIV, NEG, ABS, SUM, CAST)
