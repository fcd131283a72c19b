"""Certified accuracy of a function of arrays in a test, and strategies for the field's test matrices."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import fmpq
from hypothesis import strategies as st

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.float64 import nearest
from verify.arithmetic.precision import MAX_BITS
from verify.checking.arrays import asking
from verify.checking.gate import Gate
from verify.core.errors import BadInput
from verify.mathematics.families.family import made
from verify.mathematics.families.table import FAMILIES
from verify.measure.limits import MEMORY, SECONDS, Limits
from verify.records.plain import Row

# Families of one size alone: the others take a condition number or a seed, or no size.
OF_ONE_SIZE = sorted(
    name for name, f in FAMILIES.items() if f.call.startswith(f"{name}(n") and f.says.startswith("matrix")
)
TWO_TO_THE_N = ("hadamard",)


def assert_certified_arrays(
    f: Callable[..., Any],
    truth: str | Callable[..., Any],
    arrays: Mapping[str, Any],
    *,
    max_ulps: float | None = None,
    envelope: float | None = None,
    fixed: Mapping[str, Any] | None = None,
    format: str = "float64",
    max_bits: int = MAX_BITS,
    timeout: float = SECONDS,
    memory: float = MEMORY,
) -> list[Row]:
    """Assert that what a function makes of arrays is certainly within the limits given.

    f         a function of arrays
    truth     a formula over them ("solve(A, b)"), or a function of arrays of balls; of several results
              each is judged
    arrays    by name, in the function's order: arrays, files, or families such as "hilbert(10)"
    max_ulps  the most ulps allowed in any entry; envelope: the largest multiple allowed of what data good
              to half an ulp cost, in norm or, where an operation is judged entry by entry, in every entry

    What balls do not settle fails, and so do arrays for which there is no truth (a singular matrix). The
    rows, as verify check prints them with --json, are returned.
    """
    __tracebackhide__ = True
    if max_ulps is None and envelope is None:
        raise BadInput("nothing is asserted; give max_ulps= or envelope=")
    name = str(getattr(f, "__name__", "function"))
    limits = Limits(max_bits, timeout, memory)
    says = truth if isinstance(truth, str) else str(getattr(truth, "__name__", "truth"))
    true = None if isinstance(truth, str) else truth
    subjects = asking.subjects(name, f, says, true, arrays, dict(fixed or {}), format, limits)
    rows = asking.rows(subjects, Gate(max_ulps, envelope), limits)
    for row in rows:
        if not row["passed"]:
            raise AssertionError(_fault(row, max_ulps, envelope))
    return rows


def _fault(row: Row, max_ulps: float | None, envelope: float | None) -> str:
    """Why the assertion fails."""
    for reason in ("outside", "failed", "undecided"):
        for why in row[f"{reason}_reasons"]:
            return f"{row['target']} against {row['truth']}: {why}"
    ulps, multiple = row["ulps"]["max"], row["envelope"]
    place = "" if row["entry"] is None else f" at {row['entry']}"
    said = [f"max_ulps={max_ulps}"] if max_ulps is not None else []
    said += [f"envelope={envelope}"] if envelope is not None else []
    notes = "; ".join(row["notes"])
    return (
        f"{row['target']} against {row['truth']} is not certainly within {' and '.join(said)}: "
        f"{ulps} ulps{place}, {multiple} times the envelope ({row['envelope_kind']}), "
        f"cause {row['worst']['cause']}"
        f"{'; ' + notes if notes else ''}"
    )


@dataclass(frozen=True)
class Member:
    """A member of a family: how it is called, its exact entries (rationals or floats), and these as
    float64."""

    call: str
    exact: Matrix
    floats: Matrix


def family_members(*names: str, most: int = 10) -> st.SearchStrategy[Member]:
    """Square matrices of the field's families (all that have a size alone, or those that are named), of up to
    `most` rows. A failing one shrinks to the first family and to a small size."""
    known: Sequence[str] = names or OF_ONE_SIZE
    if unknown := [name for name in known if name not in OF_ONE_SIZE]:
        raise BadInput(
            f"there is no family {unknown[0]!r} that takes a size alone; there are {', '.join(OF_ONE_SIZE)}"
        )
    if most < 2:
        raise BadInput(f"most={most} is too small; give at least 2")
    return st.tuples(st.sampled_from(list(known)), st.integers(1, most)).map(_member)


def _member(chosen: tuple[str, int]) -> Member:
    name, n = chosen
    call = f"{name}({min(n, 4) if name in TWO_TO_THE_N else n})"
    exact = made(call, FAMILIES)
    floats = [nearest(v) if isinstance(v, fmpq) else float(v) for v in exact.flat]
    return Member(call, exact, np.array(floats).reshape(exact.shape))
