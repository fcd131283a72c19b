"""The inputs of a core: tensors as their entries, sizes chosen, domains from the precondition."""

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from verify.arithmetic.precision import Hopeless, Unsettled
from verify.checking.subjects.subject import Range
from verify.fpcore import ranges
from verify.fpcore.contexts import INTEGER, REAL, Context, Unsupported
from verify.fpcore.evaluate import Evaluator
from verify.fpcore.syntax import Annotated, Apply, Argument, Core, Expression, For, Variable, everywhere
from verify.language.expressions import Undefined

SIZES = (3, 2, 4, 1, 5, 6)  # tried in turn for a dimension that the file only names
INTEGERS = 8  # a count is sampled from 0 to there, unless the precondition says otherwise
MOST_INTEGERS = 64
MOST_ENTRIES = 256  # numbers that are the inputs of one core


@dataclass(frozen=True)
class Inputs:
    """Where a core is judged.

    domain      a range for every number, a tensor's entries one by one as A[0,1]
    conditions  the conjuncts of the precondition that no range holds
    sizes       what was chosen for dimensions with a name
    shapes      the sizes of each argument
    """

    domain: tuple[Range, ...]
    conditions: tuple[Expression, ...]
    sizes: dict[str, int]
    shapes: tuple[tuple[int, ...], ...]

    def arranged(self, values: Sequence[Any]) -> list[Any]:
        """The arguments, from one value for each range."""
        waiting = iter(values)

        def filled(shape: tuple[int, ...]) -> Any:
            return tuple(filled(shape[1:]) for _ in range(shape[0])) if shape else next(waiting)

        return [filled(shape) for shape in self.shapes]


def inputs_of(core: Core, evaluator: Evaluator, context: Context) -> Inputs:
    """Unsupported where the precondition admits no input."""

    def constant(node: Expression) -> Any:
        try:
            found = evaluator.compiled(node, Context(REAL))({})
        except (Undefined, Unsettled, Hopeless):
            return None
        return found if not isinstance(found, bool | tuple) else None

    pieces, conditions = ranges.split(core.pre, constant)
    sizes = _sizes(core, pieces, conditions, evaluator)
    conditions = tuple(c for c in conditions if not _variables(c) <= sizes.keys())
    shapes = tuple(
        tuple(sizes[d] if isinstance(d, str) else d for d in argument.dimensions)
        for argument in core.arguments
    )
    counts = _counts(core)
    entries = sum(map(math.prod, shapes))
    if entries > MOST_ENTRIES:
        raise Unsupported(
            f"{core.place}: the arguments have {entries} entries; at most {MOST_ENTRIES} are sampled"
        )
    domain = tuple(
        r
        for argument, shape in zip(core.arguments, shapes, strict=True)
        for r in _ranges(argument, shape, pieces, argument.name in counts, context)
    )
    return Inputs(domain, conditions, sizes, shapes)


def _ranges(
    argument: Argument,
    shape: tuple[int, ...],
    pieces: dict[str, ranges.Pieces],
    counts: bool,
    context: Context,
) -> list[Range]:
    inner = context.updated(argument.properties)
    known = pieces.get(argument.name, ranges.LINE)
    if counts or inner.precision == INTEGER:
        bounded = argument.name in pieces
        low, high = (0 if counts else -INTEGERS), INTEGERS
        here = ranges.integers(known, -MOST_INTEGERS if bounded else low, MOST_INTEGERS if bounded else high)
    else:
        bits, emax = min(inner.format.bits, 53), min(inner.format.emax, 1023)
        largest = (2 - 2.0 ** (1 - bits)) * 2.0**emax  # of the format's numbers that are float64
        here = ranges.of_format(ranges.intersection(known, ((-largest, largest),)), inner.format)
    if not here:
        of = "" if counts or inner.precision == INTEGER else f" of {inner.format.name}"
        raise Unsupported(f"{argument.place}: the precondition admits no {argument.name}{of}")
    places = itertools.product(*map(range, shape))
    return [
        Range(argument.name + (f"[{','.join(map(str, p))}]" if p else ""), here, inner.format) for p in places
    ]


def _counts(core: Core) -> set[str]:
    """Arguments that are used as a size or an index as they stand: they are sampled among the integers."""
    found: set[str] = set()
    for node in everywhere(core.body):
        match node:
            case For(indices):
                used = [size for _, size in indices]
            case Apply("ref", (_, *used)):
                pass
            case _:
                continue
        for e in used:
            while isinstance(e, Annotated):
                e = e.body
            if isinstance(e, Variable):
                found.add(e.name)
    return found


def _variables(node: Expression) -> set[str]:
    return {e.name for e in everywhere(node) if isinstance(e, Variable)}


def _sizes(
    core: Core, pieces: dict[str, ranges.Pieces], conditions: Sequence[Expression], evaluator: Evaluator
) -> dict[str, int]:
    """Sizes for the named dimensions: the first that meet what the precondition says of them alone."""
    names = list(dict.fromkeys(d for a in core.arguments for d in a.dimensions if isinstance(d, str)))
    about = [c for c in conditions if _variables(c) <= set(names)]
    for sizes in itertools.product(SIZES, repeat=len(names)):
        env = {name: evaluator.count(n) for name, n in zip(names, sizes, strict=True)}
        inside = all(
            any(low <= n <= high for low, high in pieces.get(name, ranges.LINE))
            for name, n in zip(names, sizes, strict=True)
        )
        if inside and all(_holds(evaluator.compiled(c, Context(REAL)), env) for c in about):
            return dict(zip(names, sizes, strict=True))
    raise Unsupported(f"{core.place}: the precondition admits no sizes from 1 to {max(SIZES)}")


def _holds(code: Callable[[Any], Any], env: Any) -> bool:
    try:
        return code(env) is True
    except (Undefined, Unsettled, Hopeless):
        return False
