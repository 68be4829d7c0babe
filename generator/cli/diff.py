"""`gradset diff`: which students' sheets would change."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.difference import Change, Sheets
    from generator.roster import Student


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--exam", type=click.Path(path_type=Path), metavar="EXAM.toml", help="The exam.")
@click.option("--roster", type=click.Path(path_type=Path), metavar="CSV", help="The students.")
@options.jobs
@click.pass_context
def diff(
    ctx: click.Context, old: Path, new: Path, exam: Path | None, roster: Path | None,
    jobs: int | None,
) -> None:  # fmt: skip
    """Say which students' sheets differ between OLD and NEW.

    Each of the two is either what was built (output/midterm, by any version of gradset) or a
    folder of questions, from which this version makes the sheets without writing them. The
    students are those of the roster, or else those of the build. Exits with 1 where sheets differ.

    \b
    Examples:
      gradset diff output/midterm questions --exam midterm.toml
      gradset diff questions new-questions --exam midterm.toml --roster class.csv
    """
    from generator import difference
    from generator import roster as rosters
    from generator.roster import Student

    built = {place: difference.built(place) for place in (old, new)}
    if roster:
        students = rosters.read(roster)
    else:
        students = [Student(id) for id in dict.fromkeys([*built[old], *built[new]])]
    if not students:
        raise click.UsageError(f"nothing was built in {old} or {new}; give --roster CSV")
    before = built[old] or _anew(old, exam, students, jobs)
    after = built[new] or _anew(new, exam, students, jobs)
    changed = difference.changes(before, after)
    both = [student for student in before if student in after]
    for place, mine in ((old, before), (new, after)):
        if alone := [student for student in mine if student not in both]:
            click.echo(f"only in {place}: {', '.join(alone)}")
    _say(changed, both)
    ctx.exit(1 if changed else 0)


def _anew(place: Path, exam: Path | None, students: Sequence[Student], jobs: int | None) -> Sheets:
    from generator import difference
    from generator.bank import Bank
    from generator.cli import report as shown

    if exam is None:
        raise click.UsageError(f"give --exam EXAM.toml for the sheets from {place}")
    with shown.bar() as bar:
        task = bar.add_task(f"sheets from {place}")

        def progress(_: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        bank = Bank.at(place)
        return difference.anew(exam, students, bank, jobs or os.cpu_count() or 1, progress)


def _say(changed: Sequence[Change], students: Sequence[str]) -> None:
    """A line for each question and kind of change, then whose sheets they are."""
    kinds: defaultdict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for change in changed:
        kinds[change.question, change.what].add(change.student)
    for (question, what), those in sorted(kinds.items()):
        click.echo(f"{question}: {', '.join(what)}: {len(those)} of {len(students)} students")
    whose = {change.student for change in changed}
    click.echo(f"{len(whose)} of {len(students)} sheets differ")
    if 0 < len(whose) < len(students):
        click.echo(", ".join(student for student in students if student in whose))
