"""What verify check prints of a function of arrays."""

import math
from collections.abc import Mapping

from rich.console import Console

from verify.checking.gate import Gate
from verify.core import numbers
from verify.interface.check_text import print_check, print_lines
from verify.interface.gate_text import why_failed
from verify.interface.printing import ulps_text
from verify.records.plain import Row

KAPPAS = {
    "condition_number_componentwise": "componentwise",
    "condition_number_of_1": "of the matrix in the norms 1:",
    "condition_number_of_2": "2:",
    "condition_number_of_inf": "infinity:",
}
RESIDUALS = {
    "residual": "residual",
    "residual_right": "right residual",
    "residual_left": "left residual",
    "orthogonality": "departure from orthogonality",
    "angle_to_subspace": "angle to the invariant subspace",
    "distance_to_singular": "relative distance to a singular matrix",
}
INHERENT = {True: "inherent", False: "the algorithm's", None: "undecided whether inherent"}


def print_answer(row: Row, gate: Gate, out: Console) -> None:
    """One result, of a function of numbers or of arrays."""
    if row.get("arrays"):
        _print_arrays(row, gate, out)
    else:
        print_check(row, gate, out)


def _print_arrays(row: Row, gate: Gate, out: Console) -> None:
    """The arrays, the errors, where they come from, what is proved of the data."""
    lines = {name: _array(array) for name, array in row["arrays"].items()}
    if row["worst"] is not None:
        lines |= _lines(row)
    for label in ("outside", "undecided", "failed"):
        for reason in row[f"{label}_reasons"]:
            lines[label] = reason
    # A singular matrix, say: no gate is asked, and `why_failed` is of gates.
    why = "there is no truth to hold it against" if row["outside_domain"] else why_failed(row, gate)
    print_lines(row, lines, why, out, _answer(row))


def _answer(row: Row) -> str:
    """Is the result as good as its data allow? Nothing where that is not known."""
    inherent = row["worst"] and row["worst"]["inherent"]
    if inherent:
        return "as good as its data allow"
    if inherent is None or row["envelope"] is None:
        return ""
    return f"up to {ulps_text(row['envelope'])} times the error that its data may cost"


def _array(array: Row) -> str:
    shape = " by ".join(map(str, array["shape"])) or "a number"
    return f"{array['spec']}: {shape}{'' if array['exact'] else ', rounded to the format'}"


def _lines(row: Row) -> dict[str, str]:
    worst = row["worst"]
    details = worst.get("details", {})
    parts = ", ".join(f"{name} {_short(worst[f'{name}_error'])}" for name in ("data", "algorithm"))
    lines = {
        "error": _error(row),
        "ulps": _ulps(row),
        "cause": f"{worst['cause']}, {INHERENT[worst['inherent']]}; {parts}",
        "envelope": _envelope(row),
        "kappa": "; ".join([_short(worst["condition_number"]), *_beside(KAPPAS, details)]),
    }
    if worst["backward_error"] is not None:
        other = _short(details.get("backward_error_componentwise"))
        lines["backward"] = f"{_short(worst['backward_error'])} normwise, {other} componentwise"
    if rest := _beside(RESIDUALS, details):
        lines["residuals"] = "; ".join(rest)
    return lines


def _error(row: Row) -> str:
    worst = row["worst"]
    if worst["forward_error"] is None:
        return "the truth is exactly zero, and the result is not: 0 digits"
    digits = numbers.bound_text(worst["digits"] or 0.0, up=False)
    if row["entry"] is None:
        return f"{_short(worst['forward_error'])} of the truth: {digits} digits"
    entrywise = _short(worst.get("forward_error_componentwise"))
    return f"{_short(worst['forward_error'])} normwise: {digits} digits; {entrywise} componentwise"


def _ulps(row: Row) -> str:
    if row["entry"] is None:
        return ulps_text(row["ulps"]["max"])
    ulps = {key: ulps_text(row["ulps"][key]) for key in ("max", "p99", "median")}
    place = ", ".join(map(str, row["entry"]))
    return (
        f"of {row['entries']} entries max {ulps['max']} at [{place}], 99th percentile {ulps['p99']}, "
        f"median {ulps['median']}"
    )


def _envelope(row: Row) -> str:
    if row["envelope"] is None:
        return "not known"
    multiple, kind = ulps_text(row["envelope"]), row["envelope_kind"]
    told = f"at most {multiple} times the envelope ({kind}), what data good to half an ulp cost"
    return told + (_allowed(row["worst"]["inherent_error"]) if kind == "normwise" else "")


def _allowed(inherent: str | None) -> str:
    """The digits that such data allow, rounded down; nothing where that is not known."""
    if inherent is None:
        return ""
    middle, radius = (math.inf, 0.0) if inherent == "inf" else map(float, inherent[1:-1].split(" +/- "))
    # Of a relative error at most so large; the sum of two floats is off by less than is added.
    most = (middle + radius) * (1 + 1e-12)
    if not 0 < most < 1:
        return ": they allow no digit" if most >= 1 else ""
    return f": they allow {numbers.bound_text(-math.log10(most) - 1e-12, up=False)} digits"


def _beside(names: Mapping[str, str], details: Row) -> list[str]:
    return [f"{says} {_short(details[name])}" for name, says in names.items() if name in details]


def _short(ball: str | None) -> str:
    """A ball for reading: its middle, to four digits, or a bound of what it may hold."""
    if ball is None:
        return "unknown"
    if ball == "inf":
        return "infinite"
    middle, radius = map(float, ball[1:-1].split(" +/- "))
    return f"{middle:.3e}" if abs(middle) > radius or radius == 0 else f"below {abs(middle) + 2 * radius:.0e}"
