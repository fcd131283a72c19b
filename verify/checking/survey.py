"""Every function of a library that balls can judge: worst ulps found, where, against the envelope.

Each function has a guarded process and a time limit, and so has each of its inputs: one that hangs or crashes
costs only itself. What is done lies in files by content, and a survey that was stopped goes on from there.
"""

import importlib
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial

from verify.checking import result as check
from verify.checking import target
from verify.checking.arrays.check import ArraySubject
from verify.checking.arrays.check import judge as judge_arrays
from verify.checking.arrays.data import data_of
from verify.checking.arrays.rows import row as array_row
from verify.checking.arrays.truth import truths
from verify.checking.search import Budget, search
from verify.checking.subject import subject
from verify.core import formats
from verify.core import numbers as floats
from verify.core.errors import BadInput
from verify.language.array_libraries import ARRAY_TABLES
from verify.language.libraries import TABLES
from verify.measure.limits import MEMORY, Limits, time_limit
from verify.records.plain import Row
from verify.records.summary import distribution
from verify.runs import cache, guard
from verify.runs.cache import Cache
from verify.runs.parcel import Lost

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
    text = TABLES.get(library) or ARRAY_TABLES.get(library)
    if text is None:
        known = ", ".join([*TABLES, *ARRAY_TABLES])
        raise BadInput(f"there is no survey of {library!r}; there are {known}")
    try:
        importlib.import_module(library)
    except ImportError as error:
        raise BadInput(f"{library} is not installed: {error}; install verify-arb[scipy]") from error
    table = []
    for row in text.strip().splitlines():
        name, truth, domain = (part.strip() for part in row.split("|"))
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


def judge(line: Line, seconds: float, memory: float, end: float) -> Row:
    """The row of one function: a search over its domain, until the survey has to end."""
    seconds = min(seconds, end - time.monotonic())
    if seconds <= 0:
        return lost(line, "the survey's time was over")
    limits = Limits(line.max_bits, seconds * PATIENCE, memory)
    with time_limit(seconds):
        if line.target.partition(":")[0] in ARRAY_TABLES:
            return _of_arrays(line, limits)
        try:
            what = subject(line.target, line.truth, line.domain)
        except BadInput as error:
            return lost(line, str(error))
        result = search(what, Budget(line.budget, seconds * SEARCHING), line.seed, limits)
        return check.row(result, check.Gate(), check.reproduction(result))


def _of_arrays(line: Line, limits: Limits) -> Row:
    """The row of one function of arrays, at those of the table."""
    scalar, specs = formats.named("float64"), dict(part.split("=", 1) for part in line.domain)
    try:
        function, data = target.load(line.target), data_of(specs, scalar)
        found = [
            ArraySubject(line.target, function, data, truth, scalar)
            for _, truth in truths(line.truth, list(specs))
        ]
        return array_row(judge_arrays(found, limits)[0], check.Gate())
    except BadInput as error:
        return lost(line, str(error))


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
        "proved_absolute": None,
        "failed": 0,
        "failed_reasons": {},
        "undecided": 0,
        "undecided_reasons": [],
        "outside_domain": 0,
        "outside_reasons": {},
        "valid_share": None,
        "notes": [LOST, why],
        "complete": False,
        "passed": False,
        "command": "",
    }


def survey(
    table: Sequence[Line],
    cache: Cache,
    jobs: int,
    seconds: float,
    memory: float = MEMORY,
    end: float = math.inf,
    begun: Callable[[Line], None] = lambda line: None,
) -> Iterator[tuple[Line, Row]]:
    """Each function with its row when it is done: cached, judged, or lost.

    end: when it has to end, by the monotonic clock; what is not judged then is lost.
    """
    waiting = []
    for line in table:
        row = _answer(cache, line)
        # What was lost is tried again: there may be more time now.
        if row is not None and row["notes"][:1] != [LOST]:
            yield line, row
        else:
            cache.drop(_name(line))
            waiting.append(line)
    limits = Limits(seconds=seconds, memory=memory)
    work = partial(judge, seconds=seconds, memory=memory, end=end)
    for index, answer in guard.each(work, waiting, limits, jobs, begun=lambda k: begun(waiting[k])):
        line = waiting[index]
        row = lost(line, answer.why) if isinstance(answer, Lost) else answer
        if row["notes"][:1] != [LOST]:
            cache.put(_name(line), [row])
        yield line, row


def _name(line: Line) -> str:
    return f"results-{line.key()}.json"


def _answer(cache: Cache, line: Line) -> Row | None:
    """The answer that lies there, if it is about this function."""
    rows = cache.answer(_name(line))
    return rows[0] if rows and rows[0]["target"] == line.target else None


OF_NUMBERS = (
    "{count} functions judged against their formulas in ball arithmetic. The worst ulps are those of inputs "
    "found by search: lower bounds of the true maximum, each certified. The envelope is max(1/2, kappa/2) "
    "ulps, what an ideal algorithm makes of data good to half an ulp; a function far beyond it loses digits "
    "that its inputs had."
)
OF_ARRAYS = (
    "Every function is judged at the arrays that stand beside it, entry by entry: the worst entry, in ulps "
    "of its truth, and the median. The envelope is what an ideal algorithm would lose on data good to half "
    "an ulp, in the infinity norm (of what is computed entry by entry, of each entry); a function beyond it "
    "loses digits that its data had. Families that are not exact in float64 are rounded first: that is part "
    "of the error."
)


def page(library: str, rows: Sequence[Row], command: str) -> str:
    """Markdown: the functions from the worst against their envelope to the best."""
    ordered = sorted(rows, key=lambda r: (-r["failed"], -(r["envelope"] or 0), -(r["ulps"]["max"] or 0)))
    beyond = [r for r in rows if r["failed"] or (r["envelope"] or 0) > 4 or not r["points"]]
    head = [
        f"<!-- made by: {command} -->",
        f"# Certified survey of {library}",
        "",
        OF_ARRAYS if library in ARRAY_TABLES else OF_NUMBERS.format(count=len(rows)),
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
    at = at or ", ".join(f"{k}={v['spec']}" for k, v in row.get("arrays", {}).items())
    found = _size(row["found"], up=False)
    numbers = [found, _size(row["envelope"]), f"`{at}`" if at else ": ".join(row["notes"][:2])]
    counts = [_size(row["ulps"]["median"]), str(row["failed"]), str(row["undecided"])]
    name = row["target"].split(":")[1]
    return "| " + " | ".join([name, f"`{row['truth']}`", str(row["points"]), *numbers, *counts]) + " |"


def _size(value: float | None, up: bool = True) -> str:
    return "-" if value is None else floats.bound_text(value, 3, up)
