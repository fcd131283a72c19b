"""verify certify: the reference values."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from verify.claims import obeyed
from verify.cli.options import EVALUATING, JOBS, limits_of
from verify.core.errors import BadInput
from verify.core.model import Problem
from verify.measure.limits import Limits
from verify.records import references
from verify.runs import discover, executors, workers
from verify.runs.parcel import Lost
from verify.runs.workers import Guard

REFERENCES = Path("references")
R = TypeVar("R")


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME|FILE.py]...")
@click.option("--check", is_flag=True, help="Prove the stored values again; exit 1 on any change.")
@click.option(
    "--dir",
    "folder",
    type=Path,
    default=REFERENCES,
    show_default=True,
    help="Folder of the reference values.",
)
@JOBS
@EVALUATING
def certify(names: tuple[str, ...], check: bool, folder: Path, jobs: int | None, **options: Any) -> None:
    """Write the reference values in references/, or prove them again."""
    limits, processes = limits_of(options), jobs or executors.cores()
    entries = [e for e in discover.select(names) if e.problem.references]
    problems = [e.problem for e in entries]
    if not problems:
        raise BadInput("none of these problems declares reference points; give one that does")
    broken = workers.once(lambda: [fault for e in entries for fault in _broken(e)], limits)
    if isinstance(broken, Lost):
        raise BadInput(f"the laws could not be tried: {broken.why}")
    if broken and not check:
        raise BadInput(f"{broken[0]}; reference values are written only where the laws hold")
    if not check:
        folder.mkdir(parents=True, exist_ok=True)  # any fault of it is reported before anything is proved
        found = _each(problems, lambda p: references.write(p, folder, limits.max_bits), limits, processes)
        for problem, written in found:
            if isinstance(written, Lost):
                raise BadInput(f"the reference values of {problem.name} cannot be proved: {written.why}")
            path, doubtful = written
            told = f", {doubtful} doubtful: mpmath does not agree" if doubtful else ""
            click.echo(f"wrote {path}{told}")
        return
    faults = list(broken)
    faults += [] if names else references.foreign(folder, [problem.name for problem in problems])
    checked = _each(problems, lambda p: references.check(p, folder, limits.max_bits), limits, processes)
    for problem, answer in checked:
        if isinstance(answer, Lost):
            faults.append(f"the reference values of {problem.name} cannot be proved: {answer.why}")
        else:
            faults += answer
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(problems)} files checked, {len(faults)} faults")
    sys.exit(1 if faults else 0)


def _each(
    problems: Sequence[Problem], work: Callable[[Problem], R], limits: Limits, jobs: int
) -> Iterator[tuple[Problem, R | Lost]]:
    """Each problem with its answer, in order, from guarded processes."""
    guarded: Guard[int, R] = Guard(lambda k: work(problems[k]), limits, jobs)
    with guarded:
        yield from zip(problems, guarded.answers(range(len(problems))), strict=True)


def _broken(entry: discover.Entry) -> list[str]:
    """What the laws that cost little find wrong with the algorithms of a problem."""
    judged = [(a.name, j) for a in entry.algorithms if a.installed for j in obeyed.quick(a)]
    return [f"{entry.problem.name}, {name}: {j.law} {j.says}" for name, j in judged if not j.passed]
