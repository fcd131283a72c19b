"""The float side of a core, recorded: every number on a tape, with the expression that made it.

The tape holds float64 numbers. So formats up to binary64 are recorded, each value being a float64, and wider
ones are not. Operations are those of the machine (machine.py); their exact counterparts are what the
reals (real.py) make of the same operands.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import gmpy2
from flint import arb, fmpq
from gmpy2 import mpq

from verify.arithmetic.mpfr import BINARY64, Format, Wide
from verify.core.errors import BadInput
from verify.fpcore import real
from verify.fpcore.contexts import NEAREST_EVEN, Context
from verify.fpcore.decide import integer
from verify.fpcore.evaluate import Arithmetic
from verify.fpcore.machine import Machine, as_operand, as_result
from verify.fpcore.operations import COMPARE
from verify.fpcore.reader import Place
from verify.fpcore.tape_functions import BASIC, ROUND, copied_sign, function
from verify.inside.dispatch.functions import linear
from verify.inside.dispatch.other_operators import RATIO
from verify.inside.run.tape import Decision, Tape

PLAIN = Context(BINARY64, NEAREST_EVEN)
LARGEST_HALF = 2**52  # of integers below it the halves between are float64 numbers


@dataclass(frozen=True)
class Recorded:
    """A number of the machine: a literal or a constant, which is put on the tape when it is used."""

    number: Any
    exact: fmpq | Callable[[], arb] | None = None


@dataclass(frozen=True)
class Placed(Recorded):
    """A number that is on the tape, at `node`."""

    node: int = field(kw_only=True)


class Recording(Arithmetic):
    """The machine's numbers, each on a tape; `site` is the expression at work.

    rounded   the numbers that are not float64's own rounding of an operation on the tape's numbers
    """

    def __init__(self) -> None:
        self.machine = Machine()
        self.tape = Tape()
        self.site = 0
        self.rounded: set[int] = set()

    def literal(self, value: fmpq, context: Context) -> Any:
        return Recorded(self.machine.literal(value, context), exact=value)

    def constant(self, name: str, context: Context) -> Any:
        if name in ("INFINITY", "NAN"):
            return Recorded(self.machine.constant(name, context))
        value = real.CONSTANTS[name]
        return Recorded(self.machine.constant(name, context), exact=lambda: arb(value()))

    def operation(self, name: str, context: Context, place: Place) -> Callable[..., Any]:
        format = context.precision
        if isinstance(format, Format) and (format.bits > 53 or format.emax > 1023):
            raise BadInput(
                f"{place}: {format.name} is wider than binary64, so what is computed in it is not followed"
            )
        once = self.machine.operation(name, context, place)

        def run(*x: Recorded) -> Recorded:
            value = once(*(v.number for v in x))
            if name == "cast":
                unchanged = not gmpy2.is_nan(value) and value == x[0].number
                return x[0] if unchanged else self._made(name, x, value, context)
            if name in ROUND:
                return self._whole(name, x[0], value, context, place)
            if name in ("fmod", "remainder"):
                return self._remainder(name, x, value, context, place)
            if name == "copysign":
                return self._with_a_sign(x, value, context)
            return self._made(name, x, value, context)

        return run

    def test(self, name: str, context: Context, place: Place) -> Callable[..., bool]:
        once = self.machine.test(name, context, place)

        def run(*x: Recorded) -> bool:
            answer = once(*(v.number for v in x))
            self._decided(name, x, answer)
            return answer

        return run

    def whole(self, value: Any, place: Place) -> int:
        n = self.machine.whole(value.number, place)
        self._decide("==", value, Recorded(mpq(n), exact=fmpq(n)), True)
        return n

    # --- numbers on the tape --------------------------------------------------------------------------

    def given(self, x: float, site: int) -> Placed:
        """An input: it is exactly its float."""
        return Placed(as_operand(x), node=self.tape.leaf(site, x))

    def lifted(self, x: Recorded) -> Placed:
        """A literal or constant where it stands, on the tape."""
        if isinstance(x, Placed):
            return x
        near = as_result(x.number)
        node = self.tape.leaf(self.site, float(near))
        if callable(x.exact) or (x.exact is not None and x.exact != as_rational(float(near))):
            self.tape.leaves[node] = x.exact
        return Placed(x.number, x.exact, node=node)

    def _made(self, name: str, x: Sequence[Recorded], value: Any, context: Context) -> Recorded:
        nodes, result = [self.lifted(v).node for v in x], _float(value)
        code = BASIC.get((name, len(x)))
        if code is None:
            node = self.tape.applied(function(name), self.site, nodes, result)
        else:
            node = self.tape.add(code, self.site, nodes[0], nodes[1] if len(nodes) > 1 else -1, result)
        # Error-free transformations hold for float64's rounding to nearest of float64 operands.
        if context != PLAIN or any(isinstance(as_result(v.number), Wide) for v in x):
            self.rounded.add(node)
        return Placed(value, node=node)

    def _decide(self, kind: str, x: Recorded, y: Recorded, taken: bool) -> None:
        nodes = self.lifted(x).node, self.lifted(y).node
        self.tape.decisions.append(Decision(self.site, kind, *nodes, int(taken)))

    def _decided(self, name: str, x: Sequence[Recorded], answer: bool) -> None:
        """The comparisons that were made and that an answer rests on."""
        if name == "!=":
            pairs = [(a, b) for k, a in enumerate(x) for b in x[k + 1 :]]
        elif name in COMPARE:
            pairs = list(itertools.pairwise(x))
        else:
            self._classified(name, x[0], answer)
            return
        for a, b in pairs:
            taken = (
                not COMPARE["=="](a.number, b.number) if name == "!=" else COMPARE[name](a.number, b.number)
            )
            self._decide(name, a, b, taken)
            if not taken:
                return

    def _classified(self, name: str, x: Recorded, answer: bool) -> None:
        if name == "signbit":
            self._decide("<", x, Recorded(mpq(0), exact=fmpq(0)), answer)
        elif name == "isnormal" or not gmpy2.is_finite(x.number):
            node = self.lifted(x).node
            self.tape.decisions.append(Decision(self.site, "exact", node, -1, 1))

    # --- integers -------------------------------------------------------------------------------------

    def _whole(self, name: str, x: Recorded, value: Any, context: Context, place: Place) -> Recorded:
        """An integer near x: exact as long as exact arithmetic rounds to it too."""
        x = self.lifted(x)
        if not gmpy2.is_finite(x.number):
            return self._made("cast", [x], value, context)
        n = int(integer(name, as_rational(x.number), context.rounding, place))
        kind = ROUND[name] or {
            "toPositive": "ceil",
            "toNegative": "floor",
            "toZero": "trunc",
            "nearestAway": "away",
        }.get(context.rounding, "even")
        if kind in ("floor", "ceil", "trunc"):
            self.tape.decisions.append(Decision(self.site, kind, x.node, -1, n))
        elif abs(n) >= LARGEST_HALF:
            self.tape.decisions.append(Decision(self.site, "exact", x.node, -1, 1))
        else:
            # n rounds from the halves beside it: a tie that goes to n makes that end closed.
            closed = (n % 2 == 0, n % 2 == 0) if kind == "even" else (n > 0, n < 0)
            for end, kinds, shut in ((-1, (">", ">="), closed[0]), (1, ("<", "<="), closed[1])):
                half = fmpq(2 * n + end, 2)
                self._decide(kinds[shut], x, Recorded(mpq(2 * n + end, 2), exact=half), True)
        return self.lifted(Recorded(value, exact=fmpq(n)))

    def _remainder(
        self, name: str, x: Sequence[Recorded], value: Any, context: Context, place: Place
    ) -> Recorded:
        """x - n y with n = trunc(x/y), or the nearest integer to it: n is a decision."""
        placed = [self.lifted(v) for v in x]
        if not all(gmpy2.is_finite(v.number) for v in x) or x[1].number == 0:
            return self._made("cast", x[:1], value, context)
        ratio = as_rational(x[0].number) / as_rational(x[1].number)
        kind = "trunc" if name == "fmod" else "nearest"
        n = int(integer("trunc" if name == "fmod" else "nearbyint", ratio, NEAREST_EVEN, place))
        nodes = [v.node for v in placed]
        quotient = self.tape.applied(RATIO, self.site, nodes, float(n))
        self.tape.decisions.append(Decision(self.site, kind, quotient, -1, n))
        node = self.tape.applied(linear(name, 1, -n), self.site, nodes, _float(value))
        return Placed(value, node=node)

    def _with_a_sign(self, x: Sequence[Recorded], value: Any, context: Context) -> Recorded:
        negative = gmpy2.is_signed(as_operand(_float(x[1].number)))
        self._decide("<", x[1], Recorded(mpq(0), exact=fmpq(0)), negative)
        first = self.lifted(x[0])
        node = self.tape.applied(copied_sign(negative), self.site, [first.node], _float(value))
        return Placed(value, node=node)


def as_rational(x: Any) -> fmpq:
    exact = mpq(x)
    return fmpq(int(exact.numerator), int(exact.denominator))


def _float(value: Any) -> float:
    found = as_result(value)
    if isinstance(found, Wide):
        raise BadInput(f"{value}, which is computed without rounding, is not a float64 and is not followed")
    return found
