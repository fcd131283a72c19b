"""verify report, verify compare: what records say."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verify.cli.answers import AS_PAGE, write_answer
from verify.cli.options import AS_JSON, command_line
from verify.core.errors import BadInput
from verify.interface.check_text import print_changes
from verify.records import compare, plain, read
from verify.records.files import write_text
from verify.records.read import Record
from verify.report.comparison import comparison

if TYPE_CHECKING:
    from verify.report.site import Each


@click.command()
@click.argument("path", metavar="RECORD", type=Path)
@click.option(
    "--out",
    type=Path,
    help="Publish there, as pages in Markdown and pictures.  [default: a site, beside the record]",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 1 if a page has other verdicts than the record."
)
@click.option(
    "--datasets",
    type=Path,
    metavar="PAGE",
    help="Write only the page of NIST's data sets there: digits each routine has, and digits the data allow.",
)
def report(path: Path, out: Path | None, check: bool, datasets: Path | None) -> None:
    """Render a record as a report; nothing is measured."""
    found = read.record(path)
    if datasets is not None:
        from verify.report import datasets as tables

        write_text(datasets, tables.page(found.document, found.drawn(), command_line()))
        click.echo(f"wrote {datasets}")
        return
    if check:
        from verify.report.rendering import stale

        faults = stale(found.document, out or path.parent)
        for fault in faults:
            click.echo(fault)
        click.echo(f"{len(faults)} stale verdicts")
        sys.exit(1 if faults else 0)
    for page in rendered(found, out or path.parent, published=out is not None):
        if page.suffix != ".svg" and page.parent.name not in ("problems", "claims"):
            click.echo(f"wrote {page}")


def rendered(record: Record, out: Path, published: bool = False, each: "Each" = map) -> list[Path]:
    from verify.report.rendering import render
    from verify.report.rows import BadRecord

    try:
        return render(record.document, record.drawn(), out, published, each)
    except BadRecord as error:
        raise BadInput(str(error)) from error


@click.command("compare")
@click.argument("old", type=Path)
@click.argument("new", type=Path)
@AS_PAGE
@AS_JSON
def compare_command(old: Path, new: Path, html: Path | None, as_json: bool) -> None:
    """Show what got better and what got worse; exit 1 on worse."""
    changes = compare.compare(compare.read(old), compare.read(new))
    told = [asdict(c) for c in changes]
    write_answer(html, lambda: comparison(told, str(old), str(new)))
    if as_json:
        click.echo(plain.to_json({"changes": told}), nl=False)
    else:
        print_changes(changes)
    sys.exit(1 if any(c.worse for c in changes) else 0)
