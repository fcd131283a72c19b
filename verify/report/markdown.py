"""Markdown templates: what comes from a record is escaped, so that it cannot become markup."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from verify.report.environment import environment

if TYPE_CHECKING:
    import jinja2

_SPECIAL = re.compile(r"([\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_]))")


def escape(value: Any) -> Any:
    """Text that reads as itself in GitHub's Markdown, in a table too."""
    if isinstance(value, Markup):
        return value
    plain = " ".join(str(value).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", plain)


def code(value: Any) -> Markup:
    """Text for between backticks."""
    return Markup(" ".join(str(value).split()).replace("`", "'"))


def code_cell(value: Any) -> Markup:
    """Text for between backticks in a table, where a bar ends the cell even there."""
    return Markup(code(value).replace("|", "\\|"))


@cache
def templates() -> "jinja2.Environment":
    made = environment(autoescape=False, finalize=escape, keep_trailing_newline=True)
    made.filters["code"] = code
    made.filters["ready"] = Markup  # what a macro made: its cells are escaped already
    made.filters["code_cell"] = code_cell
    return made
