"""Calls of `math`, beyond the functions of one number that functions.py lists."""

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar

from flint import arb, fmpq

from verify.inside.dispatch import functions
from verify.inside.dispatch.calls import Builtins
from verify.inside.dispatch.other_operators import POWER, RATIO
from verify.inside.dispatch.set_orders import members
from verify.inside.dispatch.to_integers import plain_number
from verify.inside.run.tape import Function
from verify.inside.values.followed import Recorder

OWN = """fsum prod hypot dist floor ceil trunc fabs fmod remainder copysign ldexp frexp modf pow degrees
radians isnan isinf isfinite isclose log sumprod"""

POW = replace(POWER)  # another than the operator's: it gives Python's floats


def _named() -> dict[int, tuple[Any, ...]]:
    found: dict[int, tuple[Any, ...]] = {key: ("known", f) for key, f in functions.by_identity().items()}
    found |= {id(getattr(math, name)): (f"math_{name}",) for name in OWN.split() if hasattr(math, name)}
    return found


class Handlers(Builtins):
    """All handlers of one run."""

    NAMED: ClassVar[dict[int, tuple[Any, ...]]] = Builtins.NAMED | _named()

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(recorder)
        recorder.operators |= {name: self.as_operator(f"math_{name}") for name in ("fmod", "modf", "frexp")}

    def as_operator(self, name: str) -> Callable[..., Any]:
        """A handler that is given numbers, and the site last."""
        handler = getattr(self, name)
        return lambda *x: handler(x[-1], x[:-1], {})

    def math_fabs(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        operands = self.numbers(site, x)
        if operands is None or len(x) != 1 or named:
            return NotImplemented
        found = self.recorder.operators["abs"](operands[0], site)
        return self.recorder.pythons(site, float(found), found.node)

    def math_fsum(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        items: list[Any] = [self.recorder.widened(v) for v in members(x[0])] if len(x) == 1 else list(*x)
        if not all(isinstance(v, float | int) for v in items):
            return NotImplemented
        return self.summed(site, items, math.fsum(map(plain_number, items)), "fsum")

    def math_prod(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        total: Any = named.get("start", 1)
        for v in x[0]:
            total = self.recorder.operators["mul"](total, v, site)
        return total

    def math_sumprod(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        p, q = ([self.recorder.widened(v) for v in part] for part in x)
        operands = self.numbers(site, (*p, *q))
        if operands is None:
            return NotImplemented
        value = getattr(math, "sumprod")(list(map(plain_number, p)), list(map(plain_number, q)))  # noqa: B009
        n = len(p)
        slopes = tuple(_entry((k + n) % (2 * n)) for k in range(2 * n))
        dot = Function("sumprod", lambda *v: sum((v[k] * v[k + n] for k in range(n)), arb(0)), slopes)
        return self.made(dot, site, operands, value) if isinstance(value, float) else value

    def math_hypot(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        operands = self.numbers(site, x)
        if operands is None:
            return NotImplemented
        return self.made(functions.hypot(len(x)), site, operands, math.hypot(*map(plain_number, x)))

    def math_dist(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        p, q = (tuple(self.recorder.widened(v) for v in part) for part in x)
        operands = self.numbers(site, (*p, *q))
        if operands is None:
            return NotImplemented
        value = self.recorder.on_floats(math.dist, tuple(map(plain_number, p)), tuple(map(plain_number, q)))
        n = len(p)
        gaps = Function("dist", lambda *v: functions.hypotenuse(*(v[k] - v[k + n] for k in range(n))))
        return self.made(gaps, site, operands, value)

    def math_log(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if not all(isinstance(v, float) or (isinstance(v, int) and abs(v) < 2**1000) for v in x):
            return NotImplemented
        operands = self.numbers(site, x)
        if operands is None or named or len(x) not in (1, 2):
            return NotImplemented
        one = functions.known("log")
        value = self.recorder.on_floats(math.log, *map(plain_number, x))
        if len(x) == 1:
            return self.made(one, site, operands, value)
        return self.made(Function("log", lambda a, b: one.ball(a) / one.ball(b)), site, operands, value)

    def math_floor(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return self.integer("floor")(x[0], site) if isinstance(x[0], float) else NotImplemented

    def math_ceil(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return self.integer("ceil")(x[0], site) if isinstance(x[0], float) else NotImplemented

    def math_trunc(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return self.integer("trunc")(x[0], site) if isinstance(x[0], float) else NotImplemented

    def _less_whole(
        self, site: int, x: tuple[Any, ...], value: float, kind: str, whole: Any, name: str
    ) -> Any:
        """x - n y, where n, a rounded quotient, is a decision."""
        operands = self.numbers(site, x)
        if operands is None:
            return NotImplemented
        a, b = (Fraction(plain_number(v)) for v in x)
        n = whole(a / b)
        places = [v.node for v in operands]
        ratio = self.tape.applied(RATIO, site, places, float(n))
        n = self.recorder.rounds(site, kind, self.recorder.number(float(n), ratio), n)
        return self.made(functions.linear(name, 1, -n), site, operands, value)

    def math_fmod(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        value = self.recorder.on_floats(math.fmod, *map(plain_number, x))
        if not all(isinstance(v, float | int) and math.isfinite(v) for v in x):
            return NotImplemented
        return self._less_whole(site, x, value, "trunc", math.trunc, "fmod")

    def math_remainder(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        value = self.recorder.on_floats(math.remainder, *map(plain_number, x))
        if not all(isinstance(v, float | int) and math.isfinite(v) for v in x):
            return NotImplemented
        return self._less_whole(site, x, value, "nearest", round, "remainder")

    def math_copysign(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        operands = self.numbers(site, x)
        if operands is None or len(x) != 2:
            return NotImplemented
        size = self.recorder.operators["abs"](operands[0], site)
        negative = math.copysign(1.0, plain_number(x[1])) < 0
        if plain_number(x[1]) == 0:  # the sign of a zero is float64's own
            self.recorder.needs_exact(site, operands[1])
        else:
            negative = self.recorder.decided(site, "<", operands[1], self.recorder.integer(0, site), negative)
        return self.recorder.operators["neg"](size, site) if negative else size

    def math_ldexp(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        operands = self.numbers(site, x[:1])
        if operands is None:
            return NotImplemented
        value = self.recorder.on_floats(math.ldexp, plain_number(x[0]), x[1])
        return self.made(functions.linear("ldexp", fmpq(2) ** int(x[1])), site, operands, value, edge=False)

    def math_frexp(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        operands = self.numbers(site, x)
        if operands is None:
            return NotImplemented
        mantissa, exponent = math.frexp(plain_number(x[0]))
        made = self.made(
            functions.linear("frexp", fmpq(2) ** -exponent), site, operands, mantissa, edge=False
        )
        size = self.recorder.operators["abs"](made, site)
        half, one = self.recorder.leaf(site, 0.5), self.recorder.integer(1, site)
        # 1/2 <= |m| < 1 decides the exponent; another one is not followed.
        decided = self.recorder.decided
        if not (mantissa and decided(site, ">=", size, half, True) and decided(site, "<", size, one, True)):
            self.recorder.needs_exact(site, operands[0])
        return made, exponent

    def math_modf(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        operands = self.numbers(site, x)
        if operands is None or not math.isfinite(x[0]):
            return NotImplemented
        (v,) = operands
        fraction, whole = math.modf(plain_number(v))
        n = self.integer("trunc")(v, site)
        shifted = Function("modf", lambda y: y - n, (lambda y: arb(1),))
        whole = whole if n == whole else float(n)  # others on the path of an oracle; 0 may be -0.0
        return self.made(shifted, site, [v], fraction, edge=False), self.recorder.rational(
            site, whole, fmpq(n)
        )

    def math_pow(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        operands = self.numbers(site, x)
        if operands is None:
            return NotImplemented
        return self.made(POW, site, operands, self.recorder.on_floats(math.pow, *map(plain_number, x)))

    def math_degrees(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        turned = Function("degrees", lambda v: v * 180 / arb.pi(), (lambda v: 180 / arb.pi(),))
        operands = self.numbers(site, x)
        return (
            NotImplemented
            if operands is None
            else self.made(turned, site, operands, math.degrees(plain_number(x[0])))
        )

    def math_radians(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        turned = Function("radians", lambda v: v * arb.pi() / 180, (lambda v: arb.pi() / 180,))
        operands = self.numbers(site, x)
        return (
            NotImplemented
            if operands is None
            else self.made(turned, site, operands, math.radians(plain_number(x[0])))
        )

    def _special(self, name: str, site: int, x: tuple[Any, ...]) -> Any:
        if not isinstance(x[0], float):
            return NotImplemented
        v = self.recorder.lift(x[0], site)
        # Exact arithmetic makes no infinity: it may be an overflow, unless it was one to begin with.
        if not (math.isfinite(v) or self.tape.is_given(v.node)):
            self.recorder.needs_exact(site, v)
        self.recorder.needs_number(site, v.node)
        return getattr(math, name)(plain_number(v))

    def math_isnan(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return self._special("isnan", site, x)

    def math_isinf(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return self._special("isinf", site, x)

    def math_isfinite(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return self._special("isfinite", site, x)

    def math_isclose(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """As C has it: |a - b| <= |rel a| or <= |rel b| or <= abs."""
        ops = self.recorder.operators
        if self.numbers(site, x) is None or not all(map(math.isfinite, x)):
            return NotImplemented
        default = self.recorder.rational(site, 1e-9, fmpq(1, 10**9))
        relative, absolute = named.get("rel_tol", default), named.get("abs_tol", 0)
        gap = (
            ops["abs"](ops["sub"](x[1], x[0], site), site) if x[0] != x[1] else self.recorder.integer(0, site)
        )
        bounds = [ops["mul"](relative, x[1], site), ops["mul"](relative, x[0], site), absolute]
        found = any(
            ops["le"](gap, abs(b) if isinstance(b, int) else ops["abs"](b, site), site) for b in bounds
        )
        assert found == math.isclose(*map(plain_number, x), **{k: plain_number(v) for k, v in named.items()})
        return found


def _entry(k: int) -> Callable[..., arb]:
    return lambda *v: v[k]
