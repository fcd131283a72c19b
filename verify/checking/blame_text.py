"""How blame is shown: the guilty lines in their source on the terminal, or a page of the whole file."""

import html
import io
import linecache
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from verify.core.numbers import bound_text
from verify.records.files import write_text
from verify.records.guilty import branch_text, place_text, size_text, verdict
from verify.records.plain import Row

CONTEXT = 2  # lines about a guilty one
WIDTH = 160
HEXADECIMAL = re.compile(r"-?0x[01]\.[0-9a-f]+p[+-]\d+")


def print_blame(row: Row, out: Console) -> None:
    """What was computed, how far it is off and why; then the lines, worst first."""
    inputs = ", ".join(f"{key} = {_value(x)}" for key, x in row["inputs"].items())
    out.print(f"[bold]{escape(row['target'])}[/bold] at {escape(inputs) or 'no inputs'}", soft_wrap=True)
    for label, text in _figures(row).items():
        out.print(f"  {label:10} {escape(text)}", soft_wrap=True)
    for branch in row["branches"]:
        out.print(f"  [yellow]branch[/yellow]     {escape(branch_text(branch))}", soft_wrap=True)
    for line in row["guilty"]:
        _print_line(out, line)
    for text in remarks(row):
        out.print(f"  {escape(text)}", soft_wrap=True)


def plain_text(row: Row) -> str:
    """The same as text, for a message or a report."""
    written = io.StringIO()
    print_blame(row, Console(file=written, width=WIDTH, color_system=None, highlight=False))
    return written.getvalue().rstrip()


def _value(x: Any) -> str:
    if isinstance(x, list):
        return f"[{', '.join(map(_value, x))}]"
    return repr(float.fromhex(x)) if HEXADECIMAL.fullmatch(str(x)) else str(x)


def _figures(row: Row) -> dict[str, str]:
    found = {"computed": f"{row['computed']} ({float.fromhex(row['computed'])!r})"}
    found["exact"] = row["exact"] or f"not known: {row['reason'] or 'not settled'}"
    if row["truth"] is not None:
        found["truth"] = row["truth"]
    if row["total_ulps"] is not None:
        digits = "" if row["digits"] is None else f", {bound_text(row['digits'], up=False)} digits"
        found["error"] = f"{bound_text(row['total_ulps'])} ulps{digits}"
    if None not in (row["truncation_ulps"], row["rounding_ulps"]):
        parts = bound_text(row["rounding_ulps"]), bound_text(row["truncation_ulps"])
        found["of which"] = f"rounding {parts[0]} ulps, truncation {parts[1]} ulps"
    return found


def _print_line(out: Console, line: Row) -> None:
    out.print(
        f"\n  [bold]{escape(place_text(line))}[/bold]: {escape(verdict(line))}",
        soft_wrap=True,
    )
    for number in range(max(1, line["line"] - CONTEXT), line["line"] + CONTEXT + 1):
        text = linecache.getline(line["file"], number).rstrip()
        here = number == line["line"]
        if text or here:
            mark = "[red]>[/red]" if here else " "
            out.print(f"  {mark} {number:5} | {escape(text)}", soft_wrap=True)
    for place in line["within"]:
        out.print(f"  within     {escape(place)}", soft_wrap=True)
    for hint in line.get("hints", ()):
        out.print(f"  [green]hint[/green]       {escape(hint)}", soft_wrap=True)


def remarks(row: Row) -> list[str]:
    """What is left to say: shares that cancel, what was not followed."""
    found = []
    shares = [s["share"] for s in row["sites"] if s["share"] is not None]
    if sum(map(abs, shares)) > 1.5:
        found.append(f"the shares cancel: they add up to 1, their sizes to {sum(map(abs, shares)):.3g}")
    if row["unattributed"] is not None and abs(row["unattributed"]) > 1e-3:
        found.append(
            f"{row['unattributed']:.3g} of the error comes from the path that exact arithmetic does not take"
        )
    if not row["guilty"] and row["total_ulps"] is not None and row["total_ulps"] <= 2:
        found.append("no line is to blame: at most 2 ulps are lost")
    return found + outside(row)


def outside(row: Row) -> list[str]:
    """What was not followed; what modules did as they were imported only if it is all there is."""
    edges = [edge for edge in row["edges"] if not edge["judged"]]
    told = [part for part in (*edges, *row["leaks"]) if not part["on_import"]]
    if not told and row["exact"] is None:
        told = [*edges, *row["leaks"]]
    return [_outside(part) for part in told]


def _outside(part: Row) -> str:
    place, times = f"{Path(part['file']).name}, line {part['line']}", part["count"]
    if "call" in part:
        often = "" if times == 1 else f", {times} times"
        return f"not followed: {part['call']} ({place}{often})"
    return f"not followed: plain floats in {place}: {part['code']}"


# --- the page -----------------------------------------------------------------------------------------


def write_page(path: Path, row: Row) -> None:
    """One page: the figures, the files with guilty lines, shaded, and the chain back to the inputs."""
    files = dict.fromkeys([line["file"] for line in row["guilty"]] + [s["file"] for s in row["sites"]])
    parts = [f"<h1>{html.escape(row['target'])}</h1>", _table(list(_figures(row).items()))]
    parts += [f"<p class=branch>{html.escape(branch_text(b))}</p>" for b in row["branches"]]
    parts += [f"<p>{html.escape(text)}</p>" for text in remarks(row)]
    for file in files:
        parts.append(f"<h2>{html.escape(file)}</h2>{_source(file, row)}")
    parts.append("<h2>From the result back to the inputs</h2>" + _chain(row["chain"]))
    body = "\n".join(parts)
    write_text(
        path, f"<!doctype html><meta charset=utf-8><title>{html.escape(row['target'])}</title>{STYLE}{body}\n"
    )


def _table(pairs: Sequence[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><th>{html.escape(k)}<td>{html.escape(v)}" for k, v in pairs)
    return f"<table>{cells}</table>"


def _source(file: str, row: Row) -> str:
    shares: dict[int, float] = {}
    for s in row["sites"]:
        if s["file"] == file and s["share"] is not None:
            shares[s["line"]] = shares.get(s["line"], 0.0) + s["share"]
    guilty: dict[int, list[Row]] = {}  # of a core several expressions may stand on one line
    for line in row["guilty"]:
        if line["file"] == file:
            guilty.setdefault(line["line"], []).append(line)
    text = []
    for number, source in enumerate(linecache.getlines(file), 1):
        depth = min(1.0, abs(shares.get(number, 0.0)))
        here = guilty.get(number, [])
        magnifies = any(line["magnifies"] for line in here)
        kind = " class=magnifies" if magnifies else ""
        note = "<br>".join(html.escape(_note(line)) for line in here)
        text.append(
            f"<tr{kind} style='background:rgba(214,69,65,{depth * 0.6:.2f})'><td>{number}<td><pre>"
            f"{html.escape(source.rstrip())}</pre><td>{note}"
        )
    return f"<table class=source>{''.join(text)}</table>"


def _note(line: Row) -> str:
    return verdict(line) if line["column"] is None else f"{line['codes'][0]}: {verdict(line)}"


def _chain(links: Sequence[Row]) -> str:
    items = (
        f"<li><code>{html.escape(k['code'])}</code> = {float.fromhex(k['value'])!r}, off by "
        f"{size_text(k['ulps'])} ulps ({html.escape(Path(k['file']).name)}, "
        f"line {k['line']})"
        for k in links[:200]
    )
    return f"<ol>{''.join(items)}</ol>"


STYLE = """<style>
body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; max-width: 75em }
table { border-collapse: collapse } th { text-align: left; padding-right: 1em } td { padding: 0 .5em }
pre { margin: 0; font: 13px/1.4 ui-monospace, monospace } .source td:first-child { color: #888 }
.magnifies td:nth-child(2) { border-left: 4px solid #d64541 } .branch { background: #fff3cd; padding: .4em }
</style>
"""
