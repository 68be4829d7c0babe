"""`gradset diff`: which students' sheets would change."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.difference import Change


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--exam", type=click.Path(path_type=Path), metavar="EXAM.toml", help="The exam.")
@click.option("--roster", type=click.Path(path_type=Path), metavar="CSV", help="The students.")
@options.jobs
@click.pass_context
def diff(
    ctx: click.Context, old: Path, new: Path, exam: Path | None, roster: Path | None, jobs: int
) -> None:
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
    from generator.cli import report as shown

    with shown.progress() as progress:
        before, after = difference.sheets_of((old, new), exam, roster, jobs, progress)
    changed = difference.changes(before, after)
    both = [student for student in before if student in after]
    for place, mine in ((old, before), (new, after)):
        if alone := [student for student in mine if student not in both]:
            click.echo(f"only in {place}: {', '.join(alone)}")
    _say(changed, both)
    ctx.exit(1 if changed else 0)


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
