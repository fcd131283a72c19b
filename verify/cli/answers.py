"""An answer as a page: what --html writes."""

from collections.abc import Callable
from pathlib import Path

import click

from verify.cli.options import command_line
from verify.records.files import write_text
from verify.report.answers import Answer, answer_page

AS_PAGE = click.option("--html", type=Path, metavar="FILE", help="Write the answer as a page as well.")


def write_answer(path: Path | None, made: Callable[[], Answer]) -> None:
    """Write the page, if one was requested."""
    if path is not None:
        write_text(path, answer_page(made(), command_line()))
