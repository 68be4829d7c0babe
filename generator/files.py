"""Names of folders and whole files: the one place that writes a build."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import filelock

from generator.errors import GradsetError
from generator.exporters.file import File
from generator.places import DEVICES

SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")
# The files about the whole class lie beside students' keys.
RESERVED = re.compile(rf"({DEVICES}|marking|answers|key)$", re.IGNORECASE)
STATE = ".gradset"  # the folder, inside an exam's, that builds keep their own notes in
UNFINISHED = ".unfinished"


def folders(students: Iterable[str], kept: Mapping[str, str]) -> dict[str, str]:
    """A folder's name for each student, safe on any disk.

    No two names differ in case only. `kept` are the folders that students have already.
    """
    found = dict(kept)
    used = {name.lower() for name in kept.values()}
    for student in sorted(set(students) - set(kept)):
        name = next(name for name in _names(student) if name.lower() not in used)
        used.add(name.lower())
        found[student] = name
    return found


def _names(student: str) -> Iterator[str]:
    """What a student's folder may be called: the id if it is harmless, else a readable digest."""
    if SAFE.fullmatch(student) and not RESERVED.fullmatch(student):
        yield student
    readable = re.sub(r"[^A-Za-z0-9]+", "-", student).strip("-")[:24].strip("-") or "student"
    for size in range(5, hashlib.blake2b.MAX_DIGEST_SIZE):
        yield f"{readable}-{hashlib.blake2b(student.encode(), digest_size=size).hexdigest()}"


@contextmanager
def writing(path: Path, *, lasting: bool = False) -> Iterator[BinaryIO]:
    """An open file that appears under its name, complete, when the block ends.

    `lasting` waits until it is on the disk itself: for what nothing else could restore.

    Raises GradsetError where the disk refuses.
    """
    if path.is_dir():
        raise GradsetError(f"{path}: cannot be written: is a folder")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as out:
            yield out
            if lasting:
                out.flush()
                os.fsync(out.fileno())
        if path.exists():
            shutil.copymode(path, unfinished)
        unfinished.replace(path)
    except OSError as error:
        raise GradsetError(f"{path}: cannot be written: {error.strerror}") from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def write_all(folder: Path, files: Iterable[File], *, lasting: bool = False) -> list[Path]:
    """Write files below a folder; returns their paths.

    Raises GradsetError where the disk refuses.
    """
    written = []
    for file in files:
        path = folder / file.path
        with writing(path, lasting=lasting) as out:
            out.write(file.content)
        written.append(path)
    return written


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other builds out of an exam's folder, and sweep out what a killed one left half-written.

    Raises GradsetError where another build is at work there, or the disk refuses.
    """
    path = folder / STATE / "lock"
    lock = filelock.FileLock(path)  # the system frees it when its process is killed
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except filelock.Timeout:
        raise GradsetError(
            f"{folder}: another build is writing here; wait until it has ended"
        ) from None
    except OSError as error:
        raise GradsetError(f"{folder}: cannot be written: {error.strerror}") from None
    try:
        for unfinished in list(folder.rglob(f".*{UNFINISHED}")):
            remove(unfinished)
        yield
    finally:
        lock.release()


def remove(path: Path) -> None:
    """Delete a file if it is there, and its folder if that was its last one.

    Raises GradsetError where the disk refuses.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise GradsetError(f"{path}: cannot be removed: {error.strerror}") from None
    with suppress(OSError):
        path.parent.rmdir()
