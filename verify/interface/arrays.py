"""verify check with --array: a function of arrays against a formula over arrays."""

from dataclasses import replace
from pathlib import Path

from verify.checking import saved
from verify.checking.arrays import asking
from verify.core import formats
from verify.core.errors import BadInput
from verify.interface.question import Question
from verify.language import grammar
from verify.language.known import Known
from verify.language.nodes import Call, parts_of
from verify.mathematics.arrays.table import CALLS
from verify.records.plain import Row

OF_ARRAYS = {*CALLS, "@", "entry"}  # what a formula over arrays has, and one over numbers has not
# What a function of arrays does not have: inputs that are drawn, or searched.
OF_NUMBERS = ("domain", "given", "at", "search", "core", "exhaustive", "rows")


def rows(asked: Question) -> list[Row]:
    """The rows of a target with its arrays, one for each of its results."""
    name = str(asked.target)
    if refused := asked.has(OF_NUMBERS):
        raise BadInput(f"--array gives the inputs themselves; leave out {', '.join(refused)}")
    if asked.truth is None:
        raise BadInput(f"no truth is given for {name}; write for example --truth 'solve(A, b)'")
    return _judged(asked, name)


def is_of_arrays(asked: Question) -> bool:
    """Is the truth of saved results one over whole arrays, and not over each number of them?"""
    text = asked.truth or ""
    if ":" in text:
        return False
    node = grammar.parse_known(text, Known(tuple(asked.arrays), CALLS))
    return any(isinstance(part, Call) and part.name in OF_ARRAYS for part in parts_of(node))


def saved_rows(asked: Question) -> list[Row]:
    """The row of results that were saved: the function is the one that returned them."""
    if asked.target is not None:
        raise BadInput(f"{asked.target} and --results are both given; leave one out")
    if refused := asked.has((*OF_NUMBERS, "fix")):
        raise BadInput(f"--results judges what was saved; leave out {', '.join(refused)}")
    name = str(asked.results) if isinstance(asked.results, str | Path) else "results"
    kept = saved.as_saved(asked.results, name, formats.named(asked.format))
    whole = replace(asked, target=name, function=lambda *arrays: kept)
    return [row | {"command": asked.command or ""} for row in _judged(whole, name)]


def _judged(asked: Question, name: str) -> list[Row]:
    named = (asked.arrays, asked.fixed, asked.format, asked.limits)
    subjects = asking.subjects(name, asked.function, str(asked.truth), asked.true, *named)
    answer = asking.rows(subjects, asked.gate, asked.limits)
    return answer if asked.command is None else [r | {"command": asked.command} for r in answer]
