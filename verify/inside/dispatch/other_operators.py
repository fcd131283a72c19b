"""Operators that are seldom asked for: // % divmod ** and those of one operand; what is left to Python."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.inside.dispatch import functions
from verify.inside.run.kinds import kind_of
from verify.inside.run.tape import ABS, LEAF, NEG, Function
from verify.inside.values.followed import Recorder
from verify.language import elementary
from verify.language.domains import power_domain

UNMARKED = (int, bool, str, type(None))
UFUNCS: dict[Any, Any] = {
    operator.add: np.add,
    operator.sub: np.subtract,
    operator.mul: np.multiply,
    operator.truediv: np.divide,
    operator.floordiv: np.floor_divide,
    operator.mod: np.remainder,
    operator.pow: np.power,
    operator.matmul: np.matmul,
    operator.lt: np.less,
    operator.le: np.less_equal,
    operator.gt: np.greater,
    operator.ge: np.greater_equal,
    operator.eq: np.equal,
    operator.ne: np.not_equal,
}
# What x += y comes to where x is one of numpy's scalars, which nothing changes.
NEW: dict[Any, Any] = {
    getattr(operator, f"i{f.__name__}"): f for f in UFUNCS if hasattr(operator, f"i{f.__name__}")
}


def power(x: arb, y: arb) -> arb:
    return elementary.power(x, y) if power_domain(x, y) else arb.nan()


def rational_power(x: fmpq, y: fmpq) -> fmpq | None:
    """A whole power that is not too long."""
    if y.q != 1 or abs(y) > 1000 or (x == 0 and y < 0):
        return None
    return x ** int(y.p)


POWER_SLOPES = (lambda x, y: y * power(x, y - 1), lambda x, y: power(x, y) * x.log())
POWER = Function("pow", power, POWER_SLOPES, rational_power)
RATIO = Function("/", operator.truediv, rational=lambda x, y: None if y == 0 else x / y)


def plainly(recorder: Recorder, plain: Any) -> Any:
    """Python's own operator, called with the site last; an array among the operands learns it.

    numpy itself would take a followed number beside an array of its own for a mere float, and what it divides
    is rounded: these are recorded.
    """
    ufunc = UFUNCS.get(plain)
    on_scalars = plainly(recorder, NEW[plain]) if plain in NEW else None

    def apply(*x: Any) -> Any:
        operands = x[:-1]
        if on_scalars is not None and isinstance(operands[0], np.generic):
            return on_scalars(*x)
        kinds = [v.dtype for v in operands if isinstance(v, np.ndarray | np.generic)]
        if not kinds:
            return recorder.sets(plain(*operands))
        real = all(kind_of(kind) or kind.kind in "iub" for kind in kinds)
        before, recorder.current = recorder.current, x[-1]
        try:
            numbers = any(map(recorder.is_number, operands))
            if any(type(v) in (list, tuple) for v in operands):
                numbers |= any(map(recorder.arrays.holds_floats, operands))
                operands = tuple(map(recorder.arrays.of_numbers_in, operands))
            if real and ufunc and (ufunc is np.divide or numbers):
                return recorder.arrays.call_ufunc(ufunc, operands, {})
            if numbers and ufunc and not any(kind.kind == "O" for kind in kinds):
                return recorder.arrays.ufunc(ufunc, "__call__", operands, {})
            return plain(*operands)
        finally:
            recorder.current = before

    return apply


def contains(recorder: Recorder) -> Callable[[Any, Any], bool]:
    """x in y, asked of an array of integers too, which would take x for a mere float."""

    def apply(x: Any, y: Any) -> bool:
        if type(y) is not np.ndarray or y.dtype.kind not in "iub" or not recorder.arrays.holds_floats(x):
            return x in y
        values, nodes = recorder.arrays.parts(y)
        return x in recorder.arrays.whole(values.astype(np.float64), nodes)

    return apply


def _divmod(recorder: Recorder, x: Any, y: Any) -> tuple[float, float]:
    quotient, rest = (recorder.by_numpy(f, x, y) for f in (np.floor_divide, np.remainder))
    return float.__divmod__(x, y) if quotient is None or rest is None else (quotient, rest)


def formatted(recorder: Recorder, text: Any, values: Any) -> Any:
    """ "%.3f" % x: marked, unless there is nothing in it that may leave digits of a followed number."""
    given = values if type(values) is tuple else (values,)
    if all(type(v) in UNMARKED or isinstance(v, type) for v in (text, *given)):
        return text % values
    before, recorder.tape.escapes = recorder.tape.escapes, recorder.tape.escapes + 1
    return recorder.text(before, text % values)


def divisions(recorder: Recorder) -> dict[str, Callable[..., Any]]:
    """//, %, divmod: n = floor(x/y) is a decision; x % y = x - n y with that n."""

    def parts(a: Any, b: Any, site: int) -> tuple[Any, Any] | None:
        if not (isinstance(a, float) or isinstance(b, float)):
            return None
        x, y = recorder.lift(a, site), recorder.lift(b, site)
        if x is None or y is None:
            return None
        quotient, rest = _divmod(recorder, x, y) if recorder.oracle is None else (0.0, 0.0)
        places = [x.node, y.node]
        if quotient != quotient or abs(quotient) == float("inf"):
            lost = recorder.leaf(site, quotient, None), recorder.leaf(site, rest, None)
            recorder.tape.quotients |= {v.node: (x.node, y.node) for v in lost}
            return lost
        ratio = recorder.tape.applied(RATIO, site, places, quotient)
        n = recorder.rounds(site, "floor", recorder.number(quotient, ratio), int(quotient))
        place = recorder.tape.applied(functions.linear("%", 1, -n), site, places, rest)
        whole = recorder.rational(site, float(n), fmpq(n))
        recorder.tape.quotients[whole.node] = (x.node, y.node)
        return whole, recorder.number(rest, place)

    def floordiv(a: Any, b: Any, site: int) -> Any:
        found = parts(a, b, site)
        return plainly(recorder, operator.floordiv)(a, b, site) if found is None else found[0]

    def mod(a: Any, b: Any, site: int) -> Any:
        if isinstance(a, str | bytes):
            return formatted(recorder, a, b)
        found = parts(a, b, site)
        return plainly(recorder, operator.mod)(a, b, site) if found is None else found[1]

    def both(a: Any, b: Any, site: int) -> Any:
        found = parts(a, b, site)
        if found is None and any(isinstance(v, np.generic | np.ndarray) for v in (a, b)):
            return floordiv(a, b, site), mod(a, b, site)
        return divmod(a, b) if found is None else found

    return {"floordiv": floordiv, "mod": mod, "divmod": both}


def unary(recorder: Recorder) -> dict[str, Callable[..., Any]]:
    tape = recorder.tape

    def one(operation: int, on_floats: Any, plain: Any) -> Any:
        left_to_python = plainly(recorder, plain)

        def apply(a: Any, site: int) -> Any:
            if not isinstance(a, float):
                return left_to_python(a, site)
            x = recorder.lift(a, site)
            value = on_floats(x)
            return recorder.number(value, tape.add(operation, site, x.node, -1, value))

        return apply

    def pos(a: Any, site: int) -> Any:
        return recorder.lift(a, site) if isinstance(a, float) else +a

    def truth(a: Any, site: int) -> bool:
        x = recorder.lift(a, site)
        return recorder.decided(site, "!=", x, recorder.integer(0, site), float.__bool__(x))

    def test(a: Any, site: int) -> Any:
        return recorder.lift(a, site) if type(a) is float else a

    return {
        "neg": one(NEG, float.__neg__, operator.neg),
        "abs": one(ABS, float.__abs__, abs),
        "pos": pos,
        "bool": truth,
        "test": test,
    }


def plain_power(recorder: Recorder, plain: Any) -> Any:
    """Python's own power. Of an array numpy takes a square root or a reciprocal, if the exponent says so."""
    left_to_python, tape = plainly(recorder, plain), recorder.tape

    def apply(a: Any, b: Any, site: int) -> Any:
        if type(b) is recorder.Number and isinstance(a, np.ndarray) and float.__pos__(b) in (0.5, -1.0):
            known = tape.operation(b.node) == LEAF and b.node not in tape.leaves
            b = float.__pos__(b) if known else b
        return left_to_python(a, b, site)

    return apply


def power_operator(recorder: Recorder) -> Any:
    left_to_python = plain_power(recorder, operator.pow)

    def apply(a: Any, b: Any, site: int) -> Any:
        whole = isinstance(a, int) and isinstance(b, int)
        if whole and b < 0:
            value = a**b
            return recorder.rational(site, value, fmpq(int(a)) ** int(b))
        if whole:
            return a**b
        if not (isinstance(a, float) or isinstance(b, float)):
            return left_to_python(a, b, site)
        x, y = recorder.lift(a, site), recorder.lift(b, site)
        if x is None or y is None:
            return left_to_python(a, b, site)
        found = recorder.by_numpy(operator.pow, x, y)  # of two float64; np.power has code of its own
        value = recorder.on_floats(float.__pow__, x, y) if found is None else found
        if isinstance(value, complex):
            return recorder.complexes.power(x, y, site)
        place = recorder.tape.applied(POWER, site, [x.node, y.node], value)
        return recorder.number(value, place)

    return apply
