"""The data sets as exact numbers: what the tables of `data_*` say, read once.

A table maps the name of a data set to two texts: the certified values, a line each with its name first, and
the observations, semicolons between their columns; 500*(1.1,1.3) is these two, five hundred times.

Source: NIST's Information Technology Laboratory, Statistical Reference Datasets,
https://www.itl.nist.gov/div898/strd/, a work of the United States government, not subject to copyright there.
Numbers are written as briefly as they can be; certified figures stand as they are printed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from random import Random
from typing import Any

from flint import fmpq

from verify.arithmetic.arrays import Matrix
from verify.catalogue.sources import NIST
from verify.core.literals import rational
from verify.core.model import Axis, Inputs, Parameter, Problem, Sweep
from verify.mathematics.linear import array

REPEATED = re.compile(r"(\d+)\*\((.*)\)")


@dataclass(frozen=True)
class Dataset:
    """One data set: certified figures by name, as printed, and columns of exact rationals."""

    name: str
    figures: str
    observations: str

    @cached_property
    def certified(self) -> dict[str, list[str]]:
        lines = [line.split() for line in self.figures.split("\n") if line]
        return {name: figures for name, *figures in lines}

    @cached_property
    def columns(self) -> tuple[Any, ...]:
        """Vectors of exact rationals, one a column; a decimal is the rational that it writes."""
        return tuple(_column(text) for text in self.observations.split(";"))


def _column(text: str) -> Matrix:
    known: dict[str, fmpq] = {}  # generated data repeat a few numbers thousands of times
    numbers = [known.get(t) or known.setdefault(t, rational(t)) for t in _tokens(text)]
    return array(numbers, (len(numbers),))


def _tokens(text: str) -> Iterator[str]:
    for token in text.split():
        repeated = REPEATED.fullmatch(token)
        if repeated is None:
            yield token
        else:
            yield from repeated[2].split(",") * int(repeated[1])


def datasets(table: Mapping[str, tuple[str, str]]) -> tuple[Dataset, ...]:
    return tuple(Dataset(name, *texts) for name, texts in table.items())


def numbered(sets: tuple[Dataset, ...], shown: int = 1) -> Parameter:
    """The data sets as an integer parameter, from 1 on, with their names."""
    names = tuple(s.name for s in sets)
    return Parameter("dataset", 1, len(sets), tuple(range(1, len(sets) + 1)), shown, names)


def each_dataset(sets: tuple[Dataset, ...]) -> Sweep:
    """The data sets are the domain itself: nothing is drawn. Fewer than all are the first."""

    def points(count: int, random: Random) -> Iterator[Inputs]:
        for k in range(1, min(count, len(sets)) + 1):
            yield {"dataset": k}

    return Sweep(axis=Axis("data set", lambda dataset: dataset), points=points, count=len(sets))


def problem_on(
    sets: tuple[Dataset, ...], place: str, data: Callable[..., tuple[Any, ...]], shown: int
) -> partial[Problem]:
    """What the problems on these data sets share; reference values are kept of each set, unless stated."""
    return partial(
        Problem,
        source=NIST.at(place),
        parameters=(numbered(sets, shown),),
        data=data,
        sweep=each_dataset(sets),
        references=tuple({"dataset": k} for k in range(1, len(sets) + 1)),
    )
