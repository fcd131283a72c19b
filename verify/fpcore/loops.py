"""Loops and tensor comprehensions of FPCore, over any arithmetic."""

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from verify.arithmetic.precision import Hopeless
from verify.fpcore.contexts import Context
from verify.fpcore.reader import Place
from verify.fpcore.syntax import Expression, For, Updated, While
from verify.fpcore.values import Code, Env, folded, numbers, truth

MOST_STEPS = 10_000  # of all loops of one evaluation: beyond it a loop counts as one that may not end


class Whole(Protocol):
    def whole(self, value: Any, place: Place) -> int: ...


class Compiler(Protocol):
    """What loops need of an evaluator."""

    trace: list[tuple[Place, bool]]

    @property
    def arithmetic(self) -> Whole: ...

    def compiled(self, node: Expression, context: Context) -> Code: ...

    def step(self, place: Place) -> None: ...

    def count(self, n: int) -> Any: ...


def loop(evaluator: Compiler, node: While, context: Context) -> Code:
    """`while`: test, update, test."""
    test = evaluator.compiled(node.test, context)
    starts, updates = variables(evaluator, node.variables, context, node.sequential)
    body = evaluator.compiled(node.body, context)

    def run(env: Env) -> Any:
        inner = starts(env, env)
        while True:
            going = truth(test(inner), node.place)
            evaluator.trace.append((node.place, going))
            if not going:
                return body(inner)
            evaluator.step(node.place)
            inner = updates(inner, inner)

    return run


def variables(
    evaluator: Compiler, updated: Sequence[Updated], context: Context, sequential: bool
) -> tuple[Callable[[Env, Env], Env], Callable[[Env, Env], Env]]:
    """Initialisation and update: (environment to extend, environment to read) -> the new one."""

    def bind(codes: Sequence[tuple[str, Code]]) -> Callable[[Env, Env], Env]:
        def run(env: Env, seen: Env) -> Env:
            inner = dict(env)
            reading = dict(inner if seen is env else seen)
            for name, code in codes:
                inner[name] = code(reading)
                if sequential:
                    reading[name] = inner[name]
            return inner

        return run

    starts = [(v.name, evaluator.compiled(v.initial, context)) for v in updated]
    return bind(starts), bind([(v.name, evaluator.compiled(v.update, context)) for v in updated])


def counted(evaluator: Compiler, node: For, context: Context) -> Code:
    indices = [(name, evaluator.compiled(size, context)) for name, size in node.indices]
    starts, updates = variables(evaluator, node.variables, context, node.sequential)
    body = evaluator.compiled(node.body, context)

    def run(env: Env) -> Any:
        sizes = [size(evaluator, code(env), node.place) for _, code in indices]
        if math.prod(sizes) > MOST_STEPS:
            raise Hopeless(f"{node.place}: {math.prod(sizes)} steps are more than {MOST_STEPS}")
        inner = starts(env, env)
        entries = []
        for place in itertools.product(*map(range, sizes)):
            evaluator.step(node.place)
            here = {name: evaluator.count(k) for (name, _), k in zip(indices, place, strict=True)}
            inner = updates(inner, {**inner, **here})
            if node.tensor:
                entries.append(body({**inner, **here}))
        return folded(entries, sizes) if node.tensor else body(inner)

    return run


def size(evaluator: Compiler, value: Any, place: Place) -> int:
    n = evaluator.arithmetic.whole(numbers([value], place)[0], place)
    if not 0 <= n <= MOST_STEPS:
        raise Hopeless(f"{place}: the size {n} is outside 0..{MOST_STEPS}")
    return n
