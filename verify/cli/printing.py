"""What the commands print: tables on a terminal, plain rows for programs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from verify.core import numbers
from verify.core.errors import BadInput
from verify.core.model import Algorithm, Bound, Finite, Unknown
from verify.core.text import shown
from verify.records import read, write
from verify.records.blame import branch_text, verdict
from verify.records.compare import Change
from verify.records.plain import Row
from verify.records.summary import faults, headline
from verify.runs.discover import Entry

MOST_TRUTH = 2000  # characters of a formula or a note
NO_NUMBER = ("nan", "inf", "-inf")
COLOURS = {"CONFIRMED": "green", "REFUTED": "red", "UNDECIDED": "yellow"}


def console() -> Console:
    """Standard output; a pipe gets lines that are not cut."""
    on_terminal = Console().is_terminal
    return Console(width=None if on_terminal else 160, highlight=False, soft_wrap=False)


def entry_row(entry: Entry) -> Row:
    """A declaration as plain data."""
    claims = [
        {
            "id": c.id,
            "kind": c.kind,
            "says": c.says,
            "reading": c.reading,
            "source": str(c.source),
            "declared": c.declared,
        }
        for c in entry.claims
    ]
    return {**write.problem_row(entry.problem, entry.algorithms), "origin": entry.origin, "claims": claims}


def problem_rows(entries: Sequence[Entry]) -> list[Row]:
    """What a record says of the problems; one that stands in two entries has the algorithms of both."""
    ways: dict[str, list[Algorithm]] = {}
    for e in entries:
        ways.setdefault(e.problem.name, []).extend(e.algorithms)
    return [
        write.problem_row(p, ways[name]) for name, p in {e.problem.name: e.problem for e in entries}.items()
    ]


def catalogue_row(entries: Sequence[Entry]) -> Row:
    return {
        "problems": [entry_row(e) for e in entries],
        "sources": [
            {"source": source, "problems": names} for source, names in sorted(cited(entries).items())
        ],
    }


def last_record(path: Path, problem: str) -> Row | None:
    """What the record at `path` says of a problem; None where there is no record of it."""
    if not path.exists():
        return None
    document = read.record(path).document
    rows = [row for row in document.get("summary", []) if row["problem"] == problem]
    verdicts = [row for row in document["claims"] if row["problem"] == problem]
    if not rows and not verdicts:
        return None
    return {"path": str(path), "provenance": document["provenance"], "summary": rows, "claims": verdicts}


def as_declared(rows: Sequence[Row]) -> bool:
    return all(row["verdict"] == row["declared"] for row in rows)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold", expand=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _row(table: Table, *cells: Any) -> None:
    """A row of plain text: what a declaration says in brackets is no markup."""
    table.add_row(*(cell if isinstance(cell, Text) else escape(str(cell)) for cell in cells))


def _verdict(row: Row) -> Text:
    """The verdict in its colour, and the declared one where that is another."""
    changed = "" if row["verdict"] == row["declared"] else f", declared {row['declared']}"
    return Text.assemble((row["verdict"], COLOURS.get(row["verdict"], "")), changed)


def print_list(entries: Sequence[Entry]) -> None:
    out = console()
    table = _table("Problems", "row", "problem", "computes", "algorithms", "claims")
    for e in entries:
        algorithms = ", ".join(a.name for a in e.algorithms)
        rows = ", ".join(e.problem.systems) or "-"
        _row(table, rows, e.problem.name, e.problem.formula, algorithms, len(e.claims))
    out.print(table)
    claims = _table("Claims", "claim", "problem", "kind", "says")
    for e in entries:
        for c in e.claims:
            _row(claims, c.id, e.problem.name, c.kind, c.says)
    out.print(claims)
    sources = _table("Sources", "source", "cited by")
    for source, names in sorted(cited(entries).items()):
        _row(sources, source, ", ".join(names))
    out.print(sources)


def cited(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """The texts that the declarations cite, each with the problems that cite it."""
    found: dict[str, list[str]] = {}
    for e in entries:
        sources = [e.problem.source, *(a.source for a in e.algorithms), *(c.source for c in e.claims)]
        for source in sources:
            names = found.setdefault(str(source.at("")), [])
            if e.problem.name not in names:
                names.append(e.problem.name)
    return found


def _truncation(truncation: Finite | Bound | Unknown) -> str:
    if isinstance(truncation, Bound):
        return truncation.theorem
    return "finite: none" if isinstance(truncation, Finite) else "unknown"


def print_entry(entry: Entry, last: Row | None, path: Path) -> None:
    out = console()
    problem = entry.problem
    domains = [f"{i.name} in {i.domain()}" for i in problem.inputs]
    domains += [f"{p.name} in {p.domain()}" for p in problem.parameters]
    for label, text in (
        ("problem", f"{problem.name}: {problem.title}"),
        ("formula", problem.formula),
        ("inputs", "; ".join(domains)),
        ("truth", problem.truth.says),
        ("source", str(problem.source)),
        ("declared in", entry.origin),
    ):
        out.print(f"[bold]{label:12}[/bold] {escape(text)}")
    table = _table("Algorithms", "algorithm", "method", "parameters", "truncation bound", "source")
    for a in entry.algorithms:
        parameters = ", ".join(f"{p.name} in {p.domain()}" for p in a.parameters)
        _row(table, a.name, a.says, parameters, _truncation(a.truncation), a.source)
    out.print(table)
    if last is None:
        out.print(f"no record of it at {escape(str(path))}; verify run {problem.name} writes one")
        return
    out.print(f"last record: {escape(last['path'])}, made by {escape(last['provenance']['command'])}")
    _print_summary(out, last["summary"])
    _print_verdicts(out, last["claims"])


def broken_laws(rows: Sequence[Row]) -> list[str]:
    """What is wrong with the algorithms by the laws that a run tries."""
    return [
        f"{row['problem']}, {row['algorithm']}: {row['law']} {row['says']}"
        for row in rows
        if row["found"] not in ("held", "skipped")
    ]


def print_run(document: Row, rows: Sequence[Row], pages: Sequence[Path]) -> None:
    out = console()
    _print_summary(out, document["summary"])
    _print_verdicts(out, document["claims"])
    for fault in [*faults(document["summary"]), *broken_laws(document["laws"])]:
        out.print(f"[red]FAILED[/red]: {escape(fault)}", soft_wrap=True)
    if len(rows) == 1:
        _print_measurement(out, rows[0])
    for page in pages:
        if page.name == "report.html":
            click.echo(f"report: {page}")


def _print_measurement(out: Console, row: Row) -> None:
    table = _table("Measurement", "field", "value")
    for key, value in row.items():
        _row(table, key, _shown(value))
    out.print(table)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k}={v}" for k, v in value.items())
    if isinstance(value, list) and len(value) > 4:
        return f"{', '.join(map(str, value[:4]))}, ... ({len(value)} entries)"
    return str(value)


def _print_summary(out: Console, rows: Sequence[Row]) -> None:
    title = "Accuracy (ulps: the worst, 99th percentile and median of the finite results)"
    table = _table(title, "problem", "algorithm", "points", "max", "p99", "median", "causes", "worst at")
    for row in rows:
        causes = ", ".join(f"{cause} {n}" for cause, n in sorted(row["causes"].items()))
        worst = ", ".join(
            f"{k}={v}" for k, v in {**row["worst"]["inputs"], **row["worst"]["parameters"]}.items()
        )
        sizes = [_size(row["ulps"][key]) for key in ("max", "p99", "median")]
        _row(table, row["problem"], row["algorithm"], row["points"], *sizes, causes, worst)
    if rows:
        out.print(table)


def _size(ulps: float | None) -> str:
    if ulps is None:
        return "-"
    return numbers.bound_text(ulps)


def _print_verdicts(out: Console, rows: Sequence[Row]) -> None:
    if not rows:
        return
    table = _table("Verdicts", "claim", "problem", "verdict", "says")
    for row in rows:
        _row(table, row["id"], row["problem"], _verdict(row), row["says"])
    out.print(table)
    out.print(headline(rows))


def print_claims(rows: Sequence[Row]) -> None:
    if not rows:
        raise BadInput("these problems declare no claims; verify list shows which do")
    out = console()
    for row in rows:
        standing = "" if row["principal"] else f", {row['standing']}"
        kind = f" ({row['kind']}, {row['problem']}{standing}, {row['bits']} bits)"
        out.print(Text.assemble((row["id"], "bold"), " ", _verdict(row), kind))
        for label in ("says", "reading", "evidence", "reach", "source"):
            out.print(f"  {label:9} {escape(row[label])}", soft_wrap=True)
    out.print(headline(rows), soft_wrap=True)


def print_check(row: Row) -> None:
    """One result: what was asked, the distribution, the worst input, what does not count."""
    out = console()
    target, truth = escape(shown(row["target"])), escape(shown(row["truth"], MOST_TRUTH))
    out.print(f"[bold]{target}[/bold] against {truth}", soft_wrap=True)
    lines = _figure_lines(row)
    for reason in row["undecided_reasons"]:
        lines[f"undecided: {reason}"] = ""
    if row["worst"] is not None:
        lines |= _worst_lines(row["worst"])
        lines |= _guilty_lines(row)
    if row["worst_failure"] is not None:
        lines |= _failure_lines(row["worst_failure"])
    if row["command"]:
        lines["again"] = row["command"]
    for label, line in lines.items():
        out.print(f"  {escape(shown(label)):10} {escape(shown(line, MOST_TRUTH))}", soft_wrap=True)
    for note in row["notes"]:
        out.print(f"  {escape(shown(note, MOST_TRUTH))}", soft_wrap=True)
    if not row["passed"]:
        why = "the gate is not certainly reached" if certified(row) else "nothing was certified"
        out.print(f"  [red]FAILED[/red]: {why}")


def certified(row: Row) -> int:
    """Inputs whose distance from the truth is certified."""
    return max(int(row["points"] - row["failed"] - row["undecided"]), 0)


def _figure_lines(row: Row) -> dict[str, str]:
    ulps = {key: _size(row["ulps"][key]) for key in ("max", "p99", "median")}
    found = numbers.bound_text(row["found"] or 0.0, up=False)
    if row["ulps"]["max"] is None and row["found"] is not None:  # beyond float64
        ulps["max"] = f"over {found}"
    lines = {
        "points": f"{certified(row)} certified, {row['failed']} without a number, "
        f"{row['undecided']} undecided, {row['outside_domain']} outside the domain of the truth",
        "ulps": f"max {ulps['max']}, 99th percentile {ulps['p99']}, median {ulps['median']}",
    }
    if row["envelope"] is not None:
        lines["envelope"] = (
            f"at most {_size(row['envelope'])} times the envelope, what data good to half an ulp cost"
        )
    if row["failed"]:
        why = ", ".join(f"{reason} ({n})" for reason, n in row["failed_reasons"].items())
        lines["failed"] = f"{row['failed']} inputs where the truth is a number and the result is none: {why}"
    if row["proved_bound"] is not None:
        lines["bound"] = f"{found} found <= true maximum <= {_size(row['proved_bound'])} proved"
    return lines


def _failure_lines(failure: Row) -> dict[str, str]:
    """Where no finite number came out though the truth is one, and why."""
    reason = f"; {failure['reason']}" if failure.get("reason") else ""
    return {
        "no number": _inputs(failure),
        "gave": f"{failure['computed']}, cause {failure['cause']}{reason}",
        "for": str(failure["truth"]),
    }


def _inputs(row: Row) -> str:
    return ", ".join(f"{k} = {v} ({float.fromhex(v)!r})" for k, v in row["inputs"].items())


def _worst_lines(worst: Row) -> dict[str, str]:
    if worst["ulps"] is not None:
        size = f"{_size(worst['ulps'])} ulps"
    elif _shown(worst["computed"]) in NO_NUMBER:
        size = "no finite number"
    else:
        size = "not settled" if worst["truth"] is None else "over 1.79e+308 ulps"
    digits = numbers.bound_text(worst["digits"] or 0.0, up=False)
    inherent = {True: "inherent", False: "the algorithm's", None: "open whether inherent"}[worst["inherent"]]
    envelope = worst.get("envelope") or "unknown"
    return {
        "worst at": _inputs(worst),
        "computed": f"{worst['computed']} ({float.fromhex(worst['computed'])!r})",
        "truth": str(worst["truth"]),
        "": f"{size}, {digits} digits, cause {worst['cause']}, {inherent}, "
        f"envelope {envelope} ulps, condition number {worst['condition_number'] or 'unknown'}",
    }


def _guilty_lines(row: Row) -> dict[str, str]:
    """The lines that lost the digits, or why they are not known; nothing where hardly any are lost."""
    if row["worst"]["ulps"] is not None and row["worst"]["ulps"] <= 2:
        return {}
    found = [branch_text(b) for b in row["branches"]]
    found += [f"{line['file']}, line {line['line']}: {verdict(line)}" for line in row["guilty"]]
    if row["worst"]["cause"] == "algorithm" and not found and row["not_followed"]:
        return {"not split": row["not_followed"]}
    return {f"line {k}" if k > 1 else "line": text for k, text in enumerate(found, 1)}


def print_changes(changes: Sequence[Change]) -> None:
    if not changes:
        click.echo("nothing changed")
        return
    table = _table("Changes", "", "what", "where", "before", "after")
    for c in changes:
        mark = Text("worse", "red") if c.worse else Text("better", "green")
        _row(table, mark, c.name, c.says, c.before, c.after)
    console().print(table)


def print_survey_row(row: Row) -> None:
    """One function of a survey, in a line."""
    target = escape(shown(row["target"]))
    if not row["points"]:
        console().print(f"{target:32} {escape(shown(': '.join(row['notes'][:2])))}", soft_wrap=True)
        return
    sizes = f"max {_size(row['ulps']['max'])} ulps, {_size(row['envelope'])} envelopes"
    counts = "".join(
        f", {row[key]} {says}"
        for key, says in (("failed", "no number"), ("undecided", "undecided"))
        if row[key]
    )
    console().print(f"{target:32} {row['points']} points: {sizes}{counts}", soft_wrap=True)
