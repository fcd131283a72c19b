"""The chain from a result back to the inputs, along the operands through which most of its error came."""

from dataclasses import dataclass

from verify.arithmetic.precision import precision, upper
from verify.inside.account import Account
from verify.inside.source.sites import Site

MOST_STEPS, MOST_LINKS = 1_000_000, 10_000  # of a long run the end is shown, not how it began


@dataclass(frozen=True)
class Link:
    """A step of the chain from the result back to the inputs: where the largest error came from.

    `errors`: how many ulps the number was off. Steps at one site are one link.
    """

    site: Site
    value: float
    errors: float


def chain(account: Account) -> list[Link]:
    """From the result back: at each number to the operand through which most of the error came."""
    swept, tape, found = account.swept, account.trace.tape, account.found
    links: list[Link] = []
    place: int | None = account.place if swept is not None else None
    with precision(account.bits):
        for _ in range(MOST_STEPS):
            if place is None or swept is None or len(links) >= MOST_LINKS:
                break
            site = account.trace.site(tape.site(place))
            error = found.error(place)
            if (not links or links[-1].site is not site) and error is not None and site.file:
                scale = account.trace.ulps_per_ulp(tape.site(place))
                ulps = upper(abs(error) / tape.ulp(place)) * scale
                links.append(Link(site, tape.values[place], ulps))
            carried = {k: part for k in tape.operands(place) if (part := _carried(account, k))}
            place = max(carried, key=lambda k: carried[k]) if carried else None
    return links


def _carried(account: Account, place: int) -> float:
    """The size of the part of the result's error that a number's whole error is answerable for."""
    assert account.swept is not None
    g, error = account.swept.adjoint(place), account.found.error(place)
    if g is None or error is None or error.is_zero():
        return 0.0
    return upper(abs(g * error))
