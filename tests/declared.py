"""What a family of the catalogue declares."""

from verify.core.claim import Claim
from verify.runs.discover import entries_of


def claims(family: str) -> list[Claim]:
    return [c for entry in entries_of(f"verify.catalogue.{family}") for c in entry.claims]
