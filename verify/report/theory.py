"""Laws of theory as lines: what the record holds of them is drawn and shown; nothing is worked out here."""

from collections.abc import Sequence
from typing import Any

from verify.report.plot import Frame
from verify.report.plot import label as label_at
from verify.report.rows import Algorithm, Problem, Row

ERRORS = ("rounding_error", "inherent_error", "least_term")  # lines among relative errors
LETTER = 7.0  # pixels
Place = tuple[float, float]


def laws(problem: Problem, *of: str) -> list[Row]:
    """The laws of a problem that foretell these quantities."""
    found: Sequence[Row] = problem.declared["theory"]
    return [law for law in found if law["of"] in of]


def along(problem: Problem, algorithm: Algorithm, *of: str) -> list[Row]:
    """Those of an algorithm along the axis of its problem."""
    title = problem.declared["axis"]["title"]
    return [
        law
        for law in laws(problem, *of)
        if law["title"] == title and (not law["algorithms"] or algorithm.name in law["algorithms"])
    ]


def label(law: Row) -> str:
    return ", ".join([law["name"], *(f"{k} = {v}" for k, v in law["at"].items())])


def headed(law: Row) -> tuple[str, str]:
    """What the line is, and its expression."""
    is_axis = law["variable"] == law["title"]
    return label(law) + ("" if is_axis else f"; {law['variable']} = {law['title']}"), law["expression"]


def places(law: Row, low: float, high: float) -> list[Place]:
    """The line where its value lies within these."""
    return [(x, y) for x, y in law["line"] if low <= y <= high]


def draw(view: Frame, found: Sequence[Row]) -> str:
    """The lines within a frame of logarithms, each with its name on the side where it has room."""
    drawn = []
    for k, law in enumerate(found):
        line = [(x, y) for x, y in places(law, view.y.low, view.y.high) if view.x.low <= x <= view.x.high]
        if len(line) < 2:
            continue
        x, y = line[named_at(len(line), k)]
        drawn.append(view.line(line, "theory2") + _name(view, x, y, label(law), line[-1][1] > line[0][1]))
    return "".join(drawn)


def _name(view: Frame, x: float, y: float, words: str, rises: bool) -> str:
    """Of a line that rises there is room on the left, unless the words would leave the field there."""
    wide = LETTER * len(words)
    if rises and view.px(x) - 6 - wide >= view.left:
        return label_at(view.px(x) - 6, view.py(y), words, "halo", "end")
    return label_at(max(min(view.px(x) + 6, view.width - wide), view.left), view.py(y), words, "halo")


def named_at(length: int, number: int) -> int:
    """Where along its line the name of the k-th law stands, each lower than the one before."""
    return max(int((length - 1) * (0.9 - 0.22 * number)), 0)


def told(problem: Problem) -> list[dict[str, Any]]:
    """Each law with the verdict of the claim that judges it."""
    verdicts = {c["id"]: c for c in problem.claims}
    return [
        {
            "name": label(law),
            "formula": law["expression"],
            "variable": "" if law["variable"] == law["title"] else f"{law['variable']} = {law['title']}",
            "says": law["says"],
            "claim": law["claim"] if law["claim"] in verdicts else "",
            "verdict": verdicts.get(law["claim"], {}).get("verdict", ""),
            "reading": verdicts.get(law["claim"], {}).get("reading", ""),
        }
        for law in problem.declared["theory"]
        if law["of"] != "precision"  # the ladder's caption says it
    ]
