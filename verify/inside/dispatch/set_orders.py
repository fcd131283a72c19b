"""The order in which a set gives its members.

It is the order of their hashes, which are made of the bits of floats: exact arithmetic has no such order.
What is done in it is therefore right only if the members have no error. Members that are asked for by value
are a matter of their own (run/branches.py), and so is what takes them in any order: a length, a sum, what is
sorted.
"""

import builtins
import types
from typing import Any

SETS = (set, frozenset)
_INDIFFERENT = "len isinstance issubclass callable getattr hasattr id print sorted all any set frozenset hash"
INDIFFERENT = {id(getattr(builtins, name)) for name in _INDIFFERENT.split()}
# Methods of other containers, for which a set is one thing.
KEEPING = ("append", "appendleft", "insert", "setdefault", "get", "count", "index", "remove")
COMPILED = (type, types.BuiltinFunctionType, types.MethodDescriptorType)


def members(caller: Any, x: Any, site: int) -> Any:
    """A set, or anything else, as it is, once its members are known to matter in their order."""
    if not isinstance(x, SETS) or len(x) < 2:
        return x
    for member in x:
        kind: Any = type(member)
        if kind.__hash__ is not object.__hash__:  # that is made of an address, whatever the object holds
            _needs_exact(caller, member, site)
    return x


def _needs_exact(caller: Any, member: Any, site: int) -> None:
    for number in caller.followed(member):
        if caller.recorder.is_number(number):
            caller.recorder.needs_exact(site, number)
        elif caller.is_number(number):  # a complex one
            caller.recorder.lose(site)


def ask(caller: Any, site: int, function: Any, given: tuple[Any, ...]) -> None:
    """Of a compiled function that is given sets, or takes a member out of one."""
    owner = getattr(function, "__self__", None)
    if isinstance(owner, SETS):
        given = (owner,) if function.__name__ == "pop" else ()
    if not isinstance(function, COMPILED) or id(function) in INDIFFERENT or function.__name__ in KEEPING:
        return
    for x in given:
        members(caller, x, site)
