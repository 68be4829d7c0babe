"""`gradset demo`: the sample exam for the sample roster."""

from pathlib import Path

import click

from generator.cli import options


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("output"), show_default=True)
@options.jobs
def demo(out: Path, jobs: int) -> None:
    """Build the sample exam for the sample roster of thirty students.

    \b
    Example:
      gradset demo --out demo
    """
    from generator import places
    from generator.bank import Bank
    from generator.cli.build import run
    from generator.exporters.file import File
    from generator.files import write_all
    from generator.job import prepare

    sample = places.folder("question_bank") / "exams"
    # The exam is copied beside its output, so that its secret is made there.
    exam = out / "sample.toml"
    write_all(out, [File(exam.name, (sample / exam.name).read_bytes())])
    formats = options.FORMATS.split(",")
    roster = sample / "roster.csv"
    job, said = prepare(exam, roster, None, formats, out, options.VARIANTS, Bank.at())
    # The sample may come from another version than the last demo in this folder.
    run(job, said, jobs, rebuild=True)
