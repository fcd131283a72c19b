"""Every function of a library that balls can judge: worst ulps found, where, against the envelope.

Each function has a guarded process and a time limit, and so has each of its inputs: one that hangs or crashes
costs only itself. What is done lies in files by content, and a survey that was stopped goes on from there.
"""

import importlib
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from verify.arithmetic.mpfr import BINARY64
from verify.checking import result_row
from verify.checking.arrays.check import ArraySubject
from verify.checking.arrays.check import judge as judge_arrays
from verify.checking.arrays.data import data_of
from verify.checking.arrays.rows import row as array_row
from verify.checking.arrays.truth import truths
from verify.checking.every.outcome import exhaustive
from verify.checking.every.tasks import Asked
from verify.checking.gate import Gate
from verify.checking.judging.judge import Judge
from verify.checking.judging.screening import is_screened
from verify.checking.nothing import nothing_found
from verify.checking.one_input.samples import Judged
from verify.checking.searching.search import FROM, Budget, search
from verify.checking.searching.seeds import hard_inputs
from verify.checking.subjects import target
from verify.checking.subjects.subject import Subject, parse_domain, subject
from verify.core import formats
from verify.core.errors import BadInput
from verify.core.formats import Scalar
from verify.language.array_libraries import ARRAY_TABLES
from verify.language.complex_libraries import COMPLEX_TABLES
from verify.language.libraries import TABLES
from verify.language.tensor_libraries import TENSOR_TABLES
from verify.measure.limits import MEMORY, Limits, time_limit
from verify.records.plain import Row
from verify.runs import cache, workers
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
    format: str = "float64"
    given: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Is every number of the format judged? Of a function of one real variable of a short format."""
        scalar = formats.named(self.format)
        short = scalar.complex is None and scalar.format.bits < BINARY64.bits
        return short and len(self.domain) == 1 and ".." not in self.domain[0]

    def key(self) -> str:
        return cache.key(asdict(self), cache.surroundings(), cache.code())


def _scalar(library: str, format: str) -> Scalar:
    """The format; of a library whose functions are all complex its numbers have parts of it."""
    only_complex = library in COMPLEX_TABLES and library not in TABLES
    scalar = formats.named(format)
    return formats.complex_of(scalar) if only_complex and scalar.complex is None else scalar


def _table(library: str, scalar: Scalar) -> str:
    """The lines of a library. BadInput if it has none, or none for the format."""
    fitting: Mapping[str, str] = TABLES
    if scalar.complex is not None:
        fitting = COMPLEX_TABLES
    elif scalar.name == "float64":
        fitting = {**TABLES, **ARRAY_TABLES}
    else:
        fitting = {**TABLES, **TENSOR_TABLES}
    if library in fitting:
        return fitting[library]
    known = {**TABLES, **COMPLEX_TABLES, **ARRAY_TABLES, **TENSOR_TABLES}
    if library not in known:
        raise BadInput(f"there is no survey of {library!r}; there are {', '.join(known)}")
    if library in TENSOR_TABLES:
        raise BadInput(f"{library} is surveyed in a short format; add --format float32")
    raise BadInput(f"{library} is not surveyed in {scalar.name}; {', '.join(fitting)} can be")


def lines(library: str, budget: int, seed: int, max_bits: int, format: str = "float64") -> list[Line]:
    """The table of a library. BadInput if it has none or is not installed."""
    scalar = _scalar(library, format)
    text = _table(library, scalar)
    try:
        importlib.import_module(library)
    except ImportError as error:
        raise BadInput(
            f"{library} is not installed: {error}; install verify-arb[{_extra(library)}]"
        ) from error
    table = []
    for row in text.strip().splitlines():
        name, truth, domain, *given = (part.strip() for part in row.split("|"))
        asked = tuple(domain.split()), budget, seed, max_bits, scalar.name, tuple(given)
        table.append(Line(f"{library}:{name}", truth, *asked))
    return table


def _extra(library: str) -> str:
    return library if library in TENSOR_TABLES else "scipy"


def only(table: Sequence[Line], names: Sequence[str]) -> list[Line]:
    """The lines of these functions; all where none is named. BadInput for a name that has none."""
    known = {_short(line.target): line for line in table}
    if strange := [name for name in names if name not in known]:
        raise BadInput(f"the survey has no function {strange[0]}; it has {', '.join(known)}")
    return [known[name] for name in names] or list(table)


def _short(target: str) -> str:
    return target.split(":")[1]


def unjudged(library: str, format: str = "float64") -> list[str]:
    """Public functions of the library that the table does not judge."""
    judged = {_short(line.target).split("[")[0] for line in lines(library, 1, 0, 64, format)}
    prefixes = {name[: name.rfind(".") + 1] for name in judged}  # numpy. of jax's numpy.exp
    return sorted(n for prefix in prefixes for n in _public(library, prefix) if n not in judged)


def _public(library: str, prefix: str) -> list[str]:
    """The callables of a library's module, numpy.exp of jax's numpy."""
    module = importlib.import_module(f"{library}.{prefix}".rstrip("."))
    names = getattr(module, "__all__", dir(module))
    return [prefix + n for n in names if not n.startswith("_") and callable(getattr(module, n, None))]


def judge(line: Line, seconds: float, memory: float, end: float, folder: Path | None = None) -> Row:
    """The row of one function: a search over its domain, until the survey has to end.

    folder: where parts of a check of every input are kept until it is done, and are looked for.
    """
    # Parts are kept by their limits too: these do not depend on how much time is left.
    limits = Limits(line.max_bits, seconds * PATIENCE, memory)
    seconds = min(seconds, end - time.monotonic())
    if seconds <= 0:
        return lost(line, "the survey's time was over")
    with time_limit(seconds):
        if line.target.partition(":")[0] in ARRAY_TABLES:
            return _of_arrays(line, limits)
        try:
            return (
                _every(line, limits, seconds, folder) if line.is_whole else _searched(line, limits, seconds)
            )
        except BadInput as error:
            return lost(line, str(error))


def _every(line: Line, limits: Limits, seconds: float, folder: Path | None) -> Row:
    asked, until = (
        Asked(line.target, line.truth, (), line.format, limits),
        time.monotonic() + seconds * SEARCHING,
    )
    row = exhaustive(asked, Gate(), folder=folder, resume=True, until=until)
    return row | {"known": None}


def _searched(line: Line, limits: Limits, seconds: float) -> Row:
    """Without what the literature knows, which is then shown beside it."""
    domain = within(line.domain, line.format)
    what = subject(line.target, line.truth, domain, line.given, format=line.format)
    budget = Budget(line.budget, seconds * SEARCHING)
    if not is_screened(what):
        budget = budget.within(FROM)
    result = search(what, budget, line.seed, limits, seeds=False)
    row = result_row.row(result, Gate(), result_row.reproduction(result))
    return row | {"known": known(what, limits), "given": list(line.given)}


def within(domain: Sequence[str], format: str) -> list[str]:
    """The same domain without what is beyond the format; rectangles lie within every one."""
    if formats.named(format).complex is not None:
        return list(domain)
    end = formats.named(format).format.largest
    cut = [
        replace(r, pieces=tuple((max(low, -end), min(high, end)) for low, high in r.pieces))
        for r in parse_domain(domain)
    ]
    return [r.text() for r in cut]


def known(what: Subject, limits: Limits) -> Row | None:
    """The largest error at the inputs that the literature knows to be hard, certified here."""
    with Judge(what, limits) as judge:
        found = [s for s in judge.samples(hard_inputs(what)) if isinstance(s, Judged)]
    if not found:
        return None
    worst = max(found, key=lambda s: s.at_least)
    (name,) = what.names
    return {"inputs": len(found), "ulps": worst.at_least, "at": {name: worst.where[0].hex()}}


def _of_arrays(line: Line, limits: Limits) -> Row:
    """The row of one function of arrays, at those of the table."""
    scalar, specs = formats.named("float64"), dict(part.split("=", 1) for part in line.domain)
    try:
        function, data = target.load(line.target), data_of(specs, scalar)
        found = [
            ArraySubject(line.target, function, data, truth, scalar)
            for _, truth in truths(line.truth, list(specs))
        ]
        return array_row(judge_arrays(found, limits)[0], Gate()) | {"known": None}
    except BadInput as error:
        return lost(line, str(error))


def lost(line: Line, why: str) -> Row:
    """What stands for a function that could not be judged."""
    return {
        "target": line.target,
        "truth": line.truth,
        "format": line.format,
        "points": 0,
        **nothing_found(),
        "notes": [LOST, why],
        "complete": False,
        "command": "",
        "known": None,
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
        if row is not None and _is_done(row):
            yield line, row
        else:
            cache.drop(_name(line))
            waiting.append(line)
    limits = Limits(seconds=seconds, memory=memory)
    work = partial(judge, seconds=seconds, memory=memory, end=end, folder=cache.folder)
    for index, answer in workers.each(work, waiting, limits, jobs, begun=lambda k: begun(waiting[k])):
        line = waiting[index]
        row = lost(line, answer.why) if isinstance(answer, Lost) else answer
        if row["notes"][:1] != [LOST]:
            cache.put(_name(line), [row])
        yield line, row


def _is_done(row: Row) -> bool:
    """What was lost is tried again, and of every input what is left: there may be more time now."""
    return row["notes"][:1] != [LOST] and (row["complete"] or not row.get("exhaustive"))


def _name(line: Line) -> str:
    return f"results-{line.key()}.json"


def _answer(cache: Cache, line: Line) -> Row | None:
    """The answer that lies there, if it is about this function."""
    rows = cache.answer(_name(line))
    return rows[0] if rows and rows[0]["target"] == line.target else None
