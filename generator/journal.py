"""What a build has finished, so that it goes on where it stopped.

Each task of a build (a student, the files for learning platforms) leaves an entry when all its
files are written: a mark of everything that decides their bytes, their hashes, and the task's
pieces of the files about the whole class.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

import msgspec
from msgspec import Struct

import generator
from generator import digests, places
from generator.contents import Contents
from generator.errors import GradsetError
from generator.exporters.file import File
from generator.files import STATE, remove, write_all


class Entry(Struct, frozen=True):
    """A finished task; `files` are hashes by path below the exam's folder."""

    mark: str
    files: dict[str, str]
    pieces: dict[str, str] = {}
    contents: list[Contents] = []


def write(
    folder: Path,
    task: str,
    mark: str,
    files: Iterable[File],
    pieces: dict[str, str] | None = None,
    contents: Sequence[Contents] = (),
) -> None:
    """Write a task's files, delete those that it had before and has no more, and write its entry.

    Raises GradsetError where the disk refuses.
    """
    before = find(folder, task)
    hashes = {}
    for file in files:
        write_all(folder, [file])
        hashes[file.path] = digests.of_bytes([file.content])
    for path in before.files if before else ():
        if path not in hashes:
            remove(folder / path)
    entry = Entry(mark, hashes, pieces or {}, list(contents))
    write_all(folder, [File(_path(task), msgspec.json.encode(entry))])


def find(folder: Path, task: str) -> Entry | None:
    """The entry of a task; None where there is none that can be read."""
    try:
        return msgspec.json.decode((folder / _path(task)).read_bytes(), type=Entry)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def read(folder: Path, task: str) -> Entry:
    """The entry of a task that was done.

    Raises GradsetError where it cannot be read any more.
    """
    entry = find(folder, task)
    if entry is None:
        raise GradsetError(f"{folder / _path(task)}: is gone or damaged; build again")
    return entry


def finished(folder: Path, task: str, mark: str) -> Entry | None:
    """The entry of a task that was done from the very same, if its files are still as written."""
    entry = find(folder, task)
    if entry is None or entry.mark != mark:
        return None
    try:
        same = all(
            digests.of_bytes([(folder / path).read_bytes()]) == was
            for path, was in entry.files.items()
        )
    except OSError:
        return None
    return entry if same else None


def keep_only(folder: Path, tasks: Iterable[str]) -> None:
    """Delete the files and entries of all other tasks: nothing is left that no build knows.

    Raises GradsetError where the disk refuses.
    """
    kept = {folder / _path(task) for task in tasks}
    for path in sorted((folder / STATE).rglob("*.json")):
        if path not in kept:
            task = path.relative_to(folder / STATE).with_suffix("").as_posix()
            entry = find(folder, task)
            for file in entry.files if entry else ():
                remove(folder / file)
            remove(path)


def made_by() -> str:
    """A mark of what decides a build's bytes: Python, libraries, our code and our templates."""
    needed = (re.match(r"[\w.-]+", line) for line in metadata.requires("gradset") or ())
    names = sorted({found[0] for found in needed if found})
    libraries = [sys.version, *(f"{name} {_version(name)}" for name in names)]
    code = [
        part
        for folder in (Path(generator.__file__).parent, places.folder("templates"))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
        for part in (path.relative_to(folder).as_posix().encode(), path.read_bytes())
    ]
    return digests.of_bytes([*(text.encode() for text in libraries), *code])


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:  # for development only
        return ""


def _path(task: str) -> str:
    return f"{STATE}/{task}.json"
