"""Sets, whose order is that of their hashes: of the bits of floats, and exact arithmetic has no such order.

What goes through a set's members one after the other is therefore right only if they have no error. The sets
of a program that is followed are of classes of their own, which are asked for their members whoever goes
through them, be it compiled. Members that are asked for by value are a matter of their own (run/branches.py),
and so is what takes them in any order: a length, a sum of numbers, what is sorted.
"""

from abc import ABCMeta
from collections.abc import Iterable, Iterator
from typing import Any

SETS = (set, frozenset)
# What code mentions that may ask for them; there is no other way to a class than by its name.
NAMES = {kind.__name__ for kind in SETS} | {"eval", "exec", "compile", "globals", "vars", "__builtins__"}
# Types that hold no number of the program.
PLAIN = {int, bool, str, bytes, type(None)}
NEW = """__or__ __and__ __sub__ __xor__ __ror__ __rand__ __rsub__ __rxor__ union intersection difference
symmetric_difference copy"""


class Kind(ABCMeta):
    """What is a set is one to the program, of whichever class."""

    def __instancecheck__(cls, x: Any) -> bool:
        plain: Any = cls.__dict__.get("plain")
        return super().__instancecheck__(x) if plain is None else isinstance(x, plain)

    def __subclasscheck__(cls, kind: type) -> bool:
        plain: Any = cls.__dict__.get("plain")
        return super().__subclasscheck__(kind) if plain is None else issubclass(kind, plain)


def unordered(x: Iterable[Any]) -> Iterator[Any]:
    """The members of anything, of a set too, for what does the same in any order."""
    plain: Any = next((kind for kind in SETS if isinstance(x, kind)), None)
    return iter(x) if plain is None else plain.__iter__(x)


def members(x: Any, tuples: bool = False) -> Any:
    """What is gone through: a set of numbers as a list in some order, or one of `tuples` of numbers, which
    are ordered as well; anything else as it is.
    """
    if not isinstance(x, SETS):
        return x
    found = list(unordered(x))
    return found if all(_is_number(v, tuples) for v in found) else x


def _is_number(x: Any, tuples: bool) -> bool:
    if tuples and isinstance(x, tuple):
        return all(_is_number(v, tuples) for v in x)
    return isinstance(x, float | int)


def _ask(caller: Any, x: Any) -> None:
    """The members matter in their order: they have to be without an error."""
    members = list(unordered(x))
    if len(members) < 2 or {*map(type, members)} <= PLAIN:
        return
    recorder = caller.recorder
    site = recorder.frame_site(3) if recorder.current is None else recorder.current
    for member in members:
        kind: Any = type(member)
        if kind.__hash__ is object.__hash__:  # made of an address, whatever the object holds
            continue
        for number in caller.followed(member):
            if recorder.is_number(number):
                recorder.needs_exact(site, number)
            elif caller.is_number(number):  # a complex one
                recorder.lose(site)


def _methods(caller: Any, plain: Any) -> dict[str, Any]:
    def of_members(self: Any) -> Iterator[Any]:
        _ask(caller, self)
        found: Iterator[Any] = plain.__iter__(self)
        return found

    def popped(self: Any) -> Any:
        _ask(caller, self)
        return plain.pop(self)

    def new(name: str) -> Any:
        own = getattr(plain, name)
        return lambda self, *others: caller.sets(own(self, *others))

    def again(self: Any, memo: Any) -> Any:
        import copy

        return caller.sets(plain(copy.deepcopy(v, memo) for v in plain.__iter__(self)))

    names: dict[str, Any] = {"plain": plain, "__iter__": of_members, "__deepcopy__": again}
    names |= {name: new(name) for name in NEW.split()}
    names |= {"__copy__": names["copy"], "__repr__": lambda self: repr(plain(plain.__iter__(self)))}
    names["__reduce_ex__"] = lambda self, protocol: (plain, (list(plain.__iter__(self)),))
    return names | ({"pop": popped} if plain is set else {})


class Classes(dict[type, Any]):
    """One run's sets, by Python's; made when one is asked for, since most runs have none."""

    def __init__(self, caller: Any) -> None:
        super().__init__()
        self.caller = caller

    def __missing__(self, plain: type) -> Any:
        self[plain] = made = Kind(plain.__name__, (plain,), _methods(self.caller, plain))
        return made

    def keep(self, x: Any) -> Any:
        """A set of Python's becomes one of the run's; anything else stays."""
        return self[type(x)](x) if type(x) in SETS else x
