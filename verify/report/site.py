"""The pages that open from disk: a front page, a page a problem, a list of all claims, a page a source."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from verify.records.summary import headline
from verify.report import claims, prose
from verify.report.lessons import lessons
from verify.report.page import admitted, comment, page
from verify.report.parts import front_row, problem_part
from verify.report.rows import Problem, Row
from verify.report.tables import cause_mix

Each = Callable[[Callable[[Problem], str], Sequence[Problem]], Iterable[str]]  # a map, in order


def site(document: Row, problems: Sequence[Problem], each: Each = map) -> dict[str, str]:
    """Every page by its name. each: a map that may share out the problems, whose pages take longest."""
    summaries: Sequence[Row] = document.get("summary") or []
    shared = shared_with(document)
    ledger = claims.ledger(problems)
    made = {"index.html": _front(shared, problems, ledger)}
    if ledger:
        made["claims.html"] = _claims(shared, problems, ledger)
    for source in ledger:
        made[f"claims/{source['page']}.html"] = page(
            "source.html.j2", **shared, script=admitted("lists.js"), s=source
        )
    script = admitted("lists.js", "problem.js", "pictures.js")

    def drawn(problem: Problem) -> str:
        return page("problem.html.j2", **shared, script=script, p=problem_part(problem, summaries))

    for problem, text in zip(problems, each(drawn, problems), strict=True):
        made[f"problems/{problem.name}.html"] = text
    return made


def shared_with(document: Row) -> dict[str, Any]:
    """What every page says: where it comes from, and what its words mean."""
    given = document.get("provenance")
    provenance = given if isinstance(given, Mapping) else {}
    command = str(provenance.get("command", "an unknown command"))
    return {
        "command": command,
        "made_by": Markup(comment(f"made by `verify report` from the record of `{command}`")),
        "provenance": list(provenance.items()),
        "headline": headline(document["claims"]) if document.get("claims") else "",
    }


def _front(shared: Mapping[str, Any], problems: Sequence[Problem], ledger: Sequence[Row]) -> str:
    rows = [front_row(p) for p in problems]
    rows.sort(key=lambda r: -r["gap"])
    points = [p for problem in problems for p in problem.points]
    mix = dict(prose.shares(points))
    counts = claims.verdict_counts([c for p in problems for c in p.claims])
    total = {
        "results": f"{len(points):,}",
        "algorithms": sum(len(p.measured) for p in problems),
        "right": prose.percent(mix.get("none", 0), len(points)) if points else "none",
        "undecided": mix.get("undecided", 0),
        "counted": sum(n for _, n in counts),
        "verdicts": ", ".join(f"{n} {v.lower()}" for v, n in counts),
        "mix": cause_mix(mix),
    }
    return page(
        "index.html.j2",
        **shared,
        script=admitted("lists.js", "pictures.js"),
        rows=rows,
        total=total,
        choices={
            "cause": _known(r["leading"] for r in rows),
            "verdict": _known(v for r in rows for v, _ in r["verdicts"]),
            "source": _known(r["source_name"] for r in rows),
            "family": _known(r["family"] for r in rows),
        },
        lessons=lessons(problems),
        ledger=ledger,
    )


def _known(values: Any) -> list[str]:
    return sorted({str(v) for v in values if v})


def _claims(shared: Mapping[str, Any], problems: Sequence[Problem], ledger: Sequence[Row]) -> str:
    found = [c for p in problems for c in p.claims]
    return page(
        "claims.html.j2",
        **shared,
        script=admitted("lists.js"),
        ledger=ledger,
        count=len(found),
        choices={
            "verdict": _known(c["verdict"] for c in found),
            "standing": _known(c["standing"] for c in found),
        },
    )
