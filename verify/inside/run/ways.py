"""Which way a tape is gone through: a level at a time where levels are wide, else one number after another.

Levels that are very wide are few, and then balls in floats may do (account.py asks them first).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from flint import arb

from verify.inside.run import replay
from verify.inside.run.adjoint import Sweep
from verify.inside.run.layers import LayeredSweep, layered_replay
from verify.inside.run.levels import Group
from verify.inside.run.local import LocalErrors
from verify.inside.run.tape import Tape
from verify.inside.run.wide import ErrorBalls
from verify.inside.run.wide_sweep import WideSweep


def counterparts(tape: Tape, local: LocalErrors, groups: Sequence[Group] | None) -> replay.Replay:
    """Of all numbers, in balls at the precision in force."""
    if groups is None or len(tape) > replay.LONG * replay.PAGE:
        return replay.replay(tape, local)
    return layered_replay(tape, local, groups)


def sweep(
    found: replay.Replay, local: LocalErrors, results: Mapping[int, arb], groups: Sequence[Group] | None
) -> Sweep:
    """In the way that the counterparts were made."""
    if groups is not None and isinstance(found.balls, ErrorBalls):
        return WideSweep(found, local, results, groups)
    if groups is not None and isinstance(found.balls, np.ndarray):
        return LayeredSweep(found, local, results, groups)
    return Sweep(found, local, results)
