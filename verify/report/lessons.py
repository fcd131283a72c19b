"""The three lessons of the front page, made from all the rows."""

from collections.abc import Sequence

from verify.report.breakdown import breakdown
from verify.report.cancellation import cancellation
from verify.report.conditioning import conditioning
from verify.report.lesson import Lesson
from verify.report.rows import Problem


def lessons(problems: Sequence[Problem]) -> list[Lesson]:
    """Those that the record has rows for."""
    return [
        found for made in (cancellation, conditioning, breakdown) if (found := made(problems)) is not None
    ]
