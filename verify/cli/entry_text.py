"""What is declared, as verify list and verify show print it, and as data."""

from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape

from verify.cli.run_text import print_summary, print_verdicts
from verify.core.model import Algorithm, Bound, Finite, Unknown
from verify.interface.printing import add_row, console, table_of
from verify.records import read, write
from verify.records.plain import Row
from verify.runs.discover import Entry


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
    declared = {e.problem.name: e for e in entries}
    return [
        {**write.problem_row(e.problem, ways[name]), "family": family(e.origin)}
        for name, e in declared.items()
    ]


def family(origin: str) -> str:
    """The folder of the catalogue a problem is declared in; the name of another file."""
    package = "verify.catalogue."
    return origin.removeprefix(package).split(".")[0] if origin.startswith(package) else Path(origin).stem


def catalogue_row(entries: Sequence[Entry]) -> Row:
    return {
        "problems": [entry_row(e) for e in entries],
        "sources": [
            {"source": source, "problems": names} for source, names in sorted(cited(entries).items())
        ],
    }


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


def last_record(path: Path, problem: str) -> Row | None:
    """What the record at `path` says about a problem; None if it has no record of it."""
    if not path.exists():
        return None
    document = read.record(path).document
    rows = [row for row in document.get("summary", []) if row["problem"] == problem]
    verdicts = [row for row in document["claims"] if row["problem"] == problem]
    if not rows and not verdicts:
        return None
    return {"path": str(path), "provenance": document["provenance"], "summary": rows, "claims": verdicts}


def print_list(entries: Sequence[Entry]) -> None:
    out = console()
    table = table_of("Problems", "row", "problem", "computes", "algorithms", "claims")
    for e in entries:
        algorithms = ", ".join(a.name for a in e.algorithms)
        rows = ", ".join(e.problem.systems) or "-"
        add_row(table, rows, e.problem.name, e.problem.formula, algorithms, len(e.claims))
    out.print(table)
    claims = table_of("Claims", "claim", "problem", "kind", "says")
    for e in entries:
        for c in e.claims:
            add_row(claims, c.id, e.problem.name, c.kind, c.says)
    out.print(claims)
    sources = table_of("Sources", "source", "cited by")
    for source, names in sorted(cited(entries).items()):
        add_row(sources, source, ", ".join(names))
    out.print(sources)


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
    table = table_of("Algorithms", "algorithm", "method", "parameters", "truncation bound", "source")
    for a in entry.algorithms:
        parameters = ", ".join(f"{p.name} in {p.domain()}" for p in a.parameters)
        add_row(table, a.name, a.says, parameters, _truncation(a.truncation), a.source)
    out.print(table)
    if last is None:
        out.print(f"no record of it at {escape(str(path))}; verify run {problem.name} writes one")
        return
    out.print(f"last record: {escape(last['path'])}, made by {escape(last['provenance']['command'])}")
    print_summary(out, last["summary"])
    print_verdicts(out, last["claims"])
