"""Finding questions: the path is the name, the folder is the registry."""

import fnmatch
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator import places
from generator.decoding import suggested
from generator.errors import GradsetError
from generator.prose import FrontMatter, read_front

if TYPE_CHECKING:
    from generator.question import Question

NOT_TOPICS = ("exams", "data")


@dataclass(frozen=True)
class Entry:
    """What a listing shows of a question; nothing of it has been executed."""

    id: str
    path: Path
    front: FrontMatter


@dataclass(frozen=True)
class Bank:
    """One or more folders of questions; an id in an earlier folder hides the same id later."""

    folders: tuple[Path, ...]

    @classmethod
    def at(cls, *folders: Path) -> "Bank":
        """The given folders before the bank that comes with gradset.

        Raises GradsetError where a folder does not exist.
        """
        for folder in folders:
            if not folder.is_dir():
                raise GradsetError(f"{folder}: is no folder; --bank takes a folder of questions")
        return cls((*(folder.resolve() for folder in folders), places.folder("question_bank")))

    def paths(self) -> dict[str, Path]:
        """The `.md` file of every question by id, sorted."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            for path in folder.glob("*/*.md"):
                # A second dot is kept for translations, `name.de.md`.
                if path.parent.name not in NOT_TOPICS and "." not in path.stem:
                    found[f"{path.parent.name}/{path.stem}"] = path
        return dict(sorted(found.items()))

    def entries(self) -> Iterator[Entry]:
        """Every question's front matter."""
        for name, path in self.paths().items():
            yield Entry(name, path, read_front(path))

    def find(self, patterns: Sequence[str]) -> list[str]:
        """The ids that match any of the patterns (`topic/*`), sorted; all where there are none.

        Raises GradsetError where a pattern matches nothing.
        """
        ids = list(self.paths())
        if not patterns:
            return ids
        found: set[str] = set()
        for pattern in patterns:
            matching = fnmatch.filter(ids, pattern)
            if not matching:
                raise GradsetError(f"no question {pattern!r}; {near(pattern, ids)}")
            found.update(matching)
        return sorted(found)

    def load(self, name: str) -> "Question":
        """The question with this id.

        Raises GradsetError where there is none, or where its files are wrong.
        """
        return _load(self, name)


@cache
def _load(bank: Bank, name: str) -> "Question":
    from generator.question import Question

    paths = bank.paths()
    if name not in paths:
        raise GradsetError(f"no question {name!r}; {near(name, list(paths))}")
    return Question.load(name, paths[name])


def near(name: str, ids: Sequence[str]) -> str:
    """Where to look instead of `name`."""
    otherwise = "`gradset list` shows them all; questions of your own need --bank DIR"
    return suggested(name, ids, otherwise)
