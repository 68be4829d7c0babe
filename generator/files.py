"""Names of folders and whole files: the one place that writes a build."""

import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from generator.errors import GradsetError
from generator.exporters.file import File

SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def folder_of(student: str) -> str:
    """A folder's name for any id: the id itself where it is harmless, else a readable digest."""
    if SAFE.fullmatch(student) and not DEVICES.fullmatch(student):
        return student
    digest = hashlib.blake2b(student.encode(), digest_size=5).hexdigest()
    readable = re.sub(r"[^A-Za-z0-9]+", "-", student).strip("-")[:24]
    return f"{readable or 'student'}-{digest}"


def write_all(folder: Path, files: Iterable[File]) -> list[Path]:
    """Write files so that each appears under its name complete; the one place that writes.

    Returns their paths.

    Raises GradsetError where the disk refuses.
    """
    written = []
    for file in files:
        path = folder / file.path
        if path.is_dir():
            raise GradsetError(f"{path}: cannot be written: is a folder")
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(file.content)
            unfinished.replace(path)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise GradsetError(f"{path}: cannot be written: {error.strerror}") from None
        written.append(path)
    return written


def remove_others(folder: Path, written: Iterable[Path]) -> None:
    """Delete what earlier builds left in a folder's `students`, `keys` and `lms`.

    Raises GradsetError where the disk refuses.
    """
    kept = set(written)
    for below in ("students", "keys", "lms"):
        for path in sorted((folder / below).rglob("*"), reverse=True):
            try:
                if path.is_file() and path not in kept:
                    path.unlink()
                elif path.is_dir() and not any(path.iterdir()):
                    path.rmdir()
            except OSError as error:
                raise GradsetError(f"{path}: cannot be removed: {error.strerror}") from None
