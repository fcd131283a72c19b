"""Source text compiled so that operations, calls, comparisons and literals go through the dispatcher."""

import ast
import functools
import os
from dataclasses import dataclass
from fractions import Fraction
from types import CodeType

from verify.inside.source.rewriting import INDEX, OBJECT, Instrumenter
from verify.inside.source.sites import Site
from verify.inside.source.syntax import ENTRY


@dataclass(frozen=True)
class Instrumented:
    """Compiled code, the names it mentions and those of them that are the dispatcher's, its sites by number,
    and what its literals say exactly.
    """

    code: CodeType
    names: frozenset[str]
    asks: frozenset[str]
    sites: dict[int, Site]
    literals: dict[int, tuple[float, Fraction]]


@functools.cache
def of_version(path: str, changed: int) -> Instrumented:
    """A source file as it was at that time."""
    # utf-8-sig and the coding line are the compiler's matter: tokenize.open knows both.
    import tokenize

    with tokenize.open(path) as file:
        return instrumented(file.read(), path)


def of_file(path: str) -> Instrumented:
    """A source file, compiled once as long as it does not change."""
    return of_version(path, os.stat(path).st_mtime_ns)


@functools.lru_cache(maxsize=64)
def of_text(text: str, path: str) -> Instrumented:
    """What stands in no file: a cell of a notebook."""
    return instrumented(text, path)


def instrumented(text: str, path: str) -> Instrumented:
    """Source text, compiled. SyntaxError where it is no Python."""
    tree = ast.parse(text, path)
    transformer = Instrumenter(text, path)
    transformer.visit(tree)
    ast.fix_missing_locations(tree)
    code = compile(tree, path, "exec", dont_inherit=True)
    names = frozenset(_mentioned(code))
    asks = frozenset(name for name in names if name.startswith(ENTRY)) - {OBJECT, INDEX}
    return Instrumented(code, names, asks, transformer.sites, transformer.literals)


def _mentioned(code: CodeType) -> set[str]:
    inner = (_mentioned(part) for part in code.co_consts if isinstance(part, CodeType))
    return set(code.co_names).union(*inner)
