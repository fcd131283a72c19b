"""The source lines to blame for an algorithm's worst result, found by following its body there."""

from functools import partial
from pathlib import Path

from verify.arithmetic.precision import Hopeless
from verify.arithmetic.unrolled import Unrolled
from verify.core.errors import BadInput
from verify.core.model import Algorithm
from verify.inside.account import Account, account
from verify.inside.blame import blame
from verify.inside.follow import follow
from verify.inside.seen import seen
from verify.measure.limits import Limits, time_limit
from verify.measure.point import Point, chosen, point
from verify.records.blame import branch_row, guilty_rows
from verify.records.plain import Row
from verify.runs.counting import computes_more_than
from verify.runs.tasks import Blaming

MOST_LINES = 3
SELDOM = ("column", "turns", "rounds_decimals", "within")  # of a line: left out where there is none
# Followed per algorithm: a few seconds, so that a run of the whole catalogue stays short.
MOST_NUMBERS = 2**19
MOST_OF_ROUTINES = 2**15  # of a library's routine, which calls much that does not matter


def blamed(algorithm: Algorithm, task: Blaming, limits: Limits) -> Row:
    """The guilty lines, worst first, or the reason why there are none."""
    given = dict(task.place)
    where = point(algorithm.problem, given, given)
    own = chosen(algorithm.name, algorithm.parameters, given)
    try:
        with time_limit(limits.seconds):
            part, found = _followed(algorithm, where, own)
    except (BadInput, Hopeless, ArithmeticError, RecursionError) as why:
        return row(task, why=str(why) or type(why).__name__)
    if not found.certified or found.reason:
        return row(task, part, why=found.reason or "the path that exact arithmetic takes is not known")
    return row(task, part, found) | ({} if algorithm.body is not None else _seen(found))


def _seen(found: Account) -> Row:
    """What cancelled on the way to the result of a routine, whose runs along the sweep are not watched."""
    of = seen(found.trace, found.place)
    site = of.site and (of.site.caller or of.site)
    return {
        "cancelled_bits": round(of.bits, 1),
        "cancelled_at": "" if site is None else site.code,
        "routines": [*of.routines],
    }


def _followed(algorithm: Algorithm, where: Point, own: dict[str, int]) -> tuple[str, Account]:
    if algorithm.body is None:
        assert algorithm.float64 is not None
        trace = follow(partial(algorithm.float64, **own), where.floats, algorithm.name, MOST_OF_ROUTINES)
    else:
        body = partial(algorithm.body, **own)
        if where.is_scalar and computes_more_than(MOST_NUMBERS, body, where.floats):
            raise BadInput(f"{algorithm.name}: more than {MOST_NUMBERS} operations: follow a smaller case")
        trace = follow(body, (Unrolled(), *where.floats), algorithm.name, MOST_NUMBERS)
    if trace.stopped:
        raise BadInput(trace.stopped)
    # Of several entries the one with the largest error represents all.
    part = "" if "" in trace.results else trace.one_of_several()
    return part, account(trace, part)


def row(task: Blaming, part: str = "", found: Account | None = None, why: str | None = None) -> Row:
    """`guilty`: lines with their certified shares; none where the error is at most 2 ulps."""
    guilty, branches, ulps = [], [], None
    if found is not None:
        sites = blame(found)
        ulps, guilty = sites.ulps, guilty_rows(sites)[:MOST_LINES]
        branches = [branch_row(found.trace, b) for b in found.branches][:MOST_LINES]
    guilty = [{k: v for k, v in line.items() if v or k not in SELDOM} for line in guilty]
    for line in [*guilty, *branches]:
        line["file"] = Path(line["file"]).name
    return {
        "problem": task.problem,
        "algorithm": task.algorithm,
        "place": dict(task.place),
        "part": part or None,
        "rounding_ulps": ulps,
        "guilty": guilty,
        "branches": branches,
        "not_followed": why,
    }
