"""Exact counterparts of a wide tape, a level at a time, as error balls in floats.

They hold twice the digits of a float. Where that does not settle what is asked, the tape is gone through once
more in balls of many bits (replay.py).
"""

from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.sums import exact_dot, exact_sum
from verify.inside.run import error_balls
from verify.inside.run.error_balls import Balls, as_ball, in_floats
from verify.inside.run.levels import Group
from verify.inside.run.local import LocalErrors
from verify.inside.run.products import dot_secants
from verify.inside.run.replay import FEW, Ball, Replay, made
from verify.inside.run.tape import ABS, ADD, CAST, DIV, FUN, MUL, NEG, SUB, SUM, Tape

UNARY = (NEG, ABS, CAST)
ELEMENTARY = (ADD, SUB, MUL, DIV, *UNARY)
BITS = 160  # of a counterpart: those of a float and of its error


class ErrorBalls:
    """The errors of a tape's numbers; `lost`: those without a counterpart. To read it gives counterparts."""

    def __init__(self, tape: Tape) -> None:
        self.tape, size = tape, len(tape)
        self.mid, self.rad = np.zeros(size), np.zeros(size)
        self.lost = np.zeros(size, dtype=bool)
        self.any_lost = False

    def of(self, places: np.ndarray) -> Balls:
        return Balls(self.mid[places], self.rad[places])

    def keep(self, places: Any, error: Balls) -> None:
        self.mid[places], self.rad[places] = error

    def __len__(self) -> int:
        return len(self.mid)

    def __getitem__(self, place: int) -> Ball:
        if self.lost[place]:
            return None
        return arb(self.tape.values[place]) - as_ball(self.mid[place], self.rad[place])

    def __setitem__(self, place: int, exact: Ball) -> None:
        """The counterpart of one number, told by a ball."""
        if exact is None:
            self.lost[place] = self.any_lost = True
        else:
            self.mid[place], self.rad[place] = in_floats(arb(self.tape.values[place]) - exact)


def wide_replay(tape: Tape, local: LocalErrors, groups: list[Group]) -> Replay:
    """One pass over the groups."""
    errors = ErrorBalls(tape)
    found = Replay(tape, errors, local.none())
    values, exact = tape.floats(), np.frombuffer(found.exact, dtype=np.uint8)
    left, right = (np.frombuffer(column, dtype=np.int32) for column in (tape.left, tape.right))
    with np.errstate(all="ignore"):
        for _, operation, places in groups:
            if operation in ELEMENTARY:
                known = local.known[places]
                if not known.all():
                    _one_by_one(found, places[~known])
                    places = places[known]
                _level(errors, exact, operation, places, (left[places], right[places]), values, local.error)
            else:
                _one_by_one(found, places)
    return found


def _level(
    errors: ErrorBalls,
    exact: np.ndarray,
    operation: int,
    places: np.ndarray,
    operands: tuple[np.ndarray, np.ndarray],
    values: np.ndarray,
    local: np.ndarray,
) -> None:
    """What elementary operations made whose local error is known in floats."""
    one, two = operands
    first, delta = errors.of(one), local[places]
    without = exact[one]
    if operation == CAST:
        error = error_balls.sums(first, Balls(np.zeros(len(places)), np.zeros(len(places))), delta)
    elif operation in UNARY:
        error = error_balls.negative(first)
        if operation == ABS:
            error = error_balls.magnitudes(values[one], first)
    else:
        second, without = errors.of(two), without & exact[two]
        if operation == MUL:
            error = error_balls.products(values[one], first, values[two], second, delta)
        elif operation == DIV:
            error = error_balls.quotients(values[places], first, values[two], second, delta)
            without = without & (delta == 0)
        else:
            rule = error_balls.sums if operation == ADD else error_balls.differences
            error = rule(first, second, delta)
    # Of exact operands the error is the local one, exactly; a quotient's local error only where it is 0.
    errors.keep(places, Balls(error.mid, np.where(without, 0.0, error.rad)))
    exact[places] &= exact[one] if operation in UNARY else exact[one] & exact[two]
    if errors.any_lost:
        errors.lost[places] = errors.lost[one] | ((two >= 0) & errors.lost[two])


def _one_by_one(found: Replay, places: np.ndarray) -> None:
    """Functions, long sums, and what floats do not tell."""
    tape, balls = found.tape, found.balls
    for place in places.tolist():
        operation, operands = tape.operation(place), tape.operands(place)
        several = operation in (SUM, FUN) and len(operands) >= FEW and not found.all_exact(operands)
        if several and operation == SUM:
            balls[place] = _long_sum(found, np.asarray(operands))
        elif several and tape.function(place).secants is dot_secants:
            balls[place] = _long_dot(found, np.asarray(operands))
        else:
            balls[place] = made(found, place)
            continue
        found.exact[place] = 0


def _long_sum(found: Replay, operands: np.ndarray) -> Ball:
    """sum (v_i - E_i), the middles added exactly."""
    errors, values = found.balls, found.tape.floats()
    assert isinstance(errors, ErrorBalls)
    if errors.lost[operands].any():
        return None
    return exact_sum(values[operands]) - _added(errors.of(operands))


def _long_dot(found: Replay, operands: np.ndarray) -> Ball:
    """sum (a_i - E_i) (b_i - F_i): that of the floats less the errors of the products."""
    errors, values = found.balls, found.tape.floats()
    assert isinstance(errors, ErrorBalls)
    if errors.lost[operands].any():
        return None
    one, two = np.split(operands, 2)
    a, b = values[one], values[two]
    passed = error_balls.products(a, errors.of(one), b, errors.of(two), np.zeros(len(a)))
    return exact_dot(a, b) - _added(passed)


def _added(error: Balls) -> arb:
    rad = float(error_balls.enlarged(np.sum(error.rad)))
    total = exact_sum(error.mid)
    return total + as_ball(0.0, rad)
