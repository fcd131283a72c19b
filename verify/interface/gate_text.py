"""A gate (--max-ulps, --max-envelope) in words: what it demands, and why it failed."""

from verify.checking.gate import Gate
from verify.records.plain import Row


def limit_text(gate: Gate) -> str:
    """What the gate demands; empty for a check without one."""
    ulps = [] if gate.max_ulps is None else [f"at most {gate.max_ulps:g} ulps"]
    times = [] if gate.max_envelope is None else [f"at most {gate.max_envelope:g} envelopes"]
    asked = " and ".join(ulps + times)
    return f"The limit, {asked}," if asked else ""


def why_failed(row: Row, gate: Gate) -> str:
    """The sentence of a failed gate. Where one fails without limits, the notes above it say why."""
    if not certified(row):
        return "nothing was certified"
    limits = {"--max-ulps": gate.max_ulps, "--max-envelope": gate.max_envelope}
    asked = " and ".join(f"{name} {limit:g}" for name, limit in limits.items() if limit is not None)
    if not asked:
        lost = row["exhaustive"] and row["failed"] and row["complete"] and not row["undecided"]
        return "at some inputs no number came out" if lost else "the check is not complete"
    return f"cannot certify {asked} {'for these arrays' if row.get('arrays') else 'at every input'}"


def certified(row: Row) -> int:
    """Inputs whose distance from the truth is certified."""
    return max(int(row["points"] - row["failed"] - row["undecided"]), 0)
