"""What is asked is read, which runs foreign code: within a limit of time; what that prints is no answer."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from verify.arithmetic.precision import OutOfTime
from verify.core.errors import BadInput
from verify.language import grammar
from verify.measure.limits import Limits, time_limit


@contextmanager
def reading(limits: Limits) -> Iterator[None]:
    """BadInput where it takes too long."""
    grammar.parser()  # the tables of the language are no part of what is read
    try:
        with redirect_stdout(sys.stderr), time_limit(limits.seconds):
            yield
    except OutOfTime as why:
        raise BadInput(f"{why} before what is asked was read; allow more with --timeout") from why
