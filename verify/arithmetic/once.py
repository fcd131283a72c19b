"""What was evaluated in balls is kept, so that it is evaluated once for all who ask at one precision."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from verify.arithmetic.precision import current_bits

T = TypeVar("T")


class Once:
    """Values by name and by the precision in force. What raises is asked again."""

    def __init__(self) -> None:
        self._found: dict[tuple[Hashable, int], object] = {}

    def __call__(self, name: Hashable, evaluate: Callable[[], T]) -> T:
        key = name, current_bits()
        if key not in self._found:
            self._found[key] = evaluate()
        return self._found[key]  # type: ignore[return-value]
