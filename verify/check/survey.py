"""Every function of a library that balls can judge: worst ulps found, where, against the envelope.

Each function has a process of its own and a time limit, so that one that hangs or crashes costs only
itself. What is done lies in files by content, and a survey that was stopped goes on from there.
"""

import importlib
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from multiprocessing.process import BaseProcess
from typing import Any

from verify.check import result as check
from verify.check.search import Budget, search
from verify.check.subject import subject
from verify.check.survey_tables import TABLES
from verify.core import numbers as floats
from verify.core.errors import BadInput
from verify.measure.limits import Limits
from verify.records.plain import Row
from verify.records.summary import distribution
from verify.runs import cache
from verify.runs.cache import Kept

POLL = 0.05
SEARCHING, PATIENCE = 0.8, 0.05  # of a function's time: for the search, and at most for one evaluation
LOST = "not judged"


@dataclass(frozen=True)
class Line:
    """One function of a table, and how much its search may take."""

    target: str
    truth: str
    domain: tuple[str, ...]
    budget: int
    seed: int
    max_bits: int

    def key(self) -> str:
        return cache.key(asdict(self), cache.surroundings(), cache.code())


def lines(library: str, budget: int, seed: int, max_bits: int) -> list[Line]:
    """The table of a library. BadInput where there is none, or the library is not installed."""
    if library not in TABLES:
        raise BadInput(f"there is no survey of {library!r}; there are {', '.join(TABLES)}")
    try:
        importlib.import_module(library)
    except ImportError as error:
        raise BadInput(f"{library} is not installed: {error}; install verify-arb[scipy]") from error
    table = []
    for text in TABLES[library].strip().splitlines():
        name, truth, domain = (part.strip() for part in text.split("|"))
        table.append(Line(f"{library}:{name}", truth, tuple(domain.split()), budget, seed, max_bits))
    return table


def unjudged(library: str) -> list[str]:
    """Public functions of the library that the table does not judge."""
    judged = {line.target.split(":")[1].split("[")[0] for line in lines(library, 1, 0, 64)}
    module = importlib.import_module(library)
    names = getattr(module, "__all__", dir(module))
    return sorted(
        n for n in names if n not in judged and not n.startswith("_") and callable(getattr(module, n, None))
    )


def judge(line: Line, seconds: float) -> Row:
    """The row of one function: a search over its domain."""
    what = subject(line.target, line.truth, line.domain)
    limits = Limits(line.max_bits, seconds * PATIENCE)
    result = search(what, Budget(line.budget, seconds * SEARCHING), line.seed, limits)
    return check.row(result, check.Gate(), check.reproduction(result))


def _work(line: Line, kept: Kept, name: str, seconds: float) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that waits
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no part of the answer
    try:
        row = judge(line, seconds)
    except Exception as error:  # whatever a surveyed library does is a result of the survey
        row = lost(line, f"{type(error).__name__}: {error}")
    kept.keep(name, [row])


def lost(line: Line, why: str) -> Row:
    """What stands for a function that could not be judged."""
    return {
        "target": line.target,
        "truth": line.truth,
        "points": 0,
        "worst": None,
        "worst_failure": None,
        "domain": {},
        "ulps": distribution([]),
        "found": None,
        "envelope": None,
        "proved_bound": None,
        "failed": 0,
        "failed_reasons": {},
        "undecided": 0,
        "undecided_reasons": [],
        "outside_domain": 0,
        "outside_reasons": {},
        "notes": [LOST, why],
        "passed": False,
        "command": "",
    }


def survey(
    table: Sequence[Line], kept: Kept, jobs: int, seconds: float, done: Callable[[Line], None]
) -> list[Row]:
    """The rows of all the functions, in the order of the table."""
    rows = {}
    for line, row in _judged(table, kept, jobs, seconds):
        rows[line] = row
        done(line)
    return [rows[line] for line in table]


def _name(line: Line) -> str:
    return f"results-{line.key()}.json"


def _answer(kept: Kept, line: Line) -> Row | None:
    """The answer that lies there, if it is about this function."""
    rows = kept.answer(_name(line))
    return rows[0] if rows and rows[0]["target"] == line.target else None


def _judged(table: Sequence[Line], kept: Kept, jobs: int, seconds: float) -> Iterator[tuple[Line, Row]]:
    """Each line when it is done: kept from before, judged, or ended at its time limit."""
    waiting = []
    for line in table:
        row = _answer(kept, line)
        # What was lost is tried again: there may be more time now.
        if row is not None and row["notes"][:1] != [LOST]:
            yield line, row
        else:
            kept.drop(_name(line))
            waiting.append(line)
    running: dict[Line, tuple[BaseProcess, float]] = {}
    context: Any = multiprocessing.get_context("spawn")
    while waiting or running:
        while waiting and len(running) < jobs:
            line = waiting.pop(0)
            given = (line, kept, _name(line), seconds)
            process = context.Process(target=_work, args=given, daemon=True)
            process.start()
            running[line] = process, time.monotonic()
        for line, (process, started) in list(running.items()):
            late = process.is_alive() and time.monotonic() - started > seconds
            if late:
                process.kill()
                process.join()
            if not process.is_alive():
                ended = f"its process ended with code {process.exitcode}"
                why = f"not done in {seconds:g} s" if late else ended
                del running[line]
                yield line, _answer(kept, line) or lost(line, why)
        time.sleep(POLL)


def page(library: str, rows: Sequence[Row], command: str) -> str:
    """Markdown: the functions from the worst against their envelope to the best."""
    ordered = sorted(rows, key=lambda r: (-r["failed"], -(r["envelope"] or 0), -(r["ulps"]["max"] or 0)))
    beyond = [r for r in rows if r["failed"] or (r["envelope"] or 0) > 4 or not r["points"]]
    head = [
        f"<!-- made by: {command} -->",
        f"# Certified survey of {library}",
        "",
        f"{len(rows)} functions judged against their formulas in ball arithmetic. The worst ulps are those "
        "of inputs found by search: lower bounds of the true maximum, each certified. The envelope is "
        "max(1/2, kappa/2) ulps, what an ideal algorithm makes of data good to half an ulp; a function far "
        "beyond it loses digits that its inputs had.",
        "",
        f"Beyond four times the envelope, without a number where there is one, or not judged: "
        f"{', '.join(r['target'].split(':')[1] for r in beyond) or 'none'}.",
        "",
        "| function | truth | points | worst ulps | envelopes | at | median | no number | undecided |",
        "|---|---|---:|---:|---:|---|---:|---:|---:|",
    ]
    body = [_line(row) for row in ordered]
    rest = unjudged(library)
    tail = ["", f"Not judged ({len(rest)}): {', '.join(rest)}.", ""]
    return "\n".join([*head, *body, *tail])


def _line(row: Row) -> str:
    place = row["worst"] or row["worst_failure"] or {"inputs": {}}
    at = ", ".join(f"{k}={v}" for k, v in place["inputs"].items())
    found = _size(row["found"], up=False)
    numbers = [found, _size(row["envelope"]), f"`{at}`" if at else ": ".join(row["notes"][:2])]
    counts = [_size(row["ulps"]["median"]), str(row["failed"]), str(row["undecided"])]
    name = row["target"].split(":")[1]
    return "| " + " | ".join([name, f"`{row['truth']}`", str(row["points"]), *numbers, *counts]) + " |"


def _size(value: float | None, up: bool = True) -> str:
    return "-" if value is None else floats.bound_text(value, 3, up)
