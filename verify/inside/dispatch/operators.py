"""What the instrumented code calls in place of + - * / // % ** and the comparisons.

The first lines of each serve two followed numbers, or one and an int, as fast as Python can; everything else
goes through `lift`. What is not a real number (lists, text, matrices, objects of the program) is left to
Python.
"""

import functools
import operator
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from flint import fmpq

from verify.inside.dispatch.other_operators import divisions, plain_power, plainly, power_operator, unary
from verify.inside.run.tape import ADD, DIV, LEAF, MUL, SHIFT, SUB
from verify.inside.values.followed import LARGE, MOST_INTEGERS, Recorder

FAST = {"add": ADD, "sub": SUB, "mul": MUL, "truediv": DIV}
COMPARISONS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}
OPERATOR_NAMES = (*FAST, "floordiv", "mod", "pow", "matmul", *COMPARISONS)


class Operators(dict[str, Callable[..., Any]]):
    """By the names that instrumented code uses, each made when it is first asked for."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.recorder = recorder
        recorder.operators = self

    def __missing__(self, name: str) -> Callable[..., Any]:
        plain = name.removeprefix("i")
        if name in COMPARISONS:
            self[name] = _comparison(self.recorder, name, COMPARISONS[name])
        elif plain in FAST:
            self[name] = _fast(self.recorder, getattr(operator, name), getattr(operator, plain), FAST[plain])
        elif name in ("floordiv", "mod", "divmod"):
            self |= divisions(self.recorder)
        elif name in ("pow", "matmul"):
            self[name] = (
                power_operator(self.recorder) if name == "pow" else plainly(self.recorder, operator.matmul)
            )
        elif plain in ("floordiv", "mod", "pow", "matmul"):
            by_python = plain_power if plain == "pow" else plainly
            self[name] = _in_place(self[plain], by_python(self.recorder, getattr(operator, name)))
        else:
            self |= unary(self.recorder)
        return self[name]


def by_method(recorder: Recorder, site: int, owner: Any, name: str, x: tuple[Any, ...]) -> Any:
    """(7).__le__(x), of an integer: 7 <= x by another name."""
    if len(x) != 1 or not isinstance(x[0], float | int | np.generic):
        return NotImplemented
    if name in OPERATOR_NAMES:
        return recorder.operators[name](owner, x[0], site)
    reflected = name.startswith("r") and name[1:] in OPERATOR_NAMES
    return recorder.operators[name[1:]](x[0], owner, site) if reflected else NotImplemented


def _in_place(plain: Any, in_place: Any) -> Any:
    def apply(a: Any, b: Any, site: int) -> Any:
        if isinstance(a, float | int):
            return plain(a, b, site)
        return in_place(a, b, site)

    return apply


def _fast(recorder: Recorder, raw: Any, on_floats: Any, operation: int) -> Any:  # noqa: C901
    tape, Number, integers = recorder.tape, recorder.Number, recorder.integers
    instruct, left, right = tape.instructions.append, tape.left.append, tape.right.append
    values, keep, most = tape.values, tape.values.append, tape.most
    plain = plainly(recorder, raw)
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
        try:
            new = Number(on_floats(float(a), float(b)))
        except ZeroDivisionError:
            if (value := recorder.by_numpy(np.divide, a, b)) is None:
                raise
            new = Number(value)
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
    left_to_python = plainly(recorder, plain)
    # A number's text has digits in exact arithmetic, too: it equals nothing that has none.
    suspicious = all if symbol in ("==", "!=") else any

    def compare(a: Any, b: Any, site: int) -> Any:
        if type(a) is int and type(b) is int:
            return plain(a, b)
        if not (isinstance(a, float) or isinstance(b, float)):
            if tape.escapes and suspicious(isinstance(v, str) and re.search(r"\d", v) for v in (a, b)):
                recorder.lose(site)  # digits that may be a number's
            return left_to_python(*map(recorder.arrays.known_array, (a, b)), site)
        # Python compares floats with ints exactly.
        plain_a, plain_b = _plain(a), _plain(b)
        x, y = _lifted(recorder, a, site), _lifted(recorder, b, site)
        if x is None or y is None:
            return left_to_python(a, b, site)
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
