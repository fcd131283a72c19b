"""What verify run and verify claims print: accuracies, verdicts, what failed."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from verify.core.errors import BadInput
from verify.interface.printing import add_row, console, table_of, ulps_text, value_text, verdict_text
from verify.records.guilty import place_text, verdict
from verify.records.plain import Row
from verify.records.summary import faults, headline


def print_run(document: Row, rows: Sequence[Row], pages: Sequence[Path]) -> None:
    out = console()
    print_summary(out, document["summary"])
    print_verdicts(out, document["claims"])
    for fault in [*faults(document["summary"]), *broken_laws(document["laws"])]:
        out.print(f"[red]FAILED[/red]: {escape(fault)}", soft_wrap=True)
    for line in skipped(document["problems"]):
        out.print(f"[yellow]SKIPPED[/yellow]: {escape(line)}", soft_wrap=True)
    if len(rows) == 1:
        _print_measurement(out, rows[0])
    for page in pages:
        if page.name == "index.html":
            click.echo(f"report: {page}")


def skipped(problems: Sequence[Row]) -> list[str]:
    """The algorithms that were not run because an extra is not installed, a line an extra."""
    missing: dict[str, list[str]] = {}
    for problem in problems:
        for a in problem["algorithms"]:
            if "not_installed" in a:
                missing.setdefault(a["not_installed"], []).append(f"{problem['name']} {a['name']}")
    return [
        f"{extra} is not installed (pip install {extra}), so these were not run: {', '.join(names)}"
        for extra, names in missing.items()
    ]


def as_declared(rows: Sequence[Row]) -> bool:
    return all(row["verdict"] == row["declared"] for row in rows)


def broken_laws(rows: Sequence[Row]) -> list[str]:
    """What is wrong with the algorithms by the laws that a run tries."""
    return [
        f"{row['problem']}, {row['algorithm']}: {row['law']} {row['says']}"
        for row in rows
        if row["found"] not in ("held", "skipped")
    ]


def print_summary(out: Console, rows: Sequence[Row]) -> None:
    title = "Accuracy (ulps: the worst, 99th percentile and median of the finite results)"
    table = table_of(title, "problem", "algorithm", "points", "max", "p99", "median", "causes", "worst at")
    for row in rows:
        causes = ", ".join(f"{cause} {n}" for cause, n in sorted(row["causes"].items()))
        worst = ", ".join(
            f"{k}={v}" for k, v in {**row["worst"]["inputs"], **row["worst"]["parameters"]}.items()
        )
        sizes = [ulps_text(row["ulps"][key]) for key in ("max", "p99", "median")]
        add_row(table, row["problem"], row["algorithm"], row["points"], *sizes, causes, worst)
    if rows:
        out.print(table)
    _print_blamed(out, [row["blamed"] for row in rows if row.get("blamed")])


def _print_blamed(out: Console, rows: Sequence[Row]) -> None:
    """The lines to blame where rounding is worst; what is right to 2 ulps has none."""
    table = table_of("Lines to blame", "problem", "algorithm", "line", "code", "what it does")
    for row in rows:
        for line in row["guilty"]:
            code = "; ".join(dict.fromkeys(line["codes"]))
            add_row(table, row["problem"], row["algorithm"], place_text(line), code, verdict(line))
        if row["not_followed"]:
            add_row(table, row["problem"], row["algorithm"], "-", "-", f"not followed: {row['not_followed']}")
    if table.row_count:
        out.print(table)


def print_verdicts(out: Console, rows: Sequence[Row]) -> None:
    if not rows:
        return
    table = table_of("Verdicts", "claim", "problem", "verdict", "says")
    for row in rows:
        add_row(table, row["id"], row["problem"], verdict_text(row), row["says"])
    out.print(table)
    out.print(headline(rows))


def _print_measurement(out: Console, row: Row) -> None:
    table = table_of("Measurement", "field", "value")
    for key, value in row.items():
        add_row(table, key, value_text(value))
    out.print(table)


def print_claims(rows: Sequence[Row]) -> None:
    if not rows:
        raise BadInput("these problems declare no claims; verify list shows which do")
    out = console()
    for row in rows:
        standing = "" if row["principal"] else f", {row['standing']}"
        kind = f" ({row['kind']}, {row['problem']}{standing}, {row['bits']} bits)"
        out.print(Text.assemble((row["id"], "bold"), " ", verdict_text(row), kind))
        for label in ("says", "reading", "evidence", "reach", "source"):
            out.print(f"  {label:9} {escape(row[label])}", soft_wrap=True)
    out.print(headline(rows), soft_wrap=True)
