"""From the text of a file to its cores, the malformed ones among them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verify.core.errors import BadInput
from verify.fpcore.expression_parser import Forms, split
from verify.fpcore.reader import Datum, List, Number, Place, String, Symbol, Wrong, read_whole, written, wrong
from verify.fpcore.syntax import Apply, Argument, Core, everywhere


@dataclass(frozen=True)
class Malformed:
    """What stands where a core should, and why it is none; `name` as far as it can be read."""

    identifier: str
    name: str
    place: Place
    reason: str


def parse(text: str) -> list[Core | Malformed]:
    """The cores of a file. A malformed one does not take the others with it, but those that call it."""
    data = read_whole(text)
    parameters = dict(_signatures(data))
    found: list[Core | Malformed] = []
    for datum in data:
        core = _parsed(datum, parameters)
        if core.identifier and core.identifier in {known.identifier for known in found}:
            twice = f"{core.place}: a second core with the identifier {core.identifier}"
            core = Malformed("", _named(datum), core.place, twice)
        found.append(core)
    return _without_callers(found)


def _signatures(data: list[Datum]) -> Iterator[tuple[str, int]]:
    """Of the cores that have an identifier, the first of each: how many arguments they take."""
    for datum in reversed(data):
        match datum:
            case List((Symbol("FPCore"), Symbol(name), List(arguments), *_)):
                yield name, len(arguments)


def _parsed(datum: Datum, parameters: dict[str, int]) -> Core | Malformed:
    try:
        return _core(datum, Forms(parameters))
    except RecursionError:
        reason = f"{datum.place}: the core is nested too deeply"
    except BadInput as why:
        reason = str(why)
    identifier = ""
    match datum:
        case List((Symbol("FPCore"), Symbol(identifier), *_)):
            pass
    return Malformed(identifier, _named(datum), datum.place, reason)


def _named(datum: Datum) -> str:
    """The name that a core gives itself, whatever else is in it."""
    items = datum.items if isinstance(datum, List) else ()
    for key, value in itertools.pairwise(items):
        if key == Symbol(":name") and isinstance(value, String):
            return value.value
    return ""


def _without_callers(found: list[Core | Malformed]) -> list[Core | Malformed]:
    """A core that calls a malformed one is not judged."""
    broken = {m.identifier: m for m in found if isinstance(m, Malformed) and m.identifier}

    def checked(core: Core | Malformed) -> Core | Malformed:
        if isinstance(core, Malformed) or not broken:
            return core
        parts = [part for part in (core.body, core.pre, core.spec) if part is not None]
        for node in (node for part in parts for node in everywhere(part)):
            if isinstance(node, Apply) and node.name in broken:
                told = f"{node.place}: {node.name}, which is called, is malformed: {broken[node.name].reason}"
                return replace(core, unsupported=(told, *core.unsupported))
        return core

    return list(map(checked, found))


def _core(datum: Datum, forms: Forms) -> Core:
    match datum:
        case Wrong(reason):
            raise BadInput(reason if reason.startswith("line ") else f"{datum.place}: {reason}")
        case List((Symbol("FPCore"), Symbol(identifier), List() as heads, *rest)):
            pass
        case List((Symbol("FPCore"), List() as heads, *rest)):
            identifier = ""
        case _:
            raise wrong(datum.place, "not a core; write (FPCore (x y) ... body)")
    arguments = tuple(_argument(head) for head in heads.items)
    names = [n for a in arguments for n in (a.name, *dict.fromkeys(a.dimensions)) if isinstance(n, str)]
    own = [a.name for a in arguments]
    if twice := [n for n in own if names.count(n) > 1]:
        raise wrong(heads.place, f"the argument {twice[0]} is bound twice")
    properties, body = forms.properties(rest, datum.place, "a core")
    scope = frozenset(names)
    found = {key: forms.expression(properties[key], scope) for key in ("pre", "spec") if key in properties}
    return Core(
        identifier,
        arguments,
        properties,
        forms.expression(body, scope),
        found.get("pre"),
        found.get("spec"),
        datum.place,
        written(body),
        tuple(dict.fromkeys(forms.unsupported)),
        tuple(dict.fromkeys(forms.notes)),
    )


def _argument(datum: Datum) -> Argument:
    match datum:
        case Wrong(reason):
            raise wrong(datum.place, reason)
        case Symbol(name):
            return Argument(name, place=datum.place)
        case List((Symbol("!"), *rest)):
            properties, items = split(rest, datum.place)
            match items:
                case [Symbol(name), *sizes]:
                    return Argument(name, tuple(map(_dimension, sizes)), properties, datum.place)
        case List((Symbol(name), _, *_)):
            return Argument(name, tuple(map(_dimension, datum.items[1:])), place=datum.place)
    raise wrong(
        datum.place, f"{written(datum)} is not an argument; write x, (A n 3) or (! :precision binary32 x)"
    )


def _dimension(datum: Datum) -> str | int:
    match datum:
        case Symbol(name):
            return name
        case Number(value) if value.q == 1 and value > 0:
            return int(value.p)
        case Wrong(reason):
            raise wrong(datum.place, reason)
    raise wrong(datum.place, f"{written(datum)} is not a dimension; write a name or a positive integer")
