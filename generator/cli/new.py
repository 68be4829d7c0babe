"""`gradset new`: skeletons that pass `check` as they are."""

from pathlib import Path

import click


@click.group()
def new() -> None:
    """Begin a question or an exam from a skeleton.

    \b
    Example:
      gradset new question mytopic/myquestion --bank mybank
    """


@new.command()
@click.argument("name", metavar="TOPIC/NAME")
@click.option(
    "--bank",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="The folder of questions; by default ./question_bank.",
)
def question(name: str, bank: Path | None) -> None:
    """Write TOPIC/NAME.md and TOPIC/NAME.py.

    \b
    Example:
      gradset new question mytopic/myquestion --bank mybank
    """
    from generator.skeletons import new_question

    folder = bank or Path("question_bank")
    for path in new_question(folder, name):
        click.echo(f"wrote {path}")
    click.echo(f"next: gradset show {name} --solution --bank {folder}")


@new.command()
@click.argument("file", type=click.Path(path_type=Path))
def exam(file: Path) -> None:
    """Write an exam's TOML FILE.

    \b
    Example:
      gradset new exam midterm.toml
    """
    from generator.skeletons import new_exam

    click.echo(f"wrote {new_exam(file)}")
    click.echo(f"next: gradset build {file} --copies 2")
