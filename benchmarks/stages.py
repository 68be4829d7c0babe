"""Where the time of a build goes, stage by stage: `make bench`.

`python -m benchmarks.stages questions` prints the table of all questions, `students` that of a
build of the sample exam.

Times are those of one processor core (`process_time`) in a process set up like a build's, after a
first round that is not counted: imports, templates and caches cost a build once.
"""

import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TypeVar

from generator import exam as exams
from generator import places
from generator.bank import Bank
from generator.check import public_source, public_variant
from generator.conventions import Conventions
from generator.exam import Exam
from generator.exporters import COLLECTED, SHEETS
from generator.exporters.file import File
from generator.issue import Issued, issue, source_for
from generator.picking import Slot, slots_of
from generator.processes import prepare
from generator.question import Question
from generator.roster import Student
from generator.sheet import Sheet, sheet, sheet_question
from generator.variant import Source, Variant
from generator.verify import verify

Result = TypeVar("Result")
SECRET = b"a secret for measuring"
VARIANTS, STUDENTS, WARM = 30, 30, 3


class Clock:
    """Adds up the seconds that each stage takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, stage: str, work: Callable[[], Result]) -> Result:
        """The result of the work."""
        start = time.process_time()
        result = work()
        spent = time.process_time() - start
        self.seconds[stage] = self.seconds.get(stage, 0.0) + spent
        return result


def main() -> None:
    """Print the tables that are named, or all, in Markdown."""
    prepare()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    tables = {"questions": _questions, "students": _sample_exam}
    for name in sys.argv[1:] or tables:
        print()
        tables[name](Bank.at())


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table in Markdown: words to the left, numbers to the right."""
    for row in chain([head, ["---", *["---:"] * (len(head) - 1)]], rows):
        print(f"| {' | '.join(row)} |", flush=True)


# ---- variants of each question


def _questions(bank: Bank) -> None:
    rows, draws = [], []
    for name in bank.find([]):
        question = bank.load(name)
        _measured(question, WARM)
        times = _measured(question, VARIANTS)
        rows.append([name, *(f"{1e6 * seconds:.0f}" for seconds in times)])
        draws.append(1e3 * (times[0] + times[1]))
    table(["µs", "draw, solve", "guards", "verify", "word"], rows)
    print(f"\n`check`: {sum(draws) / len(draws):.2f} ms a draw, the mean of all questions")


def _measured(question: Question, variants: int) -> list[float]:
    """Seconds for a draw, for its guards, and for verifying and wording an accepted one."""
    clock = Clock()
    draws = 0
    for number in range(1, variants + 1):
        last = public_variant(question, number, Conventions()).source.counter
        for counter in range(last + 1):
            source = replace(public_source(number), counter=counter)
            variant = clock("draw", partial(_drawn, question, source, Conventions()))
            clock("guards", partial(_refused, variant))
            draws += 1
        clock("verify", partial(verify, variant))
        clock("word", partial(sheet_question, variant))
    times = clock.seconds
    per_draw = [times["draw"] / draws, times["guards"] / draws]
    return [*per_draw, times["verify"] / variants, times["word"] / variants]


def _drawn(question: Question, source: Source, conventions: Conventions) -> Variant:
    return Variant.make(question, source, conventions)


def _refused(variant: Variant) -> str | None:
    return next(variant.refusals(), None)


# ---- students of the sample exam


def _sample_exam(bank: Bank) -> None:
    exam = exams.read(places.folder("question_bank") / "exams" / "sample.toml")
    slots = slots_of(exam, bank, SECRET)
    _students(Clock(), exam, slots, bank, [Student(f"warm{i}") for i in range(WARM)])
    clock = Clock()
    _students(clock, exam, slots, bank, [Student(f"s{i}") for i in range(STUDENTS)])
    times = {stage: 1e3 * seconds / STUDENTS for stage, seconds in clock.seconds.items()}
    table(["stage", "ms a student"], [[stage, f"{ms:.1f}"] for stage, ms in times.items()])
    html = sum(ms for stage, ms in times.items() if stage not in SHEETS or stage == "html")
    print(f"\nall but other formats than html: {html:.1f} ms, {1e3 / html:.0f} students a second")
    pdf = html + times["pdf"]
    print(f"with pdf: {pdf:.1f} ms, {1e3 / pdf:.1f} students a second")


def _students(
    clock: Clock, exam: Exam, slots: Sequence[Slot], bank: Bank, students: Sequence[Student]
) -> None:
    """What a build does for each student, but for writing files."""
    issued, _ = clock("issue", lambda: issue(exam, slots, students, bank, SECRET, {}))
    for student in students:
        variants = {}
        for slot, one in zip(slots, issued[student.id], strict=True):
            variant = clock("draw again", partial(_issued, exam, slot, student, bank, one))
            clock("verify", partial(verify, variant))
            variants[slot.id] = variant
        made = clock("word", partial(sheet, exam, student, student.id, SECRET, slots, variants))
        clock("key data", partial(_key_data, made))
        for name, files in SHEETS.items():
            clock(name, partial(_exported, files, made))


def _issued(exam: Exam, slot: Slot, student: Student, bank: Bank, one: Issued) -> Variant:
    source = source_for(SECRET, exam.id, slot, student.id, one.counter)
    return _drawn(bank.load(one.question), source, exam.conventions)


def _key_data(made: Sheet) -> list[str]:
    return [collected.piece(made) for collected in COLLECTED if not collected.format]


def _exported(files: Callable[[Sheet], Iterator[File]], made: Sheet) -> list[File]:
    return list(files(made))


if __name__ == "__main__":
    main()
