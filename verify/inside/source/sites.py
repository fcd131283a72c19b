"""Places in the source at which something is computed."""

import itertools
import linecache
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 80  # characters of code that are shown


@dataclass(frozen=True)
class Site:
    """One expression of a source file: `column` counts from 1, `operation` is its operator or call.

    `caller`: the call in the followed function's own file that led here, for a place in another file.
    """

    file: str
    line: int
    column: int
    code: str
    operation: str
    caller: "Site | None" = None


# Site numbers are compiled into instrumented code, which is kept between traces: they are never given twice.
# None is 0, which stands for what is returned, a place in no file.
fresh: Iterator[int] = itertools.count(1)
NOWHERE = Site("", 0, 0, "", "")


def of_line(file: str, line: int, operation: str) -> Site:
    """A line as a site, where no expression is known: operations that compiled code asked for."""
    return Site(file, line, 1, shortened(linecache.getline(file, line)), operation)


def shortened(code: str) -> str:
    """Code on one line, not too long."""
    text = " ".join(code.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
