"""Truths and conditions of complex numbers, as functions of the real coordinates of an input."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import acb, arb

from verify.arithmetic.guarded import watched
from verify.arithmetic.precision import Hopeless
from verify.core.complexes import Side
from verify.core.errors import BadInput
from verify.language import grammar, nodes, plane
from verify.language.conditions import question
from verify.language.nodes import Call, Node
from verify.language.plane import Shape, Whole, sign_of


@dataclass(frozen=True)
class Formula:
    """A formula of the truth language over coordinates: of a complex variable its two parts.

    part   of the value, where that is complex and one part of it is meant
    """

    node: Node
    shape: Shape
    part: Side | None = None
    whole: Whole = ()

    @property
    def is_complex(self) -> bool:
        return not self.part and plane.is_complex(self.node, dict(self.shape))

    def __call__(self, *x: arb) -> arb | acb:
        return self._part(plane.at(self.node, self.shape, x).value)

    def gradient(self, *x: arb) -> list[Any]:
        """The slopes by each coordinate."""
        return [self._part(s) for s in plane.at(self.node, self.shape, x, self.whole).slopes()]

    def _part(self, value: arb | acb) -> arb | acb:
        value = acb(value) if self.part or self.is_complex else value
        return getattr(value, self.part) if self.part else value


def formula(text: str, shape: Shape, part: Side | None = None, whole: Whole = ()) -> Formula:
    """A formula, or a part of it where it is complex."""
    node = grammar.number(text, tuple(name for name, _ in shape), plane=True)
    return Formula(node, shape, part if plane.is_complex(node, dict(shape)) else None, whole)


@dataclass(frozen=True)
class Condition:
    """A precondition over coordinates, in three values."""

    node: Node
    shape: Shape

    def __call__(self, *x: arb) -> bool | None:
        at = plane.Plane([sign_of(v) for v in x])
        return question(self.node, _read)((at, plane.environment(at, self.shape, x)))  # type: ignore[arg-type]


def _read(node: Node) -> Callable[[tuple[plane.Plane, plane.Env]], Any]:
    return lambda at: at[0].jet(node, at[1]).value


def condition(text: str, shape: Shape) -> Condition:
    """BadInput where complex numbers are compared, which have no order."""
    node = grammar.condition(text, tuple(name for name, _ in shape), plane=True)
    for part in nodes.parts_of(node):
        if not (isinstance(part, Call) and part.name in nodes.COMPARISONS):
            continue
        if any(plane.is_complex(a, dict(shape)) for a in part.arguments):
            raise BadInput(f"{text!r} compares complex numbers; compare abs, real or imag of them")
    return Condition(node, shape)


@dataclass(frozen=True)
class Own:
    """A function of balls that someone wrote, over complex balls where a variable is complex."""

    function: Callable[..., Any]
    shape: Shape
    part: Side | None = None

    def __call__(self, *x: arb) -> arb | acb:
        if any(sign_of(v) for v in x):
            raise Hopeless(
                "a truth that is a function of balls does not receive the sign of a zero part, and it may "
                "have a branch cut there; write it in the truth language"
            )
        values, k = [], 0
        for _, complex_ in self.shape:
            values.append(acb(x[k], x[k + 1]) if complex_ else x[k])
            k += 1 + complex_
        found = watched(self.function)(*values)
        if not isinstance(found, arb | acb):
            raise Hopeless(f"the truth returned a {type(found).__name__}, not a ball (flint.acb)")
        return getattr(acb(found), self.part) if self.part else acb(found)
