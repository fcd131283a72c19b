"""Pages of single answers in the style of the site, and what a check found as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from verify.records.shares import is_many
from verify.report import every, plane, scatter, text
from verify.report.lesson import Table
from verify.report.lines import guilty_line
from verify.report.page import admitted, page

SHADES = 10
WRONG = ("data", "truncation", "rounding", "algorithm")
SIZES = {
    "forward_error": "error, relative",
    "rounding_error": "of which rounding",
    "truncation_error": "of which truncation",
    "algorithm_error": "of the algorithm",
    "data_error": "of the data",
    "envelope": "envelope, ulps",
}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """A line of a source: its number, its text, how much of the error it makes (0..1), a note on it."""

    number: int
    text: str
    share: float = 0.0
    note: str = ""
    magnifies: bool = False

    @property
    def shade(self) -> int:
        return min(round(abs(self.share) * SHADES), SHADES)

    @property
    def percent(self) -> str:
        """The share in per cent, or as a multiple of the whole; below 0.05 % no digits."""
        if abs(self.share) < 5e-4:
            return "below 0.1 %" if self.share else ""
        return f"{self.share:.3g} times" if is_many(self.share) else f"{100 * self.share:.3g} %"


@dataclass(frozen=True)
class Part:
    """A section of an answer: a formula, sentences, a table, a drawing, lines of a source, a command."""

    title: str
    says: Sequence[str] = ()
    table: Table | None = None
    drawings: Sequence[str] = ()  # one, or the same wide and narrow
    lines: Sequence[Line] = ()
    command: str = ""
    key: Sequence[tuple[str, str]] = ()  # classes of colours and what they stand for
    formula: str = ""  # as a math element


@dataclass(frozen=True)
class Answer:
    """A page: its title, what it comes to, its sections."""

    title: str
    says: Sequence[str] = ()
    parts: Sequence[Part] = field(default=())


def answer_page(answer: Answer, command: str) -> str:
    """The page as text."""
    return page(
        "answer.html.j2",
        answer=answer,
        command=command,
        made_by="made by verify",
        provenance=[("command", command)],
        headline="",
        script=admitted("lists.js", "pictures.js"),  # copies commands
    )


def checks(
    rows: Sequence[Row],
    maps: Sequence[Row | None] = (),
    limit: str = "",
    formulas: Sequence[str] = (),
) -> Answer:
    """What a check found, the sections of each function or core.

    maps:     of each the map over its plane, or the errors along its variable; None where there is neither
    limit:    what was asked for, in words; none where the check only reported and judged nothing
    formulas: the truth of each as MathML
    """
    passed = sum(bool(r["passed"]) for r in rows)
    one = len(rows) == 1
    title = str(rows[0]["target"]) if one else f"{len(rows)} functions"
    says = [_found(rows[0])] if one else []
    if verdict := _verdict(len(rows), passed, limit):
        says.append(verdict)
    shown = zip(rows, [*formulas, *[""] * len(rows)], [*maps, *[None] * len(rows)], strict=False)
    return Answer(f"Check of {title}", says, [part for each in shown for part in _check(*each, limit)])


def _verdict(count: int, passed: int, limit: str) -> str:
    if passed < count and count > 1:
        return f"{count - passed} of {count} do not pass."
    if passed < count:
        return f"{limit} is not kept." if limit else "Not everything could be certified."
    return f"{limit} is kept{' by all' if count > 1 else ''}." if limit else ""


def _found(row: Row) -> str:
    """How far off the results are, in a sentence."""
    worst, most = row["worst"], text.upward(row["ulps"]["max"])
    if row.get("exhaustive"):
        return (
            f"None of {_judged(row)} gives an error above {most} ulps." if worst else "Nothing is certified."
        )
    if not worst:
        return "Nothing is certified."
    cause = f", with {worst['cause']} as the cause" if worst["cause"] in WRONG else ""
    kept = "" if worst["digits"] is None else f" has {_digits(worst['digits'])} right and"
    what = "The result" if row["points"] == 1 else f"Of {_judged(row)} the worst"
    return f"{what}{kept} is off by at most {most} ulps{cause}."


def _digits(x: float) -> str:
    whole = max(int(x), 0)
    return text.count(whole, "digit") if whole else "no digit"


def _judged(row: Row) -> str:
    every = row.get("exhaustive")
    return text.count(every["inputs"], "input") if every else text.count(row["points"], "input")


def _check(row: Row, formula: str, drawn: Row | None, limit: str) -> list[Part]:
    ulps = row["ulps"]
    says = [f"{row['target']} against {row['truth']}, in {row['format']}: {_points(row)}."]
    sizes = (
        ("largest error found, ulps", ulps["max"]),
        ("99 % are at most", ulps["p99"]),
        ("half are at most", ulps["median"]),
        ("proved for all inputs", row["proved_bound"]),
    )
    figures = (
        *((name, text.upward(size)) for name, size in sizes if size is not None),
        ("undecided", str(row["undecided"])),
        ("without a number", str(row.get("failed", 0))),
        ("outside of the domain", str(row["outside_domain"])),
        *([(limit, "✓ kept" if row["passed"] else "✗ not kept")] if limit else []),
    )
    found = [Part(str(row["target"]), says, Table(("figure", "value"), figures), formula=formula)]
    if drawn is not None:
        found.append(_plane(drawn) if "cells" in drawn else _along(drawn))
    if row.get("exhaustive"):
        bins = every.bins_of(row["exhaustive"])
        told = every.says(row["exhaustive"])
        found.append(Part("Every input", told, every.table(bins), every.drawings(bins)))
        if places := every.worst(row["exhaustive"]):
            found.append(
                Part("The worst places", ["The largest errors, one of each piece of the line."], places)
            )
    if row.get("worst"):
        found.append(_worst(row["worst"], str(row.get("command") or "")))
    if row.get("guilty"):
        found.append(_guilty(row["guilty"]))
    return found


def _guilty(lines: Sequence[Row]) -> Part:
    rows = tuple((k["at"], k["code"], k["does"]) for k in map(guilty_line, lines))
    return Part("Lines to blame there", table=Table(("line", "code", "what it does"), rows))


def _along(found: Row) -> Part:
    title = f"Along {found['variable']}"
    return Part(title, [scatter.SAYS], scatter.table(found), scatter.drawings(found))


def _plane(found: Row) -> Part:
    held = ", ".join(f"{name} = {value:.6g}" for name, value in found["held"].items())
    title = f"Over the plane of {found['variable']}" + (f", at {held}" if held else "")
    return Part(title, [plane.SAYS], plane.table(found), [plane.draw(found)], key=plane.key(found))


def _points(row: Row) -> str:
    were = "was" if row["points"] == 1 else "were"
    return f"all {_judged(row)} were judged" if row.get("exhaustive") else f"{_judged(row)} {were} judged"


def _worst(worst: Row, command: str) -> Part:
    inputs = [text.input_texts(name, value) for name, value in worst["inputs"].items()]
    rows = [("input", ", ".join(d for d, _ in inputs)), ("in hex", ", ".join(h for _, h in inputs))]
    rows = rows if inputs else []  # of arrays the command has them
    rows += [("computed", text.shortest(worst["computed"])), ("truth", text.truth(worst["truth"]))]
    known = [(says, text.ball_bound(worst.get(name))) for name, says in SIZES.items()]
    rows += [(name, text.upward(size)) for name, size in known if size is not None]
    rows += [("error, ulps", text.upward(worst["ulps"])), ("cause", str(worst["cause"]))]
    return Part("The worst input", table=Table(("figure", "value"), tuple(rows)), command=command)
