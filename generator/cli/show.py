"""`gradset show`: one variant, or what one student of an exam got."""

import json
from pathlib import Path
from typing import Any

import click

from generator.bank import Bank
from generator.cli import options


@click.command()
@click.argument("question", required=False)
@click.option("--variant", "-k", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--solution", is_flag=True, help="Show answers and the worked solution, too.")
@click.option(
    "--set",
    "given",
    multiple=True,
    callback=options.assignments,
    metavar="NAME=JSON",
    help="Replace a drawn given, such as x='[0.5, 0.8]'.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a web page.")
@click.option("--pdf", type=click.Path(path_type=Path), metavar="FILE", help="Write a PDF.")
@click.option(
    "--exam", type=click.Path(path_type=Path), metavar="FILE", help="An exam's TOML file."
)
@click.option("--student", metavar="ID", help="With --exam: whose sheet to show.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("output"), show_default=True)
@options.bank
def show(
    question: str | None,
    variant: int,
    solution: bool,
    given: dict[str, Any],
    as_json: bool,
    html: Path | None,
    pdf: Path | None,
    exam: Path | None,
    student: str | None,
    out: Path,
    bank: Bank,
) -> None:
    """Show one variant of a QUESTION, or a student's sheet as it was issued.

    \b
    Examples:
      gradset show losses/softmax_cross_entropy --solution
      gradset show backpropagation/two_two_one --set x='[0.5, 0.8]' --pdf q.pdf
      gradset show --exam midterm.toml --student s001
    """
    from generator import showing

    if exam:
        if not student or question:
            raise click.UsageError("--exam goes with --student, and without a question")
        click.echo(showing.sheet_text(exam, student, out, bank, solution=solution), nl=False)
        return
    if not question:
        raise click.UsageError("name a question (gradset list shows them), or --exam and --student")
    shown = showing.show(bank, question, variant, given)
    for reason in shown.refusals:
        click.echo(f"would be refused: {reason}", err=True)
    if html or pdf:
        for path in showing.write(shown, html, pdf, solution=solution):
            click.echo(f"wrote {path}")
    elif as_json:
        click.echo(json.dumps(showing.as_json(shown), ensure_ascii=False, indent=1))
    else:
        click.echo(showing.text(shown, solution=solution), nl=False)
