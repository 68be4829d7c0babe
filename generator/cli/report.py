"""What a person sees while and after work: bars, tables, a summary."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import rich.progress
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from generator.build import Report as BuildReport
from generator.check import Report
from generator.processes import Progress
from generator.sheet import points_text


@contextmanager
def progress() -> Iterator[Progress]:
    """Bars for stages of work on standard error, so that output can be piped.

    There are none where nobody looks.
    """
    console = Console(stderr=True)
    bars = rich.progress.Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    tasks: dict[str, rich.progress.TaskID] = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(stage, total=total)
        bars.update(tasks[stage], completed=done)

    with bars:
        yield show


def check_table(reports: Sequence[Report]) -> Table:
    """One row for each question."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("question", no_wrap=True)
    for heading in ("accepted", "ms/draw", "gap", "distinct", "formulas"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("found", justify="right")
    for report in reports:
        table.add_row(report.question, *_measured(report), str(len(report.findings) or "–"))
    return table


def _measured(report: Report) -> list[str]:
    """The numbers of a row; dashes for what nothing was measured of."""
    drawn, accepted = report.draws > 0, report.variants > 0
    return [
        f"{report.acceptance:.0%}" if drawn else "–",
        f"{1000 * report.seconds / report.draws:.1f}" if drawn else "–",
        f"{report.gap:.1f}" if report.gap < 1000 else "–",
        _distinct(report) if accepted else "–",
        "{}/{}".format(*report.formulas) if accepted else "–",
    ]


def _distinct(report: Report) -> str:
    """The different variants among those checked, or `37/300` of a class, if one was asked for."""
    if report.class_size:
        return f"{report.class_distinct}/{report.class_size}"
    return str(report.distinct)


def counted(number: int, noun: str) -> str:
    """`1 question`, `2 questions`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def refusal_table(reports: Sequence[Report]) -> Table:
    """Which guards refused which share of a question's draws."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("refused", justify="right", no_wrap=True)
    table.add_column("because", ratio=1)
    for report in reports:
        if report.refusals:
            table.add_row("", Text(report.question, style="dim"))
        for reason, count in report.refusals.most_common():
            table.add_row(f"{count / report.draws:.1%}", reason)
    return table


def summary(report: BuildReport, seconds: float) -> str:
    """What a build did, in three lines."""
    return (
        f"{counted(report.students, 'student')}, {counted(report.questions, 'question')} each: "
        f"{points_text(report.points)}, about {report.minutes} minutes of work\n"
        f"{report.files} files in {report.folder}\n"
        f"{counted(report.draws, 'draw')}, every variant verified ({seconds:.1f} s)"
    )
