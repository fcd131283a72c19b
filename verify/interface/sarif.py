"""Findings as SARIF 2.1.0, which code hosts and editors show beside the source; and as a workflow's log."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from verify.interface.findings import RULES, Finding, Place
from verify.records.plain import Row

MOST = 5000  # results in a file
SHOWN = 10  # annotations: a step of a workflow shows no more
VERSION = "2.1.0"
ROOT = "SRCROOT"


def document(found: Sequence[Finding], here: Path, version: str) -> Row:
    """The log of one run of this version. Places below `here` are relative to it."""
    kept, left = found[:MOST], len(found) - MOST
    told = f"{left} results are left out: a file holds {MOST}"
    notes = [{"level": "warning", "message": {"text": told}}] if left > 0 else []
    rules = [
        {"id": name, "shortDescription": {"text": says}, "fullDescription": {"text": says}}
        for name, says in RULES.items()
    ]
    run = {
        "tool": {"driver": {"name": "verify", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"uri": here.resolve().as_uri().rstrip("/") + "/"}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": [_result(finding, here) for finding in kept],
    }
    return {"version": VERSION, "runs": [run]}


def _result(finding: Finding, here: Path) -> Row:
    made: Row = {
        "ruleId": finding.rule,
        "ruleIndex": list(RULES).index(finding.rule),
        "level": finding.level,
        "message": {"text": finding.message},
        "partialFingerprints": {"verifySite/v1": _fingerprint(finding, here)},
    }
    if finding.place is not None:
        made["locations"] = [{"physicalLocation": _location(finding.place, finding.code, here)}]
    return made


def _location(place: Place, code: str, here: Path) -> Row:
    region: dict[str, Any] = {"startLine": place.line}
    if place.column is not None:
        region["startColumn"] = place.column
    if code:
        region["snippet"] = {"text": code}
    path = _relative(place.file, here)
    artifact = (
        {"uri": Path(place.file).resolve().as_uri()}
        if path is None
        else {"uri": quote(path), "uriBaseId": ROOT}
    )
    return {"artifactLocation": artifact, "region": region}


def _relative(file: str, here: Path) -> str | None:
    """The path relative to `here`; None if it lies elsewhere."""
    path, root = Path(file).resolve(), here.resolve()
    if not path.is_relative_to(root):
        return None
    return path.relative_to(root).as_posix()


def _fingerprint(finding: Finding, here: Path) -> str:
    """The same as long as the code of a line is, wherever it moves in its file."""
    place = finding.place
    where = finding.message if place is None else _relative(place.file, here) or Path(place.file).name
    text = "\0".join([finding.rule, where, finding.code])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def annotations(found: Sequence[Finding], here: Path) -> list[str]:
    """Workflow commands: the first few findings, at their lines."""
    return [_annotation(finding, here) for finding in found[:SHOWN]]


def _annotation(finding: Finding, here: Path) -> str:
    kind = {"note": "notice"}.get(finding.level, finding.level)
    given: dict[str, Any] = {"title": f"verify: {finding.rule}"}
    if finding.place is not None:
        place = finding.place
        given |= {"file": _relative(place.file, here) or place.file, "line": place.line, "col": place.column}
    properties = ",".join(f"{k}={_escaped(str(v), ',:')}" for k, v in given.items() if v is not None)
    return f"::{kind} {properties}::{_escaped(finding.message)}"


def _escaped(text: str, more: str = "") -> str:
    for mark in ("%", "\r", "\n", *more):
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
