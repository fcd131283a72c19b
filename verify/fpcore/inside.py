"""A core followed at one input: its run on a tape, every number with the expression that made it."""

import linecache
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from flint import arb

from verify.arithmetic.mpfr import BINARY64, Format
from verify.arithmetic.precision import Hopeless, precision
from verify.core.errors import BadInput
from verify.fpcore.contexts import Context
from verify.fpcore.evaluate import Evaluator
from verify.fpcore.inputs import Inputs
from verify.fpcore.reader import TOKEN, Place
from verify.fpcore.recording import Recorded, Recording
from verify.fpcore.syntax import Apply, Constant, Core, Expression, Literal
from verify.fpcore.values import Code, Env
from verify.inside.follow import Trace
from verify.inside.run.local import LocalErrors, local_errors
from verify.inside.run.tape import Tape, TooLong
from verify.inside.source.sites import Site, fresh, shortened
from verify.language.expressions import Undefined

NAMED = (Literal, Constant, Apply)


@dataclass(frozen=True)
class CoreTrace(Trace):
    """`rounded`: numbers that are not float64's rounding of an operation. `of_sites`: their formats."""

    rounded: frozenset[int] = frozenset()
    of_sites: Mapping[int, Format] = field(default_factory=dict)
    by_expression = True

    @cached_property
    def local(self) -> LocalErrors:
        found = local_errors(self.tape)
        found.known[list(self.rounded)] = False  # balls have to tell
        return found

    def ulps_per_ulp(self, site: int) -> float:
        # ulp of p bits >= 2^(53 - p) ulps of float64, also among its subnormal numbers.
        return 2.0 ** (self.of_sites.get(site, BINARY64).bits - 53)


class Recorder(Evaluator):
    """Knows at every moment which expression is at work."""

    def __init__(self, cores: dict[str, Core], recording: Recording, file: str) -> None:
        super().__init__(cores, recording)
        self.recording, self.file = recording, file
        self.sites: dict[int, Site] = {}
        self.formats: dict[int, Format] = {}

    def compiled(self, node: Expression, context: Context) -> Code:
        code = super().compiled(node, context)
        if not isinstance(node, NAMED):
            return code
        operation = node.name if isinstance(node, Apply) else "literal"
        site = self.site(node.place, operation, context)
        leaf = isinstance(node, Literal | Constant)

        def run(env: Env) -> Any:
            outer, self.recording.site = self.recording.site, site
            try:
                value = code(env)
                return self.recording.lifted(value) if leaf and isinstance(value, Recorded) else value
            finally:
                self.recording.site = outer

        return run

    def site(self, place: Place, operation: str, context: Context) -> int:
        number = next(fresh)
        self.formats[number] = context.format
        self.sites[number] = Site(
            self.file, place.line, place.column, expression_at(self.file, place), operation
        )
        return number


def expression_at(file: str, place: Place) -> str:
    """The text of the expression that begins there."""
    lines = linecache.getlines(file)[max(place.line - 1, 0) :]
    if not lines:
        return ""
    lines[0] = lines[0][max(place.column - 1, 0) :]
    text, depth, end = "".join(lines), 0, 0
    for token in TOKEN.finditer(text):
        end = token.end()
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if depth <= 0 and token.lastgroup != "space":
            break
    return shortened(text[:end])


class Declared(Protocol):
    """What is needed to know of a core."""

    core: Core
    known: dict[str, Core]
    inputs: Inputs
    context: Context
    result: Context
    file: str


def recorded(
    what: Declared, where: Sequence[float], entry: Callable[[Any], Any], ball: Callable[..., arb]
) -> CoreTrace:
    """The run of a core at an input, on a tape. `entry` picks the result, `ball` is the core over the reals.

    BadInput where something of it has no place on a tape.
    """
    linecache.checkcache(what.file)
    core, context, inputs = what.core, what.context, what.inputs
    recording = Recording()
    recorder = Recorder(what.known, recording, what.file)
    recording.site = recorder.site(core.place, "FPCore", context)
    given = []
    for r, x in zip(inputs.domain, where, strict=True):
        number = next(fresh)
        recorder.sites[number] = Site("", 0, 0, r.name, "input")
        given.append(recording.given(x, number))
    try:
        value = entry(recorder.program(core, core.body, context)(*inputs.arranged(given)))
    except (TooLong, Hopeless, Undefined) as why:
        raise BadInput(str(why)) from why
    if not isinstance(value, Recorded):
        raise BadInput("the result is a truth value, and is not followed")
    result = recording.lifted(value)

    def again(bits: int) -> Trace:
        """F where exact arithmetic takes another way: the core over the reals, one number on a tape."""
        try:
            with precision(bits):
                exact = ball(*map(arb, where))
        except (Hopeless, Undefined) as why:
            raise ArithmeticError(str(why)) from why
        other = Tape()
        other.leaf(0, 0.0)
        other.leaves[0] = lambda: exact
        return Trace(core.identifier, other, {}, {"": 0})

    return CoreTrace(
        name=core.identifier,
        tape=recording.tape,
        sites=recorder.sites,
        results={"": result.node},
        again=again,
        rounded=frozenset(recording.rounded),
        of_sites=recorder.formats,
        formats={result.node: what.result.format},
    )
