"""verify certify: the reference values."""

import sys
from pathlib import Path

import click

from verify.arithmetic.precision import MAX_BITS
from verify.claims import laws
from verify.core.errors import BadInput
from verify.measure.limits import Limits
from verify.records import references
from verify.runs import discover, guard
from verify.runs.child import Lost

REFERENCES = Path("references")


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME|FILE.py]...")
@click.option("--check", is_flag=True, help="Prove the stored values again; exit 1 on any change.")
@click.option("--dir", "folder", type=Path, default=REFERENCES, show_default=True)
@click.option("--max-bits", type=int, default=MAX_BITS, show_default=True, help="Precision limit.")
def certify(names: tuple[str, ...], check: bool, folder: Path, max_bits: int) -> None:
    """Write references/, or check it."""
    Limits(max_bits)
    entries = [e for e in discover.select(names) if e.problem.references]
    problems = [e.problem for e in entries]
    if not problems:
        raise BadInput("none of these problems declares reference points; give one that does")
    broken = guard.once(lambda: [fault for e in entries for fault in _broken(e)], Limits(max_bits))
    if isinstance(broken, Lost):
        raise BadInput(f"the laws could not be tried: {broken.why}")
    if broken and not check:
        raise BadInput(f"{broken[0]}; reference values are written only where the laws hold")
    if not check:
        for problem in problems:
            path, doubtful = references.write(problem, folder, max_bits)
            told = f", {doubtful} doubtful: mpmath does not agree" if doubtful else ""
            click.echo(f"wrote {path}{told}")
        return
    faults = list(broken)
    faults += [] if names else references.foreign(folder, [problem.name for problem in problems])
    faults += [fault for problem in problems for fault in references.check(problem, folder, max_bits)]
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(problems)} files checked, {len(faults)} faults")
    sys.exit(1 if faults else 0)


def _broken(entry: discover.Entry) -> list[str]:
    """What the laws that cost little find wrong with the algorithms of a problem."""
    judged = [(a.name, j) for a in entry.algorithms for j in laws.quick(a)]
    return [f"{entry.problem.name}, {name}: {j.law} {j.says}" for name, j in judged if not j.passed]
