"""What is known of a tape's numbers by their place: in a list, or in a dict where most are data."""

from typing import Any

from verify.inside.run.tape import Tape


class _Pending:
    """Stands for the ball of a float that nothing has asked for: of long arrays few are used one by one."""


PENDING: Any = _Pending()


class Sparse(dict[int, Any]):
    """By place, of a tape that is mostly data: to list what nothing asks for takes longer than the rest."""

    def __init__(self, other: Any) -> None:
        super().__init__()
        self.other = other

    def __missing__(self, place: int) -> Any:
        return self.other


def by_place(tape: Tape, size: int, at_first: Any) -> Any:
    """The given number of places, all of which hold the same value at first."""
    data = sum(end - start for start, end in tape.blocks)
    return Sparse(at_first) if 2 * data > len(tape) else [at_first] * size
