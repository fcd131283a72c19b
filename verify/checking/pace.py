"""How long a check may take, and who hears of its progress."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """How long work may go on (a time of the monotonic clock), and who hears of its progress."""

    until: float = math.inf
    tell: Callable[[int, int], None] = lambda done, of: None

    def is_over(self) -> bool:
        return time.monotonic() > self.until
