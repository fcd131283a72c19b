"""An answer in a notebook: its figures as a table, what it says below it. Everything is text, and escaped."""

import html
from collections.abc import Sequence
from typing import Any

from verify.records.plain import Row

MOST = 200  # lines of a table


def fragment(rows: Sequence[Row], says: str) -> str:
    """A piece of a page, with no script and no style but its own."""
    return f"<div>{_table(rows)}<pre style='white-space:pre-wrap'>{html.escape(says)}</pre></div>"


def _table(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    names = list(rows[0])
    head = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(_text(row[name]))}</td>" for name in names) + "</tr>"
        for row in rows[:MOST]
    )
    more = f"<p>{len(rows) - MOST} more lines: to_frame() has them.</p>" if len(rows) > MOST else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _text(value: Any) -> str:
    if value is None:
        return "\N{EN DASH}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
