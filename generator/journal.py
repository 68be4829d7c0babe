"""What a build has finished, so that it goes on where it stopped.

Each task of a build (a student, the files for learning platforms) leaves an entry when all its
files are written: a mark of everything that decides their bytes, their hashes, and the task's
pieces of the files about the whole class.
"""

import hashlib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import msgspec
from msgspec import Struct

import generator
from generator import places
from generator.exporters import File
from generator.exporters.contents import Contents
from generator.files import STATE, remove, write_all

MADE_BY = ("typst", "math-core", "markdown-it-py", "jinja2", "sympy", "torch", "numpy")


class Entry(Struct, frozen=True):
    """A finished task; `files` are hashes by path below the exam's folder."""

    mark: str
    files: dict[str, str]
    pieces: dict[str, str] = {}
    contents: list[Contents] = []

    def paths(self, folder: Path) -> list[Path]:
        """The files of the task."""
        return [folder / path for path in self.files]


def write(
    folder: Path,
    task: str,
    mark: str,
    files: Iterable[File],
    pieces: dict[str, str] | None = None,
    contents: Iterable[Contents] = (),
) -> None:
    """Write a task's files, and when all are there its entry.

    Raises GradsetError where the disk refuses.
    """
    hashes = {}
    for file in files:
        write_all(folder, [file])
        hashes[file.path] = _hash(file.content)
    entry = Entry(mark, hashes, pieces or {}, list(contents))
    write_all(folder, [File(_path(task), msgspec.json.encode(entry))])


def read(folder: Path, task: str) -> Entry | None:
    """The entry of a task; None where there is none that can be read."""
    try:
        return msgspec.json.decode((folder / _path(task)).read_bytes(), type=Entry)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def finished(folder: Path, task: str, mark: str) -> bool:
    """Whether a task was done from the very same, and its files are as they were written."""
    entry = read(folder, task)
    if entry is None or entry.mark != mark:
        return False
    try:
        return all(_hash((folder / path).read_bytes()) == was for path, was in entry.files.items())
    except OSError:
        return False


def forget_others(folder: Path, tasks: Iterable[str]) -> None:
    """Delete the entries of other tasks than these.

    Raises GradsetError where the disk refuses.
    """
    kept = {folder / _path(task) for task in tasks}
    for path in sorted((folder / STATE).rglob("*.json")):
        if path not in kept:
            remove(path)


def made_by() -> str:
    """A mark of the code, the templates and the libraries that decide a build's bytes."""
    digest = hashlib.blake2b(digest_size=12)
    for folder in (Path(generator.__file__).parent, places.folder("templates")):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
                digest.update(path.read_bytes())
    for name in MADE_BY:
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    return digest.hexdigest()


def _path(task: str) -> str:
    return f"{STATE}/{task}.json"


def _hash(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=12).hexdigest()
