"""Records to figures, HTML and Markdown. Nothing is computed here: a page is made from records alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from verify.files import write_text
from verify.report.pages import files
from verify.report.rows import BadRecord as BadRecord


def render(document: Mapping[str, Any], out: Path) -> list[Path]:
    """Write report.html, report.md, <problem>.md and figures/*.svg into `out`; the files, in that order.

    The same record gives the same files. BadRecord where the record is malformed; then nothing is written.
    """
    made = files(document)
    for name, text in made.items():
        write_text(out / name, text)
    return [out / name for name in made]
