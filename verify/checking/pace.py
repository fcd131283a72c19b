"""How long a check may take, and who is told how far it is."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """How long work may go on (a time of the monotonic clock), and who is told how far it is."""

    until: float = math.inf
    tell: Callable[[int, int], None] = lambda done, of: None

    def is_over(self) -> bool:
        return time.monotonic() > self.until
