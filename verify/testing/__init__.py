"""Certified accuracy in tests: an assertion, calls that are followed, hypothesis strategies, the laws."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verify.testing.array_assertions import assert_certified_arrays as assert_certified_arrays
    from verify.testing.array_assertions import family_members as family_members
    from verify.testing.assertions import assert_certified as assert_certified
    from verify.testing.following import blame as blame
    from verify.testing.following import follow as follow
    from verify.testing.strategies import (
        balls_around as balls_around,
    )
    from verify.testing.strategies import (
        complex_in as complex_in,
    )
    from verify.testing.strategies import (
        dot_products as dot_products,
    )
    from verify.testing.strategies import (
        floats_in as floats_in,
    )
    from verify.testing.strategies import (
        matrices as matrices,
    )
    from verify.testing.strategies import (
        polynomials as polynomials,
    )
    from verify.testing.strategies import (
        steer_towards_error as steer_towards_error,
    )
    from verify.testing.strategies import (
        sums as sums,
    )

STRATEGIES = (
    "balls_around",
    "complex_in",
    "dot_products",
    "floats_in",
    "matrices",
    "polynomials",
    "steer_towards_error",
    "sums",
)


def __getattr__(name: str) -> Any:
    # Loaded when asked for: the pytest plugin lies in this package and must not cost every test run
    # flint and hypothesis.
    import importlib

    if name == "assert_certified":
        return importlib.import_module("verify.testing.assertions").assert_certified
    if name in ("assert_certified_arrays", "family_members"):
        return getattr(importlib.import_module("verify.testing.array_assertions"), name)
    if name in ("blame", "follow"):
        return getattr(importlib.import_module("verify.testing.following"), name)
    if name in STRATEGIES:
        return getattr(importlib.import_module("verify.testing.strategies"), name)
    raise AttributeError(f"verify.testing has no {name}")
