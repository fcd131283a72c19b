"""--sarif, and the annotations of a workflow that a command runs in."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from verify import __version__
from verify.interface import sarif
from verify.interface.findings import Finding
from verify.records import plain
from verify.records.files import require_regular, write_text

SARIF = click.option("--sarif", type=Path, metavar="FILE", help="Write what is found as SARIF 2.1.0.")


def writable(path: Path | None) -> None:
    """BadInput before anything is judged where the file cannot be written."""
    if path is not None:
        require_regular(path)


def tell(found: Sequence[Finding], path: Path | None) -> None:
    """Write the file that was asked for; on a hosted runner, also annotate the lines of the change."""
    if path is not None:
        write_text(path, plain.to_json(sarif.document(found, Path.cwd(), __version__)))
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for line in sarif.annotations(found, Path.cwd()):
            click.echo(line, err=True)  # the runner reads both streams, and --json has the other one
