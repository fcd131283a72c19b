"""A survey as a page: the functions from the worst to the best, and what is wrong beyond its envelope."""

from collections.abc import Sequence

from verify.arithmetic.precision import LEAST_BITS
from verify.checking.survey import lines, unjudged
from verify.core.numbers import bound_text
from verify.language.array_libraries import ARRAY_TABLES
from verify.records.plain import Row

FAR = 4  # envelopes
FOUND = (
    "{count} functions judged against their formulas in ball arithmetic. The worst ulps are those of "
    "inputs found by search, without a hint: lower bounds of the true maximum, each certified. *Known* "
    "are the errors of this library at inputs that the literature found to be hard for this or another "
    "one (Gladman, Innocente, Mather and Zimmermann, *Accuracy of Mathematical Functions*, hal-03141101), "
    "certified here. The envelope is max(1/2, kappa/2) ulps, what an ideal algorithm makes of data good "
    "to half an ulp; a function far beyond it loses digits that its inputs had."
)
OF_ARRAYS = (
    "Every function is judged at the arrays that stand beside it, entry by entry: the worst entry, in ulps "
    "of its truth. The envelope is what an ideal algorithm would lose on data good to half "
    "an ulp, in the infinity norm (of what is computed entry by entry, of each entry); a function beyond it "
    "loses digits that its data had. Families that are not exact in float64 are rounded first: that is part "
    "of the error."
)
OF_COMPLEX = (
    "An error is that of the complex number, |y^ - y|, in ulps of |y|; the envelope is at least sqrt(1/2), "
    "what rounding both parts costs. On branch cuts the sign of a zero says on which side truth is taken, "
    "where no condition leaves the cut out."
)
WHOLE = (
    "Where all numbers of {format} were judged the worst is the maximum itself, found and proved, and "
    "results are counted that are correctly rounded, or faithful (a float beside the truth)."
)


def page(library: str, rows: Sequence[Row], command: str) -> str:
    """Markdown: the functions from the worst against their envelope to the best."""
    ordered = sorted(rows, key=lambda r: (-r["failed"], -(r["envelope"] or 0), -(r["ulps"]["max"] or 0)))
    whole = next((r["format"] for r in rows if r.get("exhaustive")), None)
    complex_ = next((r["format"] for r in rows if r.get("format", "").startswith("complex")), None)
    columns = ["function", "truth", "worst ulps", "known", "envelopes", "at", "no number", "undecided"]
    columns += ["inputs", "rounded correctly", "faithful"] if whole else []
    head = [
        f"<!-- made by: {command} -->",
        f"# Certified survey of {library}" + (f" in {whole or complex_}" if whole or complex_ else ""),
        "",
        OF_ARRAYS if library in ARRAY_TABLES else FOUND.format(count=len(rows)),
        *([WHOLE.format(format=whole)] if whole else []),
        *([OF_COMPLEX] if complex_ else []),
        "",
        *_beyond(ordered),
        "",
        f"| {' | '.join(columns)} |",
        "|---|---|---:|---:|---:|---|---:|---:|" + "---:|---:|---:|" * bool(whole),
    ]
    rest = unjudged(library, complex_ or "float64")
    tail = [
        "",
        *_left_out(library, rows, complex_ or "float64"),
        f"Not judged ({len(rest)}): {', '.join(rest)}.",
        "",
    ]
    return "\n".join([*head, *(_line(row, bool(whole)) for row in ordered), *tail])


def _left_out(library: str, rows: Sequence[Row], format: str) -> list[str]:
    """The functions of the table that were not asked about (--only)."""
    asked = {row["target"] for row in rows}
    table = lines(library, 1, 0, LEAST_BITS, format)
    names = [line.target.split(":")[1] for line in table if line.target not in asked]
    return [f"Not asked about here ({len(names)}): {', '.join(names)}.", ""] if names else []


def _beyond(rows: Sequence[Row]) -> list[str]:
    """What is wrong beyond its envelope."""
    told = [
        (f"Beyond {FAR} times the envelope", [r for r in rows if (r["envelope"] or 0) > FAR]),
        ("No number where the truth is one", [r for r in rows if r["failed"]]),
        ("Not judged within the limits", [r for r in rows if not r["points"]]),
    ]
    return [f"- {says}: {', '.join(map(_name, some)) or 'none'}." for says, some in told]


def _name(row: Row) -> str:
    name: str = row["target"].split(":")[1]
    return name


def _line(row: Row, whole: bool) -> str:
    place = row["worst"] or row["worst_failure"] or {"inputs": {}}
    at = ", ".join(f"{k}={v}" for k, v in place["inputs"].items())
    at = at or ", ".join(f"{k}={v['spec']}" for k, v in row.get("arrays", {}).items())
    known = row["known"] and row["known"]["ulps"]
    truth = " where ".join([row["truth"], *row.get("given", ())])
    cells = [_name(row), f"`{truth}`", _size(row["found"], up=False), _size(known, up=False)]
    cells += [_size(row["envelope"]), f"`{at}`" if at else ": ".join(row["notes"][:2])]
    cells += [str(row["failed"]), str(row["undecided"])]
    if whole:
        every = row.get("exhaustive")
        counts = [every[key] for key in ("inputs", "correctly_rounded", "faithful")] if every else []
        cells += [f"{n:,}" for n in counts] or [f"{row['points']:,} of a search", "-", "-"]
    return f"| {' | '.join(cells)} |"


def _size(value: float | None, up: bool = True) -> str:
    return "-" if value is None else bound_text(value, 3, up)
