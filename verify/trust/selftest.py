"""The whole self-test as tasks: a number of checks, divided among its parts."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from verify.measure.limits import Limits
from verify.records.plain import Row
from verify.runs import executors
from verify.runs.parcel import Lost
from verify.trust import bounds, functions, processor
from verify.trust.opinions import OPINIONS, ROUNDED
from verify.trust.parts import Found

MOST = 20_000  # checks of a task


@dataclass(frozen=True)
class Task:
    kind: str
    subject: str
    seed: int
    count: int


def perform(task: Task) -> list[Found]:
    match task.kind:
        case "mpmath":
            return [functions.by_mpmath(task.subject, task.seed, task.count)]
        case "mpfr":
            return [functions.by_mpfr(task.subject, task.seed, task.count)]
        case "bounds":
            return bounds.polynomials(task.subject, task.seed, task.count)
        case "processor":
            return processor.arithmetic(task.seed, task.count)
    raise ValueError(task.kind)


def tasks(checks: int, seed: int) -> Iterator[Task]:
    """About that many checks: a quarter each of mpmath's opinions, MPFR's, the processor and the bounds."""
    share = checks / 4
    kinds = {
        "mpmath": ([*OPINIONS], 1),
        "mpfr": ([*ROUNDED], 1),
        "bounds": ([formula for formula, _ in bounds.SUBJECTS], 2),
        "processor": ([""], 16),
    }
    for kind, (subjects, at_once) in kinds.items():
        count = max(round(share / len(subjects) / at_once), 1)
        for subject in subjects:
            for k, start in enumerate(range(0, count, MOST)):
                yield Task(kind, subject, seed + k, min(MOST, count - start))


def selftest(
    checks: int,
    seed: int,
    limits: Limits,
    jobs: int,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> Row:
    """What was found, part by part, and whether certificates can be believed: nothing is wrong, nothing lost,
    and on every part there was another opinion.
    """
    asked = list(tasks(checks, seed))
    found: dict[str, Found] = {}
    lost = []
    for done, (k, answer) in enumerate(executors.each(perform, asked, limits, jobs), 1):
        tell(done, len(asked))
        if isinstance(answer, Lost):
            lost.append(f"{asked[k].subject or 'arithmetic'} ({asked[k].kind}): {answer.why}")
            continue
        for part in answer:
            found[part.name] = found[part.name] + part if part.name in found else part
    parts = [found[name] for name in sorted(found)]
    return {
        "believed": bool(parts) and not lost and all(part.is_sound for part in parts),
        "checks": sum(part.checks for part in parts),
        "unanswered": sum(part.unanswered for part in parts),
        "wrong": sum(part.wrong for part in parts),
        "lost": lost,
        "seed": seed,
        "parts": [asdict(part) for part in parts],
    }
