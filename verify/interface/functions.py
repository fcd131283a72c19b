"""verify.check, verify.blame, verify.survey: what the commands of these names do, asked from Python."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from verify.arithmetic.precision import MAX_BITS
from verify.checking.gate import Gate
from verify.core.errors import BadInput
from verify.interface import blame as blaming
from verify.interface import question as checking
from verify.interface import survey as surveying
from verify.interface.answers import Blame, Checks, Survey
from verify.interface.check import drawn
from verify.interface.check import rows as rows_of
from verify.interface.given import conditions, domain_text, in_python, is_array, number_text, target_of
from verify.measure.limits import MEMORY, SECONDS, Limits

Function = Callable[..., Any] | str | os.PathLike[str]
PLAIN = str | int | float | None  # arguments that a command line can give
NO_COMMAND = "no command makes this again: it was asked with what this program alone has"


@in_python
def check(
    function: Function | None = None,
    truth: str | Callable[..., Any] | None = None,
    *,
    domain: Mapping[str, Any] | None = None,
    given: str | Sequence[str] = (),
    fixed: Mapping[str, Any] | None = None,
    format: str = "float64",
    at: Mapping[str, Any] | None = None,
    points: int = checking.POINTS,
    seed: int = 0,
    search: bool = False,
    budget: int | str = checking.BUDGET,
    seeds: bool = True,
    assume: str | Sequence[str] = (),
    exhaustive: bool = False,
    results: Any = None,
    max_ulps: float | None = None,
    max_envelope: float | None = None,
    core: str | None = None,
    rows: str | os.PathLike[str] | None = None,
    jobs: int = 1,
    executor: str | None = None,
    folder: str | os.PathLike[str] | None = None,
    resume: bool = False,
    max_bits: int = MAX_BITS,
    timeout: float = SECONDS,
    memory: float = MEMORY,
    total: float | None = None,
    **variables: Any,
) -> Checks:
    """Check a function against a formula: certified ulps, the worst input, why its digits are wrong.

    function      a function of floats, a target such as "math:exp" or "path/file.py:f", or a FILE.fpcore
    truth         a formula ("exp(x) - 1"), a target over balls, or a function of balls (flint.arb)
    variables     the domain of each: x=(0, 1), x=[(-1, 0), (2, 3)], n=range(6), or text, x="0:pi". `domain`
                  is a mapping of the same, for names that are keywords here. For a function of arrays each
                  is an array, a file, or a family such as "hilbert(10)"
    given         preconditions, such as "x < y"
    fixed         keyword arguments that the function is given every time
    format        of inputs and results: "float64", "float32", "float16", "bfloat16", "complex64", ...
    at            one input alone: at={"x": 0.1}
    points, seed  how many inputs are drawn, and the seed
    search        look for the worst case with a `budget` of evaluations, or of seconds as "10s", and prove a
                  bound where that is possible; `seeds` lets it begin with inputs known to be hard
    assume        what the bound may rest on: "math.exp<=0.52ulp", or several
    exhaustive    judge every number that the format has in the domain
    results       results computed elsewhere, in place of a function: an array or a .npy file; each
                  variable is then the array, or the file, of its inputs
    max_ulps, max_envelope    gates: `passed` is true only if the error is certified to be at most this
    core          one core of a FILE.fpcore
    rows          a file to write every input to that is judged, in Parquet
    jobs          processes, where there is more than one thing to do; executor: a cluster, "dask://HOST:PORT"
    folder        where parts of an exhaustive check are kept until it is done; resume: use those from before
    max_bits, timeout, memory, total   limits: bits, seconds and GiB of one evaluation, seconds of all

    The function is called in a process of its own (where the system can fork), so that what it changes is not
    seen here. BadInput says in one line what makes no sense in a question.
    """
    wanted = {**variables, **(domain or {})}
    if callable(function) and (executor or resume):
        raise BadInput(
            "executor= and resume= need a target such as 'math:exp', which another process can find"
        )
    if twice := sorted(variables.keys() & (domain or {}).keys()):
        raise BadInput(f"{twice[0]} is given by domain= and as a keyword; give it once")
    target, found, reached = _named(function)
    says, true, reached_truth = _named(truth)
    known = (
        reached
        and reached_truth
        and all(isinstance(v, str | int | float | None) for v in (fixed or {}).values())
    )
    given_whole = results is not None or any(map(is_array, wanted.values()))
    known = known and all(isinstance(value, str) for value in wanted.values() if given_whole)
    asked = checking.Question(
        target,
        says,
        function=found,
        true=true,
        domain=() if given_whole else tuple(domain_text(name, value) for name, value in wanted.items()),
        given=conditions(given),
        fixed=dict(fixed or {}),
        format=format,
        core=core,
        at={name: number_text(name, x) for name, x in (at or {}).items()},
        points=_counted("points", points),
        seed=seed,
        search=search,
        budget=str(budget),
        seeds=seeds,
        assume=(assume,) if isinstance(assume, str) else tuple(assume),
        exhaustive=exhaustive,
        results=results,
        arrays=wanted if given_whole else {},
        gate=Gate(max_ulps, max_envelope),
        limits=Limits(max_bits, timeout, memory),
        jobs=_counted("jobs", jobs),
        executor=executor,
        folder=None if folder is None or found is not None else Path(folder),
        resume=resume,
        total=total,
        rows=None if rows is None else Path(rows),
        command=None if known and results is None else "",
        draws=True,
    )
    answers = [*rows_of(asked)]
    shown = drawn(answers)
    if not known and results is None:
        answers = [row | {"notes": [*row["notes"], NO_COMMAND]} for row in answers]
    return Checks(answers, asked.gate, shown)


@in_python
def blame(
    function: Function,
    truth: str | Callable[..., Any] | None = None,
    *,
    inputs: Mapping[str, Any] | None = None,
    core: str | None = None,
    max_bits: int = MAX_BITS,
    timeout: float = SECONDS,
    memory: float = MEMORY,
    **variables: Any,
) -> Blame:
    """Name the source lines that lost the digits at one input.

    function   a function in Python, whose source is in a file or a cell of a notebook; a target, or a
               FILE.fpcore
    truth      a formula in the inputs, or a function of balls; separates truncation from rounding
    variables  the arguments, by name: x=1e-8, a=numpy.array([1.0, 2.0]). `inputs` is a mapping of the same,
               for names that are keywords here. numpy.float32(1e-8) is followed in float32
    core       one core of a FILE.fpcore

    BadInput says in one line why a function is not followed.
    """
    if twice := sorted(variables.keys() & (inputs or {}).keys()):
        raise BadInput(f"{twice[0]} is given by inputs= and as a keyword; give it once")
    target, found, _ = _named(function)
    if target is None:
        raise BadInput("nothing is given to follow; give a function, or a target such as 'module:function'")
    wanted = {**variables, **(inputs or {})}
    if target.endswith(".fpcore"):
        wanted = {name: number_text(name, x) for name, x in wanted.items()}
    else:
        wanted = {name: _followed(x) for name, x in wanted.items()}
    return Blame(
        blaming.row(blaming.Question(target, wanted, found, truth, core, Limits(max_bits, timeout, memory)))
    )


@in_python
def survey(
    library: str,
    *,
    budget: int = surveying.BUDGET,
    seed: int = 0,
    format: str = "float64",
    only: Sequence[str] = (),
    jobs: int | None = None,
    max_bits: int = surveying.BITS,
    timeout: float = surveying.SECONDS,
    memory: float = MEMORY,
    total: float | None = None,
    folder: str | os.PathLike[str] | None = None,
    resume: bool = False,
) -> Survey:
    """Check every function of a library that can be judged: "math", "cmath", "numpy", "scipy.special".

    budget           evaluations for each function
    format           of inputs and results; of functions of one variable every number of a short one is judged
    only             these functions alone, by name
    timeout, memory  seconds and GiB for each function; total: seconds for all
    folder, resume   where answers are kept, and whether those that lie there are used
    """
    asked = surveying.Question(
        library,
        _counted("budget", budget),
        seed,
        None if jobs is None else _counted("jobs", jobs),
        Limits(max_bits, timeout, memory),
        total,
        None if folder is None else Path(folder),
        resume,
        format,
        tuple(only),
    )
    found = dict(surveying.rows(asked))
    return Survey(library, [found[line] for line in asked.lines()])


def _named(given: Any) -> tuple[str | None, Callable[..., Any] | None, bool]:
    """What is given as text, as a function where it is one, and whether the text alone would do."""
    if given is None or isinstance(given, str):
        return given, None, True
    if isinstance(given, os.PathLike):
        return os.fspath(given), None, True
    name, reached = target_of(given)
    return name, given, reached


def _counted(name: str, value: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise BadInput(f"{name}={value!r} is not a count; give an integer of at least 1")
    return value


def _followed(x: Any) -> Any:
    """An input as it is followed: numpy's float64 is Python's float; a list or an array is not copied."""
    return float(x) if isinstance(x, np.float64) else x
