"""Files are written whole or not at all, and read only where they are files, and small enough."""

import importlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from verify.core.errors import BadInput

PART = ".part"
# Opening a file as bytes alone, without waiting, and not through a link: not every system has each of these.
BINARY, NO_WAIT, NO_LINK = (getattr(os, f"O_{name}", 0) for name in ("BINARY", "NONBLOCK", "NOFOLLOW"))


def _locks() -> Any:
    """The module with flock; None where the system has none; what a killed process left then stays."""
    with suppress(ImportError):
        return importlib.import_module("fcntl")
    return None


fcntl = _locks()


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all; its folder is made."""
    with whole(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")  # the same bytes on every system


def require_regular(path: Path) -> None:
    """BadInput where something else than a file has this name: a device or a pipe is never replaced."""
    if path.exists() and not path.is_file():
        kind = "a folder" if path.is_dir() else "a device or a pipe"
        raise BadInput(f"cannot write {path}: it is {kind}; name a file")


@contextmanager
def whole(path: Path, sweeping: bool = True) -> Iterator[Path]:
    """A file beside `path` to write to, which takes its place at the end if nothing was raised.

    A symbolic link stays one: what it leads to is written. sweeping: see `beside`.
    """
    path = Path(os.path.realpath(path)) if path.is_symlink() else path
    with beside(path, sweeping) as part:
        yield part
        os.umask(mask := os.umask(0))
        os.chmod(part, 0o666 & ~mask)  # as open would; mkstemp's are for the owner alone
        os.replace(part, path)


@contextmanager
def beside(path: Path, sweeping: bool = True) -> Iterator[Path]:
    """A file of our own beside `path`, gone at the end; what a killed process left of its kind goes first,
    unless the caller has seen to that: it takes a look at every file of the folder."""
    require_regular(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if sweeping:
        clear_parts(path.parent, path.name)
    handle, part = _locked_part(path)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)
        if handle is not None:
            os.close(handle)


def _locked_part(path: Path) -> tuple[int | None, Path]:
    """A new part and the handle with its lock. Until it is locked another run may take it away.

    Where there are no locks there is no handle either: a file that is open could not be moved there.
    """
    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
        if fcntl is None:
            os.close(handle)
            return None, Path(name)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.path.exists(name):
            return handle, Path(name)
        os.close(handle)


def clear_parts(folder: Path, name: str = "*") -> None:
    """Remove the parts of `name` that nobody writes to any more: a lock ends with its process."""
    if fcntl is None:
        return
    for part in folder.glob(f".{name}.*{PART}"):
        try:
            handle = os.open(part, os.O_RDWR | NO_LINK | NO_WAIT)
        except OSError:  # another run took it away, or it is not one of our files
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if stat.S_ISREG(os.fstat(handle).st_mode):
                part.unlink(missing_ok=True)
        except BlockingIOError:
            pass
        finally:
            os.close(handle)


def read_bytes(path: Path, most: int) -> bytes:
    """The contents of a file of limited size. BadInput for a device, a pipe, or a larger file."""
    handle = os.open(path, os.O_RDONLY | BINARY | NO_WAIT)  # opening a pipe would wait for its other end
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise BadInput(f"cannot read {path}: it is not a regular file")
        content = file.read(most + 1)
    if len(content) > most:
        raise BadInput(f"{path} is larger than {most // 2**20} MB, more than is ever written there")
    return content
