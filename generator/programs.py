"""A short program and its bugs, for questions that ask which line of it is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.errors import GradsetError


@dataclass(frozen=True)
class Program:
    """A program of a few lines, and the bugs of which one at a time is planted in it.

    A method takes the name of a bug and, as keywords, the values that are put in. It raises
    KeyError where it does not know the bug or misses a value.

    text: the right program. `{name}` is where a value is put in, as in `str.format`; a brace that
        the program has itself is doubled.
    bugs: by name, the number of the wrong line (from 1), what stands there, which may have
        `{name}` too, and what happens then.

    Raises GradsetError where the program has no line of a bug's number.
    """

    text: str
    bugs: Mapping[str, tuple[int, str, str]]

    def __post_init__(self) -> None:
        last = len(self.text.splitlines())
        for bug, (number, _, _) in self.bugs.items():
            if not 1 <= number <= last:
                raise GradsetError(
                    f"bug {bug!r} stands in line {number}; the program has the lines 1 to {last}"
                )

    def number(self, bug: str) -> int:
        """The number of the wrong line, as declared."""
        return self.bugs[bug][0]

    def effect(self, bug: str) -> str:
        """What happens when the program is run with the bug, as declared."""
        return self.bugs[bug][2]

    def source(self, bug: str | None = None, /, **values: object) -> str:
        """The program as Python runs it; without a bug, the right one."""
        return "\n".join(self._lines(bug, values))

    def listing(self, bug: str, /, **values: object) -> str:
        """The program with the bug and its lines numbered from 1, as a block of code shows it."""
        return "\n".join(f"{n:2}  {line}" for n, line in enumerate(self._lines(bug, values), 1))

    def mended(self, bug: str, /, **values: object) -> str:
        """What the wrong line has to read, without its indentation."""
        return self._lines(None, values)[self.number(bug) - 1].strip()

    def changed_line(self, bug: str, /, **values: object) -> int:
        """The number of the wrong line as `reference` finds it, by comparing the two programs.

        Raises GradsetError unless they differ in exactly one line.
        """
        pairs = zip(self._lines(None, values), self._lines(bug, values), strict=True)
        changed = [number for number, (right, wrong) in enumerate(pairs, 1) if right != wrong]
        if len(changed) != 1:
            raise GradsetError(
                f"bug {bug!r} changes {len(changed)} lines of the program; it has to change one"
            )
        return changed[0]

    def _lines(self, bug: str | None, values: Mapping[str, object]) -> list[str]:
        lines = self.text.splitlines()
        if bug is not None:
            number, wrong, _ = self.bugs[bug]
            lines[number - 1] = wrong
        return [line.format(**values) for line in lines]
