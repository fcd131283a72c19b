"""What FPCore computes with: numbers, truth values, tensors as tuples; code over an environment."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from verify.arithmetic.precision import Hopeless, Unsettled
from verify.fpcore.reader import Place
from verify.language.expressions import Undefined

Env = Mapping[str, Any]
Code = Callable[[Env], Any]
NO_NUMBER = (bool, tuple)


class Illegal(Hopeless):
    """The standard gives this no meaning: a truth value added to a number, an index out of range."""


def shape(value: Any) -> tuple[int, ...]:
    """The sizes of a tensor; none for a number. Illegal where its rows differ."""
    if not isinstance(value, tuple):
        return ()
    inner = {shape(v) for v in value} or {()}
    if len(inner) > 1:
        raise Illegal("a tensor whose rows differ in size")
    return (len(value), *inner.pop())


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
