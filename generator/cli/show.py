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
@click.option(
    "--html", type=options.path_to(".html"), metavar="FILE", help="Write a web page, FILE.html."
)
@click.option("--pdf", type=options.path_to(".pdf"), metavar="FILE", help="Write a PDF, FILE.pdf.")
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
    from generator.exporters import terminal

    files = [path for path in (html, pdf) if path]
    if exam:
        if not student or question or given or as_json or variant != 1:
            raise click.UsageError(
                "--exam goes with --student, --solution, --out, --html and --pdf"
            )
        sheet = showing.issued_sheet(exam, student, out, bank)
        for path in showing.write(sheet, files, solution=solution):
            click.echo(f"wrote {path}")
        if not files:
            click.echo(terminal.sheet(sheet, key=solution), nl=False)
        return
    if student:
        raise click.UsageError("--student goes with --exam")
    if not question:
        raise click.UsageError("name a question (gradset list shows them), or --exam and --student")
    shown = showing.show(bank, question, variant, given)
    for reason in shown.refusals:
        click.echo(f"would be refused: {reason}", err=True)
    for path in showing.write(shown.question, files, solution=solution):
        click.echo(f"wrote {path}")
    if as_json:
        click.echo(json.dumps(showing.as_json(shown), ensure_ascii=False, indent=1))
    elif not files:
        click.echo(terminal.question(shown.question, key=solution), nl=False)
