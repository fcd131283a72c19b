"""A survey as a page: the functions from the worst to the best, and what is wrong beyond its envelope."""

import importlib
import platform
from collections.abc import Callable, Sequence

import numpy as np

from verify.arithmetic.precision import LEAST_BITS
from verify.checking.every.special import special_text
from verify.checking.stated import Statement, statements, vector_instructions
from verify.checking.survey import lines, unjudged
from verify.core.numbers import bound_text
from verify.language.array_libraries import ARRAY_TABLES
from verify.records.plain import Row

FAR = 4  # envelopes
NEAR = 0.95  # of the largest error known
NAMED = 600  # functions that are in no table, at most
ALL = "100.0000 %"
FOUND = (
    "{count} functions judged against their formulas in ball arithmetic. *Worst ulps* is the largest "
    "error that a search found by itself: a certified lower bound of the true maximum."
)
KNOWN = (
    " *Known* is the error of this library at inputs that the literature found to be hard for this library "
    "or another (Gladman, Innocente, Mather and Zimmermann, *Accuracy of Mathematical Functions*, "
    "hal-03141101), certified here as well."
)
ENVELOPE = (
    " The envelope is max(1/2, kappa/2) ulps, what an ideal algorithm makes of data good to half an ulp; a "
    "function far beyond it loses digits that its inputs had."
)
OF_ARRAYS = (
    "Every function is judged at the arrays named beside it, entry by entry; the worst entry is shown, in "
    "ulps of its truth. The envelope is what an ideal algorithm would lose on data good to half an ulp, "
    "in the infinity norm (entry by entry where the function works entry by entry); a function beyond it "
    "loses digits that its data had. Families that are not exact in float64 are rounded first, and that "
    "is part of the error."
)
OF_COMPLEX = (
    "The error is that of the complex number, |y^ - y|, in ulps of |y|; the envelope is at least "
    "sqrt(1/2), what rounding both parts costs. On a branch cut the sign of a zero decides from which "
    "side the truth is taken, unless a condition excludes the cut."
)
OF_SPECIAL = (
    "{total} results at infinities, NaN and zeros of both signs were compared with annex G of ISO C (IEC "
    "60559 complex arithmetic; C99 and C17), where it has rules: {wrong} differ."
)
WHOLE = (
    "{count} functions judged against their formulas in ball arithmetic at every number of {format}. "
    "*Worst ulps* is the maximum itself, found and proved (its bounds agree to 10^-6); of functions of "
    "several variables it is the worst that a search found. *Rounded correctly* and *faithful* (a float "
    "beside the truth) are shares of the inputs whose truth is in the range of the format, rounded down."
)
STATED = "*Stated* is what the library says itself, in ulps: {sources}."
MACHINE = (
    "Measured with {libraries} on {machine}; numpy ran its vector code for {vectors}. Other code may have "
    "other errors."
)


def page(library: str, rows: Sequence[Row], command: str) -> str:
    """Markdown: the functions from the worst against their envelope to the best."""
    ordered = sorted(rows, key=lambda r: (-r["failed"], -(r["envelope"] or 0), -(r["ulps"]["max"] or 0)))
    whole = next((r["format"] for r in rows if r.get("exhaustive")), None)
    complex_ = next((r["format"] for r in rows if r.get("format", "").startswith("complex")), None)
    said = statements(library, rows[0].get("format", "float64")) if rows else []
    compared = whole is None and any(row["known"] for row in rows)
    columns = _columns(whole is not None, said, compared)
    head = [
        f"<!-- made by: {command} -->",
        f"# Certified survey of {library}" + (f" in {whole or complex_}" if whole or complex_ else ""),
        "",
        *_judged(library, whole, compared, len(rows)),
        *([OF_COMPLEX] if complex_ else []),
        *([STATED.format(sources="; ".join(f"({s.mark}) {s.source}" for s in said))] if said else []),
        MACHINE.format(vectors=vector_instructions(), **_versions(library)),
        "",
        *_beyond(ordered),
        *_understated(ordered, said),
        *(_reached(ordered) if compared else []),
        "",
        f"| {' | '.join(columns)} |",
        "|" + "|".join("---" if title in TEXTS else "---:" for title in columns) + "|",
    ]
    tail = [*_special(ordered), "", *_left_out(library, rows, whole or complex_ or "float64"), ""]
    lines_ = (f"| {' | '.join(cell(row) for cell in columns.values())} |" for row in ordered)
    return "\n".join([*head, *lines_, *tail])


def _judged(library: str, whole: str | None, compared: bool, count: int) -> list[str]:
    if library in ARRAY_TABLES:
        return [OF_ARRAYS]
    says = (WHOLE if whole else FOUND).format(count=count, format=whole)
    return [says + (KNOWN if compared else "") + ENVELOPE]


def _versions(library: str) -> dict[str, str]:
    machine = " with ".join(filter(None, (platform.machine(), " ".join(platform.libc_ver()))))
    name = library.partition(".")[0]
    own = getattr(importlib.import_module(name), "__version__", None)
    libraries = f"numpy {np.__version__}" + (f", {name} {own}" if own and name != "numpy" else "")
    return {"libraries": libraries, "machine": machine}


def _left_out(library: str, rows: Sequence[Row], format: str) -> list[str]:
    """The functions of the table that were not asked about (--only), and those that are in no table."""
    asked = {row["target"] for row in rows}
    table = lines(library, 1, 0, LEAST_BITS, format)
    names = [line.target.split(":")[1] for line in table if line.target not in asked]
    told = [f"Not asked about here ({len(names)}): {', '.join(names)}.", ""] if names else []
    rest = unjudged(library, format)
    which = f": {', '.join(rest)}" if len(rest) <= NAMED else ""
    return [*told, f"Not judged ({len(rest)}){which}."]


def _special(rows: Sequence[Row]) -> list[str]:
    """What the standard has otherwise, function by function."""
    special = [(row, s) for row in rows for s in row.get("special", ())]
    wrong = [f"- {_name(row)}: {special_text(s)}" for row, s in special if not s["right"]]
    if not special:
        return []
    return ["", OF_SPECIAL.format(total=len(special), wrong=len(wrong) or "none"), "", *wrong]


def _beyond(rows: Sequence[Row]) -> list[str]:
    """What is wrong beyond its envelope."""
    every = [r for r in rows if r.get("exhaustive")]
    told = [
        (f"Beyond {FAR} times the envelope", [r for r in rows if (r["envelope"] or 0) > FAR]),
        ("Results that are no number where the truth is one", [r for r in rows if r["failed"]]),
        ("Nothing judged within the limits", [r for r in rows if not r["points"]]),
    ]
    if every:
        wrong = [r for r in every if any(s["right"] is False for s in r["exhaustive"]["special"])]
        told += [
            ("More than an ulp somewhere", [r for r in every if (r["found"] or 0) > 1]),
            ("All results correctly rounded", [r for r in every if _share(r, "correctly_rounded") == ALL]),
            ("Wrong at an infinity or NaN", wrong),
        ]
    return [f"- {says}: {', '.join(map(_name, some)) or 'none'}." for says, some in told]


def _found_of_known(row: Row) -> float | None:
    """What the search found over what the literature's inputs give; None where either is missing or 0."""
    known = row["known"] and row["known"]["ulps"]
    return row["found"] / known if known and row["found"] else None


def _reached(rows: Sequence[Row]) -> list[str]:
    """For how many functions the search came near the literature's worst input, or went beyond it."""
    ratios = [(row, ratio) for row in rows if (ratio := _found_of_known(row)) is not None]
    below = [_name(row) for row, ratio in ratios if ratio < NEAR]
    return [
        f"- Found by itself at least {NEAR} of the known error: {len(ratios) - len(below)} of {len(ratios)}; "
        f"less: {', '.join(below) or 'none'}."
    ]


def _understated(rows: Sequence[Row], said: Sequence[Statement]) -> list[str]:
    """Errors that are certainly larger than the library says."""
    pairs = [(row, s) for row in rows for s in said if _name(row) in s.ulps]
    names = [
        f"{_name(row)} ({s.ulps[_name(row)]:g} in {s.mark})"
        for row, s in pairs
        if (row["found"] or 0) > s.ulps[_name(row)] + s.room
    ]
    return [f"- Beyond what is stated: {', '.join(names) or 'none'}."] if said else []


def _name(row: Row) -> str:
    name: str = row["target"].split(":")[1]
    return name


Cell = Callable[[Row], str]
TEXTS = ("function", "truth", "at", "infinities and NaN")


def _columns(whole: bool, said: Sequence[Statement], compared: bool) -> dict[str, Cell]:
    """By their titles. Of what is judged whole the literature's inputs add nothing."""
    shared: dict[str, Cell] = {
        "function": _name,
        "truth": lambda row: f"`{' where '.join([row['truth'], *row.get('given', ())])}`",
        "worst ulps": lambda row: _size(row["found"], up=False),
    }
    if said:
        shared["stated"] = lambda row: _stated(row, said)
    if compared:
        shared["known"] = lambda row: _size(row["known"] and row["known"]["ulps"], up=False)
        shared["found/known"] = lambda row: _size(_found_of_known(row), up=False)
    shared |= {
        "envelopes": lambda row: _size(row["envelope"]),
        "at": _place,
        "no number": lambda row: f"{row['failed']:,}",
        "undecided": lambda row: f"{row['undecided']:,}",
    }
    if whole:
        shared |= {
            "inputs": lambda row: (
                f"{_every(row)['inputs']:,}" if _every(row) else f"{row['points']:,} of a search"
            ),
            "with a truth": lambda row: (
                f"{_every(row)['inputs'] - _every(row)['outside']:,}" if _every(row) else "-"
            ),
            "rounded correctly": lambda row: _share(row, "correctly_rounded"),
            "faithful": lambda row: _share(row, "faithful"),
            "infinities and NaN": _specials,
        }
    return shared


def _every(row: Row) -> Row:
    return row.get("exhaustive") or {}


def _stated(row: Row, said: Sequence[Statement]) -> str:
    return ", ".join(f"{s.ulps[_name(row)]:g} ({s.mark})" for s in said if _name(row) in s.ulps) or "-"


def _place(row: Row) -> str:
    place = row["worst"] or row["worst_failure"] or {"inputs": {}}
    at = ", ".join(f"{k}={v}" for k, v in place["inputs"].items())
    at = at or ", ".join(f"{k}={v['spec']}" for k, v in row.get("arrays", {}).items())
    return f"`{at}`" if at else ": ".join(row["notes"][:2])


def _share(row: Row, name: str) -> str:
    """Of the inputs with a truth; rounded down, so that 100 per cent are all."""
    every = _every(row)
    count = every["inputs"] - every["outside"] if every else 0
    if not count:
        return "-"
    share = every[name] * 10**6 // count
    return f"{share // 10**4}.{share % 10**4:04} %"


def _specials(row: Row) -> str:
    """What comes out; in words whether it is wrong, where that can be said."""
    marks = {True: "", False: " wrong", None: ""}
    told = (f"{s['input']}: {_short(s['result'])}{marks[s['right']]}" for s in _every(row).get("special", ()))
    return ", ".join(told) or "-"


def _short(result: str) -> str:
    return f"{float.fromhex(result):.9g}" if result.lstrip("-").startswith("0x") else result


def _size(value: float | None, up: bool = True) -> str:
    """A size, rounded to its own side; a lower bound below 0 bounds nothing."""
    return "-" if value is None else bound_text(max(0.0, value), 3, up)
