"""Is it seen in a function's code that it does with every float what it does with a number that traces it?

A body that is run once on numbers that record what is done to them tells what it does with all floats only
where nothing in it can tell the two apart, and nothing is kept from one call to the next. That is so where
the code, and that of every function that it can reach, is made of the instructions below; where what it finds
outside itself does not change (numbers, tuples of them, functions of this kind, operations of IEEE
arithmetic); and where what it compares or branches on raises for the numbers that trace it
(`traced.Traced`). Then each value in it is a number, a tuple or list of such, or one of these functions, so
that each call is of one of these. Instructions that are not named here, those of a later Python among them,
are not known to be so.
"""

import builtins
import dis
import functools
import math
import operator
from collections.abc import Sequence
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from verify.checking.subjects.target import Named, Part

# Rounded correctly by IEEE 754 and applied entry by entry; a sum or product of many is done in an order of
# its own, and np.dot may fuse.
OPERATIONS = (np.add, np.subtract, np.multiply, np.divide, np.negative, np.sqrt)
BUILTINS = (range, len, zip, enumerate, reversed, tuple, list)
OPERATORS = (operator.add, operator.sub, operator.mul, operator.truediv, operator.neg)
ALLOWED = (*OPERATIONS, *BUILTINS, *OPERATORS)
MODULES = (np, math, operator)
NUMBERS = (int, float, bool, np.float64, type(None))

NAMES = """
    BINARY_OP BINARY_SLICE BINARY_SUBSCR BUILD_LIST BUILD_SLICE BUILD_TUPLE CACHE CALL CALL_KW
    COMPARE_OP COPY COPY_FREE_VARS END_FOR EXTENDED_ARG FOR_ITER GET_ITER JUMP_BACKWARD JUMP_FORWARD
    KW_NAMES LIST_APPEND LIST_EXTEND LIST_TO_TUPLE LOAD_ATTR LOAD_CLOSURE LOAD_CONST LOAD_DEREF
    LOAD_FAST LOAD_FAST_AND_CLEAR LOAD_FAST_CHECK LOAD_FAST_LOAD_FAST LOAD_GLOBAL LOAD_METHOD MAKE_CELL
    MAKE_FUNCTION NOP POP_JUMP_BACKWARD_IF_FALSE POP_JUMP_BACKWARD_IF_TRUE POP_JUMP_FORWARD_IF_FALSE
    POP_JUMP_FORWARD_IF_TRUE POP_JUMP_IF_FALSE POP_JUMP_IF_TRUE POP_TOP PRECALL PUSH_NULL RESUME
    RETURN_CONST RETURN_VALUE SET_FUNCTION_ATTRIBUTE STORE_DEREF STORE_FAST STORE_FAST_LOAD_FAST
    STORE_FAST_STORE_FAST SWAP UNARY_NEGATIVE UNARY_NOT UNPACK_EX UNPACK_SEQUENCE
"""
INSTRUCTIONS = frozenset(NAMES.split())


def is_arithmetic(function: Any, known: Sequence[Any] = ()) -> bool:
    """Certainly: what it does with floats is what it does with numbers that trace it. `known`: functions
    of numbers that it may call besides."""
    return _is_plain(function, {id(f) for f in known})


def _is_plain(value: Any, seen: set[int]) -> bool:
    """A number that does not change, or a function that is arithmetic; functions that call themselves are
    looked at once."""
    if id(value) in seen:
        return True
    if type(value) in NUMBERS or any(value is allowed for allowed in ALLOWED):
        return True
    if type(value) is tuple:
        return all(_is_plain(v, seen) for v in value)
    if isinstance(value, Part):
        return _is_plain(value.function, seen)
    if isinstance(value, Named):
        return _is_plain((value.function, *value.fixed.values()), seen)
    if isinstance(value, functools.partial):
        return _is_plain((value.func, *value.args, *value.keywords.values()), seen)
    if type(value) is not FunctionType:
        return False
    seen.add(id(value))
    outside = (*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values())
    return _is_plain(outside, seen) and _reads_plainly(value.__code__, value, seen)


def _reads_plainly(code: CodeType, function: FunctionType, seen: set[int]) -> bool:
    """Are these its instructions, and what they load plain? Code within it is looked at as well."""
    instructions = [i for i in dis.get_instructions(code) if i.opname != "CACHE"]
    pairs = zip(instructions, [*instructions[1:], None], strict=True)
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    for at, (i, after) in enumerate(pairs):
        if i.opname not in INSTRUCTIONS or i.argrepr.startswith(
            "@"
        ):  # a product of matrices adds in its order
            return False
        name, before = i.argval, instructions[at - 1] if at else None
        if i.opname == "LOAD_CONST" and not _is_constant(i.argval, after, function, seen):
            return False
        if i.opname == "STORE_DEREF" and name not in code.co_cellvars:  # kept beyond the call, perhaps
            return False
        if i.opname == "LOAD_DEREF" and name in cells and not _is_plain(cells[name].cell_contents, seen):
            return False
        if i.opname in ("LOAD_ATTR", "LOAD_METHOD") and not _is_of_module(name, before, function, seen):
            return False
        if i.opname == "LOAD_GLOBAL":
            value = _global(name, function)
            follows = after is not None and after.opname in ("LOAD_ATTR", "LOAD_METHOD")
            if not (_is_plain(value, seen) or (isinstance(value, ModuleType) and follows)):
                return False
    return True


def _is_constant(value: Any, after: dis.Instruction | None, function: FunctionType, seen: set[int]) -> bool:
    """A number or tuple, code within that is plain, or the names of a call's arguments."""
    if isinstance(value, CodeType):
        return _reads_plainly(value, function, seen)
    return _is_plain(value, seen) or (after is not None and after.opname == "CALL_KW")


def _is_of_module(name: str, of: dis.Instruction | None, function: FunctionType, seen: set[int]) -> bool:
    """np.sqrt, math.pi: an attribute of a module, and plain itself."""
    if of is None or of.opname != "LOAD_GLOBAL":
        return False
    module = _global(of.argval, function)
    return any(module is m for m in MODULES) and _is_plain(getattr(module, name, ()), seen)


def _global(name: str, function: FunctionType) -> Any:
    """What a name outside the function stands for; what is not plain where it stands for nothing."""
    return function.__globals__.get(name, getattr(builtins, name, ModuleType))
