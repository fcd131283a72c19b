"""A core as a subject: the float side rounds every operation, the truth is real."""

import itertools
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from flint import arb

from verify.arithmetic.precision import Hopeless
from verify.checking.one_input.samples import Sample
from verify.checking.sampling.drawing import draw
from verify.checking.subjects.subject import Subject, Where
from verify.fpcore import real, slopes
from verify.fpcore.branches import Branches
from verify.fpcore.contexts import REAL, Context, Unsupported
from verify.fpcore.evaluate import Evaluator
from verify.fpcore.inputs import Inputs, inputs_of
from verify.fpcore.inside import recorded
from verify.fpcore.machine import Machine, as_operand, as_result
from verify.fpcore.plain import decided, gradient, value
from verify.fpcore.ranges import conjuncts
from verify.fpcore.reader import Place, written
from verify.fpcore.straight import as_formula, as_operations, comparison
from verify.fpcore.syntax import (
    Annotated,
    Apply,
    Array,
    Core,
    Expression,
    For,
    If,
    Let,
    Variable,
    While,
    everywhere,
)
from verify.fpcore.values import Illegal, shape
from verify.inside.follow import Trace
from verify.language.expressions import Undefined
from verify.language.nodes import Node
from verify.measure.budget import Breakdown
from verify.measure.limits import Limits

PROBED = 12  # inputs at which a tensor's size is looked at
MOST_ENTRIES = 32  # of a tensor that is a result: each is judged by itself
Index = tuple[int, ...]


def nothing(*_: Any) -> Any:
    raise Hopeless("the core is not judged")


def says(core: Core) -> str:
    return written(core.properties["spec"]) if "spec" in core.properties else core.text


@dataclass(frozen=True)
class Required:
    """A precondition over balls, the variables that it is about, and where it is an `or` its alternatives,
    each as conjuncts."""

    holds: Callable[..., bool | None]
    variables: frozenset[str]
    alternatives: tuple[tuple["Required", ...], ...] = ()

    def __call__(self, *x: arb) -> bool | None:
        return self.holds(*x)


class Judged:
    """A core with its programs: floats, reals, derivatives."""

    def __init__(self, core: Core, name: str, known: dict[str, Core], file: str) -> None:
        within = [core, *_called(core, known)]
        if reasons := [reason for c in within for reason in c.unsupported]:
            raise Unsupported(reasons[0])
        self.core, self.name, self.known, self.file = core, name, known, file
        self.context = Context().updated(core.properties)
        self.names = tuple(a.name for a in core.arguments)
        self.result = _result_context(core.body, self.context)
        self.forms = {type(e) for c in within for e in everywhere(c.body)}
        self.tensors = any(a.dimensions for c in within for a in c.arguments) or any(
            isinstance(e, Array) or (isinstance(e, For) and e.tensor)
            for c in within
            for e in everywhere(c.body)
        )
        self.annotated = any(
            isinstance(e, Annotated) and "precision" in e.properties
            for e in everywhere(core.spec or core.body)
        )
        self.real = Evaluator(known, real.Real())
        self.inputs: Inputs = inputs_of(core, self.real, self.context)
        self.machine = Evaluator(known, Machine())
        self.floats = self.machine.program(core, core.body, self.context)
        self.branches = Branches(self.machine, self.real) if self.forms & {If, While} else None
        self.derivative = Evaluator(known, slopes.Slopes(len(self.inputs.domain)))
        _compile_calls(self.machine, within[1:], self.context)

    def over_reals(self, expression: Expression) -> Callable[..., Any]:
        """(*balls) -> the value of an expression over the core's arguments."""
        program = self.real.program(self.core, expression, Context(REAL, self.context.rounding))
        return lambda *x: program(*self.inputs.arranged([real.known(v) for v in x]))

    def required(self, condition: Expression) -> "Required":
        names = {e.name for e in everywhere(condition) if isinstance(e, Variable)}
        about = frozenset(r.name for r in self.inputs.domain if r.name.partition("[")[0] in names)
        ways: list[tuple[Required, ...]] = []
        if isinstance(condition, Apply) and condition.name == "or":
            ways = [tuple(map(self.required, conjuncts(a))) for a in condition.arguments]
        return Required(decided(self.core, condition, self.over_reals(condition)), about, tuple(ways))

    def subjects(self) -> list[Subject]:
        found = self.probed() if self.tensors else []
        if len(found) > MOST_ENTRIES:
            raise Unsupported(
                f"{self.core.place}: the result has {len(found)} entries; at most {MOST_ENTRIES} are judged"
            )
        if not found:
            return [self.subject(self.name, None)]
        return [self.subject(f"{self.name}[{','.join(map(str, k))}]", k) for k in found]

    def probed(self) -> list[Index]:
        """A few runs: the indices of a tensor result, as a size may be an input."""
        indices: set[Index] = set()
        drawn = draw(Subject(self.name, nothing, nothing, "", self.inputs.domain), PROBED, 0)
        for where in drawn[:: max(len(drawn) // PROBED, 1)]:
            with suppress(Hopeless):
                sizes = shape(self.run_floats(where))
                indices.update(itertools.product(*map(range, sizes)) if sizes else ())
            if self.machine.endless:
                break
        return sorted(indices)

    def run_floats(self, where: Where) -> Any:
        value = self.floats(*self.inputs.arranged([as_operand(x) for x in where]))
        if self.branches:
            self.branches.in_floats(where)
        return value

    def body_over_reals(self) -> Callable[..., Any]:
        body = self.over_reals(self.core.body)

        def run(*x: arb) -> Any:
            value = body(*x)
            if self.branches:
                self.branches.in_reals(x)
            return value

        return run

    def subject(self, name: str, index: Index | None) -> Subject:
        core, place = self.core, self.core.place
        body = self.body_over_reals()
        operations = as_operations(core, self.context) if index is None else None
        formula = as_formula(core) if index is None else None
        aim = body if core.spec is None else self.over_reals(core.spec)

        def function(*x: float) -> float:
            return as_result(_entry(self.run_floats(x), index, place))

        plainly = None if formula is None else value(formula, self.names)

        def truth(*x: arb) -> arb:
            if plainly is not None and (found := plainly(*x)) is not None:
                return found
            return real.enclosed(_entry(aim(*x), index, place), place)

        def ball(*x: arb) -> arb:
            try:
                return real.enclosed(_entry(body(*x), index, place), place)
            except Undefined as why:
                raise Breakdown(str(why)) from why

        def record(where: Where) -> Trace:
            return recorded(self, where, lambda value: _entry(value, index, place), ball)

        return Subject(
            name=name,
            function=function,
            truth=truth,
            says=says(core),
            domain=self.inputs.domain,
            gradient=self.gradient(index, formula),
            conditions=tuple(self.required(c) for c in self.inputs.conditions),
            assured=tuple(filter(None, (comparison(core, c) for c in self.inputs.conditions))),
            operations=operations,
            expression=operations if core.spec is None and operations is not None else formula,
            ball=ball,
            format=self.result.format,
            remarks=self.remarks,
            file=self.file,
            record=record,
        )

    def gradient(self, index: Index | None, formula: Node | None) -> Callable[..., list[arb]]:
        count = len(self.inputs.domain)
        aim, context = self.core.spec or self.core.body, Context(REAL, self.context.rounding)
        program = cache(
            lambda: self.derivative.program(self.core, aim, context)
        )  # compiled when it is asked for

        def run(*x: arb) -> Any:
            sloped = [
                slopes.Sloped(real.known(v), tuple(arb(int(i == k)) for i in range(count)))
                for k, v in enumerate(x)
            ]
            return _entry(program()(*self.inputs.arranged(sloped)), index, self.core.place)

        thorough = slopes.gradient(run, count)
        plainly = cache(lambda: None if formula is None else gradient(formula, self.names))

        def found(*x: arb) -> list[arb]:
            quickly = plainly()
            return (quickly and quickly(*x)) or thorough(*x)

        return found

    # --- what is to be said beside the figures --------------------------------------------------------

    def remarks(self, samples: Sequence[Sample], limits: Limits) -> list[str]:
        notes = [f"float side: every operation correctly rounded ({self.context}), no C library's functions"]
        notes += self.core.notes
        if "math-library" in self.core.properties:
            notes[0] += f"; {written(self.core.properties['math-library'])} is named, and not what is run"
        if self.annotated:
            notes.append("truth: over the reals nothing is rounded, whatever ! says within")
        for name, size in self.inputs.sizes.items():
            notes.append(f"the dimension {name} is taken as {size}")
        if self.result.format.bits > 53 or self.result.format.emax > 1023:
            notes.append(
                "inputs are sampled among the float64 numbers, results recorded as float64 hold them"
            )
        if self.branches:
            body = self.body_over_reals()
            notes += self.branches.notes(samples, self.inputs.domain, self.run_floats, body, limits)
        return notes


def _called(core: Core, known: dict[str, Core]) -> list[Core]:
    """The cores that a core calls, and those that they call."""
    found: dict[str, Core] = {}
    waiting = [core]
    while waiting:
        here = waiting.pop()
        for part in (here.body, here.pre, here.spec):
            for node in () if part is None else everywhere(part):
                if isinstance(node, Apply) and node.name in known and node.name not in found:
                    found[node.name] = known[node.name]
                    waiting.append(known[node.name])
    return list(found.values())


def _compile_calls(machine: Evaluator, cores: Sequence[Core], context: Context) -> None:
    """What is unsupported in a core that is called is found before anything runs."""
    for core in cores:
        inner = context.updated(core.properties)
        machine.compiled(core.body, inner)
        for argument in core.arguments:
            inner.updated(argument.properties)


def _result_context(node: Expression, context: Context) -> Context:
    """The context of the last operation, where every path ends in the same one."""
    match node:
        case Annotated(properties, body):
            return _result_context(body, context.updated(properties))
        case Let() | While():
            return _result_context(node.body, context)
        case If():
            yes, no = _result_context(node.yes, context), _result_context(node.no, context)
            return yes if yes == no else context
    return context


def _entry(value: Any, index: Index | None, place: Place) -> Any:
    """An entry of a tensor; Undefined where this one is smaller."""
    for k in index or ():
        if not isinstance(value, tuple):
            raise Illegal(f"{place}: the result is a number here, elsewhere a tensor")
        if k >= len(value):
            raise Undefined("the result has no such entry here")
        value = value[k]
    return value
