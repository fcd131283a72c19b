"""FPCore files as subjects of `verify check`, one core after the other."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from verify.checking.subjects.subject import Subject
from verify.core.errors import BadInput
from verify.core.text import shown
from verify.fpcore.contexts import Unsupported
from verify.fpcore.core_parser import Malformed, parse
from verify.fpcore.cores import Judged, nothing, says
from verify.fpcore.reader import String
from verify.fpcore.syntax import Core

MOST_NAME = 120
MOST_BYTES = 50_000_000  # of a file


def subjects(path: Path, only: str | None = None) -> Iterator[Subject]:
    """One subject for each core of a file, or one for each entry where the result is a tensor, each made
    when it is asked for.

    A malformed core, or one with something that is not judged here, is a subject with the reason in
    `unsupported`; the others are judged. BadInput, with line and column, where none is well formed.
    only: the name of the one subject asked for.
    """
    cores = _read(path)
    names = _names(cores)
    wanted = [name for name in names if only is None or name == only or only.startswith(f"{name}[")]
    if not wanted:
        raise BadInput(f"{path} has no core {only!r}; there are {', '.join(names)}")
    return _made(path, cores, names, wanted, only)


def _made(
    path: Path,
    cores: Sequence[Core | Malformed],
    names: Sequence[str],
    wanted: Sequence[str],
    only: str | None,
) -> Iterator[Subject]:
    known = {c.identifier: c for c in cores if isinstance(c, Core) and c.identifier}
    seen = []
    for core, name in zip(cores, names, strict=True):
        for what in _subjects(core, name, known, str(path)) if name in wanted else ():
            seen.append(what.name)
            if only in (None, name, what.name):
                yield what
    if only not in (None, *wanted, *seen):
        raise BadInput(f"{path} has no entry {only!r}; there are {', '.join(seen)}")


def _read(path: Path) -> list[Core | Malformed]:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        text = data.decode("utf-8")
    except FileNotFoundError as error:
        raise BadInput(f"there is no file {path}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}") from error
    if len(data) > MOST_BYTES:
        raise BadInput(f"{path} has more than {MOST_BYTES} bytes")
    cores = parse(text)
    if not cores:
        raise BadInput(f"{path} holds no core; write for example (FPCore (x) (sqrt x))")
    broken = [core for core in cores if isinstance(core, Malformed)]
    if len(broken) == len(cores):
        raise BadInput(f"{path}, {broken[0].reason}")
    return cores


def _names(cores: Sequence[Core | Malformed]) -> list[str]:
    """As the cores call themselves, with the line where that is not one core's alone."""
    titles = [_title(core) for core in cores]
    return [
        title if titles.count(title) == 1 else f"{title}, line {core.place.line}"
        for core, title in zip(cores, titles, strict=True)
    ]


def _title(core: Core | Malformed) -> str:
    name = core.name if isinstance(core, Malformed) else ""
    if isinstance(core, Core) and isinstance(given := core.properties.get("name"), String):
        name = given.value
    return shown(name or core.identifier, MOST_NAME) or f"FPCore of line {core.place.line}"


def _subjects(core: Core | Malformed, name: str, known: dict[str, Core], file: str) -> list[Subject]:
    if isinstance(core, Malformed):
        reason = f"malformed: {core.reason}"
        return [Subject(name, nothing, nothing, "nothing: no core", (), unsupported=reason, file=file)]
    try:
        return Judged(core, name, known, file).subjects()
    except Unsupported as why:
        reason = str(why)
    except RecursionError:
        reason = f"{core.place}: the core is nested too deeply"
    return [Subject(name, nothing, nothing, says(core), (), unsupported=reason, file=file)]
