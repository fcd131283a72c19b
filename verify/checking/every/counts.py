"""What is known of some of the inputs: sums, and a maximum with the places that may still exceed it."""

from dataclasses import asdict, dataclass

from verify.records.plain import Row

# Candidates for the maximum that are settled by balls, the first by bound and place. The bounds of all that
# are left lie within 2^-20 ulp of what is certain: of any others the bound itself is told.
MOST = 256
BINS = 16  # of the histogram in each ulp, up to one; the last holds what lies beyond


@dataclass(frozen=True)
class Counts:
    """The sum of two does not depend on their order.

    pieces      that the inputs were cut into
    low         a certified lower bound of the largest error in ulps, at the place `at`
    high        an upper bound of the errors that balls have judged, and of candidates that are not kept
    candidates  (upper bound of the error, place) of those that may be larger
    bins        inputs by error, in sixteenths of an ulp, as float64 sees it (good to 2^-21 ulp)
    """

    inputs: int = 0
    outside: int = 0
    undecided: int = 0
    failed: int = 0
    correct: int = 0
    faithful: int = 0
    pieces: int = 0
    low: float = -1.0
    high: float = -1.0
    at: int = 0
    failure: int | None = None
    candidates: tuple[tuple[float, int], ...] = ()
    bins: tuple[int, ...] = (0,) * (BINS + 1)

    def __add__(self, other: "Counts") -> "Counts":
        # The larger error; of equal ones the smaller place, so that the order does not matter.
        best = max(self, other, key=lambda c: (c.low, -c.at))
        failures = [f for f in (self.failure, other.failure) if f is not None]
        open_ones = sorted(
            (c for c in (*self.candidates, *other.candidates) if c[0] >= best.low),
            key=lambda c: (-c[0], c[1]),
        )
        dropped = max((high for high, _ in open_ones[MOST:]), default=-1.0)
        sums = {name: getattr(self, name) + getattr(other, name) for name in SUMMED}
        return Counts(
            **sums,
            low=best.low,
            high=max(self.high, other.high, dropped),
            at=best.at,
            failure=min(failures, default=None),
            candidates=tuple(open_ones[:MOST]),
            bins=tuple(a + b for a, b in zip(self.bins, other.bins, strict=True)),
        )

    def row(self) -> Row:
        """As plain data: floats that carry a result are hexadecimal."""
        candidates = [[high.hex(), place] for high, place in self.candidates]
        sizes = {"low": self.low.hex(), "high": self.high.hex()}
        return asdict(self) | sizes | {"candidates": candidates, "bins": list(self.bins)}

    @classmethod
    def of_row(cls, row: Row) -> "Counts":
        sizes = {name: float.fromhex(row[name]) for name in ("low", "high")}
        candidates = tuple((float.fromhex(high), place) for high, place in row["candidates"])
        return cls(**row | sizes | {"candidates": candidates, "bins": tuple(row["bins"])})


SUMMED = ("inputs", "outside", "undecided", "failed", "correct", "faithful", "pieces")
