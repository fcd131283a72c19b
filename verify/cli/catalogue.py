"""verify list, show, new, functions: what is declared, and what a formula may say."""

from pathlib import Path

import click

from verify.cli import printing, scaffold
from verify.cli.options import AS_JSON, OUT
from verify.language.functions import CONSTANTS, TABLE
from verify.records import plain
from verify.runs import discover


@click.command("list")
@AS_JSON
def list_command(as_json: bool) -> None:
    """Problems, algorithms, claims and sources."""
    entries = discover.everything()
    if as_json:
        click.echo(plain.to_json(printing.catalogue_row(entries)), nl=False)
    else:
        printing.print_list(entries)


@click.command()
@click.argument("problem")
@click.option("--record", "path", type=Path, default=OUT / "record.json", show_default=True)
@AS_JSON
def show(problem: str, path: Path, as_json: bool) -> None:
    """One declaration, and the last record of it."""
    (entry,) = discover.select([problem])[:1]
    last = printing.last_record(path, entry.problem.name)
    if as_json:
        click.echo(plain.to_json({**printing.entry_row(entry), "last_record": last}), nl=False)
    else:
        printing.print_entry(entry, last, path)


@click.command()
@click.argument("problem")
def new(problem: str) -> None:
    """A catalogue file with blanks, in the current directory."""
    click.echo(f"wrote {scaffold.write(problem, Path.cwd())}; verify run {problem}.py runs it")


@click.command("functions")
def functions_command() -> None:
    """The functions and constants of the truth language."""
    click.echo("numbers, variables, + - * / ^, comparisons with and, or, not")
    click.echo("constants: " + ", ".join(CONSTANTS))
    for function in TABLE:
        click.echo(f"{function.name}({', '.join(function.arguments)})")
