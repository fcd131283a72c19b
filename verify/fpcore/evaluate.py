"""Control flow of FPCore, once for every arithmetic: scopes, branches, loops, tensors, calls.

An arithmetic says what numbers are and how an operation rounds; a tensor is a tuple of entries. Every
branch and loop test is noted in `trace`, so that two evaluations can be compared.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flint import fmpq

from verify.arithmetic.precision import Hopeless
from verify.fpcore import loops
from verify.fpcore.contexts import REAL, Context
from verify.fpcore.loops import MOST_STEPS
from verify.fpcore.reader import Place
from verify.fpcore.syntax import (
    TESTS,
    Annotated,
    Apply,
    Array,
    Constant,
    Core,
    Expression,
    For,
    If,
    Let,
    Literal,
    Variable,
    While,
    needed,
)
from verify.fpcore.values import NO_NUMBER, Code, Env, Illegal, joined, numbers, of_numbers, shape, truth

MOST_ENDLESS = 12  # evaluations given up for that, one after the other, before no more are begun
MOST_CALLS = 40  # one within the other
Casts = Sequence[tuple[str, Callable[[Any], Any]]]


class Arithmetic(ABC):
    """Numbers of one kind. `context` is the rounding context in force.

    `operation` and `test` give the function of the operands, chosen once before anything runs.
    """

    @abstractmethod
    def literal(self, value: fmpq, context: Context) -> Any: ...

    @abstractmethod
    def constant(self, name: str, context: Context) -> Any: ...

    @abstractmethod
    def operation(self, name: str, context: Context, place: Place) -> Callable[..., Any]: ...

    @abstractmethod
    def test(self, name: str, context: Context, place: Place) -> Callable[..., bool]: ...

    @abstractmethod
    def whole(self, value: Any, place: Place) -> int: ...


class Evaluator:
    """The cores of a file over one arithmetic."""

    def __init__(self, cores: Mapping[str, Core], arithmetic: Arithmetic) -> None:
        self.cores = cores
        self.arithmetic = arithmetic
        self.trace: list[tuple[Place, bool]] = []
        self.steps = 0
        self.depth = 0
        self.endless = 0
        self.called: dict[tuple[str, Context], Code] = {}

    def program(self, core: Core, expression: Expression, context: Context) -> Callable[..., Any]:
        """(*arguments) -> the value of an expression over a core's arguments."""
        code, casts = self.compiled(expression, context), self.casts(core, context)

        def run(*values: Any) -> Any:
            if self.endless >= MOST_ENDLESS:
                raise Hopeless(f"not begun: the loops did not end at {self.endless} inputs before")
            self.trace, self.steps, self.depth = [], 0, 0
            try:
                value = code(self.bound(core, values, context, casts))
                self.endless = 0
                return value
            except RecursionError as error:
                raise Hopeless("the expression is nested too deeply") from error

        return run

    def casts(self, core: Core, context: Context) -> Casts:
        """How each argument is rounded where all are numbers; none where one may be a tensor."""
        if any(a.dimensions for a in core.arguments):
            return ()
        cast = self.arithmetic.operation
        return [(a.name, cast("cast", context.updated(a.properties), a.place)) for a in core.arguments]

    def bound(self, core: Core, values: Sequence[Any], context: Context, casts: Casts = ()) -> Env:
        """The arguments, rounded to their contexts, with the dimensions that they bind."""
        if casts and not any(isinstance(v, NO_NUMBER) for v in values):
            return {name: cast(v) for (name, cast), v in zip(casts, values, strict=True)}
        env: dict[str, Any] = {}
        for argument, value in zip(core.arguments, values, strict=True):
            sizes = shape(value)
            if len(sizes) < len(argument.dimensions) or (sizes and not argument.dimensions):
                raise Illegal(f"{argument.place}: {argument.name} has {len(sizes)} dimensions")
            for name, size in zip(argument.dimensions, sizes, strict=False):
                known = name
                if isinstance(name, str):
                    known = self.arithmetic.whole(env.setdefault(name, self.count(size)), argument.place)
                if known != size:
                    raise Illegal(f"{argument.place}: a dimension of {argument.name} is {size}, not {known}")
            env[argument.name] = self.rounded(value, context.updated(argument.properties), argument.place)
        return env

    def count(self, n: int) -> Any:
        return self.arithmetic.literal(fmpq(n), Context(REAL))

    def rounded(self, value: Any, context: Context, place: Place) -> Any:
        if isinstance(value, tuple):
            shape(value)  # a tensor that is too large is refused
            return tuple(self.rounded(v, context, place) for v in value)
        return value if isinstance(value, bool) else self.arithmetic.operation("cast", context, place)(value)

    def step(self, place: Place) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            self.endless += 1
            raise Hopeless(f"{place}: the loops did not end within {MOST_STEPS} steps")

    # --- expressions ----------------------------------------------------------------------------------

    def compiled(self, node: Expression, context: Context) -> Code:
        compiler = COMPILERS[type(node)]
        return compiler(self, node, context)

    def literal(self, node: Literal, context: Context) -> Code:
        number = self.arithmetic.literal(node.value, context)
        return lambda env: number

    def constant(self, node: Constant, context: Context) -> Code:
        if node.name in ("TRUE", "FALSE"):
            answer = node.name == "TRUE"
            return lambda env: answer
        return lambda env: self.arithmetic.constant(node.name, context)

    def variable(self, node: Variable, context: Context) -> Code:
        name = node.name
        return lambda env: env[name]

    def array(self, node: Array, context: Context) -> Code:
        codes = [self.compiled(item, context) for item in node.items]
        return lambda env: tuple([code(env) for code in codes])

    def annotated(self, node: Annotated, context: Context) -> Code:
        return self.compiled(node.body, context.updated(node.properties))

    def applied(self, node: Apply, context: Context) -> Code:
        codes = [self.compiled(a, context) for a in node.arguments]
        name, place, arithmetic = node.name, node.place, self.arithmetic
        if name in self.cores:
            return lambda env: self.call(name, [code(env) for code in codes], context, place)
        if name in ("and", "or"):
            return joined(codes, name == "or", place)
        if name == "not":
            return lambda env: not truth(codes[0](env), place)
        if name in ("ref", "size", "dim"):
            return lambda env: self.tensor_operation(name, [code(env) for code in codes], place)
        if name == "cast":
            return lambda env: self.rounded(codes[0](env), context, place)
        choose = arithmetic.test if name in TESTS else arithmetic.operation
        return of_numbers(choose(name, context, place), codes, place)

    def call(self, name: str, values: Sequence[Any], context: Context, place: Place) -> Any:
        """Another core: its own properties, and the caller's context for what it does not say."""
        core = self.cores[name]
        inner = context.updated(core.properties)
        if (name, inner) not in self.called:
            self.called[name, inner] = self.compiled(core.body, inner)
        self.step(place)
        if self.depth >= MOST_CALLS:
            raise Hopeless(f"{place}: more than {MOST_CALLS} calls of cores, one within the other")
        self.depth += 1
        try:
            return self.called[name, inner](self.bound(core, values, inner))
        finally:
            self.depth -= 1

    def tensor_operation(self, name: str, values: Sequence[Any], place: Place) -> Any:
        sizes = shape(values[0])
        if name == "dim":
            return self.count(len(sizes))
        indices = [self.arithmetic.whole(v, place) for v in numbers(values[1:], place)]
        if name == "size":
            if not 0 <= indices[0] < len(sizes):
                raise Illegal(f"{place}: a tensor of {len(sizes)} dimensions has no dimension {indices[0]}")
            return self.count(sizes[indices[0]])
        entry = values[0]
        for k in indices:
            if not (isinstance(entry, tuple) and 0 <= k < len(entry)):
                raise Illegal(f"{place}: the index {k} is outside the tensor")
            entry = entry[k]
        return entry

    def branch(self, node: If, context: Context) -> Code:
        test, yes, no = (self.compiled(e, context) for e in (node.test, node.yes, node.no))

        def run(env: Env) -> Any:
            taken = truth(test(env), node.place)
            self.trace.append((node.place, taken))
            return yes(env) if taken else no(env)

        return run

    def let(self, node: Let, context: Context) -> Code:
        bindings = [(name, self.compiled(value, context)) for name, value in needed(node)]
        body = self.compiled(node.body, context)

        def run(env: Env) -> Any:
            inner = dict(env)
            for name, value in bindings:
                inner[name] = value(inner if node.sequential else env)
            return body(inner)

        return run


COMPILERS: dict[type, Callable[[Evaluator, Any, Context], Code]] = {
    Literal: Evaluator.literal,
    Constant: Evaluator.constant,
    Variable: Evaluator.variable,
    Apply: Evaluator.applied,
    If: Evaluator.branch,
    Let: Evaluator.let,
    While: loops.loop,
    For: loops.counted,
    Array: Evaluator.array,
    Annotated: Evaluator.annotated,
}
