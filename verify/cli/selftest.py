"""verify selftest: can certificates that are made here be believed?"""

import sys
import time

import click

from verify.cli.options import AS_JSON, JOBS, progress
from verify.core.text import shown
from verify.interface.printing import console
from verify.measure.limits import MEMORY, Limits
from verify.records import plain, provenance
from verify.records.plain import Row
from verify.runs import executors
from verify.trust.selftest import selftest

SECONDS = 600.0  # a limit for one part, which nobody is to wait longer for


@click.command("selftest")
@click.option(
    "--checks",
    type=click.IntRange(min=1),
    default=10_000,
    show_default=True,
    help="Roughly how many comparisons.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the random inputs.")
@JOBS
@AS_JSON
def selftest_command(checks: int, seed: int, jobs: int | None, as_json: bool) -> None:
    """Ask whether certificates made here can be believed.

    What they rest on is compared with other libraries; exit 1 if anything is wrong.
    """
    start = time.monotonic()
    limits = Limits(seconds=SECONDS, memory=MEMORY)
    with progress(1) as meter:
        meter.begun("selftest")
        found = selftest(checks, seed, limits, jobs or executors.cores(), meter.reached)
    found["seconds"] = round(time.monotonic() - start, 1)
    found["versions"] = provenance.versions()
    if as_json:
        click.echo(plain.to_json(found), nl=False)
    else:
        _print(found)
    sys.exit(0 if found["believed"] else 1)


def _print(found: Row) -> None:
    out = console()
    for part in found["parts"]:
        for says in part["says"]:
            out.print(f"  wrong: {part['name']}: {shown(says)}", soft_wrap=True, markup=False)
        if part["unanswered"] == part["checks"]:
            out.print(f"  no other opinion: {part['name']}", markup=False)
    for why in found["lost"]:
        out.print(f"  lost: {shown(why)}", soft_wrap=True, markup=False)
    answer = "yes" if found["believed"] else "NO"
    out.print(
        f"Can certificates made here be believed? {answer}: {found['checks']:,} checks, {found['wrong']:,} "
        f"wrong, {found['unanswered']:,} without another opinion, in {found['seconds']:.1f} s",
        soft_wrap=True,
    )
