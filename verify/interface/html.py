"""An answer in a notebook: the sections of its page, in the page's style, which holds inside it alone."""

import re
from collections.abc import Sequence

from markupsafe import Markup

from verify.records.plain import Row
from verify.report.answers import Answer, Part
from verify.report.environment import inlined
from verify.report.lesson import Table
from verify.report.page import page
from verify.report.text import upward

MOST = 200  # lines of a table


def fragment(answer: Answer, text: str) -> str:
    """A piece of a page, with no script and no style but its own. Everything is text, and escaped."""
    return page("fragment.html.j2", answer=answer, text=text, sheet=Markup(_scoped(inlined("style.css"))))


def _scoped(sheet: str) -> str:
    """The sheet as it stands inside of one rule: what it says of the whole page it says of the answer."""
    return re.sub(r"(?m)(?<![\w.#-])(:root|body)(?= \{)", "&", sheet)


def survey(library: str, records: Sequence[Row]) -> Answer:
    """A line a function, the worst first."""
    heads = ("function", "truth", "worst ulps", "envelopes", "inputs", "no number", "cause", "worst at")
    ordered = sorted(records, key=lambda r: -(r["envelope"] or 0))
    rows = tuple(
        (
            str(r["target"]),
            str(r["truth"]),
            upward(r["max_ulps"]),
            upward(r["envelope"]),
            str(r["points"]),
            str(r["failed"]),
            str(r["cause"] or "–"),
            str(r["worst_at"]),
        )
        for r in ordered[:MOST]
    )
    more = [f"{len(ordered) - MOST} more lines: to_frame() has them."] if len(ordered) > MOST else []
    title = f"Certified survey of {library}"
    return Answer(title, (), [Part(f"{len(ordered)} functions", more, Table(heads, rows))])
