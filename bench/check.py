"""What `verify check` certifies a second as a whole command, beside loops by hand on the same inputs.

The command's rate is that of the processor time between two numbers of inputs, so that starting is not in
it, in this and in all processes it starts; `calls` is what calling the function itself takes of that. The
loops enclose the truth to 64 bits, one input after the other, and do nothing else: no function is called,
no ulp is counted.
"""

import json
import math
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import check_cases as cases
import flint
import gmpy2
import mpmath
import numpy as np
from flint import arb

from verify.checking.many.columns import columns
from verify.checking.subjects.subject import Subject, subject

BITS, FIRST, MOST = 64, 80, 4096
LOOPED, SHARE = 4000, {"gmpy2": 4, "mpmath": 8, "mpmath.iv": 40}
SIZES = (100_000, 1_000_000)
HERE = os.path.dirname(os.path.abspath(__file__))
Inputs = Sequence[tuple[float, ...]]


@dataclass(frozen=True)
class Rates:
    """Inputs a second of processor time; `calls`: of calling the function alone. wrong: intervals without
    the truth."""

    command: float
    calls: float
    loops: dict[str, float]
    wrong: int = 0


def signed(bits: int) -> str:
    return f"-0x1p+{bits}:-0x1p-{bits},0x1p-{bits}:0x1p+{bits}"


def domains(bits: int) -> dict[str, list[str]]:
    """log2 |x| between -bits and bits; of the quadratic no more than 100."""
    less = min(bits, 100)
    one, positive = [f"x={signed(bits)}"], [f"x=0x1p-{bits}:0x1p+{bits}"]
    root = [f"a=0x1p-{less}:0x1p+{less}", f"b={signed(less)}", f"c=-0x1p+{less}:-0x1p-{less}"]
    return {"e1": one, "e2": one, "e3": positive, "e4": one, "e5": ["x=0:50"], "e6": root}


def asked(case: cases.Case, domain: Sequence[str]) -> Subject:
    return subject(f"{HERE}/check_cases.py:{case.function.__name__}", case.truth, domain)


def seconds_of_command(
    case: cases.Case, domain: Sequence[str], count: int, jobs: int = 1
) -> tuple[float, float]:
    """Of processor time, and of the clock."""
    words = [sys.executable, "-m", "verify", "check", f"{HERE}/check_cases.py:{case.function.__name__}"]
    words += ["--truth", case.truth, "--points", str(count), "--jobs", str(jobs), "--json"]
    words += [w for d in domain for w in ("--domain", d)]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(words, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return used, time.perf_counter() - start


def rate(work: Callable[[Inputs], Any], inputs: Inputs) -> float:
    start = time.process_time()
    work(inputs)
    return len(inputs) / (time.process_time() - start)


def calling(function: Callable[..., float]) -> Callable[[Inputs], None]:
    def work(inputs: Inputs) -> None:
        for x in inputs:
            try:
                function(*x)
            except ArithmeticError:
                continue

    return work


def in_balls(truth: Callable[..., arb]) -> Callable[[Inputs], None]:
    def work(inputs: Inputs) -> None:
        for x in inputs:
            bits = FIRST
            while bits <= MOST:
                flint.ctx.prec = bits
                if truth(*map(arb, x)).rel_accuracy_bits() >= BITS:
                    break
                bits *= 2

    return work


def by_mpfr(truth: Callable[..., Any]) -> Callable[[Inputs], None]:
    """Every operation rounded downward, then upward: as much as directed rounding takes at least. No
    enclosure, where an operation falls."""

    def work(inputs: Inputs) -> None:
        for x in inputs:
            bits = FIRST
            while bits <= MOST:
                with gmpy2.context(precision=bits, round=gmpy2.RoundDown):
                    low = truth(gmpy2, *map(gmpy2.mpfr, x))
                with gmpy2.context(precision=bits, round=gmpy2.RoundUp):
                    high = truth(gmpy2, *map(gmpy2.mpfr, x))
                if not abs(high - low) > abs(low) * 2.0**-BITS:
                    break
                bits *= 2

    return work


def at_fifty_digits(truth: Callable[..., Any]) -> Callable[[Inputs], None]:
    def work(inputs: Inputs) -> None:
        with mpmath.workdps(50):
            for x in inputs:
                truth(mpmath.mp, *map(mpmath.mpf, x))

    return work


def in_intervals(case: cases.Case, inputs: Inputs) -> tuple[float, int]:
    """mpmath's intervals to 64 bits: inputs a second, and how many of them do not hold the truth."""
    found, iv = [], mpmath.iv
    start = time.process_time()
    for x in inputs:
        bits = FIRST
        while bits <= MOST:
            iv.prec = bits
            y = case.generic(iv, *map(iv.mpf, x))
            if y.delta <= abs(y).b * mpmath.mpf(2) ** -BITS:
                break
            bits *= 2
        found.append(y)
    took = time.process_time() - start
    flint.ctx.prec = MOST
    balls = [case.ball(*map(arb, x)) for x in inputs]
    ends = [[_exactly(end) for end in y._mpi_] for y in found]
    apart = [t < low or t > high for t, (low, high) in zip(balls, ends, strict=True)]
    return len(inputs) / took, sum(apart)


def _exactly(end: tuple[int, Any, int, int]) -> arb:
    sign, mantissa, exponent, _ = end
    return (
        arb((-int(mantissa) if sign else int(mantissa), exponent)) if mantissa or not exponent else arb.nan()
    )


def drawn(case: cases.Case, domain: Sequence[str]) -> Inputs:
    """As the command draws them."""
    what = asked(case, domain)
    found = columns(what, LOOPED, np.random.default_rng(5))
    order = np.random.default_rng(6).permutation(LOOPED)
    return list(zip(*(c[order].tolist() for c in found), strict=True))


def measured(case: cases.Case, domain: Sequence[str], sizes: Sequence[int] = SIZES) -> Rates:
    inputs = drawn(case, domain)
    few, many = (seconds_of_command(case, domain, n)[0] for n in sizes)
    ways = {
        "flint": in_balls(case.ball),
        "gmpy2": by_mpfr(case.generic),
        "mpmath": at_fifty_digits(case.generic),
    }
    loops = {name: rate(work, inputs[:: SHARE.get(name, 1)]) for name, work in ways.items()}
    loops["mpmath.iv"], wrong = in_intervals(case, inputs[:: SHARE["mpmath.iv"]])
    per_input = max(many - few, 1e-9) / (sizes[1] - sizes[0])
    return Rates(1 / per_input, rate(calling(case.function), inputs), loops, wrong)


def mean(ratios: Sequence[float]) -> float:
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def table(bits: int, sizes: Sequence[int] = SIZES) -> list[str]:
    """Of ratios, as Markdown."""
    heads = ["function", "truth", "command, inputs/s", "flint loop, inputs/s", "command / flint"]
    heads += ["without the calls", "/ gmpy2", "/ mpmath", "/ mpmath.iv", "wrong intervals"]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    whole, apart, by_terms = [], [], []
    for name, domain in domains(bits).items():
        case = cases.CASES[name]
        of = measured(case, domain, sizes)
        loop = of.loops["flint"]
        # What is left where calls take all the time that there is cannot be told.
        alone = max(1 / of.command - 1 / of.calls, 0.05 / of.command)
        whole.append(of.command / loop)
        apart.append(1 / alone / loop)
        own = cases.TERM_BY_TERM.get(name)
        by_terms.append(of.command / rate(in_balls(own), drawn(case, domain)) if own else whole[-1])
        others = [f"{of.command / of.loops[key]:.1f}" for key in ("gmpy2", "mpmath", "mpmath.iv")]
        cells = [name, f"`{case.truth}`", f"{of.command:,.0f}", f"{loop:,.0f}", f"{whole[-1]:.2f}"]
        cells += [f"{apart[-1]:.2f}", *others, f"{of.wrong} of {LOOPED // SHARE['mpmath.iv']}"]
        lines.append("| " + " | ".join(cells) + " |")
        print(lines[-1], file=sys.stderr, flush=True)
    lines.append(f"| geometric mean | | | | {mean(whole):.2f} | {mean(apart):.2f} | | | | |")
    return [
        *lines,
        "",
        f"Beside a loop that encloses e5's hundred terms, and not exp(-x): {by_terms[4]:.2f} for e5, "
        f"{mean(by_terms):.2f} in the mean.",
    ]


def growth(sizes: Sequence[int] = (10**3, 10**4, 10**5, 10**6, 10**7)) -> list[str]:
    """What more inputs cost, by one process and by two; the start is what the fewest take."""
    case, domain = cases.CASES["e3"], domains(20)["e3"]
    heads = ["inputs", "processor s, one process", "s by the clock", "s by the clock, two processes", "ratio"]
    lines = ["| " + " | ".join([*heads, "without the start"]) + " |", "|---" * 6 + "|"]
    start: tuple[float, float] | None = None
    for n in sizes:
        used, one = seconds_of_command(case, domain, n)
        _, two = seconds_of_command(case, domain, n, jobs=2)
        start = start or (one, two)
        later = f"{(one - start[0]) / (two - start[1]):.2f}" if two - start[1] > start[1] / 2 else "-"
        lines.append(f"| {n:,} | {used:.2f} | {one:.2f} | {two:.2f} | {one / two:.2f} | {later} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


def every_number() -> str:
    """float16's and bfloat16's are a moment: of float32 a stretch of 2^26 numbers."""
    words = [
        "numpy:exp",
        "--truth",
        "exp(x)",
        "--format",
        "float32",
        "--domain",
        "x=0x1p-6:0x1p+2",
        "--exhaustive",
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "verify", "check", *words, "--jobs", "1", "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)["results"][0][
        "exhaustive"
    ]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    inputs = found["inputs"]
    return f"{inputs:,} float32 inputs of `numpy:exp`: {inputs / used / 1e6:.1f} million a second"


def long_selftest() -> str:
    """What runs of a quarter of an hour found, as they were kept: they are not made again with the page."""
    runs = json.loads(Path(HERE, "selftest.json").read_text())
    checks, wrong, unanswered = (sum(run[name] for run in runs) for name in ("checks", "wrong", "unanswered"))
    told = [f"- `{run['command']}`: {run['checks']:,} checks in {run['seconds']:.0f} s" for run in runs]
    summary = f"{checks:,} checks, {wrong} wrong, {unanswered:,} without another opinion:"
    return "\n".join([summary, "", *told])


def page(sizes: Sequence[int], grown: Sequence[int]) -> str:
    versions = [f"{m.__name__} {m.__version__}" for m in (flint, np, mpmath)] + [f"gmpy2 {gmpy2.version()}"]
    loaded = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors when it began"
    parts = [
        f"<!-- made by `python bench/check.py {' '.join(sys.argv[1:])}` -->",
        "# Benchmarks",
        __doc__.split("\n\n", 1)[1].strip(),
        f"{_processor()}, Python {platform.python_version()}, {', '.join(versions)}; {loaded}. "
        "Ratios are of this one run, and figures of one machine are no claim about another.",
    ]
    for title, bits in (
        ("Narrow: log2 of sizes within 20", 20),
        ("Wide: within 300, of the last within 100", 300),
    ):
        parts += [f"## {title}", "\n".join(table(bits, sizes))]
    parts += ["## Growth, and two processes", "\n".join(growth(grown)), "## Every input", every_number()]
    parts += ["## The self-test, once at length", long_selftest()]
    return "\n\n".join(parts) + "\n"


def _processor() -> str:
    with open("/proc/cpuinfo") as file:
        names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return names[0] if names else platform.processor()


def main() -> None:
    """Arguments: the page to write; two numbers of inputs and the largest of the growth, where not these."""
    given = [int(n) for n in sys.argv[2:]] or [*SIZES, 10**7]
    text = page(given[:2], [10**k for k in range(3, len(str(given[2])))])
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
