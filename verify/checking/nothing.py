"""What a row says of a function about which nothing was found."""

from verify.records.plain import Row
from verify.records.summary import distribution


def nothing_found() -> Row:
    """The contract's fields of what is found, none of them with a value; nothing passes."""
    return {
        "domain": {},
        "worst": None,
        "worst_failure": None,
        "ulps": distribution([]),
        "found": None,
        "envelope": None,
        "proved_bound": None,
        "proved_absolute": None,
        "failed": 0,
        "failed_reasons": {},
        "undecided": 0,
        "undecided_reasons": [],
        "outside_domain": 0,
        "outside_reasons": {},
        "valid_share": None,
        "notes": [],
        "passed": False,
    }
