"""verify list, show, new: what is declared."""

from pathlib import Path

import click

from verify.cli import entry_text, scaffold
from verify.cli.options import AS_JSON, OUT
from verify.records import plain
from verify.runs import discover


@click.command("list")
@AS_JSON
def list_command(as_json: bool) -> None:
    """List problems, algorithms, claims and sources."""
    entries = discover.everything()
    if as_json:
        click.echo(plain.to_json(entry_text.catalogue_row(entries)), nl=False)
    else:
        entry_text.print_list(entries)


@click.command()
@click.argument("problem")
@click.option(
    "--record", "path", type=Path, default=OUT / "record.json", show_default=True, help="The record."
)
@AS_JSON
def show(problem: str, path: Path, as_json: bool) -> None:
    """Show one problem, and the last record of it."""
    (entry,) = discover.select([problem])[:1]
    last = entry_text.last_record(path, entry.problem.name)
    if as_json:
        click.echo(plain.to_json({**entry_text.entry_row(entry), "last_record": last}), nl=False)
    else:
        entry_text.print_entry(entry, last, path)


@click.command()
@click.argument("problem")
@click.option("--linear", is_flag=True, help="For a linear system A x = b.")
def new(problem: str, linear: bool) -> None:
    """Write a catalogue file with blanks to fill in, in the current directory."""
    click.echo(f"wrote {scaffold.write(problem, Path.cwd(), linear)}; verify run {problem}.py runs it")
