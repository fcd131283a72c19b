"""What verify check, survey and compare print: one result, one line of a survey, changes."""

from collections.abc import Sequence

import click
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from verify.checking.every.special import special_text
from verify.checking.gate import Gate
from verify.core import complexes, numbers
from verify.core.text import shown
from verify.interface.every_text import print_every
from verify.interface.gate_text import certified, why_failed
from verify.interface.printing import add_row, console, table_of, ulps_text, value_text
from verify.records.compare import Change
from verify.records.guilty import branch_text, place_text, verdict
from verify.records.plain import Row

MOST_TRUTH = 2000  # characters of a formula or a note
MOST_SPECIAL = 3
SIZES = {"max": "max", "p99": "99th percentile", "median": "median"}
NO_NUMBER = ("nan", "inf", "-inf")


def print_check(row: Row, gate: Gate, out: Console) -> None:
    """One result: what was asked, the distribution, the worst input, what does not count."""
    lines = ({"format": row["format"]} if row["format"] != "float64" else {}) | _figure_lines(row)
    for reason in row["undecided_reasons"]:
        lines[f"undecided: {reason}"] = ""
    if row["worst"] is not None:
        lines |= _worst_lines(row["worst"])
        lines |= _guilty_lines(row)
    if row["worst_failure"] is not None:
        lines |= _failure_lines(row["worst_failure"])
    if row.get("special"):
        lines["special"] = _special_text(row["special"])
    print_lines(row, lines, why_failed(row, gate), out)
    if row.get("exhaustive") is not None:
        print_every(row["exhaustive"], out)


def print_lines(row: Row, lines: dict[str, str], why: str, out: Console, answer: str = "") -> None:
    """What was asked and its answer, a line for each label, the command, the notes, and where a gate failed,
    why."""
    target, truth = escape(shown(row["target"])), escape(shown(row["truth"], MOST_TRUTH))
    out.print(f"[bold]{target}[/bold] against {truth}{f': {answer}' if answer else ''}", soft_wrap=True)
    if row["command"]:
        lines = {**lines, "again": row["command"]}
    for label, line in lines.items():
        out.print(f"  {escape(shown(label)):10} {escape(shown(line, MOST_TRUTH))}", soft_wrap=True)
    for note in row["notes"]:
        out.print(f"  {escape(shown(note, MOST_TRUTH))}", soft_wrap=True)
    if not row["passed"]:
        out.print(f"  [red]FAILED[/red]: {why}", soft_wrap=True)


def _figure_lines(row: Row) -> dict[str, str]:
    # Of every input of a format the distribution is a histogram, without percentiles.
    known = [key for key in SIZES if key == "max" or row["ulps"][key] is not None]
    ulps = {key: ulps_text(row["ulps"][key]) for key in known}
    found = numbers.bound_text(row["found"] or 0.0, up=False)
    if row["ulps"]["max"] is None and row["found"] is not None:  # beyond float64
        ulps["max"] = f"over {found}"
    lines = {
        "points": f"{certified(row)} certified, {row['failed']} without a number, "
        f"{row['undecided']} undecided, {row['outside_domain']} outside the domain of the truth",
        "ulps": ", ".join(f"{SIZES[key]} {size}" for key, size in ulps.items()),
    }
    if row["envelope"] is not None:
        lines["envelope"] = (
            f"at most {ulps_text(row['envelope'])} times the envelope, what data good to half an ulp cost"
        )
    if row["failed"]:
        why = ", ".join(f"{reason} ({n})" for reason, n in row["failed_reasons"].items())
        if row["exhaustive"]:
            why = f"the first at {row['exhaustive']['first_failure']}"
        lines["failed"] = f"{row['failed']} inputs where the truth is a number and the result is none: {why}"
    if row["proved_bound"] is not None:
        lines["bound"] = f"{found} found <= true maximum <= {ulps_text(row['proved_bound'])} proved"
    if (absolute := row["proved_absolute"]) is not None:
        ulps_of_largest = absolute["ulps_of_largest"]
        size = "" if ulps_of_largest is None else f", {ulps_text(ulps_of_largest)} ulps of the largest truth"
        lines["bound"] = f"absolute error <= {absolute['error']!r} proved{size}"
    return lines


def _special_text(special: Sequence[Row]) -> str:
    """What is not as the standard has it at infinities, NaN and zeros, clause by clause."""
    wrong = [s for s in special if not s["right"]]
    total = f"{len(special)} infinities, NaN and zeros are judged by annex G of ISO C"
    if not wrong:
        return f"{total}, and all are as it has them"
    told = "; ".join(special_text(s) for s in wrong[:MOST_SPECIAL])
    return f"{total}, {len(wrong)} are not as it has them: {told}{'; ...' * (len(wrong) > MOST_SPECIAL)}"


def _failure_lines(failure: Row) -> dict[str, str]:
    """Where no finite number came out though the truth is one, and why."""
    reason = f"; {failure['reason']}" if failure.get("reason") else ""
    return {
        "no number": _inputs(failure),
        "gave": f"{failure['computed']}, cause {failure['cause']}{reason}",
        "for": str(failure["truth"]),
    }


def read(text: str) -> float | complex:
    """A result from its text."""
    return complexes.value(text) if complexes.is_complex(text) else float.fromhex(text)


def _inputs(row: Row) -> str:
    return ", ".join(f"{k} = {v} ({float.fromhex(v)!r})" for k, v in row["inputs"].items())


def _worst_lines(worst: Row) -> dict[str, str]:
    if worst["ulps"] is not None:
        size = f"{ulps_text(worst['ulps'])} ulps"
    elif value_text(worst["computed"]) in NO_NUMBER:
        size = "no finite number"
    elif worst["truth"] == "[0 +/- 0]":  # whose ulp is the least number that there is
        size = f"{abs(read(worst['computed'])):.3g} from zero"
    else:
        size = "not settled" if worst["truth"] is None else "over 1.79e+308 ulps"
    digits = numbers.bound_text(worst["digits"] or 0.0, up=False)
    inherent = {True: "inherent", False: "the algorithm's", None: "undecided whether inherent"}[
        worst["inherent"]
    ]
    envelope = worst.get("envelope") or "unknown"
    return {
        "worst at": _inputs(worst),
        "computed": f"{worst['computed']} ({read(worst['computed'])!r})",
        "truth": str(worst["truth"]),
        "": f"{size}, {digits} digits, cause {worst['cause']}, {inherent}, "
        f"envelope {envelope} ulps, condition number {worst['condition_number'] or 'unknown'}",
    }


# Where the function itself lost the digits, it matters that nothing says where in it.
UNSPLIT = {"algorithm", "rounding", "truncation"}


def _guilty_lines(row: Row) -> dict[str, str]:
    """The lines that lost the digits, or why they are not known; nothing where hardly any are lost."""
    if row["worst"]["ulps"] is not None and row["worst"]["ulps"] <= 2:
        return {}
    found = [branch_text(b) for b in row["branches"]]
    found += [f"{place_text(line)}: {verdict(line)}" for line in row["guilty"]]
    if row["worst"]["cause"] in UNSPLIT and not found and row["not_followed"]:
        return {"not split": row["not_followed"]}
    return {f"line {k}" if k > 1 else "line": text for k, text in enumerate(found, 1)}


def print_survey_row(row: Row, out: Console) -> None:
    """One function of a survey, in a line."""
    target = escape(shown(row["target"]))
    if not row["points"]:
        out.print(f"{target:32} {escape(shown(': '.join(row['notes'][:2])))}", soft_wrap=True)
        return
    sizes = f"max {ulps_text(row['ulps']['max'])} ulps, {ulps_text(row['envelope'])} envelopes"
    counts = "".join(
        f", {row[key]} {says}"
        for key, says in (("failed", "no number"), ("undecided", "undecided"))
        if row[key]
    )
    out.print(f"{target:32} {row['points']} points: {sizes}{counts}", soft_wrap=True)


def print_changes(changes: Sequence[Change]) -> None:
    if not changes:
        click.echo("nothing changed")
        return
    table = table_of("Changes", "", "what", "where", "before", "after")
    for c in changes:
        mark = Text("worse", "red") if c.worse else Text("better", "green")
        add_row(table, mark, c.name, c.says, c.before, c.after)
    console().print(table)
