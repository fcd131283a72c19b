"""What FPCore computes with: numbers, truth values, tensors as tuples; code over an environment."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from verify.arithmetic.precision import Hopeless, Unsettled
from verify.fpcore.reader import Place
from verify.language.expressions import Undefined

Env = Mapping[str, Any]
Code = Callable[[Env], Any]
NO_NUMBER = (bool, tuple)
MOST_ENTRIES = 10_000  # of a tensor


class Illegal(Hopeless):
    """The standard gives this no meaning: a truth value added to a number, an index out of range."""


def shape(value: Any) -> tuple[int, ...]:
    """The sizes of a tensor; none for a number. Illegal where its rows differ, Hopeless where it is large: a
    tensor of itself twice over doubles at each step."""
    sizes, rows = [], [value]
    while isinstance(rows[0], tuple):
        lengths = {len(row) if isinstance(row, tuple) else -1 for row in rows}
        if len(lengths) > 1:
            raise Illegal("a tensor whose rows differ in size")
        sizes.append(lengths.pop())
        if sizes[-1] * len(rows) > MOST_ENTRIES:
            raise Hopeless(f"a tensor of more than {MOST_ENTRIES} entries")
        rows = [entry for row in rows for entry in row] or [None]
    if any(isinstance(row, tuple) for row in rows):
        raise Illegal("a tensor whose rows differ in size")
    return tuple(sizes)


def folded(entries: list[Any], sizes: Sequence[int]) -> Any:
    """Entries in lexicographic order as nested tuples."""
    for size in reversed(sizes[1:]):
        entries = [tuple(entries[k : k + size]) for k in range(0, len(entries), max(size, 1))]
    return tuple(entries) if sizes else entries[0]


def joined(codes: Sequence[Code], decisive: bool, place: Place) -> Code:
    """`and` (decisive: False) and `or`: one decisive operand decides, whatever the open ones are."""

    def run(env: Env) -> bool:
        still_open: Unsettled | None = None
        for code in codes:
            try:
                if truth(code(env), place) is decisive:
                    return decisive
            except Unsettled as why:
                still_open = still_open or why
            except Undefined:
                raise still_open or Undefined(f"{place}: an operand is not defined") from None
        if still_open:
            raise still_open
        return not decisive

    return run


def truth(value: Any, place: Place) -> bool:
    if not isinstance(value, bool):
        raise Illegal(f"{place}: a truth value is needed, not a number or a tensor")
    return value


def numbers(values: Sequence[Any], place: Place) -> Sequence[Any]:
    for v in values:
        if type(v) in NO_NUMBER:
            raise Illegal(f"{place}: a number is needed, not a truth value or a tensor")
    return values


def of_numbers(function: Callable[..., Any], codes: Sequence[Code], place: Place) -> Code:
    if len(codes) == 2:
        left, right = codes

        def binary(env: Env) -> Any:
            x, y = left(env), right(env)
            if type(x) in NO_NUMBER or type(y) in NO_NUMBER:
                numbers((x, y), place)
            return function(x, y)

        return binary
    return lambda env: function(*numbers([code(env) for code in codes], place))
