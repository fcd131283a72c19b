"""How many numbers a body computes, counted in a fraction of the time that following it takes."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import numpy as np

from verify.arithmetic.unrolled import Unrolled

BINARY = ("add", "sub", "mul", "truediv", "pow", "floordiv", "mod")
OPERATORS = (
    *(f"__{side}{name}__" for name in BINARY for side in ("", "r")),
    *("__neg__", "__pos__", "__abs__"),
)


class _TooMany(RuntimeError):
    """More numbers than were to be counted."""


def computes_more_than(most: int, body: Callable[..., Any], x: Sequence[float | int]) -> bool:
    """Does the body certainly compute more than `most` numbers from floats x by + - * / and powers?

    Each of them is a number of its own when the body is followed. Calls of functions are not counted, so
    there may be more of them where the answer is no.
    """
    left = most

    def counted(method: Any) -> Any:
        @wraps(method)
        def run(self: Any, *others: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                raise _TooMany
            value = method(self, *others)
            return value if value is NotImplemented else Counted(value)

        return run

    Counted: Any = type("Counted", (np.float64,), {o: counted(getattr(np.float64, o)) for o in OPERATORS})
    try:
        with np.errstate(all="ignore"):
            body(Unrolled(), *(v if isinstance(v, int) else Counted(v) for v in x))
    except _TooMany:
        return True
    except Exception:  # what the body raises is reported where it is followed
        return False
    return False
