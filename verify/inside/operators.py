"""What the instrumented code calls in place of + - * / // % ** and the comparisons.

The first lines of each serve two followed numbers, or one and an int, as fast as Python can; everything else
goes through `lift`. What is no real number (lists, text, matrices, objects of the program) is left to
Python.
"""

import functools
import operator
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.inside import functions
from verify.inside.followed import LARGE, MOST_INTEGERS, Recorder
from verify.inside.kinds import kind_of
from verify.inside.tape import ABS, ADD, DIV, LEAF, MUL, NEG, SHIFT, SUB, Function
from verify.language import elementary
from verify.language.domains import power_domain

FAST = {"add": (ADD, float.__add__), "sub": (SUB, float.__sub__), "mul": (MUL, float.__mul__)}
FAST["truediv"] = (DIV, float.__truediv__)
UFUNCS: dict[Any, Any] = {
    operator.add: np.add,
    operator.sub: np.subtract,
    operator.mul: np.multiply,
    operator.truediv: np.divide,
    operator.floordiv: np.floor_divide,
    operator.mod: np.remainder,
    operator.pow: np.power,
    operator.lt: np.less,
    operator.le: np.less_equal,
    operator.gt: np.greater,
    operator.ge: np.greater_equal,
    operator.eq: np.equal,
    operator.ne: np.not_equal,
}
COMPARISONS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}


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


def operators(recorder: Recorder) -> dict[str, Callable[..., Any]]:
    """All of them by the names that instrumented code uses."""
    table: dict[str, Callable[..., Any]] = {}
    for name, fast in FAST.items():
        table[name] = _fast(recorder, getattr(operator, name), *fast)
        table[f"i{name}"] = _fast(recorder, getattr(operator, f"i{name}"), *fast)
    for name, symbol in COMPARISONS.items():
        table[name] = _comparison(recorder, name, symbol)
    table |= _divisions(recorder)
    table |= _unary(recorder)
    table["pow"] = _power(recorder)
    table["matmul"] = _plainly(recorder, operator.matmul)
    for name in ("floordiv", "mod", "pow", "matmul"):
        table[f"i{name}"] = _in_place(table[name], _plainly(recorder, getattr(operator, f"i{name}")))
    recorder.operators = table
    return table


def _plainly(recorder: Recorder, plain: Any) -> Any:
    """Python's own operator, called with the site last; an array among the operands learns it.

    numpy itself would take a followed number beside an array of its own for a mere float, and what it divides
    is rounded: these are recorded.
    """
    ufunc = UFUNCS.get(plain)

    def apply(*x: Any) -> Any:
        operands = x[:-1]
        kinds = [v.dtype for v in operands if isinstance(v, np.ndarray | np.generic)]
        if not kinds:
            return plain(*operands)
        real = all(kind_of(kind) or kind.kind in "iub" for kind in kinds)
        before, recorder.current = recorder.current, x[-1]
        try:
            if real and ufunc and (ufunc is np.divide or any(map(recorder.is_number, operands))):
                return recorder.arrays.call_ufunc(ufunc, operands, {})
            return plain(*operands)
        finally:
            recorder.current = before

    return apply


def _in_place(plain: Any, in_place: Any) -> Any:
    def apply(a: Any, b: Any, site: int) -> Any:
        if isinstance(a, float | int):
            return plain(a, b, site)
        return in_place(a, b, site)

    return apply


def _fast(recorder: Recorder, raw: Any, operation: int, on_floats: Any) -> Any:  # noqa: C901
    tape, Number, integers = recorder.tape, recorder.Number, recorder.integers
    instruct, left, right = tape.instructions.append, tape.left.append, tape.right.append
    values, keep, most = tape.values, tape.values.append, tape.most
    plain = _plainly(recorder, raw)
    if recorder.oracle is not None:
        on_floats = functools.partial(recorder.on_floats, on_floats)

    def lifted(x: Any, site: int) -> Any:
        if type(x) is not int:
            return recorder.lift(x, site)
        known = integers.get(x)
        if known is not None:
            return known
        if not -LARGE <= x <= LARGE or len(integers) >= MOST_INTEGERS:
            return recorder.lift(x, site)
        # As Recorder.integer has it: counters of loops are made often.
        new = integers[x] = Number(x)
        new.node = len(values)
        instruct(site << SHIFT | LEAF)
        left(-1)
        right(-1)
        keep(new)
        return new

    def others(a: Any, b: Any, site: int) -> Any:
        """No followed number among them: ints, floats that leaked, or no numbers."""
        if isinstance(a, int) and isinstance(b, int):
            return recorder.rational(site, a / b, fmpq(int(a), int(b))) if operation == DIV else raw(a, b)
        if isinstance(a, float) or isinstance(b, float):
            x, y = recorder.lift(a, site), recorder.lift(b, site)
            return plain(a, b, site) if x is None or y is None else fast(x, y, site)
        return plain(a, b, site)

    def fast(a: Any, b: Any, site: int) -> Any:
        if type(a) is not Number:
            if type(b) is not Number:
                return others(a, b, site)
            if (x := lifted(a, site)) is None:
                return plain(a, b, site)
            a = x
        elif type(b) is not Number:
            if (x := lifted(b, site)) is None:
                return plain(a, b, site)
            b = x
        new = Number(on_floats(a, b))
        new.node = place = len(values)
        if place >= most:
            tape.too_long()
        instruct(site << SHIFT | operation)
        left(a.node)
        right(b.node)
        keep(new)
        return new

    return fast


def _comparison(recorder: Recorder, name: str, symbol: str) -> Any:
    tape = recorder.tape
    plain = getattr(operator, name)
    plainly = _plainly(recorder, plain)

    def compare(a: Any, b: Any, site: int) -> Any:
        if type(a) is int and type(b) is int:
            return plain(a, b)
        if not (isinstance(a, float) or isinstance(b, float)):
            if tape.escapes and any(isinstance(v, str) and re.search(r"\d", v) for v in (a, b)):
                recorder.lose(site)  # digits that may be a number's
            return plainly(*map(recorder.arrays.known_array, (a, b)), site)
        # Python compares floats with ints exactly.
        plain_a, plain_b = _plain(a), _plain(b)
        x, y = _lifted(recorder, a, site), _lifted(recorder, b, site)
        if x is None or y is None:
            return plainly(a, b, site)
        taken = plain(plain_a, plain_b)
        return recorder.decided(site, symbol, x, y, taken)

    return compare


def _plain(x: Any) -> Any:
    return float.__pos__(x) if isinstance(x, float) else x


def _lifted(recorder: Recorder, x: Any, site: int) -> Any:
    """A number to compare: an int too large for a float keeps its value."""
    if isinstance(x, int) and not isinstance(x, bool) and abs(x) > LARGE:
        try:
            return recorder.lift(x, site)
        except OverflowError:
            return recorder.leaf(site, float("inf") if x > 0 else float("-inf"), fmpq(x))
    return recorder.lift(x, site)


def _divisions(recorder: Recorder) -> dict[str, Callable[..., Any]]:
    """//, %, divmod: n = floor(x/y) is a decision; x % y = x - n y with that n."""

    def parts(a: Any, b: Any, site: int) -> tuple[Any, Any] | None:
        if not (isinstance(a, float) or isinstance(b, float)):
            return None
        x, y = recorder.lift(a, site), recorder.lift(b, site)
        if x is None or y is None:
            return None
        quotient, rest = float.__divmod__(x, y) if recorder.oracle is None else (0.0, 0.0)
        places = [x.node, y.node]
        if quotient != quotient or abs(quotient) == float("inf"):
            return recorder.leaf(site, quotient, None), recorder.leaf(site, rest, None)
        ratio = recorder.tape.applied(RATIO, site, places, quotient)
        n = recorder.rounds(site, "floor", recorder.number(quotient, ratio), int(quotient))
        place = recorder.tape.applied(functions.linear("%", 1, -n), site, places, rest)
        return recorder.rational(site, float(n), fmpq(n)), recorder.number(rest, place)

    def floordiv(a: Any, b: Any, site: int) -> Any:
        found = parts(a, b, site)
        return _plainly(recorder, operator.floordiv)(a, b, site) if found is None else found[0]

    def mod(a: Any, b: Any, site: int) -> Any:
        if isinstance(a, str | bytes):  # "%.3f" % x
            before, recorder.tape.escapes = recorder.tape.escapes, recorder.tape.escapes + 1
            return recorder.text(before, a % b)
        found = parts(a, b, site)
        return _plainly(recorder, operator.mod)(a, b, site) if found is None else found[1]

    def both(a: Any, b: Any, site: int) -> Any:
        found = parts(a, b, site)
        return divmod(a, b) if found is None else found

    return {"floordiv": floordiv, "mod": mod, "divmod": both}


def _unary(recorder: Recorder) -> dict[str, Callable[..., Any]]:
    tape = recorder.tape

    def unary(operation: int, on_floats: Any, plain: Any) -> Any:
        plainly = _plainly(recorder, plain)

        def apply(a: Any, site: int) -> Any:
            if not isinstance(a, float):
                return plainly(a, site)
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
        "neg": unary(NEG, float.__neg__, operator.neg),
        "abs": unary(ABS, float.__abs__, abs),
        "pos": pos,
        "bool": truth,
        "test": test,
    }


def _power(recorder: Recorder) -> Any:
    plainly = _plainly(recorder, operator.pow)

    def apply(a: Any, b: Any, site: int) -> Any:
        whole = isinstance(a, int) and isinstance(b, int)
        if whole and b < 0:
            value = a**b
            return recorder.rational(site, value, fmpq(int(a)) ** int(b))
        if whole:
            return a**b
        if not (isinstance(a, float) or isinstance(b, float)):
            return plainly(a, b, site)
        x, y = recorder.lift(a, site), recorder.lift(b, site)
        if x is None or y is None:
            return plainly(a, b, site)
        value = recorder.on_floats(float.__pow__, x, y)
        if isinstance(value, complex):
            return recorder.complexes.power(x, y, site)
        place = recorder.tape.applied(POWER, site, [x.node, y.node], value)
        return recorder.number(value, place)

    return apply
