"""`gradset build`: the main job."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.bank import Bank
from generator.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.job import Job


def _formats(ctx: click.Context, param: click.Parameter, text: str) -> tuple[str, ...]:
    from generator.exporters import FORMATS

    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in FORMATS:
            raise click.BadParameter(f"{name!r} is no format; the formats are {', '.join(FORMATS)}")
    if not names:
        raise click.BadParameter(f"names no format; the formats are {', '.join(FORMATS)}")
    return names


@click.command()
@click.argument("exam", type=click.Path(path_type=Path), metavar="EXAM.toml")
@click.option("--roster", type=click.Path(path_type=Path), metavar="CSV", help="The students.")
@click.option("--copies", type=click.IntRange(min=1), help="Anonymous copies instead of a roster.")
@click.option(
    "--format",
    "formats",
    default=options.FORMATS,
    show_default=True,
    callback=_formats,
    metavar="NAMES",
    help="Any of pdf, html, latex, markdown, text, docx (by pandoc) and moodle, with commas.",
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("output"), show_default=True)
@click.option(
    "--variants",
    type=click.IntRange(min=1),
    default=options.VARIANTS,
    show_default=True,
    help="Variants of each question in files for learning platforms.",
)
@click.option(
    "--accessible",
    is_flag=True,
    help="Tagged PDF (PDF/UA-1), as `accessible = true` under [print] in the exam file.",
)
@click.option(
    "--rebuild",
    is_flag=True,
    help="Replace sheets that were issued from an earlier version of the exam, bank or secret.",
)
@options.jobs
@options.bank
def build(
    exam: Path,
    roster: Path | None,
    copies: int | None,
    formats: tuple[str, ...],
    out: Path,
    variants: int,
    accessible: bool,
    rebuild: bool,
    jobs: int,
    bank: Bank,
) -> None:
    """Build every student's worksheet and key, the answers, and the files for the LMS.

    \b
    Example:
      gradset build midterm.toml --roster class.csv --format pdf,moodle
    """
    if (roster is None) == (copies is None):
        raise click.UsageError("give either --roster CSV or --copies N")
    from generator.job import prepare

    job, said = prepare(exam, roster, copies, formats, out, variants, bank, accessible=accessible)
    run(job, said, jobs, rebuild=rebuild)


def run(job: Job, said: Sequence[str], jobs: int, *, rebuild: bool) -> None:
    """Build with a progress bar, then say what was done."""
    from generator import build as building
    from generator.cli import report as shown

    start = time.perf_counter()
    for line in said:
        click.echo(line, err=True)
    with shown.progress() as progress:
        report = building.build(job, jobs, progress, rebuild=rebuild)
    for line in report.said:
        click.echo(line, err=True)
    click.echo(shown.summary(report, time.perf_counter() - start))
