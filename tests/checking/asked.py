"""Subjects made of a function and a formula, and the sample at one input."""

from verify.checking.one_input.sample import assess
from verify.checking.subjects.subject import Subject, parse_domain
from verify.checking.subjects.truths import in_balls
from verify.language import grammar
from verify.measure.limits import Limits

LIMITS = Limits(4096)


def made(function, truth, *domain, given=(), **more):
    """A subject for a function that has no name on the command line."""

    ranges = parse_domain(domain)
    names = tuple(r.name for r in ranges)
    node = grammar.number(truth, names)
    value, gradient = in_balls(node, names)
    conditions = tuple(grammar.condition(text, names) for text in given)
    return Subject("own", function, value, truth, ranges, gradient, conditions, expression=node, **more)


def at(function, truth, *where, given=()):
    """The sample at one input."""
    domain = [f"{name}=-1e300:1e300" for name, _ in zip("xyz", where, strict=False)]
    return assess(made(function, truth, *domain, given=given), [where], LIMITS)[0]
