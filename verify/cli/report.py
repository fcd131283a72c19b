"""verify report, verify compare: what records say."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from verify.cli import printing
from verify.cli.options import AS_JSON
from verify.core.errors import BadInput
from verify.records import compare, read, write
from verify.records.write import Row


@click.command()
@click.argument("path", metavar="RECORD", type=Path)
@click.option("--out", type=Path, help="Folder of the report.  [default: where the record lies]")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 1 where a page's verdicts are not the record's."
)
def report(path: Path, out: Path | None, check: bool) -> None:
    """Render a record; measures nothing."""
    if check:
        from verify.report import stale

        faults = stale(read.record(path), out or path.parent)
        for fault in faults:
            click.echo(fault)
        click.echo(f"{len(faults)} stale verdicts")
        sys.exit(1 if faults else 0)
    for page in rendered(read.record(path), out or path.parent):
        if page.suffix != ".svg":
            click.echo(f"wrote {page}")


def rendered(document: Row, out: Path) -> list[Path]:
    from verify.report import BadRecord, render  # altair takes half a second to import

    try:
        return render(document, out)
    except BadRecord as error:
        raise BadInput(str(error)) from error


@click.command("compare")
@click.argument("old", type=Path)
@click.argument("new", type=Path)
@AS_JSON
def compare_command(old: Path, new: Path, as_json: bool) -> None:
    """What got better, what got worse; exit 1 on worse."""
    changes = compare.compare(compare.read(old), compare.read(new))
    if as_json:
        click.echo(write.to_json({"changes": [asdict(c) for c in changes]}), nl=False)
    else:
        printing.print_changes(changes)
    sys.exit(1 if any(c.worse for c in changes) else 0)
