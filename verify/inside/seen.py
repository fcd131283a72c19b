"""What a followed result was made of: the largest cancellation on the way to it, and the routines that were
followed as one operation each, so that nothing is known of what they cancel inside."""

from dataclasses import dataclass

import numpy as np

from verify.inside.follow import Trace
from verify.inside.run.kinds import cancelled_bits
from verify.inside.run.tape import ADD, LEAF, SUB
from verify.inside.source.sites import Site

FEW = 2  # operands of an elementary function; a routine takes more


@dataclass(frozen=True)
class Seen:
    """bits: the most that one sum or difference cancelled, at `site` (None: none did).

    routines   calls that the result depends on and that were followed as one operation of many operands
    """

    bits: float
    site: Site | None
    routines: tuple[str, ...]


def seen(trace: Trace, place: int) -> Seen:
    """Of the result at a place of the tape."""
    made_of = ancestors(trace, place)
    bits, where = _largest(trace, made_of)
    site = None if where is None else trace.site(trace.tape.site(where))
    return Seen(bits, site, _routines(trace, made_of))


def ancestors(trace: Trace, place: int) -> np.ndarray:
    """Which numbers on the tape a result was made of, itself included."""
    tape, found = trace.tape, np.zeros(place + 1, dtype=bool)
    found[place] = True
    for k in range(place, -1, -1):
        if found[k] and tape.operation(k) != LEAF:
            found[tape.operands(k)] = True
    return found


def _largest(trace: Trace, made_of: np.ndarray) -> tuple[float, int | None]:
    tape, values = trace.tape, trace.tape.floats()
    _, operations, left, right = tape.columns(0, len(made_of))
    places = np.flatnonzero(made_of & ((operations == ADD) | (operations == SUB)))
    if not places.size:
        return 0.0, None
    operands = values[left[places]], values[right[places]]
    bits = cancelled_bits(*operands, values[places], tape.kinds(0, len(made_of))[places])
    bits[~np.isfinite(bits)] = 0  # sums that are not finite cancel nothing
    worst = int(bits.argmax())
    return (float(bits[worst]), int(places[worst])) if bits[worst] > 0 else (0.0, None)


def _routines(trace: Trace, made_of: np.ndarray) -> tuple[str, ...]:
    def is_one(places: list[int]) -> bool:
        return any(k < len(made_of) and made_of[k] and len(trace.tape.operands(k)) > FEW for k in places)

    return tuple(dict.fromkeys(name for (_, name), places in trace.tape.edges.items() if is_one(places)))
