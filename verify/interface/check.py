"""A function against a formula: the rows of the answer as they are found."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from pathlib import Path

from verify.checking import result, result_row, saved
from verify.checking.along import along
from verify.checking.every.outcome import exhaustive
from verify.checking.every.tasks import Asked
from verify.checking.gate import Gate
from verify.checking.one_input.samples import Sample
from verify.checking.pace import Pace
from verify.checking.plane_map import plane_map
from verify.checking.searching import search
from verify.checking.subjects.assumptions import parsed
from verify.checking.subjects.reading import reading
from verify.checking.subjects.subject import Subject, subject
from verify.core.errors import BadInput
from verify.core.formats import NARROW
from verify.interface.pace import Progress, silent, until
from verify.interface.question import Question
from verify.language.nodes import SHOWN, size, text
from verify.records.inputs import Add, written
from verify.records.plain import Row
from verify.runs import executors
from verify.runs.parcel import Lost
from verify.runs.workers import Guard


def rows(asked: Question, progress: Progress = silent) -> Iterator[Row]:
    """The row of each subject as it is found."""
    if asked.arrays:  # what is known of operations on them is fifty modules, of which numbers need none
        from verify.interface import arrays
    if asked.arrays and asked.results is not None and arrays.is_of_arrays(asked):
        yield from arrays.saved_rows(asked)
    elif asked.results is not None or asked.target is None:
        yield _saved(asked, progress)
    elif not asked.exhaustive and (lonely := asked.has(("resume", "executor"))):
        raise BadInput(f"{' and '.join(lonely)}: only with --exhaustive, whose parts are shared out and kept")
    elif asked.arrays:
        yield from arrays.rows(asked)
    elif asked.exhaustive:
        yield _every(asked, progress)
    else:
        search.Budget.parse(asked.budget)
        with reading(asked.limits):
            whats = _subjects(asked)
        with _listing(asked, whats) as add:
            yield from _judged(asked, whats, progress, add)


# --- inputs that are drawn, searched or given -----------------------------------------------------------


def _subjects(asked: Question) -> list[Subject]:
    assumed = parsed(asked.assume)
    if assumed and not asked.search:
        raise BadInput("--assume is for a bound that is proved; add --search")
    return [replace(what, assumed=assumed) for what in _read(asked)]


def _read(asked: Question) -> list[Subject]:
    name = str(asked.target)
    if name.endswith(".fpcore"):
        from verify.fpcore.files import subjects

        if asked.has(("truth", "domain", "given", "fix")) or asked.format != "float64":
            raise BadInput(
                f"{name} says itself what is true, where and in which format: :spec, :pre and :precision; "
                "leave the options out"
            )
        return list(subjects(Path(name), asked.core))
    if asked.truth is None:
        raise BadInput(f"no truth is given for {name}; write for example --truth 'exp(x) - 1'")
    truth = asked.true or asked.truth
    # One input is a domain of its own.
    domain = asked.domain or tuple(f"{name}={value}:{value}" for name, value in asked.at.items())
    return [
        subject(*(name, truth, domain, asked.given, asked.fixed, asked.format, asked.function, asked.truth))
    ]


@contextmanager
def _listing(asked: Question, whats: Sequence[Subject]) -> Iterator[Add | None]:
    """What takes each input that is judged, in chunks; None where they are not listed. BadInput where they
    cannot be."""
    if asked.rows is None:
        yield None
        return
    if asked.search:
        raise BadInput("--rows writes inputs that are drawn; leave out --search")
    if len(whats) > 1:
        raise BadInput(f"--rows is of one function, and {asked.target} has {len(whats)}; choose with --core")
    (what,) = whats
    if what.in_plane or not {what.format, *what.formats} <= {*NARROW.values(), None}:
        raise BadInput("--rows writes numbers of float64 or shorter; complex and longer ones have no column")
    with written(asked.rows, what.names) as add:
        yield add


def _judged(
    asked: Question, whats: Sequence[Subject], progress: Progress, add: Add | None = None
) -> Iterator[Row]:
    """The rows of subjects as they are found, in their order; several at once where there are several."""
    alone = len(whats) == 1 or asked.jobs == 1
    judge = _judge(asked, until(asked.total), asked.jobs if alone else 1, add)
    if alone:
        for what in whats:
            with progress(1) as meter:
                meter.begun(what.name)
                row = judge(what, meter.reached)
            yield row
        return
    guard: Guard[int, Row] = Guard(
        lambda k: judge(whats[k], lambda done, of: None),
        asked.limits,
        asked.jobs,
        begun=lambda k: meter.begun(whats[k].name),
    )
    with progress(len(whats)) as meter, guard:
        for what, answer in zip(whats, guard.answers(range(len(whats))), strict=True):
            meter.done(what.name)
            if isinstance(answer, Lost):
                yield result_row.row(result.unjudged(what, answer.why), Gate(), "")
            else:
                yield answer


def drawn(rows: Sequence[Row]) -> list[Row]:
    """What pages show of these rows beside their fields, taken out of them: `along` and `formula`, if any."""
    return [row.pop(DRAWN, {}) for row in rows]


def _pictured(what: Subject, samples: Sequence[Sample]) -> Row:
    """The errors along a variable; of a core, whose truth is written otherwise, the truth as a formula."""
    node = what.expression if what.file else None
    written = None if node is None or size(node) > SHOWN else text(node)
    return {"along": along(what, samples), "formula": written}


def maps(asked: Question, rows: Sequence[Row]) -> list[Row | None]:
    """Of functions of a complex number that were sampled: digits over their rectangles, for a page; the
    variables beside it are held at the worst input that was found."""
    if asked.target is None or asked.results is not None or asked.arrays or asked.exhaustive or asked.at:
        return []
    with redirect_stdout(sys.stderr):
        pairs = zip(_subjects(asked), rows, strict=True)
        return [
            plane_map(what, asked.limits, (row["worst"] or row["worst_failure"] or {}).get("inputs"))
            for what, row in pairs
        ]


Tell = Callable[[int, int], None]
DRAWN = "drawn"  # beside the fields of a row until it is printed


def _judge(asked: Question, end: float, jobs: int, add: Add | None) -> Callable[[Subject, Tell], Row]:
    budget = search.Budget.parse(asked.budget)

    def judge(what: Subject, tell: Tell) -> Row:
        pace = Pace(end, tell)
        if pace.is_over():
            found = result.unjudged(what, f"not begun within --total {asked.total:g}")
        elif asked.search and not asked.at:
            found = search.search(what, budget, asked.seed, asked.limits, pace, asked.seeds)
        else:
            found = result.check(what, asked.points, asked.seed, asked.limits, asked.at, pace, jobs, add)
        command = result_row.reproduction(found) if asked.command is None else asked.command
        row = result_row.row(found, asked.gate, command)
        return row | {DRAWN: _pictured(what, found.samples)} if asked.draws else row

    return judge


# --- every input, and results that were saved -----------------------------------------------------------

# What a check of samples is asked, and one of every input is not.
OF_SAMPLES = ("core", "fix", "given", "at", "search", "assume", "rows")
# What results that were saved do not have: a function, or a domain of their own.
OF_FUNCTIONS = ("domain", "given", "fix", "at", "search", "core", "exhaustive", "assume", "rows")


def _every(asked: Question, progress: Progress) -> Row:
    if refused := asked.has(OF_SAMPLES):
        raise BadInput(f"--exhaustive judges every input of a formula; leave out {', '.join(refused)}")
    if asked.truth is None:
        raise BadInput(f"no truth is given for {asked.target}; write for example --truth 'exp(x)'")
    if asked.true is not None:
        raise BadInput("--exhaustive takes a formula of one real variable, as in --truth 'exp(x)'")
    executors.refused(asked.executor)
    whole = Asked(str(asked.target), asked.truth, asked.domain, asked.format, asked.limits)
    with redirect_stdout(sys.stderr), progress(1) as meter:
        meter.begun(whole.target)
        return exhaustive(
            whole,
            asked.gate,
            asked.jobs,
            asked.executor,
            asked.folder,
            asked.resume,
            until(asked.total),
            meter.reached,
            asked.function,
        )


def _saved(asked: Question, progress: Progress) -> Row:
    if asked.results is None:
        raise BadInput("nothing is given to check; write a TARGET such as math:exp, or --results y.npy")
    if asked.target is not None:
        raise BadInput(f"{asked.target} and --results are both given; leave one out")
    if refused := asked.has(OF_FUNCTIONS):
        raise BadInput(f"--results judges what was saved; leave out {', '.join(refused)}")
    if asked.truth is None:
        raise BadInput("no truth is given for --results; write for example --truth 'exp(x)'")
    with progress(1) as meter:
        pace = Pace(until(asked.total), meter.reached)
        found = saved.judge_saved(asked.results, asked.arrays, asked.truth, asked.format, asked.limits, pace)
        return result_row.row(found, asked.gate, asked.command or "")
