"""How blame is shown: the guilty lines in their source on the terminal, or a page of the whole file."""

import decimal
import io
import linecache
import re
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from verify.core.numbers import bound_text
from verify.records.guilty import about_zero, branch_text, place_text, shown, size_text, summary, verdict
from verify.records.plain import Row
from verify.report.answers import Answer, Line, Part
from verify.report.lesson import Table

CONTEXT = 2  # lines about a guilty one
WIDTH = 160
MOST_SHOWN = 5  # open branches, and places within one line
MOST_LINKS = 200  # of the chain that a page shows
HEXADECIMAL = re.compile(r"-?0x[01]\.[0-9a-f]+p[+-]\d+")


def print_blame(row: Row, out: Console) -> None:
    """What was computed, how far it is off and why; then the lines, worst first."""
    inputs = ", ".join(f"{key} = {_value(x)}" for key, x in row["inputs"].items())
    out.print(f"[bold]{escape(row['target'])}[/bold] at {escape(inputs) or 'no inputs'}", soft_wrap=True)
    if sentence := summary(row):
        out.print(f"  [bold]{escape(sentence)}[/bold]", soft_wrap=True)
    for label, text in _figures(row).items():
        out.print(f"  {label:10} {escape(text)}", soft_wrap=True)
    for text in _branches(row["branches"]):
        out.print(f"  [yellow]branch[/yellow]     {escape(text)}", soft_wrap=True)
    for line in row["guilty"]:
        _print_line(out, line)
    for text in remarks(row):
        out.print(f"  {escape(text)}", soft_wrap=True)


def plain_text(row: Row) -> str:
    """The same as text, for a message or a report."""
    written = io.StringIO()
    print_blame(row, text_console(written))
    return written.getvalue().rstrip()


def text_console(written: io.StringIO, width: int = WIDTH) -> Console:
    """In a notebook, too, what is written there is text, and not shown at once."""
    return Console(file=written, width=width, color_system=None, highlight=False, force_jupyter=False)


def _value(x: Any) -> str:
    if isinstance(x, list):
        return f"[{', '.join(map(_value, x))}]"
    return repr(float.fromhex(x)) if HEXADECIMAL.fullmatch(str(x)) else str(x)


def _figures(row: Row) -> dict[str, str]:
    found = {"computed": f"{row['computed']} ({float.fromhex(row['computed'])!r})"}
    found["exact"] = row["exact"] or f"not known: {row['reason'] or 'not settled'}"
    if row["truth"] is not None:
        found["truth"] = row["truth"]
    if row["format"] != "float64":
        found["format"] = row["format"]
    if (off := about_zero(row)) is not None:
        return found | {"error": _off_zero(float.fromhex(row["computed"]), off)}
    if row["total_ulps"] is not None:
        digits = "" if row["digits"] is None else f", {bound_text(row['digits'], up=False)} digits"
        found["error"] = f"{bound_text(row['total_ulps'])} ulps{digits}"
    if None not in (row["truncation_ulps"], row["rounding_ulps"]):
        parts = bound_text(row["rounding_ulps"]), bound_text(row["truncation_ulps"])
        found["of which"] = f"rounding {parts[0]} ulps, truncation {parts[1]} ulps"
    return found


def _off_zero(computed: float, off: str) -> str:
    """`off`: how far from zero the value is at most that was to be computed."""
    if computed:
        return (
            f"at most {decimal.Context(3, decimal.ROUND_CEILING).create_decimal(abs(computed)):.2e} from zero"
        )
    return "none: zero, as it ought to be" if off == "0" else f"at most {off}"


def _branches(branches: list[Row]) -> list[str]:
    """Those that exact arithmetic takes otherwise; of the open ones the first few."""
    told = [branch_text(b) for b in branches if b["exact"] is not None]
    still_open = [branch_text(b) for b in branches if b["exact"] is None]
    return told + _first(still_open, "that are not settled")


def _first(texts: list[str], what: str) -> list[str]:
    """The first few, and how many more there are."""
    more = len(texts) - MOST_SHOWN
    return texts if more <= 1 else [*texts[:MOST_SHOWN], f"and {more} more {what}"]


def _print_line(out: Console, line: Row) -> None:
    out.print(
        f"\n  [bold]{escape(place_text(line))}[/bold]: {escape(verdict(line))}",
        soft_wrap=True,
    )
    linecache.checkcache(line["file"])  # a relative path may be another file by now
    for number in range(max(1, line["line"] - CONTEXT), line["line"] + CONTEXT + 1):
        text = linecache.getline(line["file"], number).rstrip()
        here = number == line["line"]
        if text or here:
            mark = "[red]>[/red]" if here else " "
            out.print(f"  {mark} {number:5} | {escape(text)}", soft_wrap=True)
    for place in _first(line["within"], "places"):
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
            f"{100 * row['unattributed']:.3g}% of the error comes from the path that exact arithmetic"
            " does not take"
        )
    if not row["guilty"] and row["total_ulps"] is not None and row["total_ulps"] <= 2:
        lost = "" if about_zero(row) else ": at most 2 ulps are lost"
        found.append(f"no line is to blame{lost}")
    if (first := row["not_finite"]) is not None:
        place = f"{Path(first['file']).name}, line {first['line']}"
        found.append(f"{place}: {first['code']} is the first operation whose result is not finite")
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
    if not part["file"]:
        return "not followed: what is returned is a plain float"
    return f"not followed: plain floats in {place}: {part['code']}"


# --- the page -----------------------------------------------------------------------------------------


def page_of(row: Row) -> Answer:
    """What it comes to, the figures, the files with guilty lines, and the chain back to the inputs."""
    files = dict.fromkeys([line["file"] for line in row["guilty"]] + [s["file"] for s in row["sites"]])
    says = [*(branch_text(b) for b in row["branches"]), *remarks(row)]
    parts = [Part("What was computed", says, Table(("figure", "value"), tuple(_figures(row).items())))]
    parts += [Part(shown(file), lines=_source(file, row)) for file in files]
    hints = [f"{place_text(line)}: {hint}" for line in row["guilty"] for hint in line.get("hints", ())]
    parts += [Part("What to write instead", hints)] if hints else []
    chain = Table(("value", "of", "off by, ulps", "at"), tuple(_link(k) for k in row["chain"][:MOST_LINKS]))
    inputs = ", ".join(f"{key} = {_value(x)}" for key, x in row["inputs"].items())
    title = f"{row['target']} at {inputs}" if inputs else row["target"]
    return Answer(
        title,
        [said] if (said := summary(row)) else (),
        [*parts, Part("From the result back to the inputs", table=chain)],
    )


def _source(file: str, row: Row) -> list[Line]:
    shares: dict[int, float] = {}
    for s in row["sites"]:
        if s["file"] == file and s["share"] is not None:
            shares[s["line"]] = shares.get(s["line"], 0.0) + s["share"]
    guilty: dict[int, list[Row]] = {}  # of a core several expressions may stand on one line
    for line in row["guilty"]:
        if line["file"] == file:
            guilty.setdefault(line["line"], []).append(line)
    linecache.checkcache(file)
    return [
        Line(
            number,
            text.rstrip(),
            shares.get(number, 0.0),
            "; ".join(map(_note, guilty.get(number, []))),
            any(line["magnifies"] for line in guilty.get(number, [])),
        )
        for number, text in enumerate(linecache.getlines(file), 1)
    ]


def _note(line: Row) -> str:
    return verdict(line) if line["column"] is None else f"{line['codes'][0]}: {verdict(line)}"


def _link(k: Row) -> tuple[str, str, str, str]:
    place = f"{Path(k['file']).name}, line {k['line']}"
    return repr(float.fromhex(k["value"])), k["code"], size_text(k["ulps"]), place
