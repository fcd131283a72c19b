"""A record as a site or as pages for a code host, and published pages held against a record."""

import re
from collections.abc import Sequence
from pathlib import Path

from verify.records.files import write_text
from verify.report import publish
from verify.report.reading import read
from verify.report.rows import Row
from verify.report.site import Each, site

# A row of a page's table of claims: its id and its verdict.
VERDICT_LINE = re.compile(r"^\| ([A-Z]+-[\w.+-]+) \|.*\*\*(CONFIRMED|REFUTED|UNDECIDED)\*\*", re.M)


def render(
    document: Row, rows: Sequence[Row], out: Path, published: bool = False, each: Each = map
) -> list[Path]:
    """Write the site into `out`: index.html, claims.html, claims/<source>.html, problems/<name>.html; or, to
    publish, report.md, <name>.md and figures/*.svg. The files, in that order.

    The same record and measurements give the same files. BadRecord where they are malformed; then nothing is
    written. each: see `site`.
    """
    problems = read(document, rows)
    made = publish.pages(document, problems) if published else site(document, problems, each)
    for name, text in made.items():
        write_text(out / name, text)
    return [out / name for name in made]


def stale(document: Row, folder: Path) -> list[str]:
    """In what the published pages in `folder` differ from a record's verdicts, a line each.

    Verdicts are proved and the same everywhere; figures depend on processor and C library, so that the
    pages are not compared word for word.
    """
    faults = []
    for problem in read(document, ()):
        page = folder / f"{problem.name}.md"
        if not page.is_file():
            faults.append(f"{page} is missing")
            continue
        published = dict(VERDICT_LINE.findall(page.read_text(encoding="utf-8")))
        found = {claim["id"]: claim["verdict"] for claim in problem.claims}
        faults += [
            f"{page}: {id} is {published.get(id, 'missing')}, found {found.get(id, 'no such claim')}"
            for id in sorted(published.keys() | found.keys())
            if published.get(id) != found.get(id)
        ]
    return faults
