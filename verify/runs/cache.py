"""Answers cached between runs by content: reused as long as nothing they depend on has changed."""

import functools
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import verify
from verify.core.errors import BadInput
from verify.records import files, plain, schema
from verify.records.plain import Row
from verify.runs import discover

OWN = Path(verify.__file__).parent
PACKAGES = ("site-packages", "dist-packages")


def key(*content: Any) -> str:
    """Hash of plain data."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@functools.cache
def surroundings() -> str:
    """Hash of the versions and of the machine: numpy takes different paths on different processors."""
    packages = sorted(f"{found.name} {found.version}" for found in importlib.metadata.distributions())
    machine = [platform.python_version(), platform.machine(), *platform.libc_ver()]
    return key(packages, machine, np.show_config(mode="dicts")["SIMD Extensions"])


@functools.cache
def code(origin: str = "") -> str:
    """Hash of this package without the families of its catalogue, of the modules at `origin`, and of what
    they may import."""
    if origin:
        own = [module.__file__ for module in discover.modules_of(origin)]
        files = {*(Path(file) for file in own if file is not None), *_beside_packages()}
        return key(code(), _hash_of(files))
    shared = OWN / "catalogue"
    return _hash_of({f for f in OWN.rglob("*.py") if shared not in f.parents or f.parent == shared})


@functools.cache
def imported() -> str:
    """Hash of the modules loaded that no installed distribution holds."""
    return _hash_of(set(_beside_packages()))


def _hash_of(files: set[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _beside_packages() -> Iterator[Path]:
    """Files of loaded modules that belong to no installed distribution, whose version would say enough."""
    told = tuple(f"{folder}{os.sep}" for folder in (OWN, *map(sysconfig.get_path, ("stdlib", "platstdlib"))))
    for name, module in list(sys.modules.items()):
        file = str(getattr(module, "__file__", None) or "")
        installed = file.startswith(told) or any(f"{os.sep}{folder}{os.sep}" in file for folder in PACKAGES)
        if name != "__main__" and not installed and os.path.isfile(file):
            yield Path(file)


NAME = re.compile(r"(blamed|claims|counts|ladders|laws|measurements|results)-[0-9a-f]{64}\.json")
SCHEMA = "verify-cache/1"
MARK = "CACHEDIR.TAG"  # the name and first line by which backup programs recognise such folders
MARKED = "Signature: 8a477f597d28d172789f06886806bc55\n# Answers that verify caches between runs.\n"
MOST_BYTES = 256 * 2**20


@dataclass(frozen=True)
class Cache:
    """A folder of ours with one answer a file, named by the hash of everything the answer depends on."""

    folder: Path

    def answer(self, name: str) -> list[Row] | None:
        """The rows stored under a name; None if there are none, or (with a warning) if they are damaged."""
        try:
            return _sound(self.folder / name)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            print(f"verify: {self.folder / name} is ignored and computed again: {error}", file=sys.stderr)
            return None

    def put(self, name: str, rows: Sequence[Row]) -> None:
        entry = plain.sealed({"schema": SCHEMA, "name": name, "rows": rows})
        if not (self.folder / name).is_dir():
            _write(self.folder / name, plain.to_lines(entry))

    def drop(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)

    def forget(self, spare: str = "") -> None:
        """Drop the answers of earlier runs, except those of one kind."""
        for path in self.folder.iterdir():
            if NAME.fullmatch(path.name) and not (spare and path.name.startswith(spare)):
                path.unlink(missing_ok=True)  # another run may do the same


def _write(path: Path, text: str) -> None:
    """Write a file of our folder. A link or a pipe of that name is removed first: nothing is written
    through it."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        path.unlink()
    with files.whole(path, sweeping=False) as part:  # the folder was swept when it was opened
        part.write_text(text, encoding="utf-8")


def _sound(path: Path) -> list[Row]:
    """The rows of an entry. ValueError where it was cut off, changed, stored under another name, or does
    not have the shape of its kind.
    """
    entry = plain.parse(files.read_bytes(path, MOST_BYTES).decode())
    if not plain.is_sealed(entry) or (entry.get("schema"), entry.get("name")) != (SCHEMA, path.name):
        raise ValueError("it was changed after it was written")
    if wrong := schema.misfit(path.name.partition("-")[0], entry.get("rows")):
        raise ValueError(wrong)
    return list(entry["rows"])


def opened(folder: Path) -> Cache:
    """The folder, created and marked as ours. BadInput where it is not: nothing in it is ours to delete."""
    anew = "remove it, or choose another folder with --out"
    if folder.is_symlink():
        raise BadInput(f"{folder} is a symbolic link; answers are cached in a folder of its own: {anew}")
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / MARK
    if not mark.is_file() or mark.is_symlink() or files.read_bytes(mark, 4096) != MARKED.encode():
        foreign = sorted(path.name for path in folder.iterdir() if not _ours(path.name))
        if foreign:
            raise BadInput(f"{folder} holds {foreign[0]!r}, which verify did not write: {anew}")
        _write(mark, MARKED)
    files.clear_parts(folder)
    return Cache(folder)


def _ours(name: str) -> bool:
    """Whether only this module gives such a name, to a whole file or to a part."""
    if name.endswith(files.PART):
        name = name.removeprefix(".").removesuffix(files.PART).rpartition(".")[0]
    return bool(NAME.fullmatch(name)) or name == MARK
