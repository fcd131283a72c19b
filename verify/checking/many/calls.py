"""The results at many inputs: of a ufunc at once, where that gives what its calls give one by one; of any
other function call by call."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from verify.arithmetic.mpfr import BINARY64, FORMATS, Format
from verify.arithmetic.precision import Hopeless
from verify.checking.subjects import calls
from verify.checking.subjects.subject import Subject
from verify.language.nodes import Call, Node, Number, Variable, folded, parts_of
from verify.measure.limits import Limits, calling, time_limit

KINDS: dict[Format, type] = {BINARY64: np.float64, FORMATS["binary32"]: np.float32}
COMPARED = 16  # results of a ufunc that are held against its results one by one
BLOCK = 256  # calls under one limit of time: none that is a thousand times slower than usual comes near it
Results = tuple[Any, dict[int, str]]


def results(what: Subject, columns: Sequence[Any], limits: Limits) -> Results | None:
    """Float64 results, and what was raised in their place. None where each call needs a closer look: it is
    slow, or returns something else."""
    with np.errstate(all="ignore"), time_limit(limits.seconds), calling():
        found = _at_once(what, columns) or _operated(what, columns)
    return found if found is not None else _one_by_one(what, columns, limits)


def _at_once(what: Subject, columns: Sequence[Any]) -> Results | None:
    function = what.function
    if not isinstance(function, np.ufunc) or function.nout != 1 or any(r.whole for r in what.domain):
        return None
    kind = np.float64 if what.scalar is None else what.scalar.type
    try:
        found = function(*(c.astype(kind) for c in columns))
    except Exception:  # told where it is called one by one
        return None
    if found.dtype != _kind_of_results(what):
        return None
    return _compared(what, columns, found.astype(np.float64))


def _compared(what: Subject, columns: Sequence[Any], y: Any) -> Results | None:
    """Are these the results of calls one by one, at a few inputs?"""
    for k in range(0, len(y), max(len(y) // COMPARED, 1)):
        where = tuple(float(c[k]) for c in columns)
        one, raised = calls.call(what.function, what.arguments(where), what.typed)
        if raised is not None or not np.array_equal([one], y[k : k + 1], equal_nan=True):
            return None
    return y, {}


# Rounded to nearest by numpy's arrays as by IEEE 754, in the format of their operands.
OPERATIONS = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "sqrt": np.sqrt,
    "neg": np.negative,
    "abs": np.abs,
}


def _operated(what: Subject, columns: Sequence[Any]) -> Results | None:
    """Of a core in one format whose operations numpy's arrays have, each literal rounded to the format."""
    node, kind = what.operations, KINDS.get(what.format)
    if node is None or what.file is None or kind is None or {*what.formats} != {what.format}:
        return None
    if any(isinstance(part, Call) and part.name not in OPERATIONS for part in parts_of(node)):
        return None
    given = {name: c.astype(kind) for name, c in zip(what.names, columns, strict=True)}

    def join(part: Node, of: list[Any]) -> Any:
        if isinstance(part, Number):
            return kind(what.format.rounded(part.value))
        return given[part.name] if isinstance(part, Variable) else OPERATIONS[part.name](*of)

    y = np.broadcast_to(folded(node, join), columns[0].shape)
    return _compared(what, columns, y.astype(np.float64))


def _kind_of_results(what: Subject) -> Any:
    """The type that results of the format have; None where there is no such type."""
    if what.scalar is None:
        return np.dtype(np.float64)
    return np.dtype(what.scalar.type) if what.scalar.format == what.format else None


def _one_by_one(what: Subject, columns: Sequence[Any], limits: Limits) -> Results | None:
    rows = [_arguments(what, r, c) for r, c in zip(what.domain, columns, strict=True)]
    kind = float if what.scalar is None else what.scalar.type
    found: list[Any] = []
    raised: dict[int, str] = {}
    with np.errstate(all="ignore"):
        for k in range(0, len(columns[0]), BLOCK):
            # Where a few calls together take longer than one may, each is given its own time.
            with time_limit(limits.seconds), calling():
                if not _called(what, [row[k : k + BLOCK] for row in rows], k, kind, found, raised):
                    return None
    return np.array(found, np.float64), raised


def _arguments(what: Subject, of: Any, column: Any) -> list[Any]:
    if of.whole:
        return list(map(int, column.tolist()))
    return column.tolist() if what.scalar is None else list(column.astype(what.scalar.type))


def _called(
    what: Subject, rows: Sequence[list[Any]], first: int, kind: type, found: list[Any], raised: dict[int, str]
) -> bool:
    """Append the results; False where one is not of the kind."""
    here = len(found)
    try:
        found.extend(map(what.function, *rows))
    except Hopeless:
        raise
    except Exception:
        # The one that raised is called once more, as those after it are called.
        _caught(what, list(zip(*rows, strict=True))[len(found) - here :], first - here, found, raised)
    return set(map(type, found[here:])) <= {kind, np.float64 if kind is float else kind}


def _caught(
    what: Subject, rows: Sequence[tuple[Any, ...]], shift: int, found: list[Any], raised: dict[int, str]
) -> None:
    function, overflows = what.function, dict[Any, tuple[float, str]]()
    for x in rows:
        try:
            found.append(function(*x))
        except Hopeless:
            raise
        except OverflowError as error:  # of the same words a thousand times
            if error.args not in overflows:
                overflows[error.args] = calls.in_place_of(error)
            y, raised[shift + len(found)] = overflows[error.args]
            found.append(y if what.scalar is None else what.scalar.type(y))
        except Exception as error:
            y, raised[shift + len(found)] = calls.in_place_of(error)
            found.append(y if what.scalar is None else what.scalar.type(y))
