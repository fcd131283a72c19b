"""Certified accuracy in tests: an assertion, calls that are followed, hypothesis strategies, the laws.

Each name is loaded when it is asked for: the pytest plugin lies in this package and must not cost every test
run flint and hypothesis.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verify.testing.array_assertions import assert_certified_arrays, family_members
    from verify.testing.assertions import assert_certified
    from verify.testing.following import blame, follow
    from verify.testing.strategies import (
        balls_around,
        complex_in,
        dot_products,
        floats_in,
        matrices,
        polynomials,
        steer_towards_error,
        sums,
    )

_PLACES = {
    "array_assertions": ("assert_certified_arrays", "family_members"),
    "assertions": ("assert_certified",),
    "following": ("blame", "follow"),
    "strategies": (
        "balls_around",
        "complex_in",
        "dot_products",
        "floats_in",
        "matrices",
        "polynomials",
        "steer_towards_error",
        "sums",
    ),
}
_MODULES = {name: f"verify.testing.{module}" for module, names in _PLACES.items() for name in names}

__all__ = [
    "assert_certified",
    "assert_certified_arrays",
    "balls_around",
    "blame",
    "complex_in",
    "dot_products",
    "family_members",
    "floats_in",
    "follow",
    "matrices",
    "polynomials",
    "steer_towards_error",
    "sums",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"verify.testing has no {name}")
    return getattr(importlib.import_module(_MODULES[name]), name)
