"""Laws of theory in balls."""

from collections.abc import Callable, Mapping
from functools import cache

from flint import arb

from verify.core.theory import Theory


def law_of(theory: Theory) -> Callable[[arb], arb]:
    """The law's expression as a function of its variable, read where it is first asked for."""
    given = {name: arb(value) for name, value in theory.at.items()}

    @cache
    def inside() -> Callable[[Mapping[str, arb]], arb]:
        # Whoever shows a problem declares its laws; only one that is drawn or judged needs the grammar.
        from verify.language.expressions import compiled
        from verify.language.grammar import number

        return compiled(number(theory.expression, (theory.variable, *theory.at)))

    return lambda x: inside()({theory.variable: x, **given})
