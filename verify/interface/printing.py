"""The building blocks of printed output: tables on a terminal, plain rows for programs."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from verify.core import numbers
from verify.records.plain import Row

COLOURS = {"CONFIRMED": "green", "REFUTED": "red", "UNDECIDED": "yellow"}


def console() -> Console:
    """Standard output; a pipe gets lines that are not cut."""
    on_terminal = Console().is_terminal
    return Console(width=None if on_terminal else 160, highlight=False, soft_wrap=False)


def table_of(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold", expand=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def add_row(table: Table, *cells: Any) -> None:
    """A row of plain text: what a declaration says in brackets is not markup."""
    table.add_row(*(cell if isinstance(cell, Text) else escape(str(cell)) for cell in cells))


def verdict_text(row: Row) -> Text:
    """The verdict in its colour, and the declared one where that is another."""
    changed = "" if row["verdict"] == row["declared"] else f", declared {row['declared']}"
    return Text.assemble((row["verdict"], COLOURS.get(row["verdict"], "")), changed)


def ulps_text(ulps: float | None) -> str:
    if ulps is None:
        return "-"
    return numbers.bound_text(ulps)


def value_text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k}={v}" for k, v in value.items())
    if isinstance(value, list) and len(value) > 4:
        return f"{', '.join(map(str, value[:4]))}, ... ({len(value)} entries)"
    return str(value)
