"""Remedies that do not have a fixed shape: Horner's rule, terms that cancel."""

import ast
from collections.abc import Callable

from verify.inside.hinting.patterns import Signed, factors, key, multiplied, summed, terms
from verify.inside.hinting.remedies import Remedy
from verify.inside.hinting.templates import difference


def cancelled(node: ast.expr) -> ast.expr | None:
    """A sum without the terms that cancel: (x + y) - x is y."""
    parts = terms(node)
    shorter = difference(node, ast.Constant(0))
    return shorter if len(terms(shorter)) < len([t for t in parts if key(t[1]) != "0"]) else None


def horner(node: ast.expr) -> ast.expr | None:
    """A polynomial with numbers for coefficients and three terms or more, by Horner's rule."""
    coefficients: dict[int, list[Signed]] = {}
    variables: dict[str, ast.expr] = {}
    for sign, term in terms(node):
        parts = factors(term)
        numbers = [part for part in parts if isinstance(part[1], ast.Constant)]
        letters = [part for part in parts if not isinstance(part[1], ast.Constant)]
        if any(exponent < 0 for exponent, _ in letters):
            return None
        variables |= {key(letter): letter for _, letter in letters}
        coefficients.setdefault(len(letters), []).append((sign, multiplied(numbers)))
    if len(variables) != 1 or max(coefficients) < 2 or len(coefficients) < 3:
        return None
    (variable,) = variables.values()
    if not isinstance(variable, ast.Name | ast.Attribute | ast.Subscript):
        return None
    value: ast.expr | None = None
    for degree in range(max(coefficients), -1, -1):
        parts = coefficients.get(degree, [])
        if value is None:
            value = summed(parts)
        else:
            value = summed([(1, multiplied([*_but_one(value), (1, variable)])), *parts])
    return value


def _but_one(value: ast.expr) -> list[Signed]:
    return [] if isinstance(value, ast.Constant) and value.value == 1 else [(1, value)]


REWRITES: tuple[tuple[Remedy, Callable[[ast.expr], ast.expr | None], bool], ...] = (
    # What cancels through names may be there on purpose: Kahan's sum is (t - s) - y with t = s + y.
    (Remedy("terms that cancel", "", "", "they add up to nothing"), cancelled, False),
    (Remedy("Horner's rule", "", "", "the distributive law"), horner, True),
)
