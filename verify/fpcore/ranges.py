"""What a precondition says of each variable by itself: intervals to sample from. The rest stays."""

import math
from collections.abc import Callable, Iterator, Sequence

from flint import arb, fmpq

from verify.arithmetic.float64 import exact, nearest
from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import precision
from verify.core.numbers import LARGEST
from verify.fpcore.syntax import COMPARISONS, Annotated, Apply, Expression, Variable, everywhere

Pieces = tuple[tuple[float, float], ...]
LINE: Pieces = ((-LARGEST, LARGEST),)
MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "=="}
BITS = 256
Constant = Callable[[Expression], "fmpq | arb | float | None"]  # the value of an expression without variables


def split(pre: Expression | None, constant: Constant) -> tuple[dict[str, Pieces], tuple[Expression, ...]]:
    """Pieces of the float line for each variable that is bounded, and the conjuncts that say more."""
    found: dict[str, Pieces] = {}
    rest = []
    for conjunct in () if pre is None else conjuncts(pre):
        solved = _solved(conjunct, constant)
        if solved is None:
            rest.append(conjunct)
        else:
            name, pieces = solved
            found[name] = intersection(found.get(name, LINE), pieces)
    return found, tuple(rest)


def conjuncts(node: Expression) -> Iterator[Expression]:
    """`and` taken apart, and a chain of comparisons into all its ordered pairs."""
    match node:
        case Annotated(_, body):
            yield from conjuncts(body)
        case Apply("and", arguments):
            for inner in arguments:
                yield from conjuncts(inner)
        case Apply(name, arguments) if name in COMPARISONS and len(arguments) > 2:
            for k, left in enumerate(arguments):
                for right in arguments[k + 1 :]:
                    # Two constants follow from what is between them, except that they differ.
                    if name == "!=" or _varies(left) or _varies(right):
                        yield Apply(name, (left, right), node.place)
        case _:
            yield node


def _varies(node: Expression) -> bool:
    return any(isinstance(e, Variable) for e in everywhere(node))


def _solved(node: Expression, constant: Constant, negated: bool = False) -> tuple[str, Pieces] | None:
    """The one variable that a condition is about, and where it holds; None where it is not of that form."""
    match node:
        case Apply("not", (inner,)):
            return _solved(inner, constant, not negated)
        case Apply("and" | "or" as name, arguments):
            parts = [_solved(a, constant, negated) for a in arguments]
            known = [p for p in parts if p is not None]
            if len(known) < len(parts) or len({name for name, _ in known}) != 1:
                return None
            join = intersection if (name == "and") != negated else union
            pieces = known[0][1]
            for _, other in known[1:]:
                pieces = join(pieces, other)
            return known[0][0], pieces
        case Apply(name, (left, right)) if name in COMPARISONS:
            symbol = OPPOSITE[name] if negated else name
            return _compared(symbol, left, right, constant) or _compared(
                MIRRORED[symbol], right, left, constant
            )
    return None


def _compared(
    symbol: str, left: Expression, right: Expression, constant: Constant
) -> tuple[str, Pieces] | None:
    """x < c, or |x| < c."""
    size = isinstance(left, Apply) and left.name == "fabs"
    inner = left.arguments[0] if isinstance(left, Apply) and size else left
    if not isinstance(inner, Variable) or _varies(right):
        return None
    with precision(BITS):
        value = constant(right)
        pieces = None if value is None else _where(symbol, value)
    if pieces is None:
        return None
    if size:
        upper = intersection(pieces, ((0.0, LARGEST),))
        pieces = union(tuple((-high, -low) for low, high in reversed(upper)), upper)
    return inner.name, pieces


def _where(symbol: str, c: fmpq | arb | float) -> Pieces | None:
    """The floats x with x < c (or <=, ...). None where a float is not told from c, or c is NaN."""
    if isinstance(c, float):
        if math.isnan(c):
            return None
        all_ = (c > 0) == (symbol in ("<", "<="))
        return LINE if symbol == "!=" or (symbol != "==" and all_) else ()
    around = _neighbours(c)
    if around is None:
        return None
    below, at, above = around
    left, right = _piece(-LARGEST, below), _piece(above, LARGEST)
    here = () if at is None else ((at, at),)
    return {
        "<": left,
        "<=": union(left, here),
        ">": right,
        ">=": union(here, right),
        "==": here,
        "!=": union(left, right),
    }[symbol]


def _neighbours(c: fmpq | arb) -> tuple[float, float | None, float] | None:
    """The last float below c, c itself where it is one, the first float above."""
    near = nearest(c) if isinstance(c, fmpq) else float(c.mid())
    if math.isinf(near):
        return (LARGEST, None, math.inf) if near > 0 else (-math.inf, None, -LARGEST)
    here = exact(near) if isinstance(c, fmpq) else arb(near)
    if here < c:
        return near, None, math.nextafter(near, math.inf)
    if here > c:
        return math.nextafter(near, -math.inf), None, near
    if isinstance(c, arb):
        return None
    return math.nextafter(near, -math.inf), near, math.nextafter(near, math.inf)


def _piece(low: float, high: float) -> Pieces:
    low, high = max(low, -LARGEST), min(high, LARGEST)
    return ((low, high),) if low <= high else ()


def intersection(a: Pieces, b: Pieces) -> Pieces:
    return tuple((max(l1, l2), min(h1, h2)) for l1, h1 in a for l2, h2 in b if max(l1, l2) <= min(h1, h2))


def of_format(pieces: Pieces, format: Format) -> Pieces:
    """From the first to the last number of a format in each piece; without those that hold none."""
    places = [(-format.ordinal(-low), format.ordinal(high)) for low, high in pieces]  # of low, rounded up
    return tuple(
        (format.from_ordinal(first), format.from_ordinal(last)) for first, last in places if first <= last
    )


def union(a: Pieces, b: Pieces) -> Pieces:
    """Joined where they overlap or no float lies between them."""
    joined: list[tuple[float, float]] = []
    for low, high in sorted({*a, *b}):
        if joined and low <= math.nextafter(joined[-1][1], math.inf):
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return tuple(joined)


def integers(pieces: Sequence[tuple[float, float]], low: int, high: int) -> Pieces:
    """The integers of the pieces from low to high, one piece each."""
    return tuple((float(k), float(k)) for k in range(low, high + 1) if any(a <= k <= b for a, b in pieces))
