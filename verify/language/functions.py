"""The functions and constants of the truth language, gathered from the tables by subject."""

from collections.abc import Callable

from flint import arb

from verify.language import bessel, elementary, elliptic, gammas, hypergeometric, orthogonal, zeta
from verify.language.rows import Function

TABLE: tuple[Function, ...] = (
    *elementary.ROWS,
    *gammas.ROWS,
    *bessel.ROWS,
    *zeta.ROWS,
    *elliptic.ROWS,
    *hypergeometric.ROWS,
    *orthogonal.ROWS,
)

FUNCTIONS = {function.name: function for function in TABLE}

CONSTANTS: dict[str, Callable[[], arb]] = {
    "pi": arb.pi,
    "e": arb.const_e,
    "euler": arb.const_euler,
    "catalan": arb.const_catalan,
}
