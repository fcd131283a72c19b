"""What following a function found, under the contract's names."""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.precision import precision, upper
from verify.core import formats
from verify.inside.account import Account
from verify.inside.blame import Blame, Blamed
from verify.inside.chain import Link, chain
from verify.inside.follow import Trace
from verify.inside.lines import Line, guilty_lines
from verify.inside.run.branches import Branch
from verify.inside.run.tape import Tape
from verify.measure.distance import ulp
from verify.records.plain import Row
from verify.records.write import PART_DIGITS, ball_text

SITES = 50  # the worst are listed
TOLD = 2.0**-10
FEW = 20  # entries of an array that are shown


def blame_row(target: str, inputs: Mapping[str, Any], found: Blame, truth: arb | None = None) -> Row:
    """One followed result. `truth`: f(fl x) as a ball; without it ulps are those of F(fl x)."""
    a = found.account
    computed = a.trace.tape.values[a.place]
    with precision(a.bits):
        exact = a.exact if a.exact is not None and a.exact.is_finite() else None
        base = exact if truth is None else truth
        unit = None if base is None else ulp(base, a.format)
        rounding = None if exact is None else arb(computed) - exact
        truncation = None if exact is None or truth is None else exact - truth
        total = rounding if truth is None else arb(computed) - truth
        unattributed = a.unattributed()
        row: Row = {
            "target": target,
            "format": formats.name_of(a.format),
            "inputs": {name: _input(x) for name, x in inputs.items()},
            "computed": float(computed).hex(),
            "exact": None if exact is None else ball_text(exact),
            "truth": None if truth is None or not truth.is_finite() else ball_text(truth),
            "total_ulps": _in_units(total, unit),
            "rounding_ulps": _in_units(rounding, unit),
            "truncation_ulps": _in_units(truncation, unit),
            "digits": _digits(total, exact if truth is None else truth),
            "unattributed": None if unattributed is None else _number(unattributed),
        }
        row |= {
            "sites": [_site_row(s, a, computed) for s in found.sites[:SITES]],
            "branches": [branch_row(a.trace, b) for b in a.branches],
            "edges": _edge_rows(found),
            "leaks": _leak_rows(a.trace),
            "guilty": guilty_rows(found),
            "chain": [_link_row(k) for k in chain(a)],
            "bits": a.bits,
            "reason": a.reason,
            "not_finite": _first_not_finite(a.trace) if not math.isfinite(computed) else None,
        }
    return row


def _input(x: Any) -> Any:
    if isinstance(x, float | np.floating):
        return float(x).hex()
    if isinstance(x, np.ndarray):
        return _input(x.tolist()) if x.size <= FEW else f"an array of shape {x.shape}"
    if isinstance(x, Sequence) and not isinstance(x, str):
        return [_input(v) for v in x]
    return str(x) if isinstance(x, str | int | complex | None) else f"a {type(x).__name__}"


def _first_not_finite(trace: Trace) -> Row | None:
    """Where finite numbers first made an infinity or no number."""
    tape = trace.tape
    for k in np.flatnonzero(~np.isfinite(tape.floats())).tolist():
        operands = tape.operands(k)
        if operands and all(math.isfinite(tape.values[i]) for i in operands):
            site = trace.site(tape.site(k))
            return {"file": site.file, "line": site.line, "code": site.code}
    return None


def _in_units(error: arb | None, unit: arb | None) -> float | None:
    if error is None or unit is None or not error.is_finite():
        return None
    size = upper(abs(error) / unit)
    return size if math.isfinite(size) else None


def _digits(error: arb | None, value: arb | None) -> float | None:
    """Correct significant digits, rounded down."""
    if error is None or value is None or not error.is_finite():
        return None
    if error.is_zero():
        return 17.0
    size = upper(abs(error) / abs(value))
    return (
        None
        if math.isnan(size)
        else 17.0
        if size == 0
        else max(0.0, min(17.0, -math.log10(size) - 1e-9))
        if size < math.inf
        else 0.0
    )


def _number(ball: arb) -> float | None:
    """A part of an error for reading; None where the ball does not give it to three digits, of itself or of
    the whole: parts of 10^230 that cancel leave open what is left."""
    value = float(ball.mid())
    told = math.isfinite(value) and ball.rad() <= TOLD * max(abs(value), 1.0)
    return value if told else None


def _size(x: float | None) -> float | str | None:
    """A size that may be infinite, which is a value, or not known."""
    return x if x is None or math.isfinite(x) else "inf"


def _largest(sizes: Iterable[float | None]) -> float | str | None:
    """Of those that are known."""
    return _size(max((x for x in sizes if x is not None), default=None))


def _site_row(s: Blamed, a: Account, computed: float) -> Row:
    share = None if s.share is None else _number(s.share)
    is_shared = s.share is not None or s.turns is not None or (a.error is not None and a.error.is_zero())
    return {
        "file": s.site.file,
        "line": s.site.line,
        "column": s.site.column,
        "code": s.site.code,
        "operation": s.site.operation,
        "called_from": None
        if s.site.caller is None
        else {"file": s.site.caller.file, "line": s.site.caller.line},
        "cancelled_bits": _size(s.cancelled_bits),
        "condition_number": _size(s.condition_number),
        "local_ulps": _size(s.local_ulps),
        "share": share,
        "share_ball": ball_text(s.share, PART_DIGITS)
        if s.share is not None and s.share.is_finite()
        else None,
        "turns": None if s.turns is None else _number(s.turns),
        "makes": s.makes if is_shared else None,
        "magnifies": s.magnifies if is_shared or s.jumps else None,
        "gain": _gain(s, computed, a.error),
        "count": s.count,
        "worst": _worst_row(a.trace.tape, s.worst),
    }


def _worst_row(tape: Tape, place: int | None) -> Row | None:
    """An operation: its operands, of very many the first few, how many they are, and its result."""
    if place is None:
        return None
    operands = tape.operands(place)
    return {
        "operands": [tape.values[k].hex() for k in operands[:FEW]],
        "operand_count": len(operands),
        "result": tape.values[place].hex(),
    }


def _gain(s: Blamed, computed: float, error: arb | None) -> float | None:
    """The digits that would be right if this site alone were exact, rounded down; None where not known."""
    if s.share is None or error is None:
        return None
    return _digits(error * (1 - s.share), arb(computed) - error)


def guilty_rows(found: Blame) -> list[Row]:
    """The lines that make or magnify the error, the worst first; or the expressions, with their columns."""
    if not found.account.trace.by_expression:
        return [_line_row(line) for line in guilty_lines(found)]
    single = [Line(s.site.file, s.site.line, [s]) for s in found.guilty]
    return [{**_line_row(line), "column": line.sites[0].site.column} for line in single]


def _line_row(line: Line) -> Row:
    share = line.share
    return {
        "file": line.file,
        "line": line.line,
        "column": None,
        "share": None if share is None else _number(share),
        "turns": None if line.turns is None else _number(line.turns),
        "rounds_decimals": any(s.jumps for s in line.sites),
        "makes": line.makes,
        "magnifies": line.magnifies,
        "cancelled_bits": _size(max(s.cancelled_bits for s in line.sites)),
        "condition_number": _largest(s.condition_number for s in line.sites),
        "local_ulps": _largest(s.local_ulps for s in line.sites),
        "codes": [s.site.code for s in line.sites],
        "within": _within(line),
    }


def _within(line: Line) -> list[str]:
    """Where a call that lost digits lost them, in a file other than the followed function's."""
    sites = [s.site for s in line.sites if s.site.caller is not None]
    return list(dict.fromkeys(f"{Path(s.file).name}, line {s.line}: {s.code}" for s in sites))


def _link_row(k: Link) -> Row:
    place = {"file": k.site.file, "line": k.site.line, "code": k.site.code}
    return {**place, "value": k.value.hex(), "ulps": _size(k.errors)}


def branch_row(trace: Trace, b: Branch) -> Row:
    """A decision that exact arithmetic takes otherwise, or that is open."""
    site, values = trace.site(b.site), trace.tape.values
    places = [k for k in (b.first.left, b.first.right) if k >= 0]
    return {
        "file": site.file,
        "line": site.line,
        "code": site.code,
        "kind": b.kind,
        "taken": b.taken,
        "exact": b.exact,
        "count": b.count,
        "operands": [values[k].hex() for k in places],
    }


def _edge_rows(found: Blame) -> list[Row]:
    """Calls into compiled code: judged where the truth at their operands is known, else not followed."""
    a = found.account
    trace, rows = a.trace, []
    for (number, name), places in trace.tape.edges.items():
        site = trace.site(number)
        rows.append(_edge(name, site, True, found.local_ulps(places), len(places)))
    for key, count in trace.tape.outside.items():
        number, name = key
        row = _edge(name, trace.site(number), False, None, count)
        rows.append({**row, "on_import": key in trace.tape.on_import})
    return rows


def _edge(name: str, site: Any, judged: bool, ulps: float | None, count: int) -> Row:
    return {
        "call": name,
        "file": site.file,
        "line": site.line,
        "judged": judged,
        "local_ulps": _size(ulps),
        "count": count,
        "on_import": False,
    }


def _leak_rows(trace: Trace) -> list[Row]:
    """Plain floats that turned up: where, and how often."""
    rows = []
    for number, count in trace.tape.leaks.items():
        s = trace.site(number)
        told = {"file": s.file, "line": s.line, "code": s.code, "count": count}
        rows.append({**told, "on_import": number in trace.tape.on_import})
    return rows
