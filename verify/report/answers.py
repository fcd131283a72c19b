"""Pages of single answers in the style of the site: a check, a blame, a comparison of two runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from verify.report import plane, text
from verify.report.lesson import Table
from verify.report.plot import Frame, Scale, svg
from verify.report.site import page

SHADES = 10


@dataclass(frozen=True)
class Line:
    """A line of a source: its number, its text, how much of the error it makes (0..1), what is said of it."""

    number: int
    text: str
    share: float = 0.0
    note: str = ""
    magnifies: bool = False

    @property
    def shade(self) -> int:
        return min(round(abs(self.share) * SHADES), SHADES)


@dataclass(frozen=True)
class Part:
    """A section of an answer: sentences, a table, a drawing, lines of a source, a command."""

    title: str
    says: Sequence[str] = ()
    table: Table | None = None
    drawing: str = ""
    lines: Sequence[Line] = ()
    command: str = ""
    key: Sequence[tuple[str, str]] = ()  # classes of colours and what they stand for


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
        script=None,
    )


# --- comparing ---------------------------------------------------------------------------------------------


def comparison(changes: Sequence[Mapping[str, Any]], old: str, new: str) -> Answer:
    """What changed between two runs, the worse first."""
    worse = sum(bool(c["worse"]) for c in changes)
    told = f"{text.count(worse, 'change')} for the worse, {len(changes) - worse} for the better."
    rows = tuple(
        ("✗ worse" if c["worse"] else "✓ better", c["name"], c["says"], c["before"], c["after"])
        for c in changes
    )
    table = Table(("", "of", "what", "before", "after"), rows)
    parts = [Part("What changed", table=table)] if rows else []
    return Answer(f"{old} against {new}", [told if rows else "Nothing changed."], parts)


# --- checking ----------------------------------------------------------------------------------------------


def checks(rows: Sequence[Mapping[str, Any]], maps: Sequence[Mapping[str, Any] | None] = ()) -> Answer:
    """What a check found, a section for each function or core; and a map for those that have one."""
    passed = sum(bool(r["passed"]) for r in rows)
    title = str(rows[0]["target"]) if len(rows) == 1 else f"{len(rows)} functions"
    verdict = "passed" if passed == len(rows) else f"{len(rows) - passed} of {len(rows)} did not pass"
    parts = [part for row in rows for part in _check(row)]
    parts += [_plane(found) for found in maps if found is not None]
    return Answer(f"Check of {title}", [f"{verdict[:1].upper()}{verdict[1:]}."], parts)


def _check(row: Mapping[str, Any]) -> list[Part]:
    ulps = row["ulps"]
    says = [f"{row['target']} against {row['truth']}, in {row['format']}: {_points(row)}."]
    figures = (
        ("largest error found, ulps", text.upward(ulps["max"])),
        ("99 % are at most", text.upward(ulps["p99"])),
        ("half are at most", text.upward(ulps["median"])),
        ("proved for all inputs", text.upward(row["proved_bound"])),
        ("undecided", str(row["undecided"])),
        ("without a number", str(row.get("failed", 0))),
        ("outside of the domain", str(row["outside_domain"])),
        ("passed", "✓ yes" if row["passed"] else "✗ no"),
    )
    found = [Part(str(row["target"]), says, Table(("figure", "value"), figures))]
    if row.get("exhaustive"):
        found.append(_every(row["exhaustive"]))
    if row.get("worst"):
        found.append(_worst(row["worst"], str(row.get("command") or "")))
    return found


def _plane(found: Mapping[str, Any]) -> Part:
    held = ", ".join(f"{name} = {value:.6g}" for name, value in found["held"].items())
    title = f"Over the plane of {found['variable']}" + (f", at {held}" if held else "")
    return Part(title, [plane.SAYS], plane.table(found), plane.draw(found), key=plane.key(found))


def _points(row: Mapping[str, Any]) -> str:
    every = row.get("exhaustive")
    return f"all {every['inputs']} inputs were judged" if every else f"{row['points']} inputs were judged"


def _worst(worst: Mapping[str, Any], command: str) -> Part:
    inputs = [text.input_texts(name, value) for name, value in worst["inputs"].items()]
    parts = (
        "forward_error",
        "rounding_error",
        "truncation_error",
        "algorithm_error",
        "data_error",
        "envelope",
    )
    rows = [("input", ", ".join(d for d, _ in inputs)), ("in hex", ", ".join(h for _, h in inputs))]
    rows += [("computed", text.shortest(worst["computed"])), ("truth", text.truth(worst["truth"]))]
    rows += [(name.replace("_", " "), text.upward(text.ball_bound(worst.get(name)))) for name in parts]
    rows += [("ulps", text.upward(worst["ulps"])), ("cause", str(worst["cause"]))]
    return Part("The worst input", table=Table(("figure", "value"), tuple(rows)), command=command)


def _every(found: Mapping[str, Any]) -> Part:
    """Of every input of a format: how the errors are spread, and where the largest is."""
    counts = [(float(edge), int(n)) for edge, n in found["histogram"]]
    names = [
        *(f"{a:.4g} to {b:.4g}" for (a, _), (b, _) in pairwise(counts)),
        "1 and more",
    ]
    table = Table(("ulps", "inputs"), tuple((n, str(c)) for n, (_, c) in zip(names, counts, strict=True)))
    at = ", ".join(f"{k} = {v}" for k, v in (found["at"] or {}).items()) or "nowhere"
    says = [
        f"{found['correctly_rounded']} of {found['inputs']} results are correctly rounded and "
        f"{found['faithful']} are one of the two floats next to the truth; the largest error stands at {at}."
    ]
    return Part("Every input", says, table, histogram(counts))


def histogram(counts: Sequence[tuple[float, int]]) -> str:
    """How many inputs lie in each bin of ulps, on a logarithmic scale."""
    most = max((n for _, n in counts), default=1) or 1
    step = counts[1][0] - counts[0][0] if len(counts) > 1 else 1.0
    view = Frame(780, 300, Scale(counts[0][0], counts[-1][0] + step), Scale(0.5, 2.0 * most, "log"), left=70)
    body = view.axes(
        "ulps (the last bin: 1 and more)", "inputs", {t: f"{t:.0e}" for t in view.y.ticks(5) if t >= 1}
    )
    for edge, n in counts:
        if n:
            left, right, top, floor = (
                view.px(edge),
                view.px(edge + step),
                view.py(n),
                view.height - view.bottom,
            )
            size = f'width="{right - left - 1:.1f}" height="{floor - top:.1f}"'
            body += f'<rect class="mark" x="{left:.1f}" y="{top:.1f}" {size}/>'
    return svg(view, body, f"Errors of {sum(n for _, n in counts)} inputs; the table has the numbers.")
