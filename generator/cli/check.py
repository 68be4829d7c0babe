"""`gradset check`: draw and verify many variants of each question."""

import click

from generator.bank import Bank
from generator.cli import options


@click.command()
@click.argument("questions", nargs=-1)
@click.option("--variants", "-n", type=click.IntRange(min=1), default=100, show_default=True)
@click.option(
    "--class-size",
    type=click.IntRange(min=1),
    metavar="N",
    help="Also issue each question to N students; one that has too few variants is a finding.",
)
@options.jobs
@options.bank
def check(
    questions: tuple[str, ...], variants: int, class_size: int | None, jobs: int, bank: Bank
) -> None:
    """Draw, solve and verify variants of QUESTIONS (ids or patterns; all by default).

    Exits with 1 if anything is found.

    \b
    Examples:
      gradset check 'losses/*' --variants 300
      gradset check --class-size 200
    """
    from rich.console import Console

    from generator.check import check_all
    from generator.cli import report as shown

    names = bank.find(questions)
    with shown.progress() as progress:
        reports = list(check_all(bank, names, variants, jobs, class_size or 0, progress))
    Console(markup=False).print(shown.check_table(reports))
    if any(report.refusals for report in reports):
        Console(markup=False).print("", shown.refusal_table(reports), "")
    for report in reports:
        for finding in report.findings:
            click.echo(f"{report.question}: {finding}")
    questions_seen = shown.counted(len(reports), "question")
    if found := sum(len(report.findings) for report in reports):
        raise click.ClickException(f"{shown.counted(found, 'finding')} in {questions_seen}")
    click.echo(f"{questions_seen}, {shown.counted(variants, 'variant')} each: nothing found")
