"""The names that a formula may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Known:
    """The names that a text may use.

    variables   None for any name that is not a function or a constant
    operations  on arrays or complex numbers, by name: the fewest arguments, how they are called
    """

    variables: tuple[str, ...] | None = None
    operations: Mapping[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    def binding(self, names: frozenset[str]) -> "Known":
        """The same within which these names are variables too."""
        return self if self.variables is None else replace(self, variables=(*self.variables, *sorted(names)))

    @property
    def has_complex(self) -> bool:
        return "complex" in self.operations

    @property
    def has_arrays(self) -> bool:
        return bool(self.operations) and not self.has_complex


# Of complex numbers, and their parts.
PLANE = {"complex": (2, ("x", "y")), **dict.fromkeys(("real", "imag", "conj", "abs", "arg"), (1, ("z",)))}
