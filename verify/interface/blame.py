"""Which lines lost the digits: of a function, a target or a core, in a process that may end."""

import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verify.checking.blame import blamed, blamed_subject, bound
from verify.checking.sampling.inputs import given
from verify.checking.subjects import target as targets
from verify.checking.subjects.subject import Subject
from verify.core.errors import BadInput
from verify.measure.limits import Limits
from verify.records.plain import Row
from verify.runs import workers
from verify.runs.parcel import Lost


@dataclass(frozen=True)
class Question:
    """What verify blame is asked.

    target   module:function, path/file.py:function, each with [k], or FILE.fpcore; what `function` is called
    inputs   of a function: what it is called with; of a core: numbers as text
    truth    a formula, a target over balls, or a function of balls
    """

    target: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    function: Callable[..., Any] | None = None
    truth: str | Callable[..., Any] | None = None
    core: str | None = None
    limits: Limits = field(default_factory=Limits)


def row(asked: Question) -> Row:
    """The account of the one run. BadInput where it did not come to an end."""
    if asked.target.endswith(".fpcore"):
        if asked.truth is not None:
            raise BadInput(f"{asked.target} states its own truth, by :spec; leave --truth out")
        what = _core(asked.target, asked.core)

        def ask() -> Row:
            return blamed_subject(what, given(what, asked.inputs), asked.limits.max_bits)

    else:
        if asked.core is not None:
            raise BadInput(f"--core names a core of FILE.fpcore, which {asked.target} is not; leave it out")

        def ask() -> Row:
            return _blamed(asked)

    # A program of someone's: it may not end, or take the process with it.
    found = workers.once(ask, asked.limits)
    if isinstance(found, Lost):
        raise BadInput(f"{asked.target}: {found.why}; give other inputs, or more with --timeout")
    return found


def _core(file: str, core: str | None) -> Subject:
    """The one core of a file that is meant."""
    from verify.fpcore.files import subjects

    found = list(subjects(Path(file), core))
    if len(found) > 1:
        option = "one entry" if core is not None else "one"
        raise BadInput(f"name {option} of {file} with --core; there are {', '.join(w.name for w in found)}")
    return found[0]


def _blamed(asked: Question) -> Row:
    name, part = asked.target, ""
    with redirect_stdout(sys.stderr):  # what a function prints is not part of the answer
        function = asked.function
        if function is None:
            function = loaded = targets.load(name)
            if type(loaded) is targets.Part:
                function, part = loaded.function, loaded.suffix
                name = name.removesuffix(part)
        fitting, inputs = bound(name, function, asked.inputs)
        return blamed(name, fitting, inputs, part, asked.truth, asked.limits.max_bits)
