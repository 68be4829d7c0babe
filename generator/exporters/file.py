"""What an exporter returns."""

from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """A file's path below the exam's folder, with `/`, and its content."""

    path: str
    content: bytes
