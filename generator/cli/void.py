"""`gradset void`: a part that does not count after all."""

from pathlib import Path

import click

from generator.bank import Bank
from generator.cli import options


@click.command()
@click.argument("exam", type=click.Path(path_type=Path), metavar="EXAM.toml")
@click.argument("part", metavar="QUESTION/PART")
@click.option("--why", required=True, help="What the keys say, to markers and students.")
@options.bank
def void(exam: Path, part: str, why: str, bank: Bank) -> None:
    """Record in the exam file that a part (or every part of a question) does not count.

    The next build renews keys, answers and points; the worksheets stay as they were printed.

    \b
    Example:
      gradset void midterm.toml forward/mlp/y_hat --why "A bias was missing."
    """
    from generator.voiding import record

    for name in record(exam, part, why, bank):
        click.echo(f"{name} does not count any more: recorded in {exam}")
    click.echo("build again with the same roster to renew keys, answers and points")
