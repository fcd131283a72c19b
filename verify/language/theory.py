"""Laws of theory in balls."""

from collections.abc import Callable

from flint import arb

from verify.core.theory import Theory
from verify.language.expressions import compiled
from verify.language.grammar import number


def law_of(theory: Theory) -> Callable[[arb], arb]:
    """The law's expression as a function of its variable."""
    inside = compiled(number(theory.expression, (theory.variable, *theory.at)))
    given = {name: arb(value) for name, value in theory.at.items()}
    return lambda x: inside({theory.variable: x, **given})
