"""First files of a question and an exam, which pass `check` and `build` as they are."""

import re
from pathlib import Path

from generator import places
from generator.errors import GradsetError
from generator.exporters.file import File
from generator.files import write_all

NAME = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")


def new_question(bank: Path, name: str) -> list[Path]:
    """Write the two files of a question.

    Raises GradsetError where the name is no `topic/name` or a file is there already.
    """
    if not NAME.fullmatch(name):
        raise GradsetError(
            f"{name!r} is no question's id; write topic/name in lower-case letters, digits and '_'"
        )
    return _write(bank, {f"{name}{ending}": f"question{ending}" for ending in (".md", ".py")})


def new_exam(file: Path) -> Path:
    """Write an exam whose id is the file's name.

    Raises GradsetError where the name does not end in .toml or the file is there already.
    """
    if file.suffix != ".toml":
        raise GradsetError(f"{file}: an exam's file ends in .toml")
    identification = re.sub(r"[^A-Za-z0-9._-]+", "-", file.stem).strip("-.") or "exam"
    return _write(file.parent, {file.name: "exam.toml"}, {"{{ id }}": identification})[0]


def _write(
    folder: Path, templates: dict[str, str], replaced: dict[str, str] | None = None
) -> list[Path]:
    files = []
    for path, template in templates.items():
        if (folder / path).exists():
            raise GradsetError(f"{folder / path}: is there already; nothing was written")
        text = (places.folder("templates") / "skeletons" / template).read_text(encoding="utf-8")
        for old, new in (replaced or {}).items():
            text = text.replace(old, new)
        files.append(File(path, text.encode()))
    write_all(folder, files)
    return [folder / path for path in templates]
