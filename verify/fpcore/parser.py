"""From the text of a file to its cores."""

from verify.fpcore.forms import Forms, split
from verify.fpcore.reader import Datum, List, Number, Symbol, read, written, wrong
from verify.fpcore.syntax import Argument, Core


def parse(text: str) -> list[Core]:
    """The cores of a file. BadInput, with line and column, where one is malformed."""
    data = read(text)
    parameters: dict[str, int] = {}
    for datum in data:
        match datum:
            case List((Symbol("FPCore"), Symbol(name), List(arguments), *_)):
                if name in parameters:
                    raise wrong(datum.place, f"a second core with the identifier {name}")
                parameters[name] = len(arguments)
    return [_shallow(datum, Forms(parameters)) for datum in data]


def _shallow(datum: Datum, forms: Forms) -> Core:
    try:
        return _core(datum, forms)
    except RecursionError as error:
        raise wrong(datum.place, "the core is nested too deeply") from error


def _core(datum: Datum, forms: Forms) -> Core:
    match datum:
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
    )


def _argument(datum: Datum) -> Argument:
    match datum:
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
        datum.place, f"{written(datum)} is no argument; write x, (A n 3) or (! :precision binary32 x)"
    )


def _dimension(datum: Datum) -> str | int:
    match datum:
        case Symbol(name):
            return name
        case Number(value) if value.q == 1 and value > 0:
            return int(value.p)
    raise wrong(datum.place, f"{written(datum)} is no dimension; write a name or a positive integer")
