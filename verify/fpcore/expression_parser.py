"""The expressions of FPCore 2.0, from S-expressions: every form of the grammar, arity and scope checked."""

import difflib
from collections.abc import Callable, Sequence
from functools import reduce

from flint import fmpq

from verify.fpcore.reader import Datum, List, Number, Place, String, Symbol, Wrong, written, wrong
from verify.fpcore.syntax import (
    CONSTANTS,
    OPERATIONS,
    Annotated,
    Apply,
    Array,
    Constant,
    Expression,
    For,
    If,
    Let,
    Literal,
    Updated,
    Variable,
    While,
)

Scope = frozenset[str]
Form = Callable[["Forms", List, Scope], Expression]


class Forms:
    """The expressions of one core. `parameters` says how many each core of the file takes; what is well
    formed and not known is noted in `unsupported`, what is read as FPCore 1 has it in `notes`."""

    def __init__(self, parameters: dict[str, int]) -> None:
        self.parameters = parameters
        self.unsupported: list[str] = []
        self.notes: list[str] = []

    def properties(self, items: Sequence[Datum], place: Place, owner: str) -> tuple[dict[str, Datum], Datum]:
        """Properties and the one expression after them."""
        properties, rest = split(items, place)
        if len(rest) != 1:
            where = rest[1].place if rest else place
            raise wrong(where, f"{owner} has one expression after its properties, not {len(rest)}")
        return properties, rest[0]

    def expression(self, datum: Datum, scope: Scope) -> Expression:
        match datum:
            case Number(value):
                return Literal(value, datum.place)
            case String():
                raise wrong(datum.place, "a string is not an expression")
            case Wrong(reason):
                raise wrong(datum.place, reason)
            case Symbol(name):
                return self.named(name, datum.place, scope)
            case List((Symbol(name), *_)):
                form = FORMS.get(name)
                return form(self, datum, scope) if form else self.applied(name, datum, scope)
        raise wrong(datum.place, f"{written(datum)} is not an expression; it has to begin with an operation")

    def named(self, name: str, place: Place, scope: Scope) -> Expression:
        if name in scope:
            return Variable(name, place)
        if name in CONSTANTS:
            return Constant(name, place)
        raise wrong(place, f"{name} is not bound here{_near(name, (*scope, *CONSTANTS))}")

    def applied(self, name: str, datum: List, scope: Scope) -> Expression:
        arguments = tuple(self.expression(d, scope) for d in datum.items[1:])
        if name in self.parameters and name in OPERATIONS:
            both = f"{name} is an operation and a core of this file; give the core another name"
            self.unsupported.append(f"{datum.place}: {both}")
            return Apply(name, arguments, datum.place)
        if name in self.parameters:
            low = high = float(self.parameters[name])
        elif name in OPERATIONS:
            low, high = OPERATIONS[name]
        else:
            known = (*OPERATIONS, *self.parameters, *FORMS)
            self.unsupported.append(f"{datum.place}: the operation {name} is not known{_near(name, known)}")
            return Apply(name, arguments, datum.place)
        if name in OLD and not low <= len(arguments) <= high and arguments:
            return self.old(name, arguments, datum.place)
        if not low <= len(arguments) <= high:
            wanted = f"{low:g}" if low == high else f"{low:g} or more" if high > 2 else f"{low:g} or {high:g}"
            raise wrong(datum.place, f"{name} takes {wanted} arguments, not {len(arguments)}")
        return Apply(name, arguments, datum.place)

    def old(self, name: str, x: tuple[Expression, ...], place: Place) -> Expression:
        """FPCore 1 has + - * / of any number of arguments, as Scheme has: from the left, and of one alone
        that one itself, or its inverse."""
        count = "one argument" if len(x) == 1 else f"{len(x)} arguments"
        self.notes.append(f"{place}: ({name} ...) of {count} is FPCore 1, and read from the left")
        if len(x) == 1:
            return Apply("/", (Literal(fmpq(1), place), *x), place) if name == "/" else x[0]
        return reduce(lambda left, right: Apply(name, (left, right), place), x)

    # --- special forms --------------------------------------------------------------------------------

    def conditional(self, datum: List, scope: Scope) -> Expression:
        if len(datum.items) != 4:
            raise wrong(datum.place, "if is (if test yes no)")
        test, yes, no = (self.expression(d, scope) for d in datum.items[1:])
        return If(test, yes, no, datum.place)

    def let(self, datum: List, scope: Scope) -> Expression:
        name = _head(datum)
        match datum.items[1:]:
            case (List(bindings), body):
                pass
            case _:
                raise wrong(datum.place, f"{name} is ({name} ([x value] ...) body)")
        bound, inner = self.pairs(bindings, scope, sequential=name == "let*")
        return Let(bound, self.expression(body, inner), name == "let*", datum.place)

    def pairs(
        self, bindings: Sequence[Datum], scope: Scope, sequential: bool
    ) -> tuple[tuple[tuple[str, Expression], ...], Scope]:
        """[x value] ... and the scope they make."""
        found, inner = [], scope
        for binding in bindings:
            match binding:
                case List((Symbol(name), value)):
                    found.append((name, self.expression(value, inner if sequential else scope)))
                    inner |= {name}
                case _:
                    raise wrong(binding.place, f"{written(binding)} is not a binding; write [x value]")
        if not sequential:
            _distinct([name for name, _ in found], bindings)
        return tuple(found), inner

    def updated(
        self, bindings: Sequence[Datum], scope: Scope, inside: Scope, sequential: bool
    ) -> tuple[tuple[Updated, ...], Scope]:
        """[x initial update] ... and the scope of the loop's variables. `inside`: names that the updates
        see besides."""
        triples: list[tuple[str, Datum, Datum]] = []
        for binding in bindings:
            match binding:
                case List((Symbol(name), initial, update)):
                    triples.append((name, initial, update))
                case _:
                    raise wrong(
                        binding.place, f"{written(binding)} is not a loop variable; write [x initial update]"
                    )
        names = [name for name, _, _ in triples]
        _distinct(names, bindings)
        within = scope | frozenset(names)
        found, seen = [], scope
        for name, initial, update in triples:
            start = self.expression(initial, seen if sequential else scope)
            found.append(Updated(name, start, self.expression(update, within | inside)))
            seen |= {name}
        return tuple(found), within

    def loop(self, datum: List, scope: Scope) -> Expression:
        name = _head(datum)
        match datum.items[1:]:
            case (test, List(bindings), body):
                pass
            case _:
                raise wrong(datum.place, f"{name} is ({name} test ([x initial update] ...) body)")
        sequential = name == "while*"
        variables, within = self.updated(bindings, scope, frozenset(), sequential)
        return While(
            self.expression(test, within), variables, self.expression(body, within), sequential, datum.place
        )

    def counted(self, datum: List, scope: Scope) -> Expression:
        name = _head(datum)
        bindings: Sequence[Datum] = ()
        match (name, datum.items[1:]):
            case ("tensor", (List(indices), body)):
                pass
            case ("for" | "for*" | "tensor*", (List(indices), List(bindings), body)):
                pass
            case _:
                loops = "" if name == "tensor" else " ([x initial update] ...)"
                raise wrong(datum.place, f"{name} is ({name} ([i size] ...){loops} body)")
        sizes, _ = self.pairs(indices, scope, sequential=False)
        counters = frozenset(name for name, _ in sizes)
        sequential, tensor = name.endswith("*"), name.startswith("tensor")
        variables, within = self.updated(bindings, scope, counters, sequential)
        inner = within | counters if tensor else within
        return For(sizes, variables, self.expression(body, inner), sequential, tensor, datum.place)

    def array(self, datum: List, scope: Scope) -> Expression:
        return Array(tuple(self.expression(d, scope) for d in datum.items[1:]), datum.place)

    def annotated(self, datum: List, scope: Scope) -> Expression:
        properties, body = self.properties(datum.items[1:], datum.place, "!")
        return Annotated(properties, self.expression(body, scope), datum.place)

    def integral(self, datum: List, scope: Scope) -> Expression:
        """(# e), as FPBench's own files write (! :precision integer e)."""
        if len(datum.items) != 2:
            raise wrong(datum.place, "# is (# expression)")
        integer: dict[str, Datum] = {"precision": Symbol("integer", datum.place)}
        return Annotated(integer, self.expression(datum.items[1], scope), datum.place)

    def digits(self, datum: List, scope: Scope) -> Expression:
        match datum.items[1:]:
            case (Number(m), Number(e), Number(b)) if m.q == e.q == b.q == 1 and b >= 2:
                if abs(e) * b.p.bit_length() > MOST_BITS:
                    raise wrong(datum.place, f"digits of more than {MOST_BITS} bits are not accepted")
                return Literal(m * b ** int(e.p), datum.place)
        raise wrong(datum.place, "digits is (digits m e b), the integers of m b^e with b >= 2")


OLD = ("+", "-", "*", "/")
MOST_BITS = 80_000  # of a power: beyond every format by far
FORMS: dict[str, Form] = {
    "if": Forms.conditional,
    "let": Forms.let,
    "let*": Forms.let,
    "while": Forms.loop,
    "while*": Forms.loop,
    "for": Forms.counted,
    "for*": Forms.counted,
    "tensor": Forms.counted,
    "tensor*": Forms.counted,
    "array": Forms.array,
    "!": Forms.annotated,
    "#": Forms.integral,
    "digits": Forms.digits,
}


def split(items: Sequence[Datum], place: Place) -> tuple[dict[str, Datum], list[Datum]]:
    """:name datum ... and what follows."""
    properties: dict[str, Datum] = {}
    rest = list(items)
    while rest and isinstance(rest[0], Symbol) and rest[0].name.startswith(":"):
        if len(rest) < 2:
            raise wrong(rest[0].place, f"the property {rest[0].name} has no value")
        properties[rest[0].name[1:]] = rest[1]
        del rest[:2]
    return properties, rest


def _head(datum: List) -> str:
    head = datum.items[0]
    return head.name if isinstance(head, Symbol) else ""


def _distinct(names: Sequence[str], data: Sequence[Datum]) -> None:
    for k, name in enumerate(names):
        if name in names[:k]:
            raise wrong(data[k].place, f"{name} is bound twice at once")


def _near(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=3)
    return f"; near it: {', '.join(close)}" if close else ""
