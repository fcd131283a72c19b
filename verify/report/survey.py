"""A survey as a page: a line a function, sorted and filtered, with the worst place found, what is known."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from verify.report import every as every_input
from verify.report import text
from verify.report.page import admitted, page
from verify.report.plot import Scale, short

FAR = 4  # envelopes
BAR = 170  # pixels
LEAST, MOST = 0.5, 1e16  # ulps that the bar shows, on a logarithmic scale
CLASSES = (f"within {FAR} envelopes", f"beyond {FAR} envelopes", "no number", "not settled", "not judged")
Row = Mapping[str, Any]


def paragraphs(markdown: str) -> list[str]:
    """What the page of a survey says above its table: how it was judged, and what was found."""
    lines = [line.replace("*", "") for line in markdown.splitlines()]
    table = next((k for k, line in enumerate(lines) if line.startswith("|")), len(lines))
    return [line.removeprefix("- ") for line in lines[:table] if line and not line.startswith(("<!--", "#"))]


def survey_page(library: str, rows: Sequence[Row], says: Sequence[str], command: str) -> str:
    """The page as text; `says` is what stands above the list."""
    lines = sorted(
        map(_line, rows),
        key=lambda x: (-x["order"]["envelope"], x["name"]),
    )
    counts = [(c, sum(x["kind"] == c for x in lines)) for c in CLASSES]
    return page(
        "survey.html.j2",
        title=f"Certified survey of {library}",
        says=says,
        lines=lines,
        counts=[(c, n) for c, n in counts if n],
        causes=sorted({x["cause"] for x in lines if x["cause"]}),
        command=command,
        made_by="made by verify",
        provenance=[("command", command)],
        headline="",
        script=admitted("lists.js", "pictures.js"),
    )


def _line(row: Row) -> dict[str, Any]:
    found, known = row["found"], (row["known"] or {}).get("ulps")
    worst = row["worst"] or row["worst_failure"] or {}
    every = row.get("exhaustive")
    name = str(row["target"]).split(":", 1)[-1]
    return {
        "name": name,
        "target": str(row["target"]),
        "truth": " where ".join([str(row["truth"]), *row.get("given", ())]),
        "kind": _kind(row),
        "cause": str(worst.get("cause") or ""),
        "bar": {"found": _place(found), "known": _place(known)},
        "found": _down(found),
        "known": _down(known),
        "envelope": text.upward(row["envelope"]),
        "judged": f"all {every['inputs']:,} inputs" if every else f"{row['points']:,} inputs of a search",
        "facts": _facts(row, worst),
        "places": _places(row, worst),
        "histograms": every_input.drawings(every_input.bins_of(every)) if every else (),
        "notes": [str(note) for note in row["notes"]],
        "command": str(row.get("command") or ""),
        "order": {
            "ulps": found if found is not None else -1.0,
            "known": known if known is not None else -1.0,
            "envelope": row["envelope"] or 0.0,
            "results": every["inputs"] if every else row["points"],
        },
    }


def _kind(row: Row) -> str:
    """The gravest that is to be said of a function."""
    if not row["points"]:
        return CLASSES[4]
    if row["failed"]:
        return CLASSES[2]
    if (row["envelope"] or 0) > FAR:
        return CLASSES[1]
    return CLASSES[3] if row["undecided"] else CLASSES[0]


def _down(value: float | None) -> str:
    return "–" if value is None else text.downward(value)


def _place(ulps: float | None) -> str:
    if ulps is None:
        return ""
    return short(
        Scale(LEAST, MOST, "log").at(min(max(ulps, LEAST), MOST)) * BAR if math.isfinite(ulps) else BAR
    )


def _facts(row: Row, worst: Row) -> list[tuple[str, str]]:
    every = row.get("exhaustive") or {}
    told = [
        ("no number where the truth is one", str(row["failed"])),
        ("undecided", str(row["undecided"])),
        ("proved for every input, ulps", text.upward(row["proved_bound"])),
        ("computed there", text.shortest(worst["computed"]) if worst.get("computed") else "–"),
        ("truth there", text.truth(worst["truth"]) if worst.get("truth") else "–"),
        ("cause", str(worst.get("cause") or "–")),
    ]
    if every:
        told += [(name.replace("_", " "), f"{every[name]:,}") for name in ("correctly_rounded", "faithful")]
    return told


def _places(row: Row, worst: Row) -> list[tuple[str, str, str]]:
    """What it is, where in decimals, and where in hex."""
    found = []
    inputs: Mapping[str, str] = worst.get("inputs") or {}
    if inputs:
        texts = [text.input_texts(name, value) for name, value in inputs.items()]
        found.append(("worst found", ", ".join(d for d, _ in texts), ", ".join(h for _, h in texts)))
    elif row.get("arrays"):
        found.append(("judged at", ", ".join(f"{k} = {v['spec']}" for k, v in row["arrays"].items()), ""))
    known = row["known"] or {}
    if known.get("at"):
        texts = [text.input_texts(name, value) for name, value in known["at"].items()]
        found.append(("worst known", ", ".join(d for d, _ in texts), ", ".join(h for _, h in texts)))
    return found
